"""Draft records: what a document says, in the fields of the register."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..register.ids import dossier_of
from ..register.plan import slug
from ..validate.form import sentence_ends
from .actors import Actors
from .doubts import Doubt
from .text import Text

KINDS = ("actors", "rules", "documents", "requests", "replies", "deadlines")
"""The kinds in the order in which they are written, so that no reference leads nowhere."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One record as the document gives it, and where in the kept text it begins."""

    id: str
    data: dict[str, Any]
    line: int = 0

    @property
    def kind(self) -> str:
        """The kind, from the id."""
        return self.id.split("/")[-2]


@dataclass
class Drafts:
    """All that was drafted from one document."""

    dossier: str
    document: str
    """The id of the document's own record."""
    text: Text
    actors: Actors
    records: dict[str, Draft] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def add(self, record_id: str, data: dict[str, Any], line: int = 0) -> str:
        """Keep a record; the first of an id stays."""
        self.records.setdefault(
            record_id, Draft(record_id, {k: v for k, v in data.items() if v not in ("", [], (), None, {})}, line)
        )
        return record_id

    def doubt(self, line: int, message: str, words: str = "", record: str = "") -> None:
        """Note something that a person has to settle."""
        self.doubts.append(Doubt(line, message, " ".join(words.split()), record))

    def of_kind(self, kind: str) -> list[Draft]:
        """The drafts of one kind, in the order in which they were made."""
        return [each for each in self.records.values() if each.kind == kind]

    @property
    def source_name(self) -> str:
        """Where the text is kept, from the dossier's folder on."""
        return f"sources/{self.document.rsplit('/', 1)[-1]}.txt"


def dossier_for(procedure: str) -> str:
    """The dossier of a procedure number that is known to be well-formed."""
    found = dossier_of(procedure)
    assert found is not None, procedure  # noqa: S101 - identifiers() yields no other
    return found


def file_name(words: str, limit: int = 56) -> str:
    """A name for a record's file from the first words of a text, none of them cut."""
    name = slug(words.replace("…", "")[:200])
    if len(name) >= limit and "-" in name:
        name = name[:limit].rpartition("-")[0]
    return re.sub(r"(?:-(?:and|or|of|the|to|a|an|in|on|for|by|with|their|its|that|as|from))+$", "", name)


def laid_out(text: str) -> str:
    """Verbatim text over several lines: a sentence a line, and a line for what follows a semicolon."""
    lines = []
    for clause in re.split(r"(?<=;)\s+", " ".join(text.split())):
        starts = [0, *sentence_ends(clause)]
        lines += [clause[start:end].strip() for start, end in zip(starts, [*starts[1:], len(clause)], strict=True)]
    return "\n".join(line for line in lines if line) + "\n"


def pieces_laid_out(pieces: Iterable[str]) -> str:
    """The same for text of several blocks: each begins a line."""
    return "".join(laid_out(each) for each in pieces)


def source_table(drafts: Drafts) -> dict[str, Any]:
    """The table of a document that says where its text is kept."""
    from ..register.files import digest

    found: dict[str, Any] = {"file": drafts.source_name}
    if drafts.text.origin.url:
        found["url"] = drafts.text.origin.url
    return found | {"sha256": digest(drafts.text.raw)}


def origin_note(text: Text) -> list[str]:
    """Where the text comes from, for the notes."""
    origin = text.origin
    said = []
    if not text.kept_as_read:
        said.append(f"The text was read from the {origin.form} file {origin.path.name}, SHA-256 {origin.sha256}.")
    return [*said, *text.remarks]


def spelled(day: dt.date) -> str:
    """A day as titles have it: 11 March 2015."""
    from ..register.dates import describe

    return describe(day)
