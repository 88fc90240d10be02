"""Two versions of a record joined field by field, by way of the version that both began with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..register.changes import Change, Insert, Move, Remove, Set
from ..register.spans import KeyPath
from ..register.toml_values import fingerprint
from .changes import FieldChange, FieldPath, Identify, Table, field_name, keyed, same

Keyed = Mapping[Any, Any]
"""The items of a list in their order, each under a key of its own."""


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that both sides gave another value. A version is None where it has no such field.

    ``place`` is where the field is in the joined data.
    """

    path: FieldPath
    place: KeyPath
    base: Any
    ours: Any
    theirs: Any

    @property
    def label(self) -> str:
        """The path for people, as in `FieldChange.label`."""
        return FieldChange(self.path, None, None).label


@dataclass(slots=True)
class Joined:
    """What is to be done to our version so that it holds both, and what stays open.

    Of a field in conflict the joined data hold our value; where we have none, theirs. ``ours_at`` and ``theirs_at``
    tell of each item that may have got another index where it is in the joined data.
    """

    changes: list[Change] = field(default_factory=list)
    conflicts: list[FieldConflict] = field(default_factory=list)
    ours_at: dict[KeyPath, KeyPath] = field(default_factory=dict)
    theirs_at: dict[KeyPath, KeyPath] = field(default_factory=dict)


def join(base: Table, ours: Table, theirs: Table, identify: Identify | None = None) -> Joined:
    """Join the fields that only one side changed; what both changed alike is no conflict.

    Lists of plain values are joined as sets that keep their order, and lists of tables by what ``identify`` names
    (as in `differences`). Nothing that a side has put in is lost, nor what one side changed and the other took away.
    """
    work = _Join(identify or {})
    work.table(_Spot((), (), (), ()), base, ours, theirs)
    return work.joined


@dataclass(frozen=True, slots=True)
class _Spot:
    """One place: what it is called, and where it is in the joined data, in ours and in theirs."""

    path: FieldPath
    place: KeyPath
    ours: KeyPath
    theirs: KeyPath

    def field(self, name: str) -> _Spot:
        return _Spot((*self.path, name), (*self.place, name), (*self.ours, name), (*self.theirs, name))


class _Join:
    def __init__(self, identify: Identify) -> None:
        self._identify = identify
        self.joined = Joined()

    def table(self, spot: _Spot, base: Table, ours: Table, theirs: Table) -> None:
        for name in dict.fromkeys((*ours, *theirs)):
            self._value(spot.field(name), base.get(name), ours.get(name), theirs.get(name))

    def _value(self, spot: _Spot, base: Any, ours: Any, theirs: Any) -> None:
        if same(ours, theirs) or same(base, theirs):
            return
        if same(base, ours):
            self.joined.changes.append(Remove(spot.place) if theirs is None else Set(spot.place, theirs))
        elif isinstance(ours, dict) and isinstance(theirs, dict):
            self.table(spot, base if isinstance(base, dict) else {}, ours, theirs)
        elif isinstance(ours, list) and isinstance(theirs, list):
            self._list(spot, base, ours, theirs)
        else:
            self._conflict(spot, base, ours, theirs)

    def _conflict(self, spot: _Spot, base: Any, ours: Any, theirs: Any) -> None:
        if ours is None:
            self.joined.changes.append(Set(spot.place, theirs))
        self.joined.conflicts.append(FieldConflict(spot.path, spot.place, base, ours, theirs))

    def _list(self, spot: _Spot, base: Any, ours: list[Any], theirs: list[Any]) -> None:
        versions = (base if isinstance(base, list) else [], ours, theirs)
        tables = [_tables(items, self._identify.get(field_name(spot.path), ())) for items in versions]
        if all(each is not None for each in tables):
            done = self._items(spot, *(each or {} for each in tables))
        else:
            done = self._plain_items(spot, *map(_occurrences, versions))
        if not done:
            self._conflict(spot, base, ours, theirs)

    def _items(self, spot: _Spot, base: Keyed, ours: Keyed, theirs: Keyed) -> bool:
        """Join tables that are told apart by what identifies them; False where both gave them another order."""
        order = _order(base, ours, theirs)
        if order is None:
            return False
        self.joined.changes += _rearranged(spot.place, ours, theirs, order)
        for index, key in enumerate(order):
            inner = _Spot(
                (*spot.path, key),
                (*spot.place, index),
                (*spot.ours, _index(ours, key)),
                (*spot.theirs, _index(theirs, key)),
            )
            self.joined.ours_at[inner.ours] = self.joined.theirs_at[inner.theirs] = inner.place
            self._item(inner, base.get(key), ours.get(key), theirs.get(key))
        return True

    def _item(self, spot: _Spot, base: Any, ours: Any, theirs: Any) -> None:
        if ours is not None and theirs is not None:
            self.table(spot, base or {}, ours, theirs)
        elif base is not None:
            # One side took the item away and the other changed it; it stands where the other has it.
            self.joined.conflicts.append(FieldConflict(spot.path, spot.place, base, ours, theirs))

    def _plain_items(self, spot: _Spot, base: Keyed, ours: Keyed, theirs: Keyed) -> bool:
        """Join items that are what they are; False where both changed a table that nothing identifies."""
        tables = any(isinstance(item, dict | list) for items in (base, ours, theirs) for item in items.values())
        if tables and _both_changed(base, ours, theirs):
            return False
        order = _order(base, ours, theirs)
        if order is None:
            return False
        joined = [ours[key] if key in ours else theirs[key] for key in order]
        self.joined.changes.append(Set(spot.place, joined))
        return True


def _tables(items: Sequence[Any], names: Sequence[str]) -> Keyed | None:
    return keyed(items, names) if all(isinstance(item, dict) for item in items) else None


def _occurrences(items: Sequence[Any]) -> Keyed:
    """Each item under itself and a number, since a list may hold a thing twice."""
    seen: Counter[Hashable] = Counter()
    found = {}
    for item in items:
        mark = fingerprint(item)
        seen[mark] += 1
        found[mark, seen[mark]] = item
    return found


def _index(items: Keyed, key: Hashable) -> int:
    """Where an item stands; -1, where nothing is, for one that a side has not got."""
    return list(items).index(key) if key in items else -1


def _both_changed(base: Keyed, ours: Keyed, theirs: Keyed) -> bool:
    """Whether both sides put something else in the place of the same items."""
    gone = any(key not in ours and key not in theirs for key in base)
    return gone and any(key not in base for key in ours) and any(key not in base for key in theirs)


def _order(base: Keyed, ours: Keyed, theirs: Keyed) -> list[Any] | None:
    """The items that the joined list holds, in order; None where both sides changed the order, each in its way."""
    keep = [key for key in dict.fromkeys((*ours, *theirs)) if _kept(key, base, ours, theirs)]
    common = [key for key in base if key in ours and key in theirs]
    former, mine, other = ([key for key in items if key in set(common)] for items in (base, ours, theirs))
    if other in (former, mine):
        return _with(ours, theirs, keep)
    return _with(theirs, ours, keep) if mine == former else None


def _kept(key: Hashable, base: Keyed, ours: Keyed, theirs: Keyed) -> bool:
    """Whether an item stays: what one side took away goes, unless the other put it in or changed it."""
    if key in ours and key in theirs:
        return True
    holder = ours if key in ours else theirs
    return key not in base or not same(base[key], holder[key])


def _with(spine: Keyed, other: Keyed, keep: Sequence[Any]) -> list[Any]:
    """The order of ``spine``, with what only ``other`` has behind the item that it follows there."""
    wanted, order = set(keep), [key for key in spine if key in set(keep)]
    at = 0
    for key in other:
        if key in spine:
            at = order.index(key) + 1 if key in wanted else at
        elif key in wanted:
            # Behind what the spine itself has put in there: ours comes first.
            while at < len(order) and order[at] not in other:
                at += 1
            order.insert(at, key)
            at += 1
    return order


def _rearranged(place: KeyPath, ours: Keyed, theirs: Keyed, order: Sequence[Any]) -> list[Change]:
    """What makes our list one with those items in that order; each keeps its own version so far."""
    now = list(ours)
    if not set(now) & set(order):
        return [Set(place, [theirs[key] for key in order])]
    changes: list[Change] = []
    for index in range(len(now) - 1, -1, -1):
        if now[index] not in order:
            changes.append(Remove((*place, index)))
            del now[index]
    for index, key in enumerate(order):
        if key not in ours:
            changes.append(Insert(place, index, theirs[key]))
            now.insert(index, key)
        elif now[index] != key:
            changes.append(Move(place, now.index(key), index))
            now.insert(index, now.pop(now.index(key)))
    return changes
