"""Records of one kind by the values of their fields, in a wanted order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from ..errors import FollowupError
from ..register import Field, Kind, Record, Register, natural_key, values_at
from ..register.dates import NotADate, bounds
from ..register.input import parse_path
from .search import fold


class NotACondition(FollowupError):
    """A condition that is not of the form FIELD=VALUE."""

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}” is not of the form FIELD=VALUE", hint="As in: --where strength=calls-on")


def select(register: Register, kind: Kind, where: Iterable[str] = (), sort: str | None = None) -> list[Record]:
    """The records of a kind that meet all conditions (``strength=calls-on``, ``addressees=actors/europol``).

    A value is met by the field itself, by any item of a list, by a referenced record's name, and, in
    a date, by its beginning: ``due=2015`` is any time in that year as written. ``field=`` asks for
    records without the field. ``sort`` names a field; with ``-`` before it, backwards; records
    without the field come last.

    Raises:
        NotACondition, UnknownField: the question can't be understood.
    """
    found = register.of_kind(kind.name)
    for text in where:
        name, equals, wanted = text.partition("=")
        if not equals:
            raise NotACondition(text)
        path = _pattern(kind, name)
        field = kind.by_path.get(path)
        found = [each for each in found if _meets(register, field, _values(each, path), wanted)]
    return _sorted(found, kind, sort) if sort else found


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


def _meets(register: Register, field: Field | None, values: list[Any], wanted: str) -> bool:
    if not wanted:
        return not values
    folded = fold(wanted).strip()
    return any(_is(register, field, value, folded) for value in values)


def _is(register: Register, field: Field | None, value: Any, folded: str) -> bool:
    if isinstance(value, bool):
        return str(value).lower() == folded
    if isinstance(value, dt.date):
        return value.isoformat().startswith(folded)
    text = fold(str(value)).strip()
    if field and field.type == "when":
        return text.removeprefix("../").startswith(folded)
    return text == folded or (str(value) in register and fold(register.label(str(value))) == folded)


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
