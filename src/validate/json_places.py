"""Where in a JSON text a value stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from json.decoder import scanstring  # type: ignore[attr-defined]

_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def place_of(text: str, path: Iterable[str | int]) -> tuple[int, int]:
    """Line and column, from 1, of the value at ``path`` in valid JSON; of the last step that is there."""
    at = _skip(text, 0)
    for step in path:
        below = _member(text, at, step) if text[at] == "{" else _item(text, at, step)
        if below is None:
            break
        at = below
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _member(text: str, at: int, name: str | int) -> int | None:
    at = _skip(text, at + 1)
    while text[at] == '"':
        key, end = scanstring(text, at + 1)
        value = _skip(text, _skip(text, end) + 1)
        if key == name:
            return value
        at = _after(text, value)
    return None


def _item(text: str, at: int, index: str | int) -> int | None:
    if text[at] != "[" or not isinstance(index, int):
        return None
    at = _skip(text, at + 1)
    for _ in range(index):
        if text[at] == "]":
            return None
        at = _after(text, at)
    return None if text[at] == "]" else at


def _after(text: str, at: int) -> int:
    """Past a value and the comma after it."""
    _, end = _DECODER.raw_decode(text, at)
    end = _skip(text, end)
    return _skip(text, end + 1) if text[end] == "," else end
