"""The text of a document as it was read, whatever the format of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ..register.files import digest
from ..register.source import fold


class Block(NamedTuple):
    """One paragraph of a document, or one line of it that stands by itself; white space folded."""

    text: str
    line: int
    """Where it begins in the text that is kept, counted from 1."""
    heading: bool = False
    """Whether the format itself calls it a heading."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text comes from."""

    path: Path
    original: bytes
    """The bytes of the file itself."""
    form: str
    """The format in words: “plain text”, “PDF”."""
    url: str = ""
    """The address that the document gives for itself."""
    language: str = ""
    """Two letters, where the document says its language."""

    @property
    def sha256(self) -> str:
        """The fingerprint of the file's own bytes."""
        return digest(self.original)


@dataclass(frozen=True)
class Text:
    """A document's paragraphs, and the bytes that are kept to prove quotations by."""

    origin: Origin
    blocks: tuple[Block, ...]
    raw: bytes
    remarks: tuple[str, ...] = field(default=())
    """What was done to make the text readable: another character set, running heads taken out."""
    footnotes: tuple[str, ...] = field(default=())

    @property
    def kept_as_read(self) -> bool:
        """Whether the text that is kept is the file itself, byte for byte."""
        return self.raw == self.origin.original

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The lines on which blocks begin."""
        return tuple(each.line for each in self.blocks)

    def in_canonical_form(self) -> Text:
        """The same text with a blank line between paragraphs, as any format but plain text is kept."""
        return assembled(self.origin, self.blocks, self.remarks, self.footnotes)


def assembled(
    origin: Origin, blocks: Sequence[Block], remarks: Sequence[str] = (), footnotes: Sequence[str] = ()
) -> Text:
    """A text that is written anew: a paragraph a line, a blank line between, the footnotes last."""
    placed, line = [], 1
    for each in blocks:
        placed.append(Block(each.text, line, each.heading))
        line += 2
    paragraphs = [*(each.text for each in placed), *footnotes]
    return Text(origin, tuple(placed), ("\n\n".join(paragraphs) + "\n").encode(), tuple(remarks), tuple(footnotes))


def same_words(text: Text) -> bool:
    """Whether the blocks hold the kept text to the last word, in its order."""
    return fold(text.raw.decode()) == " ".join([*(each.text for each in text.blocks), *text.footnotes])
