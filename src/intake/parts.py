"""The parts of a resolution: citations, recitals, paragraphs and the headings between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_FORWARD = re.compile(
    r"(?:instructs|charges|requests|directs|mandates) its president to (?:forward|transmit|send|communicate|convey)",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """One block of a part: the paragraph itself, or one of its sub-points."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Part:
    """A citation, a recital or a numbered paragraph."""

    number: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All of it, without its number."""
        return " ".join(each.text for each in self.pieces)

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.pieces[0].line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the resolution, and the number of the paragraph that it precedes."""

    text: str
    line: int
    before: str


def is_closing(text: str) -> bool:
    """Whether a paragraph is the closing formula."""
    return bool(_FORWARD.match(text))
