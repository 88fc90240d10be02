"""The numbered parts of an official text: a resolution's paragraphs, a follow-up's sections.

Resolutions number their paragraphs “1.  Strongly emphasises …”, one after the other, with blank lines
between; the recitals before them have letters. Follow-ups head their sections “Points 5 and 6: …”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..register.source import fold

_BLOCKS = re.compile(r"\n[^\S\n]*\n")
_NUMBERED = re.compile(r"\s*([0-9]{1,4})([a-z]{0,2})\.[\s\u00a0]+(?=\S)")
_LARGEST_GAP = 3
"""So many numbers may be missing, where paragraphs were lost or misnumbered; after more, another list begins."""
_BULLET = re.compile(r"\s*(?:\(?[a-z0-9]{1,4}\)|[–—\-•·])[\s\u00a0]")
_FORM_NUMBER = re.compile(r"^[^\S\n]*[0-9]{1,2}\.[^\S\n]*(?:\n|$)", re.MULTILINE)


class Paragraph(NamedTuple):
    """A numbered paragraph or a section: its number or heading (empty for an introduction), and its folded text."""

    number: str
    text: str


Fold = Callable[[str], str]
"""Folds a part of a text; see ``source.fold`` and ``SourceText.fold``."""


def paragraphs(text: str, folded: Fold = fold) -> tuple[Paragraph, ...]:
    """The numbered paragraphs of a resolution, without their numbers."""
    return tuple(Paragraph(number, folded("\n".join(blocks))) for number, blocks in _numbered(text))


def _numbered(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each paragraph with its blocks; one that does not go on counting, a few left out, is no paragraph."""
    number, blocks = "", list[str]()
    for block in _BLOCKS.split(text):
        found = _NUMBERED.match(block)
        if found and _follows(number, found[1], found[2], block[found.end()]):
            if number:
                yield number, blocks
            number, blocks = found[1] + found[2], [block[found.end() :]]
        elif number and _BULLET.match(block) and not blocks[-1].rstrip().endswith("."):
            blocks.append(block)
    if number:
        yield number, blocks


def _follows(before: str, digits: str, letters: str, text: str) -> bool:
    if not before:
        return digits == "1"
    last = int(re.sub("[a-z]", "", before))
    left_out = int(digits) - last - 1
    return left_out == 0 or (0 < left_out <= _LARGEST_GAP and text.isupper()) or (left_out == -1 and bool(letters))


def sections(text: str, folded: Fold = fold) -> tuple[Paragraph, ...]:
    """The sections of a follow-up, each under its heading; an introduction to them comes first, with no heading."""
    heads = list(_headings(text))
    if not heads:
        return ()
    ends = [start for start, _ in heads[1:]] + [len(text)]
    found = [
        Paragraph(folded(head), folded(text[start + len(head) : end]))
        for (start, head), end in zip(heads, ends, strict=True)
    ]
    introduction = _introduction(text[: heads[0][0]])
    return (Paragraph("", introduction), *found) if introduction else tuple(found)


def _headings(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are headings, each with where it begins."""
    from ..register.points import naming

    start = 0
    for line in text.split("\n"):
        found = naming(line) if line else None
        if found and found.is_heading:
            yield start, line
        start += len(line) + 1


def _introduction(before: str) -> str:
    """What stands between the form's last numbered question and the first section."""
    numbers = list(_FORM_NUMBER.finditer(before))
    if not numbers:
        return ""
    _, _, answer = before[numbers[-1].end() :].partition("\n")
    return fold(answer)


def number_width(numbers: list[str]) -> int:
    """How many digits the highest number has."""
    return max((len(re.sub("[^0-9]", "", number)) for number in numbers), default=1)


def padded(number: str, width: int) -> str:
    """A paragraph's number as file names have it: 9a is 09a where the highest is 21."""
    if number.isdecimal() and number.isascii():
        return number.zfill(width)
    digits = re.match("[0-9]*", number)
    head = digits[0] if digits else ""
    return head.zfill(width) + number[len(head) :] if head else number
