"""Whether a file is plainly in the canonical form.

The one writer is ``register.writing``; it can write anything, and takes a third of the time of all checks
together. This writes the same for records with nothing unusual in them, and gives the rest up. It escapes nothing,
and need not: were there a sign to escape in a value, a file with what is written here would have another value.
That it agrees with the writer is tested on any data.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from ..register.layout import INDENT, LINE_LENGTH, Layout

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NEXT = f'",\n{INDENT}"'


class _Unusual(Exception):
    """Something that only the writer itself can write."""


def is_plainly_canonical(raw: bytes, data: dict[str, Any], layout: Layout) -> bool:
    """Whether a file is what ``writing.render`` gives of its data; False where that has to be asked."""
    parts: list[str] = []
    try:
        _write("", "", data, layout, parts)
    except (_Unusual, TypeError, AttributeError):
        return False
    return "\n".join(parts).encode() == raw


def _write(header: str, names: str, table: dict[str, Any], layout: Layout, parts: list[str]) -> None:
    """Add the parts between empty lines. Fields that are in another order than the schema's are unusual."""
    lines, below, at, at_below = [], [], -1, -1
    steps = _steps(layout)
    for name, value in table.items():
        step = steps.get(name)
        if step is None:
            raise _Unusual
        place, start, is_long, inner = step
        kind = type(value)
        if kind is dict or (kind is list and value and type(value[0]) is dict):
            if place < at_below:
                raise _Unusual
            at_below = place
            tables = [value] if kind is dict else value
            title = f"[{names}{name}]\n" if kind is dict else f"[[{names}{name}]]\n"
            below += [(title, name, each, inner) for each in tables]
            continue
        if place < at:
            raise _Unusual
        at = place
        lines.append(f'{start}"{value}"\n' if kind is str and not is_long else f"{start}{_value(name, value)}\n")
    if (header or lines) and (lines or not below or header.startswith("[[")):
        parts.append(header + "".join(lines))
    for title, name, value, inner in below:
        _write(title, f"{names}{name}.", value, inner, parts)


Steps = dict[str, tuple[int, str, bool, Layout]]
"""For each field its place among the others, how its line begins, whether it is long, and the layout of its value."""

_KNOWN: dict[int, tuple[Layout, Steps]] = {}
"""By the identity of the layout, which is kept with it."""


def _steps(layout: Layout) -> Steps:
    known = _KNOWN.get(id(layout))
    if known is None or known[0] is not layout:
        fields = enumerate(layout.fields.items())
        steps = {
            name: (at, f"{name} = ", inner.long_text, inner) for at, (name, inner) in fields if _BARE.fullmatch(name)
        }
        known = _KNOWN[id(layout)] = (layout, steps)
    return known[1]


def _value(name: str, value: Any) -> str:
    kind = type(value)
    if kind is str and value[-1:] != '"':
        return f'"""\n{value}"""'
    if kind is list:
        return _list(name, value)
    if kind is int or kind is dt.date:
        return str(value)
    if kind is bool:
        return "true" if value else "false"
    raise _Unusual


def _list(name: str, value: list[Any]) -> str:
    """A list of texts; to join anything else raises TypeError."""
    if len(value) == 1 and len(name) + len(value[0]) + 7 <= LINE_LENGTH:
        return f'["{"".join(value)}"]'
    return f'[\n{INDENT}"{_NEXT.join(value)}",\n]' if value else "[]"
