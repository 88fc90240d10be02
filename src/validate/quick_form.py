"""The canonical text of most records, for comparing it with their files.

The one writer is ``register.writing``; it can write anything, and takes a third of the time of all
checks together. This writes the same for records with nothing unusual in them, and gives the rest up.
That it is the same is tested on any data.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from ..register.layout import Layout
from ..register.rendering import INDENT, LINE_LENGTH

_ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\]')
_ESCAPED_IN_LONG_TEXT = re.compile(r'[\x00-\x09\x0b-\x1f\x7f\\]|"""|"\Z')
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class _Unusual(Exception):
    """Something that only the writer itself can write."""


def quick_text(data: dict[str, Any], layout: Layout) -> str | None:
    """What ``writing.render`` gives; None where it has to be asked."""
    try:
        return "\n".join(_blocks("", "", data, layout))
    except _Unusual:
        return None


def _blocks(header: str, names: str, table: dict[str, Any], layout: Layout) -> Iterator[str]:
    lines, below = [], []
    for name, value in _ordered(table, layout):
        inner = layout.fields[name]
        if type(value) is dict:
            below.append((f"[{names}{name}]\n", name, value, inner))
        elif type(value) is list and value and type(value[0]) is dict and all(type(each) is dict for each in value):
            below += [(f"[[{names}{name}]]\n", name, each, inner) for each in value]
        else:
            lines.append(f"{name} = {_value(name, value, inner)}\n")
    if (header or lines) and (lines or not below or header.startswith("[[")):
        yield header + "".join(lines)
    for title, name, value, inner in below:
        yield from _blocks(title, f"{names}{name}.", value, inner)


def _ordered(table: dict[str, Any], layout: Layout) -> list[tuple[str, Any]]:
    found = [(name, table[name]) for name in layout.fields if name in table]
    if len(found) != len(table) or not all(_BARE.fullmatch(name) for name, _ in found):
        raise _Unusual
    return found


def _value(name: str, value: Any, layout: Layout) -> str:
    kind = type(value)
    if kind is str:
        if not layout.long_text and "\n" not in value:
            return _text(value)
        if _ESCAPED_IN_LONG_TEXT.search(value):
            raise _Unusual
        return f'"""\n{value}"""'
    if kind is list:
        items = [_text(each) for each in value]
        if not items or (len(items) == 1 and len(name) + len(items[0]) + 5 <= LINE_LENGTH):
            return f"[{', '.join(items)}]"
        return "[\n{}]".format("".join(f"{INDENT}{each},\n" for each in items))
    if kind is int or kind is dt.date:
        return str(value)
    if kind is bool:
        return "true" if value else "false"
    raise _Unusual


def _text(value: Any) -> str:
    if type(value) is not str or _ESCAPED.search(value):
        raise _Unusual
    return f'"{value}"'
