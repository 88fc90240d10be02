"""Where a quotation and its source part."""

from __future__ import annotations

import re
from typing import NamedTuple

from .words import shortened

MOST_WORDS = 3000
"""Longer quotations are compared up to here: it is enough to find where they part."""

_LOOK = 12
"""So many words on from where the two part they are looked at for going on together."""

_SIGNS = str.maketrans("’‘‚“”„«»–—‑", '\'\'\'"""""---')


class Parting(NamedTuple):
    """The longest part of a quotation that stands in the source, and what is different where it ends.

    ``word`` counts the words of the quotation, from 0: the first that differs; ``words`` that many differ.
    """

    matched: str
    before: bool
    """Whether the difference lies before the part that matches."""
    source: str
    record: str
    word: int
    words: int


def part(quotation: str, source: str) -> Parting | None:
    """Compare a quotation, folded, with a source, folded, in which it doesn't stand; None where no word matches."""
    words = quotation.split(" ")[:MOST_WORDS]
    first, last = _longest(words, source)
    if first == last:
        return None
    matched = " ".join(words[first:last])
    at = _find(matched, source)
    if first == 0:
        theirs, ours = _apart(source[at + len(matched) :][: _LOOK * 40].split(), words[last:])
        return Parting(matched, False, " ".join(theirs), " ".join(ours), last, max(1, len(ours)))
    back = source[max(0, at - 400) : at].split()
    theirs, ours = _apart(back[::-1], words[:first][::-1])
    return Parting(
        matched,
        True,
        " ".join(theirs[::-1]),
        " ".join(ours[::-1]),
        max(0, first - max(1, len(ours))),
        max(1, len(ours)),
    )


def _longest(words: list[str], source: str) -> tuple[int, int]:
    """The longest run of words that stands in the source: from and up to which word."""
    padded = f" {source} "
    best, first, last = (0, 0), 0, 0
    while last < len(words):
        if f" {' '.join(words[first : last + 1])} " in padded:
            last += 1
            best = max(best, (first, last), key=lambda run: run[1] - run[0])
        elif first == last:
            first = last = last + 1
        else:
            first += 1
    return best


def _find(words: str, source: str) -> int:
    return f" {source} ".index(f" {words} ")


def _apart(theirs: list[str], ours: list[str]) -> tuple[list[str], list[str]]:
    """The words by which two texts differ, up to where both have the same two words again."""
    for total in range(1, 2 * _LOOK):
        for skipped in range(max(0, total - _LOOK), min(total, _LOOK) + 1):
            ours_at = total - skipped
            if _go_on(theirs[skipped : skipped + 2], ours[ours_at : ours_at + 2]):
                return theirs[:skipped], ours[:ours_at]
    return theirs[:5], ours[:5]


def _go_on(theirs: list[str], ours: list[str]) -> bool:
    """Whether both have the same words; the end of a quotation may leave a full stop out."""
    if len(ours) == 1 and theirs:
        return theirs[0].rstrip(".,;:") == ours[0].rstrip(".,;:")
    return bool(ours) and theirs == ours


def explained(found: Parting | None) -> str:
    """The difference in a sentence."""
    if found is None:
        return "not one of its words stands there"
    matched = _end(found.matched) if not found.before else shortened(found.matched, 50)
    matches = f"it matches from “{matched}” on" if found.before else f"it matches up to “{matched}”"
    where = "before it" if found.before else "then"
    theirs, ours = shortened(found.source, 70), shortened(found.record, 70)
    if not theirs:
        return f"{matches}, {where} the record has “{ours}”, which the source doesn't have" if ours else matches
    if not ours:
        return f"{matches}, {where} the source has “{theirs}”, which the record leaves out"
    return f"{matches}, {where} the source has “{theirs}” where the record has “{ours}”"


def _end(text: str) -> str:
    words = text.split(" ")
    return shortened(" ".join(words), 60) if len(words) <= 8 else f"…{shortened(' '.join(words[-8:]), 80)}"


def same_but_signs(quotation: str, source: str) -> bool:
    """Whether only quotation marks, apostrophes or dashes differ."""
    return quotation.translate(_SIGNS) in source.translate(_SIGNS)


def same_but_case(quotation: str, source: str) -> bool:
    """Whether only capital letters differ."""
    return quotation.casefold() in source.casefold()


def word_span(value: str, word: int, words: int) -> tuple[int, int]:
    """Where in a text, as it is written, some of its words stand: from and up to which character."""
    spans = [match.span() for match in re.finditer(r"\S+", value)]
    if not spans:
        return (0, len(value))
    first = min(word, len(spans) - 1)
    return spans[first][0], spans[min(first + words, len(spans)) - 1][1]


JOINTS = frozenset(("and", "or", "but", "also", "as", "well", "moreover", "furthermore", "therefore", "while", "to"))
"""Words that join the asks of one paragraph and belong to none of them."""


def left_out(text: str, parts: list[str]) -> list[str]:
    """What of a folded text none of the folded parts holds, besides punctuation and joints between them."""
    if text in parts or " ".join(parts) == text:
        return []
    held = bytearray(len(text))
    for words in parts:
        at = text.find(words) if words else -1
        while at >= 0:
            held[at : at + len(words)] = b"\1" * len(words)
            at = text.find(words, at + 1)
    found, start = [], 0
    for match in re.finditer(rb"\0+", bytes(held)):
        start = match.start()
        rest = text[start : match.end()].strip()
        if not _is_joint(rest):
            found.append(rest)
    return found


def _is_joint(text: str) -> bool:
    return all(word in JOINTS for word in re.findall(r"\w+", text.lower()))
