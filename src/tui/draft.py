"""A record being edited: the changes so far, what they make of it, and the lines of its form. No UI in here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from ..errors import FollowupError
from ..history.changes import FieldChange, differences, identifying
from ..register import DataPath, Field, Kind, Record, Register
from ..register.dates import NotADate, bounds, describe
from ..register.editing import Append, Change, Move, Remove, Set, apply, splice
from ..register.input import parse_value
from ..register.record import value_at
from .listing import cell_text

SlotKind = Literal["value", "table", "list", "item"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of the form: a field, an item of a list, or a heading above fields."""

    path: DataPath
    kind: SlotKind
    field: Field | None
    title: str
    value: Any
    depth: int

    @property
    def present(self) -> bool:
        """Whether the record has it."""
        return self.value is not None

    @property
    def type(self) -> str:
        """The type of its field; text for what no schema knows."""
        return self.field.type if self.field else "text"

    @property
    def in_list(self) -> bool:
        """Whether it is an item of a list."""
        return isinstance(self.path[-1], int)


@dataclass(slots=True)
class Draft:
    """Changes to one record, which nobody else sees until they are saved."""

    record: Record
    kind: Kind
    groups: list[tuple[Change, ...]] = field(default_factory=list)
    undone: list[tuple[Change, ...]] = field(default_factory=list)
    opened: set[DataPath] = field(default_factory=set)
    new: bool = False
    """Whether the record isn't there yet; its id is provisional then."""
    data: dict[str, Any] = field(init=False)
    raw: bytes = field(init=False)

    def __post_init__(self) -> None:
        self._settle()

    @property
    def changes(self) -> list[Change]:
        """All changes in their order."""
        return [change for group in self.groups for change in group]

    def _settle(self) -> None:
        data = apply(self.record.data, self.changes)
        if data == self.record.data:
            self.data, self.raw = data, self.record.raw
        else:
            self.data, self.raw = data, splice(self.record.raw, self.changes, self.kind.layout)

    @property
    def dirty(self) -> bool:
        """Whether saving would change the file."""
        return self.raw != self.record.raw

    def change(self, *changes: Change) -> None:
        """Make changes as one step.

        Raises:
            FollowupError: they can't be made; the draft is as before.
        """
        self.groups.append(changes)
        try:
            self._settle()
        except FollowupError:
            self.groups.pop()
            raise
        self.undone.clear()

    def undo(self) -> bool:
        """Take the last step back; False where there is none."""
        if not self.groups:
            return False
        self.undone.append(self.groups.pop())
        self._settle()
        return True

    def redo(self) -> bool:
        """Make the last undone step again."""
        if not self.undone:
            return False
        self.groups.append(self.undone.pop())
        self._settle()
        return True

    def onto(self, record: Record) -> Draft:
        """The same changes to another version of the record.

        Raises:
            FollowupError: they don't fit it.
        """
        return Draft(record, self.kind, list(self.groups), opened=set(self.opened))

    @property
    def differences(self) -> list[FieldChange]:
        """What the draft changes, field by field."""
        return differences(self.record.data, self.data, identifying(self.kind))

    def at(self, path: DataPath) -> Any:
        """The value at a path, or None."""
        return value_at(self.data, path)

    def changed(self, path: DataPath) -> bool:
        """Whether the value there differs from the record's."""
        return bool(self.at(path) != self.record.at(path))

    def slots(self) -> list[Slot]:
        """The lines of the form."""
        return list(self._table(self.data, self.kind.fields, (), 0))

    def _table(self, data: dict[str, Any], fields: tuple[Field, ...], above: DataPath, depth: int) -> Iterator[Slot]:
        for each in fields:
            yield from self._field(data.get(each.name), each, (*above, each.name), depth)
        known = {each.name for each in fields}
        for name, value in data.items():
            if name not in known:
                yield Slot((*above, name), "value", None, f"{name} (unknown)", value, depth)

    def _field(self, value: Any, field_: Field, path: DataPath, depth: int) -> Iterator[Slot]:
        if field_.type == "list":
            yield Slot(path, "list", field_, field_.title, value, depth)
            for number, item in enumerate(value if isinstance(value, list) else ()):
                yield from self._item(item, field_, (*path, number), depth + 1)
        elif field_.type in {"table", "map"}:
            yield Slot(path, "table", field_, field_.title, value, depth)
            if isinstance(value, dict) or path in self.opened:
                yield from self._inner(value if isinstance(value, dict) else {}, field_, path, depth + 1)
        else:
            yield Slot(path, "value", field_, field_.title, value, depth)

    def _inner(self, value: dict[str, Any], field_: Field, path: DataPath, depth: int) -> Iterator[Slot]:
        if field_.type == "map":
            for name, item in value.items():
                yield Slot((*path, name), "value", None, name, item, depth)
        else:
            yield from self._table(value, field_.fields, path, depth)

    def _item(self, item: Any, field_: Field, path: DataPath, depth: int) -> Iterator[Slot]:
        number = int(path[-1]) + 1
        inner = field_.item
        if inner and inner.type == "table" and isinstance(item, dict):
            yield Slot(path, "item", inner, f"{inner.title} {number}", item, depth)
            yield from self._table(item, inner.fields, path, depth + 1)
        else:
            yield Slot(path, "value", inner, f"{number}", item, depth)

    # changes by line

    def removal(self, slot: Slot) -> Change:
        """The change that takes a line's value away; a list or table of free keys goes with the last that it holds."""
        siblings = self.at(slot.path[:-1]) if slot.in_list or self._free(slot) else None
        if isinstance(siblings, list | dict) and len(siblings) == 1:
            return Remove(slot.path[:-1])
        return Remove(slot.path)

    def _free(self, slot: Slot) -> bool:
        """Whether a line is under a key of the user's own."""
        above = self.kind.field_at(slot.path[:-1]) if len(slot.path) > 1 else None
        return above is not None and above.type == "map"

    def move(self, slot: Slot, step: int) -> Change | None:
        """The change that moves an item up or down; None at the end."""
        siblings = self.at(slot.path[:-1]) if slot.in_list else None
        old = int(slot.path[-1]) if slot.in_list else 0
        if not isinstance(siblings, list) or not 0 <= old + step < len(siblings):
            return None
        return Move(slot.path[:-1], old, old + step)

    def setting(self, slot: Slot, value: Any) -> Change:
        """The change that gives a line another value; for a list, that adds an item."""
        if slot.kind == "list":
            return Append(slot.path, value)
        return Set(slot.path, value)


def typed(field_: Field | None, text: str, before: Any = None) -> Any:
    """The value of what was typed for a field.

    Raises:
        UnfitValue: it can't be one.
    """
    if field_ is None:
        return type(before)(text) if isinstance(before, int) and not isinstance(before, bool) else text
    if field_.type == "long-text":
        return text.strip("\n") + "\n" if before is None or str(before).endswith("\n") else text
    return parse_value(field_, text.strip())


def editable(value: Any) -> str:
    """A value as it is typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def shown(register: Register, slot: Slot) -> str:
    """A line's value in a few words."""
    if not slot.present:
        return ""
    if slot.kind == "list":
        return "" if slot.value else "none"
    if slot.kind in {"table", "item"}:
        return ""
    return cell_text(register, slot.field, slot.value)


def meaning(field_: Field | None, text: str) -> str:
    """What a typed date means, in words; empty for other fields."""
    if field_ is None or field_.type not in {"day", "when"} or not text.strip():
        return ""
    try:
        value = typed(field_, text)
        found = bounds(value)
    except (NotADate, FollowupError):
        return ""
    said = describe(value)
    if found.lower == found.upper:
        return said
    start = describe(found.lower) if found.lower else "the beginning of time"
    end = describe(found.upper) if found.upper else "the end of time"
    return f"{said}: from {start} to {end}"
