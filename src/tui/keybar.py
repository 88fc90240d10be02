"""The bottom line: which keys do what here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from .actions import Action, for_contexts, key_name

if TYPE_CHECKING:
    from .page import Page

MOST = 8


class KeyBar(Widget):
    """The keys of a page that matter most, as many as fit; what can't be done now is dim.

    While a text is written, that is all whose keys would end up in it.
    """

    DEFAULT_CSS = "KeyBar { link-style: none; link-color: $foreground; link-style-hover: none; }"
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key"}

    def __init__(self, *contexts: str) -> None:
        super().__init__()
        actions = [action for action in for_contexts(*contexts) if action.short]
        first = [action for action in actions if action.id == "help"]
        last = [action for action in actions if action.id == "back"]
        own = [action for action in actions if action not in first + last]
        own.sort(key=lambda action: contexts[-1] not in action.contexts)
        self._actions = first + own[: MOST - len(first + last)] + last

    def render(self) -> Content:
        """The keys that fit, the way back always among them; clicking one does it."""
        *parts, back = map(self._part, self._actions)
        while parts and sum(part.cell_length + 2 for part in (*parts, back)) > self.size.width:
            parts.pop()
        return Content(" ") + Content("  ").join([*parts, back])

    def _part(self, action: Action) -> Content:
        page = cast("Page", self.screen)
        keys = page.app.keymap.of(action)
        free = [each for each in keys if not page.is_text(each)]
        key = Content.styled(key_name((free or keys)[0]), self.get_visual_style("keybar--key", partial=True))
        can = free and page.check_action(action.method, ())
        part = Content.assemble(key, " ", Content.styled(action.short, "" if can else "dim"))
        return part.stylize(Style.from_meta({"@click": f"screen.{action.method}"}))
