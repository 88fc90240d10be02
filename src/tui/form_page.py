"""The form: a record's fields, built from its schema, checked before they are saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from ..errors import FollowupError
from ..register import DataPath, Field, Record
from ..register.changes import Change, spelt
from ..register.editing import Append
from ..register.files import StaleFile
from ..report.plain import visible
from .actions import bindings
from .draft import Draft, Slot, editable, shown
from .drafts import FormDraft
from .field_box import FieldBox
from .page import Page
from .picker import Picker, Question
from .reporting import report
from .session import Session
from .text import ERROR, MUTED, STRONG, WARNING, fitted, one_line
from .values import value_choices
from .virtual_list import VirtualList

CONTEXTS = ("everywhere", "form")
TITLES = 24


class SlotLines:
    """The fields of a draft as lines."""

    def __init__(self, session: Session, draft: Draft, slots: Sequence[Slot], wrong: dict[str, str]) -> None:
        self.slots = slots
        self._session = session
        self._draft = draft
        self._wrong = wrong

    def __len__(self) -> int:
        return len(self.slots)

    def line(self, index: int, width: int) -> Content:
        """Sign, title, value."""
        slot = self.slots[index]
        titles = min(TITLES, max(10, width // 3))
        indent = "  " * slot.depth
        style = STRONG if slot.kind in {"table", "item", "list"} and slot.present else "" if slot.present else MUTED
        title = Content.styled(indent + fitted(slot.title, max(1, titles - len(indent))), style)
        return Content.assemble(self._sign(slot), title, " ", self._value(slot)).truncate(width, ellipsis=True)

    def _sign(self, slot: Slot) -> Content:
        severity = self._wrong.get(spelt(slot.path))
        if severity:
            return Content.styled("✗ ", ERROR) if severity == "error" else Content.styled("! ", WARNING)
        return Content.styled("~ ", WARNING) if self._draft.changed(slot.path) else Content("  ")

    def _value(self, slot: Slot) -> Content:
        if not slot.present:
            required = bool(slot.field and slot.field.required)
            return Content.styled("required" if required else "–", WARNING if required else MUTED)
        text = visible(one_line(shown(self._session.register, slot)))
        if slot.kind == "list" and not text:
            return Content.styled(f"{len(slot.value)}", MUTED)
        if slot.field and slot.field.references:
            return Content.styled(text, "$link")
        return Content(text)

    def header(self, width: int) -> Content | None:
        """None."""
        return None

    def pickable(self, index: int) -> bool:
        """Every line."""
        return True


class FormPage(Page):
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
        super().__init__()
        self.draft = draft
        self._kept = kept
        self._problems: list[Any] = []
        self._slots: list[Slot] = []
        self._later: Timer | None = None
        self._begun: Slot | None = None
        """The list of tables to which the field being written begins a new item."""
        self._known: bytes | None = None
        """The bytes for which the problems are known."""
        self._saving = False

    @property
    def record_id(self) -> str:
        return self.draft.record.id

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
        return self._slots[self.fields.cursor] if self.fields.cursor < len(self._slots) else None

    def on_mount(self) -> None:
        self.box.border_title = Content("Field")
        self._show(())
        self.fields.focus()
        changes = self._kept.changes() if self._kept else []
        if changes:
            self._offer(changes)
        else:
            self._check()

    def _offer(self, changes: list[Change]) -> None:
        """Ask whether to take up the changes that were left here when the application last ended."""

        def answered(answer: str | None) -> None:
            if answer == "restore":
                self._change(*changes)
            else:
                self._check()

        text = "\n".join(f"• {spelt(each.path)}" for each in changes)
        answers = [("r", "restore", "Take them up again"), ("x", "drop", "Drop them; they will be lost")]
        self.app.push_screen(Question("Changes to this record were never saved", text, answers), answered)

    # showing

    def _show(self, at: DataPath | None = None) -> None:
        at = at if at is not None else (self.slot.path if self.slot else ())
        self._slots = self.draft.slots()
        lines = SlotLines(self.session, self.draft, self._slots, self._wrong())
        position = next((i for i, slot in enumerate(self._slots) if slot.path == at), self.fields.cursor)
        with self.prevent(VirtualList.Moved):
            self.fields.show(lines, position)
        self._title()
        self._tell()

    def _wrong(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for problem in self._problems:
            if found.get(problem.field) != "error":
                found[problem.field] = problem.severity
        return found

    def _title(self) -> None:
        pane = self.query_one("#fields-pane")
        mark = " · not saved" if self.draft.dirty else ""
        label = self.session.register.label(self.record_id)
        name = f"New {self.draft.kind.singular.lower()}" if self.draft.new else f"Edit {label}"
        pane.border_title = Content(f"{name}{mark}")
        errors = sum(each.severity == "error" for each in self._problems)
        warnings = sum(each.severity == "warning" for each in self._problems)
        said = [f"{errors} error{'s' * (errors != 1)}"] * bool(errors)
        said += [f"{warnings} warning{'s' * (warnings != 1)}"] * bool(warnings)
        pane.border_subtitle = Content.styled(", ".join(said), ERROR if errors else WARNING)
        self.refresh_keys()

    def _tell(self) -> None:
        slot = self.slot
        if slot is None:
            return
        own = spelt(slot.path)
        here = [each for each in self._problems if each.field == own or (not each.field and slot is self._slots[0])]
        self.box.tell(slot, here, self._hint(slot))

    @staticmethod
    def _hint(slot: Slot) -> str:
        if slot.kind == "list":
            return "enter adds one"
        move = " · K J move" if slot.in_list else ""
        if slot.kind == "item":
            return f"x removes{move}"
        if slot.kind == "table":
            return "x removes" if slot.present else "enter opens"
        return f"enter changes{' · x removes' if slot.present else ''}{move}"

    @on(VirtualList.Moved, "#fields")
    def _moved(self) -> None:
        self._tell()

    # checking

    def _check(self) -> None:
        if self._kept:
            self._kept.keep(self.draft.record.raw, self.draft.raw)
        self._check_bytes(self.draft.raw, of_draft=True)

    @work(thread=True, exclusive=True, exit_on_error=False, group="form-check")
    def _check_bytes(self, raw: bytes, *, of_draft: bool) -> None:
        problems = self.session.check_bytes(self.record_id, raw)
        report(self, self.Checked(problems, raw, of_draft=of_draft))

    @on(Checked)
    def _checked(self, event: Checked) -> None:
        if event.of_draft and event.raw == self.draft.raw:
            self._problems, self._known = event.problems, event.raw
            self._show()
            if self._saving:
                self.action_save()
        elif not event.of_draft and self.box.writing and self.box.slot:
            own = spelt(self.box.slot.path)
            self.box.say_problems(each for each in event.problems if each.field.startswith(own))

    def failed(self, work: str, error: BaseException) -> None:
        """Without a check, saving goes on all the same: the whole register is checked afterwards."""
        super().failed(work, error)
        self._known = self.draft.raw
        if self._saving:
            self.action_save()

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

    # changing

    def _change(self, *changes: Any, at: DataPath | None = None) -> None:
        try:
            self.draft.change(*changes)
        except FollowupError as error:
            self.app.fail(error)
        self._show(at)
        self._check()

    @on(VirtualList.Chosen, "#fields")
    def action_change_field(self) -> None:
        slot = self.slot
        if slot is None:
            return
        if slot.kind == "table":
            self._open(slot)
        elif slot.kind == "item":
            return
        else:
            self._ask(slot)

    def _open(self, slot: Slot) -> None:
        if slot.field and slot.field.type == "map":
            self.app.say("Its keys are free: press E to write them in the file.")
        elif not slot.present:
            self.draft.opened ^= {slot.path}
            self._show(slot.path)

    def _ask(self, slot: Slot) -> None:
        field = slot.field.item if slot.kind == "list" and slot.field else slot.field
        if slot.kind == "list" and field and field.type == "table":
            self._add_table(slot)
        elif field and field.type in {"enum", "boolean", "reference"}:
            self._pick(slot, field)
        else:
            self.box.write(slot, "" if slot.kind == "list" else editable(slot.value))

    def _add_table(self, slot: Slot) -> None:
        """A new item of a list of tables is begun with its first required field, which is asked for."""
        item = slot.field.item if slot.field else None
        first = next((each for each in item.fields if each.required), item.fields[0]) if item else None
        if first is None:
            return
        count = len(slot.value) if isinstance(slot.value, list) else 0
        path = (*slot.path, count)
        new = Slot((*path, first.name), "value", first, first.title, None, slot.depth + 1)
        if first.type in {"enum", "reference"}:
            self._pick(new, first, begin=slot)
        else:
            self._begun = slot
            self.box.write(new, "")

    def _pick(self, slot: Slot, field: Field, begin: Slot | None = None) -> None:
        def picked(value: str | None) -> None:
            if value is None:
                return
            chosen: Any = value == "true" if field.type == "boolean" else value
            self._put(slot, chosen, begin)

        choices = value_choices(self.session.register, field, self.draft.record.dossier)
        if slot.kind == "list":
            choices = [each for each in choices if each.value not in (slot.value or ())]
        current = str(slot.value or "") if slot.kind == "value" else ""
        hint = "enter takes it · esc leaves it"
        self.app.push_screen(Picker(field.title, choices, current=current, hint=hint), picked)

    def _put(self, slot: Slot, value: Any, begin: Slot | None = None) -> None:
        if begin is not None:
            self._change(Append(begin.path, {slot.path[-1]: value}), at=slot.path)
        else:
            self._change(self.draft.setting(slot, value), at=slot.path)

    @on(FieldBox.Written)
    def _written(self, event: FieldBox.Written) -> None:
        self._stop()
        begun, self._begun = self._begun, None
        if event.value is not None:
            self._put(event.slot, event.value, begun)
        elif event.slot.present and event.slot.kind == "value":
            self._change(self.draft.removal(event.slot))

    @on(FieldBox.Left)
    def _left(self) -> None:
        self._begun = None
        self._stop()
        self._tell()

    def _stop(self) -> None:
        self.box.stop()
        self.fields.focus()

    def action_remove_field(self) -> None:
        slot = self.slot
        if slot and slot.present:
            self._change(self.draft.removal(slot))

    def action_move_up(self) -> None:
        self._move(-1)

    def action_move_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        slot = self._item_around(self.slot)
        change = self.draft.move(slot, step) if slot else None
        if slot and change:
            self._change(change, at=(*slot.path[:-1], int(slot.path[-1]) + step))

    def _item_around(self, slot: Slot | None) -> Slot | None:
        return slot if slot and slot.in_list else None

    def action_form_undo(self) -> None:
        if self.draft.undo():
            self._show()
            self._check()

    def action_form_redo(self) -> None:
        if self.draft.redo():
            self._show()
            self._check()

    # saving and leaving

    def action_save(self) -> None:
        if not self.draft.dirty:
            self.app.pop_screen()
            return
        self._saving = self._known != self.draft.raw
        if self._saving:  # as soon as the check is through
            return
        errors = [each for each in self._problems if each.severity == "error"]
        if errors:
            text = "\n".join(f"{each.field or 'record'}: {visible(each.message)}" for each in errors[:5])
            answers = [("s", "save", "Save it all the same; it can be mended later")]
            self.app.push_screen(Question("What you changed has errors", text, answers), self._save_wrong)
        else:
            self._save()

    def _save_wrong(self, answer: str | None) -> None:
        if answer == "save":
            self._save()

    def _save(self) -> None:
        try:
            self.app.create(self.draft) if self.draft.new else self.app.save(self.draft)
        except StaleFile:
            self.app.resolve(self)
        except FollowupError as error:
            self.app.fail(error)
        else:
            self._forget()

    def _forget(self) -> None:
        if self._kept:
            self._kept.forget()

    def action_back(self) -> None:
        if not self.draft.dirty:
            self.app.pop_screen()
            return
        changed = "\n".join(f"• {visible(each.label)}" for each in self.draft.differences[:8])
        answers = [("s", "save", "Save the changes"), ("x", "drop", "Drop them; they will be lost")]
        self.app.push_screen(Question("Not saved", f"You changed:\n{changed}", answers), self._leave)

    def _leave(self, answer: str | None) -> None:
        if answer == "save":
            self.action_save()
        elif answer == "drop":
            self.drop()

    def drop(self) -> None:
        """Close the form and lose its changes."""
        self._forget()
        self.app.pop_screen()

    def take_over(self, record: Record) -> None:
        """Go on with the same changes on the file as it is now.

        Raises:
            FollowupError: they don't fit it.
        """
        self.draft = self.draft.onto(record)
        self._show()
        self._check()
