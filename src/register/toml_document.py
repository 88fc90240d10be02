"""A TOML file as it stands: its data, and where in the file each value is."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..errors import FollowupError
from .duplicates import Repetition, repeated_keys
from .spans import Key, KeyPath, Kind, NotUnderstood, Pair, Section, Span, TooDeep, Value, sections
from .syntax import SyntaxProblem, parse
from .toml_values import Table

__all__ = [
    "KeyPath",
    "Location",
    "NotToml",
    "NotUnderstood",
    "SyntaxProblem",
    "TomlDocument",
    "TooDeep",
    "duplicate_keys",
    "syntax_error",
]


@dataclass(frozen=True, slots=True)
class Location:
    """A stretch of a file: lines and columns count from 1, columns in characters; the end column is one past it."""

    line: int
    column: int
    end_line: int
    end_column: int


class NotToml(FollowupError):
    """The file is not valid TOML."""

    def __init__(self, problem: SyntaxProblem) -> None:
        super().__init__(f"line {problem.line}, column {problem.column}: {problem.message}", hint=problem.hint)
        self.problem = problem


@dataclass(slots=True)
class _Where:
    """Where one key path stands: its header, its key, its value, as far as it has them."""

    header: Span | None = None
    key: Span | None = None
    value: Value | None = None

    @property
    def span(self) -> Span:
        span = (self.value and self.value.span) or self.header or self.key
        assert span is not None  # noqa: S101 - each is made with one of the three
        return span


class TomlDocument:
    """A valid TOML file.

    Raises NotToml for any other, NotUnderstood where a valid one is written so oddly that places in it cannot be
    told for certain, and TooDeep.
    """

    def __init__(self, raw: bytes) -> None:
        parsed = parse(raw)
        if isinstance(parsed, SyntaxProblem):
            raise NotToml(parsed)
        self.raw = raw
        self.data: Table = parsed
        self.sections: tuple[Section, ...] = sections(raw)
        self._where: dict[KeyPath, _Where] = {}
        for section in self.sections:
            self._add_section(section)
        if self._where.keys() != set(_paths(self.data)):
            raise NotUnderstood

    def value(self, path: KeyPath) -> Value | None:
        """The value at ``path``, if it is written as one: not spread over headers or dotted keys."""
        where = self._where.get(path)
        return where.value if where else None

    def array(self, path: KeyPath) -> Value | None:
        """The list at ``path``, if it is written between brackets."""
        value = self.value(path)
        return value if value and value.kind is Kind.ARRAY else None

    def span(self, path: KeyPath) -> Span | None:
        """The bytes of what is at ``path``: its value, else its header, else its key (of a table said by others)."""
        where = self._where.get(path)
        return where.span if where else None

    def key_span(self, path: KeyPath) -> Span | None:
        """The bytes of the key at ``path``; an item of a list has none."""
        where = self._where.get(path)
        return where.key if where else None

    def place(self, path: KeyPath) -> Location:
        """Where ``path`` is. What is missing is missing from the nearest table around it: its header or key."""
        if path in self._where:
            return self._location(self._where[path].span)
        return self._place_around(path[:-1])

    def key_place(self, path: KeyPath) -> Location:
        """Where the key at ``path`` is; else as ``place``."""
        key = self.key_span(path)
        return self._location(key) if key else self.place(path)

    def end_before(self, offset: int) -> int:
        """The end of the header or pair that stands before a place; 0 where none does."""
        index = bisect.bisect_right(self._statement_ends, offset)
        return self._statement_ends[index - 1] if index else 0

    @cached_property
    def _statement_ends(self) -> list[int]:
        headers = [section.span.end for section in self.sections if section.keys]
        return sorted([*headers, *(pair.span.end for section in self.sections for pair in section.pairs)])

    def _place_around(self, path: KeyPath) -> Location:
        while path and path not in self._where:
            path = path[:-1]
        if not path:
            return Location(1, 1, 1, 1)
        where = self._where[path]
        return self._location(where.header or where.key or where.span)

    def _location(self, span: Span) -> Location:
        return Location(*self._position(span.start), *self._position(span.end))

    def _position(self, offset: int) -> tuple[int, int]:
        return position(self.raw, self._line_starts, offset)

    @cached_property
    def _line_starts(self) -> list[int]:
        return line_starts(self.raw)

    def _add_section(self, section: Section) -> None:
        path: KeyPath = ()
        for key, end in zip(section.keys, _ends(section.path), strict=True):
            path = section.path[:end]
            self._add(path, key=key.span)
            if end < len(section.path) and isinstance(section.path[end], int):
                self._add(section.path[: end + 1], header=section.span)
        if section.keys and not section.is_item:
            self._where[path].header = section.span
        self._add_pairs(section.path, section.pairs)

    def _add_pairs(self, base: KeyPath, pairs: tuple[Pair, ...]) -> None:
        for pair in pairs:
            path = base
            for key in pair.keys:
                path = (*path, key.name)
                self._add(path, key=key.span)
            self._add_value(path, pair.value)

    def _add_value(self, path: KeyPath, value: Value) -> None:
        self._where.setdefault(path, _Where()).value = value
        self._add_pairs(path, value.pairs)
        for index, item in enumerate(value.items):
            self._add_value((*path, index), item.value)

    def _add(self, path: KeyPath, *, key: Span | None = None, header: Span | None = None) -> None:
        """Keep the first place of each path."""
        self._where.setdefault(path, _Where(key=key, header=header))


def _ends(path: KeyPath) -> Iterator[int]:
    """How far each name of a header reaches into its path, in which indexes stand between names."""
    return (end for end, part in enumerate(path, 1) if isinstance(part, str))


def _paths(data: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, each in inner:
        yield (*path, part)
        yield from _paths(each, (*path, part))


def line_starts(raw: bytes) -> list[int]:
    """The offset at which each line begins."""
    starts = [0]
    while (found := raw.find(b"\n", starts[-1])) >= 0:
        starts.append(found + 1)
    return starts


def position(raw: bytes, starts: list[int], offset: int) -> tuple[int, int]:
    """Line and column of a byte, from 1."""
    line = bisect.bisect_right(starts, offset)
    start = starts[line - 1]
    return line, len(raw[start:offset].decode(errors="replace")) + 1


def duplicate_keys(raw: bytes) -> list[tuple[KeyPath, Location, Location]]:
    """The keys and tables that a file gives twice: their path, the first place, the other one.

    Behind a fault in the file's syntax none are looked for.
    """
    starts = line_starts(raw)

    def location(key: Key) -> Location:
        return Location(*position(raw, starts, key.span.start), *position(raw, starts, key.span.end))

    return [(each.path, location(each.first), location(each.second)) for each in _judged(raw)[0]]


def syntax_error(raw: bytes) -> SyntaxProblem | None:
    """The first fault in a file's syntax, or None.

    A key that is given twice is none where ``duplicate_keys`` tells of it, so that one mistake is told once.
    """
    return _judged(raw)[1]


_MOST_ROUNDS = 20


def _judged(raw: bytes) -> tuple[list[Repetition], SyntaxProblem | None]:
    """What a file gives twice, and the fault in it that is left when the second of each is taken away."""
    repeated: list[Repetition] = []
    for _ in range(_MOST_ROUNDS):
        problem = parse(raw)
        if not isinstance(problem, SyntaxProblem):
            return repeated, None
        found = _repeated_at(raw, problem) if problem.is_repetition else []
        if not found:
            return repeated, problem
        repeated += found
        if not repeated_keys(raw) and raw.startswith(b"[", found[-1].statement.start):
            return repeated, None  # a fault below hides where that table ends
        raw = _blanked(raw, found)
    return repeated, None


def _repeated_at(raw: bytes, problem: SyntaxProblem) -> list[Repetition]:
    """All that is given twice; in a file with a fault below, what is as far as tomllib came: the rest is right."""
    return repeated_keys(raw) or repeated_keys(raw[: [*line_starts(raw), len(raw)][problem.line]])


def _blanked(raw: bytes, repeated: list[Repetition]) -> bytes:
    """The file with blanks in the place of what is given again, so that the rest can be judged where it stands."""
    blanked = bytearray(raw)
    for each in repeated:
        start, end = each.statement.start, each.statement.end
        blanked[start:end] = re.sub(rb"[^\r\n]", b" ", raw[start:end])
    return bytes(blanked)
