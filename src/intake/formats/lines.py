"""Printed lines put together to paragraphs, and without what belongs to the page: running heads, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ...register.points import LONGEST_HEADING, naming

EDGE = 3
"""So many lines at the head and foot of a page are looked at for what repeats."""

_DIGITS = re.compile(r"[0-9]+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page\s+|p\.\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—\s]*|[A-Z]{2}\s+\d{1,4}\s+[A-Z]{2}|[ivxlc]+",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(?:\((\d{1,3})\)|\[(\d{1,3})\]|(\d{1,3}))(?:\s+|(?=[A-Z]))(?=\S)")
UNIT = re.compile(
    r"(?:[-–—−•·▪*]\s+\S|\(?[0-9]{1,4}[a-z]{0,2}[.)](?:\s|$)|\(?[A-Z]{1,2}[a-z]?[.)](?:\s+(?=whereas\b)|$)"
    r"|\((?:[a-z]{1,2}|[ivx]{1,5})\)\s|having regard to\b|whereas\b"
    r"|(?:Points?|Paragraphs?|Paras?\.?|§+)\s+\d|(?:ANNEX|Annex)\b)"
)
"""How a line begins that may begin a paragraph."""

_COUNTED = re.compile(r"\(?([0-9]{1,4})[.)]\s+[A-Z]")
_ENDS = re.compile(r"[.;:!?…][)\]”’\"'»]*(?:\(\d{1,3}\)|\[\d{1,3}\])?\s*,?$|[,;]$")
_SENTENCE_END = re.compile(r"[.;:!?][)\]”’\"'»]*(?:\s*\(\d{1,3}\)|\s*\[\d{1,3}\])?$")
_GOES_ON = re.compile(r"[a-zà-ÿ,.;:)\]%’]")


@dataclass(slots=True)
class Line:
    """One printed line: its text, where it stands, and whether blank space precedes it."""

    text: str
    number: int
    gap: bool = False
    small: bool = False
    """Whether it is printed in smaller letters than the page, as footnotes are."""


def without_furniture(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], int]:
    """The pages without running heads, running feet and page numbers; and how many lines were taken out."""
    repeated = _repeated(pages)
    taken = 0
    kept: list[list[Line]] = []
    for page in pages:
        edge = _edge(page)
        rest = [
            line
            for at, line in enumerate(page)
            if not (at in edge and (_shape(line.text) in repeated or _is_page_number(line.text, len(pages))))
        ]
        taken += len(page) - len(rest)
        kept.append(rest)
    return kept, taken


def _edge(page: list[Line]) -> set[int]:
    return {*range(min(EDGE, len(page))), *range(max(0, len(page) - EDGE), len(page))}


def _repeated(pages: Sequence[list[Line]]) -> set[str]:
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_shape(page[at].text) for at in _edge(page)})
    often = max(2, (len(pages) * 2 + 4) // 5)
    return {shape for shape, count in counts.items() if count >= often and shape}


def _shape(text: str) -> str:
    """A line's text with any number for any other. A numbered paragraph is not furniture, however short."""
    if UNIT.match(text) and len(text) > 8:
        return ""
    return _DIGITS.sub("#", " ".join(text.split()).lower())


def _is_page_number(text: str, pages: int) -> bool:
    return pages > 1 and bool(_PAGE_NUMBER.fullmatch(text.strip()))


def without_footnotes(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """The pages without the notes at their foot, and those notes.

    A note is at the foot of a page, printed small, and begins with its number.
    """
    kept, notes = [], list[str]()
    for page in pages:
        start = _notes_start(page)
        kept.append(page[:start])
        for line in page[start:]:
            if _FOOTNOTE.match(line.text) or not notes:
                notes.append(line.text)
            else:
                notes[-1] = joined(notes[-1], line.text)
    return kept, notes


def _notes_start(page: list[Line]) -> int:
    start = len(page)
    while start and page[start - 1].small:
        start -= 1
    while start < len(page) and not _FOOTNOTE.match(page[start].text):
        start += 1
    return start


def paragraphs(lines: Sequence[Line], known: frozenset[str] = frozenset()) -> list[Line]:
    """Lines that were broken to fit a page, put together to paragraphs."""
    width = _width(lines)
    found: list[Line] = []
    last = ""
    number = 0
    for line, following in zip_longest(lines, lines[1:]):
        counted = _COUNTED.match(line.text)
        next_one = counted is not None and int(counted[1]) == number + 1
        number = number + 1 if next_one else number
        if (
            found
            and not next_one
            and not (_begins(line, last, found[-1].text, width) or _is_heading(line, last, following, width))
        ):
            found[-1].text = joined(found[-1].text, line.text, known)
        else:
            found.append(Line(line.text, line.number, line.gap, line.small))
        last = line.text
    return found


def _is_heading(line: Line, last: str, following: Line | None, width: int) -> bool:
    """Whether a short line stands between the end of a paragraph and the number of the next."""
    return (
        following is not None
        and len(line.text) < width * 0.6
        and line.text[:1].isupper()
        and not _ENDS.search(line.text)
        and bool(_SENTENCE_END.search(last))
        and bool(UNIT.match(following.text))
    )


def _width(lines: Sequence[Line]) -> int:
    lengths = sorted(len(each.text) for each in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _begins(line: Line, last: str, paragraph: str, width: int) -> bool:
    """Whether a line begins a paragraph: by its marker, by the space before it, or after a line cut short."""
    complete = bool(_ENDS.search(last))
    short = len(last) < width * 0.75
    if UNIT.match(line.text):
        return complete or line.gap or short or len(paragraph) <= 8
    if _GOES_ON.match(line.text):
        return line.gap and bool(_SENTENCE_END.search(last))
    if line.gap:
        return complete or short
    return short and (bool(_SENTENCE_END.search(last)) or len(paragraph) < width * 0.75 or _names_points(paragraph))


def _names_points(paragraph: str) -> bool:
    """Whether a paragraph is so far the heading of a section, such as “Points 5 and 6: Cyber grooming”."""
    found = naming(paragraph) if len(paragraph) < LONGEST_HEADING else None
    return found is not None and found.is_heading


def joined(first: str, second: str, known: frozenset[str] = frozenset()) -> str:
    """Two lines as one. A hyphen that only broke a word at the end of a line goes."""
    if first.endswith(("-", "\xad", "\u2010")) and second[:1].islower() and len(first) > 1 and first[-2].isalpha():
        head, tail = re.search(r"(\w*)\W$", first), re.match(r"\w+", second)
        whole = (head[1] if head else "") + (tail[0] if tail else "")
        hyphened = f"{head[1] if head else ''}-{tail[0] if tail else ''}"
        if first.endswith("\xad") or not _keeps_hyphen(whole.lower(), hyphened.lower(), known):
            return first[:-1] + second
        return first + second
    if first.endswith(("/", "-")) and second[:1].isalnum():
        return first + second
    return f"{first} {second}"


_PREFIXES = frozenset(
    (
        "non",
        "self",
        "cross",
        "co",
        "well",
        "long",
        "short",
        "high",
        "low",
        "full",
        "part",
        "anti",
        "follow",
        "third",
        "multi",
        "inter",
        "pre",
        "post",
        "so",
        "up",
        "on",
        "in",
        "ex",
        "vice",
        "mid",
        "cost",
        "evidence",
        "awareness",
        "child",
        "gender",
        "decision",
        "policy",
        "law",
        "rights",
        "human",
        "victim",
        "age",
        "user",
        "data",
        "risk",
    )
)


def _keeps_hyphen(whole: str, hyphened: str, known: frozenset[str]) -> bool:
    """Whether the hyphen belongs to the word: the rest of the document knows, or else its first part."""
    if whole in known:
        return False
    return hyphened in known or hyphened.split("-", maxsplit=1)[0] in _PREFIXES


def words_of(texts: Sequence[str]) -> frozenset[str]:
    """The words of a document in lower case, those with hyphens whole."""
    return frozenset(re.findall(r"\w+(?:-\w+)*", " ".join(texts).lower()))
