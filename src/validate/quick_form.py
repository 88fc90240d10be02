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

from ..register.layout import INDENT, LINE_LENGTH, Layout

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
    """The parts between empty lines. Fields that are in another order than the schema's are unusual."""
    lines, below, at, at_below = [], [], -1, -1
    steps = _steps(layout)
    for name, value in table.items():
        if name not in steps:
            raise _Unusual
        place, start, inner = steps[name]
        kind = type(value)
        is_below = kind is dict or (kind is list and value and type(value[0]) is dict)
        if place < (at_below if is_below else at):
            raise _Unusual
        if is_below:
            at_below = place
            if kind is dict:
                below.append((f"[{names}{name}]\n", name, value, inner))
            else:
                below += [(f"[[{names}{name}]]\n", name, _table(each), inner) for each in value]
            continue
        at = place
        if kind is str and not inner.long_text and _is_plain(value):
            lines.append(f'{start}"{value}"\n')
        else:
            lines.append(f"{start}{_value(name, value, inner)}\n")
    if (header or lines) and (lines or not below or header.startswith("[[")):
        yield header + "".join(lines)
    for title, name, value, inner in below:
        yield from _blocks(title, f"{names}{name}.", value, inner)


Steps = dict[str, tuple[int, str, Layout]]
"""For each field its place among the others, how its line begins, and the layout of its value."""

_KNOWN: dict[int, tuple[Layout, Steps]] = {}
"""By the identity of the layout, which is kept with it."""


def _steps(layout: Layout) -> Steps:
    known = _KNOWN.get(id(layout))
    if known is None or known[0] is not layout:
        fields = enumerate(layout.fields.items())
        steps = {name: (at, f"{name} = ", inner) for at, (name, inner) in fields if _BARE.fullmatch(name)}
        known = _KNOWN[id(layout)] = (layout, steps)
    return known[1]


def _is_plain(text: str) -> bool:
    """Whether a text stands between quotation marks as it is. What can't be printed is mostly a hard blank."""
    if text.isprintable():
        return '"' not in text and "\\" not in text
    return not _ESCAPED.search(text)


def _table(value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise _Unusual
    return value


def _value(name: str, value: Any, layout: Layout) -> str:
    kind = type(value)
    if kind is str:
        if not (layout.long_text or "\n" in value):
            raise _Unusual
        if not _is_plain(value.replace("\n", "")) and _ESCAPED_IN_LONG_TEXT.search(value):
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
    if type(value) is not str or not _is_plain(value):
        raise _Unusual
    return f'"{value}"'
