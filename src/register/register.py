"""The register: all records under one root, and the links between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from ..errors import FollowupError, Place
from . import files
from .collecting import without_collection
from .finding import RECORDS as RECORDS  # noqa: PLC0414 - most know both from here
from .finding import SCHEMA as SCHEMA  # noqa: PLC0414
from .finding import find_root
from .ids import SUFFIX, natural_key, path_of, procedure_of
from .progress import Told, watched
from .reading import entry_of, may_name, read_entry, record_files
from .record import Link, Record, Unreadable, values_at
from .schema import Kind, Schemas
from .source import SourceText


class NoSuchRecord(FollowupError):
    """An id that leads to nothing."""

    def __init__(self, record_id: str, nearest: str = "") -> None:
        super().__init__(
            f"there is no record “{record_id}”",
            hint=f"Did you mean {nearest}?" if nearest else "See what there is: followup list KIND",
        )


class NotCheckedOut(FollowupError):
    """A record that git has, and that a sparse checkout has left out."""

    def __init__(self, record_id: str) -> None:
        folder = f"{RECORDS}/{record_id}".rpartition("/")[0]
        super().__init__(
            f"the record “{record_id}” is not checked out here",
            hint=f"This is a sparse checkout. To have it: git sparse-checkout add {folder}",
        )


class CannotBeRead(FollowupError):
    """A record's file that can't be read as one."""

    def __init__(self, found: Unreadable) -> None:
        why = found.error.message if isinstance(found.error, FollowupError) else str(found.error)
        super().__init__(
            f"the record “{found.id}” can’t be read: {why}",
            place=Place(found.path),
            hint="See what is wrong with it, to the line: followup validate",
        )


class Dossier(NamedTuple):
    """The records of one procedure."""

    id: str
    records: tuple[Record, ...]

    @property
    def procedure(self) -> str:
        """The procedure number as printed."""
        return procedure_of(self.id)

    def of_kind(self, kind: str) -> tuple[Record, ...]:
        """Its records of one kind, in natural order."""
        return tuple(each for each in self.records if each.kind == kind)


class Register:
    """Records by id, kind and dossier, and who refers to whom.

    A broken file hides nothing but itself: it is in ``unreadable``, by the id that its path gives.
    """

    def __init__(self, root: Path, schemas: Schemas, entries: Iterable[Record | Unreadable]) -> None:
        self.root = root
        self.schemas = schemas
        records: dict[str, Record] = {}
        unreadable: dict[str, Unreadable] = {}
        for entry in entries:
            if isinstance(entry, Record):
                records[entry.id] = entry
            else:
                unreadable[entry.id] = entry
        self.records: Mapping[str, Record] = records
        self.unreadable: Mapping[str, Unreadable] = unreadable

    @classmethod
    def open(cls, path: Path, told: Told | None = None) -> Register:
        """Read the register around ``path``; ``told`` hears how far it is.

        Raises:
            NotARegister, NoSchemas, SchemaError: it can't be read at all.
        """
        root = find_root(path)
        schemas = Schemas.load(root / SCHEMA)
        found = record_files(root / RECORDS)
        listed = watched(list(found), told) if told else found
        with without_collection():
            return cls(root, schemas, (read_entry(file, inner) for file, inner in listed))

    @classmethod
    def around(cls, path: Path, record_id: str) -> Register:
        """As much of the register as it takes to read one record: itself, those that it names and that name it.

        The files of all others are searched but not parsed, which takes a fraction of the time.

        Raises: as ``open`` does.
        """
        root = find_root(path)
        schemas = Schemas.load(root / SCHEMA)
        sought, own = record_id.encode(errors="surrogateescape"), f"{record_id}{SUFFIX}"
        near = [
            read_entry(file, inner)
            for file, inner in record_files(root / RECORDS)
            if inner == own or may_name(file, sought)
        ]
        register = cls(root, schemas, near)
        if record_id not in register and record_id not in register.unreadable:
            return cls.open(path)
        named = {
            link.target: path_of(link.target) for link in register.links_from(record_id) if link.target not in register
        }
        there = ((root / RECORDS / inner, inner) for inner in named.values())
        return cls(root, schemas, [*near, *(read_entry(file, inner) for file, inner in there if file.is_file())])

    @classmethod
    def of_blobs(cls, root: Path, schemas: Schemas, blobs: Mapping[str, bytes]) -> Register:
        """A register from paths relative to ``root`` and bytes, as git has them for an earlier day."""
        prefix = f"{RECORDS}/"
        entries = (
            entry_of(root / name, PurePosixPath(name.removeprefix(prefix)), raw)
            for name, raw in blobs.items()
            if name.startswith(prefix) and name.endswith(SUFFIX)
        )
        register = cls(root, schemas, entries)
        register._blobs = {root / name: raw for name, raw in blobs.items()}
        return register

    _blobs: Mapping[Path, bytes] | None = None

    def with_changes(self, changes: Mapping[str, bytes | None]) -> Register:
        """The register as it would be if these records had these bytes; None for one that is gone."""
        entries: dict[str, Record | Unreadable] = {**self.records, **self.unreadable}
        for record_id, raw in changes.items():
            entries.pop(record_id, None)
            if raw is not None:
                inner = path_of(record_id)
                entries[record_id] = entry_of(self.root / RECORDS / inner, inner, raw)
        changed = Register(self.root, self.schemas, entries.values())
        changed._blobs, changed.absent = self._blobs, self.absent
        changed._sources.update(self._sources)
        return changed

    def get(self, record_id: str) -> Record:
        """The record with that id.

        Raises:
            NoSuchRecord: there is none.
            CannotBeRead: its file is there, and is no record.
        NotCheckedOut: git has it, but a sparse checkout has left it out.
        """
        if record_id in self.records:
            return self.records[record_id]
        if record_id in self.unreadable:
            found = self.unreadable[record_id]
            raise CannotBeRead(found) from found.error
        if self.is_absent(record_id):
            raise NotCheckedOut(record_id)
        raise NoSuchRecord(record_id, nearest(record_id, self.records))

    @cached_property
    def absent(self) -> frozenset[str]:
        """The paths under records/ that git has, but that a sparse checkout has left out."""
        from .absent import not_checked_out

        return not_checked_out(self.root) if self._blobs is None else frozenset()

    def is_absent(self, record_id: str) -> bool:
        """Whether a record is there for git, but not checked out."""
        return f"{record_id}{SUFFIX}" in self.absent

    def __contains__(self, record_id: object) -> bool:
        return record_id in self.records

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records.values())

    def __len__(self) -> int:
        return len(self.records)

    def kind(self, record: Record) -> Kind | None:
        """What the schemas say of the record's kind; None where they know no such kind."""
        return self.schemas.get(record.kind)

    def of_kind(self, kind: str) -> list[Record]:
        """All records of one kind, in natural order."""
        return self._by_kind.get(kind, [])

    def count_of(self, kind: str) -> int:
        """How many records of one kind there are."""
        return len(self.of_kind(kind))

    def rows(self, kind: str) -> Sequence[Any]:
        """The records of one kind for a list, in natural order; of a register with an index, as the index has them."""
        return self.of_kind(kind)

    def first_rows(self, kind: str, most: int) -> Sequence[Any]:
        """The first records of one kind for a list."""
        return self.rows(kind)[:most]

    def rows_of(self, kind: str, ids: Sequence[str]) -> Sequence[Any]:
        """Some records of one kind for a list, in the order of ``ids``."""
        found = (self.records.get(each) for each in ids)
        return [each for each in found if each and each.kind == kind]

    def all_of_kind(self, kind: str) -> Iterable[Record]:
        """The same, where order doesn't matter; a register that is not kept in memory reads each as it comes."""
        return self.of_kind(kind)

    @cached_property
    def _by_kind(self) -> dict[str, list[Record]]:
        grouped: dict[str, list[Record]] = {}
        for record in sorted(self.records.values(), key=lambda each: natural_key(each.id)):
            grouped.setdefault(record.kind, []).append(record)
        return grouped

    def parts(self) -> Iterator[Register]:
        """The register part by part, for questions that can be asked of a dossier at a time; here it is one."""
        yield self

    def differs(self, record_id: str) -> bool:
        """Whether a record's file holds something other than what was read."""
        known = self.records.get(record_id) or self.unreadable.get(record_id)
        try:
            raw: bytes | None = files.read(self.root / RECORDS / path_of(record_id))
        except files.FileError:
            raw = None
        return raw != (known.raw if known else None)

    @cached_property
    def dossier_sizes(self) -> Mapping[str, int]:
        """How many records each dossier has, in natural order."""
        return {each.id: len(each.records) for each in self.dossiers.values()}

    @cached_property
    def dossiers(self) -> Mapping[str, Dossier]:
        """All dossiers by id, in natural order."""
        grouped: dict[str, list[Record]] = {}
        for record in sorted(self.records.values(), key=lambda each: natural_key(each.id)):
            if record.dossier:
                grouped.setdefault(record.dossier, []).append(record)
        return {name: Dossier(name, tuple(records)) for name, records in grouped.items()}

    def label(self, record_id: str) -> str:
        """What to call a record where a person reads it; the id itself for one that isn't there."""
        record = self.records.get(record_id)
        return record_id if record is None else label_of(record, self.kind(record))

    def links_from(self, record_id: str) -> list[Link]:
        """The references that a record makes, in the order of its fields."""
        record = self.records.get(record_id)
        return list(links_of(record, self.kind(record))) if record else []

    def links_to(self, record_id: str, most: int | None = None) -> list[Link]:
        """The references that others make to a record, through which field, in natural order; ``most``: the first."""
        return self._links_to.get(record_id, [])[:most]

    def count_of_links_to(self, record_id: str) -> int:
        """How many references others make to a record."""
        return len(self._links_to.get(record_id, ()))

    @cached_property
    def _links_to(self) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = {}
        for record in sorted(self.records.values(), key=lambda each: natural_key(each.id)):
            for link in links_of(record, self.kind(record)):
                found.setdefault(link.target, []).append(link)
        return found

    def document_of(self, record_id: str) -> Record | None:
        """The document in whose source text a record's words stand: itself, or what its ``document`` names."""
        record = self.records.get(record_id)
        if record is None or record.kind == "documents":
            return record
        named = record.data.get("document")
        document = self.records.get(named) if isinstance(named, str) else None
        return document if document and document.kind == "documents" else None

    def source_path(self, document: Record) -> Path | None:
        """Where a document's source text lies; None where it names none, or a place outside its folder."""
        source = document.data.get("source")
        name = source.get("file") if isinstance(source, dict) else None
        if not isinstance(name, str) or not name or "\0" in name:
            return None
        return _source_path(self.root, document.dossier, name)

    def source_of(self, document: Record) -> SourceText | None:
        """A document's source text, read once; None where it names none.

        Raises:
            files.FileError: it can't be read.
        """
        path = self.source_path(document)
        if path is None:
            return None
        if path not in self._sources:
            self._sources[path] = SourceText(self._source_bytes(path))
        return self._sources[path]

    @cached_property
    def _sources(self) -> dict[Path, SourceText]:
        return {}

    def _source_bytes(self, path: Path) -> bytes:
        if self._blobs is None:
            return files.read(path, limit=files.SOURCE_LIMIT)
        if path not in self._blobs:
            raise files.Vanished(path)
        return self._blobs[path]


@lru_cache(maxsize=64)
def _source_path(root: Path, dossier: str, name: str) -> Path | None:
    """Asked again and again while a document and what quotes it are checked, and paths take long to make."""
    return None if name.startswith("/") or ".." in name.split("/") else Path(f"{root}/{RECORDS}/{dossier}/{name}")


def label_of(record: Record, kind: Kind | None) -> str:
    """What to call a record where a person reads it."""
    for name in kind.label if kind else ():
        value = record.data.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return record.parts.name


def nearest(text: str, choices: Iterable[str]) -> str:
    """The choice most like ``text``, for a “did you mean”; empty where none is like it."""
    from rapidfuzz import fuzz, process, utils

    # As a list: of a mapping, rapidfuzz compares the values.
    found = process.extractOne(text, list(choices), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=75)
    return str(found[0]) if found else ""


def links_of(record: Record, kind: Kind | None) -> Iterator[Link]:
    """The references that a record makes."""
    present = [each for each in kind.references if each.path[0] in record.data] if kind else []
    for each in present:
        for path, value in values_at(record.data, each.path):
            if isinstance(value, str):
                yield Link(record.id, path, value)
