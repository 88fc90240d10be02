"""What is about to be done to several files: shown before the first is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ..history.text import text_difference
from ..register.plan import Plan
from ..report.plain import visible
from ..report.words import capital, counted
from .actions import bindings
from .change_view import line_paras
from .reader import Reader
from .text import EMPTY, ERROR, MUTED, STRONG, WARNING, Para


class PlanDialog(ModalScreen[bool | None]):
    """The steps of a plan, and the problems it would bring; y writes them."""

    BINDINGS = bindings("plan")

    def __init__(self, title: str, plan: Plan, problems: list[Any]) -> None:
        super().__init__()
        self._title = title
        self._plan = plan
        self._problems = problems

    def compose(self) -> ComposeResult:
        with Vertical(id="plan") as box:
            box.border_title = Content(capital(self._title))
            box.border_subtitle = Content(
                f"y changes {counted(len(self._plan.steps), 'file')} · esc leaves all as it is"
            )
            yield Reader(id="plan-text")

    def on_mount(self) -> None:
        self.query_one(Reader).show(list(self._paras()))
        self.query_one(Reader).focus()

    def _paras(self) -> Iterator[Para]:
        for problem in self._problems:
            style = ERROR if problem.severity == "error" else WARNING
            head = Content.styled(f"{problem.severity}: ", style)
            yield Para(head + Content(visible(problem.message)), "! ", "  ", style)
            yield Para(Content.styled(f"in {visible(problem.record)}", MUTED), "  ")
        for step in self._plan:
            what = "new" if step.before is None else "removed" if step.after is None else "changed"
            yield EMPTY
            yield Para(Content.styled(step.id, STRONG) + Content.styled(f"  {what}", MUTED))
            yield from line_paras(text_difference(step.before, step.after, context=1))

    def action_do_it(self) -> None:
        self.dismiss(True)

    def action_leave_it(self) -> None:
        self.dismiss(None)


class Prompt(ModalScreen[str | None]):
    """One line to write; gives it, or None after esc."""

    BINDINGS = bindings("prompt")

    def __init__(self, title: str, about: str, text: str = "") -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(id="question") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = Content("enter goes on · esc goes back")
            yield Static(self._about, markup=False, id="question-text")
            yield Input(self._text, compact=True, select_on_focus=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())

    def action_leave_it(self) -> None:
        self.dismiss(None)
