"""Where everything stands in a TOML file: its tables, keys and values, as byte spans.

tree-sitter says where; it does not judge. It accepts many files that are not TOML, so only its answers about
files that a TOML parser has accepted are to be trusted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from ..errors import FollowupError

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser

KeyPath = tuple[str | int, ...]
"""Names of tables and fields and indexes of lists, from the root: ``("answers", 0, "quote")``."""

MAX_DEPTH = 100
"""Deeper nesting is refused: no record needs it, and walking it would exhaust the stack."""


class TooDeep(FollowupError):
    """Tables or lists are nested in each other more often than any record needs."""

    def __init__(self) -> None:
        super().__init__(
            f"tables or lists are nested more than {MAX_DEPTH} levels deep",
            hint="Look for brackets that are opened again and again and never closed.",
        )


class NotUnderstood(FollowupError):
    """The file is valid TOML, but where its values stand could not be made out for certain."""

    def __init__(self) -> None:
        super().__init__(
            "this file is written in a way that cannot be edited safely from here",
            hint="Change it in a text editor; nothing was written.",
        )


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from ``start`` up to, and without, ``end``."""

    start: int
    end: int


class Kind(Enum):
    """What a value is, as far as its form in the file matters."""

    SCALAR = auto()
    ARRAY = auto()
    INLINE_TABLE = auto()


@dataclass(frozen=True, slots=True)
class Key:
    """One part of a key, with the quotes in its span and without them in its name."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is written; ``items`` belong to an array, ``pairs`` to an inline table."""

    span: Span
    kind: Kind
    items: tuple[Item, ...] = ()
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an array; ``comma`` is where the comma after it stands, if there is one."""

    value: Value
    comma: int | None

    @property
    def end(self) -> int:
        """The end of the item with its comma."""
        return self.value.span.end if self.comma is None else self.comma + 1


@dataclass(frozen=True, slots=True)
class Pair:
    """``key = value``; a dotted key has several parts."""

    keys: tuple[Key, ...]
    value: Value

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys)

    @property
    def span(self) -> Span:
        return Span(self.keys[0].span.start, self.value.span.end)


@dataclass(frozen=True, slots=True)
class Section:
    """A header, ``[a.b]`` or ``[[a.b]]``, with the pairs below it; the first section has no header.

    ``path`` is where its table is, with the index in each list of tables on the way.
    """

    path: KeyPath
    keys: tuple[Key, ...]
    span: Span
    is_item: bool
    pairs: tuple[Pair, ...]

    @property
    def last(self) -> Span:
        """The last statement: the last pair, or else the header."""
        return self.pairs[-1].span if self.pairs else self.span


def sections(data: bytes) -> tuple[Section, ...]:
    """The tables of a file in the order in which they stand; the first one is the root.

    Raises NotUnderstood when tree-sitter finds a fault, and TooDeep.
    """
    root = _parser().parse(_readable(data)).root_node
    if root.has_error:
        raise NotUnderstood
    nodes = [node for node in root.children if node.type != "comment"]
    top = tuple(_pair(node, data, 0) for node in nodes if node.type == "pair")
    lists: dict[KeyPath, int] = {}
    tables = (_section(node, data, lists) for node in nodes if node.type != "pair")
    return (Section((), (), Span(0, 0), False, top), *tables)


def comment_spans(data: bytes) -> list[Span]:
    """The comments of a valid file, in their order, each from its ``#`` to the end of its line."""
    pending, found = [_parser().parse(_readable(data)).root_node], []
    while pending:
        node = pending.pop()
        if node.type == "comment":
            found.append(Span(node.start_byte, node.end_byte))
        pending += reversed(node.children)
    return found


def _parser() -> Parser:
    """A parser of its own for each file: one cannot work for two threads at once."""
    from tree_sitter import Parser

    return Parser(_language())


@cache
def _language() -> Language:
    import tree_sitter_toml
    from tree_sitter import Language

    return Language(tree_sitter_toml.language())


_BACKSLASHES = re.compile(rb"\\(?:\\|[ \t]+(?=\r?\n))")


def _readable(data: bytes) -> bytes:
    """The same structure at the same offsets, for tree-sitter's eyes only.

    Its grammar has no blanks between the backslash that joins two lines of a multi-line string and the line's
    end, which TOML allows. Such a backslash opens and closes nothing, so a letter stands in for it.
    """
    return _BACKSLASHES.sub(lambda m: m[0] if m[0] == b"\\\\" else b"x" + m[0][1:], data)


def _section(node: Node, data: bytes, lists: dict[KeyPath, int]) -> Section:
    is_item = node.type == "table_array_element"
    children = [child for child in node.children if child.type != "comment"]
    keys = tuple(_keys(children[1], data))
    path = _resolve([key.name for key in keys], lists, is_item=is_item)
    pairs = tuple(_pair(child, data, len(path)) for child in children[3:])
    span = Span(children[0].start_byte, children[2].end_byte)
    return Section(path, keys, span, is_item, pairs)


def _resolve(names: list[str], lists: dict[KeyPath, int], *, is_item: bool) -> KeyPath:
    """Where a header's table is: a name of a list of tables means the last item so far."""
    _check_depth(len(names))
    path: KeyPath = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in lists:
            path = (*path, lists[path])
    path = (*path, names[-1])
    if not is_item:
        return path
    lists[path] = lists.get(path, -1) + 1
    return (*path, lists[path])


def _pair(node: Node, data: bytes, depth: int) -> Pair:
    key, _, value = (child for child in node.children if child.type != "comment")
    keys = tuple(_keys(key, data))
    return Pair(keys, _value(value, data, depth + len(keys)))


def _value(node: Node, data: bytes, depth: int) -> Value:
    _check_depth(depth)
    span = Span(node.start_byte, node.end_byte)
    if node.type == "array":
        return Value(span, Kind.ARRAY, items=tuple(_items(node, data, depth + 1)))
    if node.type == "inline_table":
        pairs = (_pair(child, data, depth) for child in node.children if child.type == "pair")
        return Value(span, Kind.INLINE_TABLE, pairs=tuple(pairs))
    return Value(span, Kind.SCALAR)


def _items(node: Node, data: bytes, depth: int) -> Iterator[Item]:
    value: Value | None = None
    for child in node.children:
        if child.type == "," and value:
            yield Item(value, child.start_byte)
            value = None
        elif child.type not in {"[", "]", "comment"}:
            value = _value(child, data, depth)
    if value:
        yield Item(value, None)


def _keys(node: Node, data: bytes) -> list[Key]:
    """The parts of a key; the grammar nests a dotted key to the left."""
    keys: list[Key] = []
    while node.type == "dotted_key":
        rest, _, last = node.children
        keys.append(_key(last, data))
        _check_depth(len(keys))
        node = rest
    return [_key(node, data), *reversed(keys)]


def _key(node: Node, data: bytes) -> Key:
    span = Span(node.start_byte, node.end_byte)
    text = data[span.start : span.end].decode()
    return Key(_unquoted(text) if node.type == "quoted_key" else text, span)


def _unquoted(text: str) -> str:
    return text[1:-1] if "\\" not in text else next(iter(tomllib.loads(f"{text} = 0")))


def _check_depth(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise TooDeep
