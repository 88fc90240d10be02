"""The index of a register, kept right: what has changed since is read anew before anything is asked."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from ... import __version__
from ...register import Schemas
from ...register.collecting import without_collection
from ...register.git_folder import git_folder
from ...register.ids import SUFFIX
from ...register.lazy import Entry
from ...register.progress import Told
from ...register.reading import read_entry, record_files
from ...register.register import RECORDS
from ...register.units import Survey
from .columns import Columns
from .making import Labels, Making, Numbered, in_order, made
from .rows import Rows, digest_of, key_of
from .sealing import Busy, IndexFile
from .store import Known, NoRoom, Store, numbered
from .surveying import surveyed

WORTH_IT = 1000
"""Below so many files, reading all of them takes less than a fifth of a second."""

_FAILURES = (sqlite3.Error, OSError, ValueError, TypeError, AttributeError, LookupError, Busy)
"""What a damaged file, a full disk or another process can bring about."""
_FEW, _SHARE = 1000, 6
"""What is changed one by one at most: so many records, or one of so many. Beyond that, making all anew is quicker."""
_PATIENCE = 2.0
"""Seconds in which another's change is waited for."""
_FORM = 1
_KEY = "key"


def may_be_kept(root: Path) -> bool:
    """Whether an index of a register is worth its keep, and there is a place for it."""
    return git_folder(root) is not None and any(
        number >= WORTH_IT for number, _ in enumerate(record_files(root / RECORDS), 1)
    )


class Change(NamedTuple):
    """What differs from the index: units to look into, and units that are gone."""

    units: dict[str, Survey]
    gone: list[str]


class Keeper:
    """Opens the index of one register."""

    def __init__(
        self, root: Path, schemas: Schemas, told: Told | None = None, let_go: Callable[[], None] = lambda: None
    ) -> None:
        """``let_go`` is called before the index is changed in its place, which nobody may hold then."""
        self._root = root
        self._schemas = schemas
        self._told = told
        self._let_go = let_go
        self._file: IndexFile | None = None
        """Where the index is kept, if it is."""
        self._columns = Columns(schemas)
        self._rows = Rows(schemas, self._columns)
        self._records = str(root / RECORDS)

    def opened(self, *, kept: bool = True) -> Store:
        """An index that is right now: the one that is kept, or one in memory."""
        surveys = surveyed(self._records)
        folder = (
            git_folder(self._root) if kept and sum(len(each.files) for each in surveys.values()) >= WORTH_IT else None
        )
        if folder:
            self._file = IndexFile(folder / "followup", self._root)
            with suppress(*_FAILURES):
                return self._kept(self._file, surveys)
        return self.in_memory(surveys)

    def as_left(self) -> Store | None:
        """The index that is kept, as the last one left it, whatever has changed since; None where there is none."""
        folder = git_folder(self._root)
        self._file = IndexFile(folder / "followup", self._root) if folder else None
        with suppress(*_FAILURES):
            return self._believed(self._file) if self._file else None
        return None

    def reopened(self) -> Store:
        """The index for somebody who had let go of it: as it was left, once whoever is changing it has done so."""
        until = time.monotonic() + _PATIENCE
        while self._file and time.monotonic() < until:
            with suppress(*_FAILURES):
                if store := self._believed(self._file):
                    return store
            time.sleep(_PATIENCE / 100)
        return self.opened()

    def in_memory(self, surveys: dict[str, Survey] | None = None) -> Store:
        """An index that nobody keeps."""
        return self._filled(":memory:", surveyed(self._records) if surveys is None else surveys)

    def of_entries(self, entries: Iterable[Entry]) -> Store:
        """An index of records that were read already, in memory."""
        known = {entry.id: entry for entry in entries}
        labels = Labels()
        labels.known = {name: self._rows.label(entry) for name, entry in known.items()}
        store = Store.create(":memory:", self._columns)
        plan = numbered(in_order((each, (each,)) for each in known))
        rows = ((n, unit, self._rows.row(known[name], labels)) for unit, names in plan for n, name in names)
        self._fill(store, rows, 0)
        return store

    def _differs(self, store: Store, change: Change) -> bool:
        """Whether there is anything to write: of a unit that must be looked into every time, perhaps not."""
        before = store.signatures()
        if change.gone or any(before.get(unit) != survey.signature for unit, survey in change.units.items()):
            return True
        return any(
            {each.id: each.digest for each in store.in_unit(unit).values()}
            != {each.id: digest_of(each) for each in self._entries(survey)}
            for unit, survey in change.units.items()
        )

    def _entries(self, survey: Survey) -> list[Entry]:
        return [self._entry(file) for file in survey.files]

    def _entry(self, file: str) -> Entry:
        return read_entry(f"{self._records}/{file}", file)

    # One that is kept in a file

    def _kept(self, file: IndexFile, surveys: dict[str, Survey]) -> Store:
        store = self._believed(file) or self._made_anew(file, surveys)
        if not self._differs(store, _change(store.signatures(), surveys)):
            return store
        store.close()
        try:
            return self._changed(file, surveys)
        except NoRoom:
            return self._made_anew(file, surveys, though_believed=True)

    def _believed(self, file: IndexFile) -> Store | None:
        """The index in the file, held so that nobody can change it; None for one that isn't to be believed.

        Raises:
            Busy: somebody is changing it.
        """
        if not file.is_sealed():
            return None
        db = sqlite3.connect(
            f"{file.path.as_uri()}?mode=ro", uri=True, timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            db.execute("BEGIN")
            store = Store(db, self._columns)
            if store.meta(_KEY) == self._key and file.is_sealed():
                return store
        except sqlite3.Error as error:
            if error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                db.close()
                raise Busy from error
        db.close()
        return None

    def _made_anew(self, file: IndexFile, surveys: dict[str, Survey], *, though_believed: bool = False) -> Store:
        with file.changing():
            # Who held the lock until now may have made it.
            if not though_believed and (store := self._believed(file)):
                return store
            new = file.fresh()
            try:
                self._filled(new, surveys).close()
                file.place(new)
            finally:
                new.unlink(missing_ok=True)
        return self._as_left(file)

    def _as_left(self, file: IndexFile) -> Store:
        store = self._believed(file)
        if store is None:
            raise Busy
        return store

    def _changed(self, file: IndexFile, surveys: dict[str, Survey]) -> Store:
        """The index with what has changed: in its file, or where that can't be written or is read, in memory."""
        try:
            with file.changing():
                self._change_in_place(file, surveys)
        except (sqlite3.Error, OSError, Busy):
            return self._copied(file, surveys)
        return self._as_left(file)

    def _change_in_place(self, file: IndexFile, surveys: dict[str, Survey]) -> None:
        if not file.is_sealed():
            raise Busy
        self._let_go()
        db = sqlite3.connect(file.path, timeout=0, isolation_level=None)
        try:
            db.executescript("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=NORMAL; BEGIN EXCLUSIVE;")
            store = Store(db, self._columns)
            if store.meta(_KEY) != self._key:
                raise Busy
            self._apply(store, _change(store.signatures(), surveys), file.unseal)
            db.execute("COMMIT")
        finally:
            db.close()
        file.seal()

    def _copied(self, file: IndexFile, surveys: dict[str, Survey]) -> Store:
        store = self._as_left(file)
        db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        store.db.backup(db)
        store.close()
        copy = Store(db, self._columns)
        self._apply(copy, _change(copy.signatures(), surveys), lambda: None)
        return copy

    @cached_property
    def _key(self) -> bytes:
        """What the index depends on beside the records: whatever differs, it is made anew."""
        status = self._root.stat()
        here = Path(__file__).parent
        modules = [*here.glob("*.py"), *here.parent.glob("*.py"), *(here.parents[1] / "register").glob("*.py")]
        code = [(each.name, each.stat().st_size, each.stat().st_mtime_ns) for each in sorted(modules)]
        said = (_FORM, self._schemas.fingerprint, __version__, sys.version, sqlite3.sqlite_version, str(self._root))
        return blake2b(repr((said, status.st_dev, status.st_ino, code)).encode("utf-8", "surrogateescape")).digest()

    # Filling and changing

    def _filled(self, where: Path | str, surveys: dict[str, Survey]) -> Store:
        store = Store.create(where, self._columns)
        try:
            plan = list(numbered(in_order((unit, each.files) for unit, each in surveys.items())))
            with without_collection():
                making = Making(self._records, self._rows)
                store.set_meta(_KEY, self._key)
                for unit, each in surveys.items():
                    store.sign(unit, each.signature)
                self._fill(store, made(making, plan), sum(len(files) for _, files in plan))
        except BaseException:
            store.close()
            raise
        return store

    def _fill(self, store: Store, rows: Iterable[Numbered], total: int) -> None:
        names = set[str]()
        for done, (n, unit, row) in enumerate(rows):
            store.add(n, unit, row)
            names.update(row.names.split())
            if self._told and not done % 256:
                self._told(done, total)
        store.add_name_words(names)
        store.finish()

    def _apply(self, store: Store, change: Change, begin: Callable[[], None]) -> None:
        """Read anew what has changed, and what names a record that is called otherwise now.

        ``begin`` is called before anything is written.

        Raises:
            NoRoom: it is quicker to make all of it anew.
        """
        most = max(_FEW, store.count() // _SHARE)
        if sum(len(each.files) for each in change.units.values()) > most:
            raise NoRoom
        before: dict[str, Known] = {}
        after: dict[str, tuple[str, Entry]] = {}
        for unit in (*change.units, *change.gone):
            before.update(store.in_unit(unit))
        for unit, survey in change.units.items():
            after.update((entry.id, (unit, entry)) for entry in self._entries(survey))
        same = {each for each in after if each in before and before[each].digest == digest_of(after[each][1]) != b""}
        labels = _Labels(store, before, {name: self._rows.label(entry) for name, (_, entry) in after.items()})
        remade = {name: found for name, found in after.items() if name not in same}
        referrers = store.referrers(map(key_of, labels.changed()))
        if len(referrers) > most:
            raise NoRoom
        for source, unit in referrers:
            if source in after or source not in before:
                remade[source] = after.get(source) or (unit, self._unchanged(store, source))
        dropped = [known.n for name, known in before.items() if name not in after]
        dropped += [known.n for name in remade if (known := before.get(name) or store.known(name))]
        places = store.places_for(remade)
        begin()
        store.drop(dropped)
        rows = [(places[name], unit, self._rows.row(entry, labels)) for name, (unit, entry) in remade.items()]
        for n, unit, row in rows:
            store.add(n, unit, row)
        store.add_words_of([row for _, _, row in rows])
        for unit in change.gone:
            store.sign(unit, None)
        for unit, survey in change.units.items():
            store.sign(unit, survey.signature)

    def _unchanged(self, store: Store, record_id: str) -> Entry:
        """A record that has not changed, as far as the units say. Raises Busy where it has, since then."""
        entry, known = self._entry(record_id + SUFFIX), store.known(record_id)
        if known is None or digest_of(entry) != known.digest:
            raise Busy
        return entry


class _Labels:
    """What records are called after a change: as they were read just now, else as the index knows."""

    def __init__(self, store: Store, before: dict[str, Known], after: dict[str, str | None]) -> None:
        self._store = store
        self._before = before
        self._after = after

    def changed(self) -> list[str]:
        """The ids that are called otherwise now, came, or went."""
        was = {name: known.label if known.readable else None for name, known in self._before.items()}
        return [name for name in {*was, *self._after} if was.get(name) != self._after.get(name)]

    def __contains__(self, record_id: object) -> bool:
        return isinstance(record_id, str) and self._found(record_id) is not None

    def label(self, record_id: str) -> str:
        found = self._found(record_id)
        return record_id if found is None else found

    def _found(self, record_id: str) -> str | None:
        if record_id in self._after:
            return self._after[record_id]
        if record_id in self._before:
            return None
        known = self._store.known(record_id)
        return known.label if known and known.readable else None


def _change(signatures: dict[str, bytes], surveys: dict[str, Survey]) -> Change:
    units = {
        unit: each for unit, each in surveys.items() if not each.signature or signatures.get(unit) != each.signature
    }
    return Change(units, [unit for unit in signatures if unit not in surveys])
