"""The application."""

from __future__ import annotations

import asyncio
import gc
import signal
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from textual.widget import Widget

from ..register import NoSuchRecord, find_root
from ..report.plain import visible
from .actions import ACTIONS, CONTEXTS, Action, for_contexts, key_name
from .keymap import Keymap, keys_file, load
from .opening import Opening
from .page import Page
from .reader import Reader
from .register_page import RegisterPage
from .session import Session
from .themes import THEMES
from .virtual_list import VirtualList

STATUS_OF = {signal.SIGHUP: 0, signal.SIGINT: 128 + signal.SIGINT, signal.SIGTERM: 128 + signal.SIGTERM}
"""With which status each signal from outside ends the application."""


class FollowupApp(Opening):
    """The register in a terminal."""

    TITLE = "followup"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, session: Session, at: str | None = None) -> None:
        super().__init__(session)
        self.start_at = at or ""
        for theme, *_ in THEMES.values():
            self.register_theme(theme)
        # Set from outside, a theme has all style sheets read a second time.
        self.set_reactive(FollowupApp.theme, "followup-dark")
        self.stylesheet.set_variables(self.get_css_variables())
        self.keymap: Keymap = load(keys_file())
        self.needs = {action.method: action.needs for action in ACTIONS if action.needs}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"muted": "#858f9f", "link": "#82b7c9"}

    def get_default_screen(self) -> RegisterPage:
        # The first screen, not one pushed upon an empty one: that would be laid out and painted for nobody.
        self.read_first()
        return RegisterPage()

    def on_mount(self) -> None:
        self.set_keymap(self.keymap.textual)
        # A closed terminal: without this, the application would spin on with nobody to see it. And whoever ends it from
        # outside is to find the terminal as it was, and no work that goes on.
        for number, status in STATUS_OF.items():
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, self.exit, status, status)

    def on_ready(self) -> None:
        """What the first painting can do without."""
        gc.enable()
        self._tell_faults()
        self.go_on()

    def _tell_faults(self) -> None:
        """Say what is wrong with the user's keys; the other ones hold."""
        if self.keymap.faults:
            faults = "\n".join(f"• {visible(each)}" for each in self.keymap.faults)
            self.notify(f"{keys_file()}\n{faults}", title="Keys", severity="warning", markup=False, timeout=20)

    def leave(self) -> None:
        """Close the register, unless a form holds what is not saved."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Page) and screen.unsaved:
                self.say("There are changes that are not saved: ctrl+s saves, esc drops them.", severity="warning")
                return
        self.workers.cancel_all()
        self.exit(0)

    async def action_quit(self) -> None:
        self.leave()

    def show_help(self, page: Page) -> None:
        """List what can be done here; enter does it."""
        from .picker import Choice, Picker

        choices: list[Choice] = []
        for context in (*reversed(page.CONTEXTS[1:]), *_contexts_of(page.focused), "everywhere"):
            known = {choice.value for choice in choices}
            new = [each for each in for_contexts(context) if each.id not in known]
            choices.append(Choice("", CONTEXTS[context], heading=True))
            choices += [Choice(each.id, f"{self._keys(each):<13}{each.title}", each.help) for each in new]
        hint = "enter does it · type to find"
        self.push_screen(Picker("What can be done here", choices, hint=hint), self._do_on(page))

    def show_palette(self, page: Page) -> None:
        """Find an action by its name."""
        from .picker import Choice, Picker

        choices = [
            Choice(each.id, each.title, each.help, self._keys(each))
            for each in for_contexts(*page.CONTEXTS)
            if page.has(each.needs)
        ]
        self.push_screen(Picker("Do", choices, hint="enter does it"), self._do_on(page))

    def _do_on(self, page: Page) -> Any:
        focused = page.focused

        async def do(action_id: str | None) -> None:
            if action_id:
                method = action_id.replace("-", "_")
                target = page if hasattr(page, f"action_{method}") else focused
                if target is not None:
                    await self.run_action(method, target)

        return do

    def _keys(self, action: Action) -> str:
        return " ".join(map(key_name, self.keymap.of(action)))

    def choose_theme(self) -> None:
        """Choose the colours."""
        from .picker import Choice, Picker

        choices = [Choice(name, title, about) for name, (_, title, about) in THEMES.items()]
        self.push_screen(Picker("Theme", choices, current=self.theme), self._set_theme)

    def _set_theme(self, name: str | None) -> None:
        if name:
            self.theme = name


def _contexts_of(widget: Widget | None) -> tuple[str, ...]:
    if isinstance(widget, VirtualList):
        return ("list",)
    return ("reader",) if isinstance(widget, Reader) else ()


def open_register(root: Path, today: date, at: str | None) -> int:
    """Run the application on the register around ``root``."""
    session = Session.start(find_root(root), today)
    if at and not session.path(at).exists():
        raise NoSuchRecord(at)
    app = FollowupApp(session, at)
    result = app.run()
    return result or app.return_code or 0
