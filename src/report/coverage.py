"""What became of each ask, for each of its addressees: computed, never stored.

Only who owes a reply by a rule can leave an ask unanswered. “Not addressed” says that the
follow-up has no word on the ask; it is never a refusal.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ..register import Record, Register, natural_key
from .answers import DOCUMENTS, Answer, answers_to, follow_ups_to, paragraph_key, points_of, sections_of
from .obligations import Obligation, obligations
from .values import is_withdrawn, text_at, texts_at

REQUESTS = "requests"
ASKS_NOTHING = frozenset({"position", "formal"})
"""The strengths of a request that calls for no reply."""
DECLINED = "declined"


class Standing(StrEnum):
    """Where an ask stands with one addressee."""

    ANSWERED = "answered"
    DECLINED = "declined"
    NOT_ADDRESSED = "not addressed"
    OVERDUE = "overdue"
    NOT_YET_DUE = "not yet due"
    NO_REPLY_DUE = "no reply due"


GAPS = frozenset({Standing.NOT_ADDRESSED, Standing.OVERDUE})
"""Where an answer is missing."""


@dataclass(frozen=True)
class Cell:
    """One ask to one addressee."""

    addressee: str
    """The actor's id; empty where the text names nobody."""
    standing: Standing
    answers: tuple[Answer, ...]
    """What this addressee answered."""
    obligation: Obligation | None

    @property
    def dispositions(self) -> tuple[str, ...]:
        """What the answers amount to, each once."""
        return tuple(dict.fromkeys(each.disposition for each in self.answers if each.disposition))


@dataclass(frozen=True)
class AskCoverage:
    """One request with all that is known of its answers."""

    request: Record
    cells: tuple[Cell, ...]
    """One for each addressee; one without an addressee where nobody is named."""
    answers: tuple[Answer, ...]
    """All answers, whoever gave them."""
    sections: tuple[Record, ...]
    """The sections whose heading names the paragraph and which don't answer this ask."""

    @property
    def paragraph(self) -> str:
        """The paragraph's number, as printed."""
        return text_at(self.request.data, "paragraph")

    @property
    def number(self) -> str:
        """Paragraph and part: 9b."""
        return self.paragraph + text_at(self.request.data, "part")

    @property
    def asks(self) -> bool:
        """Whether somebody is asked for something, as against a view or a formula."""
        return text_at(self.request.data, "strength") not in ASKS_NOTHING

    @property
    def gap(self) -> Standing | None:
        """The missing answer, if one is owed: not addressed, or overdue."""
        return next((each.standing for each in self.cells if each.standing in GAPS), None)

    def cell(self, addressee: str) -> Cell | None:
        """What there is for one addressee; None for who isn't asked."""
        return next((each for each in self.cells if each.addressee == addressee), None)


@dataclass(frozen=True)
class Coverage:
    """All requests of one resolution, and what became of them."""

    resolution: Record | None
    """None for requests that name no document of the register."""
    obligations: tuple[Obligation, ...]
    follow_ups: tuple[Record, ...]
    asks: tuple[AskCoverage, ...]
    """In natural order; views and formulas included."""
    sections: tuple[Record, ...]
    """All sections of the follow-ups."""

    @property
    def addressees(self) -> tuple[str, ...]:
        """Everybody who is asked, by the first paragraph that does."""
        return tuple(dict.fromkeys(cell.addressee for ask in self.asks for cell in ask.cells if cell.addressee))

    @property
    def gaps(self) -> tuple[AskCoverage, ...]:
        """The asks without the answer that is owed."""
        return tuple(each for each in self.asks if each.gap)


@dataclass(frozen=True)
class Tally:
    """Counts for one replier, each with what it is a part of."""

    replier: str
    paragraphs: tuple[str, ...]
    """The paragraphs that ask the replier for something that calls for a reply."""
    with_section: tuple[str, ...]
    """Those of them to which a section of a follow-up speaks."""
    cells: tuple[Cell, ...]
    """The asks in these paragraphs to which a reply is owed."""

    @property
    def asks(self) -> int:
        """How many asks there are to answer."""
        return len(self.cells)

    @property
    def standings(self) -> Counter[Standing]:
        """How many asks stand how."""
        return Counter(each.standing for each in self.cells)

    def answered_only_by(self, disposition: str) -> int:
        """How many of the answered asks got no other answer than this."""
        return sum(each.standing is Standing.ANSWERED and each.dispositions == (disposition,) for each in self.cells)


def coverage(register: Register, dossier_id: str, today: dt.date) -> list[Coverage]:
    """The coverage of each resolution of a dossier as of ``today``, the oldest resolution first."""
    asked: dict[str, list[Record]] = {each.id: [] for each in _resolutions(register, dossier_id)}
    for request in _dossier_records(register, dossier_id, REQUESTS):
        document = register.records.get(text_at(request.data, "document"))
        if document is None or document.kind != DOCUMENTS:
            asked.setdefault("", []).append(request)
        elif not is_withdrawn(document):
            asked.setdefault(document.id, []).append(request)
    return [_coverage(register, document_id, requests, today) for document_id, requests in asked.items()]


@lru_cache(maxsize=1)
def all_asks(register: Register, today: dt.date) -> tuple[AskCoverage, ...]:
    """The coverage of every request; that of the register that was asked about last is kept."""
    found = (each for dossier in register.dossiers for each in coverage(register, dossier, today))
    return tuple(ask for each in found for ask in each.asks)


def tally(found: Coverage, obligation: Obligation) -> Tally:
    """Count what one replier was asked for, and what came."""
    owed = [(ask, cell) for ask in found.asks for cell in ask.cells if cell.obligation is obligation]
    paragraphs = tuple(dict.fromkeys(ask.paragraph for ask, _ in owed))
    spoken_to = {paragraph_key(ask.paragraph) for ask in found.asks if ask.answers or ask.sections}
    return Tally(
        replier=obligation.replier,
        paragraphs=paragraphs,
        with_section=tuple(each for each in paragraphs if paragraph_key(each) in spoken_to),
        cells=tuple(cell for _, cell in owed),
    )


def ask_order(request: Record) -> tuple[object, ...]:
    """Sort requests as their paragraphs are counted: 9a, 9b, 10."""
    said = request.data
    return natural_key(text_at(said, "paragraph")), natural_key(text_at(said, "part")), natural_key(request.id)


def _dossier_records(register: Register, dossier_id: str, kind: str) -> list[Record]:
    dossier = register.dossiers.get(dossier_id)
    return [each for each in dossier.of_kind(kind) if not is_withdrawn(each)] if dossier else []


def _resolutions(register: Register, dossier_id: str) -> list[Record]:
    documents = _dossier_records(register, dossier_id, DOCUMENTS)
    return [each for each in documents if text_at(each.data, "type") == "resolution"]


def _coverage(register: Register, document_id: str, requests: Iterable[Record], today: dt.date) -> Coverage:
    resolution = register.records.get(document_id)
    owed = obligations(register, resolution) if resolution else ()
    follow_ups = follow_ups_to(register, document_id) if resolution else ()
    sections = tuple(section for each in follow_ups for section in sections_of(register, each.id))
    by_point = _by_point(sections)
    return Coverage(
        resolution=resolution,
        obligations=owed,
        follow_ups=follow_ups,
        asks=tuple(_ask(register, each, owed, by_point, today) for each in sorted(requests, key=ask_order)),
        sections=sections,
    )


def _by_point(sections: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for section in sections:
        for point in points_of(section):
            found.setdefault(point, []).append(section)
    return found


def _ask(
    register: Register,
    request: Record,
    owed: tuple[Obligation, ...],
    by_point: dict[str, list[Record]],
    today: dt.date,
) -> AskCoverage:
    answers = answers_to(register, request.id)
    answering = {each.reply.id for each in answers}
    naming = by_point.get(paragraph_key(text_at(request.data, "paragraph")), [])
    asks = text_at(request.data, "strength") not in ASKS_NOTHING
    by_replier = {each.replier: each for each in owed} if asks else {}
    addressees = dict.fromkeys(texts_at(request.data, "addressees")) or ("",)
    return AskCoverage(
        request=request,
        cells=tuple(_cell(each, answers, by_replier.get(each), today) for each in addressees),
        answers=answers,
        sections=tuple(each for each in naming if each.id not in answering),
    )


def _cell(addressee: str, answers: tuple[Answer, ...], obligation: Obligation | None, today: dt.date) -> Cell:
    own = tuple(each for each in answers if _speaks_for(each, addressee, obligation))
    return Cell(addressee, _standing(own, obligation, today), own, obligation)


def _speaks_for(answer: Answer, addressee: str, obligation: Obligation | None) -> bool:
    """Whether the addressee gave this answer; a follow-up that names no author is the replier's."""
    return answer.author == addressee if answer.author else obligation is not None


def _standing(answers: tuple[Answer, ...], obligation: Obligation | None, today: dt.date) -> Standing:
    if obligation is None:
        return Standing.NO_REPLY_DUE
    if answers:
        return Standing.DECLINED if _declined(answers) else Standing.ANSWERED
    if obligation.replied:
        return Standing.NOT_ADDRESSED
    return Standing.OVERDUE if obligation.overdue(today) else Standing.NOT_YET_DUE


def _declined(answers: tuple[Answer, ...]) -> bool:
    """Whether the newest follow-up that speaks to the ask declines it, whatever else it says there."""
    newest = _stands_in(answers[-1])
    return any(each.disposition == DECLINED for each in answers if _stands_in(each) == newest)


def _stands_in(answer: Answer) -> str:
    """The id of the follow-up that holds an answer; empty where it isn't in the register."""
    return answer.follow_up.id if answer.follow_up else ""
