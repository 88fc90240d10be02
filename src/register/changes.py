"""What may be changed in a record, and what each change means for its data."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from ..errors import FollowupError
from .spans import KeyPath
from .toml_values import Table, plain


@dataclass(frozen=True, slots=True)
class Set:
    """Give the field at ``path`` a value; where it or the tables around it are missing, add them.

    An item of a list is set only where there is one; a further one is appended.
    """

    path: KeyPath
    value: Any


@dataclass(frozen=True, slots=True)
class Remove:
    """Take the field, table or item at ``path`` away; the list or table that held it stays, if need be empty."""

    path: KeyPath


@dataclass(frozen=True, slots=True)
class Insert:
    """Put an item into the list at ``path`` so that it has ``index``; a missing list is begun by index 0."""

    path: KeyPath
    index: int
    value: Any


@dataclass(frozen=True, slots=True)
class Append:
    """Put an item at the end of the list at ``path``; a missing list is begun."""

    path: KeyPath
    value: Any


@dataclass(frozen=True, slots=True)
class Move:
    """Take the item with index ``old`` out of the list at ``path``, and put it back so that it has index ``new``."""

    path: KeyPath
    old: int
    new: int


Change = Set | Remove | Insert | Append | Move


class NoSuchPlace(FollowupError):
    """A change names a field, table or item that does not exist, or something that is no list or table."""

    def __init__(self, path: KeyPath, why: str) -> None:
        super().__init__(f"{spelt(path)} cannot be changed: {why}")
        self.path = path


def spelt(path: KeyPath) -> str:
    """A path for people: ``answers[1].quote``; lists are counted from 1."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".") or "the record"


def apply(data: Table, changes: Iterable[Change]) -> Table:
    """The data after the changes, made one after the other on a copy.

    Raises NoSuchPlace where a change does not fit the data, NotTomlValue where its value cannot be written.
    """
    after = deepcopy(data)
    for change in changes:
        after = _change(after, change)
    return after


def find(data: Any, path: KeyPath) -> Any:
    """What is at ``path``. Raises NoSuchPlace."""
    for depth, part in enumerate(path):
        if not _has(data, part):
            raise NoSuchPlace(path[: depth + 1], "there is no such thing in this record")
        data = data[part]
    return data


def exists(data: Any, path: KeyPath) -> bool:
    """Whether there is something at ``path``."""
    for part in path:
        if not _has(data, part):
            return False
        data = data[part]
    return True


def _has(data: Any, part: str | int) -> bool:
    if isinstance(part, str):
        return isinstance(data, dict) and part in data
    return isinstance(data, list) and 0 <= part < len(data)


def _change(data: Table, change: Change) -> Table:
    match change:
        case Set(path, value):
            return _set(data, path, plain(value))
        case Remove(path):
            _remove(data, path)
        case Insert(path, index, value):
            _insert(data, path, index, plain(value))
        case Append(path, value):
            _insert(data, path, None, plain(value))
        case Move(path, old, new):
            _move(data, path, old, new)
    return data


def _set(data: Table, path: KeyPath, value: Any) -> Table:
    if path:
        _holder(data, path)[path[-1]] = value
        return data
    if isinstance(value, dict):
        return value
    raise NoSuchPlace(path, "a record is a table of fields")


def _remove(data: Table, path: KeyPath) -> None:
    if not path:
        raise NoSuchPlace(path, "a record is removed as a file")
    find(data, path)
    del find(data, path[:-1])[path[-1]]


def _insert(data: Table, path: KeyPath, index: int | None, value: Any) -> None:
    items = _list(data, path)
    index = len(items) if index is None else index
    if not 0 <= index <= len(items):
        raise NoSuchPlace((*path, index), f"the list has {len(items)} items")
    items.insert(index, value)


def _move(data: Table, path: KeyPath, old: int, new: int) -> None:
    items = find(data, path)
    find(data, (*path, old))
    find(data, (*path, new))
    items.insert(new, items.pop(old))


def _list(data: Table, path: KeyPath) -> list[Any]:
    """The list at ``path``, begun where it is missing."""
    if path and not exists(data, path):
        _holder(data, path)[path[-1]] = []
    items = find(data, path)
    if not isinstance(items, list):
        raise NoSuchPlace(path, "it is not a list")
    return items


def _holder(data: Any, path: KeyPath) -> Any:
    """The table or list in which ``path`` is or may be put; missing tables are made on the way."""
    for depth, part in enumerate(path):
        if not (_has(data, part) or (isinstance(data, dict) and isinstance(part, str))):
            raise NoSuchPlace(path[: depth + 1], "there is no table or item at this place")
        if depth < len(path) - 1:
            data = data.setdefault(part, {}) if isinstance(data, dict) else data[part]
    return data
