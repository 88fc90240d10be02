"""What checks need to know beyond the record before them, worked out once and only when asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath

from ..register import Kind, Record, Register, Unreadable, texts_below
from ..register.files import SOURCE_LIMIT, digest
from ..register.ids import SUFFIX, kind_of
from ..register.register import RECORDS, SCHEMA
from .folder import alike, bare, other_blobs, other_files, source_files
from .numbering import number_width
from .texts import Texts
from .uses import Fields
from .vocabulary import Vocabulary, read_vocabulary


class _Found(dict[str, str]):
    """What a function says of each text, asked once."""

    def __init__(self, find: Callable[[str], str]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, text: str) -> str:
        found = self[text] = self._find(text)
        return found


class Context(Texts):
    """One run over a register on one day."""

    def __init__(self, register: Register, today: dt.date) -> None:
        super().__init__(register)
        self._today = today
        self._blobs = register._blobs  # noqa: SLF001 - whether there are folders to look into
        self.compared = 0
        """How many quotations of one unit were compared with their source word by word."""
        self._unclear: dict[tuple[str, str], list[str]] = {}
        self._widths: dict[str, int] = {}
        self._answered: dict[str, dict[str, int]] = {}
        self._fields: dict[tuple[str, tuple[str, ...]], Fields] = {}
        self.sound_kinds: dict[str, str] = _Found(self.sound_kind)
        """For any id the kind of the record to which others can refer by it; empty where there is none."""
        self._upward: dict[str, list[str]] = {}
        self.has_doubtful_links = False
        """Whether a reference was met that is not plainly right."""

    @property
    def today(self) -> dt.date:
        """The day on which is checked. Whether a day is past or to come says more: what is found holds for longer."""
        return self._today

    def is_past(self, day: dt.date) -> bool:
        """Whether a day lies before today."""
        return day < self._today

    def is_to_come(self, day: dt.date) -> bool:
        """Whether a day lies after today."""
        return day > self._today

    def fields(self, kind: Kind, names: tuple[str, ...]) -> Fields:
        """The fields of a kind that a record with these names at the top may have."""
        found = self._fields.get((kind.name, names))
        if found is None:
            found = self._fields[kind.name, names] = Fields(kind, names)
        return found

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms that should no longer be used."""
        return read_vocabulary(self.register.root / SCHEMA, self._blobs)

    def is_there(self, record_id: str) -> bool:
        """Whether there is a file for an id, whatever is in it."""
        register = self.register
        return record_id in register.records or record_id in register.unreadable or register.is_absent(record_id)

    def sound_kind(self, record_id: str) -> str:
        """The kind of a record to which others can refer; empty where it is missing, unreadable or withdrawn.

        One that is not checked out is taken to be right.
        """
        record = self.register.records.get(record_id)
        if record is None and self.register.is_absent(record_id):
            return kind_of(record_id)
        return "" if record is None or "withdrawn" in record.data else record.kind

    def naming(self, document: Record, kind: str) -> list[Record]:
        """The records of a kind that name a document as theirs, unless they are withdrawn."""
        return self._naming.get((document.id, kind), [])

    @cached_property
    def _naming(self) -> dict[tuple[str, str], list[Record]]:
        found: dict[tuple[str, str], list[Record]] = {}
        for record in self.register:
            document = record.data.get("document")
            if isinstance(document, str) and "withdrawn" not in record.data:
                found.setdefault((document, record.kind), []).append(record)
        return found

    def following(self, ids: list[str]) -> list[str]:
        """The documents that follow one of these up, in natural order."""
        return [each.id for each in self.register.of_kind("documents") if each.data.get("follows_up") in ids]

    def upward_fields(self, kind: Kind) -> list[str]:
        """The fields by which a record names one other record of its own kind."""
        if kind.name not in self._upward:
            own = (each for each in kind.fields if each.type == "reference" and kind.name in each.references)
            self._upward[kind.name] = [each.name for each in own]
        return self._upward[kind.name]

    def upward(self, kind: Kind, name: str) -> dict[str, str]:
        """The records of a kind whose field names another of the kind, each with that one."""
        return {
            record.id: target
            for record in self.register.of_kind(kind.name)
            if isinstance(target := record.data.get(name), str) and target != record.id
        }

    @property
    def entries(self) -> Iterator[Record | Unreadable]:
        """All record files, whether they can be read or not."""
        yield from self.register.records.values()
        yield from self.register.unreadable.values()

    @cached_property
    def alike(self) -> dict[str, list[str]]:
        """The ids that some computers can't tell apart."""
        return alike([*self.register.records, *self.register.unreadable])

    @cached_property
    def other_files(self) -> list[tuple[str, bool]]:
        """The files among the records that are none."""
        folder = self.register.root / RECORDS
        return other_files(folder) if self._blobs is None else other_blobs(folder, self._blobs)

    def is_source(self, path: str) -> bool:
        """Whether a document names a file as its source text."""
        return path in self._source_files

    @cached_property
    def _source_files(self) -> frozenset[str]:
        return source_files(self.register)

    def is_wanted(self, path: str) -> bool:
        """Whether a file that no document names may be what a document of its dossier lacks."""
        return "/".join(path.split("/")[:2]) in self._lacking

    @cached_property
    def _lacking(self) -> frozenset[str]:
        gone = (*self.register.unreadable, *self._missing)
        found = {"/".join(each.split("/")[:2]) for each in gone if "/documents/" in each}
        documents = self.register.of_kind("documents")
        return frozenset(found | {each.dossier for each in documents if each.dossier and self.lacks_source(each)})

    def lacks_source(self, document: Record) -> bool:
        """Whether a document's source text isn't found, or none is named though its words are quoted."""
        if document.data.get("source") is None:
            return any(self.naming(document, kind) for kind in self.register.schemas)
        path = self.register.source_path(document)
        return path is None or not (self._is_file(path) or self.lacks_checkout_of(path))

    def lacks_checkout_of(self, path: Path) -> bool:
        """Whether a file is there for git, but not checked out."""
        absent = self.register.absent
        return bool(absent) and path.relative_to(self.register.root / RECORDS).as_posix() in absent

    @cached_property
    def absent_targets(self) -> frozenset[str]:
        """What records refer to and is not checked out: the paths under records/ of records and source texts."""
        absent, register = self.register.absent, self.register
        if not absent:
            return frozenset()
        links = (f"{link.target}{SUFFIX}" for record in register for link in register.links_from(record.id))
        sources = (register.source_path(each) for each in register.of_kind("documents"))
        texts = (each.relative_to(register.root / RECORDS).as_posix() for each in sources if each)
        return frozenset(each for each in (*links, *texts) if each in absent)

    def _is_file(self, path: Path) -> bool:
        return path.is_file() if self._blobs is None else path in self._blobs

    def unclear(self, document: Record, kind: str) -> list[str]:
        """The names of those records beside a document of which it can't be said what part of it they hold."""
        folder = f"{document.dossier}/{kind}/"
        if (document.id, folder) not in self._unclear:
            self._unclear[document.id, folder] = self._find_unclear(document, folder)
        return self._unclear[document.id, folder]

    def _find_unclear(self, document: Record, folder: str) -> list[str]:
        broken = [each for each in self.register.unreadable if each.startswith(folder)]
        for record in self.in_folder(folder):
            texts = self.own_texts(record)
            source = self.source(document)
            known = isinstance(record.data.get("document"), str) and isinstance(record.data.get("text"), str)
            if not known or (source and not all(text in source.folded for text in texts)):
                broken.append(record.id)
        broken += [each.removesuffix(SUFFIX) for each in self.register.absent if each.startswith(folder)]
        return [each.rpartition("/")[2] for each in broken]

    def in_folder(self, folder: str) -> list[Record]:
        """The records in a folder, which has “/” at its end."""
        return self._folders.get(folder, [])

    @cached_property
    def _folders(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self.register:
            found.setdefault(record.id.rpartition("/")[0] + "/", []).append(record)
        return found

    def width(self, record: Record) -> int:
        """How many digits a paragraph's number has in file names: those of the highest of its document."""
        document = self.document_of(record)
        if document is None or document.id == record.id:
            return 1
        if document.id not in self._widths:
            numbers = [each.number for each in self.paragraphs(document)] or [
                paragraph
                for each in self.naming(document, record.kind)
                if isinstance(paragraph := each.data.get("paragraph"), str)
            ]
            self._widths[document.id] = number_width(numbers)
        return self._widths[document.id]

    def parts_of(self, document: Record, kind: str) -> list[Record]:
        """The records of a kind that hold parts of a document, in the order of their ids."""
        return sorted(self.naming(document, kind), key=lambda each: each.id)

    def answered(self, document: Record) -> dict[str, int]:
        """The documents whose requests the replies of a follow-up answer, and how many requests of each."""
        if document.id not in self._answered:
            counts = self._answered[document.id] = {}
            for target in {each for reply in self.parts_of(document, "replies") for each in _requests(reply)}:
                request = self.register.records.get(target)
                asked = request.data.get("document") if request else None
                if isinstance(asked, str):
                    counts[asked] = counts.get(asked, 0) + 1
        return self._answered[document.id]

    def file_of_fingerprint(self, document: Record) -> str:
        """The other file beside a document's source text that has the fingerprint which the document gives."""
        path, said = self.register.source_path(document), document.at(("source", "sha256"))
        if path is None or not isinstance(said, str) or self._blobs is not None or not path.parent.is_dir():
            return ""
        for other in sorted(path.parent.iterdir()):
            small = other != path and other.is_file() and other.stat().st_size < SOURCE_LIMIT
            if small and digest(other.read_bytes()) == said.lower():
                return str(PurePosixPath(str(document.at(("source", "file")))).with_name(other.name))
        return ""

    def missing_below(self, folder: str) -> list[str]:
        """The ids in a folder that references name and no file has: moved, renamed or removed."""
        return [each for each in self._missing if each.startswith(folder)]

    @cached_property
    def _missing(self) -> frozenset[str]:
        links = (link for record in self.register for link in self.register.links_from(record.id))
        return frozenset(link.target for link in links if not self.is_there(link.target))

    @cached_property
    def _missing_by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each in self._missing:
            found.setdefault(bare(each), []).append(each)
        return found

    def missing_like(self, name: str) -> list[str]:
        """The missing ids whose names are the same but for signs and capitals (see ``folder.bare``)."""
        return self._missing_by_name.get(name, [])

    def displaced(self, path: str) -> list[str]:
        """The missing ids for which a file may have been meant that lies in a wrong place or has a wrong name."""
        folder, _, name = path.rpartition("/")
        plain = name.partition(".")[0]
        alike = ((each, *each.rpartition("/")) for each in self.missing_like(bare(path)))
        return sorted(each for each, its_folder, _, its_name in alike if its_folder == folder or its_name == plain)


def _requests(reply: Record) -> list[str]:
    """What a reply answers."""
    return texts_below(reply.data.get("answers"), ("*", "request"))
