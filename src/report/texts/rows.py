"""What the index keeps of a record: how lists show it, its words, its values and whom it names."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from ...register import DataPath, Kind, Link, Record, Schemas, Unreadable
from ...register.dates import describe
from ...register.register import label_of, links_of
from ..cells import Labels, as_text, cell
from ..folding import fold, words
from ..values import is_withdrawn
from .columns import Columns, Node
from .names import encoded

BETWEEN = " \ue000 "
"""Stands between two texts, so that no phrase reaches from one into the next. Words hold no such character."""

# Marks that begin a token which is no word of a text.
OF_KIND, OF_DOSSIER, NAME, _KIND = "\ue003", "\ue004", "\ue005", "\ue006"
PLAIN, CASED, BEGINNING, LONG, TABLE = "\ue011", "\ue012", "\ue013", "\ue014", "\ue015"
"""Sorts of values: as it was written, written otherwise, a date, of which only a part is kept, no simple one."""

LONGEST = 40
"""Characters of a value that the index keeps whole."""
PART = 12
"""How many it keeps of a longer one; then the record has the last word."""

_SEPARATORS = {
    ord(char): 0xE100 + ord(char) for char in map(chr, range(128)) if char not in string.ascii_letters + string.digits
}
_HUGE = 10**18
_MOST_MET = 2000
_SURELY_LONG = 100


class Entry(NamedTuple):
    """One text of a record, and where it stands."""

    title: str
    names: frozenset[str]
    column: int
    path: DataPath
    text: str


class Row(NamedTuple):
    """A record in the index; of an unreadable file only what its path says."""

    id: str
    kind: str
    dossier: str
    label: str
    cells: tuple[str, ...]
    digest: bytes
    readable: bool
    texts: dict[int, bytes]
    """By number of column, in UTF-8, ready to be taken apart into words."""
    values: bytes
    """Tokens, in UTF-8."""
    links: tuple[tuple[int, str], ...]
    """The key of each target, and the path to the field as JSON."""
    names: str
    """The words by which it is called."""


@lru_cache(4096)
def key_of(record_id: str) -> int:
    """A number for an id, the same everywhere; 63 bits, so that no two ids share one."""
    return int.from_bytes(blake2b(record_id.encode(errors="surrogateescape"), digest_size=8).digest(), "big") >> 1


def digest_of(entry: Record | Unreadable) -> bytes:
    """By what a file is known to be the same; empty where it couldn't be read."""
    return b"" if entry.raw is None else blake2b(entry.raw, digest_size=16).digest()


def token(mark: str, number: str, text: str) -> str:
    """One token for a value of a field; of tokens as of texts, one begins with the other."""
    return f"{number}{mark}{text if text.isalnum() else text.translate(_SEPARATORS)}"


def name_token(said: list[str]) -> str:
    """The token for a whole name."""
    return f"{NAME}{key_of(' '.join(said)):x}"


def _unreadable(entry: Unreadable) -> Row:
    return Row(entry.id, entry.kind, "", entry.id, (), digest_of(entry), False, {}, b"", (), "")


class Rows:
    """Makes rows."""

    def __init__(self, schemas: Schemas, columns: Columns) -> None:
        self._schemas = schemas
        self._columns = columns

    def label(self, entry: Record | Unreadable) -> str | None:
        """What to call a record; None for a file that is none."""
        return label_of(entry, self._schemas.get(entry.kind)) if isinstance(entry, Record) else None

    def links(self, entry: Record | Unreadable) -> list[Link]:
        """Whom a record names."""
        return list(links_of(entry, self._schemas.get(entry.kind))) if isinstance(entry, Record) else []

    def row(self, entry: Record | Unreadable, labels: Labels, links: list[Link] | None = None) -> Row:
        """The row of a record, or of a file that is none; ``labels`` knows what other records are called."""
        if isinstance(entry, Unreadable):
            return _unreadable(entry)
        return self._record(entry, labels, self.links(entry) if links is None else links)

    def _record(self, record: Record, labels: Labels, links: list[Link]) -> Row:
        kind = self._schemas.get(record.kind)
        made = _Making(labels)
        top = self._columns.top(record.kind)
        made.texts[0] = [record.id]
        for name, value in record.data.items():
            made.gather(value, top.below(name))
        texts = {column: encoded(BETWEEN.join(map(_words, texts))) for column, texts in made.texts.items()}
        called = (number for number in self._columns.of_names if number in made.texts)
        names = [words(fold(each)) for number in called for each in made.texts[number]]
        own = [_place_tokens(record.kind, record.dossier), *made.values, *map(name_token, names)]
        return Row(
            record.id,
            record.kind,
            record.dossier,
            label_of(record, kind),
            cells_of(record, kind, labels),
            digest_of(record),
            True,
            texts,
            encoded(" ".join(own)),
            tuple((key_of(link.target), _json(link.path)) for link in links),
            " ".join(dict.fromkeys(word for name in names for word in name)),
        )


def kind_token(kind: str) -> str:
    """The token of all records of a kind."""
    return _KIND + kind.translate(_SEPARATORS)


def cells_of(record: Record, kind: Kind | None, labels: Labels) -> tuple[str, ...]:
    """A record as lists of its kind show it, its id first."""
    shown = f"{record.id} (withdrawn)" if is_withdrawn(record) else record.id
    fields = kind.by_path if kind else {}
    return (
        shown,
        *(cell(labels, fields.get((name,)), record.data.get(name)) for name in (kind.columns if kind else ())),
    )


class _Making:
    """Collects what is in a record's data."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self.texts: dict[int, list[str]] = {}
        self.values: list[str] = []

    def gather(self, value: Any, node: Node) -> None:
        if isinstance(value, list):
            below = node.below("*")
            for each in value:
                if node.number:
                    self._value(each, node)
                self.gather(each, below)
            return
        if node.number:
            self._value(value, node)
        if isinstance(value, dict):
            for name, each in value.items():
                self.gather(each, node.below(name))
            return
        found = texts_of(self._labels, node, value)
        if found:
            self.texts.setdefault(node.column, []).extend(found)

    def _value(self, value: Any, node: Node) -> None:
        if type(value) is str and len(value) <= LONGEST:
            met = node.met
            if value not in met:
                if len(met) > _MOST_MET:
                    met.clear()
                met[value] = value_token(node, value)
            self.values.append(met[value])
        else:
            self.values.append(value_token(node, value))


@lru_cache(1024)
def _place_tokens(kind: str, dossier: str) -> str:
    own = [
        *(OF_KIND + each for each in words(fold(kind))),
        BETWEEN,
        *(OF_DOSSIER + each for each in words(fold(dossier))),
    ]
    return " ".join([*own, kind_token(kind)])


def value_token(node: Node, value: Any) -> str:
    """The token by which a condition finds a value."""
    number = node.number
    if isinstance(value, dict | list):
        return token(TABLE, number, "")
    if isinstance(value, dt.date):
        return token(BEGINNING, number, value.isoformat())
    raw = as_text(value)
    is_date = node.field is not None and node.field.type == "when"
    if len(raw) > _SURELY_LONG and raw.isascii() and len(start := raw.lstrip()[:_SURELY_LONG].rstrip()) > LONGEST + 3:
        said = fold(start[: PART + 3])
        return token(LONG, number, (said.removeprefix("../") if is_date else said)[:PART])
    said = fold(raw).strip() if not isinstance(value, bool) else raw.lower()
    if is_date:
        mark, said = BEGINNING, said.removeprefix("../")
    else:
        mark = PLAIN if said == raw else CASED
    return token(mark, number, said) if len(said) <= LONGEST else token(LONG, number, said[:PART])


def texts_of(labels: Labels, node: Node, value: Any) -> list[str]:
    """What a search looks for in a simple value: itself, the name behind an id, a date in words."""
    if isinstance(value, str):
        if node.field and node.field.references and value in labels:
            return [value, labels.label(value)]
        return [value]
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return [value.isoformat(), _described(value)]
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > _HUGE):
        return []
    return [str(value)]


def entries(columns: Columns, record: Record, labels: Labels) -> Iterator[Entry]:
    """All texts of a record, in the order of its file."""
    yield Entry("Id", frozenset({"id"}), 0, (), record.id)
    yield Entry("Kind", frozenset({"kind"}), -1, (), record.kind)
    yield Entry("Dossier", frozenset({"dossier"}), -1, (), record.dossier)
    top = columns.top(record.kind)
    for name, value in record.data.items():
        yield from _entries(labels, value, top.below(name), (name,))


def _entries(labels: Labels, value: Any, node: Node, path: DataPath) -> Iterator[Entry]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _entries(labels, below, node.below(name), (*path, name))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _entries(labels, below, node.below("*"), (*path, number))
    else:
        for text in texts_of(labels, node, value):
            yield Entry(node.title, node.names, node.column, path, text)


def _words(text: str) -> str:
    """A text in which SQLite, which knows words in ASCII only, finds the words that we do."""
    return text if text.isascii() else " ".join(words(fold(text)))


@lru_cache(1024)
def _described(value: dt.date) -> str:
    return describe(value)


@lru_cache(4096)
def _json(path: DataPath) -> str:
    import json

    return json.dumps(path)
