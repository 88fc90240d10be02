"""The sentences of the coverage report: counts with what they are a part of."""

from __future__ import annotations

import datetime as dt

from ..register import Record, Register
from ..register.dates import describe
from .answers import REPLIES, Answer
from .coverage import REQUESTS, AskCoverage, Cell, Coverage, Standing, Tally, tally
from .deadlines import entry_of
from .obligations import DATES, Obligation, limit_words
from .values import span_of, text_at, texts_at, when_at
from .words import capital, counted, duration, listed, share

_ONLY = {"information-only": "with information only", "not-assessed": "not assessed yet"}


def named(register: Register, actor_id: str) -> str:
    """An actor as it stands in a sentence: an institution with its article."""
    label = register.label(actor_id)
    record = register.records.get(actor_id)
    institution = record is not None and text_at(record.data, "type") == "institution"
    return f"the {label}" if institution and not label.lower().startswith("the ") else label


def summary(register: Register, found: Coverage, today: dt.date) -> list[str]:
    """What became of the asks to each who owes a reply; one paragraph each."""
    return [
        f"{_paragraphs_sentence(register, each, tally(found, each))} {_asks_sentence(tally(found, each))}".strip()
        + ("" if each.replied else f" {capital(_missing(each, today))}.")
        for each in found.obligations
    ]


def contents(found: Coverage) -> str:
    """How many paragraphs there are, and how many asks."""
    if not found.asks:
        return "No paragraph is in the register yet."
    paragraphs = counted(len({each.paragraph for each in found.asks}), "numbered paragraph")
    asking = sum(each.asks for each in found.asks)
    rest = len(found.asks) - asking
    views = f" and {counted(rest, 'view or formula', 'views and formulas')}" if rest else ""
    return f"{capital(paragraphs)}, recorded as {counted(asking, 'ask')}{views}."


def reply_due(register: Register, each: Obligation, today: dt.date) -> str:
    """Who owes the reply by when, and whether it came."""
    owes = f"{capital(named(register, each.replier))} {'owed' if each.replied else 'owes'} a reply"
    owed = f"{owes} by {limit_words(register, each)}" if each.due else f"{owes}; {limit_words(register, each)}"
    if each.deadline:
        return f"{owed}: {entry_of(each.deadline, today).timeliness}"
    return owed if each.replied else f"{owed}: {_missing(each, today)}"


def dates_of(document: Record) -> str:
    """When a document was adopted, sent and printed, as far as that is known."""
    known = [(name, when_at(document.data, name)) for name in DATES]
    return ", ".join(f"{name} {describe(when)}" for name, when in known if when is not None and span_of(when))


def cell_words(cell: Cell) -> str:
    """How an ask stands with one addressee, and what the answers amount to."""
    said = [each for each in cell.dispositions if each != cell.standing]
    return f"{cell.standing} ({', '.join(said)})" if said else str(cell.standing)


def why_none_due(ask: AskCoverage) -> str:
    """Why an addressee owes no reply."""
    if not ask.asks:
        return "a view or a formula, which calls for none"
    if not texts_at(ask.request.data, "addressees"):
        return "the text names nobody"
    return "no rule calls for one"


def others(found: Coverage) -> str:
    """How many asks call for no reply; empty where all do."""
    asking = [each for each in found.asks if each.asks]
    free = [ask for ask in asking if all(cell.standing is Standing.NO_REPLY_DUE for cell in ask.cells)]
    if not free:
        return ""
    answered = sum(bool(each.answers) for each in free)
    to_whom = "to others who owe no reply, or to nobody by name"
    spoken = f"; the follow-up speaks to {answered:,} of them all the same" if answered else ""
    head = f"{len(free):,} of the {counted(len(asking), 'ask')}"
    return f"{head} {'is' if len(free) == 1 else 'are'} {to_whom}{spoken}."


def place_name(register: Register, record_id: str) -> str:
    """Where words stand: a paragraph, a section, or a document."""
    record = register.records.get(record_id)
    if record is None or record.kind not in {REQUESTS, REPLIES}:
        return register.label(record_id)
    if record.kind == REPLIES:
        return section_name(register, record)
    number = text_at(record.data, "paragraph") + text_at(record.data, "part")
    return f"paragraph {number}, {register.label(record_id)}"


def section_name(register: Register, reply: Record) -> str:
    """A section by its heading, or by its record's name where it has none."""
    heading = text_at(reply.data, "heading")
    return f"“{heading}”" if heading else f"the section without heading ({register.label(reply.id)})"


def answer_words(register: Register, answer: Answer) -> str:
    """Where an answer stands, and what it amounts to."""
    return f"{answer.disposition or 'not assessed'}, in {section_name(register, answer.reply)}"


def _paragraphs_sentence(register: Register, obligation: Obligation, counts: Tally) -> str:
    name = named(register, obligation.replier)
    total, with_section = len(counts.paragraphs), len(counts.with_section)
    if not total:
        return f"No paragraph asks {name} for something that calls for a reply."
    asks = f"{counted(total, 'paragraph')} {'asks' if total == 1 else 'ask'} {name} for something"
    if not obligation.replied:
        return f"{asks}."
    have = "has" if with_section < 2 else "have"
    return f"{asks}; {share(with_section, total)} {have} a section."


def _asks_sentence(counts: Tally) -> str:
    parts = [
        f"{number:,} {'is' if number == 1 else 'are'} {standing}{_of_which(counts, standing)}"
        for standing in Standing
        if (number := counts.standings[standing])
    ]
    if not parts:
        return ""
    if len(parts) > 1:
        return f"Of {'its' if len(counts.paragraphs) == 1 else 'their'} {counts.asks:,} asks, {listed(parts)}."
    standing = next(iter(counts.standings))
    every = {1: "The one ask is", 2: "Both asks are"}.get(counts.asks, f"All {counts.asks:,} asks are")
    return f"{every} {standing}{_of_which(counts, standing)}."


def _of_which(counts: Tally, standing: Standing) -> str:
    if standing is not Standing.ANSWERED:
        return ""
    known = [(counts.answered_only_by(disposition), said) for disposition, said in _ONLY.items()]
    parts = [f"{number:,} of them {said}" for number, said in known if number]
    return f" ({listed(parts)})" if parts else ""


def _missing(each: Obligation, today: dt.date) -> str:
    if each.due is None or today <= each.due:
        left = f"; {counted((each.due - today).days, 'day')} left" if each.due else ""
        return f"no follow-up is in the register yet{left}"
    within = each.extended is not None and today <= each.extended
    unless = " unless the matter counts as complex" if within else ""
    return f"no follow-up is in the register; it is overdue by {duration(each.due, today)}{unless}"
