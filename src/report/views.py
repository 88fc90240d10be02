"""Saved views: questions that staff ask every day, as filters over the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from ..register import Record, Register, natural_key
from ..register.ids import kind_of
from . import deadlines
from .coverage import REQUESTS, AskCoverage, Standing, all_asks
from .standings import Stand, standings
from .values import is_withdrawn, table_at, text_at, texts_at

SOON = 30
"""Days that count as soon."""
NOT_ASSESSED = "not-assessed"

Select = Callable[[Register, dt.date], list[str]]


class View(NamedTuple):
    """One question; ``select`` gives the ids of the records that answer it, in natural order."""

    name: str
    title: str
    description: str
    select: Select


class Found(NamedTuple):
    """A question with the ids of the records that answer it, in natural order."""

    name: str
    title: str
    description: str
    ids: tuple[str, ...]
    kind: str = ""
    """The kind of all of them, if they are of one and each can be read."""


class Looked(NamedTuple):
    """All views, the fixed ones first, then one for each addressee and topic of a request; and how each ask stands."""

    views: list[Found]
    standings: dict[str, Stand]


def look_through(parts: Iterable[Register], label: Callable[[str], str], today: dt.date) -> Looked:
    """What a register holds, part by part: of a large one only a dossier at a time is kept in memory.

    ``parts`` come in natural order; ``label`` says what any record is called.
    """
    fixed: dict[str, list[str]] = {each.name: [] for each in FIXED}
    named: dict[str, dict[str, list[str]]] = {each.field: {} for each in PER_FIELD}
    stands: dict[str, Stand] = {}
    for part in parts:
        for view in FIXED:
            fixed[view.name] += view.select(part, today)
        for each in PER_FIELD:
            _sort_by(part, each.field, named[each.field])
        stands.update(standings(part, today))
    views = [_found(each.name, each.title, each.description, fixed[each.name]) for each in FIXED]
    for each in PER_FIELD:
        labels = sorted((label(target).casefold(), target) for target in named[each.field])
        views += [each.found(target, label(target), named[each.field][target]) for _, target in labels]
    return Looked(views, stands)


def gathered(register: Register, name: str, title: str, ids: Iterable[str]) -> Found:
    """Files that were found otherwise, such as those with problems, as a view; ids that lead to none are left out.

    Each id is looked up, which takes a while where there are many.
    """
    there = (each for each in ids if each in register or each in register.unreadable)
    return of_files(register, name, title, tuple(there))


def of_files(register: Register, name: str, title: str, ids: Collection[str]) -> Found:
    """Files that are known to be there as a view; if one can't be read, they are of no kind."""
    unreadable = set(register.unreadable)
    return Found(name, title, "", tuple(ids)) if unreadable.intersection(ids) else _found(name, title, "", ids)


def _found(name: str, title: str, description: str, ids: Iterable[str]) -> Found:
    """A view of records that can be read."""
    ids = tuple(ids)
    kinds = {kind_of(each) for each in ids}
    return Found(name, title, description, ids, kinds.pop() if len(kinds) == 1 else "")


def unanswered(register: Register, today: dt.date) -> list[str]:
    """Requests without the answer that somebody owes."""
    return [ask.request.id for ask in all_asks(register, today) if ask.gap]


def declined(register: Register, today: dt.date) -> list[str]:
    """Requests that were declined by somebody who was asked."""
    return [ask.request.id for ask in all_asks(register, today) if _stands(ask, Standing.DECLINED)]


def not_assessed(register: Register, today: dt.date) -> list[str]:
    """Asks of which nobody has judged yet what was answered, or what became of them."""
    return [ask.request.id for ask in all_asks(register, today) if ask.asks and _unjudged(ask)]


def overdue(register: Register, today: dt.date) -> list[str]:
    """Deadlines that are over and weren't met."""
    return [each.record.id for each in deadlines.entries(register, today) if each.state is deadlines.State.OVERDUE]


def due_soon(register: Register, today: dt.date) -> list[str]:
    """Deadlines of the next days."""
    return [each.record.id for each in deadlines.due_within(register, today, SOON)]


def withdrawn(register: Register, _today: dt.date) -> list[str]:
    """Records of any kind that no longer hold."""
    return sorted((each.id for each in register if is_withdrawn(each)), key=natural_key)


FIXED = (
    View("unanswered", "Unanswered", "Asks without the answer that is owed: not addressed, or overdue.", unanswered),
    View("overdue", "Overdue", "Deadlines that are over and weren’t met.", overdue),
    View("due-soon", f"Due within {SOON} days", "Deadlines of the next days.", due_soon),
    View("declined", "Declined", "Asks that were declined.", declined),
    View("not-assessed", "Not assessed", "Asks whose answer or implementation nobody has judged.", not_assessed),
    View("withdrawn", "Withdrawn", "Records that no longer hold.", withdrawn),
)


def _stands(ask: AskCoverage, standing: Standing) -> bool:
    return any(cell.standing is standing for cell in ask.cells)


def _unjudged(ask: AskCoverage) -> bool:
    level = text_at(table_at(ask.request.data, "implementation"), "level")
    return level in {"", NOT_ASSESSED} or any(each.disposition == NOT_ASSESSED for each in ask.answers)


def _requests(register: Register) -> Iterator[Record]:
    return (each for each in register.of_kind(REQUESTS) if not is_withdrawn(each))


class _PerField(NamedTuple):
    """Views of what requests name in a field."""

    field: str
    name: str
    description: str

    def found(self, target: str, label: str, ids: list[str]) -> Found:
        return _found(f"{self.name}:{target}", label, self.description.format(label), ids)


PER_FIELD = (
    _PerField("addressees", "addressee", "Requests to {}"),
    _PerField("topics", "topic", "Requests about {}"),
)


def _sort_by(register: Register, field: str, found: dict[str, list[str]]) -> None:
    """Add the requests to what they name in a field."""
    for request in _requests(register):
        for target in dict.fromkeys(texts_at(request.data, field)):
            found.setdefault(target, []).append(request.id)
