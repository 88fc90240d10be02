"""The list of records: columns by kind, sorted and filtered. No UI in here."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..register import Field, Kind, Record, Register, natural_key
from ..register.dates import describe
from ..report.plain import visible
from ..report.values import span_of

MIXED = ("Kind", "Name", "What")
"""The columns of a list that holds several kinds."""


def folded(text: str) -> str:
    """Text as the filter sees it: without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def cell_text(register: Register, field: Field | None, value: Any) -> str:
    """A value in a cell of a table: names instead of ids, dates spelled out, tables counted."""
    if value is None:
        return ""
    if isinstance(value, list):
        return _list_text(register, field, value)
    if isinstance(value, dict):
        return "yes"
    if isinstance(value, dt.date | dt.time):
        return describe(value) if type(value) is dt.date else str(value)
    if isinstance(value, str) and field and field.references:
        return register.label(value)
    if isinstance(value, str) and field and field.type in {"when", "day"}:
        return describe(value)
    return visible(str(value))


def _list_text(register: Register, field: Field | None, value: list[Any]) -> str:
    if any(isinstance(each, dict) for each in value):
        return str(len(value))
    item = field.item if field else None
    return ", ".join(cell_text(register, item, each) for each in value)


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
    """How wide each column is: what its cells need, the column ``widest`` takes what is left or gives way."""
    sample = rows[:200]
    wanted = [max([len(name), *(len(row.cells[i]) for row in sample)]) for i, name in enumerate(columns)]
    wanted = [min(want, 40) if i != widest else want for i, want in enumerate(wanted)]
    gaps = 2 * (len(columns) - 1)
    others = sum(wanted) - wanted[widest]
    least = min(wanted[widest], max(16, room // 2))
    if others + least + gaps > room:
        wanted = _squeezed(wanted, widest, room - least - gaps)
        others = sum(wanted) - wanted[widest]
    wanted[widest] = max(1, room - others - gaps)
    return wanted


def _squeezed(wanted: list[int], widest: int, room: int) -> list[int]:
    """Narrow the columns before the last ones; one that would be too narrow to read goes."""
    result = list(wanted)
    for i in range(len(result)):
        if i == widest:
            continue
        result[i] = min(result[i], max(0, room))
        if result[i] < min(wanted[i], 6):
            result[i] = 0
        room -= result[i]
    return result
