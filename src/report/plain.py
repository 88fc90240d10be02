"""Plain text: what a terminal may be given, how wide it is there, and how it is wrapped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_JOINERS = "\u200c\u200d"
"""Needed to write Persian and emoji; they reorder and hide nothing."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_BLANKS = re.compile(r"[ \t\r\n]+")


def visible(text: str) -> str:
    """``text`` on one line, with everything that a terminal would obey or hide spelled out.

    Control characters, those that change the direction of writing and those that can't be seen
    become ``<U+202E>``; line breaks and tabs become blanks.
    """
    text = _BLANKS.sub(" ", text)
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    hidden = unicodedata.category(char) in _HIDDEN and char not in _JOINERS
    return f"<U+{ord(char):04X}>" if hidden else char


def width(text: str) -> int:
    """How many columns of a terminal ``text`` takes: wide characters two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def pad(text: str, columns: int) -> str:
    """``text`` filled with blanks up to a width."""
    return text + " " * (columns - width(text))


def cut(text: str, columns: int) -> str:
    """``text``, or as much of it as fits with an ellipsis behind it."""
    if width(text) <= columns:
        return text
    return _head(text, columns - 1) + "…" if columns > 0 else ""


def _head(text: str, columns: int) -> str:
    """As many characters as fit; at least none."""
    taken = 0
    for at, char in enumerate(text):
        taken += _cells(char)
        if taken > columns:
            return text[:at]
    return text


def wrap(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns``; it is broken at blanks, and a longer word wherever it must be.

    White space other than plain blanks and line breaks (a non-breaking space) keeps words together.
    """
    columns = max(columns, 2)
    lines: list[str] = []
    line, used = "", 0
    for word in _pieces(text, columns):
        wide = width(word)
        if line and used + 1 + wide > columns:
            lines.append(line)
            line, used = "", 0
        line, used = (f"{line} {word}", used + 1 + wide) if line else (word, wide)
    return [*lines, line] if line else lines or [""]


def _pieces(text: str, columns: int) -> Iterator[str]:
    for word in filter(None, _BLANKS.split(text)):
        if width(word) <= columns:
            yield word
        else:
            yield from _broken(word, columns)


def _broken(word: str, columns: int) -> Iterator[str]:
    start = taken = 0
    for at, char in enumerate(word):
        cells = _cells(char)
        if taken + cells > columns:
            yield word[start:at]
            start, taken = at, 0
        taken += cells
    yield word[start:]


def wrapped(text: str, columns: int, first: str = "", others: str = "") -> list[str]:
    """``text`` made visible and wrapped within ``columns``, behind ``first`` and then ``others``."""
    lines = wrap(visible(text), columns - max(width(first), width(others)))
    return [f"{others if number else first}{line}" for number, line in enumerate(lines)]


def table_lines(header: list[str], rows: list[list[str]], columns: int, below: Sequence[list[str]] = ()) -> list[str]:
    """A table whose cells are wrapped so that it fits: the widest columns give way first.

    ``below`` has lines to put under each row.
    """
    cells = [[visible(cell) for cell in row] for row in [header, *rows]]
    widths = _fitting([max(width(row[at]) for row in cells) for at in range(len(header))], columns)
    head, *body = [_row_lines(row, widths) for row in cells]
    rule = "  ".join("-" * each for each in widths)
    under = below or [[]] * len(body)
    return [*head, rule, *(line for row, more in zip(body, under, strict=True) for line in (*row, *more))]


def _fitting(widths: list[int], columns: int) -> list[int]:
    """Widths that sum up to what there is, two blanks between columns; none is pressed below eight."""
    room = columns - 2 * (len(widths) - 1)
    for limit in range(min(max(room, 8), max(widths)), 8, -1):
        fitting = [min(each, limit) for each in widths]
        if sum(fitting) <= room:
            return fitting
    return [min(each, 8) for each in widths]


def _row_lines(row: list[str], widths: list[int]) -> list[str]:
    wrapped_cells = [wrap(cell, columns) for cell, columns in zip(row, widths, strict=True)]
    return [
        "  ".join(
            pad(lines[at] if at < len(lines) else "", columns)
            for lines, columns in zip(wrapped_cells, widths, strict=True)
        ).rstrip()
        for at in range(max(map(len, wrapped_cells)))
    ]
