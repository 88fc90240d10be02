"""Saved views: questions that staff ask every day, as filters over the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ..register import Record, Register, natural_key
from . import deadlines
from .coverage import REQUESTS, AskCoverage, Standing, coverage
from .values import is_withdrawn, table_at, text_at, texts_at

SOON = 30
"""Days that count as soon."""
NOT_ASSESSED = "not-assessed"

Select = Callable[[Register, dt.date], list[str]]


@dataclass(frozen=True)
class View:
    """One question; ``select`` gives the ids of the records that answer it, in natural order."""

    name: str
    title: str
    description: str
    select: Select


def views(register: Register) -> list[View]:
    """All views: the fixed ones, then one for each addressee and each topic of a request."""
    return [
        *FIXED,
        *_per_field(register, "addressees", "addressee", "Requests to {}"),
        *_per_field(register, "topics", "topic", "Requests about {}"),
    ]


def unanswered(register: Register, today: dt.date) -> list[str]:
    """Requests without the answer that somebody owes."""
    return [ask.request.id for ask in _asks(register, today) if ask.gap]


def declined(register: Register, today: dt.date) -> list[str]:
    """Requests that were declined by somebody who was asked."""
    return [ask.request.id for ask in _asks(register, today) if _stands(ask, Standing.DECLINED)]


def not_assessed(register: Register, today: dt.date) -> list[str]:
    """Asks of which nobody has judged yet what was answered, or what became of them."""
    return [ask.request.id for ask in _asks(register, today) if ask.asks and _unjudged(ask)]


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


def _asks(register: Register, today: dt.date) -> Iterator[AskCoverage]:
    for dossier in register.dossiers:
        for found in coverage(register, dossier, today):
            yield from found.asks


def _stands(ask: AskCoverage, standing: Standing) -> bool:
    return any(cell.standing is standing for cell in ask.cells)


def _unjudged(ask: AskCoverage) -> bool:
    level = text_at(table_at(ask.request.data, "implementation"), "level")
    return level in {"", NOT_ASSESSED} or any(each.disposition == NOT_ASSESSED for each in ask.answers)


def _requests(register: Register) -> Iterator[Record]:
    return (each for each in register.of_kind(REQUESTS) if not is_withdrawn(each))


def _per_field(register: Register, field: str, name: str, description: str) -> list[View]:
    """A view for each record that requests name in a field."""
    named = dict.fromkeys(each for request in _requests(register) for each in texts_at(request.data, field))
    labels = sorted(((register.label(each), each) for each in named), key=lambda pair: (pair[0].casefold(), pair[1]))
    return [
        View(f"{name}:{each}", label, description.format(label), partial(_naming, field=field, target=each))
        for label, each in labels
    ]


def _naming(register: Register, _today: dt.date, *, field: str, target: str) -> list[str]:
    links = (each for each in register.links_to(target) if each.path[0] == field)
    records = (register.records[each.source] for each in links)
    return list(dict.fromkeys(each.id for each in records if each.kind == REQUESTS and not is_withdrawn(each)))
