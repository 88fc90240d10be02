"""A list that paints only the lines on screen, whatever its length."""

from __future__ import annotations

from typing import ClassVar, Protocol

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from .actions import bindings


class Lines(Protocol):
    """What a list shows: how many lines, and each of them on demand."""

    def __len__(self) -> int: ...

    def line(self, index: int, width: int) -> Content:
        """One line, at most ``width`` cells wide."""
        ...

    def header(self, width: int) -> Content | None:
        """The line that stays on top, if there is one."""
        ...

    def pickable(self, index: int) -> bool:
        """Whether the cursor can rest there; headings say no."""
        ...


class NoLines:
    """A list of nothing."""

    def __len__(self) -> int:
        return 0

    def line(self, index: int, width: int) -> Content:
        raise IndexError(index)

    def header(self, width: int) -> Content | None:
        return None

    def pickable(self, index: int) -> bool:
        return False


class VirtualList(ScrollView, can_focus=True):
    """A list with a cursor."""

    BINDINGS = bindings("list")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"virtual-list--cursor", "virtual-list--header", "virtual-list--empty"}

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor rests on another line."""

        def __init__(self, list_: VirtualList, index: int) -> None:
            super().__init__()
            self.list = list_
            self.index = index

        @property
        def control(self) -> VirtualList:
            return self.list

    class Chosen(Moved):
        """Enter was pressed, or a line clicked twice."""

    def __init__(self, *, empty: str = "Nothing here.", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.lines: Lines = NoLines()
        self.empty = empty

    def show(self, lines: Lines, cursor: int = 0) -> None:
        """Show other lines; the cursor goes to ``cursor`` or the nearest line that can hold it."""
        self.lines = lines
        self._resize()
        self.cursor = self._nearest(cursor)
        self.scroll_to_cursor()
        self.refresh()

    def _resize(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.lines) + self._header_height)

    @property
    def _header_height(self) -> int:
        return int(self.lines.header(max(1, self.scrollable_content_region.width)) is not None)

    def on_resize(self) -> None:
        self._resize()
        self.scroll_to_cursor()

    def _nearest(self, wanted: int, step: int = 1) -> int:
        """The pickable line nearest to ``wanted``, looking along ``step`` first."""
        last = len(self.lines) - 1
        wanted = max(0, min(wanted, last))
        for way in (step, -step):
            index = wanted
            while 0 <= index <= last:
                if self.lines.pickable(index):
                    return index
                index += way
        return wanted

    def validate_cursor(self, value: int) -> int:
        return max(0, min(value, len(self.lines) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        for index in (old, new):
            self.refresh_line(index + self._header_height)
        if old != new:
            self.scroll_to_cursor()
            self.post_message(self.Moved(self, new))

    def scroll_to_cursor(self) -> None:
        """Bring the cursor's line into view, with as little scrolling as that takes."""
        height = self.scrollable_content_region.height - self._header_height
        if height <= 0:
            return
        top = self.scroll_offset.y
        if self.cursor < top or (self.cursor < height and top and self.cursor <= self._nearest(0)):
            wanted = 0 if self.cursor <= self._nearest(0) else self.cursor
            self.scroll_to(y=wanted, animate=False, force=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y == 0 and (header := self.lines.header(width)) is not None:
            return self._paint(header, width, "virtual-list--header")
        if not len(self.lines):
            message = self.empty if y == self._header_height else ""
            return self._paint(Content(message).truncate(width, ellipsis=True), width, "virtual-list--empty")
        index = self.scroll_offset.y + y - self._header_height
        if index >= len(self.lines):
            return self._paint(Content(""), width)
        line = self.lines.line(index, width)
        return self._paint(line, width, *(["virtual-list--cursor"] if index == self.cursor else []))

    def _paint(self, line: Content, width: int, *component: str) -> Strip:
        style = self.get_visual_style(*component)
        strips = Visual.to_strips(self, line, max(1, width), 1, style, apply_selection=False, pad=True)
        return strips[0].crop(0, width) if strips else Strip.blank(width, style.rich_style)

    def _move(self, to: int, step: int) -> None:
        if len(self.lines):
            self.cursor = self._nearest(to, step)

    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - self._header_height - 1)

    def action_cursor_up(self) -> None:
        self._move(self.cursor - 1, -1)

    def action_cursor_down(self) -> None:
        self._move(self.cursor + 1, 1)

    def action_page_up(self) -> None:
        self._move(self.cursor - self._page(), -1)

    def action_page_down(self) -> None:
        self._move(self.cursor + self._page(), 1)

    def action_first(self) -> None:
        self._move(0, 1)

    def action_last(self) -> None:
        self._move(len(self.lines) - 1, -1)

    def action_choose(self) -> None:
        if len(self.lines) and self.lines.pickable(self.cursor):
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        index = self.scroll_offset.y + event.y - self.gutter.top - self._header_height
        if not 0 <= index < len(self.lines) or not self.lines.pickable(index):
            return
        if event.chain > 1:
            self.action_choose()
        else:
            self.cursor = index
