"""A report as plain text for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterable

from .blocks import Block, Heading, Item, Paragraph, Quote, Table
from .markdown import paragraphs
from .plain import table_lines, width, wrapped

_UNDERLINES = {1: "=", 2: "-", 3: "~", 4: "."}


def to_text(blocks: Iterable[Block], columns: int = 80) -> str:
    """The report within ``columns``; nothing in it commands a terminal."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before and not _joined(before, block):
            lines.append("")
        lines += _lines(block, columns)
        before = block
    return "\n".join(lines) + "\n"


def _joined(before: Block, block: Block) -> bool:
    return isinstance(before, Item | Quote) and (
        isinstance(block, Item) or (isinstance(block, Quote) and isinstance(before, Item))
    )


def _lines(block: Block, columns: int) -> list[str]:
    match block:
        case Heading(text, level):
            head = wrapped(text, columns)
            mark = _UNDERLINES.get(level)
            return [*head, mark * max(map(width, head))] if mark else head
        case Paragraph(text):
            return wrapped(text, columns)
        case Quote(text, level):
            bar = "  " * level + "│ "
            return [line for each in paragraphs(text) for line in wrapped(each, columns, bar, bar)]
        case Item(lead, text, level):
            indent = "  " * level
            return wrapped(f"{lead} {text}".strip(), columns, f"{indent}- ", f"{indent}  ")
        case Table(header, rows):
            return table_lines(list(header), [list(row) for row in rows], columns)
