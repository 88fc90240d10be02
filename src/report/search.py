"""Search over all records: words, "phrases" and field:value; small slips in names are forgiven.

Upper and lower case, accents, the shape of quotation marks, and what stands between words make no difference.
A word is found by its beginning. Only where nothing is found so, words count that hold it elsewhere; and
only where none does, names that are like it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from ..register import DataPath, Record, Register
from .folding import Term, fold, parse
from .texts.asking import Asking, pattern
from .texts.columns import Columns
from .texts.indexed import IndexedRegister
from .texts.keeping import Keeper
from .texts.rows import Entry, entries
from .texts.store import Store

LIMIT = 200
_AROUND = 60
"""Characters of an excerpt before the first match."""
_EXCERPT = 160
_WHITE = re.compile(r"\s")


class Excerpt(NamedTuple):
    """A piece of a field's text with the places of the words in it."""

    title: str
    path: DataPath
    text: str
    spans: tuple[tuple[int, int], ...]


class Hit:
    """A record that was found; ``score`` says how well, from 1 to 6."""

    def __init__(self, record_id: str, label: str, score: int, excerpts: Callable[[], tuple[Excerpt, ...]]) -> None:
        self.id = record_id
        self.label = label
        self.score = score
        self._excerpts = excerpts

    @cached_property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """The texts in which the words stand, in the order of the record's file; found when they are asked for."""
        return self._excerpts()


class _Sought(NamedTuple):
    """A term with what finds it in a text."""

    field: str
    pattern: re.Pattern[str]


class Search:
    """All texts of a register, ready to be searched. It is made anew when the register changes."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @property
    def fields(self) -> frozenset[str]:
        """All names before a colon that restrict a word to a field."""
        return self._columns.fields

    def find(self, query: str, limit: int = LIMIT) -> list[Hit]:
        """The records in which every term occurs, the best first; where none does, those with names like it."""
        terms = [term for term in parse(query, self.fields) if term.words]
        inside, found = self._ask(lambda store: _found(store, terms, limit))
        sought = [_Sought(term.field, pattern(term, inside=inside)) for term in terms]
        return [self._hit(record_id, label, score, sought) for record_id, label, score in found]

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self._register.schemas)

    @cached_property
    def _store(self) -> Store:
        keeper = Keeper(self._register.root, self._register.schemas)
        return keeper.of_entries(self._register.records.values())

    def _ask(
        self, question: Callable[[Store], tuple[bool, list[tuple[str, str, int]]]]
    ) -> tuple[bool, list[tuple[str, str, int]]]:
        if isinstance(self._register, IndexedRegister):
            return self._register.ask(question)
        return question(self._store)

    def _hit(self, record_id: str, label: str, score: int, sought: list[_Sought]) -> Hit:
        return Hit(record_id, label, score, lambda: self._excerpts(self._register.records.get(record_id), sought))

    def _excerpts(self, record: Record | None, sought: list[_Sought]) -> tuple[Excerpt, ...]:
        once: dict[tuple[DataPath, str], Excerpt] = {}
        for entry in entries(self._columns, record, self._register) if record else ():
            spans = sorted(_spans(entry, sought))
            if spans:
                once[entry.path, entry.title] = _excerpt(entry, spans)
        return tuple(once.values())


def _found(store: Store, terms: list[Term], limit: int) -> tuple[bool, list[tuple[str, str, int]]]:
    inside, best = Asking(store, terms).best(limit)
    listed = store.listed_by(n for n, _ in best)
    return inside, [(each.id, each.label, score) for each, (_, score) in zip(listed, best, strict=True)]


def _spans(entry: Entry, sought: list[_Sought]) -> Iterator[tuple[int, int]]:
    """Where the words stand in the folded text. Kind and dossier are looked into only where that is said."""
    mine = [each for each in sought if (each.field in entry.names if each.field else entry.column >= 0)]
    if mine:
        folded = fold(entry.text)
        for each in mine:
            yield from (found.span() for found in each.pattern.finditer(folded))


def _excerpt(entry: Entry, found: list[tuple[int, int]]) -> Excerpt:
    """The text around the first match, with every match in it; the places are those of the text itself."""
    origin = _origins(entry.text)
    spans = [(origin[start], origin[end - 1] + 1) for start, end in found]
    first = spans[0][0]
    begin = max(0, first - _AROUND) if len(entry.text) > _EXCERPT else 0
    text = _WHITE.sub(" ", entry.text[begin : begin + _EXCERPT])
    head, tail = "…" if begin else "", "…" if begin + _EXCERPT < len(entry.text) else ""
    shift = len(head) - begin
    inside = tuple((start + shift, end + shift) for start, end in spans if end <= begin + len(text))
    return Excerpt(entry.title, entry.path, f"{head}{text}{tail}", _merged(inside))


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
