"""The list of records: columns by kind, sorted and filtered. No UI in here."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..register import Field, Kind, Record, Register, natural_key
from ..report.cells import cell
from ..report.plain import visible
from ..report.values import span_of

GAP = 2
"""Blanks between columns."""
MIXED = ("Kind", "Name", "What")
"""The columns of a list that holds several kinds."""


def folded(text: str) -> str:
    """Text as the filter sees it: without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def cell_text(register: Register, field: Field | None, value: Any) -> str:
    """A value in a cell of a table, with nothing in it that a terminal would obey."""
    return visible(cell(register, field, value))


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the list shows it."""

    record: Record
    cells: tuple[str, ...]
    haystack: str

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id


class Listing:
    """Records of one kind, or of several, of which a filter shows some."""

    def __init__(self, register: Register, records: Iterable[Record], kind: Kind | None) -> None:
        self.kind = kind
        self.query = ""
        self.sorted_by: int | None = None
        self.backwards = False
        self._register = register
        self._fields = [kind.by_path.get((name,)) for name in kind.columns] if kind else []
        self.columns: tuple[str, ...] = (
            tuple(field.title if field else name for field, name in zip(self._fields, kind.columns, strict=True))
            if kind
            else MIXED
        )
        self.rows: list[Row] = [self._row(record) for record in records]
        self.shown: list[Row] = self.rows

    def _row(self, record: Record) -> Row:
        cells = self._cells(record)
        return Row(record, cells, folded("\n".join((*cells, record.id))))

    def _cells(self, record: Record) -> tuple[str, ...]:
        if self.kind is None:
            kind = self._register.kind(record)
            singular = kind.singular if kind else record.kind
            return (singular, record.parts.name, visible(self._register.label(record.id)))
        return tuple(
            cell_text(self._register, field, record.data.get(name))
            for field, name in zip(self._fields, self.kind.columns, strict=True)
        )

    def filter(self, query: str) -> None:
        """Show the rows that hold all words of the query."""
        words = folded(query).split()
        longer = self.query and folded(query).startswith(folded(self.query))
        rows = self.shown if longer else self.rows
        self.query = query
        self.shown = [row for row in rows if all(word in row.haystack for word in words)] if words else self.rows

    def sort(self, column: int, *, backwards: bool = False) -> None:
        """Sort by a column, as people count; empty cells come last."""
        self.sorted_by, self.backwards = column, backwards
        filled = sorted((row for row in self.rows if row.cells[column]), key=lambda row: self._key(row, column))
        empty = [row for row in self.rows if not row.cells[column]]
        self.rows = [*(reversed(filled) if backwards else filled), *empty]
        query, self.query, self.shown = self.query, "", self.rows
        self.filter(query)

    def _key(self, row: Row, column: int) -> Any:
        field = self._fields[column] if self._fields else None
        if field and field.type in {"when", "day"}:
            span = span_of(row.record.data.get(field.name))
            return (0, span.sort_key()) if span else (1, (dt.date.max, dt.date.max))
        return (0, natural_key(folded(row.cells[column])))

    def position(self, record_id: str) -> int | None:
        """Where a record stands among those shown; None where it isn't."""
        return next((index for index, row in enumerate(self.shown) if row.id == record_id), None)

    @property
    def count(self) -> str:
        """“12 of 3,480”, or “3,480” without a filter."""
        total = f"{len(self.rows):,}"
        return f"{len(self.shown):,} of {total}" if self.query.strip() else total


def widths(columns: Sequence[str], rows: Sequence[Row], room: int, widest: int) -> list[int]:
    """How wide each column is, 0 for one that is left out.

    Every column gets what its cells need; the column ``widest`` takes what is left. Where there is
    too little, the last columns give way first.
    """
    sample = rows[:200]
    wanted = [max([len(name), *(len(row.cells[i]) for row in sample)]) for i, name in enumerate(columns)]
    wanted = [each if i == widest else min(each, 40) for i, each in enumerate(wanted)]
    left = room - min(wanted[widest], max(16, room // 2))
    found = [0] * len(wanted)
    for i, each in enumerate(wanted):
        if i != widest and left - GAP >= min(each, 6):
            found[i] = min(each, left - GAP)
            left -= found[i] + GAP
    found[widest] = max(1, room - sum(each + GAP for each in found if each))
    return found
