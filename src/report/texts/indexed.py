"""A register whose lists and searches come from the index; a record's file is read when the record is opened."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from ...register import DataPath, Dossier, Link, Record, Register, Schemas, Unreadable, find_root, natural_key
from ...register.ids import SUFFIX
from ...register.lazy import E, Entries, LazyRegister, is_record_file
from ...register.progress import Told
from ...register.register import SCHEMA
from .keeping import Keeper, may_be_kept
from .parts import Dossiers, parts
from .rows import digest_of, key_of
from .store import Listed, Store

T = TypeVar("T")


class _Indexed(Entries[E]):
    """The records, or the unreadable files, of the whole register by id: which there are, the index says."""

    _register: IndexedRegister

    @property
    def _readable(self) -> bool:
        return self._sort is Record

    def __contains__(self, record_id: object) -> bool:
        if not isinstance(record_id, str):
            return False
        known = self._register.ask(lambda store: store.known(record_id))
        return known is not None and known.readable == self._readable

    def __iter__(self) -> Iterator[str]:
        return iter(self._register.ask(lambda store: store.ids(readable=self._readable)))

    def __len__(self) -> int:
        return self._register.ask(lambda store: store.count(readable=self._readable))


class IndexedRegister(LazyRegister):
    """A register as the index knows it.

    It is as it was when it was opened; ``refreshed`` is the register as it is now.
    """

    def __init__(self, root: Path, schemas: Schemas, keeper: Keeper, store: Store) -> None:
        super().__init__(root, schemas)
        self.records = _Indexed(self, Record)
        self.unreadable = _Indexed(self, Unreadable)
        self._keeper = keeper
        self._store = store

    @classmethod
    def open(cls, path: Path, told: Told | None = None, *, kept: bool = True) -> IndexedRegister:
        """The register around ``path``; ``told`` hears how far making the index is, where it must be made.

        ``kept``: whether the index in the git directory may be used, and made.

        Raises:
            NotARegister, NoSchemas, SchemaError: it can't be read at all.
        """
        root = find_root(path)
        schemas = Schemas.load(root / SCHEMA)
        keeper = Keeper(root, schemas, told)
        return cls(root, schemas, keeper, keeper.opened(kept=kept))

    @classmethod
    def as_left(cls, root: Path) -> IndexedRegister | None:
        """The register as it was when its index was last used: at once, but perhaps out of date; None for no index.

        Raises: as ``open`` does.
        """
        schemas = Schemas.load(root / SCHEMA)
        keeper = Keeper(root, schemas)
        store = keeper.as_left()
        return cls(root, schemas, keeper, store) if store else None

    @classmethod
    def or_plain(cls, path: Path, told: Told | None = None) -> Register:
        """The register around ``path`` by its index; without one where that is as quick.

        Raises: as ``open`` does.
        """
        root = find_root(path)
        return cls.open(root, told) if may_be_kept(root) else Register.open(root, told)

    def close(self) -> None:
        """Let go of the index, which nobody can change in its place as long as it is held."""
        self._store.close()

    def refreshed(self, told: Told | None = None) -> IndexedRegister:
        """The register as it is now; this one then answers as that one does, since only one may hold the index.

        Until what has changed is known, it answers as before: that takes a second where there are many files.

        Raises: as ``open`` does.
        """
        schemas = Schemas.load(self.root / SCHEMA)
        keeper = Keeper(self.root, schemas, told, let_go=self.close)
        found = IndexedRegister(self.root, schemas, keeper, keeper.opened())
        before, self._store = self._store, found._store
        before.close()
        return found

    def ask(self, question: Callable[[Store], T]) -> T:
        """The index's answer; where it turns out to be damaged, that of a new one in memory."""
        try:
            return question(self._store)
        except sqlite3.ProgrammingError:  # it was closed, and somebody still wants to know
            self._store = self._keeper.reopened()
            return question(self._store)
        except (sqlite3.Error, ValueError, TypeError, AttributeError, LookupError):
            self._store = self._keeper.in_memory()
            return question(self._store)

    def count_of(self, kind: str) -> int:
        """How many records of one kind there are."""
        return self._counts.get(kind, 0)

    @cached_property
    def _counts(self) -> dict[str, int]:
        return self.ask(lambda store: store.kinds())

    def rows(self, kind: str) -> list[Listed]:
        """All records of a kind as lists show them, in natural order."""
        return self.ask(lambda store: store.listed(kind))

    def first_rows(self, kind: str, most: int) -> list[Listed]:
        """The first records of a kind as lists show them."""
        return self.ask(lambda store: store.listed(kind, most))

    def rows_of(self, kind: str, ids: Sequence[str]) -> list[Listed]:
        """Some records of a kind as lists show them, in the order of ``ids``."""
        return self.ask(lambda store: store.listed_as(kind, ids))

    def of_kind(self, kind: str) -> list[Record]:
        """All records of one kind, in natural order, each read from its file."""
        return [record for each in self.rows(kind) if (record := self.records.get(each.id))]

    def ids_in(self, unit: str) -> list[str]:
        """The ids of the records of a unit that can be read, in natural order."""
        found = self.ask(lambda store: store.in_unit(unit))
        return sorted((each.id for each in found.values() if each.readable), key=natural_key)

    @cached_property
    def dossiers(self) -> Mapping[str, Dossier]:
        """All dossiers by id, in natural order; each is read when it is asked for."""
        return Dossiers(self, self.dossier_sizes)

    @cached_property
    def dossier_sizes(self) -> Mapping[str, int]:
        """How many records each dossier has."""
        return self.ask(lambda store: store.dossiers())

    def parts(self) -> Iterator[Register]:
        """The register part by part, so that only a dossier at a time is in memory."""
        shared = (each.name for each in self.schemas.values() if "dossier" not in each.places)
        return parts(self, shared)

    def differs(self, record_id: str) -> bool:
        """Whether a record's file holds something other than when the register was opened."""
        known = self.ask(lambda store: store.known(record_id))
        now = self._read_file(record_id + SUFFIX) if is_record_file(self._prefix[:-1], record_id) else None
        return (known.digest if known else None) != (digest_of(now) if now else None)

    def label(self, record_id: str) -> str:
        """What to call a record; the id itself for one that isn't there."""
        known = self.ask(lambda store: store.known(record_id))
        return known.label if known and known.readable else record_id

    def links_to(self, record_id: str, most: int | None = None) -> list[Link]:
        """The references that others make to a record, in natural order; ``most``: the first."""
        found = self.ask(lambda store: store.links_to(key_of(record_id), -1 if most is None else most))
        return [Link(source, _path(path), record_id) for source, path in found]

    def count_of_links_to(self, record_id: str) -> int:
        """How many references others make to a record."""
        return self.ask(lambda store: store.count_of_links_to(key_of(record_id)))


@lru_cache(4096)
def _path(text: str) -> DataPath:
    return tuple(json.loads(text))
