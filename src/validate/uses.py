"""What the fields of a record are used for: to refer, to quote, to say something, to name a source text."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..register import DataPath, Field, Kind


class Use(NamedTuple):
    """A field of a record that holds something: the field, the way to the value, the value."""

    field: Field
    path: DataPath
    value: str


_USES: dict[str, Callable[[Field], object]] = {
    "references": lambda field: field.references,
    "verbatim": lambda field: field.verbatim,
    "own": lambda field: field.own_words,
    "source": lambda field: field.source_file,
}


class Fields:
    """The fields, by their use, that a record of a kind may have whose names at the top are known.

    Thousands of records have the same names: what is worked out of these is kept with this.
    """

    def __init__(self, kind: Kind, names: tuple[str, ...]) -> None:
        present = [each for each in kind.walk() if each.path[0] in names]
        self._by_use = {use: tuple(each for each in present if is_used(each)) for use, is_used in _USES.items()}
        self._plain = {use: [each.name for each in used if len(each.path) == 1] for use, used in self._by_use.items()}
        self._deep = {use: [each for each in used if len(each.path) > 1] for use, used in self._by_use.items()}

    def used(self, use: str) -> tuple[Field, ...]:
        """Those with a use: "references", "verbatim", "own" words, or the name of a "source" text."""
        return self._by_use[use]

    def plain(self, use: str) -> list[str]:
        """The names of those with a use that stand at the top."""
        return self._plain[use]

    def deep(self, use: str) -> list[Field]:
        """The others with that use."""
        return self._deep[use]
