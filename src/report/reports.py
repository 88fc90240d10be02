"""The reports as documents: of one dossier, or of all; as plain text or as Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from ..errors import FollowupError
from ..register import Register, dossier_of
from ..register.register import nearest
from .blocks import Block, Heading, Item, Paragraph, Quote
from .coverage_report import coverage_blocks
from .deadlines_report import deadlines_blocks
from .markdown import to_markdown
from .phrases import place_name
from .plain_report import to_text
from .values import Table, is_withdrawn, tables_at, text_at

FORMATS: dict[str, Callable[[Iterable[Block]], str]] = {"text": to_text, "markdown": to_markdown}
"""The renderers by the name of their format."""


class NoSuchDossier(FollowupError):
    """A dossier of which the register holds nothing."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        dossiers = list(known)
        like = nearest(name, dossiers)
        some = f"There are: {', '.join(dossiers[:8])}" if dossiers else "The register holds no dossier yet."
        super().__init__(f"there is no dossier “{name}”", hint=f"Did you mean {like}?" if like else some)


def find_dossier(register: Register, name: str) -> str:
    """The id of a dossier, which may be given as the procedure is printed: 2015/2564(RSP).

    Raises:
        NoSuchDossier: the register holds nothing of it.
    """
    wanted = dossier_of(name.strip().upper()) or name.strip().strip("/")
    if wanted not in register.dossiers:
        raise NoSuchDossier(name, register.dossiers)
    return wanted


def coverage_report(register: Register, today: dt.date, dossier: str = "") -> Iterator[Block]:
    """The coverage of one dossier or of all."""
    for each in [dossier] if dossier else register.dossiers:
        yield Heading(_procedure(register, each))
        yield from coverage_blocks(register, each, today, level=2)


def deadlines_report(register: Register, today: dt.date, dossier: str = "") -> Iterator[Block]:
    """The deadlines of one dossier or of all."""
    if dossier:
        yield Heading(_procedure(register, dossier))
    yield from deadlines_blocks(register, today, dossier, level=2 if dossier else 1)


def dossier_blocks(register: Register, dossier_id: str, today: dt.date) -> Iterator[Block]:
    """Everything that is reported on a dossier."""
    yield Heading(_procedure(register, dossier_id))
    yield Paragraph(
        f"Made from the records of {dossier_id}, with lateness as of {today.isoformat()}. Change the records, not this "
        f"page, and make it anew: followup report dossier {dossier_id} --format markdown --today {today.isoformat()}"
    )
    yield from coverage_blocks(register, dossier_id, today, level=2)
    yield from deadlines_blocks(register, today, dossier_id, level=2)
    yield from discrepancies_blocks(register, dossier_id, level=2)


def dossier_report(register: Register, dossier_id: str, today: dt.date) -> str:
    """Coverage, deadlines and discrepancies of a dossier as of ``today``, as Markdown."""
    return to_markdown(dossier_blocks(register, dossier_id, today))


def discrepancies_blocks(register: Register, dossier_id: str, level: int = 1) -> Iterator[Block]:
    """Where a section or a paragraph says something other than another text does, with both quotations."""
    dossier = register.dossiers.get(dossier_id)
    found = [
        (record, each)
        for record in (dossier.records if dossier else ())
        if not is_withdrawn(record)
        for _, each in tables_at(record.data, "discrepancies")
    ]
    yield Heading("Discrepancies", level)
    if not found:
        yield Paragraph("None is recorded.")
    for record, each in found:
        yield Item(text_at(each, "note") or "No note")
        yield Item("", f"In {place_name(register, record.id)}:", 1)
        yield from _quote(each, "quote")
        yield Item("", f"In {place_name(register, text_at(each, 'against'))}:", 1)
        yield from _quote(each, "against_quote")


def _quote(table: Table, name: str) -> Iterator[Block]:
    if text_at(table, name):
        yield Quote(text_at(table, name), 2)


def _procedure(register: Register, dossier_id: str) -> str:
    dossier = register.dossiers.get(dossier_id)
    return dossier.procedure if dossier else dossier_id
