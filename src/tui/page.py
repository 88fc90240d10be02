"""What all pages share: bindings from the table of actions, the lines at the bottom, and actions on a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from .actions import key_name
from .keybar import KeyBar
from .text import ERROR, MUTED, SUCCESS, WARNING, one_line

if TYPE_CHECKING:
    from .app import FollowupApp
    from .session import Session


_WRITE = frozenset({"space", "del"})


class StatusLine(Static):
    """Branch, changes and problems, in words."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._session: Session | None = None
        self._said = 0

    def tell(self, session: Session) -> None:
        """Say how things stand, unless something else was just said."""
        self._session = session
        if not self._said:
            self._stand(session)

    def flash(self, text: str) -> None:
        """Say something for a few seconds."""
        self._said += 1
        self.update(Content.styled(f" ✓ {one_line(text)}", "$success"))
        self.set_timer(5, self._fade)

    def _fade(self) -> None:
        self._said -= 1
        if self._session:
            self.tell(self._session)

    def _stand(self, session: Session) -> None:
        if session.then:
            self.update(Content.styled(f" AS OF {session.then}: read only. @ goes back to now. ", "reverse $warning"))
            return
        parts = [each for each in (self._git(session), self._problems(session)) if each]
        self.update(Content(" ") + Content.styled("  ·  ", MUTED).join(parts))

    @staticmethod
    def _git(session: Session) -> Content:
        git = session.git
        if git is None:
            return Content.styled("looking at git …", MUTED)
        if git.error:
            return Content.styled(git.error.message, WARNING)
        count = len(git.changed)
        changed = Content.styled(f"{count:,} not committed", WARNING) if count else Content("nothing to commit")
        parts = [Content(f"⎇ {git.branch}"), changed]
        if git.operation:
            parts.insert(1, Content.styled(f"{git.operation.upper()} NOT FINISHED", WARNING))
        return Content.styled("  ·  ", MUTED).join(parts)

    @staticmethod
    def _problems(session: Session) -> Content:
        text = session.problem_count()
        if not text:
            return Content.styled(session.doing, MUTED)
        style = SUCCESS if text == "no problems" else ERROR if "error" in text else WARNING
        sign = "✓" if text == "no problems" else "✗" if "error" in text else "!"
        return Content.styled(f"{sign} {text}", style)


class Page(Screen[None]):
    """A page of the application."""

    CONTEXTS: ClassVar[tuple[str, ...]] = ("everywhere",)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (116, "-wide")]  # noqa: RUF012 - so it is typed above
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (18, "-tall")]  # noqa: RUF012

    if TYPE_CHECKING:

        @property
        def app(self) -> FollowupApp: ...  # type: ignore[override]

    @property
    def session(self) -> Session:
        """The state that all pages share."""
        return self.app.session

    @property
    def record_id(self) -> str:
        """The record that actions are about; empty for none."""
        return ""

    @property
    def unsaved(self) -> bool:
        """Whether the page holds something that leaving would lose."""
        return False

    def compose(self) -> ComposeResult:
        yield from self.body()
        with Vertical(id="bottom"):
            yield StatusLine()
            yield KeyBar(*self.CONTEXTS)

    def body(self) -> ComposeResult:
        """The page without its bottom lines."""
        yield from ()

    def on_mount(self) -> None:
        self.session_changed()

    def on_screen_resume(self) -> None:
        """Take the classes of the size that the terminal has now: a page in the background gets none."""
        width, height = self.app.size
        across, down = self.HORIZONTAL_BREAKPOINTS or [], self.VERTICAL_BREAKPOINTS or []
        wanted = {_class_for(width, across), _class_for(height, down)}
        self.update_classes({name: name in wanted for _, name in across + down}, animate=False)

    def is_text(self, key: str) -> bool:
        """Whether a key goes into a text that is being written."""
        # By name: to ask for the class would load a TextArea's parsers before anybody writes.
        is_area = any(each.__name__ == "TextArea" for each in type(self.focused).__mro__)
        if not (is_area or isinstance(self.focused, Input)):
            return False
        name = key_name(key)
        return len(name) == 1 or name in _WRITE or (is_area and name == "enter")

    def on_descendant_focus(self) -> None:
        """Other keys may do something now."""
        if self.is_mounted:
            self.refresh_keys()

    def session_changed(self) -> None:
        """The register, its problems or git's state are new."""
        self.query_one(StatusLine).tell(self.session)
        self.refresh_keys()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A slow call failed: say so and go on."""
        if event.state is WorkerState.ERROR and event.worker.error:
            self.failed(event.worker.group, event.worker.error)

    def failed(self, work: str, error: BaseException) -> None:
        """What was being done, by its group, could not be done."""
        self.app.fail(error)

    def refresh_keys(self) -> None:
        """The keys' state may be another."""
        self.query_one(KeyBar).refresh()

    def has(self, need: str) -> bool:
        """Whether what an action needs is there."""
        register = self.session.register
        match need:
            case "record":
                return bool(self.record_id)
            case "editable":
                return bool(self.record_id) and not self.session.then
            case "now":
                return not self.session.then
            case "marked":
                return bool(self.session.marked) and not self.session.then
            case "dossier":
                return bool(register.dossiers)
            case "undo":
                return bool(self.app.edits.done) and not self.session.then
            case "redo":
                return bool(self.app.edits.undone) and not self.session.then
        return not need

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        need = self.app.needs.get(action, "")
        return True if self.has(need) else None

    def action_back(self) -> None:
        self.app.pop_screen()

    def action_help(self) -> None:
        self.app.show_help(self)

    def action_palette(self) -> None:
        self.app.show_palette(self)

    def action_search(self) -> None:
        self.app.open_search()

    def action_agenda(self) -> None:
        self.app.open_agenda()

    def action_theme(self) -> None:
        self.app.choose_theme()

    def action_leave(self) -> None:
        self.app.leave()


def _class_for(cells: int, breakpoints: list[tuple[int, str]]) -> str:
    return next((name for least, name in sorted(breakpoints, reverse=True) if cells >= least), "")
