"""A text to read, with links to follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from .actions import bindings
from .text import Para, link_of


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a link stands in the laid-out text: on each of its lines from and up to which character."""

    target: str
    places: dict[int, tuple[int, int]]

    @property
    def line(self) -> int:
        """Its first line."""
        return min(self.places)


class Reader(ScrollView, can_focus=True):
    """Paragraphs, wrapped to the width; the arrows go from link to link and scroll where there is none."""

    BINDINGS = bindings("reader")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"reader--link"}

    class Followed(Message):
        """A link was followed."""

        def __init__(self, target: str) -> None:
            super().__init__()
            self.target = target

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._paras: Sequence[Para] = ()
        self._laid: list[Content] = []
        self._anchors: list[Anchor] = []
        self._at: int | None = None
        self._width = 0

    def show(self, paras: Sequence[Para], *, keep: bool = False) -> None:
        """Show another text from its beginning; with ``keep``, from where the reader is."""
        self._paras = paras
        at, top = self._at, self.scroll_offset.y
        self._at = None
        self._width = 0
        self._lay_out()
        if keep:
            self._at = at if at is not None and at < len(self._anchors) else None
        self.scroll_to(y=top if keep else 0, animate=False, force=True)
        self.refresh()

    @property
    def plain(self) -> str:
        """What is shown, as text."""
        return "\n".join(line.plain for line in self._laid)

    @property
    def target(self) -> str:
        """The record named by the marked link; empty for none."""
        return self._anchors[self._at].target if self._at is not None else ""

    def mark_line(self, index: int) -> None:
        """Bring the paragraph with that index into view."""
        line = sum(len(para.wrapped(self._width)) for para in self._paras[:index])
        self.scroll_to(y=max(0, line - 2), animate=False, force=True)

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width == self._width or width < 1:
            return
        self._width = width
        self._laid = [line for para in self._paras for line in para.wrapped(width)]
        self._anchors = list(_anchors(self._laid))
        self.virtual_size = Size(width, len(self._laid))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        number = self.scroll_offset.y + y
        style = self.visual_style
        line = self._laid[number] if number < len(self._laid) else Content("")
        place = self._anchors[self._at].places.get(number) if self._at is not None and self.has_focus else None
        if place:
            line = line.stylize(self.get_visual_style("reader--link"), *place)
        strips = Visual.to_strips(self, line, max(1, width), 1, style, apply_selection=False, pad=True)
        return strips[0].crop(0, width) if strips else Strip.blank(width, style.rich_style)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _visible(self, anchor: Anchor) -> bool:
        top = self.scroll_offset.y
        return top <= anchor.line < top + self.scrollable_content_region.height

    def _next(self, step: int) -> int | None:
        """The next link on screen in that direction."""
        if self._at is not None and self._visible(self._anchors[self._at]):
            candidate = self._at + step
            fine = 0 <= candidate < len(self._anchors) and self._visible(self._anchors[candidate])
            return candidate if fine else None
        visible = [index for index, anchor in enumerate(self._anchors) if self._visible(anchor)]
        return (visible[0] if step > 0 else visible[-1]) if visible else None

    def _go(self, step: int) -> None:
        found = self._next(step)
        if found is not None:
            self._at = found
            self.refresh()
        else:
            self.scroll_to(y=self.scroll_offset.y + step, animate=False, force=True)

    def action_line_up(self) -> None:
        self._go(-1)

    def action_line_down(self) -> None:
        self._go(1)

    def _page(self, step: int) -> None:
        height = max(1, self.scrollable_content_region.height - 1)
        self.scroll_to(y=self.scroll_offset.y + step * height, animate=False, force=True)

    def action_page_up(self) -> None:
        self._page(-1)

    def action_page_down(self) -> None:
        self._page(1)

    def action_first(self) -> None:
        self.scroll_to(y=0, animate=False, force=True)

    def action_last(self) -> None:
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def action_follow(self) -> None:
        if self.target:
            self.post_message(self.Followed(self.target))

    def on_click(self, event: events.Click) -> None:
        x, y = event.x - self.gutter.left, event.y - self.gutter.top + self.scroll_offset.y
        for index, anchor in enumerate(self._anchors):
            start, end = anchor.places.get(y, (0, 0))
            if end and self._laid[y][:start].cell_length <= x < self._laid[y][:end].cell_length:
                self._at = index
                self.action_follow()


def _anchors(lines: Sequence[Content]) -> Iterator[Anchor]:
    """The links; one that was wrapped is one link still."""
    found: dict[int, Anchor] = {}
    for number, line in enumerate(lines):
        for span in line.spans:
            known = link_of(span.style)
            if known:
                found.setdefault(known.number, Anchor(known.target, {})).places[number] = (span.start, span.end)
    yield from found.values()
