"""A follow-up of the Commission, taken apart by its labels and the headings of its sections."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..register.points import naming
from .days import day_in
from .doubts import Doubt
from .identifiers import Identifiers, identifiers
from .parts import Piece
from .text import Block, Text

TITLE = re.compile(
    r"(?:commission(?:['’]s)? )?(?:follow[- ]?up|response|reply) (?:document )?(?:given )?(?:by the (?:european "
    r")?commission )?(?:to|on) "
    r"(?:the )?(?:requests? .{0,60})?(?:european )?parliament",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:[0-9]{1,2}|[IVX]{1,4})[.)]\s*")
_NUMBER_ONLY = re.compile(r"(?:[0-9]{1,2}|[IVX]{1,4})[.)]")
LABELS = {
    "tabled": re.compile(
        r"(?:(?:joint )?(?:motion for a )?resolution (?:was )?tabled|tabled by|rapporteurs?\b)", re.IGNORECASE
    ),
    "reference": re.compile(r"(?:EP |European Parliament )?reference(?: numbers?| no\.?s?)?\s*:", re.IGNORECASE),
    "date": re.compile(r"date of (?:the )?adoption", re.IGNORECASE),
    "subject": re.compile(r"(?:subject|title|topic)(?: of the resolution)?\s*:", re.IGNORECASE),
    "committee": re.compile(
        r"(?:competent|responsible) (?:parliamentary )?committee|committee responsible", re.IGNORECASE
    ),
    "basis": re.compile(r"(?:legal basis|rules? of procedure)\s*:", re.IGNORECASE),
    "analysis": re.compile(
        r"(?:brief |short )?(?:analysis|assessment|summary)\b.{0,20}\bresolution|(?:brief|short) (?:analysis|"
        r"assessment|summary)"
        r"|background(?: to the resolution)?\s*:",
        re.IGNORECASE,
    ),
    "reply": re.compile(
        r"(?:reply|replies|response|responses|answer)s? to (?:the|these|those|this)?\s*(?:requests?|resolution|"
        r"points?\b(?! ?\d)|calls?)"
        r"|(?:the )?(?:commission(?:['’]s)? )?(?:response|reply)\s*:"
        r"|(?:overview of|outlook regarding) (?:the )?actions?",
        re.IGNORECASE,
    ),
}
_LABEL_LENGTH = 260
_BULLET = re.compile(r"[-–—−•·▪]\s|\(?[a-z0-9]{1,3}\)\s")
_ENDS = re.compile(r"[.;:!?][)\]”’\"']*$")
_INLINE = 60
"""In characters: what follows a heading's numbers on its line and is longer, and a sentence, is the text already."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its heading as printed, what that names, and its text."""

    heading: str
    points: tuple[str, ...]
    pieces: tuple[Piece, ...]
    line: int

    @property
    def text(self) -> str:
        """The whole section without its heading."""
        return " ".join(each.text for each in self.pieces)


@dataclass(frozen=True)
class FollowUp:
    """What a follow-up holds."""

    title: str
    adopted: dt.date | None
    """When the Commission adopted it."""
    resolution_adopted: dt.date | None
    """When, as it says, Parliament adopted the resolution."""
    identifiers: Identifiers
    fields: dict[str, str]
    """The labelled fields at its beginning, each as printed, without its number."""
    head: tuple[Piece, ...]
    """The form's fields from the first to the last before the analysis."""
    analysis: Section | None
    introduction: Section | None
    sections: tuple[Section, ...]
    doubts: tuple[Doubt, ...]

    @property
    def subject(self) -> str:
        """What it says that the resolution is about."""
        return self.fields.get("subject", "").partition(":")[2].strip()

    @property
    def resolution_title(self) -> str:
        """What its title calls the resolution."""
        found = re.search(
            r"resolution (?:of [0-9]{1,2} \w+ [0-9]{4} )?(?:on|about|concerning) (.+)", self.title, re.IGNORECASE
        )
        return (
            re.split(r",? adopted by the Commission|\(?[0-9]{4}/[0-9]{4}|,? SP\s?\(", found[1])[0].strip(" ,.(")
            if found
            else ""
        )


def read_follow_up(text: Text) -> FollowUp:
    """Take a follow-up apart. What it holds may be nothing: then it is none, or not in a known form."""
    reader = _Reader(strict=_has_headings(text.blocks))
    for block in _numbered(text.blocks):
        reader.take(block)
    reader.close()
    head = " \n ".join([reader.title, *(each.text for each in reader.head)])
    return FollowUp(
        title=reader.title,
        adopted=_adopted(reader.title) or _adopted(" ".join(each.text for each in reader.preface)),
        resolution_adopted=day_in(reader.fields.get("date", "")) or _resolution_day(reader.title),
        identifiers=identifiers(head + " \n " + " \n ".join(each.text for each in reader.preface)),
        fields=reader.fields,
        head=tuple(reader.head),
        analysis=reader.analysis,
        introduction=reader.introduction,
        sections=tuple(reader.sections),
        doubts=tuple(reader.doubts),
    )


def _adopted(title: str) -> dt.date | None:
    found = re.search(r"adopted by the (?:European )?Commission on", title, re.IGNORECASE)
    return day_in(title[found.end() :]) if found else None


def _resolution_day(title: str) -> dt.date | None:
    found = re.search(r"resolution (?:adopted (?:on|in) |of )", title, re.IGNORECASE)
    return day_in(title[found.end() : found.end() + 30]) if found else None


def _has_headings(blocks: Sequence[Block]) -> bool:
    return any((found := naming(each.text)) and found.is_heading and not found.lead for each in blocks)


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks, with the number of a field that stands alone put before it."""
    number: Block | None = None
    for block in blocks:
        if number is not None:
            yield Block(f"{number.text} {block.text}", number.line, block.heading)
            number = None
        elif _NUMBER_ONLY.fullmatch(block.text):
            number = block
        else:
            yield block
    if number is not None:
        yield number


def headings_apart(blocks: Sequence[Block]) -> list[Block]:
    """Blocks as they are kept where the text has to be written anew: each heading on a line of its own."""
    found = []
    strict = _has_headings(blocks)
    for block in blocks:
        named = naming(block.text)
        if named and (named.is_heading or (named.lead and not strict)):
            heading, rest = _heading_and_text(block.text, named.end, is_heading=named.is_heading)
            found.append(Block(heading, block.line, block.heading))
            found += [Block(rest, block.line)] if rest else []
        else:
            found.append(block)
    return found


def label_of(text: str) -> str:
    """Which field of the form a line begins, whatever its number; empty for none."""
    words = text[_end_of_number(text) :]
    if len(words) > 2000:
        words = words[:_LABEL_LENGTH]
    return next((name for name, label in LABELS.items() if label.match(words)), "")


def _end_of_number(text: str) -> int:
    number = _NUMBER.match(text)
    return number.end() if number else 0


@dataclass
class _Reader:
    """Takes block after block, and knows in which part of the form it is."""

    strict: bool
    """Whether the document has headings; a sentence that names a point then begins no section."""
    title: str = ""
    preface: list[Piece] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    head: list[Piece] = field(default_factory=list)
    analysis: Section | None = None
    introduction: Section | None = None
    sections: list[Section] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    _in: str = "preface"
    _label: str = ""
    _heading: str = ""
    _line: int = 0
    _headings: list[tuple[str, tuple[str, ...], int]] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)

    def take(self, block: Block) -> None:
        if self._section(block):
            return
        if self._in not in ("reply", "section") and self._field(block):
            return
        if self._in == "preface":
            self._preface(block)
        elif self._in == "head":
            self._more_of_head(block)
        else:
            self._pieces.append(Piece(block.text, block.line))

    def close(self) -> None:
        self._end()
        for heading, _, line in self._headings:
            self.doubts.append(Doubt(line, "this heading has no text under it, and was not recorded", heading))

    # What begins a part.

    def _preface(self, block: Block) -> None:
        if not self.title and TITLE.search(block.text):
            self.title = block.text
        elif self.title and not self.preface and not _ENDS.search(self.title) and _goes_on(self.title, block.text):
            self.title = f"{self.title} {block.text}"
        else:
            self.preface.append(Piece(block.text, block.line))

    def _field(self, block: Block) -> bool:
        label = label_of(block.text)
        if not label or (self._in == "preface" and not self.title and TITLE.search(block.text)):
            return False
        if label in ("analysis", "reply"):
            self._long_field(label, block)
        elif self._in == "analysis":
            return False
        else:
            self._in, self._label = "head", label
            self.fields.setdefault(label, block.text[_end_of_number(block.text) :])
            self.head.append(Piece(block.text, block.line))
        return True

    def _more_of_head(self, block: Block) -> None:
        self.head.append(Piece(block.text, block.line))
        self.fields[self._label] = f"{self.fields[self._label]} {block.text}"

    def _long_field(self, label: str, block: Block) -> None:
        self._end()
        words = block.text[_end_of_number(block.text) :]
        head, colon, rest = words.partition(":")
        if len(head) > _LABEL_LENGTH:
            head, colon, rest = words, "", ""
        self._in, self._heading, self._line = label, f"{head}{colon}", block.line
        if rest.strip():
            self._pieces.append(Piece(rest.strip(), block.line))

    def _section(self, block: Block) -> bool:
        if self._in == "analysis" or (self._in in ("preface", "head") and len(block.text) > _LABEL_LENGTH):
            return False
        found = naming(block.text)
        if found is None or not (found.is_heading or (found.lead and not self.strict)):
            return False
        if self._in in ("preface", "head") and not self.title:
            return False
        heading, rest = _heading_and_text(block.text, found.end, is_heading=found.is_heading)
        self._loose_heading()
        self._end()
        self._in = "section"
        self._headings.append((heading, found.points, block.line))
        if rest:
            self._pieces.append(Piece(rest, block.line))
        return True

    # Keeping what was found.

    def _end(self) -> None:
        pieces = tuple(self._pieces)
        if self._in == "analysis" and pieces:
            self.analysis = Section(self._heading, (), pieces, self._line)
        elif self._in == "reply" and pieces:
            self.introduction = Section("", (), pieces, pieces[0].line)
        elif self._in == "section" and pieces:
            self.sections += [Section(heading, points, pieces, line) for heading, points, line in self._headings]
            self._headings = []
        self._pieces = []

    def _loose_heading(self) -> None:
        """A heading without numbers right before one with them belongs to what follows, not to the text before."""
        if self._in == "section" and len(self._pieces) > 1 and _is_loose(self._pieces[-1].text, self._pieces[-2].text):
            piece = self._pieces.pop()
            self.doubts.append(
                Doubt(piece.line, "this looks like a heading over several sections, and is in no record", piece.text)
            )


def _is_loose(text: str, before: str) -> bool:
    return (
        len(text) <= 90
        and not _ENDS.search(text)
        and not _BULLET.match(text)
        and text[:1].isupper()
        and before.endswith(".")
    )


def _goes_on(title: str, text: str) -> bool:
    return (
        text[:1].islower()
        or title.endswith((",", "-", " on", " of", " the", " and"))
        or "adopted by the Commission" in text
    )


def _heading_and_text(line: str, end: int, *, is_heading: bool) -> tuple[str, str]:
    """A heading, and the text where it begins on the same line."""
    if not is_heading:
        return line[:end], line[end:].lstrip(" ,")
    mark = re.match(r"\s*[:.–—‒-]?", line[end:])
    after = end + (mark.end() if mark else 0)
    rest = line[after:].strip()
    is_text = len(rest) > _INLINE and (rest.endswith((".", ";", ":")) or ". " in rest)
    return (line[:after].strip(), rest) if is_text else (line, "")
