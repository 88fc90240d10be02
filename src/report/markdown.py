"""A report as Markdown, into which no record can put anything but text.

Escaped is what CommonMark and GitHub's dialect act on: markup, HTML, links (also those that are
made of bare addresses), tables, mentions of people and of issues.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .blocks import Block, Heading, Item, Paragraph, Quote, Table
from .plain import visible

_MARKUP = re.compile(r"([\\`*_{}\[\]|~^$#])")
_ADDRESS = re.compile(r"(:(?=//)|(?<=mailto):|(?<=xmpp):|(?<=www)\.)", re.IGNORECASE)
_MENTION = re.compile(r"@|#(?=\w)|\b(?:GH|gh|Gh|gH)-(?=[0-9])")
_LINE_START = re.compile(r"^([0-9]{1,9})([.)])|^([-+=])")
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n")
_NOTHING = "&#8203;"
"""A space without width: shown as nothing, and it parts what would else be taken for a mention."""


def to_markdown(blocks: Iterable[Block]) -> str:
    """The report as Markdown, one paragraph a line."""
    parts: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before:
            parts.append("\n" if isinstance(before, Item) and isinstance(block, Item) else "\n\n")
        parts.append(_rendered(block))
        before = block
    return "".join(parts) + "\n"


def escape(text: str) -> str:
    """``text`` on one line as Markdown that reads as ``text`` and does nothing, wherever it stands."""
    shown = visible(text).strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = _MARKUP.sub(r"\\\1", shown)
    shown = _ADDRESS.sub(r"\\\1", shown)
    shown = _MENTION.sub(lambda found: found[0] + _NOTHING, shown)
    return _LINE_START.sub(_start, shown)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which empty lines part."""
    return [each for each in _BLANK_LINES.split(text.strip()) if each.strip()]


def _start(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}"


def _rendered(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(text):
            return escape(text)
        case Quote(text, level):
            indent = "  " * level
            return f"\n{indent}>\n".join(f"{indent}> {escape(each)}" for each in paragraphs(text))
        case Item(lead, text, level):
            return f"{'  ' * level}- " + " ".join(filter(None, (_strong(lead), escape(text))))
        case Table(header, rows):
            rule = "|" + " --- |" * len(header)
            return "\n".join([_row(header), rule, *map(_row, rows)])


def _strong(text: str) -> str:
    shown = escape(text)
    return f"**{shown}**" if shown else ""


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(escape, cells)) + " |"
