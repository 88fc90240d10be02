"""The deadlines report: an agenda with lateness as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..register import Register
from ..register.dates import describe
from .blocks import Block, Heading, Item, Paragraph, Quote
from .deadlines import Entry, Group, agenda
from .phrases import place_name
from .values import Table, number_at, table_at, tables_at, text_at, when_at
from .words import capital, counted, listed


def deadlines_blocks(register: Register, today: dt.date, dossier_id: str = "", level: int = 1) -> Iterator[Block]:
    """The deadlines of one dossier or of all, below a heading of ``level``."""
    groups = agenda(register, today, dossier_id)
    yield Heading(f"Deadlines as of {describe(today)}", level)
    yield Paragraph(counts(groups))
    for group, found in groups.items():
        if found:
            yield Heading(f"{group} ({len(found):,})", level + 1)
        for each in found:
            yield from _entry(register, each)


def counts(groups: dict[Group, list[Entry]]) -> str:
    """How many deadlines there are, and how many of them in each group."""
    total = sum(map(len, groups.values()))
    parts = [f"{str(group).lower()}: {len(found):,}" for group, found in groups.items() if found]
    return f"{capital(counted(total, 'deadline'))}{'; ' if parts else ''}{', '.join(parts)}."


def _entry(register: Register, each: Entry) -> Iterator[Block]:
    who = listed([register.label(actor) for actor in each.responsible])
    kind = f"({'; '.join(filter(None, (each.type, who)))})"
    yield Item(each.title, f"{kind}: {each.timeliness}" if kind != "()" else each.timeliness)
    words, basis = text_at(each.record.data, "words"), text_at(each.record.data, "basis")
    if basis:
        yield Item("", f"{'The words are' if words else 'Said'} in: {place_name(register, basis)}", 1)
    if words:
        yield Quote(words, 2 if basis else 1)
    for name in ("met", "missed"):
        note = text_at(table_at(each.record.data, name), "note")
        if note:
            yield Item("Note:", note, 1)
    for _, move in tables_at(each.record.data, "revisions"):
        yield Item("", _moved(move), 1)
    for _, step in tables_at(each.record.data, "progress"):
        yield from _progress(register, step)


def _moved(move: Table) -> str:
    on, due = when_at(move, "on"), when_at(move, "due")
    head = " ".join(filter(None, ("Moved", f"on {describe(on)}" if on else "", f"to {describe(due)}" if due else "")))
    reason = text_at(move, "reason")
    return f"{head}: {reason}" if reason else head


def _progress(register: Register, step: Table) -> Iterator[Block]:
    as_of, count, total = when_at(step, "as_of"), number_at(step, "count"), number_at(step, "of")
    actor = text_at(step, "actor")
    figure = "" if count is None else f"{count:,}" + ("" if total is None else f" of {total:,}")
    said = " ".join(filter(None, (figure, text_at(step, "measure"))))
    who = f" ({register.label(actor)})" if actor else ""
    yield Item("", f"As of {describe(as_of) if as_of else 'an unknown day'}: {said or 'see the words'}{who}", 1)
    if text_at(step, "quote"):
        yield Quote(text_at(step, "quote"), 2)
