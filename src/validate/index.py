"""What the last run found, unit by unit, kept in the git directory: so that only what changed is checked again.

The file is an image of an SQLite database behind a seal over its bytes. It is read whole, and replaced whole by
renaming: a run sees one state of it, nobody waits for a lock, and a single wrong byte shows. Whatever is wrong
with it, it counts as not there; nothing is lost with it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..register import Schemas
from ..register.digests import blake2b
from ..register.git_folder import git_folder
from ..register.register import SCHEMA
from .checks import Finding, check_of
from .consulting import Statement, trigger_of
from .inspecting import UnitReport
from .placing import Found
from .schemas import META
from .vocabulary import VOCABULARY

_SEAL = 32
_TABLES = """
CREATE TABLE key (key TEXT);
CREATE TABLE unit (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE, signature BLOB, records INTEGER, first TEXT, last TEXT, found TEXT,
    silencing TEXT
);
CREATE TABLE statement (unit INTEGER, key TEXT, value TEXT);
CREATE TABLE question (id INTEGER PRIMARY KEY, cause TEXT, question TEXT, answer TEXT, UNIQUE (question, answer));
CREATE TABLE asked (question INTEGER, unit INTEGER, PRIMARY KEY (question, unit)) WITHOUT ROWID;
CREATE INDEX statement_unit ON statement (unit);
CREATE INDEX statement_key ON statement (key);
CREATE INDEX question_cause ON question (cause);
CREATE INDEX asked_unit ON asked (unit);
"""
"""Many units ask the same and get the same answer: that is kept once. A tenth of the size is read and written."""


class Index:
    """The reports of all units, as they were when each was last checked."""

    def __init__(self, database: sqlite3.Connection | None = None, path: Path | None = None, key: str = "") -> None:
        """An empty index, or what is in a database; it is kept where there is a path."""
        self._path = path
        self._is_saved = database is not None
        if database is None:
            database = _memory()
            database.executescript(_TABLES)
            database.execute("INSERT INTO key VALUES (?)", (key,))
        database.execute("PRAGMA journal_mode = OFF")  # nothing is taken back: what fails is never saved
        self._database = database
        self._questions: dict[tuple[str, str], int] = {}
        """The numbers of those questions, with their answers, that were asked in this run."""

    @classmethod
    def of(cls, root: Path, schemas: Schemas) -> Index:
        """The index of a register, empty where there is none to rely on. Outside git there is no place to keep it."""
        folder = git_folder(root)
        if folder is None:
            return cls()
        place = f"{root} {root.stat().st_dev} {root.stat().st_ino}"
        name = blake2b(place.encode(errors="surrogateescape"), digest_size=6).hexdigest()
        path, key = folder / "followup" / f"checks-{name}.index", f"{place} {_key(root, schemas)}"
        database = _opened(path)
        return cls(database if database is not None and _is_for(database, key) else None, path, key)

    @property
    def is_kept(self) -> bool:
        """Whether there is a place to keep it."""
        return self._path is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return self._database.execute("SELECT name FROM unit LIMIT 1").fetchone() is None

    def signatures(self) -> dict[str, bytes]:
        """What each unit was like when it was checked; empty for one that must be checked in any case."""
        return {_out(name): seen for name, seen in self._database.execute("SELECT name, signature FROM unit")}

    def outdated(self, today: dt.date) -> Iterator[str]:
        """The units in which something else is found today than on the day of the check."""
        day = today.isoformat()
        for (name,) in self._database.execute("SELECT name FROM unit WHERE first > ? OR last < ?", (day, day)):
            yield _out(name)

    def questions(self, causes: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Which units asked something that has to do with these units and facts, what, and the answer."""
        for cause in causes:
            found = self._database.execute(
                "SELECT unit.name, question.question, question.answer FROM question"
                " JOIN asked ON asked.question = question.id JOIN unit ON unit.id = asked.unit WHERE cause = ?",
                (_in(cause),),
            )
            yield from ((_out(unit), _out(question), _out(answer)) for unit, question, answer in found)

    def said(self, unit: str) -> set[Statement]:
        """What a unit said of itself."""
        found = self._database.execute(
            "SELECT key, value FROM statement WHERE unit = (SELECT id FROM unit WHERE name = ?)", (_in(unit),)
        )
        return {(_out(key), _out(value)) for key, value in found}

    def facts(self, key: str) -> Iterator[tuple[str, str]]:
        """What was said under a key: the unit, and the value."""
        for unit, value in self._database.execute(
            "SELECT name, value FROM statement JOIN unit ON unit.id = unit WHERE key = ?", (_in(key),)
        ):
            yield _out(unit), _out(value)

    def records(self) -> int:
        """How many records there are."""
        (count,) = self._database.execute("SELECT total(records) FROM unit").fetchone()
        return int(count)

    def found(self) -> tuple[list[Found], dict[str, list[str]]]:
        """Everything that was found, and which records silence which checks."""
        found, silencing = list[Found](), dict[str, list[str]]()
        for told, silent in self._database.execute("SELECT found, silencing FROM unit WHERE found != '' "):
            of_unit = json.loads(told)
            found += [_found(each) for each in of_unit]
            silencing.update(json.loads(silent))
        return found, silencing

    def forget(self, units: Iterable[str]) -> None:
        """Take out what is kept of some units."""
        for unit in units:
            self._is_saved = False
            known = self._database.execute("SELECT id FROM unit WHERE name = ?", (_in(unit),)).fetchone()
            if known:
                self._empty(known)
                self._database.execute("DELETE FROM unit WHERE id = ?", known)

    def _empty(self, unit: tuple[int]) -> None:
        """Take out what a unit said and asked; what nobody else asked goes with it."""
        asked = self._database.execute("SELECT question FROM asked WHERE unit = ?", unit).fetchall()
        self._database.execute("DELETE FROM statement WHERE unit = ?", unit)
        self._database.execute("DELETE FROM asked WHERE unit = ?", unit)
        self._database.executemany(
            "DELETE FROM question WHERE id = ? AND NOT EXISTS (SELECT 1 FROM asked WHERE question = id)", asked
        )
        self._questions.clear()

    def keep(self, report: UnitReport) -> None:
        """Put a new report in the place of the one on the same unit."""
        self.forget([report.unit])
        told, silencing = "", ""
        if report.found or report.silencing:
            told, silencing = json.dumps([_plain(each) for each in report.found]), json.dumps(report.silencing)
        row = (_in(report.unit), report.signature, report.records, report.first.isoformat(), report.last.isoformat())
        unit = self._database.execute(
            "INSERT INTO unit (name, signature, records, first, last, found, silencing) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*row, told, silencing),
        ).lastrowid
        said = ((unit, _in(key), _in(value)) for key, value in report.statements)
        self._database.executemany("INSERT INTO statement VALUES (?, ?, ?)", said)
        known = self._questions
        asked = [(known.get(each) or self._number_of(*each), unit) for each in report.questions.items()]
        self._database.executemany("INSERT INTO asked VALUES (?, ?)", asked)

    def _number_of(self, question: str, answer: str) -> int:
        """The number of a question with this answer, new or not."""
        row = (_in(trigger_of(question)), _in(question), _in(answer))
        self._database.execute("INSERT OR IGNORE INTO question (cause, question, answer) VALUES (?, ?, ?)", row)
        find = "SELECT id FROM question WHERE question = ? AND answer = ?"
        (number,) = self._database.execute(find, row[1:]).fetchone()
        self._questions[question, answer] = number
        return int(number)

    def save(self) -> None:
        """Write the index if it has changed and can be written; without it the next run only takes longer."""
        if self._path is None or self._is_saved:
            return
        image = self._database.serialize()
        temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(exist_ok=True)
            temporary.write_bytes(blake2b(image, digest_size=_SEAL).digest() + image)
            temporary.replace(self._path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()


def _memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)


def _opened(path: Path) -> sqlite3.Connection | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    seal, image = data[:_SEAL], data[_SEAL:]
    if not image or blake2b(image, digest_size=_SEAL).digest() != seal:
        return None
    database = _memory()
    try:
        database.deserialize(image)
    except sqlite3.Error:
        return None
    return database


def _is_for(database: sqlite3.Connection, key: str) -> bool:
    """Whether an index is of this register, and was made by the checks and schemas that there are now."""
    try:
        return bool(database.execute("SELECT count(*) FROM key WHERE key = ?", (key,)).fetchone()[0])
    except sqlite3.Error:
        return False


def _key(root: Path, schemas: Schemas) -> str:
    """Changes whenever the checks might find something else in the same files."""
    from .. import __version__

    seen = [__version__, sys.version, schemas.fingerprint]
    seen += [_content(root / SCHEMA / name) for name in (VOCABULARY, META)]
    # Other versions of the libraries change the folder that they are in.
    folders = (Path(each) for each in sys.path if each.endswith("-packages"))
    seen += [_said(each.stat()) for each in folders if each.is_dir()]
    package = Path(__file__).parents[1]
    for room in ("register", "validate"):
        with os.scandir(f"{package}/{room}") as entries:
            seen += sorted(f"{each.name} {_said(each.stat())}" for each in entries if each.name.endswith(".py"))
    return blake2b("\n".join(seen).encode(), digest_size=16).hexdigest()


def _content(path: Path) -> str:
    try:
        return blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return "none"


def _said(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def _plain(found: Found) -> list[Any]:
    check, record, finding = found
    usual = Finding._field_defaults
    values = {name: value for name, value in finding._asdict().items() if name not in usual or value != usual[name]}
    return [check.code, record, values]


def _found(told: list[Any]) -> Found:
    code, record, values = told
    given: dict[str, Any] = {
        name: _tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return check_of(code), record, Finding(**given)


def _tuple(value: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuple(each) if isinstance(each, list) else each for each in value)


_ESCAPED = "\0"


def _in(text: str) -> str:
    """A text as it is kept: a file's name may hold bytes that are no text, and SQLite takes none."""
    if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return _ESCAPED + json.dumps(text)


def _out(kept: str) -> str:
    return str(json.loads(kept[1:])) if kept.startswith(_ESCAPED) else kept
