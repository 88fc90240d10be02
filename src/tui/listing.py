"""The list of records: columns by kind, sorted and filtered. No UI in here."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ..register import Field, Kind, Record, Register, Unreadable, natural_key
from ..register.ids import kind_of
from ..report.cells import cell
from ..report.plain import visible
from ..report.values import span_of

if TYPE_CHECKING:
    from ..report.standings import Stand
    from ..report.texts.store import Listed

GAP = 2
"""Blanks between columns."""
TITLE = 4
"""What a column's title may take where its cells need less; more of it is cut."""
MIXED = ("Kind", "Name", "What")
"""The columns of a list that holds several kinds."""
ANSWER = "Answer"
"""The column of requests that is computed: how the ask stands."""
ASKS = "requests"


def folded(text: str) -> str:
    """Text as the filter sees it: without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def cell_text(register: Register, field: Field | None, value: Any) -> str:
    """A value in a cell of a table, with nothing in it that a terminal would obey."""
    return visible(cell(register, field, value))


class Row(NamedTuple):
    """A record as the list shows it."""

    id: str
    cells: tuple[str, ...]
    haystack: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column: of a field, or computed where there is none."""

    title: str
    name: str = ""
    field: Field | None = None


def columns_of(kind: Kind | None) -> tuple[Column, ...]:
    """The columns of a list: as the schema says, and for requests, behind what they are called, how they stand."""
    if kind is None:
        return tuple(map(Column, MIXED))
    fields = ((name, kind.by_path.get((name,))) for name in kind.columns)
    found = [Column(field.title if field else name, name, field) for name, field in fields]
    if kind.name == ASKS:
        found.insert(1 + _widest(kind, found), Column(ANSWER))
    return tuple(found)


def _is_withdrawn(entry: Entry) -> bool:
    if isinstance(entry, Record):
        return bool(entry.data.get("withdrawn"))
    return not isinstance(entry, Unreadable) and entry.cells[:1] != (entry.id,)  # the index says so behind the id


def _widest(kind: Kind | None, columns: Sequence[Column]) -> int:
    """The column that takes what room is left: what the record is called."""
    named = (i for i, each in enumerate(columns) if kind and each.name in kind.label)
    return next(named, len(columns) - 1)


Entry: TypeAlias = "Record | Unreadable | Listed"
"""What a list is made of: records, files that can't be read, or what the index has of a record (``Listed``)."""


class Listing:
    """Records of one kind, or of several, of which a filter shows some."""

    def __init__(
        self,
        register: Register,
        records: Iterable[Entry],
        kind: Kind | None,
        standings: Mapping[str, Stand] | None = None,
        *,
        total: int | None = None,
        is_part: bool = False,
    ) -> None:
        """``is_part``: whether ``records`` are only the first; ``total``: of how many, where that is known."""
        self.kind = kind
        self.query = ""
        self.sorted_by: int | None = None
        self.backwards = False
        self._register = register
        self._standings = standings or {}
        self._columns = columns_of(kind)
        self.columns = tuple(each.title for each in self._columns)
        self.widest = _widest(kind, self._columns)
        self._answers = self.columns.index(ANSWER) if kind and ANSWER in self.columns else None
        self.rows: list[Row] = [self._row(record) for record in records]
        self.shown: list[Row] = self.rows
        self._total = total
        self._is_part = is_part

    def _row(self, entry: Entry) -> Row:
        cells = self._cells(entry)
        stand = self._standings.get(entry.id) if self.kind else None
        haystack = folded("\n".join((*cells, *(stand.words if stand else ()), entry.id)))
        return Row(entry.id, cells, haystack, _is_withdrawn(entry))

    def _cells(self, entry: Entry) -> tuple[str, ...]:
        if self.kind is None or isinstance(entry, Unreadable):
            return self._mixed(entry)
        if isinstance(entry, Record):
            return tuple(self._cell(entry, each) for each in self._columns)
        return self._listed(entry)

    def _listed(self, entry: Listed) -> tuple[str, ...]:
        """The cells that the index has, without the id that comes first there, and how the ask stands."""
        _, *cells = entry.cells
        if not all(each.isascii() and each.isprintable() for each in cells):
            cells = [visible(each) for each in cells]
        if self._answers is not None:
            stand = self._standings.get(entry.id)
            cells.insert(self._answers, stand.word if stand else "")
        return tuple(cells)

    def _cell(self, record: Record, column: Column) -> str:
        if column.name:
            return cell_text(self._register, column.field, record.data.get(column.name))
        stand = self._standings.get(record.id)
        return stand.word if stand else ""

    def _mixed(self, entry: Entry) -> tuple[str, ...]:
        name = entry.id.rsplit("/", 1)[-1]
        if isinstance(entry, Unreadable):
            return (entry.kind, name, "can’t be read: enter says why, e mends it")
        kind_name = kind_of(entry.id)
        kind = self._register.schemas.get(kind_name)
        label = self._register.label(entry.id) if isinstance(entry, Record) else entry.label
        return (kind.singular if kind else kind_name, name, visible(label))

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
        field = self._columns[column].field
        if field and field.type in {"when", "day"}:
            record = self._register.records.get(row.id)
            span = span_of(record.data.get(field.name)) if record else None
            return (0, span.sort_key()) if span else (1, (dt.date.max, dt.date.max))
        return (0, natural_key(folded(row.cells[column])))

    def position(self, record_id: str) -> int | None:
        """Where a record stands among those shown; None where it isn't."""
        return next((index for index, row in enumerate(self.shown) if row.id == record_id), None)

    @property
    def count(self) -> str:
        """“12 of 3,480”, or “3,480” without a filter."""
        total = f"{len(self.rows) if self._total is None else self._total:,}"
        total += " so far" if self._is_part and self._total is None else ""
        return f"{len(self.shown):,} of {total}" if self.query.strip() else total


def widths(columns: Sequence[str], rows: Sequence[Row], room: int, widest: int) -> list[int]:
    """How wide each column is, 0 for one that is left out.

    Every column gets what its cells need; the column ``widest`` takes what is left. Where there is
    too little, the last columns give way first.
    """
    sample = rows[:200]
    wanted = [max([min(len(name), TITLE), *(len(row.cells[i]) for row in sample)]) for i, name in enumerate(columns)]
    wanted = [each if i == widest else min(each, 40) for i, each in enumerate(wanted)]
    left = room - min(wanted[widest], max(15, room * 2 // 5))
    found = [0] * len(wanted)
    # How an ask stands is worth more room than the other columns.
    for i, each in sorted(enumerate(wanted), key=lambda pair: columns[pair[0]] != ANSWER):
        if i != widest and left - GAP >= min(each, 6):
            found[i] = min(each, left - GAP)
            left -= found[i] + GAP
    found[widest] = max(1, room - sum(each + GAP for each in found if each))
    return found
