"""Records, and files that should be records but can't be read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .ids import RecordId, parse_id

DataPath = tuple[str | int, ...]
"""A way into a record's data: names of fields, and numbers (from 0) of items."""


@dataclass(frozen=True)
class Record:
    """One record: its data, and the bytes from which they were read."""

    id: str
    kind: str
    file: Path | str
    data: dict[str, Any]
    raw: bytes

    @cached_property
    def path(self) -> Path:
        """Where it lies; of thousands that are only read, the path as text is made in less time."""
        return Path(self.file)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the bytes that were read: what the file must still be when it is replaced."""
        import hashlib

        return hashlib.sha256(self.raw).hexdigest()

    @cached_property
    def parts(self) -> RecordId:
        """Dossier, kind and name; for a file in the wrong place, what its path says."""
        return parse_id(self.id) or RecordId("", self.kind, self.id.rsplit("/", 1)[-1])

    @property
    def dossier(self) -> str:
        """The dossier's id, such as ``2015/2564-RSP``; empty for none."""
        return self.parts.dossier

    def at(self, path: DataPath) -> Any:
        """The value at ``path``, or None where there is none."""
        value: Any = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file in a record's place that can't be read as one. It hides nothing but itself.

    ``raw`` is None where not even its bytes could be read; ``error`` says why, as it was raised.
    """

    id: str
    kind: str
    path: Path
    raw: bytes | None
    error: Exception


@dataclass(frozen=True, slots=True)
class Link:
    """A field of one record that names another."""

    source: str
    path: DataPath
    target: str


def values_at(data: Any, pattern: tuple[str, ...]) -> list[tuple[DataPath, Any]]:
    """All values that a field's path (with "*" for any item) leads to, each with its own path.

    What has the wrong shape on the way is passed over: saying so is the schema's work.
    """
    found: list[tuple[DataPath, Any]] = [((), data)]
    for step in pattern:
        if step == "*":
            items = ((path, enumerate(value)) for path, value in found if isinstance(value, list))
            found = [((*path, index), each) for path, below in items for index, each in below]
        else:
            tables = ((path, value) for path, value in found if isinstance(value, dict) and step in value)
            found = [((*path, step), value[step]) for path, value in tables]
    return found
