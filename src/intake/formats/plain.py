"""Plain text, with paragraphs on one line each or broken at a width."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import NothingToRead
from ..text import Block, Origin, Text, assembled, same_words
from . import lines as printed
from .charset import cleaned, has_hidden
from .lines import Line

WIDEST = 140
"""A text whose lines are no longer than this was broken at a width."""

_GOES_ON = re.compile(r"[a-zà-ÿ]|[.,;:)\]](?:\s|$)")
_MAY_GO_ON = re.compile(r"[\w\"”’')\]–-]$")


def read_plain(path: Path, raw: bytes, text: str, remark: str = "") -> Text:
    """A text file. What is kept is the file itself, unless its text had to be mended.

    Raises:
        NothingToRead: it has no words.
    """
    origin = Origin(path, raw, "plain text")
    hidden = has_hidden(text)
    content = cleaned(text) if hidden else text
    found, taken = _lines(content)
    if not found:
        raise NothingToRead(path)
    wrapped = _is_wrapped(found)
    blocks = _unwrapped(found) if wrapped else _one_a_line(found)
    remarks = [remark] if remark else []
    if taken:
        remarks.append(f"{taken} lines of running heads and page numbers were taken out.")
    kept = Text(origin, tuple(blocks), raw, tuple(remarks))
    if remark or hidden or taken or content != text or (wrapped and not same_words(kept)):
        return assembled(origin, blocks, remarks)
    return kept


def _lines(content: str) -> tuple[list[Line], int]:
    """The lines that aren't blank, without what belongs to pages where pages are marked."""
    found = _page_lines(_folded(content))
    if "\f" not in content:
        return found, 0
    pages: list[list[Line]] = [[]]
    for line in found:
        if line.text.startswith("\f"):
            pages.append([])
            line.text, line.gap = line.text.strip("\f "), True
        if line.text:
            pages[-1].append(line)
    kept, taken = printed.without_furniture(pages)
    return _across_pages(kept), taken


def _page_lines(content: str) -> list[Line]:
    found, gap = [], False
    for number, line in enumerate(content.split("\n"), 1):
        text = line.strip(" ")
        if text:
            found.append(Line(text, number, gap))
            gap = False
        else:
            gap = True
    return found


_BLANKS = (
    "\t\r\v\xa0\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029\u202f\u205f\u3000"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)


def _folded(content: str) -> str:
    """The text with each run of blanks within a line as one; a form feed keeps its place at the start of a line."""
    for blank in _BLANKS:
        if blank in content:
            content = content.replace(blank, " ")
    if "\f" in content:
        content = content.replace("\f", "\n\f")
    while "  " in content:
        content = content.replace("  ", " ")
    return content


def _across_pages(pages: list[list[Line]]) -> list[Line]:
    """The pages one after the other; the edge of a page is no gap in the text."""
    for page in pages[1:]:
        if page:
            page[0].gap = False
    return [line for page in pages for line in page]


def _is_wrapped(found: list[Line]) -> bool:
    """Whether lines were broken at a width: none is long, and many are nearly as long as the longest."""
    widest = max(len(each.text) for each in found)
    if widest > WIDEST or len(found) < 3:
        return False
    full = sum(len(each.text) > widest * 0.75 for each in found)
    adjacent = sum(not each.gap for each in found[1:])
    return full >= len(found) * 0.3 and adjacent >= len(found) * 0.25


def _unwrapped(found: list[Line]) -> list[Block]:
    known = printed.words_of([each.text for each in found])
    return [Block(each.text, each.number) for each in printed.paragraphs(found, known)]


def _one_a_line(found: list[Line]) -> list[Block]:
    """Each line is a paragraph; but one that goes on in the middle of a sentence was broken off by a lost mark."""
    blocks: list[Block] = []
    for line in found:
        before = blocks[-1] if blocks else None
        if before and not line.gap and _GOES_ON.match(line.text) and _goes_on(before.text, line.text):
            blocks[-1] = Block(f"{before.text} {line.text}", before.line)
        else:
            blocks.append(Block(line.text, line.number))
    return blocks


def _goes_on(before: str, text: str) -> bool:
    return bool(_MAY_GO_ON.search(before)) and len(before) > 8 and not printed.UNIT.match(text)
