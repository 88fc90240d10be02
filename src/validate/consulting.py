"""What the checks of one unit ask beyond it, with the answers: when one of these changes, they are made anew."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from ..register import Kind, Record, Unreadable, natural_key, parse_id
from ..register.digests import blake2b
from ..register.ids import NAME, SUFFIX, kind_of
from ..register.lazy import LazyRegister
from ..register.register import RECORDS
from ..register.units import unit_of, unit_of_id
from .context import Context
from .folder import bare, folded_id, source_files
from .vocabulary import Vocabulary

Facts = Callable[[str], Iterable[str]]
"""What units other than the one that asks say of the register under a key."""

SOUND, THERE, FILE, FACT, UNIT = "sound", "there", "file", "fact", "unit"
"""The sorts of question: is it a record to refer to; is there such a file; what is in it; what do other units say
under a key; and anything that lies in a unit."""


def trigger_of(question: str) -> str:
    """What has to change for a question to get another answer: a unit, or a fact under a key."""
    sort, _, about = question.partition(":")
    match sort:
        case "sound" | "there":
            return unit_of_id(about)
        case "file":
            return unit_of(about)
        case "unit":
            return about
        case _:
            return question


def answer_to(question: str, register: LazyRegister, facts: Facts) -> str:
    """The answer as it is now. To what lies in a unit there is no short one: any change of it matters."""
    sort, _, about = question.partition(":")
    match sort:
        case "sound":
            return _sound(register, about, sound_kind(register, about))
        case "there":
            return "1" if _is_there(register, about) else ""
        case "file":
            return _content(register, about)
        case "fact":
            return "\n".join(sorted({*facts(about)}))
        case _:
            return ""


def sound_kind(register: LazyRegister, record_id: str) -> str:
    """See ``Context.sound_kind``; of a record that is not at work."""
    entry = register.other_entry(record_id)
    if entry is None and register.is_absent(record_id):
        return kind_of(record_id)
    return "" if not isinstance(entry, Record) or "withdrawn" in entry.data else entry.kind


def _sound(register: LazyRegister, record_id: str, kind: str) -> str:
    """The answer to whether a record can be referred to: what is only taken to be right is another one."""
    return f"{kind}, not checked out" if register.is_absent(record_id) else kind


def _is_there(register: LazyRegister, record_id: str) -> bool:
    return register.has_file(record_id) or register.is_absent(record_id)


def _content(register: LazyRegister, path: str) -> str:
    """A name for what is in a file; empty where there is none, or where it can't be read."""
    raw: bytes | None
    if path.endswith(SUFFIX):
        entry = register.other_entry(path.removesuffix(SUFFIX))
        raw = entry.raw if entry else None
    else:
        try:
            raw = (register.root / RECORDS / path).read_bytes()
        except (OSError, ValueError):
            raw = None
    return "" if raw is None else blake2b(raw, digest_size=12).hexdigest()


class UnitContext(Context):
    """What the checks of one unit need to know; what they asked of others is in ``asked``."""

    register: LazyRegister

    def __init__(
        self, shared: Context, register: LazyRegister, unit: str, facts: Facts, *, for_later: bool = True
    ) -> None:
        """``for_later``: whether it matters what was asked, and not of other units alone."""
        super().__init__(register, shared._today)  # noqa: SLF001 - of the same class
        self._shared = shared
        self._fields = shared._fields
        self.unit = unit
        self._facts = facts
        self._for_later = for_later
        self.asked: dict[str, str] = {}
        self._looked_at: dict[str, None] = {}
        self.first, self.last = dt.date.min, dt.date.max
        """The days on which the same would be found."""
        self.is_certain = True
        """Whether all that was looked at is in ``asked`` or in the unit."""
        if for_later:
            register.consulted = self._look_at
        else:
            self.sound_kinds = shared.sound_kinds  # of others nobody has to know who asked
        for each in register.at_work:
            is_sound = isinstance(each, Record) and "withdrawn" not in each.data
            self.sound_kinds[each.id] = each.kind if is_sound else ""

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms that should no longer be used."""
        return self._shared.vocabulary

    @property
    def today(self) -> dt.date:
        """The day on which is checked; who asks for it finds something else on any other."""
        self.first = self.last = self._today
        return self._today

    def is_past(self, day: dt.date) -> bool:
        """Whether a day lies before today."""
        if past := day < self._today:
            self.first = max(self.first, day + dt.timedelta(days=1))
        else:
            self.last = min(self.last, day)
        return past

    def is_to_come(self, day: dt.date) -> bool:
        """Whether a day lies after today."""
        if to_come := day > self._today:
            self.last = min(self.last, day - dt.timedelta(days=1))
        else:
            self.first = max(self.first, day)
        return to_come

    def close(self) -> None:
        """Let go of what refers back to this, so that all of the unit is freed at once."""
        self.register.consulted = lambda _: None
        for each in self.register.at_work:
            self.sound_kinds.pop(each.id, None)
        self.sound_kinds = {}

    def _look_at(self, path: str) -> None:
        if unit_of(path) != self.unit:
            self._looked_at[path] = None

    def questions(self) -> dict[str, str]:
        """What was asked beyond the unit, with the answers; unless it is for later, only of facts."""
        if not self._for_later:
            return {asked: answer for asked, answer in self.asked.items() if asked.startswith(FACT)}
        files = {f"{FILE}:{path}": _content(self.register, path) for path in self._looked_at}
        return {**self.asked, **files}

    def _fact(self, key: str) -> list[str]:
        found = sorted({*self._facts(key)})
        self.asked[f"{FACT}:{key}"] = "\n".join(found)
        return found

    def is_there(self, record_id: str) -> bool:
        """Whether there is a file for an id, whatever is in it."""
        there = _is_there(self.register, record_id)
        if unit_of_id(record_id) != self.unit:
            self.asked[f"{THERE}:{record_id}"] = "1" if there else ""
        return there

    def sound_kind(self, record_id: str) -> str:
        """The kind of a record to which others can refer; empty where it is missing, unreadable or withdrawn."""
        known = self._shared.sound_kinds
        found = known.get(record_id)
        if found is None:
            found = known[record_id] = sound_kind(self.register, record_id)
        if unit_of_id(record_id) != self.unit:
            self.asked[f"{SOUND}:{record_id}"] = _sound(self.register, record_id, found)
        return found

    def naming(self, document: Record, kind: str) -> list[Record]:
        """The records of a kind that name a document as theirs, unless they are withdrawn."""
        own = super().naming(document, kind)
        ids = [each for each in self._fact(f"part:{document.id}") if kind_of(each) == kind]
        if not self.register.is_at_work(document.id):
            ids += [each.id for each in self._beside(unit_of_id(document.id)) if names(each, document.id, kind)]
        return own + self._records(sorted({*ids} - {each.id for each in own}))

    def _records(self, ids: Iterable[str]) -> list[Record]:
        found = (self.register.records.get(each) for each in ids)
        return [each for each in found if each is not None]

    def _beside(self, unit: str) -> Iterator[Record]:
        """The records of another unit."""
        self.asked[f"{UNIT}:{unit}"] = ""
        yield from self._records(each.removesuffix(SUFFIX) for each in self.register.files_in(unit))

    def in_folder(self, folder: str) -> list[Record]:
        """The records in a folder, which has “/” at its end."""
        if unit_of(folder) == self.unit:
            return super().in_folder(folder)
        return [each for each in self._beside(unit_of(folder)) if each.id.rpartition("/")[0] == folder[:-1]]

    def following(self, ids: list[str]) -> list[str]:
        """The documents that follow one of these up, in natural order."""
        own = super().following(ids)
        return sorted({*own, *(each for target in ids for each in self._fact(f"follows:{target}"))}, key=natural_key)

    @cached_property
    def missing_here(self) -> frozenset[str]:
        """The ids that the unit's own references name, and no file has."""
        targets = {link.target for record in self.register for link in self.register.links_from(record.id)}
        return frozenset(each for each in targets if not self.sound_kinds[each] and not self.is_there(each))

    def missing_below(self, folder: str) -> list[str]:
        """The ids in a folder that references name and no file has: moved, renamed or removed."""
        known = {*self.missing_here, *self._fact(f"missing:{_dossier(folder)}")}
        return sorted(each for each in known if each.startswith(folder))

    def missing_like(self, name: str) -> list[str]:
        """The missing ids whose names are the same but for signs and capitals (see ``folder.bare``)."""
        return sorted({*(each for each in self.missing_here if bare(each) == name), *self._fact(f"bare:{name}")})

    def file_of_fingerprint(self, document: Record) -> str:
        """The other file beside a document's source text that has the fingerprint which the document gives."""
        self.is_certain = self.is_certain and bool(document.dossier)
        return super().file_of_fingerprint(document)


def names(record: Record, document: str, kind: str) -> bool:
    """Whether a record of a kind names a document as its own, and is not withdrawn."""
    return record.kind == kind and record.data.get("document") == document and "withdrawn" not in record.data


def _dossier(path: str) -> str:
    return "/".join(path.split("/")[:2])


class WholeContext(UnitContext):
    """What checks of all files together need to know: what units said of themselves that is out of the ordinary."""

    def _fact(self, key: str) -> list[str]:
        return sorted({*self._facts(key)})

    @property
    def entries(self) -> Iterator[Record | Unreadable]:
        """The record files with an unusual place, name or kind."""
        found = (self.register.other_entry(each) for each in self._fact("entry"))
        return (each for each in found if each is not None)

    @cached_property
    def alike(self) -> dict[str, list[str]]:
        """The ids that some computers can't tell apart."""
        found: dict[str, set[str]] = {}
        for each in self._fact("entry"):
            if parse_id(each) is None:
                found.setdefault(folded_id(each), set()).add(each)
        for folded, ids in found.items():
            # Of the ids that are as they should be, only one can be so.
            proper = re.sub(r"^([0-9]{4}/[0-9]{4}[a-z]?-[a-z]{3})/", lambda match: f"{match[1].upper()}/", folded)
            if parse_id(proper) is not None and _is_there(self.register, proper):
                ids.add(proper)
        return {folded: sorted(ids) for folded, ids in found.items() if len(ids) > 1}

    @cached_property
    def other_files(self) -> list[tuple[str, bool]]:
        """The files among the records that are none, and that no document of their unit names."""
        return sorted((path, bool(link)) for link, _, path in (each.partition(":") for each in self._fact("other")))

    def is_source(self, path: str) -> bool:
        """Whether a document names a file as its source text."""
        return bool(self._fact(f"source:{path}"))

    def is_wanted(self, path: str) -> bool:
        """Whether a file that no document names may be what a document of its dossier lacks."""
        dossier = _dossier(path)
        return dossier in self._fact("lacking") or any(
            "/documents/" in each for each in self._fact(f"missing:{dossier}")
        )

    @cached_property
    def absent_targets(self) -> frozenset[str]:
        """What records refer to and is not checked out: the paths under records/ of records and source texts."""
        return frozenset(self._fact("absent"))

    def upward(self, kind: Kind, name: str) -> dict[str, str]:
        """The records of a kind whose field names another of the kind, each with that one."""
        pairs = (each.partition("\n") for each in self._fact(f"up:{kind.name}.{name}"))
        return {record: target for record, _, target in pairs}


Statement = tuple[str, str]
"""What a unit says of itself for others to know: a key, and a value under it."""


def statements(context: UnitContext, others: Iterable[tuple[str, bool]]) -> Iterator[Statement]:
    """What others may have to know of a unit once its checks are made; ``others``: its files that are no records."""
    register, unit = context.register, context.unit
    kinds: dict[str, str] = {}
    for entry in register.at_work:
        folder, _, name = entry.id.rpartition("/")
        if folder not in kinds:
            kinds[folder] = _kind_in(context, folder)
        if not kinds[folder] or not NAME.fullmatch(name):
            yield "entry", entry.id
        if isinstance(entry, Record):
            yield from _of_record(context, entry, unit)
    unreadable = [each for each in register.at_work if isinstance(each, Unreadable)]
    if context.has_doubtful_links:
        for each in context.missing_here:
            yield f"missing:{_dossier(each)}", each
            yield f"bare:{bare(each)}", each
    yield from (("absent", each) for each in context.absent_targets)
    named = source_files(register)
    stray = [(path, link) for path, link in others if link or path not in named]
    yield from (("other", f"{'1' if link else ''}:{path}") for path, link in stray)
    if stray and _lacks(context, unreadable):
        yield "lacking", unit[:-1]
    yield from ((f"source:{each}", "") for each in named if unit_of(each) != unit)


def _of_record(context: UnitContext, record: Record, unit: str) -> Iterator[Statement]:
    data = record.data
    document = data.get("document")
    if type(document) is str and not (unit[-1] == "/" and document.startswith(unit)):
        if record.dossier:
            yield "entry", record.id  # perhaps it should lie beside its document
        if "withdrawn" not in data and unit_of_id(document) != unit:
            yield f"part:{document}", record.id
    kind = context.register.schemas.get(record.kind)
    for name in context.upward_fields(kind) if kind else ():
        if type(target := data.get(name)) is str and target != record.id:
            yield f"up:{record.kind}.{name}", f"{record.id}\n{target}"
    followed = data.get("follows_up")
    if record.kind == "documents" and type(followed) is str and unit_of_id(followed) != unit:
        yield f"follows:{followed}", record.id


def _lacks(context: UnitContext, unreadable: list[Unreadable]) -> bool:
    documents = context.register.of_kind("documents")
    return any("/documents/" in each.id for each in unreadable) or any(
        each.dossier and context.lacks_source(each) for each in documents
    )


def _kind_in(context: Context, folder: str) -> str:
    """The kind of the records that belong into a folder; empty where none do."""
    parts = parse_id(f"{folder}/x")
    kind = context.register.schemas.get(parts.kind) if parts else None
    if parts is None or kind is None or (kind.places and _place_of(parts.dossier) not in kind.places):
        return ""
    return kind.name


def _place_of(dossier: str) -> str:
    return "dossier" if dossier else "register"
