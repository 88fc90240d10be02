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
_PERHAPS_ESCAPED = re.compile(r'[\x00-\x09\x0b-\x1f\x7f\\"]')
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
    lines, below, known = [], [], 0
    for name, inner in layout.fields.items():
        if name not in table:
            continue
        known += 1
        value = table[name]
        kind = type(value)
        start = _STARTS.get(name) or _start(name)
        if kind is str and not inner.long_text and not _ESCAPED.search(value):
            lines.append(f'{start}"{value}"\n')
        elif kind is dict:
            below.append((f"[{names}{name}]\n", name, value, inner))
        elif kind is list and value and type(value[0]) is dict:
            below += [(f"[[{names}{name}]]\n", name, _table(each), inner) for each in value]
        else:
            lines.append(f"{start}{_value(name, value, inner)}\n")
    if known != len(table):
        raise _Unusual
    if (header or lines) and (lines or not below or header.startswith("[[")):
        yield header + "".join(lines)
    for title, name, value, inner in below:
        yield from _blocks(title, f"{names}{name}.", value, inner)


_STARTS: dict[str, str] = {}
"""How the line of a field begins; the names are those of the schemas."""


def _start(name: str) -> str:
    if not _BARE.fullmatch(name):
        raise _Unusual
    return _STARTS.setdefault(name, f"{name} = ")


def _table(value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise _Unusual
    return value


def _value(name: str, value: Any, layout: Layout) -> str:
    kind = type(value)
    if kind is str:
        if not (layout.long_text or "\n" in value):
            raise _Unusual
        # The first of the two is many times as fast, and mostly says enough.
        if _PERHAPS_ESCAPED.search(value) and _ESCAPED_IN_LONG_TEXT.search(value):
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
