"""Coverage of a dossier: asks down, addressees across, what became of each."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ..register import Register
from ..report.coverage import GAPS, AskCoverage, coverage
from ..report.plain import visible
from ..report.standings import short
from ..report.words import counted
from .actions import bindings
from .record_actions import RecordPage
from .side_lines import SIGNS
from .text import MUTED, fitted
from .virtual_list import VirtualList

CONTEXTS = ("everywhere", "record", "coverage")
NARROW, WIDE = 11, 21
"""The least and the most that an addressee's column takes."""
TITLES = 60
"""What the asks' titles may take before the columns become wider."""


class CoverageLines:
    """One ask a line, with a word for each addressee."""

    def __init__(self, register: Register, asks: list[AskCoverage]) -> None:
        self.asks = asks
        self._register = register
        count: dict[str, int] = {}
        for ask in asks:
            for cell in ask.cells:
                count[cell.addressee] = count.get(cell.addressee, 0) + 1
        self.addressees = sorted((each for each in count if each), key=lambda each: -count[each])

    def __len__(self) -> int:
        return len(self.asks)

    def _shown(self, width: int) -> list[str]:
        return self.addressees[: max(1, (width - 34) // (NARROW + 1))]

    def _column(self, width: int, shown: list[str]) -> int:
        return max(NARROW, min(WIDE, (width - 6 - TITLES) // max(1, len(shown)) - 1))

    def line(self, index: int, width: int) -> Content:
        """Number, title, and how it stands with each addressee."""
        ask = self.asks[index]
        shown = self._shown(width)
        column = self._column(width, shown)
        title = max(10, width - 6 - len(shown) * (column + 1))
        cells = [self._cell(ask, each, column) for each in shown]
        label = fitted(visible(self._register.label(ask.request.id)), title)
        return Content.assemble(fitted(ask.number, 5), " ", label, *cells).truncate(width)

    def _cell(self, ask: AskCoverage, addressee: str, column: int) -> Content:
        cell = ask.cell(addressee)
        if cell is None:
            return Content(" " * (column + 1))
        sign, style = SIGNS[cell.standing]
        return Content.styled(" " + fitted(f"{sign} {short(cell.standing)}", column), style)

    def header(self, width: int) -> Content | None:
        """The addressees; those that don't fit are counted."""
        shown = self._shown(width)
        column = self._column(width, shown)
        title = max(10, width - 6 - len(shown) * (column + 1))
        rest = len(self.addressees) - len(shown)
        more = f" · {counted(rest, 'addressee')} more if wider" if rest else ""
        names = "".join(f" {fitted(self._name(each), column - 1)} " for each in shown)
        return Content(fitted(f"Ask{more}", title + 6) + names)

    def _name(self, actor: str) -> str:
        record = self._register.records.get(actor)
        short = record.data.get("abbreviation") if record else None
        return visible(short if isinstance(short, str) else self._register.label(actor))

    def pickable(self, index: int) -> bool:
        """Every ask."""
        return True


class CoveragePage(RecordPage):
    """All asks of a dossier at a glance."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    def __init__(self, dossier: str, at: str = "") -> None:
        super().__init__()
        self._dossier = dossier
        self._at = at
        self._lines: CoverageLines | None = None

    def body(self) -> ComposeResult:
        with Vertical(classes="pane", id="coverage-pane"):
            yield VirtualList(id="coverage", empty="This dossier asks nobody for anything.")

    def on_mount(self) -> None:
        self.query_one("#coverage").focus()

    def session_changed(self) -> None:
        super().session_changed()
        register = self.session.register
        kept = self.record_id or self._at
        asks = [ask for each in coverage(register, self._dossier, self.session.today) for ask in each.asks if ask.asks]
        self._lines = CoverageLines(register, asks)
        position = next((i for i, ask in enumerate(asks) if ask.request.id == kept), 0)
        self.query_one("#coverage", VirtualList).show(self._lines, position)
        gaps = sum(ask.gap in GAPS for ask in asks)
        procedure = register.dossiers[self._dossier].procedure if self._dossier in register.dossiers else self._dossier
        title = f"Coverage of {procedure} · {counted(len(asks), 'ask')} · {counted(gaps, 'gap')}"
        self.query_one("#coverage-pane").border_title = Content(title)
        self.query_one("#coverage-pane").border_subtitle = Content.styled("not addressed is not refused", MUTED)

    @property
    def record_id(self) -> str:
        at = self.query_one("#coverage", VirtualList).cursor if self.is_mounted else 0
        return self._lines.asks[at].request.id if self._lines and at < len(self._lines) else ""

    @on(VirtualList.Moved, "#coverage")
    def _moved(self) -> None:
        self.refresh_keys()

    @on(VirtualList.Chosen, "#coverage")
    def action_open_record(self) -> None:
        self.app.open_record(self.record_id)
