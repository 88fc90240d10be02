"""Takes a resolution apart, block after block, by its markers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .doubts import Doubt
from .numbers import (
    BARE_NUMBER,
    LARGEST_GAP,
    LETTERED,
    SUB_POINT,
    Number,
    letter_follows,
    number_of,
)
from .parts import Heading, Part, Piece, is_closing
from .text import Block

OPENING = re.compile(r"The European Parliament\s*,?$|The European Parliament\s*,\s", re.IGNORECASE)


_CITATION = re.compile(r"(?:[-–—−‒•·*]\s*)?(?:having (?:also )?regard to\b|after consulting\b)", re.IGNORECASE)


_DASHED = re.compile(r"[-–—−‒•·*]\s*")


_ANNEX = re.compile(r"ANNEX(?:ES)?\b|Annex(?:es)?(?: [IVX0-9]+)?(?: to the resolution)?\s*[:.]?$")


_FOOTNOTE = re.compile(r"[\[(](\d{1,3})[\])]\s*(?=\S)")


_BARE_FOOTNOTE = re.compile(r"\d{1,3}\s*(?:OJ [CL]|Texts adopted|COM\(|https?://|ECLI:|See |Ibid)")


_ENDS = re.compile(r"[.;][)\]”’\"'»]*(?:\s*[\[(]\d{1,3}[\])])*$")


HEADING_LENGTH = 200


@dataclass
class Reader:
    """Takes block after block, and knows in which part of the resolution it is."""

    header: list[Block] = field(default_factory=list)
    citations: list[Part] = field(default_factory=list)
    recitals: list[Part] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    paragraphs: list[Part] = field(default_factory=list)
    annexes: list[Part] = field(default_factory=list)
    footnotes: list[Part] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    _in: str = "header"
    _number: Number | None = None
    _letter: str = ""
    _pending: list[Block] = field(default_factory=list)
    _open: list[Piece] = field(default_factory=list)
    _open_number: str = ""

    def take(self, block: Block) -> None:
        match self._in:
            case "paragraphs":
                self._in_paragraphs(block)
            case "header":
                self._in_header(block)
            case "citations":
                self._in_citations(block)
            case "recitals":
                self._in_recitals(block)
            case _:
                self._in_annexes(block)

    def close(self) -> None:
        self._end_part()
        for each in self._pending:
            self._add_heading(each, "")
        self._pending.clear()

    # The parts, one after the other.

    def _in_header(self, block: Block) -> None:
        opening = OPENING.match(block.text)
        if opening:
            self._in = "citations"
            rest = block.text[opening.end() :].strip()
            if rest:
                self._in_citations(Block(rest, block.line))
        elif _CITATION.match(block.text) and (self.header or block.line == 1):
            self._in = "citations"
            self._in_citations(block)
        else:
            self.header.append(block)

    def _in_citations(self, block: Block) -> None:
        text = block.text
        if is_footnote(text):
            self._tail(block)
        elif _CITATION.match(text):
            self._start("", _DASHED.sub("", text, count=1), block.line)
        elif self._recital(block) or self._first_paragraph(block) or (not self._open and OPENING.match(text)):
            return
        elif self._open and not _ENDS.search(self._open[-1].text) and not text[:1].isupper():
            self._open.append(Piece(text, block.line))
        elif _DASHED.match(text):
            self._start("", _DASHED.sub("", text, count=1), block.line)
        else:
            self._pending.append(block)

    def _in_recitals(self, block: Block) -> None:
        if is_footnote(block.text):
            self._tail(block)
            return
        if self._recital(block) or self._first_paragraph(block):
            return
        if (_continues(self._open, block) and not self._open[-1].text.endswith(",")) or block.text[:1].islower():
            self._go_on(block)
        else:
            self._pending.append(block)

    def _in_paragraphs(self, block: Block) -> None:
        if self._paragraph(block):
            return
        if _ANNEX.match(block.text) and not block.text.endswith((";", ",")):
            self._annex(block)
        elif self._closed() or is_footnote(block.text):
            self._tail(block)
        elif _continues(self._open, block):
            self._go_on(block)
        else:
            self._pending.append(block)

    def _in_annexes(self, block: Block) -> None:
        if is_footnote(block.text):
            self._tail(block)
        else:
            self.annexes.append(Part("", (Piece(block.text, block.line),)))

    # What begins a part.

    def _recital(self, block: Block) -> bool:
        found = LETTERED.match(block.text)
        bare = block.text.startswith(("whereas ", "Whereas ")) and self._in == "citations"
        if not found:
            if bare:
                self._enter("recitals")
                self._start("", block.text, block.line)
            return bare
        letter, inserted = found[1], found[2]
        rest = block.text[found.end() :]
        whereas = rest[:7].lower() == "whereas"
        if not (letter_follows(letter, inserted, self._letter) or (whereas and self._letter != letter + inserted)):
            return False
        if not whereas and (self._in == "citations" or rest[:1].isupper()):
            return False
        self._enter("recitals")
        if not letter_follows(letter, inserted, self._letter):
            self.doubts.append(
                Doubt(block.line, f"recital {letter}{inserted} doesn't follow on {self._letter or 'nothing'}")
            )
        self._letter = letter + inserted
        self._start(self._letter, rest, block.line)
        return True

    def _first_paragraph(self, block: Block) -> bool:
        found = number_of(block.text)
        if found is None or found[0].digits != 1 or found[0].letters:
            return False
        if self._in == "recitals" and _is_open(self._open) and not found[1][:1].isupper():
            return False
        return self._paragraph(block)

    def _paragraph(self, block: Block) -> bool:
        found = number_of(block.text) or self._bare(block.text)
        if found is None or (block.text[0] in "([" and is_footnote(block.text)):
            return False
        number, rest = found
        if not number.follows(self._number):
            if not self._is_gap(number, rest):
                return False
            missing = number.leaves_out(self._number)
            said = f"the number before {number} is" if missing == 1 else f"the {missing} numbers before {number} are"
            self.doubts.append(Doubt(block.line, f"{said} missing: paragraphs may have been lost", block.text[:80]))
        elif number.letters and not rest[:1].isupper():
            return False
        self._enter("paragraphs", str(number))
        self._number = number
        self._start(str(number), rest, block.line)
        return True

    def _bare(self, text: str) -> tuple[Number, str] | None:
        """A number without a full stop, if it is the one that has to come and a sentence follows."""
        found = BARE_NUMBER.match(text)
        if found and self._in == "paragraphs" and not _is_open(self._open):
            number = Number(int(found[1]), found[2])
            if number.follows(self._number) and re.match(r"[A-Z]\w+s\b", text[found.end() :]):
                return number, text[found.end() :]
        return None

    def _is_gap(self, number: Number, rest: str) -> bool:
        return (
            self._number is not None
            and 0 < number.leaves_out(self._number) <= LARGEST_GAP
            and not _is_open(self._open)
            and rest[:1].isupper()
        )

    def _annex(self, block: Block) -> None:
        self._end_part()
        self._in = "annexes"
        self.annexes.append(Part("", (Piece(block.text, block.line),)))
        self.doubts.append(
            Doubt(
                block.line,
                "the annex is kept in the source text, but its points were not made into requests",
                block.text[:80],
            )
        )

    # Keeping what was found.

    def _enter(self, part: str, before: str = "") -> None:
        self._end_part()
        for each in self._pending:
            if before:
                self._add_heading(each, before)
            elif self._in == "citations" and not self.citations:
                self.header.append(each)
        self._pending.clear()
        self._in = part

    def _add_heading(self, block: Block, before: str) -> None:
        self.headings.append(Heading(block.text, block.line, before))
        if len(block.text) > HEADING_LENGTH or _ENDS.search(block.text):
            self.doubts.append(
                Doubt(
                    block.line,
                    "this stands between the paragraphs without a number and is in no record",
                    block.text[:120],
                )
            )

    def _start(self, number: str, text: str, line: int) -> None:
        self._end_part()
        self._open_number = number
        self._open = [Piece(text, line)] if text else []

    def _go_on(self, block: Block) -> None:
        """A block that belongs to the part before it; so does, then, what was held to be a heading between."""
        self._open += [Piece(each.text, each.line) for each in (*self._pending, block)]
        self._pending.clear()

    def _end_part(self) -> None:
        if not self._open:
            return
        part = Part(self._open_number, tuple(self._open))
        self._open = []
        getattr(self, self._in).append(part)

    def _closed(self) -> bool:
        """Whether the closing formula has been read to its end."""
        return bool(self._open) and is_closing(self._open[0].text) and self._open[-1].text.endswith((".", "…"))

    def _tail(self, block: Block) -> None:
        if is_footnote(block.text):
            found = _FOOTNOTE.match(block.text)
            self.footnotes.append(
                Part(
                    found[1] if found else "", (Piece(block.text[found.end() :] if found else block.text, block.line),)
                )
            )


def is_footnote(text: str) -> bool:
    found = _FOOTNOTE.match(text)
    rest = text[found.end() :] if found else ""
    if _BARE_FOOTNOTE.match(text) or rest.startswith("Texts adopted"):
        return True
    return bool(re.match(r"[A-Z]|https?:", rest)) and not re.match(r"[A-Z][a-z]+s\s", rest)


def _is_open(pieces: Sequence[Piece]) -> bool:
    """Whether a part can't be over: its last words don't end a sentence or a list item."""
    return bool(pieces) and not _ENDS.search(pieces[-1].text)


def _continues(pieces: Sequence[Piece], block: Block) -> bool:
    """Whether a block without a number of its own goes on with the part before it."""
    if not pieces or block.heading:
        return False
    text, last = block.text, pieces[-1].text
    if SUB_POINT.match(text) or text[:1].islower():
        return True
    if last.endswith((":", ",")):
        return True
    if not _ENDS.search(last):
        return not _looks_like_heading(text) or len(last) < 40
    return bool(_ENDS.search(text)) and len(pieces) > 1 and last.endswith(";")


def _looks_like_heading(text: str) -> bool:
    return len(text) <= HEADING_LENGTH and not text.endswith((";", ".", ",", ":")) and text[:1].isupper()
