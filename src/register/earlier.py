"""A register as it was, made of what is on disk and of the bytes that other files had then."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from . import files
from .ids import SUFFIX, id_of
from .lazy import LazyRegister
from .register import RECORDS
from .schema import Schemas
from .units import unit_of

_PREFIX = f"{RECORDS}/"


class EarlierRegister(LazyRegister):
    """Records by id as they were, read when they are asked for; of files that are the same now, from those."""

    def __init__(
        self,
        root: Path,
        schemas: Schemas,
        names: Collection[str],
        differing: Mapping[str, bytes | None],
        *,
        has_other_rules: bool = False,
    ) -> None:
        """``names``: all files that there were, from ``root`` on.

        ``differing``: those that have other bytes now, or are gone, with their bytes then; None for those that are new.
        ``has_other_rules``: schemas or vocabulary were others, so that anything may have been found in any record.
        """
        self.has_other_rules = has_other_rules
        self.differing = {
            path.removeprefix(_PREFIX): raw for path, raw in differing.items() if path.startswith(_PREFIX)
        }
        """The same below records/."""
        changes = {id_of(path): raw for path, raw in self.differing.items() if path.endswith(SUFFIX)}
        super().__init__(root, schemas, changes)
        self.all_files: Mapping[Path, bytes] = _Files(root, names, differing)
        self._blobs = self.all_files
        self._names = [path.removeprefix(_PREFIX) for path in names if path.startswith(_PREFIX) and "/." not in path]
        self._other_files: dict[str, list[str]] = {}
        for path in sorted(each for each in self._names if not each.endswith(SUFFIX)):
            self._other_files.setdefault(unit_of(path), []).append(path)

    @property
    def units(self) -> list[str]:
        """The names of all units that there were, in order."""
        return sorted({unit_of(path) for path in self._names})

    def other_files_in(self, unit: str) -> list[str]:
        """The files of a unit that are no records, by their paths under records/."""
        return self._other_files.get(unit, [])


class _Files(Mapping[Path, bytes]):
    """All files that there were; their bytes are read when they are asked for."""

    def __init__(self, root: Path, names: Collection[str], differing: Mapping[str, bytes | None]) -> None:
        self._root = root
        self._names = names
        self._differing = differing

    def __getitem__(self, path: Path) -> bytes:
        if path not in self:
            raise KeyError(path)
        raw = self._differing.get(path.relative_to(self._root).as_posix())
        return files.read(path, limit=files.SOURCE_LIMIT) if raw is None else raw

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, Path) or not path.is_relative_to(self._root):
            return False
        return path.relative_to(self._root).as_posix() in self._names

    def __iter__(self) -> Iterator[Path]:
        return (self._root / each for each in self._names)

    def __len__(self) -> int:
        return len(self._names)
