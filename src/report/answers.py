"""Follow-ups, their sections, and what these answer. Whatever was withdrawn is left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from ..register import DataPath, Record, Register, natural_key
from .values import is_withdrawn, span_of, table_at, text_at, texts_at, when_at

REPLIES = "replies"
DOCUMENTS = "documents"


@dataclass(frozen=True)
class Answer:
    """What one section says to one ask."""

    reply: Record
    number: int
    """Which of the section's answers it is, from 0."""
    follow_up: Record | None
    """The document that holds the section; None where that isn't in the register."""

    @property
    def path(self) -> DataPath:
        """Where the answer is in the reply's data."""
        return ("answers", self.number)

    @cached_property
    def _table(self) -> dict[str, object]:
        return dict(table_at({"answer": self.reply.at(self.path)}, "answer"))

    @property
    def disposition(self) -> str:
        """What the answer amounts to, as recorded."""
        return text_at(self._table, "disposition")

    @property
    def quote(self) -> str:
        """The words that carry the answer."""
        return text_at(self._table, "quote")

    @property
    def note(self) -> str:
        """Why it was judged so."""
        return text_at(self._table, "note")

    @property
    def author(self) -> str:
        """The id of whoever answers; empty where no record says it."""
        return text_at(self.follow_up.data, "author") if self.follow_up else ""


def answers_to(register: Register, request_id: str) -> tuple[Answer, ...]:
    """The answers to one ask, those of the oldest follow-up first, then as the sections stand."""
    found = []
    for link in register.links_to(request_id):
        reply = register.records[link.source]
        match link.path:
            case ("answers", int(number), "request") if reply.kind == REPLIES and _counts(register, reply):
                found.append(Answer(reply, number, follow_up_of(register, reply)))
    return tuple(sorted(found, key=lambda each: (dated(each.follow_up), natural_key(each.reply.id), each.number)))


def follow_up_of(register: Register, reply: Record) -> Record | None:
    """The document that holds a section."""
    document = register.records.get(text_at(reply.data, "document"))
    return document if document and document.kind == DOCUMENTS else None


def follow_ups_to(register: Register, resolution_id: str) -> tuple[Record, ...]:
    """The documents that answer a resolution, the oldest first."""
    found = _referring(register, resolution_id, "follows_up", DOCUMENTS)
    return tuple(sorted(found, key=lambda each: (dated(each), natural_key(each.id))))


def sections_of(register: Register, follow_up_id: str) -> tuple[Record, ...]:
    """The sections of a follow-up, in natural order."""
    return tuple(_referring(register, follow_up_id, "document", REPLIES))


def points_of(reply: Record) -> frozenset[str]:
    """The paragraphs that a section's heading names, as ``paragraph_key`` has them."""
    return frozenset(map(paragraph_key, texts_at(reply.data, "points")))


def paragraph_key(number: str) -> str:
    """A paragraph number without padding, so that 09 is 9."""
    return number.strip().lower().lstrip("0")


def dated(document: Record | None) -> tuple[dt.date, dt.date]:
    """Order documents by when they were adopted, or else sent or printed; those without a date come last."""
    for name in ("adopted", "transmitted", "published") if document else ():
        found = span_of(when_at(document.data, name)) if document else None
        if found:
            return found.sort_key()
    return (dt.date.max, dt.date.max)


def _referring(register: Register, target: str, field: str, kind: str) -> list[Record]:
    """The records of one kind that name ``target`` in a field of theirs."""
    links = [each for each in register.links_to(target) if each.path == (field,)]
    records = (register.records[each.source] for each in links)
    return [each for each in records if each.kind == kind and not is_withdrawn(each)]


def _counts(register: Register, reply: Record) -> bool:
    document = follow_up_of(register, reply)
    return not is_withdrawn(reply) and not (document and is_withdrawn(document))
