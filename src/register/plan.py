"""What is to become of several files at once, known in whole before the first is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import FollowupError
from . import files
from .absent import not_checked_out
from .editing import Change, Set, splice
from .ids import SUFFIX, RecordId, parse_id, path_of
from .register import RECORDS, Register
from .schema import Kind
from .writing import render


class AlreadyThere(FollowupError):
    """A record of that id exists."""

    def __init__(self, record_id: str) -> None:
        super().__init__(f"there is a record “{record_id}” already", hint="Choose another name, or edit that one.")


class BadId(FollowupError):
    """An id that no record can have."""

    def __init__(self, record_id: str, why: str, hint: str) -> None:
        super().__init__(f"“{record_id}” can't be a record's id: {why}", hint=hint)


class AlreadyWithdrawn(FollowupError):
    """The record was withdrawn before."""

    def __init__(self, record_id: str) -> None:
        super().__init__(
            f"“{record_id}” has been withdrawn already", hint=f"See when and why: followup show {record_id}"
        )


class MayBeReferredTo(FollowupError):
    """A record is to get another id, and there are records of which nobody knows here whether they refer to it."""

    def __init__(self, record_id: str, folders: list[str], count: int) -> None:
        some = "1 record is" if count == 1 else f"{count:,} records are"
        where = folders[0] if len(folders) == 1 else f"{folders[0]} and {len(folders) - 1:,} more"
        super().__init__(
            f"{some} not checked out here ({where}); whether “{record_id}” is referred to there can't be told, "
            "and such references would lead nowhere",
            hint="This is a sparse checkout. To have all records: git sparse-checkout disable",
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One file: the bytes that it has (None: it isn't there) and those that it is to have (None: it goes)."""

    id: str
    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in an order that leaves no reference without its record, wherever it is cut short."""

    root: Path
    steps: tuple[Step, ...]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def write(self) -> None:
        """Carry the plan out, file by file.

        Raises:
            files.FileError: a file changed since, or can't be written; those before it are written.
        """
        for step in self.steps:
            expected = files.digest(step.before) if step.before is not None else None
            if step.after is not None:
                files.replace(step.path, step.after, expected=expected, root=self.root)
            elif expected is not None:
                files.remove(step.path, expected=expected, root=self.root)


def change(register: Register, record_id: str, changes: list[Change]) -> Plan:
    """Change fields of one record; every byte that isn't meant stays."""
    record = register.get(record_id)
    kind = register.kind(record)
    after = splice(record.raw, changes, *([kind.layout] if kind else []))
    return Plan(register.root, (Step(record.id, record.path, record.raw, after),))


def create(register: Register, record_id: str, data: Mapping[str, Any]) -> Plan:
    """A new record.

    Raises:
        BadId: the id can't be one, or not of that kind.
        AlreadyThere: there is such a record.
    """
    kind = _kind_for(register, record_id)
    _free(register, record_id)
    raw = render(data, kind.layout).encode()
    return Plan(register.root, (Step(record_id, _path(register, record_id), None, raw),))


def withdraw(register: Register, record_id: str, reason: str, on: date) -> Plan:
    """Say in a record that it no longer holds; the file stays, so that whoever cited it finds out why."""
    record = register.get(record_id)
    if "withdrawn" in record.data:
        raise AlreadyWithdrawn(record_id)
    return change(register, record_id, [Set(("withdrawn",), {"on": on, "reason": reason})])


def rename(register: Register, old: str, new: str) -> Plan:
    """Give a record another id, and change every reference to it.

    The new file comes first and the old one goes last, so that no reference ever leads nowhere.

    Raises:
        NoSuchRecord, CannotBeRead, NotCheckedOut: there is no such record to rename.
        MayBeReferredTo: some of the records are not checked out.
        BadId: the new id can't be one, or is one of another kind.
        AlreadyThere: there is such a record.
    """
    record = register.get(old)
    kind = _kind_for(register, new)
    if kind.name != record.kind:
        raise BadId(new, f"it would make {record.kind} into {kind.name}", "A record keeps its kind.")
    _free(register, new)
    _all_checked_out(register, old)
    links = register.links_to(old)
    changes: dict[str, list[Change]] = {}
    for link in links:
        changes.setdefault(link.source, []).append(Set(link.path, new))
    own = changes.pop(old, [])
    raw = splice(record.raw, own, kind.layout) if own else record.raw
    steps = [Step(new, _path(register, new), None, raw)]
    for source, each in changes.items():
        steps += change(register, source, each).steps
    steps.append(Step(old, record.path, record.raw, None))
    return Plan(register.root, tuple(steps))


def propose_id(register: Register, kind: Kind, dossier: str, data: Mapping[str, Any]) -> str:
    """An id for a new record, from what the schema names such records after, else from its label."""
    name = _named_after(register, kind, dossier, data) or slug(_label(kind, data))
    if not name:
        raise BadId(f"{kind.name}/", "nothing in it gives it a name", "Name it: followup new ID …")
    return str(RecordId(dossier, kind.name, name))


def slug(text: str) -> str:
    """A file name from words: lower case, ASCII letters and digits, hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def number_width(register: Register, dossier: str) -> int:
    """How many digits a paragraph's number is padded to in a dossier: those of the highest."""
    found = [record for record in register.of_kind("requests") if record.dossier == dossier]
    return max((len(re.match(r"[0-9]*", each.parts.name)[0]) for each in found), default=1)  # type: ignore[index]


def _named_after(register: Register, kind: Kind, dossier: str, data: Mapping[str, Any]) -> str:
    first, *others = [str(data.get(name, "")) for name in kind.named_after] or [""]
    digits = re.match(r"[0-9]+", first)
    if digits:
        width = max(number_width(register, dossier), len(digits[0]))
        first = digits[0].zfill(width) + first[digits.end() :]
    return "".join((first, *others))


def _label(kind: Kind, data: Mapping[str, Any]) -> str:
    return next((str(data[name]) for name in kind.label if data.get(name)), "")


def _kind_for(register: Register, record_id: str) -> Kind:
    parts = parse_id(record_id)
    if parts is None:
        raise BadId(
            record_id,
            "it is not of the form KIND/NAME or YEAR/NUMBER-TYPE/KIND/NAME",
            "Names have small letters and digits, with single hyphens between them, as in 2015/2564-RSP/requests/09b.",
        )
    kind = register.schemas.get(parts.kind)
    if kind is None:
        raise BadId(record_id, f"there is no kind “{parts.kind}”", "There are: " + ", ".join(register.schemas) + ".")
    place = "dossier" if parts.dossier else "register"
    if place not in kind.places:
        where = "in a dossier: 2015/2564-RSP/" if place == "register" else "outside dossiers: "
        raise BadId(record_id, f"{kind.plural.lower()} lie elsewhere", f"They lie {where}{kind.name}/…")
    return kind


def _free(register: Register, record_id: str) -> None:
    is_known = record_id in register.records or record_id in register.unreadable or register.is_absent(record_id)
    if is_known or _path(register, record_id).exists():
        raise AlreadyThere(record_id)


def _all_checked_out(register: Register, record_id: str) -> None:
    """See to it that all records are there that may refer to one. Git is asked anew: a session may last for days."""
    absent = [each for each in not_checked_out(register.root) if each.endswith(SUFFIX)]
    if absent:
        folders = sorted({f"{RECORDS}/{each.rpartition('/')[0]}" for each in absent})
        raise MayBeReferredTo(record_id, folders, len(absent))


def _path(register: Register, record_id: str) -> Path:
    return register.root / RECORDS / path_of(record_id)
