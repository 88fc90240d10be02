"""What a newcomer is told: four lines, until they are closed once."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from textual.content import Content
from textual.widget import Widget

from .actions import ACTIONS, key_name
from .keymap import Keymap
from .text import STRONG

_LINES = (
    (("side", "reads asks beside their answers"), ("open-record", "opens a record")),
    (("filter", "filters this list"), ("search", "searches everything"), ("agenda", "deadlines")),
    (("edit", "changes a record in a form"), ("commit", "commits"), ("undo", "takes back")),
    (("help", "lists all keys that work here"), ("back", "closes this hint for good")),
)


def seen_file() -> Path:
    """Where it is noted that the hint was closed."""
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "followup" / "hint-seen"


def seen() -> bool:
    """Whether the user has closed the hint before."""
    return seen_file().exists()


def remember() -> None:
    """The user closed the hint. Where that can't be noted, the hint comes again."""
    with suppress(OSError):
        seen_file().parent.mkdir(parents=True, exist_ok=True)
        seen_file().touch()


class Welcome(Widget):
    """The keys to begin with."""

    ALLOW_SELECT = False

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(id="welcome", classes="pane")
        self._keymap = keymap
        self.border_title = Content("To begin with")

    def render(self) -> Content:
        """Four lines."""
        return Content("\n").join(self._line(each) for each in _LINES)

    def _line(self, parts: tuple[tuple[str, str], ...]) -> Content:
        actions = {each.id: each for each in ACTIONS}
        keys = [(key_name(self._keymap.of(actions[name])[0]), said) for name, said in parts]
        return Content("   ").join(
            Content.assemble(Content.styled(key, f"{STRONG} $accent"), f"  {said}") for key, said in keys
        )
