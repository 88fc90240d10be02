"""Deadlines as of a day: what is overdue, what comes next, what was met and how late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..register import Record, Register, natural_key
from ..register.dates import Bounds, When, describe
from .values import Table, is_withdrawn, span_of, table_at, tables_at, text_at, texts_at, when_at
from .words import counted, duration

KIND = "deadlines"


class State(StrEnum):
    """Where a deadline stands. Late is only what is late by every reading of its date."""

    OVERDUE = "overdue"
    DUE = "due"
    PASSED = "passed"
    """An event whose time has gone by, and no record says that it took place: it can't be held late."""
    UNDATED = "undated"
    MISSED = "missed"
    """Known not to have been kept in time; whether it was kept later isn't known."""
    MET = "met"
    MET_LATE = "met late"


class Group(StrEnum):
    """The parts of the agenda, in the order in which they are shown."""

    OVERDUE = "Overdue"
    THIS_MONTH = "This month"
    LATER = "Later"
    UNDATED = "No date given"
    PASSED = "Passed, and nothing recorded"
    MISSED = "Missed"
    MET_LATE = "Met late"
    MET = "Met"


@dataclass(frozen=True)
class Entry:
    """One deadline as of a day."""

    record: Record
    title: str
    type: str
    original: When | None
    """The date first set."""
    due: When | None
    """The date that counts: that of the last revision, or else the original."""
    met_on: When | None
    state: State
    group: Group
    late_by: int | None
    """Days after the last day on which it was in time; for a vague date of meeting, at least so many."""
    due_in: int | None
    """Days until the last day on which it is in time; negative after it; None without such a day."""
    timeliness: str
    """All of this in words: “due by 31 December 2015; met 16 December 2016, 351 days late”."""

    @property
    def condition(self) -> str:
        """What has to happen before it counts."""
        return text_at(self.record.data, "condition")

    @property
    def recurrence(self) -> str:
        """How often it comes again."""
        return text_at(self.record.data, "recurrence")

    @property
    def responsible(self) -> tuple[str, ...]:
        """The ids of those who have to keep it."""
        return texts_at(self.record.data, "responsible")

    @property
    def revised(self) -> bool:
        """Whether its date was moved."""
        return self.original != self.due

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in {State.OVERDUE, State.DUE, State.UNDATED}


def entry_of(record: Record, today: dt.date) -> Entry:
    """A deadline as it stands on ``today``."""
    original, due = when_at(record.data, "due"), effective_due(record.data)
    met_on = when_at(table_at(record.data, "met"), "on")
    state = _state(record.data, due, met_on, today)
    return Entry(
        record=record,
        title=text_at(record.data, "title") or record.parts.name,
        type=text_at(record.data, "type"),
        original=original,
        due=due,
        met_on=met_on,
        state=state,
        group=_group(state, due, today),
        late_by=_late_by(state, due, met_on, today),
        due_in=_days(today, _last_day(due)),
        timeliness=_words(record.data, due, today, state),
    )


def effective_due(table: Table) -> When | None:
    """The date that counts: the one of the last revision (by the day on which it was made), or else ``due``."""
    moves = [each for _, each in tables_at(table, "revisions") if when_at(each, "due") is not None]
    moves.sort(key=lambda each: _sort_key(when_at(each, "on")))
    return when_at(moves[-1] if moves else table, "due")


def entries(register: Register, today: dt.date, dossier: str = "") -> list[Entry]:
    """All deadlines that hold, of one dossier or of all, by date; those without one come last."""
    found = [
        entry_of(each, today)
        for each in register.of_kind(KIND)
        if not is_withdrawn(each) and (not dossier or each.dossier == dossier)
    ]
    return sorted(found, key=lambda each: (_sort_key(each.due), natural_key(each.record.id)))


def agenda(register: Register, today: dt.date, dossier: str = "") -> dict[Group, list[Entry]]:
    """Deadlines in groups, all of which are there, in their order."""
    return grouped(entries(register, today, dossier))


def grouped(found: Iterable[Entry]) -> dict[Group, list[Entry]]:
    """Entries by group, in the order in which they come."""
    groups: dict[Group, list[Entry]] = {group: [] for group in Group}
    for each in found:
        groups[each.group].append(each)
    return groups


def due_within(register: Register, today: dt.date, days: int) -> list[Entry]:
    """The deadlines of which the last day is today or at most ``days`` later, and which aren't met."""
    return [
        each
        for each in entries(register, today)
        if each.state is State.DUE and each.due_in is not None and each.due_in <= days
    ]


def _sort_key(when: When | None) -> tuple[dt.date, dt.date]:
    found = span_of(when)
    return found.sort_key() if found else (dt.date.max, dt.date.max)


def _last_day(when: When | None) -> dt.date | None:
    found = span_of(when)
    return found.upper if found else None


def _days(start: dt.date, end: dt.date | None) -> int | None:
    return (end - start).days if end else None


def _state(table: Table, due: When | None, met_on: When | None, today: dt.date) -> State:
    last = _last_day(due)
    if "met" in table:
        return State.MET_LATE if _days_late(last, span_of(met_on)) else State.MET
    if "missed" in table:
        return State.MISSED
    if due is None:
        return State.UNDATED
    if last is None or last >= today:
        return State.DUE
    return State.PASSED if table.get("type") == "event" else State.OVERDUE


def _days_late(last: dt.date | None, met: Bounds | None) -> int:
    """By how many days something met was late, at least; 0 where it may have been in time."""
    return max(0, (met.lower - last).days) if last and met and met.lower else 0


def _late_by(state: State, due: When | None, met_on: When | None, today: dt.date) -> int | None:
    last = _last_day(due)
    match state:
        case State.MET_LATE:
            return _days_late(last, span_of(met_on))
        case State.OVERDUE if last:
            return (today - last).days
    return None


def _group(state: State, due: When | None, today: dt.date) -> Group:
    if state is State.DUE:
        last = _last_day(due)
        this_month = last is not None and (last.year, last.month) == (today.year, today.month)
        return Group.THIS_MONTH if this_month else Group.LATER
    return {
        State.OVERDUE: Group.OVERDUE,
        State.UNDATED: Group.UNDATED,
        State.PASSED: Group.PASSED,
        State.MISSED: Group.MISSED,
        State.MET: Group.MET,
        State.MET_LATE: Group.MET_LATE,
    }[state]


def _words(table: Table, due: When | None, today: dt.date, state: State) -> str:
    parts = [_due_words(table, due), _outcome(table, due, today, state)]
    for name, said in (("condition", "on condition: "), ("recurrence", "comes again: ")):
        parts.append(said + text_at(table, name) if text_at(table, name) else "")
    return "; ".join(filter(None, parts))


def _due_words(table: Table, due: When | None) -> str:
    original = when_at(table, "due")
    if due is None:
        return "no date given"
    first = f", first {when_words(original)}" if original is not None and original != due else ""
    return f"due {when_words(due)}{first}"


def when_words(due: When) -> str:
    """A date behind “due”: “on 18 December 2013”, “by 31 December 2015”, “in October 2015”, “from … to …”."""
    said = describe(due)
    if isinstance(due, dt.date):
        return f"on {said}"
    if "/" in due:
        return said if said.startswith(("by ", "from ")) else f"from {said}"
    found = span_of(due)
    return f"on {said}" if found and found.lower == found.upper else f"in {said}"


def _outcome(table: Table, due: When | None, today: dt.date, state: State) -> str:
    last, met_on = _last_day(due), when_at(table_at(table, "met"), "on")
    match state:
        case State.MET if met_on is None:
            return "met, day unknown"
        case State.MET | State.MET_LATE if met_on is not None:
            return f"met {describe(met_on)}{_lateness(due, met_on)}"
        case State.OVERDUE if last:
            return f"overdue by {duration(last, today)}"
        case State.PASSED:
            return "passed, and no record says that it took place"
        case State.MISSED:
            return _missed(when_at(table_at(table, "missed"), "as_of"))
        case State.DUE if last:
            return _remaining(today, last)
    return ""


def _missed(as_of: When | None) -> str:
    return f"missed, and not yet kept as of {describe(as_of)}" if as_of is not None else "missed"


def _lateness(due: When | None, met_on: When) -> str:
    met = span_of(met_on)
    late = _days_late(_last_day(due), met)
    if not late or met is None:
        return ", in time" if _in_time(_last_day(due), met) else ""
    return f", {'' if met.lower == met.upper else 'at least '}{counted(late, 'day')} late"


def _in_time(last: dt.date | None, met: Bounds | None) -> bool:
    return bool(last and met and met.upper and met.upper <= last)


def _remaining(today: dt.date, last: dt.date) -> str:
    days = (last - today).days
    return {0: "today is the last day", 1: "1 day left"}.get(days, f"{duration(today, last)} left")
