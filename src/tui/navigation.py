"""The left-hand side: views, kinds and dossiers, each a way to a list of records. No UI in here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from ..register import Dossier, Kind, Record, Unreadable
from .session import Session


@dataclass(frozen=True, slots=True)
class Way:
    """One line: a heading (no ``records``), or a way to some records."""

    key: str
    title: str
    count: int | None = None
    records: Callable[[], Iterable[Record | Unreadable]] | None = None
    kind: Kind | None = None
    """The kind of all its records, if they are of one."""
    depth: int = 0
    alarm: bool = False
    """Whether a count above none is a reason to look."""


ALARMS = frozenset({"unanswered", "overdue"})
"""The views of which a count above none is a reason to look."""
SHORT = {"due-soon": "Due in 30 days"}
"""Titles for the width of the left-hand side."""
_GROUPS = {"addressee": "Addressees", "topic": "Topics of asks"}


def ways(session: Session) -> list[Way]:
    """All ways into the register."""
    register = session.register
    everything = len(register) + len(register.unreadable)
    found = [Way("all", "All records", everything, lambda: _in_order(session))]
    found.append(Way("kinds", "Kinds"))
    found.extend(_kind_way(session, kind) for kind in kinds_in_order(session))
    found.append(Way("views", "Views"))
    found.extend(_saved(session, ""))
    found.extend(_own_views(session))
    if register.dossiers:
        found.append(Way("dossiers", "Dossiers"))
    for dossier in register.dossiers.values():
        key = f"dossier:{dossier.id}"
        found.append(Way(key, dossier.procedure, len(dossier.records), partial(_records, dossier), depth=1))
    for group, title in _GROUPS.items():
        several = list(_saved(session, group))
        found.extend([Way(group, title), *several] if several else [])
    return found


def _saved(session: Session, group: str) -> Iterable[Way]:
    """The saved views of a group, such as those per addressee; of none, the fixed ones."""
    for each in session.views or ():
        if each.name.partition(":")[0] == group or (not group and ":" not in each.name):
            alarm = each.name in ALARMS
            yield _view(each.name, each.title, session, list(each.ids), counted=True, alarm=alarm)


def kinds_in_order(session: Session) -> list[Kind]:
    """The kinds of dossiers first, then those that all dossiers share."""
    return sorted(session.schemas.values(), key=lambda kind: ("dossier" not in kind.places, kind.plural))


def _kind_way(session: Session, kind: Kind) -> Way:
    of_kind = session.register.of_kind
    return Way(
        f"kind:{kind.name}", kind.plural, len(of_kind(kind.name)), lambda: of_kind(kind.name), kind=kind, depth=1
    )


def _own_views(session: Session) -> Iterable[Way]:
    known = session.register.records.keys() | session.register.unreadable.keys()
    wrong = [key for key in session.problems or {} if key in known]
    changed = [key for key in (session.git.changed if session.git else {}) if key in known]
    counted = session.problems is not None
    yield _view("wrong", "With problems", session, wrong, counted=counted, alarm=True)
    yield _view("changed", "Not committed", session, changed, counted=session.git is not None)
    if session.marked:
        yield _view("marked", "Marked", session, sorted(session.marked), counted=True)


def _view(key: str, title: str, session: Session, ids: list[str], *, counted: bool, alarm: bool = False) -> Way:
    register = session.register
    found = (register.records.get(each) or register.unreadable.get(each) for each in ids)
    shown: list[Record | Unreadable] = [each for each in found if each]
    kinds = {each.kind if isinstance(each, Record) else "" for each in shown}
    kind = session.schemas.get(kinds.pop()) if len(kinds) == 1 else None
    return Way(f"view:{key}", SHORT.get(key, title), len(ids) if counted else None, lambda: shown, kind, 1, alarm)


def _records(dossier: Dossier) -> Iterable[Record]:
    return dossier.records


def _in_order(session: Session) -> Iterable[Record | Unreadable]:
    yield from session.register.unreadable.values()
    for kind in kinds_in_order(session):
        yield from session.register.of_kind(kind.name)
