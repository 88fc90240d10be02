"""Records of one kind by the values of their fields, in a wanted order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple

from ..errors import FollowupError
from ..register import Field, Kind, Record, Register, natural_key, values_at
from ..register.dates import NotADate, bounds
from ..register.input import parse_path
from .cells import as_text
from .folding import fold
from .texts.indexed import IndexedRegister
from .texts.selecting import ids_meeting, meeting, refers
from .texts.store import Store


class NotACondition(FollowupError):
    """A condition that is not of the form FIELD=VALUE."""

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}” is not of the form FIELD=VALUE", hint="As in: --where strength=calls-on")


def select(register: Register, kind: Kind, where: Iterable[str] = (), sort: str | None = None) -> list[Record]:
    """The records of a kind that meet all conditions (``strength=calls-on``, ``addressees=actors/europol``).

    A value is met by the field itself, by any item of a list, by a referenced record's name, and, in
    a date, by its beginning: ``due=2015`` is any time in that year as written. ``field=``, with blanks or
    without, asks for records without the field. ``sort`` names a field; with ``-`` before it, backwards; records
    without the field come last.

    Raises:
        NotACondition, UnknownField: the question can't be understood.
    """
    conditions = [_condition(kind, text) for text in where]
    found = [each for each in register.of_kind(kind.name) if all(_meets(register, each, one) for one in conditions)]
    return _sorted(found, kind, sort) if sort else found


def select_ids(register: Register, kind: Kind, where: Iterable[str] = (), sort: str | None = None) -> list[str]:
    """The ids of the records that ``select`` finds; of a register with an index without reading them, if that can be.

    Raises: as ``select`` does.
    """
    if not isinstance(register, IndexedRegister):
        return [each.id for each in select(register, kind, where, sort)]
    conditions = [_condition(kind, text) for text in where]
    if sort:
        _pattern(kind, sort.removeprefix("-"))
    found = register.ask(lambda store: _ids(register, store, kind, conditions))
    if not sort:
        return found
    records = [record for each in found if (record := register.records.get(each))]
    return [each.id for each in _sorted(records, kind, sort)]


class _Condition(NamedTuple):
    """A field, and what it must be."""

    field: Field | None
    path: tuple[str, ...]
    wanted: str


def _condition(kind: Kind, text: str) -> _Condition:
    name, equals, wanted = text.partition("=")
    if not equals:
        raise NotACondition(text)
    path = _pattern(kind, name)
    return _Condition(kind.by_path.get(path), path, wanted if fold(wanted).strip() else "")


def _ids(register: Register, store: Store, kind: Kind, conditions: list[_Condition]) -> list[str]:
    return ids_meeting(
        store,
        kind,
        [meeting(store, kind, each.path, each.wanted, partial(_decides, register, each)) for each in conditions],
    )


def _decides(register: Register, condition: _Condition, record_id: str) -> bool:
    record = register.records.get(record_id)
    return record is not None and _meets(register, record, condition)


def _pattern(kind: Kind, name: str) -> tuple[str, ...]:
    """The field's path; a list on the way stands for any of its items."""
    steps = [step for step in name.replace("]", "").replace("[", ".").split(".") if step]
    pattern: tuple[str, ...] = ()
    for step in steps:
        if (*pattern, "*", step) in kind.by_path:
            pattern = (*pattern, "*")
        pattern = (*pattern, step)
    if pattern not in kind.by_path:
        parse_path(kind, name)  # says what is wrong with it
    return pattern


def _values(record: Record, path: tuple[str, ...]) -> list[Any]:
    values: list[Any] = []
    for _, value in values_at(record.data, path):
        values += value if isinstance(value, list) else [value]
    return values


def _meets(register: Register, record: Record, condition: _Condition) -> bool:
    values = _values(record, condition.path)
    if not condition.wanted:
        return not values
    folded = fold(condition.wanted).strip()
    return any(_is(register, condition.field, value, folded) for value in values)


def _is(register: Register, field: Field | None, value: Any, folded: str) -> bool:
    if isinstance(value, bool):
        return str(value).lower() == folded
    if isinstance(value, dt.date):
        return value.isoformat().startswith(folded)
    text = fold(as_text(value)).strip()
    if field and field.type == "when":
        return text.removeprefix("../").startswith(folded)
    if text == folded or not (isinstance(value, str) and refers(field)):
        return text == folded
    return value in register and fold(register.label(value)) == folded


def _sorted(records: list[Record], kind: Kind, sort: str) -> list[Record]:
    path = _pattern(kind, sort.removeprefix("-"))
    having = [each for each in records if _values(each, path)]
    having.sort(key=lambda each: _key(_values(each, path)[0]), reverse=sort.startswith("-"))
    return having + [each for each in records if not _values(each, path)]


def _key(value: Any) -> tuple[Any, ...]:
    """Dates by when they end, numbers by size, texts as people count."""
    if isinstance(value, int | float):
        return (0, value)
    try:
        return (1, bounds(value).sort_key()) if isinstance(value, dt.date | str) else (3, str(value))
    except NotADate:
        return (2, natural_key(fold(str(value))))
