"""The left-hand side: views, kinds and dossiers, each a way to a list of records. No UI in here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from ..register import Kind, Register, procedure_of
from ..report.views import Found, of_files
from .listing import Entry
from .session import CHANGED, WRONG, Session, is_beginning


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


ALARMS = frozenset({"unanswered", "overdue", WRONG.name})
"""The views of which a count above none is a reason to look."""
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
            yield _view(session, each)


def kinds_in_order(session: Session) -> list[Kind]:
    """The kinds of dossiers first, then those that all dossiers share."""
    return sorted(session.schemas.values(), key=lambda kind: ("dossier" not in kind.places, kind.plural))


def _kind_way(session: Session, kind: Kind) -> Way:
    register, name = session.register, kind.name
    first = partial(register.first_rows, name) if session.is_glance else None
    count = None if session.is_glance and is_beginning(register) else register.count_of(name)
    return Way(f"kind:{name}", kind.plural, count, partial(register.rows, name), kind, 1, first)


def _own_views(session: Session) -> Iterable[Way]:
    yield _view(session, session.wrong or WRONG, counted=session.wrong is not None)
    yield _view(session, session.git.view if session.git else CHANGED, counted=session.git is not None)
    if session.marked:
        yield _view(session, of_files(session.register, "marked", "Marked", sorted(session.marked)))


def _view(session: Session, found: Found, *, counted: bool = True) -> Way:
    kind = session.schemas.get(found.kind)
    shown = partial(_named, session.register, found.ids, kind)
    title, count = SHORT.get(found.name, found.title), len(found.ids) if counted else None
    return Way(f"view:{found.name}", title, count, shown, kind, 1, alarm=found.name in ALARMS)


def _named(register: Register, ids: Sequence[str], kind: Kind | None) -> Iterable[Entry]:
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
