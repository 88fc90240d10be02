"""Keys and tables that a file gives twice, found where tomllib only says that there are some."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from .spans import Key, KeyPath, NotUnderstood, Pair, Section, Span, TooDeep, Value, sections


class Repetition(NamedTuple):
    """A path, its first key, the key that gives it again, and the statement with that one."""

    path: KeyPath
    first: Key
    second: Key
    statement: Span


class _How(Enum):
    """How a path came to be, which decides what may add to it later."""

    VALUE = auto()
    HEADER = auto()
    LIST = auto()  # by [[…]]
    DOTTED = auto()  # by the key of a.b = 1
    IMPLIED = auto()  # by the header [a.b]


class _Given(NamedTuple):
    how: _How
    key: Key
    section: int


@dataclass(slots=True)
class _Names:
    """The paths that are given so far, after TOML 1.0.0's rules for keys and tables."""

    given: dict[KeyPath, _Given] = field(default_factory=dict)

    def header(self, section: Section, number: int) -> tuple[KeyPath, Key, Key] | None:
        """Take a header in; if it clashes: the path, what gave it first, and the header's key."""
        reach = [end for end, part in enumerate(section.path, 1) if isinstance(part, str)]
        for end, key in zip(reach[:-1], section.keys[:-1], strict=True):
            path = section.path[:end]
            if self.given.setdefault(path, _Given(_How.IMPLIED, key, number)).how is _How.VALUE:
                return path, self.given[path].key, key
        return self._last_of_header(section, section.path[: reach[-1]], number)

    def _last_of_header(self, section: Section, path: KeyPath, number: int) -> tuple[KeyPath, Key, Key] | None:
        key, before = section.keys[-1], self.given.get(path)
        if before and before.how is not (_How.LIST if section.is_item else _How.IMPLIED):
            return path, before.key, key
        if not before or not section.is_item:
            self.given[path] = _Given(_How.LIST if section.is_item else _How.HEADER, key, number)
        return None

    def pair(self, base: KeyPath, keys: tuple[Key, ...], number: int) -> tuple[KeyPath, Key, Key] | None:
        """Take the key of a pair in; if it clashes: the path, what gave it first, and the key that gives it again."""
        path = base
        for key in keys[:-1]:
            path = (*path, key.name)
            before = self.given.setdefault(path, _Given(_How.DOTTED, key, number))
            if not _may_be_extended(before, number):
                return path, before.key, key
        path = (*path, keys[-1].name)
        before = self.given.setdefault(path, _Given(_How.VALUE, keys[-1], number))
        return None if before.key is keys[-1] else (path, before.key, keys[-1])


def _may_be_extended(before: _Given, number: int) -> bool:
    """Whether a dotted key may add to a table: one implied by headers, or said by dotted keys of its section."""
    return before.how is _How.IMPLIED or (before.how is _How.DOTTED and before.section == number)


def repeated_keys(raw: bytes) -> list[Repetition]:
    """What a file gives twice, in the order of the second places; nothing where its syntax is at fault.

    What stands in a table that is itself a repetition is not compared: that is one mistake, not many.
    """
    try:
        return list(_repetitions(sections(raw)))
    except (NotUnderstood, TooDeep, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return []


def _repetitions(parts: tuple[Section, ...]) -> Iterator[Repetition]:
    names = _Names()
    for number, section in enumerate(parts):
        clash = names.header(section, number) if section.keys else None
        if clash:
            yield Repetition(*clash, Span(section.span.start, section.last.end))
            continue
        for pair in section.pairs:
            if found := names.pair(section.path, pair.keys, number):
                yield Repetition(*found, pair.span)
            else:
                yield from _inside(pair.value, section.path + pair.names, pair)


def _inside(value: Value, path: KeyPath, statement: Pair) -> Iterator[Repetition]:
    """Repetitions in the inline tables of a value."""
    names = _Names()
    for pair in value.pairs:
        if found := names.pair(path, pair.keys, 0):
            yield Repetition(*found, statement.span)
        else:
            yield from _inside(pair.value, path + pair.names, statement)
    for index, item in enumerate(value.items):
        yield from _inside(item.value, (*path, index), statement)
