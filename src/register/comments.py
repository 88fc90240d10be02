"""The comments of a TOML file, and to what each of them belongs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from .lines import line_end, line_start
from .spans import KeyPath, Kind, Section, Span, Value, comment_spans
from .toml_document import TomlDocument


class Role(Enum):
    """How a comment stands to its owner; in the order in which those at one place follow each other."""

    TOP = auto()
    """It speaks of the whole file, and stands before everything."""
    BELOW = auto()
    """It follows its owner directly, and nothing follows it."""
    FREE = auto()
    """It has blank lines around it, and stands somewhere before its owner."""
    ABOVE = auto()
    BESIDE = auto()
    END = auto()
    """It stands after everything, with a blank line between."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One line of comment, with its ``#`` and without blanks around it; ``owner`` is a statement or a list's item."""

    text: str
    owner: KeyPath
    role: Role


@dataclass(frozen=True, slots=True)
class Statement:
    """A header, or ``key = value``: what it is about, and where it stands."""

    path: KeyPath
    span: Span
    value: Value | None


def statements(document: TomlDocument) -> list[Statement]:
    """All statements of a file, in the order in which they stand."""
    return [each for section in document.sections for each in _statements(section)]


def _statements(section: Section) -> Iterator[Statement]:
    if section.keys:
        yield Statement(section.path, section.span, None)
    for pair in section.pairs:
        yield Statement((*section.path, *pair.names), pair.span, pair.value)


def owned(document: TomlDocument) -> list[Comment]:
    """All comments of a file in their order, each with its owner."""
    return _Owners(document).comments()


class _Owners:
    def __init__(self, document: TomlDocument) -> None:
        self._raw = document.raw
        self._statements = statements(document)
        self._starts = [each.span.start for each in self._statements]
        self._comments = comment_spans(document.raw)

    def comments(self) -> list[Comment]:
        found: list[Comment] = []
        block: list[Span] = []
        for span in self._comments:
            if block and (not self._adjoin(block[-1], span) or self._inside_or_beside(span)):
                found += self._block(block)
                block = []
            own = self._inside_or_beside(span)
            if own:
                found.append(own)
            else:
                block.append(span)
        return found + (self._block(block) if block else [])

    def _text(self, span: Span) -> str:
        return self._raw[span.start : span.end].decode().strip()

    def _adjoin(self, above: Span, below: Span) -> bool:
        return line_end(self._raw, above.end) == line_start(self._raw, below.start)

    def _before(self, offset: int) -> Statement | None:
        index = bisect_right(self._starts, offset) - 1
        return self._statements[index] if index >= 0 else None

    def _after(self, offset: int) -> Statement | None:
        index = bisect_right(self._starts, offset)
        return self._statements[index] if index < len(self._statements) else None

    def _inside_or_beside(self, span: Span) -> Comment | None:
        before = self._before(span.start)
        if before is None:
            return None
        if span.start < before.span.end:
            return self._inside(span, before)
        if b"\n" not in self._raw[before.span.end : span.start]:
            return Comment(self._text(span), before.path, Role.BESIDE)
        return None

    def _inside(self, span: Span, statement: Statement) -> Comment:
        """A comment in a list: of the item that it is above or beside; of the whole statement in doubt."""
        text, value = self._text(span), statement.value
        if value is None or value.kind is not Kind.ARRAY or not value.items:
            return Comment(text, statement.path, Role.ABOVE)
        index = bisect_right([item.value.span.start for item in value.items], span.start) - 1
        if index < 0:
            return Comment(text, (*statement.path, 0), Role.ABOVE)
        item = value.items[index]
        if span.start < item.value.span.end:
            return Comment(text, (*statement.path, index), Role.ABOVE)
        if b"\n" not in self._raw[item.value.span.end : span.start]:
            return Comment(text, (*statement.path, index), Role.BESIDE)
        if index + 1 < len(value.items):
            return Comment(text, (*statement.path, index + 1), Role.ABOVE)
        return Comment(text, (*statement.path, index), Role.BELOW)

    def _block(self, block: list[Span]) -> list[Comment]:
        """Lines of comment that stand together, outside of values."""
        owner, role = self._owner(block)
        return [
            Comment(text, *(((), Role.TOP) if text.startswith("#:") else (owner, role)))
            for text in map(self._text, block)
        ]

    def _owner(self, block: list[Span]) -> tuple[KeyPath, Role]:
        before, after = self._before(block[0].start), self._after(block[-1].start)
        if after and line_end(self._raw, block[-1].end) == line_start(self._raw, after.span.start):
            return after.path, Role.ABOVE
        if before is None:
            return ((), Role.TOP) if after is None or block[0] == self._comments[0] else (after.path, Role.FREE)
        if line_end(self._raw, before.span.end) == line_start(self._raw, block[0].start):
            return before.path, Role.BELOW
        return (after.path, Role.FREE) if after else ((), Role.END)
