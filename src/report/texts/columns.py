"""What fields are to a search: how field:value calls them, and in which column of the index their texts stand."""

from __future__ import annotations

from collections.abc import Iterator

from ...register import Field, Kind, Schemas
from ..folding import fold

KIND, DOSSIER, ID = "kind", "dossier", "id"
_BESIDES = frozenset({KIND, DOSSIER, ID})
_SAID_OTHERWISE = frozenset({"aliases", "abbreviation"})
"""Fields that hold names beside the label."""

_MARKS = range(0xE400, 0xF8FF)
"""Characters that stand for nothing, and so in no word."""

Group = tuple[frozenset[str], bool]
"""Names by which field:value may call a text, and whether it is a name of the record."""


class Node:
    """A place in the data of a kind: a field, or what nobody described."""

    __slots__ = ("_below", "_columns", "_kind", "_pattern", "column", "field", "met", "names", "number", "title")

    def __init__(self, columns: Columns, kind: Kind | None, pattern: tuple[str, ...]) -> None:
        self._columns, self._kind, self._pattern = columns, kind, pattern
        self._below: dict[str, Node] = {}
        self.field = kind.by_path.get(pattern) if kind else None
        own = next((step for step in reversed(pattern) if step != "*"), "")
        self.title = self.field.title if self.field else own
        group = _group(kind, pattern)
        self.names = group[0]
        """By what field:value may call it."""
        self.column = columns.numbers.get((group[0] & columns.fields, group[1]), 0)
        self.number = columns.paths.get((kind.name, pattern), "") if kind else ""
        """The mark of its values; empty where a condition can't be about it."""
        self.met: dict[str, str] = {}
        """The tokens of the values that were met here last: a few occur again and again."""

    def below(self, name: str) -> Node:
        """The place of a field in a table, or with "*" of an item in a list."""
        found = self._below.get(name)
        if found is None:
            found = self._below[name] = Node(self._columns, self._kind, (*self._pattern, name))
        return found


class Columns:
    """All places and columns that the schemas make possible; the same for the same schemas."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._tops: dict[str, Node] = {}
        self.fields = _BESIDES | {name for kind in schemas.values() for each in kind.walk() for name in _names(each)}
        """All names before a colon that restrict a word to a field."""
        groups = dict.fromkeys((names & self.fields, named) for names, named in _groups(schemas, self.fields))
        self.groups = [(frozenset({ID}), True), *(each for each in groups if each != (frozenset({ID}), True))]
        self.numbers = {group: number for number, group in enumerate(self.groups)}
        patterns = ((kind.name, path) for kind in schemas.values() for path in kind.by_path if path[-1] != "*")
        self.paths = {each: chr(mark) for mark, each in zip(_MARKS, patterns, strict=False)}
        """The marks of the fields whose values are kept."""
        self.of_names = [number for number, (_, named) in enumerate(self.groups) if named]
        """The columns that hold what records are called."""

    def top(self, kind_name: str) -> Node:
        """The place that holds a whole record of a kind."""
        found = self._tops.get(kind_name)
        if found is None:
            found = self._tops[kind_name] = Node(self, self._schemas.get(kind_name), ())
        return found

    def called(self, name: str) -> list[int]:
        """The columns that field:value means."""
        return [number for number, (names, _) in enumerate(self.groups) if name in names]


def _groups(schemas: Schemas, fields: frozenset[str]) -> Iterator[Group]:
    """Every group that a text can belong to: by a field that is described, or by a name that stands elsewhere."""
    named = _SAID_OTHERWISE.union(*(kind.label for kind in schemas.values()))
    for kind in schemas.values():
        yield from (_group(kind, path) for path in kind.by_path)
    for name in sorted(fields):
        yield frozenset({name}), False
    for name in sorted(named):
        yield frozenset({name.lower()}), True
    yield frozenset(), False


def _group(kind: Kind | None, pattern: tuple[str, ...]) -> Group:
    if not pattern:
        return frozenset(), False
    above = [kind.by_path.get(pattern[:end]) for end in range(1, len(pattern) + 1)] if kind else []
    names = {name for each in above if each for name in _names(each)} | {pattern[0].lower()}
    label = kind.label if kind else ()
    return frozenset(names), pattern[0] in label or pattern[0] in _SAID_OTHERWISE


def _names(field: Field) -> tuple[str, str]:
    return field.name.lower(), fold(field.title).replace(" ", "-")
