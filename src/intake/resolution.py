"""A resolution of the European Parliament, taken apart by its markers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .days import day_in
from .doubts import Doubt
from .identifiers import Identifiers, identifiers
from .numbers import (
    MARKER_ONLY,
)
from .parts import Heading, Part, is_closing
from .resolution_reader import OPENING, Reader, is_footnote
from .text import Block, Text

_TITLE = re.compile(
    r"European Parliament (?:(?:non-legislative|legislative) )?(?:resolution|recommendation)\b.*", re.IGNORECASE
)
_TITLE_PROCEDURE = re.compile(r"\(?\s?[0-9]{4}/[0-9]{4}[A-Z]?\s?\([A-Z]{3}\)\s?\)?")
_REFERENCE = re.compile(r"\s*[(\[](?:RC-?)?[A-Z][0-9]{1,2}[-‑][0-9]{4}.*$")
_RULE = re.compile(r"having regard to (Rules? [0-9].*?of (?:its|the) Rules of Procedure)", re.IGNORECASE)
LONGEST_MARKER = 8


@dataclass(frozen=True)
class Resolution:
    """What a resolution holds."""

    title: str
    """The line that names it, as printed."""
    header: tuple[Block, ...]
    adopted: dt.date | None
    identifiers: Identifiers
    citations: tuple[Part, ...]
    recitals: tuple[Part, ...]
    headings: tuple[Heading, ...]
    paragraphs: tuple[Part, ...]
    annexes: tuple[Part, ...]
    footnotes: tuple[Part, ...]
    doubts: tuple[Doubt, ...]

    @property
    def subject(self) -> str:
        """What the title says that it is about, as printed: the words after “on”."""
        found = re.search(r"\bresolution\b(?: of [0-9]{1,2} \w+ [0-9]{4})?,? (?:on|about|concerning) (.+)", self.title)
        subject = _REFERENCE.sub("", _TITLE_PROCEDURE.split(found[1])[0]) if found else ""
        return subject.strip(" .,;(")

    @property
    def legal_basis(self) -> str:
        """The rule of procedure under which it was adopted, as printed; empty where none is named."""
        for each in self.citations:
            found = _RULE.search(each.text)
            if found:
                return found[1]
        return ""

    @property
    def closing(self) -> Part | None:
        """The paragraph that has the President forward the resolution."""
        return next((each for each in reversed(self.paragraphs) if is_closing(each.text)), None)


def read_resolution(text: Text) -> Resolution:
    """Take a resolution apart. What it holds may be nothing: then it is no resolution, or not in a known form."""
    reader = Reader()
    for block in _joined(text.blocks):
        reader.take(block)
    reader.close()
    header = tuple(reader.header)
    title = _title(header)
    own = identifiers(" \n ".join([title, *(each.text for each in header)]))
    return Resolution(
        title=title,
        header=header,
        adopted=day_in(title) or _dated(header),
        identifiers=own,
        citations=tuple(reader.citations),
        recitals=tuple(reader.recitals),
        headings=tuple(reader.headings),
        paragraphs=tuple(reader.paragraphs),
        annexes=tuple(reader.annexes),
        footnotes=tuple(reader.footnotes),
        doubts=tuple(reader.doubts),
    )


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks, with a marker that stands alone put before what it marks."""
    marker: Block | None = None
    for block in blocks:
        if marker is not None:
            yield Block(f"{marker.text} {block.text}", marker.line)
            marker = None
        elif len(block.text) <= LONGEST_MARKER and MARKER_ONLY.fullmatch(block.text):
            marker = block
        else:
            yield block
    if marker is not None:
        yield marker


def whole_parts(blocks: Sequence[Block]) -> list[Block]:
    """Blocks as they are kept where the text has to be written anew.

    Each number stands on the line of what it numbers, and footnotes between two pieces of a paragraph come last.
    """
    found = list(_joined(blocks))
    notes = {at for at, each in enumerate(found) if is_footnote(each.text)}
    kept: list[Block] = []
    for at, each in enumerate(found):
        if at not in notes:
            if kept and each.text[:1].islower() and kept[-1].text[-1:].isalnum():
                kept[-1] = Block(f"{kept[-1].text} {each.text}", kept[-1].line)
            else:
                kept.append(each)
    return kept + [found[at] for at in sorted(notes)]


def _title(header: Sequence[Block]) -> str:
    """The line that names the resolution: the last such line before it begins, with its next one if it goes on."""
    for at in range(len(header) - 1, -1, -1):
        found = _TITLE.search(header[at].text)
        if found and len(found[0]) > len("European Parliament resolution"):
            title = found[0]
            for each in header[at + 1 : at + 3]:
                if _TITLE_PROCEDURE.search(title) or OPENING.match(each.text):
                    break
                if not (_TITLE_PROCEDURE.match(each.text) or each.text[:1].islower()):
                    break
                title = f"{title} {each.text}"
            end = _TITLE_PROCEDURE.search(title)
            return title[: end.end()] if end else title
    return ""


def _dated(header: Sequence[Block]) -> dt.date | None:
    """The day of the sitting, from a line that holds little else."""
    for each in header:
        if len(each.text) < 60 and not each.text.startswith("OJ "):
            day = day_in(each.text)
            if day and re.match(r"(?:\w+day,?\s)?[0-9]{1,2} ", each.text):
                return day
    return None
