"""What an editor shows beside the text: a field, a value of a choice, the record behind an id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from lsprotocol import types

from ..register import Field, Register
from ..report.markdown import escape
from ..report.plain import visible
from ..report.reading import reading
from .session import Document

MOST_ROWS = 8
MOST_LETTERS = 240


def markup(lines: Iterable[str], markdown: bool) -> types.MarkupContent:
    """Lines as an editor shows them; “**” around a word is the only markup in them, and the rest is text."""
    if not markdown:
        return types.MarkupContent(
            types.MarkupKind.PlainText, "\n".join(visible(each.replace("**", "")) for each in lines)
        )
    return types.MarkupContent(types.MarkupKind.Markdown, "\n\n".join(_escaped(each) for each in lines))


def _escaped(line: str) -> str:
    return "**".join(escape(part) if at % 2 else _keeping_ends(part) for at, part in enumerate(line.split("**")))


def _keeping_ends(part: str) -> str:
    """Escaped, with the blanks at its ends, which part it from what is bold."""
    bare = part.strip()
    return part.replace(bare, escape(bare)) if bare else part


def hover(document: Document, position: types.Position, today: dt.date, markdown: bool) -> types.Hover | None:
    """What is to be said of what stands at a position."""
    spot = document.spot(position)
    field = document.field(spot) if spot else None
    if spot is None or field is None:
        return None
    if spot.role != "value":
        lines = about_field(field)
    elif document.reference(spot):
        lines = about_record(document.shelf.current(), spot.text, today)
    else:
        lines = [f"**{spot.text}**: {field.values[spot.text]}"] if spot.text in field.values else []
    if not lines:
        return None
    return types.Hover(markup(lines, markdown), document.text.range(spot.start, spot.end))


def about_field(field: Field) -> list[str]:
    """A field's name, meaning, choice and an example."""
    return list(_about_field(field))


def _about_field(field: Field) -> Iterator[str]:
    yield f"**{field.title}**{' (required)' if field.required else ''}"
    if field.description:
        yield field.description
    below = field.item or field
    for value, meaning in below.values.items():
        yield f"**{value}**: {meaning}" if meaning else f"**{value}**"
    if below.references:
        yield f"The id of a record among: {', '.join(below.references)}."
    if field.examples:
        yield f"Example: {_short(str(field.examples[0]))}"


def about_record(register: Register, record_id: str, today: dt.date) -> list[str]:
    """A record in short; empty where there is none."""
    record = register.records.get(record_id)
    if record is None:
        return []
    kind = register.kind(record)
    rows = [row for row in reading(register, record, today) if row.lines][:MOST_ROWS]
    return [
        f"**{register.label(record_id)}** ({kind.singular if kind else record.kind})",
        *(f"**{row.title}:** {_short('; '.join(row.lines))}" for row in rows),
        record_id,
    ]


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= MOST_LETTERS else f"{plain[:MOST_LETTERS].rstrip()}…"
