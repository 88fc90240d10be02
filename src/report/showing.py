"""One record as plain text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from ..register import Register
from .plain import pad, visible, width, wrapped
from .reading import Row, reading, referred_by

GUTTER = 2
WIDEST_TITLE = 24
MOST_REFERRERS = 12


def show(register: Register, record_id: str, today: dt.date, columns: int = 80) -> str:
    """A record and who refers to it, as text within ``columns``; nothing in it commands a terminal.

    Raises:
        NoSuchRecord: there is none with that id.
        CannotBeRead: its file is broken.
    """
    record = register.get(record_id)
    kind = register.kind(record)
    head = f"{kind.singular if kind else record.kind}: {register.label(record_id)}"
    sections = [[*wrapped(head, columns), visible(record_id)]]
    sections.append(_lines(reading(register, record, today), columns))
    referrers = referred_by(register, record_id, each=MOST_REFERRERS)
    if referrers:
        sections.append(["Referred to by", *_lines([replace(each, depth=1) for each in referrers], columns)])
    return "\n\n".join("\n".join(lines) for lines in sections)


def _lines(rows: list[Row], columns: int) -> list[str]:
    titles = min(WIDEST_TITLE, max((width(_title(row)) for row in rows), default=0))
    return [line for row in rows for line in _row_lines(row, titles, columns)]


def _title(row: Row) -> str:
    return "  " * row.depth + visible(row.title) + (" (not in the schema)" if row.unknown else "")


def _row_lines(row: Row, titles: int, columns: int) -> Iterator[str]:
    title, others = _title(row), " " * (titles + GUTTER)
    if row.heading:
        yield title
        return
    first = pad(title, titles + GUTTER)
    if width(title) > titles:
        yield title
        first = others
    for text in _texts(row):
        mark = "│ " if row.verbatim else "- " if row.listed and len(row.lines) > 1 else ""
        below = others + ("│ " if row.verbatim else " " * len(mark))
        yield from wrapped(text, columns, first + mark, below)
        first = others


def _texts(row: Row) -> Iterator[str]:
    for number, line in enumerate(row.lines):
        link = row.links[number].id if number < len(row.links) else ""
        note = link if link and link not in line else row.meaning
        yield f"{line} ({note})" if note else line
