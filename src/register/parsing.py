"""From a file's bytes to data, fast where that is safe, and always as tomllib has it.

toml_rs is some twenty times as fast as tomllib and agrees with it, pinned to TOML 1.0.0; but it
recurses on the machine's stack, and takes numbers that Python then refuses to print. So what may
be nested deeply, or has very long numbers, goes to tomllib alone. What toml_rs refuses, tomllib
judges: it has the last word.
"""

from __future__ import annotations

import re
from typing import Any

from .quick_toml import loads

Data = dict[str, Any]

_BRACE = ord("{")
"""By its number: so it is found in a fraction of the time."""
BOM = b"\xef\xbb\xbf"
MAX_DEPTH = 64
"""Tables and lists inside each other; a record needs five."""
# What is given as text is compiled by the first who needs it: few do, and it takes longer than all else here.
_MANY_DOTS = rb"(?m)^(?:[^.\n]*\.){48}"
"""A line that could have a key of that many parts; keys never go over a line's end."""
MOST = 20_000
"""Values, or lines, of one file. Each takes a hundred times the memory that it takes in the file."""
_STRING = rb'(?s)"""(?:[^"\\]|\\.|"(?!""))*+"""|"(?:[^"\\\n]|\\.)*+"|\'\'\'.*?\'\'\'|\'[^\'\n]*\''
_BETWEEN_VALUES = rb"[=,\[]"
_HUGE = 3500
"""Digits up to which Python prints any number; of ten different digits it can have 4,300, of 16 not so many."""
HUGE_NUMBER = rf"(?m)(?:^|[=,\[{{])[ \t]*([+-]?[0-9_.]{{4301}}|0[xob][0-9a-fA-F_]{{{_HUGE}}})"
_LONG_NAME = rb"(?:[^\s.=\[\]{},#]++\.){1000}"


class TooDeep(ValueError):
    """Tables or lists are nested deeper than any record needs."""

    def __init__(self) -> None:
        super().__init__(f"tables or lists are nested more than {MAX_DEPTH} deep")


class TooMuch(ValueError):
    """The file has far more values, or lines, than any record."""

    def __init__(self) -> None:
        super().__init__(f"the file has more than {MOST:,} values or lines: no record has")


class HasByteOrderMark(ValueError):
    """The file starts with a byte order mark, which no record may have."""

    def __init__(self) -> None:
        super().__init__("the file begins with a byte order mark")


def parse(data: bytes) -> Data:
    """The data of a TOML 1.0 document.

    Raises:
        HasByteOrderMark: it begins with one; toml_rs would pass over it.
        UnicodeDecodeError: it is not UTF-8.
        tomllib.TOMLDecodeError: it is not TOML.
        TooMuch: it has more than ``MOST`` values or lines.
        TooDeep: it is nested beyond ``MAX_DEPTH``.
        ValueError: it holds a number that Python refuses.
    """
    if data.startswith(BOM):
        raise HasByteOrderMark
    text = data.decode()
    dots = data.count(b".")
    if len(data) > 1000:
        _refuse_monsters(data, dots)
    if _needs_care(data, dots):
        return _parse_carefully(text)
    try:
        return loads(text, toml_version="1.0.0")
    except ValueError:
        return _parse_carefully(text)


def _refuse_monsters(data: bytes, dots: int) -> None:
    """What a short file has no room for."""
    if len(data) > MOST and _is_too_much(data):
        raise TooMuch
    if dots >= 1000 and re.search(_LONG_NAME, data):
        raise TooDeep  # tomllib needs minutes for such a name
    if len(data) > _HUGE and max(map(len, data.split(b"\n"))) > _HUGE and re.search(HUGE_NUMBER.encode(), data):
        raise ValueError("a number has thousands of digits")


def _is_too_much(data: bytes) -> bool:
    if data.count(b"\n") > MOST:
        return True
    marks = data.count(b"=") + data.count(b",") + data.count(b"[")
    return marks > MOST and sum(1 for _ in re.finditer(_BETWEEN_VALUES, re.sub(_STRING, b"", data))) > MOST


def _needs_care(data: bytes, dots: int) -> bool:
    brackets = data.count(b"[") + (data.count(b"{") if _BRACE in data else 0)
    return brackets >= 400 or (dots >= 48 and bool(re.search(_MANY_DOTS, data)))


def _parse_carefully(text: str) -> Data:
    import tomllib

    try:
        parsed = tomllib.loads(text)
    except RecursionError as error:
        raise TooDeep from error
    if _deeper_than(parsed, MAX_DEPTH):
        raise TooDeep
    return parsed


def _deeper_than(data: Data, limit: int) -> bool:
    level: list[Any] = [data]
    for _ in range(limit):
        level = [
            below
            for each in level
            for below in (each.values() if isinstance(each, dict) else each)
            if isinstance(below, dict | list)
        ]
        if not level:
            return False
    return True
