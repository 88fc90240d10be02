"""A record as a person reads it: titles from the schema, names instead of ids, dates spelled out.

What a field is, its schema says; nothing here knows one by name. A field that the schema doesn't
know, or a value of the wrong type, is shown as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ..register import DataPath, Field, Kind, Record, Register
from ..register.ids import kind_of
from . import deadlines
from .cells import cell, spelled
from .values import is_withdrawn

_PARAGRAPHS = re.compile(r"\n[ \t\r]*\n")
_BREAKS = re.compile(r"[ \t]*\r?\n[ \t]*")


class Linked(NamedTuple):
    """Another record, by its id and by what to call it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One field, or one heading above the fields of a table."""

    title: str
    path: DataPath = ()
    """Where the value is in the record's data; empty for what is computed."""
    lines: tuple[str, ...] = ()
    """What to read: paragraphs of a text, items of a list; none for a heading."""
    description: str = ""
    links: tuple[Linked, ...] = ()
    """For references, one for each line."""
    meaning: str = ""
    """For a value out of a fixed choice, what it means."""
    depth: int = 0
    verbatim: bool = False
    """Whether the words are those of a document."""
    listed: bool = False
    """Whether the lines are items of a list."""
    unknown: bool = False
    """Whether the schema knows no such field."""
    field: Field | None = None

    @property
    def text(self) -> str:
        """All lines as one text."""
        return "\n".join(self.lines)

    @property
    def heading(self) -> bool:
        """Whether the row only stands above others."""
        return not self.lines


def reading(register: Register, record: Record, today: dt.date) -> list[Row]:
    """All fields of a record in the order of its schema; first, for a deadline, how it stands on ``today``."""
    kind = register.kind(record)
    reader = _Reader(register)
    return [*_computed(record, today), *reader.table(record.data, kind.fields if kind else (), Row(""))]


def referred_by(register: Register, record_id: str, most: int | None = None, *, each: int | None = None) -> list[Row]:
    """Who refers to a record: a row for each kind and field, such as “Replies › Answers › Request”.

    ``most``: of how many references, the first ones, this is told. ``each``: so many of them a row has, and a last
    line that counts the others: to say what one is called, its file is read.
    """
    grouped: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for link in register.links_to(record_id, most):
        key = kind_of(link.source), tuple("*" if isinstance(step, int) else step for step in link.path)
        sources = grouped.setdefault(key, [])
        if link.source not in sources[-1:]:
            sources.append(link.source)
    return [_referrers(register, kind, path, ids, each) for (kind, path), ids in sorted(grouped.items())]


def linked(register: Register, record_id: str) -> Linked:
    """What to call a record where another names it, with a word where it isn't there or no longer holds."""
    if record_id in register.unreadable:
        return Linked(record_id, f"{record_id} (can’t be read)")
    if record_id not in register:
        return Linked(record_id, f"{record_id} (no such record)")
    label = register.label(record_id)
    return Linked(record_id, f"{label} (withdrawn)" if is_withdrawn(register.records[record_id]) else label)


def field_title(kind: Kind, path: Sequence[str]) -> str:
    """The titles that lead to a field: “Answers › Request”. ``path`` has "*" for any item."""
    steps = [tuple(path[: end + 1]) for end, step in enumerate(path) if step != "*"]
    known = [kind.by_path.get(step) for step in steps]
    return " › ".join(found.title if found else step[-1] for found, step in zip(known, steps, strict=True))


def _referrers(register: Register, kind_name: str, path: tuple[str, ...], ids: list[str], most: int | None) -> Row:
    kind = register.schemas[kind_name]
    links = tuple(linked(register, each) for each in ids[:most])
    more = [f"and {len(ids) - len(links):,} more"] if len(ids) > len(links) else []
    return Row(
        title=f"{kind.plural} › {field_title(kind, path)}",
        lines=(*(each.label for each in links), *more),
        links=links,
        listed=True,
        field=kind.by_path.get(path),
    )


def _computed(record: Record, today: dt.date) -> Iterator[Row]:
    if record.kind == deadlines.KIND:
        said = "How the deadline stands today, computed from its dates."
        yield Row("Timeliness", lines=(deadlines.entry_of(record, today).timeliness,), description=said)


class _Reader:
    """Turns values into rows; what kind of value each is decides, the schema gives the words."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def table(self, data: dict[str, Any], fields: tuple[Field, ...], above: Row) -> Iterator[Row]:
        """The rows of a table's fields: those that the schema knows, then the others."""
        known = {each.name: each for each in fields}
        free = above.field is not None and above.field.type == "map"
        for name in (*(each for each in known if each in data), *(each for each in data if each not in known)):
            head = _head(known.get(name), name, (*above.path, name), above)
            yield from self.value(data[name], replace(head, unknown=head.unknown and not free))

    def value(self, value: Any, head: Row) -> Iterator[Row]:
        """The rows of one value, of which ``head`` says where it stands."""
        if isinstance(value, dict) and value:
            yield head
            yield from self.table(value, head.field.fields if head.field else (), replace(head, depth=head.depth + 1))
        elif isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
            yield head
            yield from self.items(value, replace(head, depth=head.depth + 1))
        elif isinstance(value, list):
            yield self.plain_list(value, head)
        else:
            yield self.scalar(value, head)

    def items(self, values: list[Any], above: Row) -> Iterator[Row]:
        """The rows of a list's items, each below a numbered heading."""
        item = above.field.item if above.field else None
        for number, value in enumerate(values):
            head = _head(item, "Item", (*above.path, number), above)
            yield from self.value(value, replace(head, title=f"{head.title} {number + 1}", depth=above.depth))

    def plain_list(self, values: list[Any], head: Row) -> Row:
        """One row for a list of simple values."""
        item = head.field.item if head.field else None
        rows = [self.scalar(value, replace(head, field=item)) for value in values]
        return replace(
            head,
            lines=tuple(" ".join(row.lines) for row in rows) or ("none",),
            links=tuple(link for row in rows for link in row.links),
            verbatim=head.verbatim or bool(item and item.verbatim),
            listed=bool(rows),
        )

    def scalar(self, value: Any, head: Row) -> Row:
        """One row for a simple value."""
        said = head.field
        if said and said.references and isinstance(value, str):
            link = linked(self._register, value)
            return replace(head, lines=(link.label,), links=(link,))
        if said and said.type == "when":
            return replace(head, lines=(cell(self._register, said, value),))
        meaning = said.values.get(value, "") if said and isinstance(value, str) else ""
        return replace(head, lines=_paragraphs(value), meaning=meaning)


def _head(field: Field | None, name: str, path: DataPath, above: Row) -> Row:
    if field is None:
        return Row(name, path, depth=above.depth, unknown=True)
    return Row(field.title, path, (), field.description, depth=above.depth, verbatim=bool(field.verbatim), field=field)


def _paragraphs(value: Any) -> tuple[str, ...]:
    """A simple value in words; a text by its paragraphs, each on one line."""
    if isinstance(value, str):
        return tuple(_BREAKS.sub(" ", each.strip()) for each in _PARAGRAPHS.split(value.strip()))
    return ("nothing",) if isinstance(value, dict) else (spelled(value),)
