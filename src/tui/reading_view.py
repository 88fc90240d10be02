"""A record as paragraphs to read, with its links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from ..register import Record, Unreadable, procedure_of
from ..report.plain import visible
from ..report.reading import Linked, Row, reading, referred_by
from .session import Session
from .text import EMPTY, MUTED, SEVERITY, STRONG, WARNING, Para, joined, link, one_line

MOST_REFERRERS = 300
"""References to a record that are shown: everybody refers to the Commission."""
LABEL = 15
"""The width of the column of titles."""
BAR = "▎ "


def record_paras(session: Session, record: Record) -> list[Para]:
    """Everything about one record: title, problems, fields, and who refers to it."""
    paras = [*head_paras(session, record), EMPTY, *field_paras(reading(session.register, record, session.today))]
    links = referrers(session, record.id)
    if links:
        paras += [EMPTY, Para(Content.styled("Referred to by", STRONG)), *links]
    return paras


def head_paras(session: Session, record: Record) -> list[Para]:
    """What the record is called, where it belongs, and what is wrong with it."""
    return [
        Para(Content.styled(visible(session.register.label(record.id)), STRONG)),
        Para(Content.styled(_where(session, record), MUTED)),
        *problem_paras(session, record.id),
    ]


def referrers(session: Session, record_id: str) -> list[Para]:
    """Who refers to a record, grouped by the field that does; of very many, the first."""
    paras: list[Para] = []
    for row in referred_by(session.register, record_id, MOST_REFERRERS):
        paras.append(Para(Content.styled(row.title, MUTED)))
        paras.extend(Para(content, "  ") for content in _lines(row))
    more = session.register.count_of_links_to(record_id) - MOST_REFERRERS
    if more > 0:
        paras.append(Para(Content.styled(f"and {more:,} more references", MUTED)))
    return paras


def unreadable_paras(entry: Unreadable) -> list[Para]:
    """What to say of a file that can't be read as a record."""
    return [
        Para(Content.styled(entry.id, STRONG)),
        EMPTY,
        Para(Content.styled("This file can’t be read as a record.", WARNING)),
        Para(Content(visible(str(entry.error)))),
        EMPTY,
        Para(
            Content.styled(
                "e mends it here: field by field after a merge, otherwise as text. E opens your editor.", MUTED
            )
        ),
    ]


def _where(session: Session, record: Record) -> str:
    kind = session.register.kind(record)
    changed = session.git.changed.get(record.id) if session.git else None
    parts = [
        kind.singular if kind else record.kind,
        procedure_of(record.dossier),
        record.parts.name,
        f"{changed.difference}, not committed" if changed else "",
    ]
    return " · ".join(part for part in parts if part)


def problem_paras(session: Session, record_id: str) -> Iterator[Para]:
    """What is wrong with a record, each with its hint."""
    for problem in (session.problems or {}).get(record_id, ()):
        sign, style = SEVERITY[problem.severity]
        head = Content.styled(f"{problem.severity}: ", style)
        yield Para(head + Content(visible(problem.message)), f"{sign} ", "  ", style)
        if problem.hint:
            yield Para(Content.styled(visible(problem.hint), MUTED), "  ")


def field_paras(rows: Iterable[Row]) -> list[Para]:
    """Fields, one below the other."""
    return [para for row in rows for para in _row(row)]


def _row(row: Row) -> Iterator[Para]:
    indent = "  " * row.depth
    title = indent + row.title + (" (unknown field)" if row.unknown else "")
    if row.heading:
        yield Para(Content.styled(title, STRONG if not row.depth else MUTED))
    elif row.verbatim or _long(row):
        yield Para(Content.styled(title, MUTED))
        yield from _text(row, indent)
    else:
        yield from _short(row, title)


def _long(row: Row) -> bool:
    return bool(row.field and row.field.type == "long-text") or len(row.title) + 2 * row.depth >= LABEL + 12


def _text(row: Row, indent: str) -> Iterator[Para]:
    """A text below its title; verbatim words behind a bar."""
    bar = indent + (BAR if row.verbatim else "  ")
    for number, content in enumerate(_lines(row)):
        if number and row.verbatim and not row.listed:
            yield Para(Content(""), bar, style="$link")
        yield Para(content, bar, bar, "$link" if row.verbatim else MUTED)


def _short(row: Row, title: str) -> Iterator[Para]:
    """A title with its values beside it."""
    before = title.ljust(LABEL)
    before = before if len(before) <= LABEL else f"{title}  "
    contents = _lines(row)
    if row.meaning:
        contents = [joined((contents[0], Content.styled(f"  {row.meaning}", MUTED)))]
    for number, content in enumerate(contents):
        yield Para(content, before if not number else " " * len(before), " " * len(before))


def _lines(row: Row) -> list[Content]:
    if row.links:
        return [_link(each) for each in row.links]
    bullet = "• " if row.listed and len(row.lines) > 1 else ""
    return [Content(bullet + visible(line)) for line in row.lines]


def _link(linked: Linked) -> Content:
    return link(visible(one_line(linked.label)), linked.id)


def plain_text(paras: Sequence[Para]) -> str:
    """Paragraphs as plain text."""
    return "\n".join(f"{para.first}{para.content.plain}" for para in paras)
