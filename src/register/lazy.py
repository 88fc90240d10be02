"""A register whose records are read when they are asked for, and of which only a part is kept in memory."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from .ids import SUFFIX, id_of, kind_of, natural_key
from .reading import entry_of, read_entry, record_files
from .record import Record, Unreadable
from .register import RECORDS, Register
from .schema import Schemas
from .source import SourceText
from .units import survey, unit_of_id

Entry = Record | Unreadable
E = TypeVar("E", Record, Unreadable)

_MOST_KEPT = 4_000
"""Records, or folders, that are kept beyond those at work; some MiB."""
_MOST_SOURCES = 8
"""Source texts: mostly those of the dossier at work are asked for again, and memory that was just used is quicker."""


class Folders:
    """Which files and folders there are below records/, listed folder by folder when it matters."""

    def __init__(self, records: str) -> None:
        self._records = records
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def has(self, record_id: str) -> bool:
        """Whether there is a file for an id: spelled just so, and not behind a link to a folder."""
        folder, _, name = record_id.rpartition("/")
        return name + SUFFIX in self._files(folder)

    def _files(self, folder: str) -> frozenset[str]:
        return self._listing(folder)[0]

    def _listing(self, folder: str) -> tuple[frozenset[str], frozenset[str]]:
        found = self._known.get(folder)
        if found is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            found = self._known[folder] = self._list(folder)
        return found

    def _list(self, folder: str) -> tuple[frozenset[str], frozenset[str]]:
        above, _, name = folder.rpartition("/")
        if folder and name not in self._listing(above)[1]:
            return frozenset(), frozenset()
        try:
            entries = [each for each in os.scandir(f"{self._records}/{folder}") if not each.name.startswith(".")]
        except (OSError, ValueError):
            return frozenset(), frozenset()
        folders = {each.name for each in entries if each.is_dir(follow_symlinks=False)}
        files = {each.name for each in entries if each.name.endswith(SUFFIX)} - folders
        return frozenset(files), frozenset(folders)


def is_record_file(records: str, record_id: str) -> bool:
    """Whether there is a file for an id, as ``Folders`` has it, by a look at this one path.

    Where names are the same in capitals and small letters, so is the answer.
    """
    path = records
    *folders, name = f"{record_id}{SUFFIX}".split("/")
    if any(each[:1] in {"", "."} for each in (*folders, name)):
        return False
    try:
        for each in folders:
            path = f"{path}/{each}"
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                return False
        return not stat.S_ISDIR(os.lstat(f"{path}/{name}").st_mode)
    except (OSError, ValueError):
        return False


class Entries(Mapping[str, E]):
    """The records, or the unreadable files, of a lazy register by id; looking one up reads it."""

    def __init__(self, register: LazyRegister, sort: type[E]) -> None:
        self._register = register
        self._sort: type[E] = sort

    def __getitem__(self, record_id: str) -> E:
        found = self.get(record_id)
        if found is None:
            raise KeyError(record_id)
        return found

    def get(self, record_id: str, default: object = None) -> E | None:  # type: ignore[override]
        found = self._register.entry(record_id)
        return found if isinstance(found, self._sort) else None

    def __contains__(self, record_id: object) -> bool:
        return isinstance(record_id, str) and self.get(record_id) is not None

    def __iter__(self) -> Iterator[str]:
        return iter([each.id for each in self._register.at_work if isinstance(each, self._sort)])

    def __len__(self) -> int:
        return sum(isinstance(each, self._sort) for each in self._register.at_work)


class LazyRegister(Register):
    """Records by id, read when they are asked for.

    Some are *at work* and kept; going through ``records`` gives these. Others that are asked for are kept for a
    while. ``consulted`` is told of each file that was looked at beyond those at work, by its path under records/.
    """

    def __init__(self, root: Path, schemas: Schemas, changes: Mapping[str, bytes | None] | None = None) -> None:
        """``changes``: bytes that records are taken to have, whatever their files hold; None for one that is gone."""
        super().__init__(root, schemas, ())
        self.changes = dict(changes or {})
        self.records = Entries(self, Record)
        self.unreadable = Entries(self, Unreadable)
        self.folders = Folders(str(root / RECORDS))
        self.consulted: Callable[[str], None] = lambda _: None
        self._prefix = f"{root / RECORDS}/"
        self._at_work: dict[str, Entry] = {}
        self._others: dict[str, Entry | None] = {}
        self._others_before: dict[str, Entry | None] = {}
        self._kinds_at_work: dict[str, list[Record]] = {}

    @property
    def at_work(self) -> Iterable[Entry]:
        """The records that are kept, and the files among them that can't be read."""
        return self._at_work.values()

    def work_on(self, files: Iterable[str]) -> None:
        """Read these files, by their paths under records/, and forget those before."""
        if len(self._sources) >= _MOST_SOURCES:
            self._sources.clear()
        self._kinds_at_work = {}
        entries = (self._read_file(each) for each in files)
        self._at_work = {each.id: each for each in entries}

    def entry(self, record_id: str) -> Entry | None:
        """A record, or the file that should be one; None where there is none."""
        found = self._at_work.get(record_id)
        if found is None:
            self.consulted(record_id + SUFFIX)
            found = self.other_entry(record_id)
        return found

    def other_entry(self, record_id: str) -> Entry | None:
        """The same for one that is not at work, and nobody is told.

        Asked for again it is the same object, unless so many others were asked for in between that it was let go: then
        it is read anew. Whoever holds both tells by their ids that they are one record.
        """
        try:
            return self._others[record_id]
        except KeyError:
            return self._other_anew(record_id)

    def _other_anew(self, record_id: str) -> Entry | None:
        """Half of what is kept is what was asked for last; the other half is let go when that half is full."""
        before = self._others_before
        found = before[record_id] if record_id in before else self._read(record_id)
        if len(self._others) >= _MOST_KEPT // 2:
            self._others, self._others_before = {}, self._others
        self._others[record_id] = found
        return found

    def _read(self, record_id: str) -> Entry | None:
        return self._read_file(record_id + SUFFIX) if self._is_listed(record_id) else None

    def _read_file(self, inner: str) -> Entry:
        raw = self.changes.get(id_of(inner)) if self.changes else None
        return read_entry(self._prefix + inner, inner) if raw is None else entry_of(self._prefix + inner, inner, raw)

    def _is_listed(self, record_id: str) -> bool:
        if record_id in self.changes:
            return self.changes[record_id] is not None
        return self.folders.has(record_id)

    def has_file(self, record_id: str) -> bool:
        """Whether there is a file for an id, whatever is in it."""
        return record_id in self._at_work or self._is_listed(record_id)

    def files_in(self, unit: str) -> list[str]:
        """The record files of a unit, by their paths under records/."""
        return self.with_those_changed(unit, survey(self._prefix[:-1], unit).files)

    def with_those_changed(self, unit: str, files: Iterable[str]) -> list[str]:
        """The record files of a unit as the changes make them: with those that come, without those that go."""
        if not self.changes:
            return list(files)
        own = {each + SUFFIX: raw for each, raw in self.changes.items() if unit_of_id(each) == unit}
        kept = {each for each in files if own.get(each, b"") is not None}
        return sorted(kept | {each for each, raw in own.items() if raw is not None})

    def with_changes(self, changes: Mapping[str, bytes | None]) -> LazyRegister:
        """The register as it would be if these records had these bytes; None for one that is gone."""
        changed = LazyRegister(self.root, self.schemas, {**self.changes, **changes})
        changed.absent = self.absent
        return changed

    def is_at_work(self, record_id: str) -> bool:
        """Whether a record is one of those at work."""
        return record_id in self._at_work

    def of_kind(self, kind: str) -> list[Record]:
        """The records at work of one kind, in natural order; ``all_of_kind`` has those of the whole register."""
        if kind not in self._kinds_at_work:
            found = [each for each in self.at_work if each.kind == kind and isinstance(each, Record)]
            self._kinds_at_work[kind] = sorted(found, key=lambda each: natural_key(each.id))
        return self._kinds_at_work[kind]

    def all_of_kind(self, kind: str) -> Iterator[Record]:
        """All records of one kind, each read as it comes and not kept."""
        there = (inner.removesuffix(SUFFIX) for _, inner in record_files(self.root / RECORDS))
        added = (each for each in self.changes if not self.folders.has(each))
        for record_id in (*there, *added):
            if kind_of(record_id) == kind and self._is_listed(record_id):
                entry = self._read_file(record_id + SUFFIX)
                if isinstance(entry, Record):
                    yield entry

    def source_of(self, document: Record) -> SourceText | None:
        """A document's source text, as in any register; ``consulted`` is told of it."""
        path = self.source_path(document)
        if path is not None:
            self.consulted(str(path)[len(self._prefix) :].replace(os.sep, "/"))  # to take paths apart takes long
        return super().source_of(document)
