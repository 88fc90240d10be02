"""The numbers of paragraphs that a heading of a follow-up names: “Points 5, 6 and 12–14: …”."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

LONGEST_RANGE = 200
"""A range of more paragraphs than any resolution has is a slip or something else, such as two years."""

LONGEST_HEADING = 200
"""In characters: a longer line with numbers in brackets at its end is a sentence."""

_WORD = r"(?:points?|paragraphs?|paras?\b\.?|pts?\b\.?|§{1,2}|recitals?)"
_NO = r"(?:(?:nos?\b\.?|n°|numbers?)\s*)?"
_NUMBER = (
    r"(?:[0-9]{1,4}(?:\s?\([a-z0-9]{1,4}\)|[a-z]{1,2}(?![a-z]))*(?![0-9/%]|\.[0-9])|(?-i:\b[A-Z]{1,2}\b)(?!\.[A-Z]))"
)
_JOIN = (
    r"(?:\s*(?:,|;|/|&|\+|(?:-|–|—|‑)(?!\s*(?:19|20)[0-9]{2}\b))\s*|\s+)(?:(?:and|to|or|as\s+well\s+as|until|"
    r"through)\s+)?"
)
_LIST = rf"{_NUMBER}(?:{_JOIN}(?:{_WORD}\s*)?{_NUMBER})*"
_LEAD = (
    r"(?:(?:on|re|ad|to|regarding|concerning|as\s+regards|as\s+to|with\s+regard\s+to|with\s+respect\s+to"
    r"|in\s+relation\s+to|in\s+(?:reply|response|answer)\s+to|(?:reply|response|answer)s?\s+to|as\s+concerns|with\s+reference\s+to|in\s+respect\s+of|as\s+for)[:\s]\s*"
    r"(?:the\s+)?(?:(?:requests?|calls?)\s+(?:made\s+)?(?:in|under)\s+)?)?"
)
_NEVER_FIRST = frozenset("bdefghjklmnqsuvxyzBDEFGHJKLMNQSUVXYZ0123456789")
"""With these begins neither a word for paragraphs nor one that leads to it: so most sentences are told at once."""

# Each expression takes a millisecond to compile, so that is done where one is used.


@cache
def _head() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[-–—•·]\s*)?(?P<lead>{_LEAD})(?P<word>{_WORD})\s*{_NO}(?P<list>{_LIST})", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:$|[:–—‒-]|\.(?:\s|$)|\(|of\s+the\s+resolution\s*(?:$|[:–—-])"
        r"|(?:,|\b(?:and|first|second|third|last|in\s+fine|part|indent)\b|[a-z]\))[\w\s]{0,40}(?:$|[:–—]))"
    )


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"[(\[]\s*(?P<word>{_WORD})\s*(?P<list>{_LIST})\s*[)\]]\s*:?\s*$", re.IGNORECASE)


@cache
def _part() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<word>{_WORD})|(?P<from>[0-9]{{1,4}})(?P<letters>[a-z]{{0,2}}(?![a-z]))(?P<sub>(?:\s?\([a-z0-9]{{1,4}}\))*)"
        rf"(?:\s*(?:-|–|—|‑|\bto\b|\buntil\b|\bthrough\b)\s*(?P<to>[0-9]{{1,4}})(?![0-9]))?",
        re.IGNORECASE,
    )


class Naming(NamedTuple):
    """Where a line names paragraphs, and which."""

    points: tuple[str, ...]
    end: int
    """Where in the line the numbers end."""
    lead: bool
    """Whether words such as “As regards” come first."""
    is_heading: bool
    """Whether what follows is what follows the numbers of a heading: a colon, a dash, or nothing."""


def naming(line: str) -> Naming | None:
    """What paragraphs a line names at its beginning, or in brackets at its end; None where it names none."""
    head = None if line[:1] in _NEVER_FIRST else _head().match(line)
    if head and (points := _points(head["word"], head["list"])):
        return Naming(points, head.end(), bool(head["lead"]), bool(_after().match(line, head.end())))
    tail = _tail().search(line) if len(line) < LONGEST_HEADING and _ends_in_brackets(line) else None
    if tail and (points := _points(tail["word"], tail["list"])):
        return Naming(points, len(line), lead=False, is_heading=True)
    return None


def _ends_in_brackets(line: str) -> bool:
    return (")" in line or "]" in line) and line.rstrip().removesuffix(":").rstrip().endswith((")", "]"))


def points_of(heading: str) -> list[str]:
    """The paragraph numbers that a heading names, a range counted out: “Points 5 and 6: …” names 5 and 6."""
    found = naming(heading)
    return list(found.points) if found else []


def _points(word: str, listed: str) -> tuple[str, ...]:
    """The numbers in a list; letters of recitals are not numbers of paragraphs."""
    found: dict[str, None] = {}
    recital = word.lower().startswith("recital")
    for part in _part().finditer(listed):
        if part["word"]:
            recital = part["word"].lower().startswith("recital")
        elif not recital:
            found |= dict.fromkeys(_counted(part["from"], part["letters"].lower(), part["to"]))
    return tuple(found)


def _counted(first: str, letters: str, last: str | None) -> list[str]:
    if last and not letters and int(first) < int(last) <= int(first) + LONGEST_RANGE:
        return [str(number) for number in range(int(first), int(last) + 1)]
    return [str(int(first)) + letters]
