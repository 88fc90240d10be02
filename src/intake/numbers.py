"""How the parts of a resolution are numbered, and which number may follow which."""

from __future__ import annotations

import re
from typing import NamedTuple

MARKER_ONLY = re.compile(
    r"(?:\(?[0-9]{1,4}[a-z]{0,2}[.)]|\(?[A-Z]{1,2}[a-z]?[.)]|\([a-z]{1,3}\)|[-–—−•·▪]|[A-Z]{1,2}[a-z]?)"
)
NUMBERED = re.compile(r"\(?([0-9]{1,4})\s?([a-z]{0,2})\s?[.)]\s*(?=\D)(?=\S)")
BARE_NUMBER = re.compile(r"([0-9]{1,4})([a-z]{0,2})\s+(?=[A-Z][a-z])")
LETTERED = re.compile(r"\(?([A-Z]{1,2})([a-z]{0,2})\s?[.)]?\s+(?=\S)")
SUB_POINT = re.compile(r"(?:\(?(?:[a-z]{1,2}|[ivx]{1,5}|[0-9]{1,2})\)|[ivx]{1,5}\.|[-–—−•·▪])\s")

LARGEST_GAP = 3
"""Numbers may be left out by mistake; more than so many left out is no gap but another list."""


class Number(NamedTuple):
    """A number with the letters of one inserted after it: 1a."""

    digits: int
    letters: str = ""

    def __str__(self) -> str:
        return f"{self.digits}{self.letters}"

    def follows(self, before: Number | None) -> bool:
        """Whether this is the number after ``before``."""
        if before is None:
            return self.digits == 1
        if self.digits == before.digits:
            return self.letters > before.letters and len(self.letters) >= len(before.letters)
        return self.digits == before.digits + 1

    def leaves_out(self, before: Number | None) -> int:
        """How many numbers are missing between the two; 0 where this one doesn't come later."""
        return max(0, self.digits - (before.digits if before else 0) - 1)


def number_of(text: str) -> tuple[Number, str] | None:
    """The number at the beginning of a paragraph, and the text after it."""
    found = NUMBERED.match(text)
    if found is None:
        return None
    return Number(int(found[1]), found[2]), text[found.end() :]


def letter_follows(letter: str, inserted: str, before: str) -> bool:
    """Whether a recital's letter comes after another: B after A, AA after Z, Ba after B."""
    if not before:
        return letter == "A"
    last, last_inserted = re.fullmatch(r"([A-Z]*)([a-z]*)", before).groups()  # type: ignore[union-attr]
    if letter == last:
        return inserted > last_inserted
    return _rank(letter) == _rank(last) + 1


def _rank(letters: str) -> int:
    rank = 0
    for letter in letters:
        rank = rank * 26 + ord(letter) - ord("A") + 1
    return rank
