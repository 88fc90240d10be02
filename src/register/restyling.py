"""A new value in the style of the one that it replaces."""

from __future__ import annotations

from typing import Any

from . import rendering
from .layout import Layout


def restyled(written: str, value: Any, layout: Layout, *, within: bool, width: int = 0) -> str:
    """A value as text, with the quotes and the line breaks that the one before had, as far as it allows them.

    ``within``: it stands in a list or table in one line, where only a text that had several lines gets them.
    ``width``: how much of the line is taken already.
    """
    if isinstance(value, str):
        return _text(written, value, within=within)
    return rendering.inline(value, layout) if within else rendering.value_of(value, layout, width=width)


def _text(written: str, text: str, *, within: bool) -> str:
    break_first = written[3:].startswith(("\n", "\r\n"))
    if written.startswith('"""'):
        return rendering.multiline(text, break_first=break_first)
    if written.startswith("'''"):
        literal = rendering.multiline_literal(text, break_first=break_first)
        return literal or rendering.multiline(text, break_first=break_first)
    if "\n" in text and not within:
        return rendering.multiline(text)
    literal = rendering.literal(text) if written.startswith("'") else None
    return literal or rendering.scalar(text)
