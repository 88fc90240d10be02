"""Models as lines of a list: the records of a listing, and the ways into the register."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from textual.content import Content

from .listing import ANSWER, Listing, Row, folded, widths
from .navigation import Way
from .session import Session
from .text import ERROR, MUTED, STRONG, WARNING, fitted, highlighted

GUTTER = 2


class RecordLines:
    """A listing as a table, with a gutter that says what is marked, wrong or not committed."""

    def __init__(self, listing: Listing, session: Session) -> None:
        self.listing = listing
        self._session = session
        self._changed = session.git.changed if session.git else {}
        self._words = folded(listing.query).split()
        self._widths: tuple[int, list[int]] = (0, [])

    def __len__(self) -> int:
        return len(self.listing.shown)

    def _columns(self, width: int) -> list[int]:
        if self._widths[0] != width:
            rows: Sequence[Row] = self.listing.rows
            self._widths = (width, widths(self.listing.columns, rows, width - GUTTER, self.listing.widest))
        return self._widths[1]

    def line(self, index: int, width: int) -> Content:
        """One record."""
        row = self.listing.shown[index]
        shown = zip(row.cells, self._columns(width), self.listing.columns, strict=True)
        line = Content("  ").join(_cell(fitted(cell, w), name) for cell, w, name in shown if w > 0)
        if row.withdrawn:
            line = line.stylize("strike")
        return self._gutter(row) + highlighted(line, self._words)

    def _gutter(self, row: Row) -> Content:
        severity = self._session.severity(row.id)
        first = Content.styled("●", STRONG) if row.id in self._session.marked else Content(" ")
        if severity:
            return first + (Content.styled("✗", ERROR) if severity == "error" else Content.styled("!", WARNING))
        return first + (Content.styled("~", WARNING) if row.id in self._changed else Content(" "))

    def header(self, width: int) -> Content | None:
        """The titles of the columns; an arrow says by which they are sorted."""
        names = [
            f"{name}{' ▼' if self.listing.backwards else ' ▲'}" if i == self.listing.sorted_by else name
            for i, name in enumerate(self.listing.columns)
        ]
        cells = [fitted(name, w) for name, w in zip(names, self._columns(width), strict=True) if w > 0]
        return Content(" " * GUTTER + "  ".join(cells))

    def pickable(self, index: int) -> bool:
        """All records."""
        return True


def _cell(text: str, column: str) -> Content:
    """A cell; how an ask stands in the colour of its standing."""
    style = _styles().get(text.strip()) if column == ANSWER and not text.isspace() else ""
    return Content.styled(text, style) if style else Content(text)


@cache
def _styles() -> dict[str, str]:
    """The colour of each word for how an ask stands. Coverage is loaded with the first one that is shown."""
    from ..report.standings import short
    from .side_lines import SIGNS

    return {short(each): style for each, (_, style) in SIGNS.items()}


class WayLines:
    """The ways into the register, with their counts."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self.ways = ways

    def __len__(self) -> int:
        return len(self.ways)

    def line(self, index: int, width: int) -> Content:
        """A heading, or a way with its count at the right."""
        way = self.ways[index]
        if way.records is None:
            return Content.styled(way.title.upper(), f"{MUTED} bold").truncate(width)
        count = "…" if way.count is None else f"{way.count:,}"
        room = max(1, width - len(count) - 1)
        title = Content(" " * (2 * way.depth) + way.title).truncate(room, ellipsis=True)
        padded = title + " " * (room - title.cell_length + 1)
        return padded + Content.styled(count, WARNING if way.alarm and way.count else MUTED)

    def header(self, width: int) -> Content | None:
        """None."""
        return None

    def pickable(self, index: int) -> bool:
        """Everything but headings."""
        return self.ways[index].records is not None
