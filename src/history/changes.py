"""What differs between two versions of a record, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..register.schema import Kind

Table = Mapping[str, Any]
Identify = Mapping[str, Sequence[str]]


LABEL = 40
"""How much of what identifies an item is shown, in characters: a quotation may be a page."""


class Item(str):
    """A step of a path: the item of a list whose identifying field holds this."""

    __slots__ = ()

    @property
    def label(self) -> str:
        """The same for people, on one line and short enough to stand inside another text."""
        text = " ".join(self.split())
        # An id is one word, and of no use when it is cut.
        limit = LABEL if " " in text else 3 * LABEL
        return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


FieldPath = tuple[str | int, ...]
"""Keys; for the items of a list of tables an `Item`, or their number from 0 where nothing identifies them."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value that changed. ``old`` is None when it was not there before, ``new`` when it is not there now."""

    path: FieldPath
    old: Any
    new: Any

    @property
    def field(self) -> str:
        """The field's name by keys alone, such as ``answers.disposition``."""
        return field_name(self.path)

    @property
    def label(self) -> str:
        """The whole path, such as ``answers[2015/2564-RSP/requests/09b].disposition``."""
        return "".join(_step(step) for step in self.path).removeprefix(".")

    @property
    def added(self) -> tuple[Any, ...]:
        """The items of a list of plain values that are new in it."""
        return tuple(_without(self.new, self.old))

    @property
    def removed(self) -> tuple[Any, ...]:
        """The items of a list of plain values that are no longer in it."""
        return tuple(_without(self.old, self.new))


def word(step: str | int) -> str:
    """A step of a path for people."""
    return step.label if isinstance(step, Item) else str(step)


def field_name(path: FieldPath) -> str:
    return ".".join(step for step in path if isinstance(step, str) and not isinstance(step, Item))


def differences(old: Table | None, new: Table | None, identify: Identify | None = None) -> list[FieldChange]:
    """All that differs, in the order of the fields of ``new``, then those that are gone.

    A list of plain values is one field. Of a list of tables, items are matched by the fields that
    ``identify`` names for it (by `FieldChange.field`, e.g. ``{"answers": ["request"]}``), else by
    their place; a new order of theirs is told when nothing else in them changed. None stands for a
    record that is not there.
    """
    return list(_tables((), old or {}, new or {}, identify or {}))


def identifying(kind: Kind) -> Identify:
    """What identifies the items of a kind's lists of tables, as its schema says: for `differences`."""
    lists = (field for field in kind.walk() if field.tables)
    return {".".join(step for step in field.path if step != "*"): field.identified_by for field in lists}


def leaves(record: Table, identify: Identify | None = None) -> list[tuple[FieldPath, Any]]:
    """Every field that holds a value, with its path: the paths that `differences` gives."""
    return [(change.path, change.new) for change in differences(None, record, identify)]


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same in TOML: ``1`` is neither ``1.0`` nor ``true``, NaN is NaN."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float | datetime):
        # Their == takes 0.0 for -0.0, and one moment in two time zones for the same text.
        return repr(one) == repr(other)
    return bool(one == other)


def _tables(
    path: FieldPath, old: Mapping[Any, Any], new: Mapping[Any, Any], identify: Identify
) -> Iterator[FieldChange]:
    for key in [*new, *(key for key in old if key not in new)]:
        yield from _values((*path, key), old.get(key), new.get(key), identify)


def _values(path: FieldPath, old: Any, new: Any, identify: Identify) -> Iterator[FieldChange]:
    if same(old, new):
        return
    tables = [value for value in (old, new) if value is not None]
    if all(isinstance(value, dict) and value for value in tables):
        yield from _tables(path, old or {}, new or {}, identify)
    elif all(_is_list_of_tables(value) for value in tables):
        yield from _items(path, old or [], new or [], identify)
    else:
        yield FieldChange(path, old, new)


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) and item for item in value)


def _items(path: FieldPath, old: list[Table], new: list[Table], identify: Identify) -> Iterator[FieldChange]:
    names = identify.get(field_name(path), ())
    before, after = keyed(old, names), keyed(new, names)
    if before is None or after is None:
        before, after = dict(enumerate(old)), dict(enumerate(new))
    changes = list(_tables(path, before, after, identify))
    if not changes:
        # The same items in another order.
        yield FieldChange(path, list(old), list(new))
    yield from changes


def keyed(items: Sequence[Table], names: Sequence[str]) -> dict[str | int, Table] | None:
    """The items of a list of tables by what ``names`` hold in them; None where that doesn't tell them apart."""
    if not names or not all(name in item for item in items for name in names):
        return None
    keyed: dict[str | int, Table] = {Item(" ".join(str(item[name]) for name in names)): item for item in items}
    return keyed if len(keyed) == len(items) else None


def _without(items: Any, others: Any) -> Iterator[Any]:
    rest = list(others) if isinstance(others, list) else []
    for item in items if isinstance(items, list) else []:
        if item in rest:
            rest.remove(item)
        else:
            yield item


def _step(step: str | int) -> str:
    return f".{step}" if isinstance(step, str) and not isinstance(step, Item) else f"[{word(step)}]"
