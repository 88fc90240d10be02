"""What the form shows, and what the checks say of it while it is written."""

from __future__ import annotations

from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from ..errors import FollowupError
from ..register import DataPath
from ..register.changes import spelt
from .actions import bindings
from .draft import Draft, Slot
from .drafts import FormDraft
from .field_box import FieldBox
from .reporting import report
from .saving import SavingPage
from .slot_lines import SlotLines
from .text import ERROR, WARNING
from .virtual_list import VirtualList

CONTEXTS = ("everywhere", "form")


class FormBase(SavingPage):
    """One record's fields; what is changed here is in no file until it is saved."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    class Checked(Message):
        """The checks ran over what the record would be."""

        def __init__(self, problems: list[Any], raw: bytes, *, of_draft: bool) -> None:
            super().__init__()
            self.problems = problems
            self.raw = raw
            self.of_draft = of_draft

    def __init__(self, draft: Draft, kept: FormDraft | None = None) -> None:
        """``kept``: where changes are kept until they are saved."""
        super().__init__(kept)
        self.draft = draft
        self.slots: list[Slot] = []
        self._later: Timer | None = None
        self._begun: Slot | None = None
        """The list of tables to which the field being written begins a new item."""

    @property
    def record_id(self) -> str:
        return self.draft.record.id

    @property
    def raw(self) -> bytes:
        return self.draft.raw

    @property
    def unsaved(self) -> bool:
        return self.draft.dirty

    def body(self) -> ComposeResult:
        with Vertical(id="form"):
            with Vertical(classes="pane", id="fields-pane"):
                yield VirtualList(id="fields")
            yield FieldBox(id="field")

    @property
    def fields(self) -> VirtualList:
        """The lines of the form."""
        return self.query_one("#fields", VirtualList)

    @property
    def box(self) -> FieldBox:
        """Where a field is described and written."""
        return self.query_one(FieldBox)

    @property
    def slot(self) -> Slot | None:
        """The line under the cursor."""
        return self.slots[self.fields.cursor] if self.fields.cursor < len(self.slots) else None

    def on_mount(self) -> None:
        self.box.border_title = Content("Field")
        self.show_fields(())
        self.fields.focus()
        self.begin()

    def begin(self) -> None:
        """Do what comes first."""
        self.check()

    # showing

    def show_fields(self, at: DataPath | None = None) -> None:
        at = at if at is not None else (self.slot.path if self.slot else ())
        self.slots = self.draft.slots()
        lines = SlotLines(self.session, self.draft, self.slots, self._wrong())
        position = next((i for i, slot in enumerate(self.slots) if slot.path == at), self.fields.cursor)
        with self.prevent(VirtualList.Moved):
            self.fields.show(lines, position)
        self._title()
        self.tell()

    def _wrong(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for problem in self.wrongs:
            if found.get(problem.field) != "error":
                found[problem.field] = problem.severity
        return found

    def _title(self) -> None:
        pane = self.query_one("#fields-pane")
        mark = " · not saved" if self.draft.dirty else ""
        label = self.session.register.label(self.record_id)
        name = f"New {self.draft.kind.singular.lower()}" if self.draft.new else f"Edit {label}"
        pane.border_title = Content(f"{name}{mark}")
        errors = sum(each.severity == "error" for each in self.wrongs)
        warnings = sum(each.severity == "warning" for each in self.wrongs)
        said = [f"{errors} error{'s' * (errors != 1)}"] * bool(errors)
        said += [f"{warnings} warning{'s' * (warnings != 1)}"] * bool(warnings)
        pane.border_subtitle = Content.styled(", ".join(said), ERROR if errors else WARNING)
        self.refresh_keys()

    def tell(self) -> None:
        slot = self.slot
        if slot is None:
            return
        own = spelt(slot.path)
        here = [each for each in self.wrongs if each.field == own or (not each.field and slot is self.slots[0])]
        self.box.tell(slot, here, self._hint(slot))

    @staticmethod
    def _hint(slot: Slot) -> str:
        if slot.kind == "list":
            return "enter adds one"
        move = " · K J move" if slot.in_list else ""
        if slot.kind == "item":
            return f"x removes{move}"
        if slot.kind == "table" and slot.type == "map":
            return f"enter adds a key{' · x removes all' if slot.present else ''}"
        if slot.kind == "table":
            return "x removes" if slot.present else "enter opens"
        return f"enter changes{' · x removes' if slot.present else ''}{move}"

    @on(VirtualList.Moved, "#fields")
    def _moved(self) -> None:
        self.tell()

    # checking

    def check(self) -> None:
        if self.kept:
            self.kept.keep(self.draft.record.raw, self.raw)
        if self.draft.new and not self.unsaved:
            self.checked([], self.raw)  # that nothing is there yet is no mistake
        else:
            self._check_bytes(self.raw, of_draft=True)

    def show_problems(self) -> None:
        self.show_fields()

    def where(self, problem: Any) -> str:
        return problem.field or "record"

    @work(thread=True, exclusive=True, exit_on_error=False, group="form-check")
    def _check_bytes(self, raw: bytes, *, of_draft: bool) -> None:
        problems = self.session.check_bytes(self.record_id, raw)
        report(self, self.Checked(problems, raw, of_draft=of_draft))

    @on(Checked)
    def _checked(self, event: Checked) -> None:
        if event.of_draft:
            self.checked(event.problems, event.raw)
        elif self.box.writing and self.box.slot:
            own = spelt(self.box.slot.path)
            self.box.say_problems(each for each in event.problems if each.field.startswith(own))

    @on(FieldBox.Writing)
    def _writing(self, event: FieldBox.Writing) -> None:
        """Check what the record would be, once typing pauses."""
        if self._later:
            self._later.stop()
        self._later = self.set_timer(0.25, lambda: self._try(event.slot, event.value))

    def _try(self, slot: Slot, value: Any) -> None:
        if not self.box.writing:
            return
        trial = Draft(self.draft.record, self.draft.kind, list(self.draft.groups))
        try:
            trial.change(trial.setting(slot, value))
        except FollowupError:
            return
        self._check_bytes(trial.raw, of_draft=False)
