"""Search over all records: words, "phrases" and field:value; small slips in names are forgiven.

Upper and lower case, accents and the shape of quotation marks make no difference.
"""

from __future__ import annotations

import datetime as dt
import heapq
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from ..register import DataPath, Field, Kind, Record, Register, natural_key
from ..register.dates import describe

LIMIT = 200
_TERM = re.compile(r'(?:(?P<field>[^\W\d][\w-]*):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')
_ALIKE = 84
"""From how many of 100 a word counts as a slip of the pen (rapidfuzz's ratio)."""
_AROUND = 60
"""Characters of an excerpt before the first match."""
_EXCERPT = 160
_PLAIN = str.maketrans("’‘‛“”„‟–—‐‑", '\'\'\'""""----')
_WHITE = re.compile(r"\s")


class Term(NamedTuple):
    """One thing that must occur; ``field`` is empty where it may be anywhere."""

    field: str
    text: str


class Excerpt(NamedTuple):
    """A piece of a field's text with the places of the words in it."""

    title: str
    path: DataPath
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Hit:
    """A record that was found."""

    id: str
    label: str
    score: int
    excerpts: tuple[Excerpt, ...]


class _Column(NamedTuple):
    """What all texts of one field have in common."""

    field: Field | None
    title: str
    names: frozenset[str]
    """By what field:value may call it."""
    weight: int
    """How much a match counts; 0 where only field:value looks."""


class _Entry(NamedTuple):
    """One text of a record."""

    column: _Column
    path: DataPath
    text: str
    folded: str


_ID = _Column(None, "Id", frozenset({"id"}), 3)
_KIND = _Column(None, "Kind", frozenset({"kind"}), 0)
_DOSSIER = _Column(None, "Dossier", frozenset({"dossier"}), 0)


def fold(text: str) -> str:
    """``text`` without what makes no difference in a search."""
    if text.isascii():
        return _WHITE.sub(" ", text.lower())
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return _WHITE.sub(" ", "".join(char for char in decomposed if not unicodedata.combining(char)))


def parse(query: str, fields: frozenset[str]) -> list[Term]:
    """The terms of a query. ``field:`` counts as such where the register knows the field, else as text."""
    terms = []
    for found in _TERM.finditer(query.translate(_PLAIN)):
        text = found["phrase"] if found["phrase"] is not None else found["word"]
        name = fold(found["field"] or "")
        if name and name not in fields:
            name, text = "", found[0]
        folded = " ".join(fold(text).split())
        if folded:
            terms.append(Term(name, folded))
    return terms


class Search:
    """All texts of a register, ready to be searched. It is made anew when the register changes."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @cached_property
    def fields(self) -> frozenset[str]:
        """All names before a colon that restrict a word to a field."""
        known = {name for kind in self._register.schemas.values() for each in kind.walk() for name in _names(each)}
        return frozenset(known) | {"kind", "dossier", "id"}

    def find(self, query: str, limit: int = LIMIT) -> list[Hit]:
        """The records in which every term occurs, the best first; where none does, those with names like it."""
        terms = parse(query, self.fields)
        if not terms:
            return []
        scored = [(score, record) for record in self._register if (score := self._score(record, terms))]
        if not scored:
            scored = self._alike(terms)
        best = heapq.nsmallest(limit, scored, key=lambda each: (-each[0], natural_key(each[1].id)))
        return [self._hit(record, score, terms) for score, record in best]

    @cached_property
    def _entries(self) -> dict[str, tuple[_Entry, ...]]:
        columns = _Columns()
        return {record.id: tuple(_entries(self._register, record, columns)) for record in self._register}

    def _score(self, record: Record, terms: list[Term]) -> int:
        """How well a record answers; 0 where a term doesn't occur in it."""
        total = 0
        for term in terms:
            best = max((_worth(entry, term) for entry in self._entries[record.id]), default=0)
            if not best:
                return 0
            total += best
        return total

    def _hit(self, record: Record, score: int, terms: list[Term]) -> Hit:
        matched = [entry for entry in self._entries[record.id] if any(_worth(entry, term) for term in terms)]
        once = {(entry.path, entry.column.title): entry for entry in matched}
        excerpts = tuple(_excerpt(entry, terms) for entry in once.values())
        return Hit(record.id, self._register.label(record.id), score, excerpts)

    def _alike(self, terms: list[Term]) -> list[tuple[int, Record]]:
        """Records whose names are like all the words, for who can't spell them."""
        from rapidfuzz import fuzz

        words = [term.text for term in terms if not term.field and len(term.text) > 3]
        found = []
        for record in self._register if words and len(words) == len(terms) else ():
            names = [entry.folded for entry in self._entries[record.id] if entry.column.weight > 1]
            tokens = {token for name in names for token in re.split(r"\W+", name) if len(token) > 2}
            closest = [max((fuzz.ratio(word, token) for token in tokens), default=0) for word in words]
            if min(closest) >= _ALIKE:
                found.append((int(sum(closest) / len(words)), record))
        return found


class _Columns:
    """The columns met so far: thousands of records share a few."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[str, ...]], _Column] = {}

    def at(self, kind_name: str, kind: Kind | None, path: DataPath) -> _Column:
        pattern = tuple("*" if isinstance(step, int) else step for step in path)
        key = kind_name, pattern
        if key not in self._known:
            self._known[key] = _column(kind, pattern)
        return self._known[key]


def _column(kind: Kind | None, pattern: tuple[str, ...]) -> _Column:
    field = kind.by_path.get(pattern) if kind else None
    above = [kind.by_path.get(pattern[:end]) for end in range(1, len(pattern) + 1)] if kind else []
    names = {name for each in above if each for name in _names(each)} | {pattern[0].lower()}
    own = next((step for step in reversed(pattern) if step != "*"), "")
    return _Column(field, field.title if field else own, frozenset(names), _weight(kind, pattern[0]))


def _entries(register: Register, record: Record, columns: _Columns) -> Iterator[_Entry]:
    yield _Entry(_ID, (), record.id, fold(record.id))
    yield _Entry(_KIND, (), record.kind, fold(record.kind))
    yield _Entry(_DOSSIER, (), record.dossier, fold(record.dossier))
    kind = register.kind(record)
    for path, value in _leaves(record.data, ()):
        column = columns.at(record.kind, kind, path)
        for text in _texts(register, column.field, value):
            yield _Entry(column, path, text, fold(text))


def _weight(kind: Kind | None, name: str) -> int:
    if kind and name in kind.label:
        return 4
    return 2 if name in {"aliases", "abbreviation"} else 1


def _names(field: Field) -> tuple[str, str]:
    return field.name.lower(), fold(field.title).replace(" ", "-")


def _leaves(value: Any, path: DataPath) -> Iterator[tuple[DataPath, Any]]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _leaves(below, (*path, name))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _leaves(below, (*path, number))
    else:
        yield path, value


def _texts(register: Register, field: Field | None, value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        if field and field.references and value in register:
            yield register.label(value)
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        yield value.isoformat()
        yield describe(value)
    elif not isinstance(value, float) and not (isinstance(value, int) and abs(value) > 10**18):
        yield str(value)


def _worth(entry: _Entry, term: Term) -> int:
    """How good a match is: names before texts, beginnings of words before the middle; 0 for none."""
    folded, weight = entry.folded, entry.column.weight
    if term.field not in entry.column.names if term.field else not weight:
        return 0
    at = _place(folded, term)
    if at < 0:
        return 0
    if folded.strip() == term.text:
        return 20 * (weight or 1)
    begins = at == 0 or not folded[at - 1].isalnum()
    return (5 if begins else 2) * (weight or 1)


def _place(folded: str, term: Term, start: int = 0) -> int:
    """Where a term stands; a number in a field only as a whole, so that paragraph:9 is not 19."""
    if not (term.field and term.text.isdecimal()):
        return folded.find(term.text, start)
    found = re.compile(rf"(?<!\d){term.text}(?!\d)").search(folded, start)
    return found.start() if found else -1


def _excerpt(entry: _Entry, terms: list[Term]) -> Excerpt:
    """The text around the first match, with every match in it; the places are those of the text itself."""
    mine = [term for term in terms if not term.field or term.field in entry.column.names]
    found = sorted({span for term in mine for span in _spans(entry.folded, term)})
    origin = _origins(entry.text)
    spans = [(origin[start], origin[end - 1] + 1) for start, end in found]
    first = spans[0][0] if spans else 0
    begin = max(0, first - _AROUND) if len(entry.text) > _EXCERPT else 0
    text = _WHITE.sub(" ", entry.text[begin : begin + _EXCERPT])
    head, tail = "…" if begin else "", "…" if begin + _EXCERPT < len(entry.text) else ""
    shift = len(head) - begin
    inside = tuple((start + shift, end + shift) for start, end in spans if end <= begin + len(text))
    return Excerpt(entry.column.title, entry.path, f"{head}{text}{tail}", _merged(inside))


def _spans(folded: str, term: Term) -> Iterator[tuple[int, int]]:
    at = _place(folded, term)
    while at >= 0:
        yield at, at + len(term.text)
        at = _place(folded, term, at + len(term.text))


def _origins(text: str) -> list[int]:
    """For each character of the folded text, from which one of the text it comes."""
    if text.isascii():
        return list(range(len(text)))
    return [at for at, char in enumerate(text) for _ in fold(char)]


def _merged(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Spans without overlaps."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)
