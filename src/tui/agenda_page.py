"""Deadlines as an agenda: overdue, this month, later, undated, passed, met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message

from ..register import Record, Register
from ..register.dates import describe
from ..report.deadlines import Entry, Group, State, agenda
from ..report.plain import visible
from ..report.values import span_of
from ..report.words import counted
from .actions import bindings
from .reader import Reader
from .reading_view import record_paras
from .record_actions import RecordPage
from .reporting import report
from .session import is_beginning
from .text import ERROR, MUTED, SUCCESS, WARNING, fitted
from .virtual_list import VirtualList

CONTEXTS = ("everywhere", "record", "agenda")
_SIGNS = {
    State.OVERDUE: ("✗", ERROR),
    State.DUE: ("…", WARNING),
    State.PASSED: ("?", WARNING),
    State.UNDATED: ("–", MUTED),
    State.MISSED: ("✗", WARNING),
    State.MET: ("✓", SUCCESS),
    State.MET_LATE: ("✓", WARNING),
}
BAR = 24
ROOMY = 72
"""From this width on, two days written out have room beside a title."""
LONG, SHORT = 31, 22


def bar(entry: Entry, today: dt.date, first: int, last: int) -> str:
    """A timeline over the years ``first`` to ``last``: ◆ due, ○ first due, ● met, │ today."""
    cells = [" "] * BAR
    met = span_of(entry.met_on)
    original, due = span_of(entry.original), span_of(entry.due)
    marks = [
        (today, "│"),
        (original.upper if original and entry.revised else None, "○"),
        (due.upper if due else None, "◆"),
        (met.lower if met else None, "●"),
    ]
    days = (dt.date(last, 12, 31) - dt.date(first, 1, 1)).days
    for day, sign in marks:
        if day is not None:
            cells[min(BAR - 1, max(0, (day - dt.date(first, 1, 1)).days * BAR // max(1, days)))] = sign
    return "".join(cells)


class AgendaLines:
    """Deadlines below the headings of their groups."""

    def __init__(self, groups: dict[Group, list[Entry]], today: dt.date) -> None:
        self.rows: list[Entry | str] = []
        for group, entries in groups.items():
            if entries:
                self.rows += [f"{group} · {len(entries):,}", *entries]
        self._today = today
        self._years = self._span([each for each in self.rows if not isinstance(each, str)])

    def _span(self, entries: Sequence[Entry]) -> tuple[int, int]:
        found = [span_of(when) for each in entries for when in (each.original, each.due, each.met_on)]
        days = [day for each in found if each for day in (each.lower, each.upper) if day] + [self._today]
        return min(day.year for day in days), max(day.year for day in days)

    def __len__(self) -> int:
        return len(self.rows)

    def line(self, index: int, width: int) -> Content:
        """A heading, or when, what and how it stands."""
        row = self.rows[index]
        if isinstance(row, str):
            return Content.styled(row.upper(), f"{MUTED} bold").truncate(width)
        sign, style = _SIGNS[row.state]
        when = describe(row.due) if row.due is not None else "no date"
        was = f" (first {describe(row.original)})" if row.revised and row.original is not None else ""
        timeline = bar(row, self._today, *self._years) if width >= 100 else ""
        date = LONG if width >= ROOMY else SHORT
        title = max(16, width - date - 4 - (BAR + 3 if timeline else 0))
        line = Content.assemble(
            Content.styled(f"{sign} ", style),
            Content.styled(fitted(when + was, date), "" if row.open else MUTED),
            "  ",
            fitted(visible(row.title), title),
            Content.styled(f" ▕{timeline}▏" if timeline else "", MUTED),
        )
        return line.truncate(width, ellipsis=True)

    def header(self, width: int) -> Content | None:
        """What the timeline's signs mean, where there is room for it."""
        if width < 100:
            return None
        first, last = self._years
        return Content(f"{'◆ due  ○ first due  ● met  │ today':>{width - BAR - 3}} {first:<{BAR - 3}}{last}")

    def pickable(self, index: int) -> bool:
        """Everything but headings."""
        return not isinstance(self.rows[index], str)


class AgendaPage(RecordPage):
    """All deadlines by when they fall due."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    class Found(Message):
        """The deadlines of a register, in their groups."""

        def __init__(self, groups: dict[Group, list[Entry]], register: Register) -> None:
            super().__init__()
            self.groups = groups
            self.register = register

    def __init__(self) -> None:
        super().__init__()
        self._lines: AgendaLines | None = None
        self._register: Register | None = None
        """Of which the deadlines are shown, or looked for."""

    def body(self) -> ComposeResult:
        with Horizontal(id="agenda-panes"):
            with Vertical(classes="pane", id="agenda-pane") as pane:
                pane.border_title = Content("Deadlines")
                yield VirtualList(id="agenda", empty="Looking at the deadlines …")
            with Vertical(classes="pane", id="entry-pane"):
                yield Reader(id="entry")

    def on_mount(self) -> None:
        self.query_one("#agenda").focus()

    def session_changed(self) -> None:
        super().session_changed()
        register = self.session.register
        if register is self._register:
            self._preview()
        elif not self.session.is_large:
            self._register = register
            self._show(self.Found(agenda(register, self.session.today), register))
        elif not (self.session.is_glance and is_beginning(register)):
            self._register = register
            self._look(register)

    @work(thread=True, exclusive=True, exit_on_error=False, group="agenda")
    def _look(self, register: Register) -> None:
        """Of a large register, each deadline is read from its file."""
        report(self, self.Found(agenda(register, self.session.today), register))

    @on(Found)
    def _show(self, event: Found) -> None:
        if event.register is not self._register:
            return
        listed, groups = self.query_one("#agenda", VirtualList), event.groups
        listed.empty = "There is no deadline in this register."
        self._lines = AgendaLines(groups, self.session.today)
        listed.show(self._lines, listed.cursor)
        overdue = len(groups[Group.OVERDUE])
        total = sum(map(len, groups.values()))
        title = f"Deadlines · {counted(total, 'deadline')} · {overdue:,} overdue on {describe(self.session.today)}"
        self.query_one("#agenda-pane").border_title = Content(title)
        self._preview()

    @property
    def record_id(self) -> str:
        record = self._record
        return record.id if record else ""

    @property
    def _record(self) -> Record | None:
        at = self.query_one("#agenda", VirtualList).cursor if self.is_mounted else 0
        row = self._lines.rows[at] if self._lines and at < len(self._lines) else ""
        return None if isinstance(row, str) else row.record

    @on(VirtualList.Moved, "#agenda")
    def _preview(self) -> None:
        record = self._record
        self.query_one("#entry", Reader).show(record_paras(self.session, record) if record else [])
        self.refresh_keys()

    @on(VirtualList.Chosen, "#agenda")
    def action_open_record(self) -> None:
        self.app.open_record(self.record_id)

    @on(Reader.Followed)
    def _follow(self, event: Reader.Followed) -> None:
        self.app.open_record(event.target)
