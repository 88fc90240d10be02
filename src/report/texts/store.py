"""The tables of the index. Whoever writes takes care that nobody else does.

Records are numbered in natural order, with room between them: what SQLite finds then comes in that order by
itself. A number is never used twice, because the words of a record that is gone stay in the index of words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ...register import natural_key
from ...register.collecting import without_collection
from ..folding import fold, words
from .columns import Columns
from .names import given, kept
from .rows import OF_DOSSIER, OF_KIND, Row, key_of

OF_TEXTS, OF_NAMES, MARKED = range(3)
"""Sorts of words."""

_FIRST_MARK, _LAST_MARK = "\ue000", "\uf8ff"
_STEP, _GAP = 32, 8192
"""Room between two records, and between two dossiers."""

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE unit (name TEXT PRIMARY KEY, signature BLOB) WITHOUT ROWID;
CREATE TABLE record (n INTEGER PRIMARY KEY, id TEXT, unit TEXT, kind TEXT, dossier TEXT, label TEXT, cells TEXT,
    called INTEGER, readable INTEGER, digest BLOB);
CREATE TABLE link (target INTEGER, n INTEGER, place INTEGER, path TEXT, PRIMARY KEY (target, n, place)) WITHOUT ROWID;
CREATE TABLE dead (n INTEGER PRIMARY KEY);
CREATE TABLE words (sort INTEGER, text TEXT);
"""
_INDEXES = (
    "CREATE UNIQUE INDEX record_id ON record (id)",
    "CREATE INDEX record_unit ON record (unit)",
    "CREATE INDEX record_kind ON record (kind, readable, n, id)",
    "CREATE INDEX record_called ON record (called)",
)
_MATCHING = "SELECT n, id FROM text CROSS JOIN record ON n = text.rowid WHERE text MATCH ? ORDER BY text.rowid"
_CELL = "\x1f"
_ODD = "odd"


class NoRoom(Exception):
    """No number is left between two records: the index must be made anew."""


class Known(NamedTuple):
    """A record as it stands in the index."""

    n: int
    id: str
    label: str
    readable: bool
    digest: bytes


class Listed(NamedTuple):
    """A record as lists show it."""

    id: str
    label: str
    joined: str
    """All cells in one text, which takes less room."""

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the columns, its id first."""
        return tuple(self.joined.split(_CELL)) if self.joined else ()


class Store:
    """An index in an open database."""

    def __init__(self, connection: sqlite3.Connection, columns: Columns) -> None:
        self.db = connection
        self.columns = columns

    @classmethod
    def create(cls, where: Path | str, columns: Columns) -> Store:
        """An empty one, in a new file or in memory. Raises sqlite3.Error."""
        db = sqlite3.connect(where, isolation_level=None, check_same_thread=False, cached_statements=1024)
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768; BEGIN;" + _TABLES)
        names = ", ".join(f"c{number}" for number in range(len(columns.groups)))
        db.execute(
            f"CREATE VIRTUAL TABLE text USING fts5(v, {names}, content='', columnsize=0, prefix='1',"
            """ tokenize="ascii tokenchars '_'")"""
        )
        db.execute("INSERT INTO text (text, rank) VALUES ('hashsize', 8388608)")
        return cls(db, columns)

    def finish(self) -> None:
        """After the first filling."""
        for each in _INDEXES:
            self.db.execute(each)
        self.db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, text, row)")
        self.add_words([word for (word,) in self.db.execute("SELECT term FROM vocabulary")])
        self.db.execute("DROP TABLE vocabulary")
        self.db.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    # What is kept of it

    def meta(self, name: str) -> bytes | None:
        """Something about the whole."""
        found = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def set_meta(self, name: str, value: bytes) -> None:
        """Keep something about the whole."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def signatures(self) -> dict[str, bytes]:
        """The units by name, each with the signature that it had."""
        return {self._given(name): signature for name, signature in self.db.execute("SELECT * FROM unit")}

    def sign(self, unit: str, signature: bytes | None) -> None:
        """Keep a unit's signature; None for a unit that is gone."""
        if signature is None:
            self.db.execute("DELETE FROM unit WHERE name = ?", (kept(unit),))
        else:
            self.db.execute("INSERT OR REPLACE INTO unit VALUES (?, ?)", (kept(unit), signature))

    def in_unit(self, unit: str) -> dict[str, Known]:
        """The records of a unit by id."""
        found = self.db.execute("SELECT n, id, label, readable, digest FROM record WHERE unit = ?", (kept(unit),))
        return {each.id: each for each in map(self._known, found)}

    def referrers(self, keys: Iterable[int]) -> list[tuple[str, str]]:
        """The records that name any of the targets, each with its unit."""
        found: dict[int, tuple[str, str]] = {}
        for key in keys:
            rows = self.db.execute("SELECT n, id, unit FROM link CROSS JOIN record USING (n) WHERE target = ?", (key,))
            found.update({n: (self._given(record_id), self._given(unit)) for n, record_id, unit in rows})
        return list(found.values())

    # Filling it

    def add(self, n: int, unit: str, row: Row) -> None:
        """A record, at a number that was never used."""
        try:
            self._add(n, unit, row)
        except UnicodeEncodeError:
            self.set_meta(_ODD, b"")
            self.__dict__.pop("_has_odd_names", None)
            cells = tuple(map(kept, row.cells))
            named = row._replace(id=kept(row.id), kind=kept(row.kind), dossier=kept(row.dossier), label=kept(row.label))
            self._add(n, kept(unit), named._replace(cells=cells))

    def _add(self, n: int, unit: str, row: Row) -> None:
        shown = (row.id, unit, row.kind, row.dossier, row.label)
        cells = _CELL.join(row.cells)
        rest = (cells, key_of(fold(row.label)), row.readable, row.digest)
        self.db.execute("INSERT INTO record VALUES (?,?,?,?,?,?,?,?,?,?)", (n, *shown, *rest))
        if row.readable:
            columns = "".join(f",c{number}" for number in row.texts)
            marks = ", CAST(? AS TEXT)" * len(row.texts)
            texts = row.texts.values()
            insert = f"INSERT INTO text (rowid, v{columns}) VALUES (?, CAST(? AS TEXT){marks})"  # noqa: S608 - numbers of columns
            self.db.execute(insert, (n, row.values, *texts))
            self.db.executemany(
                "INSERT INTO link VALUES (?,?,?,?)",
                [(target, n, place, path) for place, (target, path) in enumerate(row.links)],
            )

    def add_name_words(self, found: Iterable[str]) -> None:
        """Keep words by which records are called."""
        self._add_words(OF_NAMES, found)

    def add_words(self, found: Iterable[str]) -> None:
        """Keep words that stand in records, and those of kinds and dossiers; other tokens are passed over."""
        plain, marked = [], []
        for word in found:
            if word[0] in (OF_KIND, OF_DOSSIER):
                marked.append(word)
            elif not _FIRST_MARK <= word[0] <= _LAST_MARK:
                plain.append(word)
        self._add_words(OF_TEXTS, plain)
        self._add_words(MARKED, marked)

    def add_words_of(self, rows: Iterable[Row]) -> None:
        """Keep the words of records that came later."""
        texts = {word for row in rows for text in row.texts.values() for word in words(text.decode().lower())}
        marked = {each for row in rows for each in row.values.decode().split() if each[0] in (OF_KIND, OF_DOSSIER)}
        self.add_words(sorted(texts | marked))
        self.add_name_words(sorted({word for row in rows for word in row.names.split()}))

    def _add_words(self, sort: int, found: Iterable[str]) -> None:
        if text := "\n".join(found):
            self.db.execute("INSERT INTO words VALUES (?, ?)", (sort, text))

    def drop(self, numbers: Iterable[int]) -> None:
        """Forget records; their numbers stay taken."""
        for n in numbers:
            self.db.execute("DELETE FROM record WHERE n = ?", (n,))
            self.db.execute("INSERT INTO dead VALUES (?)", (n,))

    def places_for(self, ids: Iterable[str]) -> dict[str, int]:
        """Numbers for new records, so that natural order is kept.

        Raises:
            NoRoom: there is none, or too much in the index is of records that are gone.
        """
        dead, alive = self._count("dead"), self._count("record")
        if dead > alive // 4 + 1000:
            raise NoRoom
        after: dict[tuple[int, int], list[str]] = {}
        for each in sorted(ids, key=natural_key):
            after.setdefault(self._around(each), []).append(each)
        found: dict[str, int] = {}
        for (low, high), new in after.items():
            found.update(zip(new, self._free(low, high, len(new)), strict=True))
        return found

    def _count(self, table: str) -> int:
        return int(self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own names

    def _around(self, record_id: str) -> tuple[int, int]:
        """The numbers between which a record belongs."""
        key = natural_key(record_id)
        low, high = 0, int(self.db.execute("SELECT coalesce(max(n), 0) FROM record").fetchone()[0]) + 1
        # Halving what lies between: each step asks for the first record from the middle on.
        while low + 1 < high:
            middle = (low + high) // 2
            n, name = self.db.execute("SELECT n, id FROM record WHERE n >= ? LIMIT 1", (middle,)).fetchone() or (
                high,
                None,
            )
            if name is None or n >= high:
                high = middle
            elif natural_key(self._given(name)) < key:
                low = n
            else:
                high = middle
        below = self.db.execute("SELECT max(n) FROM record WHERE n <= ?", (low,)).fetchone()[0] or 0
        above = self.db.execute("SELECT min(n) FROM record WHERE n > ?", (below,)).fetchone()[0]
        return below, above or 0

    def _free(self, low: int, high: int, count: int) -> list[int]:
        if not high:
            low = max(low, int(self.db.execute("SELECT coalesce(max(n), 0) FROM dead").fetchone()[0]))
            return [low + _GAP + _STEP * number for number in range(count)]
        dead = {n for (n,) in self.db.execute("SELECT n FROM dead WHERE n > ? AND n < ?", (low, high))}
        room = range(low + 1, high)
        if len(room) > _STEP * (count + len(dead) + 1):
            room = room[_STEP - 1 :: _STEP]
        free = [n for n in room if n not in dead]
        if len(free) < count:
            raise NoRoom
        return [free[(2 * number + 1) * len(free) // (2 * count)] for number in range(count)]

    # Asking it

    def match(self, expression: str) -> Iterator[int]:
        """The numbers of the records that an expression of FTS5 finds, in natural order, as they are asked for."""
        return (n for n, _ in self.db.execute(_MATCHING, (expression,)))

    def matches(self, expression: str) -> set[int]:
        """All that an expression finds, perhaps with numbers of records that are gone."""
        return {n for (n,) in self.db.execute("SELECT rowid FROM text WHERE text MATCH ?", (expression,))}

    def words(self, sort: int) -> list[str]:
        """All words of a sort; some may occur no longer."""
        rows = self.db.execute("SELECT text FROM words WHERE sort = ?", (sort,)).fetchall()
        found = [word for (text,) in rows for word in text.split("\n")]
        return found if len(rows) == 1 else list(dict.fromkeys(found))

    def kinds(self) -> dict[str, int]:
        """How many records there are of each kind."""
        found = self.db.execute("SELECT kind, count(*) FROM record WHERE readable GROUP BY kind")
        return {self._given(kind): count for kind, count in found}

    def dossiers(self) -> dict[str, int]:
        """The dossiers in natural order, each with the number of its records."""
        found = self.db.execute(
            "SELECT dossier, count(*) FROM record NOT INDEXED WHERE readable AND dossier != '' "
            "GROUP BY dossier ORDER BY min(n)"
        )
        return {self._given(dossier): count for dossier, count in found}

    def listed(self, kind: str, most: int = -1) -> list[Listed]:
        """All records of a kind in natural order, or the first of them."""
        # For all, going through the table is quicker than by the index of kinds.
        table = "record NOT INDEXED" if most < 0 else "record"
        found = self.db.execute(
            f"SELECT id, label, cells FROM {table} WHERE kind = ? AND readable = 1 ORDER BY n LIMIT ?",  # noqa: S608
            (kept(kind), most),
        )
        return self._listed(found)

    def listed_by(self, numbers: Iterable[int]) -> list[Listed]:
        """Some records, in the order of ``numbers``."""
        one = "SELECT id, label, cells FROM record WHERE n = ?"
        return self._listed(each for n in numbers for each in self.db.execute(one, (n,)))

    def listed_as(self, kind: str, ids: Iterable[str]) -> list[Listed]:
        """Some records of a kind, in the order of ``ids``."""
        one = "SELECT id, label, cells FROM record WHERE id = ? AND kind = ? AND readable"
        return self._listed(each for name in ids for each in self.db.execute(one, (kept(name), kept(kind))))

    def ids_of(self, numbers: Iterable[int]) -> list[str]:
        """The ids of those records that are there, in natural order."""
        one = "SELECT id FROM record WHERE n = ?"
        return [self._given(each) for n in sorted(numbers) for (each,) in self.db.execute(one, (n,))]

    def ids_matching(self, expression: str) -> list[str]:
        """The ids of the records that an expression of FTS5 finds, in natural order."""
        return [self._given(each) for _, each in self.db.execute(_MATCHING, (expression,))]

    def ids_of_kind(self, kind: str) -> list[str]:
        """The ids of all records of a kind, in natural order."""
        found = self.db.execute("SELECT id FROM record WHERE kind = ? AND readable = 1 ORDER BY n", (kept(kind),))
        return [self._given(each) for (each,) in found]

    def ids(self, *, readable: bool = True) -> list[str]:
        """The ids of all records in natural order, or those of the files that can't be read."""
        found = self.db.execute("SELECT id FROM record NOT INDEXED WHERE readable = ? ORDER BY n", (readable,))
        return [self._given(each) for (each,) in found]

    def count(self, *, readable: bool = True) -> int:
        """How many records there are, or files that can't be read."""
        return int(self.db.execute("SELECT count(*) FROM record WHERE readable = ?", (readable,)).fetchone()[0])

    def known(self, record_id: str) -> Known | None:
        """A record by its id."""
        found = self.db.execute(
            "SELECT n, id, label, readable, digest FROM record WHERE id = ?", (kept(record_id),)
        ).fetchone()
        return self._known(found) if found else None

    def called(self, folded: str) -> list[str]:
        """The ids of the records whose label, folded, is this."""
        found = self.db.execute("SELECT id, label FROM record WHERE called = ? AND readable", (key_of(folded),))
        return [self._given(record_id) for record_id, label in found if fold(self._given(label)) == folded]

    def links_to(self, target: int, most: int = -1) -> list[tuple[str, str]]:
        """The references to a target in natural order, or the first: the source, and the path to the field as JSON."""
        found = self.db.execute(
            "SELECT id, path FROM link CROSS JOIN record USING (n) WHERE target = ? ORDER BY link.n, place LIMIT ?",
            (target, most),
        )
        return [(self._given(source), path) for source, path in found]

    def count_of_links_to(self, target: int) -> int:
        """How many references to a target there are."""
        # Of records that are gone the links are left. Asking for each record takes four times as long.
        one = "SELECT count(*) FROM link WHERE target = ? AND n NOT IN (SELECT n FROM dead)"
        return int(self.db.execute(one, (target,)).fetchone()[0])

    def _known(self, found: tuple[int, str, str, int, bytes]) -> Known:
        n, record_id, label, readable, digest = found
        return Known(n, self._given(record_id), self._given(label), bool(readable), digest)

    def _listed(self, found: Iterable[tuple[str, str, str]]) -> list[Listed]:
        if self._has_odd_names:
            return [Listed(*map(given, each)) for each in found]
        with without_collection():
            return list(map(Listed._make, found))

    def _given(self, text: str) -> str:
        return given(text) if self._has_odd_names else text

    @cached_property
    def _has_odd_names(self) -> bool:
        """Whether there are names of files that are no UTF-8."""
        return self.meta(_ODD) is not None


def numbered(units: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """A number for each file of each unit; the units are in natural order already, with their files."""
    last = 0
    for unit, files in units:
        last += _GAP
        yield unit, [(last + _STEP * place, file) for place, file in enumerate(files)]
        last += _STEP * len(files)
