"""A record's file as text, changed in place and checked as it is typed."""

from __future__ import annotations

from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea

from ..report.plain import visible
from ..report.words import counted
from .actions import bindings
from .drafts import FormDraft
from .picker import Question
from .reporting import report
from .saving import SavingPage
from .text import ERROR, MUTED, SEVERITY, SUCCESS, WARNING
from .themes import DARK, THEMES, toml_theme

CONTEXTS = ("everywhere", "toml")
PAUSE = 0.25
"""Seconds without a key after which the text is checked."""
MOST = 6
"""Problems that are shown below the text."""


class TomlPage(SavingPage):
    """One file; what is typed here is in no file until it is saved."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)
    WITH_ERRORS = "The text has errors"
    LEAVING = ("Save the text", "Drop it; it will be lost")

    class Checked(Message):
        """The checks ran over a text."""

        def __init__(self, problems: list[Any], raw: bytes) -> None:
            super().__init__()
            self.problems = problems
            self.raw = raw

    def __init__(self, record_id: str, raw: bytes, kept: FormDraft | None = None) -> None:
        """``raw``: the file as it was read; ``kept``: where the text is kept until it is saved."""
        super().__init__(kept)
        self._record_id = record_id
        self.before = raw
        self._later: Timer | None = None

    @property
    def record_id(self) -> str:
        return self._record_id

    @property
    def raw(self) -> bytes:
        return raw_of(self.area.text, self.before)

    @property
    def unsaved(self) -> bool:
        return self.raw != self.before

    @property
    def area(self) -> TextArea:
        """The text."""
        return self.query_one(TextArea)

    def body(self) -> ComposeResult:
        with Vertical(classes="pane", id="toml-pane"):
            text = text_of(self.before)
            # Where tab indents, esc only leaves the text.
            yield TextArea.code_editor(
                text, language="toml", theme="css", soft_wrap=True, tab_behavior="focus", id="toml"
            )
        yield Static("", id="toml-said", markup=False)

    def on_mount(self) -> None:
        self._colour()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._colour())
        self.area.focus()
        kept = self.kept.versions() if self.kept else None
        if kept and kept[0] == self.before and kept[1] != self.before:
            self._offer(kept[1])
        self.check()

    def _colour(self) -> None:
        """Take the colours of the application's theme."""
        theme = THEMES[self.app.theme][0] if self.app.theme in THEMES else DARK
        self.area.register_theme(toml_theme(theme))
        self.area.theme = theme.name

    def _offer(self, text: bytes) -> None:
        """Ask whether to go on with the text that was left here when the application last ended."""

        def answered(answer: str | None) -> None:
            if answer == "restore":
                self.put(text)
            else:
                self.forget()

        answers = [("r", "restore", "Go on with it"), ("x", "drop", "Drop it; it will be lost")]
        self.app.push_screen(Question("A text of this file was never saved", self.record_id, answers), answered)

    def put(self, raw: bytes) -> None:
        """Put another text in the place of this one; ctrl+z takes that back."""
        self.area.replace(text_of(raw), (0, 0), self.area.document.end)

    # checking

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._later:
            self._later.stop()
        self._later = self.set_timer(PAUSE, self.check)
        self._title()

    def check(self) -> None:
        if self._later:
            self._later.stop()
        if self.kept:
            self.kept.keep(self.before, self.raw)
        self._run_checks(self.raw)

    @work(thread=True, exclusive=True, exit_on_error=False, group="toml-check")
    def _run_checks(self, raw: bytes) -> None:
        report(self, self.Checked(self.session.check_bytes(self.record_id, raw), raw))

    @on(Checked)
    def _checked(self, event: Checked) -> None:
        self.checked(event.problems, event.raw)

    def show_problems(self) -> None:
        self._title()
        self.query_one("#toml-said", Static).update(self._said())

    def _said(self) -> Content:
        if not self.wrongs:
            return Content.styled(" ✓ no problems", SUCCESS)
        lines = [_problem(each) for each in self.wrongs[:MOST]]
        rest = len(self.wrongs) - len(lines)
        more = [Content.styled(f"   and {rest} more", MUTED)] if rest else []
        return Content("\n").join([*lines, *more])

    def _title(self) -> None:
        pane = self.query_one("#toml-pane")
        pane.border_title = Content(f"records/{self.record_id}.toml{' · not saved' if self.unsaved else ''}")
        errors = sum(each.severity == "error" for each in self.wrongs)
        said = counted(len(self.wrongs), "problem") if self.wrongs else ""
        pane.border_subtitle = Content.styled(said, ERROR if errors else WARNING)

    def action_first_problem(self) -> None:
        """To the first problem below the cursor, or the first of all."""
        row = self.area.cursor_location[0] + 1
        places = sorted((each.line, each.column) for each in self.wrongs)
        wanted = next((each for each in places if each[0] > row), places[0] if places else None)
        if wanted:
            self.area.move_cursor((wanted[0] - 1, wanted[1] - 1), center=True)
            self.area.focus()

    def action_text_undo(self) -> None:
        self.area.undo()

    def action_text_redo(self) -> None:
        self.area.redo()

    # saving and leaving

    def action_save_toml(self) -> None:
        self.save()

    def where(self, problem: Any) -> str:
        return f"line {problem.line}"

    def write(self) -> None:
        self.app.save_text(self.record_id, self.before, self.raw)
        self.app.pop_screen()

    def resolve(self) -> None:
        self.app.resolve_text(self)

    @property
    def changed(self) -> str:
        return f"You changed {self.record_id}."


def text_of(raw: bytes) -> str:
    """A file's text."""
    return raw.decode(errors="replace")


def raw_of(text: str, before: bytes) -> bytes:
    """The file of a text, with the line endings that it had."""
    newline = "\r\n" if b"\r\n" in before else "\n"
    return newline.join(text.replace("\r\n", "\n").split("\n")).encode()


def _problem(problem: Any) -> Content:
    sign, style = SEVERITY[problem.severity]
    place = Content.styled(f" {problem.line}:{problem.column} ", MUTED)
    hint = Content.styled(visible(f" · {problem.hint}") if problem.hint else "", MUTED)
    return Content.assemble(Content.styled(f" {sign}", style), place, visible(problem.message), hint)
