"""What a change of the register comes to: asks answered, deadlines moved and met, problems new and gone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..register import Record, Register, natural_key
from ..register.dates import When
from ..validate import Problem, check
from .answers import answers_to
from .coverage import REQUESTS
from .deadlines import KIND as DEADLINES
from .deadlines import effective_due
from .phrases import answer_words
from .values import is_withdrawn, table_at, tables_at, text_at, when_at


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that has answers now and had none before, or the reverse; ``answers`` in words."""

    request: str
    label: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline with another date that counts. ``reason`` is the last revision's; empty where none was recorded."""

    deadline: str
    label: str
    old: When | None
    new: When | None
    reason: str


@dataclass(frozen=True, slots=True)
class Met:
    """A deadline that is met now, and was not before; ``on`` is None where the day isn't known."""

    deadline: str
    label: str
    on: When | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What differs between two states of the register, other than records and fields."""

    answered: tuple[Answered, ...]
    unanswered: tuple[Answered, ...]
    moved: tuple[Moved, ...]
    met: tuple[Met, ...]
    new_problems: tuple[Problem, ...]
    gone_problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The new problems that make a register invalid."""
        return tuple(each for each in self.new_problems if each.severity == "error")


def effects(before: Register, after: Register, today: dt.date, renamed: Mapping[str, str] | None = None) -> Effects:
    """Compare two states, both with lateness as of ``today``. ``renamed``: the former id of each renamed record.

    Raises: SchemaError.
    """
    former = renamed or {}
    new, gone = new_and_gone(check(before, today=today), check(after, today=today), former)
    return Effects(
        answered=tuple(_answered(before, after, former)),
        unanswered=tuple(_answered(after, before, {was: now for now, was in former.items()})),
        moved=tuple(_moved(before, after, former)),
        met=tuple(_met(before, after, former)),
        new_problems=tuple(new),
        gone_problems=tuple(gone),
    )


def new_and_gone(
    before: Sequence[Problem], after: Sequence[Problem], renamed: Mapping[str, str]
) -> tuple[list[Problem], list[Problem]]:
    """The problems that only one state has. Where in its file a problem stands doesn't matter: lines move."""
    old = Counter(_identity(each, each.record) for each in before)
    now = Counter(_identity(each, renamed.get(each.record, each.record)) for each in after)
    return list(_only(after, now - old, renamed)), list(_only(before, old - now, {}))


def _identity(problem: Problem, record: str) -> tuple[str, str, str]:
    return record, problem.code, problem.message


def _only(
    problems: Sequence[Problem], left: Counter[tuple[str, str, str]], renamed: Mapping[str, str]
) -> Iterator[Problem]:
    for each in problems:
        mark = _identity(each, renamed.get(each.record, each.record))
        if left[mark] > 0:
            left[mark] -= 1
            yield each


def _answered(before: Register, after: Register, former: Mapping[str, str]) -> Iterator[Answered]:
    for request in after.of_kind(REQUESTS):
        was = former.get(request.id, request.id)
        if not _changed(before, after, was, request.id):
            continue
        answers = answers_to(after, request.id)
        if answers and not answers_to(before, was):
            words = tuple(answer_words(after, each) for each in answers)
            yield Answered(request.id, after.label(request.id), words)


def _changed(before: Register, after: Register, was: str, now: str) -> bool:
    """Whether the links to a request differ: most requests have the same as before."""
    return len(before.links_to(was)) != len(after.links_to(now)) or before.links_to(was) != after.links_to(now)


def _moved(before: Register, after: Register, former: Mapping[str, str]) -> Iterator[Moved]:
    for old, now in _pairs(before, after, former):
        was, due = effective_due(old.data), effective_due(now.data)
        if was != due:
            yield Moved(now.id, after.label(now.id), was, due, _reason(old, now))


def _reason(old: Record, now: Record) -> str:
    """The reason of the revision that is new; it may not be the last one in the file."""
    known = [dict(each) for _, each in tables_at(old.data, "revisions")]
    new = [each for _, each in tables_at(now.data, "revisions") if dict(each) not in known]
    return next((text_at(each, "reason") for each in reversed(new) if text_at(each, "reason")), "")


def _met(before: Register, after: Register, former: Mapping[str, str]) -> Iterator[Met]:
    for old, now in _pairs(before, after, former):
        if "met" in now.data and "met" not in old.data:
            yield Met(now.id, after.label(now.id), when_at(table_at(now.data, "met"), "on"))


def _pairs(before: Register, after: Register, former: Mapping[str, str]) -> Iterator[tuple[Record, Record]]:
    for now in sorted(after.of_kind(DEADLINES), key=lambda each: natural_key(each.id)):
        old = before.records.get(former.get(now.id, now.id))
        if old is not None and old.raw != now.raw and not is_withdrawn(now):
            yield old, now
