"""The coverage report: what was answered how, ask by ask and addressee by addressee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..register import Record, Register
from ..register.dates import describe
from .answers import REPLIES
from .blocks import Block, Heading, Item, Paragraph, Quote, Table
from .coverage import AskCoverage, Cell, Coverage, Standing, coverage
from .pairing import pairs
from .phrases import (
    answer_words,
    cell_words,
    contents,
    dates_of,
    named,
    others,
    reply_due,
    section_name,
    summary,
    why_none_due,
)
from .values import text_at, texts_at
from .words import capital, listed


def coverage_blocks(register: Register, dossier_id: str, today: dt.date, level: int = 1) -> Iterator[Block]:
    """The report on one dossier, below a heading of ``level``."""
    yield Heading(f"Coverage as of {describe(today)}", level)
    found = coverage(register, dossier_id, today)
    if not found:
        yield Paragraph("The dossier holds no resolution and no request.")
    for each in found:
        yield from _resolution(register, each, today, level + 1)
    yield from _alone(register, dossier_id, today, level + 1)


def _resolution(register: Register, found: Coverage, today: dt.date, level: int) -> Iterator[Block]:
    title = register.label(found.resolution.id) if found.resolution else "Requests that name no document"
    yield Heading(title, level)
    yield from _documents(register, found, today)
    yield Paragraph(contents(found))
    yield from map(Paragraph, filter(None, (*summary(register, found, today), others(found))))
    yield from _gaps(register, found, level + 1)
    asking = [each for each in found.asks if each.asks]
    if asking:
        yield Heading("Asks and addressees", level + 1)
        yield Table(("Ask", "Title", "Addressee", "Reply"), tuple(_table_rows(register, asking)))
        yield from _legend(register, found)
    if found.asks:
        yield Heading("Ask by ask", level + 1)
    for ask in found.asks:
        yield from _ask(register, ask, level + 2)


def _documents(register: Register, found: Coverage, today: dt.date) -> Iterator[Block]:
    if found.resolution:
        yield Item("Resolution:", _document(register, found.resolution))
    for obligation in found.obligations:
        yield Item("Reply due:", reply_due(register, obligation, today))
    for document in found.follow_ups:
        yield Item("Follow-up:", _document(register, document))


def _document(register: Register, document: Record) -> str:
    return ", ".join(filter(None, (register.label(document.id), dates_of(document))))


def _gaps(register: Register, found: Coverage, level: int) -> Iterator[Block]:
    if not found.obligations:
        return
    yield Heading("Asks without the answer that is owed", level)
    if not found.gaps:
        yield Paragraph("None.")
    for ask in found.gaps:
        missing = [cell for cell in ask.cells if cell.standing is ask.gap]
        said = [f"{named(register, cell.addressee)}: {cell.standing}" for cell in missing]
        yield Item(f"{ask.number} {register.label(ask.request.id)}", f"({'; '.join(said)})")


def _table_rows(register: Register, asks: list[AskCoverage]) -> Iterator[tuple[str, ...]]:
    for ask in asks:
        for number, cell in enumerate(ask.cells):
            head = ("", "") if number else (ask.number, register.label(ask.request.id))
            yield (*head, register.label(cell.addressee) if cell.addressee else "nobody named", _reply(ask, cell))


def _reply(ask: AskCoverage, cell: Cell) -> str:
    """The standing; where the only addressee owes nothing, but the follow-up speaks all the same, also what it says."""
    said = dict.fromkeys(each.disposition for each in ask.answers if each.disposition)
    all_the_same = said and all(each.standing is Standing.NO_REPLY_DUE for each in ask.cells)
    return f"{cell_words(cell)}; answered all the same: {', '.join(said)}" if all_the_same else cell_words(cell)


def _ask(register: Register, ask: AskCoverage, level: int) -> Iterator[Block]:
    said = ask.request.data
    yield Heading(f"{ask.number} {register.label(ask.request.id)}", level)
    restriction = text_at(said, "restriction")
    yield Paragraph("; ".join(filter(None, (f"Record {ask.request.id}", text_at(said, "strength"), restriction))))
    yield from _words(text_at(said, "text"), "", 0)
    for cell in ask.cells:
        if cell.answers or cell.standing is not Standing.NO_REPLY_DUE:
            yield from _cell(register, ask, cell)
    yield from _silent(register, ask)
    given = [answer for cell in ask.cells for answer in cell.answers]
    for answer in ask.answers:
        if answer not in given:
            author = capital(named(register, answer.author)) if answer.author else "The follow-up"
            yield Item(f"{author}, though no reply is due:", answer_words(register, answer))
            yield from _words(answer.quote, answer.note, 1)
    for section in ask.sections:
        yield Item("Named without an answer", f"in {section_name(register, section)}")


def _cell(register: Register, ask: AskCoverage, cell: Cell) -> Iterator[Block]:
    who = register.label(cell.addressee)
    if cell.standing is Standing.NO_REPLY_DUE:
        yield Item(f"{who}: {cell.standing}", f"({why_none_due(ask)}), and yet")
    else:
        yield Item(f"{who}: {cell_words(cell)}")
    for answer in cell.answers:
        yield Item("", answer_words(register, answer), 1)
        yield from _words(answer.quote, answer.note, 2)


def _silent(register: Register, ask: AskCoverage) -> Iterator[Block]:
    """Those who owe no reply and gave none, in one item."""
    silent = [each for each in ask.cells if each.standing is Standing.NO_REPLY_DUE and not each.answers]
    if silent:
        who = listed([register.label(each.addressee) for each in silent if each.addressee]) or "Nobody named"
        yield Item(f"{who}: {Standing.NO_REPLY_DUE}", f"({why_none_due(ask)})")


def _legend(register: Register, found: Coverage) -> Iterator[Block]:
    """What the dispositions in the table mean, as the schema says."""
    field = (
        register.schemas[REPLIES].by_path.get(("answers", "*", "disposition")) if REPLIES in register.schemas else None
    )
    used = {answer.disposition for ask in found.asks for answer in ask.answers}
    for value, meaning in (field.values if field else {}).items():
        if value in used and meaning:
            yield Item(f"{value}:", meaning)


def _words(quote: str, note: str, level: int) -> Iterator[Block]:
    if quote:
        yield Quote(quote, level)
    if note:
        yield Item("Note:", note, level)


def _alone(register: Register, dossier_id: str, today: dt.date, level: int) -> Iterator[Block]:
    sections = [section for pair in pairs(register, dossier_id, today) if not pair.ask for section in pair.sections]
    if not sections:
        return
    yield Heading("Sections that answer no ask in the register", level)
    for each in sections:
        points = texts_at(each.data, "points")
        named_points = f"(names {'paragraph' if len(points) == 1 else 'paragraphs'} {listed(points)})" if points else ""
        yield Item(capital(section_name(register, each)), named_points)
