"""What one run of the UI knows: the register, what is wrong with it, what is not committed, what can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from ..errors import FollowupError
from ..register import Record, Register, Schemas, Unreadable
from ..register.ids import SUFFIX, path_of
from ..register.lazy import LazyRegister
from ..register.reading import read_entry
from ..register.register import RECORDS, SCHEMA
from ..register.units import about_records, units
from ..report.views import Found, gathered

if TYPE_CHECKING:
    from ..history.repository import Repository
    from ..history.status import FileStatus
    from ..history.uncommitted import Uncommitted
    from ..register.progress import Told
    from ..report.search import Hit, Search
    from ..report.standings import Stand
    from ..report.views import Looked
    from ..validate import Problem


FIRST_DOSSIERS = 5
"""So many are shown of a large register before all of it was ever read."""
FEW = 100
"""So many records of a kind that dossiers share are read for that, too."""
LARGE = 10_000
"""Records from which on a register is not kept in memory."""

WRONG = Found("wrong", "With problems", "", ())
CHANGED = Found("changed", "Not committed", "", ())
"""Views that are found otherwise than by looking through the register; here they hold nothing yet."""


@dataclass(frozen=True, slots=True)
class Git:
    """What git says of the register; ``error`` where it says nothing."""

    branch: str = ""
    files: tuple[FileStatus, ...] = ()
    error: FollowupError | None = None
    operation: str = ""
    """What is under way and not finished, such as a merge."""
    changed: Mapping[str, FileStatus] = field(default_factory=dict)
    """The files of records that differ from the last commit, by id."""
    view: Found = CHANGED
    """The same as a view."""


def _changed(files: Iterable[FileStatus]) -> dict[str, FileStatus]:
    return {
        str(each.path)[len(RECORDS) + 1 : -len(SUFFIX)]: each
        for each in files
        if each.path.suffix == SUFFIX and each.path.parts[0] == RECORDS
    }


class Glance(NamedTuple):
    """A register as far as it was known at once, and whether that is all there is to know."""

    register: Register
    is_whole: bool


class Wrong(NamedTuple):
    """What is wrong: the problems by record, and the records that have any as a view."""

    problems: dict[str, list[Problem]]
    view: Found


@dataclass(slots=True)
class Session:
    """The state that all pages share.

    Only the UI's thread changes it; slow methods are for other threads, and return what is to be put in. What they
    remember for themselves, the repository and the last search, any thread may make anew: whichever stays is right.
    """

    root: Path
    today: dt.date
    schemas: Schemas
    register: Register
    loaded: bool = False
    problems: dict[str, list[Problem]] | None = None
    """By record; None until they are known."""
    wrong: Found | None = None
    """The records with problems as a view; None until they are known."""
    git: Git | None = None
    views: list[Found] | None = None
    """None until they are known."""
    standings: dict[str, Stand] = field(default_factory=dict)
    """How each ask stands; empty until it is known."""
    marked: set[str] = field(default_factory=set)
    then: str = ""
    """The commit or day as of which the register is shown, and can't be changed; empty for now."""
    is_glance: bool = False
    """Whether the register is only what was known of it before; what it is now is being read."""
    progress: dict[str, int] = field(default_factory=dict)
    """How far long work is, in per cent, by the workers' group; empty where there is none."""
    failed: set[str] = field(default_factory=set)
    """The groups of workers whose last work failed."""
    _repository: Repository | None = None
    _search: tuple[Register, Search] | None = None

    @classmethod
    def start(cls, root: Path, today: dt.date) -> Session:
        """A session that has read the schemas and no record yet.

        Raises:
            NoSchemas, SchemaError: the schemas can't be used.
        """
        schemas = Schemas.load(root / SCHEMA)
        return cls(root, today, schemas, Register(root, schemas, ()))

    def read(self, before: Register, told: Told, go_on: Callable[[], bool]) -> Register | None:
        """The register as it is on disk now (slow); None if told to stop.

        A large one is read by its index, and of that ``before``, the register so far, lets go.
        """
        if not self._would_be_large():
            return Register.open(self.root)
        from ..report.texts import IndexedRegister

        if isinstance(before, IndexedRegister):
            return before.refreshed(told)
        if is_beginning(before):
            from .aside import aside

            aside("index", self.root, self.today, told, go_on)
        return IndexedRegister.open(self.root, told) if go_on() else None

    def glance(self) -> Glance:
        """What can be had at once: of a large register what its index said when it was last used, or its beginning."""
        if not self._would_be_large():
            return Glance(Register.open(self.root), is_whole=True)
        from ..report.texts import IndexedRegister

        return Glance(IndexedRegister.as_left(self.root) or self._beginning(), is_whole=False)

    def _beginning(self) -> Register:
        """The first dossiers, and what few records they share, such as the rules by which replies are owed."""
        register = LazyRegister(self.root, self.schemas)
        shared: dict[str, list[str]] = {}
        first: list[str] = []
        for unit in units(self._records):
            if not unit.endswith("/"):
                shared.setdefault(unit.rpartition("/")[0], []).append(unit)
            elif len(first) < FIRST_DOSSIERS:
                first.append(unit)
        few = [unit for several in shared.values() if len(several) <= FEW for unit in several]
        register.work_on([file for unit in (*first, *few) for file in register.files_in(unit)])
        return register

    @property
    def _records(self) -> str:
        return str(self.root / RECORDS)

    def _would_be_large(self) -> bool:
        return about_records(units(self._records)) >= LARGE

    def begin_reading(self) -> Reading:
        """Begin to read before there is anybody to wait for it."""
        return Reading(self)

    def check(self, register: Register, told: Told, go_on: Callable[[], bool]) -> Wrong | None:
        """What is wrong with a register (slow); None if told to stop."""
        if self.is_large:
            from .aside import aside

            problems = aside("check", self.root, self.today, told, go_on)
        else:
            from ..validate import check

            problems = check(register, today=self.today)
        if problems is None:
            return None
        found: dict[str, list[Problem]] = {}
        for problem in problems:
            found.setdefault(problem.record, []).append(problem)
        return Wrong(found, gathered(register, WRONG.name, WRONG.title, found))

    def check_bytes(self, record_id: str, raw: bytes) -> list[Problem]:
        """The problems that a record would have if its file held these bytes (slow)."""
        from ..validate import check_bytes

        return check_bytes(self.register, record_id, raw, today=self.today)

    def look_through(self, register: Register, told: Told, go_on: Callable[[], bool]) -> Looked | None:
        """The saved views with the records that they hold, and how each ask stands (slow); None if told to stop."""
        if self.is_large:
            from .aside import aside

            found: Looked | None = aside("look_through", self.root, self.today, told, go_on)
            return found
        from ..report.views import look_through

        return look_through(register.parts(), register.label, self.today)

    def search(self, query: str) -> list[Hit]:
        """What a query finds (slow the first time after a change)."""
        from ..report.search import Search

        if self._search is None or self._search[0] is not self.register:
            self._search = (self.register, Search(self.register))
        return self._search[1].find(query)

    def look_at_git(self, register: Register) -> Git:
        """Branch and uncommitted changes, those of a register's records as a view (slow)."""
        try:
            repository = self.repository()
            status, work = repository.status(), repository.operation
        except FollowupError as error:
            return Git(error=error)
        changed = _changed(status.files)
        view = gathered(register, CHANGED.name, CHANGED.title, changed)
        return Git(str(status.head), status.files, None, work.label if work else "", changed, view)

    def recover(self) -> list[PurePosixPath]:
        """Put back what a merge has left that was cut short; the files, from the top of the work tree (slow).

        Raises:
            FollowupError: that can't be done.
        """
        from ..history.remains import recover

        try:
            repository = self.repository()
        except FollowupError:  # as the status line says
            return []
        return recover(repository)

    def uncommitted(self) -> list[Uncommitted]:
        """What differs from the last commit, record by record (slow).

        Raises:
            FollowupError: git can't be asked.
        """
        from ..history.changes import identifying
        from ..history.uncommitted import uncommitted

        repository = self.repository()
        identify = {name: identifying(kind) for name, kind in self.schemas.items()}
        return uncommitted(repository, repository.status().files, identify)

    def repository(self) -> Repository:
        """The repository around the register (slow the first time).

        Raises:
            FollowupError: there is none, or it can't be used.
        """
        from ..history.repository import Repository

        if self._repository is None:
            self._repository = Repository.open(self.root)
        return self._repository

    def path(self, record_id: str) -> Path:
        """Where a record's file lies."""
        return self.root / RECORDS / path_of(record_id)

    def reread(self, record_ids: Iterable[str]) -> Register:
        """A register in memory with some records read again; a file that is gone takes its record with it."""
        entries: dict[str, Record | Unreadable] = {**self.register.records, **self.register.unreadable}
        for record_id in record_ids:
            path = self.path(record_id)
            if path.exists():
                entries[record_id] = read_entry(path, path_of(record_id))
            else:
                entries.pop(record_id, None)
        return Register(self.root, self.schemas, entries.values())

    @property
    def is_large(self) -> bool:
        """Whether the register is too large to be kept in memory."""
        return isinstance(self.register, LazyRegister)

    def as_of(self, when: str) -> Session:
        """A session with the register as of a day or a commit, to be read only (slow).

        Raises:
            FollowupError: git knows no such time, or there was no register then.
        """
        from ..history.snapshot import at

        found = at(self.repository(), when)
        blobs = {str(path): raw for path, raw in found.files.items()}
        then = Session(self.root, self.today, self.schemas, Register.of_blobs(self.root, self.schemas, blobs))
        then.loaded, then.then = True, f"{when} ({found.sha[:10]})" if found.sha[:10] != when else when
        return then

    @property
    def doing(self) -> str:
        """What is under way until the problems are known, and how far it is; or that it failed."""
        is_read = self.loaded and not self.is_glance
        group, what = ("check", "checking") if is_read else ("read", "reading the register")
        if group in self.failed:
            return "not checked" if is_read else "not all is read"
        done = self.progress.get(group)
        return f"{what} …" if done is None else f"{what}: {done} %"

    def problem_count(self) -> str:
        """Errors and warnings in words; empty until they are known."""
        if self.problems is None:
            return ""
        found = [problem for several in self.problems.values() for problem in several]
        errors = sum(problem.severity == "error" for problem in found)
        warnings = sum(problem.severity == "warning" for problem in found)
        parts = [_counted(errors, "error"), _counted(warnings, "warning")]
        return ", ".join(part for part in parts if part) or "no problems"

    def severity(self, record_id: str) -> str:
        """The worst that is wrong with a record: "error", "warning", or nothing."""
        found = {problem.severity for problem in (self.problems or {}).get(record_id, ())}
        return next((each for each in ("error", "warning") if each in found), "")


def is_beginning(register: Register) -> bool:
    """Whether a register is only its first dossiers: read file by file, though it is large."""
    return type(register) is LazyRegister


class Reading:
    """A first look at the register in a thread of its own."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: Glance | None = None
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        # Who waits reads again where this failed, and tells why.
        with suppress(FollowupError, OSError):
            self._found = self._session.glance()

    def result(self, timeout: float | None = None) -> Glance | None:
        """What was found; None where it takes longer or failed."""
        self._thread.join(timeout)
        return self._found


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' if number > 1 else ''}" if number else ""
