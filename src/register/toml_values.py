"""What may be said in TOML: plain values, and when two of them are the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from ..errors import FollowupError
from .spans import MAX_DEPTH

Table = dict[str, Any]

_MAX_DIGITS = 4300  # Python reads no longer whole numbers: sys.int_info.default_max_str_digits
_TOO_LARGE = 10**_MAX_DIGITS


class NotTomlValue(FollowupError):
    """A value that a TOML file cannot hold."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} cannot be written into a record")


_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(value: Any) -> Any:
    """A copy made of nothing but dict, list, str, bool, int, float, datetime, date and time.

    Raises NotTomlValue for anything that TOML cannot say, ``None`` above all.
    """
    return _plain(value, 0)


def _plain(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise NotTomlValue(f"a value nested more than {MAX_DEPTH} levels deep")
    if isinstance(value, Mapping):
        return {_name(name): _plain(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each, depth + 1) for each in value]
    return _scalar(value)


def _name(name: object) -> str:
    if not isinstance(name, str):
        raise NotTomlValue(f"a field's name that is no text ({name!r})")
    return _text(name)


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, bool | date):
        return value
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, time) and value.tzinfo is None:
        return value
    raise NotTomlValue("an empty value (None)" if value is None else f"a value of type {type(value).__name__}")


def _text(text: str) -> str:
    if _SURROGATE.search(text):
        raise NotTomlValue("half of a character (a lone surrogate)")
    return str.__str__(text)


def _instant(value: datetime) -> datetime:
    offset = value.utcoffset()
    if offset and offset.total_seconds() % 60:
        raise NotTomlValue("a time zone that is not a whole number of minutes from UTC")
    return value


def _whole(number: int) -> int:
    if abs(number) >= _TOO_LARGE:
        raise NotTomlValue(f"a number of more than {_MAX_DIGITS} digits")
    return int(number)


def same(one: Any, other: Any) -> bool:
    """Whether both say the same: 1, 1.0 and true differ, and so do a date and its text; NaN equals NaN.

    The order of a table's fields means nothing.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and _spelt(one) == _spelt(other)


def fingerprint(value: Any) -> object:
    """Something hashable that is equal for values that are the same."""
    if isinstance(value, dict):
        return (dict, frozenset((name, fingerprint(each)) for name, each in value.items()))
    if isinstance(value, list):
        return (list, tuple(map(fingerprint, value)))
    return (type(value), _spelt(value))


def _spelt(value: Any) -> int | str:
    """Tells 0.0 from -0.0, and noon in Brussels from the same instant elsewhere."""
    if isinstance(value, int | str):
        return value
    return repr(value) if isinstance(value, float) else str(value.isoformat())
