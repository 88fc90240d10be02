"""The registers that an editor has files of open, as they are on disk and as they are being changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path, PurePosixPath

from lsprotocol import types
from pygls import uris

from ..errors import FollowupError
from ..register import Field, Kind, Link, Register, find_root, id_of, parse_id, path_of
from ..register.ids import SUFFIX
from ..register.register import RECORDS
from ..validate import Problem, check, check_bytes
from .outline import Outline, Spot
from .positions import UTF16, Text


class Shelf:
    """One register: what is on disk, and the texts of its records that are open."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.open: dict[str, Document] = {}
        self.problems: list[Problem] = []
        """Those of the files on disk, when they were last checked."""

    @property
    def root(self) -> Path:
        """The register's folder."""
        return self.register.root

    def current(self) -> Register:
        """The register as it would be if all that is open were saved."""
        changes = {each.id: each.raw for each in self.open.values() if each.is_changed}
        return self.register.with_changes(changes) if changes else self.register

    def links_to(self, record_id: str) -> list[Link]:
        """Who refers to a record, as far as it stands in files or in texts that are open."""
        now = self.current()
        changed = {each.id for each in self.open.values() if each.is_changed}
        # What is on disk is known already; going through all records again takes seconds where there are many.
        links = [each for each in self.register.links_to(record_id) if each.source not in changed]
        own = (link for each in sorted(changed) for link in now.links_from(each))
        return [*links, *(each for each in own if each.target == record_id)]

    def reload(self, changed: Iterable[Path] | None = None) -> None:
        """Read files that changed on disk; all of them, where one is no record or nothing is said.

        Raises: as `Register.open` does; then the register stays as it was.
        """
        records = self.root / RECORDS
        paths = None if changed is None else list(changed)
        if paths is None or not all(_is_record(records, path) for path in paths):
            self.register = Register.open(self.root)
            return
        ids = {id_of(PurePosixPath(path.relative_to(records).as_posix())): path for path in paths}
        try:
            self.register = self.register.with_changes({each: _bytes(path) for each, path in ids.items()})
        except OSError:
            self.register = Register.open(self.root)

    def check(self, today: dt.date) -> list[Problem]:
        """All problems of the files on disk. Raises SchemaError."""
        return check(self.register, today=today)

    def uri(self, record_id: str) -> str:
        """How the editor calls a record's file."""
        opened = self.open.get(record_id)
        return opened.uri if opened else (self.root / RECORDS / path_of(record_id)).as_uri()


class Document:
    """A record's file that is open in the editor."""

    def __init__(self, shelf: Shelf, record_id: str, item: types.TextDocumentItem, encoding: str) -> None:
        self.shelf = shelf
        self.id = record_id
        self.uri = item.uri
        self.version = item.version
        self.text = Text(item.text, encoding)
        self.problems: list[Problem] = []
        """Those of this version, once it has been checked."""

    @cached_property
    def raw(self) -> bytes:
        """What would be saved."""
        return self.text.text.encode(errors="replace")

    @cached_property
    def outline(self) -> Outline:
        """What stands where."""
        return Outline(self.text.text)

    @property
    def is_changed(self) -> bool:
        """Whether it differs from the file."""
        register = self.shelf.register
        known = register.records.get(self.id) or register.unreadable.get(self.id)
        return known is None or known.raw != self.raw

    @property
    def kind(self) -> Kind | None:
        """What the schemas say of such a record."""
        parts = parse_id(self.id)
        return self.shelf.register.schemas.get(parts.kind) if parts else None

    def spot(self, position: types.Position) -> Spot | None:
        """What is written at a position."""
        return self.outline.at(self.text.offset(position))

    def field(self, spot: Spot) -> Field | None:
        """What the schema says of what is written there."""
        return self.kind.field_at(spot.path) if self.kind else None

    def reference(self, spot: Spot | None) -> str:
        """The id that is written there; empty where no field of references is."""
        if spot is None or spot.role != "value":
            return ""
        field = self.field(spot)
        return spot.text if field and field.references else ""

    def inner(self, spot: Spot) -> types.Range:
        """Where a value stands, without its quotes."""
        return self.text.range(*spot.inner)

    def check(self, today: dt.date) -> list[Problem]:
        """The problems that it would have if it were saved now. Raises SchemaError."""
        return check_bytes(self.shelf.current(), self.id, self.raw, today=today)


class Session:
    """All registers, by folder, and all open files, by how the editor calls them."""

    def __init__(self, day: Callable[[], dt.date]) -> None:
        self.day = day
        self.encoding = UTF16
        self.shelves: dict[Path, Shelf] = {}
        self.documents: dict[str, Document] = {}

    def shelf(self, path: Path) -> Shelf:
        """The register around a path.

        Raises: as `Register.open` does.
        """
        while not path.is_dir():
            path = path.parent
        root = find_root(path)
        if root not in self.shelves:
            self.shelves[root] = Shelf(Register.open(root))
        return self.shelves[root]

    def put(self, item: types.TextDocumentItem) -> Document | None:
        """Take in an open file, or another text of it; None for a file that is no record's.

        Raises: as `Register.open` does.
        """
        name = uris.to_fs_path(item.uri)
        if name is None or not name.endswith(SUFFIX):
            return None
        path = Path(name).resolve()
        shelf = self.shelf(path)
        records = shelf.root / RECORDS
        if not path.is_relative_to(records):
            return None
        record_id = id_of(PurePosixPath(path.relative_to(records).as_posix()))
        document = Document(shelf, record_id, item, self.encoding)
        self.documents[item.uri] = shelf.open[record_id] = document
        return document

    def drop(self, uri: str) -> Document | None:
        """Forget a file that was closed."""
        document = self.documents.pop(uri, None)
        if document:
            document.shelf.open.pop(document.id, None)
        return document


def why(error: FollowupError) -> str:
    """An error in words, for a message on the screen."""
    return f"followup: {error}"


def _is_record(records: Path, path: Path) -> bool:
    return path.is_relative_to(records) and path.suffix == SUFFIX and not path.is_dir()


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
