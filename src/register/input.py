"""What a person types for a field, as the value that its file is to hold."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from ..errors import FollowupError
from .dates import NotADate, bounds, full_day
from .record import DataPath
from .schema import Field, Kind


class UnknownField(FollowupError):
    """The schema has no such field."""

    def __init__(self, text: str, kind: Kind, nearest: str) -> None:
        super().__init__(
            f"{kind.plural} have no field “{text}”",
            hint=f"Did you mean {nearest}?"
            if nearest
            else "Its fields: " + ", ".join(each.name for each in kind.fields),
        )


class UnfitValue(FollowupError):
    """What was typed can't be a value of the field."""

    def __init__(self, field: Field, text: str, hint: str) -> None:
        super().__init__(f"{field.title} can't be “{text}”", hint=hint)


def parse_path(kind: Kind, text: str) -> tuple[DataPath, Field]:
    """The way that ``implementation.level`` or ``answers[0].quote`` (also ``answers.0.quote``) names, and its field.

    Raises:
        UnknownField: the schema has no such field.
    """
    steps = [step for step in re.split(r"[.\[\]]+", text.strip()) if step]
    path: DataPath = tuple(int(step) if step.isascii() and step.isdecimal() else step for step in steps)
    known = kind.field_at(path) if path else None
    if known is None:
        known = _free_key(kind, path)
    if known is None:
        from .register import nearest

        names = [".".join(each.path) for each in kind.walk() if "*" not in each.path]
        raise UnknownField(text, kind, nearest(text, names))
    return path, known


def _free_key(kind: Kind, path: DataPath) -> Field | None:
    """The field of a key that the register's users choose themselves, as those of ``ignore`` are."""
    above = kind.field_at(path[:-1]) if len(path) > 1 else None
    if above is None or above.type != "map":
        return None
    return Field(name=str(path[-1]), path=(*above.path, str(path[-1])), type="text", title=above.title, description="")


def parse_value(field: Field, text: str) -> Any:
    """The value of what was typed for ``field``.

    Lists and tables are written as TOML has them: ``["a", "b"]``, ``{on = 2015-03-11}``; a list of
    one item also as the item alone.

    Raises:
        UnfitValue: it is nothing that the field can hold.
    """
    match field.type:
        case "integer":
            return _integer(field, text)
        case "boolean":
            return _boolean(field, text)
        case "day" | "when":
            return _date(field, text)
        case "list":
            return _list(field, text)
        case "table" | "map":
            return _toml(field, text)
    return text


def _integer(field: Field, text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text.strip()):
        raise UnfitValue(field, text, "It is a whole number.")
    return int(text)


def _boolean(field: Field, text: str) -> bool:
    if text.strip() not in ("true", "false"):
        raise UnfitValue(field, text, "It is true or false.")
    return text.strip() == "true"


def _date(field: Field, text: str) -> Any:
    text = text.strip()
    day = full_day(text)
    if day:
        return day
    if field.type == "day":
        raise UnfitValue(field, text, "Write a day as year-month-day: 2015-03-11.")
    try:
        bounds(text)
    except NotADate as error:
        raise UnfitValue(field, text, error.hint) from error
    return text


def _list(field: Field, text: str) -> list[Any]:
    item = field.item
    if text.lstrip().startswith("["):
        value = _toml(field, text)
        return value if isinstance(value, list) else [value]
    return [parse_value(item, text) if item else text]


def _toml(field: Field, text: str) -> Any:
    try:
        said = tomllib.loads(f"value = {text.strip()}\n")
        (value,) = said.values()
    except (ValueError, RecursionError) as error:
        hint = 'Write it as TOML has it: ["a", "b"] for a list, {name = "a"} for a table.'
        raise UnfitValue(field, text, hint) from error
    return value
