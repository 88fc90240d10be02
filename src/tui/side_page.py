"""Side by side: the resolution's paragraphs on the left, what the follow-up answers on the right."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from ..register import Register
from ..report.pairing import Pair, gap_after, pairs
from ..report.words import counted
from .actions import bindings
from .record_actions import RecordPage
from .side_lines import Block, lay_out
from .text import MUTED

CONTEXTS = ("everywhere", "record", "side")


class SideView(ScrollView, can_focus=True):
    """Pairs of an ask and its answers; the cursor goes from ask to ask."""

    BINDINGS = bindings("list")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"sideview--cursor", "sideview--mark"}

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor rests on another ask."""

    class Chosen(Message):
        """Enter was pressed on an ask."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.pairs: list[Pair] = []
        self._register: Register | None = None
        self._blocks: list[Block] = []
        self._starts: list[int] = [0]
        self._left = 0
        self._width = 0

    def show(self, register: Register, found: list[Pair], cursor: int) -> None:
        """Show these pairs."""
        self._register, self.pairs, self._width = register, found, 0
        self._lay_out()
        self.cursor = cursor
        self._to_cursor()

    def validate_cursor(self, value: int) -> int:
        return max(0, min(value, len(self.pairs) - 1))

    def watch_cursor(self) -> None:
        self._to_cursor()
        self.refresh()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        self._lay_out()
        self._to_cursor()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if self._register is None or width < 1 or width == self._width:
            return
        self._width = width
        self._blocks, self._left = lay_out(self._register, self.pairs, width)
        self._starts = [0, *accumulate(block.height for block in self._blocks)]
        self.virtual_size = Size(width, self._starts[-1])
        self.refresh()

    def _to_cursor(self) -> None:
        if self.cursor >= len(self._blocks):
            return
        height = self.scrollable_content_region.height
        top, start, end = self.scroll_offset.y, self._starts[self.cursor], self._starts[self.cursor + 1] - 1
        if start < top or end - start >= height:
            self.scroll_to(y=start, animate=False, force=True)
        elif end > top + height:
            self.scroll_to(y=end - height, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        line = self.scroll_offset.y + y
        number = bisect_right(self._starts, line) - 1
        if number >= len(self._blocks):
            return self._paint(Content(""), width)
        block, at = self._blocks[number], line - self._starts[number]
        here = number == self.cursor and at < block.height - 1
        mark = Content.styled("▌", "$primary") if here and self.has_focus else Content(" ")
        return self._paint(mark + self._joined(block, at), width, *(["sideview--cursor"] if here else []))

    def _joined(self, block: Block, at: int) -> Content:
        left = block.left[at]
        if not self._left:
            return left
        filled = left + " " * max(0, self._left - left.cell_length)
        return Content.assemble(filled, Content.styled(" │ ", MUTED), block.right[at])

    def _paint(self, line: Content, width: int, *component: str) -> Strip:
        style = self.get_visual_style(*component)
        strips = Visual.to_strips(self, line, max(1, width), 1, style, apply_selection=False, pad=True)
        return strips[0].crop(0, width) if strips else Strip.blank(width, style.rich_style)

    def action_cursor_up(self) -> None:
        self._go(-1)

    def action_cursor_down(self) -> None:
        self._go(1)

    def _go(self, step: int) -> None:
        """To the next ask; within one that is taller than the screen, a line."""
        if not self._blocks:
            return
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        start, end = self._starts[self.cursor], self._starts[self.cursor + 1] - 1
        hidden = end > top + height if step > 0 else start < top
        if hidden and end - start > height:
            self.scroll_to(y=top + step, animate=False, force=True)
        else:
            self.cursor += step

    def action_page_up(self) -> None:
        self._page(-1)

    def action_page_down(self) -> None:
        self._page(1)

    def _page(self, step: int) -> None:
        wanted = self._starts[self.cursor] + step * max(1, self.scrollable_content_region.height - 2)
        to = bisect_right(self._starts, max(0, wanted)) - 1
        self.cursor = to if to != self.cursor else self.cursor + step

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = len(self.pairs) - 1

    def action_choose(self) -> None:
        self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        number = bisect_right(self._starts, self.scroll_offset.y + event.y - self.gutter.top) - 1
        if number < len(self._blocks):
            self.cursor = number
            if event.chain > 1:
                self.action_choose()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


class SidePage(RecordPage):
    """One dossier, paragraph by paragraph."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    def __init__(self, dossier: str, at: str = "") -> None:
        super().__init__()
        self.dossier = dossier
        self._at = at

    def body(self) -> ComposeResult:
        with Vertical(classes="pane", id="side-pane"):
            yield SideView(id="side")

    @property
    def view(self) -> SideView:
        """The pairs."""
        return self.query_one(SideView)

    def session_changed(self) -> None:
        super().session_changed()
        register = self.session.register
        found = pairs(register, self.dossier, self.session.today)
        kept = self.record_id or self._at
        self.view.show(register, found, next((i for i, each in enumerate(found) if _is_about(each, kept)), 0))
        gaps = sum(each.gap is not None for each in found)
        asks = sum(each.ask is not None and each.ask.asks for each in found)
        procedure = register.dossiers[self.dossier].procedure if self.dossier in register.dossiers else self.dossier
        pane = self.query_one("#side-pane")
        pane.border_title = Content(f"{procedure} · {counted(asks, 'ask')} · {counted(gaps, 'gap')}")

    @property
    def pair(self) -> Pair | None:
        """What the cursor is on."""
        return self.view.pairs[self.view.cursor] if self.view.pairs else None

    @property
    def record_id(self) -> str:
        pair = self.pair if self.is_mounted else None
        if pair is None:
            return ""
        return pair.request.id if pair.request else pair.sections[0].id

    @property
    def _reply(self) -> str:
        pair = self.pair
        if pair is None:
            return ""
        replies = [*(each.reply for each in pair.answers), *pair.sections]
        return replies[0].id if replies else ""

    def has(self, need: str) -> bool:
        return bool(self._reply) if need == "reply" else need != "dossier" and super().has(need)

    @on(SideView.Moved)
    def _moved(self) -> None:
        self.refresh_keys()

    @on(SideView.Chosen)
    def action_open_ask(self) -> None:
        self.app.open_record(self.record_id)

    def action_open_reply(self) -> None:
        self.app.open_record(self._reply)

    def action_next_gap(self) -> None:
        self._to_gap(1)

    def action_previous_gap(self) -> None:
        self._to_gap(-1)

    def _to_gap(self, step: int) -> None:
        found = gap_after(self.view.pairs, self.view.cursor, step)
        if found is None:
            self.app.say("There is no gap: every ask that is owed an answer has one.")
        else:
            self.view.cursor = found


def _is_about(pair: Pair, record_id: str) -> bool:
    replies = [*(each.reply.id for each in pair.answers), *(each.id for each in pair.sections)]
    return bool(record_id) and (record_id in replies or bool(pair.request and pair.request.id == record_id))
