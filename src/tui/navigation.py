"""The left-hand side: views, kinds and dossiers, each a way to a list of records. No UI in here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from ..register import Kind, Register, procedure_of
from ..register.register import kind_of
from .listing import Entry
from .session import Session


@dataclass(frozen=True, slots=True)
class Way:
    """One line: a heading (no ``records``), or a way to some records."""

    key: str
    title: str
    count: int | None = None
    records: Callable[[], Iterable[Entry]] | None = None
    kind: Kind | None = None
    """The kind of all its records, if they are of one."""
    depth: int = 0
    first: Callable[[int], Iterable[Entry]] | None = None
    """A way to the first of them, where that takes less time."""
    alarm: bool = False
    """Whether a count above none is a reason to look."""


ALARMS = frozenset({"unanswered", "overdue"})
"""The views of which a count above none is a reason to look."""
MOST_LOOKED_AT = 200
"""Records of a view that are looked up before it is opened, to know whether they can be read."""
SHORT = {"due-soon": "Due in 30 days"}
"""Titles for the width of the left-hand side."""
_GROUPS = {"addressee": "Addressees", "topic": "Topics of asks"}


def ways(session: Session) -> list[Way]:
    """All ways into the register."""
    register = session.register
    if session.is_glance:
        return [_kind_way(session, kind) for kind in kinds_in_order(session)]
    everything = len(register) + len(register.unreadable)
    found = [Way("all", "All records", everything, lambda: _in_order(session))]
    found.append(Way("kinds", "Kinds"))
    found.extend(_kind_way(session, kind) for kind in kinds_in_order(session))
    found.append(Way("views", "Views"))
    found.extend(_saved(session, ""))
    found.extend(_own_views(session))
    if register.dossier_sizes:
        found.append(Way("dossiers", "Dossiers"))
    for dossier, size in register.dossier_sizes.items():
        key, records = f"dossier:{dossier}", partial(_records, register, dossier)
        found.append(Way(key, procedure_of(dossier), size, records, depth=1))
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
    register, name = session.register, kind.name
    first = partial(register.first_rows, name) if session.is_glance else None
    count = None if session.is_glance and session.is_beginning else register.count_of(name)
    return Way(f"kind:{name}", kind.plural, count, partial(register.rows, name), kind, 1, first)


def _own_views(session: Session) -> Iterable[Way]:
    register = session.register
    wrong = [key for key in session.problems or {} if key in register or key in register.unreadable]
    changes = session.git.changed if session.git else {}
    changed = [key for key in changes if key in register or key in register.unreadable]
    counted = session.problems is not None
    yield _view("wrong", "With problems", session, wrong, counted=counted, alarm=True)
    yield _view("changed", "Not committed", session, changed, counted=session.git is not None)
    if session.marked:
        yield _view("marked", "Marked", session, sorted(session.marked), counted=True)


def _view(key: str, title: str, session: Session, ids: list[str], *, counted: bool, alarm: bool = False) -> Way:
    register = session.register
    kinds = {kind_of(each) if each in register else "" for each in ids[:MOST_LOOKED_AT]}
    kind = session.schemas.get(kinds.pop()) if len(kinds) == 1 and len({kind_of(each) for each in ids}) == 1 else None
    shown = partial(_named, register, ids, kind)
    return Way(f"view:{key}", SHORT.get(key, title), len(ids) if counted else None, shown, kind, 1, alarm=alarm)


def _named(register: Register, ids: list[str], kind: Kind | None) -> Iterable[Entry]:
    if kind:
        return register.rows_of(kind.name, ids)
    found = (register.records.get(each) or register.unreadable.get(each) for each in ids)
    return [each for each in found if each]


def _records(register: Register, dossier: str) -> Iterable[Entry]:
    return register.dossiers[dossier].records


def _in_order(session: Session) -> Iterable[Entry]:
    register = session.register
    yield from register.unreadable.values()
    for kind in kinds_in_order(session):
        yield from register.rows(kind.name)
