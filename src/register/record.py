"""Records, and files that should be records but can't be read."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from .digests import digest
from .ids import RecordId, parse_id

DataPath = tuple[str | int, ...]
"""A way into a record's data: names of fields, and numbers (from 0) of items."""


class Record:
    """One record: its data, and the bytes from which they were read. It is never changed."""

    def __init__(self, record_id: str, kind: str, file: Path | str, data: dict[str, Any], raw: bytes) -> None:
        self.id = record_id
        self.kind = kind
        self.file = file
        self.data = data
        self.raw = raw

    def __repr__(self) -> str:
        return f"Record({self.id!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        return (self.id, self.path, self.raw, self.data) == (other.id, other.path, other.raw, other.data)

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def path(self) -> Path:
        """Where it lies; of thousands that are only read, the path as text is made in less time."""
        return Path(self.file)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the bytes that were read: what the file must still be when it is replaced."""
        return digest(self.raw)

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
        return value_at(self.data, path)


def value_at(data: Any, path: DataPath) -> Any:
    """The value at ``path`` in a record's data, or None where there is none."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


class Unreadable(NamedTuple):
    """A file in a record's place that can't be read as one. It hides nothing but itself.

    ``raw`` is None where not even its bytes could be read; ``error`` says why, as it was raised.
    """

    id: str
    kind: str
    path: Path
    raw: bytes | None
    error: Exception


class Link(NamedTuple):
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


def values_below(value: Any, steps: tuple[str, ...]) -> list[Any]:
    """The values to which steps lead from a value, in less time than ``values_at`` says where each stands, too."""
    found = [value]
    for step in steps:
        if step == "*":
            found = [item for each in found if type(each) is list for item in each]
        else:
            found = [each[step] for each in found if type(each) is dict and step in each]
    return found


def texts_below(value: Any, steps: tuple[str, ...]) -> list[str]:
    """Those of them that are texts."""
    if len(steps) != 1:
        found = values_below(value, steps)
    elif steps[0] != "*":  # in most records there is one step; the general way takes twice as long
        found = [value.get(steps[0])] if type(value) is dict else []
    else:
        found = value if type(value) is list else []
    return [each for each in found if type(each) is str]
