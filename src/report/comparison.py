"""Two states of the register compared, as people read it: records, fields, words, and what it comes to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..history.changes import FieldChange
from ..history.comparing import Comparison, OtherDifference, RecordDifference
from ..history.text import word_difference
from ..history.walking import Event
from ..register import Register
from .effects import Effects
from .words import counted, listed

Pieces = tuple[tuple[str, str], ...]
"""A text in pieces, each with ``" "`` (in both), ``"-"`` (old) or ``"+"`` (new)."""

_LONG = 60
"""Texts up to this length are shown whole, old and new; of longer ones the words that differ."""
_FEW = 2
_AROUND = 6
"""How many words are shown around those that differ."""


class What(StrEnum):
    """What became of a record, in a word."""

    NEW = "new"
    REMOVED = "removed"
    RENAMED = "renamed"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field that differs, and how."""

    label: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record that differs. ``note``: what there is to say where there are no fields to show."""

    id: str
    was: str | None
    label: str
    what: What
    fields: tuple[FieldLine, ...]
    note: str
    difference: RecordDifference


@dataclass(frozen=True, slots=True)
class ComparisonReport:
    """All that differs between ``old`` and ``new``, which are what the user called them."""

    old: str
    new: str
    records: tuple[RecordLine, ...]
    others: tuple[OtherDifference, ...]
    effects: Effects

    @property
    def summary(self) -> str:
        """What changed in one sentence, with counts only."""
        return f"{self._records()}{self._consequences()}."

    def _records(self) -> str:
        counts = [(what, sum(each.what is what for each in self.records)) for what in What]
        words = [f"{number:,} {what}" for what, number in counts if number]
        records = (
            f"{counted(len(self.records), 'record').capitalize()}: {listed(words)}" if words else "No record differs"
        )
        others = f"; {counted(len(self.others), 'other file')}" if self.others else ""
        return records + others

    def _consequences(self) -> str:
        found = self.effects
        parts = [
            (found.answered, "request newly answered", "requests newly answered"),
            (found.unanswered, "request no longer answered", "requests no longer answered"),
            (found.moved, "deadline moved", "deadlines moved"),
            (found.met, "deadline met", "deadlines met"),
            (found.new_problems, "new problem", "new problems"),
            (found.gone_problems, "problem gone", "problems gone"),
        ]
        words = [counted(len(items), one, many) for items, one, many in parts if items]
        return f"; {', '.join(words)}" if words else ""


def compared(
    comparison: Comparison, effects: Effects, before: Register, after: Register, names: tuple[str, str]
) -> ComparisonReport:
    """The report on a comparison; ``names`` are those of the two states for people."""
    records = tuple(_record(each, before, after) for each in comparison.records)
    return ComparisonReport(*names, records, comparison.others, effects)


def renamed(comparison: Comparison) -> Mapping[str, str]:
    """The former id of each renamed record."""
    return {each.id: each.was for each in comparison.records if each.was}


def _record(each: RecordDifference, before: Register, after: Register) -> RecordLine:
    what = _what(each)
    label = before.label(each.id) if what is What.REMOVED else after.label(each.id)
    whole = what in {What.NEW, What.REMOVED}
    fields = () if whole else tuple(_field(change) for change in each.changes)
    return RecordLine(each.id, each.was, "" if label == each.id else label, what, fields, _note(each, what), each)


def _what(each: RecordDifference) -> What:
    if each.withdrawn and each.event is not Event.CREATED:
        return What.WITHDRAWN
    return {Event.CREATED: What.NEW, Event.REMOVED: What.REMOVED, Event.RENAMED: What.RENAMED}.get(
        each.event, What.CHANGED
    )


def _note(each: RecordDifference, what: What) -> str:
    if each.problem:
        return f"its fields can't be compared: {each.problem}"
    if what in {What.NEW, What.REMOVED}:
        return counted(len(each.changes), "field")
    return "" if each.changes or each.was else "layout or comments alone"


def _field(change: FieldChange) -> FieldLine:
    return FieldLine(change.label, tuple(_pieces(change)))


def _pieces(change: FieldChange) -> Iterator[tuple[str, str]]:
    old, new = change.old, change.new
    if isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > _LONG:
        return _words(old, new)
    if change.added or change.removed:
        return _items(change)
    return ((sign, words_of(value)) for sign, value in (("-", old), ("+", new)) if value is not None)


def _items(change: FieldChange) -> Iterator[tuple[str, str]]:
    signed = [("-", each) for each in change.removed] + [("+", each) for each in change.added]
    for number, (sign, value) in enumerate(signed):
        if number:
            yield " ", ", "
        yield sign, words_of(value)


def _words(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The words that differ, with a few around them."""
    pieces = _joined(word_difference(old.strip(), new.strip()))
    for number, (sign, text) in enumerate(pieces):
        yield sign, text if sign != " " else _few(text, first=number == 0, last=number == len(pieces) - 1)


def _joined(pieces: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """With a word or two that are in both taken into the change around them: “the” alone tells nobody anything."""
    found: list[tuple[str, str]] = []
    old = new = ""
    for number, (sign, text) in enumerate(pieces):
        inside = 0 < number < len(pieces) - 1 and len(text.split()) <= _FEW and (old or new)
        if sign == " " and not inside:
            found += [("-", old), ("+", new), (" ", text)]
            old = new = ""
        else:
            old += text if sign in " -" else ""
            new += text if sign in " +" else ""
    return [(sign, text) for sign, text in (*found, ("-", old), ("+", new)) if text]


def _few(text: str, *, first: bool, last: bool) -> str:
    words = re.findall(r"\s*\S+\s*", text)
    head, tail = ([] if first else words[:_AROUND]), ([] if last else words[-_AROUND:])
    if len(head) + len(tail) >= len(words):
        return text
    return "".join(head) + ("…" if last else "… ") + "".join(tail)


def words_of(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return " ".join(value.split()) or "“”"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {words_of(each)}" for name, each in value.items())
    if isinstance(value, Sequence):
        return ", ".join(map(words_of, value)) or "nothing"
    return str(value)
