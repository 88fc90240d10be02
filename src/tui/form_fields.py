"""How the fields of a form are changed: written, chosen, added to, moved, taken away."""

from __future__ import annotations

from typing import Any

from textual import on

from ..errors import FollowupError
from ..register import DataPath, Field
from ..register.editing import Append
from .draft import Slot, editable
from .field_box import FieldBox
from .form_base import FormBase
from .picker import Picker
from .plan_page import Prompt
from .values import value_choices
from .virtual_list import VirtualList


class FormFields(FormBase):
    """The form with the keys that change its fields."""

    def _change(self, *changes: Any, at: DataPath | None = None) -> None:
        try:
            self.draft.change(*changes)
        except FollowupError as error:
            self.app.fail(error)
        self.show_fields(at)
        self.check()

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
            self._add_key(slot, slot.field)
        elif not slot.present:
            self.draft.opened ^= {slot.path}
            self.show_fields(slot.path)

    def _add_key(self, slot: Slot, field: Field) -> None:
        """A new key of a table whose keys are free, and then its value."""

        def given(name: str | None) -> None:
            if name:
                before = slot.value.get(name) if isinstance(slot.value, dict) else None
                self.box.write(Slot((*slot.path, name), "value", None, name, before, slot.depth + 1), editable(before))

        self.app.push_screen(Prompt(f"{field.title}: which key?", field.description), given)

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
        self.tell()

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
            self.show_fields()
            self.check()

    def action_form_redo(self) -> None:
        if self.draft.redo():
            self.show_fields()
            self.check()
