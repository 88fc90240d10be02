"""Proposes a commit message from what changed in the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from .changes import FieldChange, FieldPath, Identify, Table, differences, word
from .text import visible

SUBJECT = 100
"""The longest subject, in characters: ids alone take up to 60."""

_VALUE = 40
_TITLE = 60
_LISTED = 20


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record's data before and after; None where there is no such record. ``was``: its former id."""

    id: str
    old: Table | None
    new: Table | None
    was: str | None = None


def propose(changes: Sequence[RecordChange], identify: Identify | None = None) -> str:
    """A subject of at most `SUBJECT` characters, a list where several things changed, and trailers.

    ``Record:`` names each record, ``Field:`` each field (see `FieldChange.field`) that changed in a
    record that was there before. ``identify``: see `differences`.
    """
    if not changes:
        return ""
    told = [_Told.of(change, identify) for change in changes]
    body = _body(told)
    return "\n\n".join(filter(None, [_subject(told), body, _trailers(told)])) + "\n"


@dataclass(frozen=True, slots=True)
class _Told:
    """A record's change in words.

    ``event`` is what happened to the record as a whole, ``detail`` the rest of that sentence.
    """

    id: str
    event: str
    detail: str
    fields: tuple[FieldChange, ...]

    @classmethod
    def of(cls, change: RecordChange, identify: Identify | None) -> _Told:
        whole = change.old is None or change.new is None
        fields = () if whole else tuple(differences(change.old, change.new, identify))
        return cls(visible(change.id), *_event(change), fields)

    @property
    def parts(self) -> list[str]:
        """All that happened, the record first; never empty."""
        parts = [self.event + self.detail] if self.event else []
        parts += [_field(change) for change in self.fields if not (self.event and change.path[0] == "withdrawn")]
        return parts or ["layout or comments changed"]

    @property
    def kinds(self) -> list[str]:
        """What happened in a word or two each, so that several records can share them."""
        if self.event:
            return [self.event]
        return [visible(field.field.replace(".", " ")) for field in self.fields] or ["layout or comments"]


def _event(change: RecordChange) -> tuple[str, str]:
    if change.new is None:
        return "record removed", ""
    if change.old is None:
        title = change.new.get("title") or change.new.get("name") or change.new.get("heading")
        return "new record", f' "{_cut(_plain(title), _TITLE)}"' if isinstance(title, str) else ""
    if "withdrawn" in change.new and "withdrawn" not in change.old:
        withdrawn = change.new["withdrawn"]
        reason = withdrawn.get("reason") if isinstance(withdrawn, dict) else None
        return "withdrawn", f": {_plain(reason)}" if isinstance(reason, str) else ""
    return ("renamed", f" from {visible(change.was)}") if change.was else ("", "")


def _field(change: FieldChange) -> str:
    name = _named(change.path)
    if isinstance(change.new, list) or isinstance(change.old, list):
        return f"{name} {_list(change)}"
    old, new = _short(change.old), _short(change.new)
    if change.old is None:
        return f"{name} set to {new}" if new else f"{name} added"
    if change.new is None:
        return f"{name} removed (was {old})" if old else f"{name} removed"
    return f"{name} {old} -> {new}" if old and new else f"{name} changed"


def _named(path: FieldPath) -> str:
    return " ".join(visible(word(step)) for step in path)


def _list(change: FieldChange) -> str:
    signed = [("+", value) for value in change.added] + [("-", value) for value in change.removed]
    shown = [f"{sign} {_short(value)}" for sign, value in signed]
    if not signed:
        return "reordered"
    if len(shown) > 3 or any(len(part) <= len("+ ") for part in shown):
        return "changed"
    return ", ".join(shown)


def _short(value: Any) -> str:
    """The value in a few characters, or nothing where it is long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, str):
        text = _plain(value)
        return text if len(text) <= _VALUE and "\n" not in value.strip() else ""
    return str(value) if isinstance(value, int | float) else ""


def _plain(value: str) -> str:
    return visible(" ".join(value.split())) or '""'


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _subject(told: Sequence[_Told]) -> str:
    tries = _tries_for_one(told[0]) if len(told) == 1 else _tries_for_many(told)
    return next((text for text in tries if len(text) <= SUBJECT), _cut(tries[-1], SUBJECT))


def _tries_for_one(one: _Told) -> list[str]:
    full = [", ".join(one.parts)]
    if one.event:
        return [f"{one.id}: {text}" for text in (*full, one.event + one.detail)]
    names = list(dict.fromkeys(_named(field.path) for field in one.fields))
    shorter = [f"{', '.join(names)} changed", f"{len(names)} fields changed"] if len(names) > 1 else []
    return [f"{one.id}: {text}" for text in full + shorter]


def _tries_for_many(told: Sequence[_Told]) -> list[str]:
    place = _shared([one.id.split("/")[:-1] for one in told])
    head = f"{place}: " if place else ""
    ids = ", ".join(one.id.removeprefix(f"{place}/") if place else one.id for one in told)
    kinds = ", ".join(dict.fromkeys(kind for one in told for kind in one.kinds))
    return [f"{head}{ids}: {kinds}", f"{head}{len(told)} records: {kinds}", f"{head}{len(told)} records changed"]


def _shared(folders: Sequence[list[str]]) -> str:
    steps = zip(*folders, strict=False)
    return "/".join(step[0] for step in takewhile(lambda step: len(set(step)) == 1, steps))


def _body(told: Sequence[_Told]) -> str:
    if len(told) == 1:
        lines = [f"- {part}" for part in told[0].parts]
        return "\n".join(_most(lines)) if len(lines) > 1 else ""
    return "\n".join(_most([f"- {one.id}: {', '.join(one.parts)}" for one in told]))


def _most(lines: list[str]) -> list[str]:
    rest = len(lines) - _LISTED
    return [*lines[:_LISTED], f"- and {rest} more"] if rest > 0 else lines


def _trailers(told: Sequence[_Told]) -> str:
    fields = dict.fromkeys(visible(field.field) for one in told for field in one.fields)
    return "\n".join([*(f"Record: {one.id}" for one in told), *(f"Field: {name}" for name in fields)])
