"""Paragraphs beside answers: the model of the side-by-side view."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..register import Record, Register
from .answers import REPLIES, Answer
from .coverage import AskCoverage, Cell, Coverage, Standing, coverage
from .values import is_withdrawn, text_at, texts_at


@dataclass(frozen=True)
class Pair:
    """One line of the view: an ask with its answers, or a section that answers no paragraph in the register."""

    resolution: Record | None
    ask: AskCoverage | None
    """None for a section that stands alone, such as the introduction."""
    sections: tuple[Record, ...]
    """The sections that name the paragraph without answering this ask, or the section that stands alone."""
    first: bool
    """Whether the paragraph (or what stands alone) begins here."""

    @property
    def request(self) -> Record | None:
        """The ask's record."""
        return self.ask.request if self.ask else None

    @property
    def paragraph(self) -> str:
        """The paragraph's number; for a section that stands alone, those that its heading names."""
        return self.ask.paragraph if self.ask else ", ".join(texts_at(self.sections[0].data, "points"))

    @property
    def number(self) -> str:
        """The ask's number: 9b; empty for a section that stands alone."""
        return self.ask.number if self.ask else ""

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What was answered, whoever did."""
        return self.ask.answers if self.ask else ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """How the ask stands with each addressee."""
        return self.ask.cells if self.ask else ()

    @property
    def gap(self) -> Standing | None:
        """The missing answer, if one is owed: not addressed, or overdue."""
        return self.ask.gap if self.ask else None


def pairs(register: Register, dossier_id: str, today: dt.date) -> list[Pair]:
    """All asks of a dossier in natural order, each beside its answers, then the sections that stand alone."""
    found = coverage(register, dossier_id, today)
    paired = [pair for each in found for pair in _asked(each)]
    shown = {section.id for pair in paired for section in pair.sections}
    shown |= {answer.reply.id for pair in paired for answer in pair.answers}
    alone = {each.id: each for each in (*_sections(found), *_of_dossier(register, dossier_id)) if each.id not in shown}
    return paired + [Pair(None, None, (each,), first=True) for each in alone.values()]


def gap_after(found: list[Pair], at: int, step: int = 1) -> int | None:
    """Where the next gap is, seen from line ``at`` (with ``step`` -1 the one before); it goes round."""
    for distance in range(1, len(found) + 1):
        place = (at + step * distance) % len(found)
        if found[place].gap:
            return place
    return None


def _asked(found: Coverage) -> list[Pair]:
    result: list[Pair] = []
    for ask in found.asks:
        first = not result or result[-1].paragraph != ask.paragraph
        result.append(Pair(found.resolution, ask, ask.sections, first))
    return result


def _sections(found: list[Coverage]) -> list[Record]:
    return [section for each in found for section in each.sections]


def _of_dossier(register: Register, dossier_id: str) -> list[Record]:
    """The sections that lie in the dossier, whatever their document follows up."""
    dossier = register.dossiers.get(dossier_id)
    replies = dossier.of_kind(REPLIES) if dossier else ()
    return [each for each in replies if not is_withdrawn(each) and not _document_withdrawn(register, each)]


def _document_withdrawn(register: Register, reply: Record) -> bool:
    document = register.records.get(text_at(reply.data, "document"))
    return document is not None and is_withdrawn(document)
