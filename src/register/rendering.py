r"""Single values and keys as TOML text; tomli-w spells them, this module chooses their layout.

All text has ``\n`` as its line ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import tomli_w

from .layout import FREE, INDENT, LINE_LENGTH, Layout
from .toml_values import Table


def below(layout: Layout, part: str | int) -> Layout:
    """The layout one step down: that of a field, or of a list's items, which have the list's own."""
    return layout if isinstance(part, int) else layout.fields.get(part, FREE)


def ordered(table: Table, layout: Layout) -> list[tuple[str, Any]]:
    """The fields of a table in the order of its layout, those that it does not know at the end as they come."""
    known = [(name, table[name]) for name in layout.fields if name in table]
    return known + [(name, value) for name, value in table.items() if name not in layout.fields]


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """One part of a key, in quotes where it needs them."""
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")


def dotted(names: Iterable[str]) -> str:
    """A key of several parts."""
    return ".".join(map(key, names))


def scalar(value: Any) -> str:
    """A text (on one line), number, truth value, date or time."""
    if type(value) is str and not _SPELLED.search(value):  # what tomli-w would give, at a tenth of the time
        return f'"{value}"'
    return tomli_w.dumps({"x": value}).removeprefix("x = ").removesuffix("\n")


def inline(value: Any, layout: Layout = FREE) -> str:
    """Any value on one line."""
    if isinstance(value, dict):
        pairs = (f"{key(name)} = {inline(each, below(layout, name))}" for name, each in ordered(value, layout))
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(inline(each, layout) for each in value)}]"
    return scalar(value)


def multiline(text: str, *, break_first: bool = True) -> str:
    '''A text between ``"""``, with its own line breaks.

    ``break_first``: it begins on the line after the quotes. A text that begins with a line break has to.
    '''
    body = "\n".join('"'.join(map(_escaped, line.split('"'))) for line in text.split("\n"))
    body = re.sub(r'"+', lambda run: _quotes(len(run[0]), last=run.end() == len(body)), body)
    start = "\n" if break_first or text.startswith("\n") else ""
    return f'"""{start}{body}"""'


def _quotes(count: int, *, last: bool) -> str:
    """Quotes within a text: never three together, and none where the closing ones follow."""
    left = count % 3
    return '""\\"' * (count // 3) + ('"' * (left - 1) + '\\"' if left and last else '"' * left)


def _escaped(text: str) -> str:
    return scalar(text)[1:-1]


_SPELLED = re.compile(r'[\x00-\x1f\x7f"\\]')
_NOT_LITERAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|'''|'\Z")


def literal(text: str) -> str | None:
    """A text between ``'``, or None where it holds something that must be escaped."""
    return None if "'" in text or "\n" in text or _NOT_LITERAL.search(text) else f"'{text}'"


def multiline_literal(text: str, *, break_first: bool = True) -> str | None:
    """A text between three ``'`` on each side, or None where it holds something that must be escaped."""
    start = "\n" if break_first or text.startswith("\n") else ""
    return None if _NOT_LITERAL.search(text) else f"'''{start}{text}'''"


def value_of(value: Any, layout: Layout, *, width: int = 0) -> str:
    """A value after ``key =`` on a line of its own: long text over several lines, a list with an item a line.

    ``width``: how much of the line is taken already.
    """
    if isinstance(value, str):
        return multiline(value) if layout.long_text or "\n" in value else scalar(value)
    if isinstance(value, list) and value:
        return _list(value, layout, width)
    return inline(value, layout)


def _list(items: list[Any], layout: Layout, width: int) -> str:
    on_one_line = inline(items, layout)
    if len(items) == 1 and width + len(on_one_line) <= LINE_LENGTH:
        return on_one_line
    lines = "".join(f"{INDENT}{inline(item, layout)},\n" for item in items)
    return f"[\n{lines}]"


def assignment(written_key: str, value: Any, layout: Layout) -> str:
    """``key = value`` with the line's end."""
    start = f"{written_key} = "
    return f"{start}{value_of(value, layout, width=len(start))}\n"


def is_block(value: Any) -> bool:
    """Whether a value is written below a header of its own: a table, or a list of nothing but tables."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, dict) for item in value)
    return isinstance(value, dict)


def blocks(names: tuple[str, ...], value: Any, layout: Layout) -> Iterator[str]:
    """A table as ``[names]``, a list of tables as ``[[names]]``, each with the tables in it, header by header."""
    if isinstance(value, dict):
        yield from _table(names, value, layout, "[{}]\n")
    else:
        for item in value:
            yield from _table(names, item, layout, "[[{}]]\n")


def record_blocks(table: Table, layout: Layout) -> Iterator[str]:
    """A whole record: its own fields, then its tables."""
    return _table((), table, layout, "")


def _table(names: tuple[str, ...], table: Table, layout: Layout, header: str) -> Iterator[str]:
    fields = ordered(table, layout)
    lines = [assignment(key(name), each, below(layout, name)) for name, each in fields if not is_block(each)]
    tables = [(name, each) for name, each in fields if is_block(each)]
    # A table that holds nothing but tables is said by their headers; an item of a list is not.
    if lines or not tables or header.startswith("[["):
        yield header.format(dotted(names)) + "".join(lines)
    for name, each in tables:
        yield from blocks((*names, name), each, below(layout, name))
