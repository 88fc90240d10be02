"""The box in which one field of a form is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from ..errors import FollowupError
from ..report.plain import visible
from .actions import bindings
from .draft import Slot, editable, meaning, typed
from .text import ERROR, MUTED, SEVERITY, STRONG, joined


class FieldBox(Vertical):
    """Says what a field means and what is wrong with it; when asked, a place to write it."""

    BINDINGS = bindings("answer")

    class Written(Message):
        """The value was written and accepted."""

        def __init__(self, slot: Slot, value: Any) -> None:
            super().__init__()
            self.slot = slot
            self.value = value

    class Writing(Message):
        """The value is being written; this is what it would be now."""

        def __init__(self, slot: Slot, value: Any) -> None:
            super().__init__()
            self.slot = slot
            self.value = value

    class Left(Message):
        """Writing was given up."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.slot: Slot | None = None
        self._problems: list[Content] = []
        self._pen: Input | TextArea | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="field-about", markup=False)
        # Always there and shown when needed: a widget that is taken away while it is painted would end the app.
        yield Input(id="field-input", compact=True, select_on_focus=False, classes="hidden")
        yield TextArea(id="field-area", soft_wrap=True, tab_behavior="focus", classes="hidden")
        yield Static("", id="field-said", markup=False)

    @property
    def writing(self) -> bool:
        """Whether a field is being written."""
        return self._pen is not None

    def tell(self, slot: Slot | None, problems: Iterable[Any], hint: str) -> None:
        """Describe a field, with what is wrong with it."""
        self.slot = slot
        if slot is None:
            return
        field = slot.field
        required = " (required)" if field and field.required else ""
        about = field.description if field else ""
        example = f"  For example: {editable(field.examples[0])}" if field and field.examples and _simple(field) else ""
        head = Content.styled((field.title if field else slot.title) + required, STRONG)
        quiet = Content.styled(f"  {about}{example}", MUTED)
        self.query_one("#field-about", Static).update(joined((head, quiet)))
        self._problems = [_problem(each) for each in problems]
        value = meaning(field, editable(slot.value)) if slot.kind == "value" else ""
        choice = field.values.get(str(slot.value), "") if field else ""
        self._say(*([Content(value or choice)] if value or choice else []), *self._problems)
        if not self.writing:
            self.border_subtitle = Content(hint)

    def _say(self, *lines: Content) -> None:
        self.query_one("#field-said", Static).update(Content("\n").join(lines))

    def say_problems(self, problems: Iterable[Any]) -> None:
        """Show what the checks say of what is being written."""
        self._problems = [_problem(each) for each in problems]
        self._told()

    def write(self, slot: Slot, text: str) -> None:
        """Begin writing a field."""
        self.stop()
        self.slot = slot
        if slot.type == "long-text":
            area = self.query_one(TextArea)
            self._pen = area
            area.load_text(text.rstrip("\n"))
            self.border_subtitle = Content("a sentence a line · ctrl+s takes it · esc gives up")
        else:
            box = self.query_one(Input)
            self._pen = box
            box.value = text
            box.cursor_position = len(text)
            self.border_subtitle = Content("enter takes it · esc gives up")
        self._pen.remove_class("hidden")
        self._pen.focus()
        self.add_class("-writing")
        self._told()

    def stop(self) -> None:
        """Stop writing."""
        if self._pen is not None:
            self._pen.add_class("hidden")
        self._pen = None
        self.remove_class("-writing")

    @property
    def text(self) -> str:
        """What is written so far."""
        if isinstance(self._pen, Input):
            return self._pen.value
        return self._pen.text if isinstance(self._pen, TextArea) else ""

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self) -> None:
        if not self.writing:
            return
        self._problems = []
        if (value := self._told()) is not None and self.slot:
            self.post_message(self.Writing(self.slot, value))

    def _told(self) -> Any:
        """Say what the text means, or why it can't be taken; gives the value."""
        if self.slot is None or not self.text.strip():
            self._say(*self._problems)
            return None
        try:
            value = self._value()
        except FollowupError as error:
            said = f"✗ {error.message}. {error.hint}"
            self._say(Content.styled(visible(said), ERROR))
            return None
        said = meaning(self.slot.field, self.text)
        self._say(*([Content.styled(f"= {said}", "$success")] if said else []), *self._problems)
        return value

    def _value(self) -> Any:
        slot = self.slot
        if slot is None:
            return None
        if slot.kind == "list":
            return typed(slot.field.item if slot.field else None, self.text)
        return typed(slot.field, self.text, slot.value)

    @on(Input.Submitted)
    def action_accept(self) -> None:
        if self.slot is None:
            return
        if not self.text.strip():
            self.post_message(self.Written(self.slot, None))
        elif (value := self._told()) is not None:
            self.post_message(self.Written(self.slot, value))

    def action_give_up(self) -> None:
        self.post_message(self.Left())


def _simple(field: Any) -> bool:
    return field.type in {"text", "day", "when", "integer", "reference"}


def _problem(problem: Any) -> Content:
    sign, style = SEVERITY[problem.severity]
    hint = f". {problem.hint}" if problem.hint else ""
    return Content.assemble(
        Content.styled(f"{sign} {problem.severity}: ", style),
        visible(problem.message),
        Content.styled(visible(hint), MUTED),
    )
