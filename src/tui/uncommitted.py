"""What differs from the last commit, record by record. No UI in here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ..errors import FollowupError
from ..history.changes import FieldChange, Identify, differences
from ..history.messages import RecordChange, propose
from ..history.repository import Repository
from ..history.status import Difference, FileStatus
from ..history.text import DiffLine, text_difference
from ..register import files, id_of
from ..register.parsing import parse
from ..register.register import RECORDS


@dataclass(frozen=True, slots=True)
class Uncommitted:
    """One file: its bytes in the last commit and now; None where there is no such file."""

    id: str
    status: FileStatus
    old: bytes | None
    new: bytes | None
    identify: Identify

    @property
    def path(self) -> PurePosixPath:
        """The file, as seen from the register's folder."""
        return self.status.path

    @property
    def paths(self) -> tuple[PurePosixPath, ...]:
        """All files that a commit of it takes: for a renamed one, the former too."""
        was = self.status.was
        return (self.path, was) if was else (self.path,)

    @property
    def word(self) -> str:
        """What happened to the file, in a word."""
        return "new" if self.status.difference in {Difference.ADDED, Difference.UNTRACKED} else self.status.difference

    @property
    def fields(self) -> list[FieldChange]:
        """What differs, field by field; empty where a version can't be read."""
        old, new = data_of(self.old), data_of(self.new)
        readable = (old is not None or self.old is None) and (new is not None or self.new is None)
        return differences(old, new, self.identify) if readable else []

    @property
    def text(self) -> list[DiffLine]:
        """What differs, line by line."""
        return text_difference(self.old, self.new)

    @property
    def change(self) -> RecordChange:
        """The same for a commit message."""
        was = id_of(self.status.was.relative_to(RECORDS)) if self.status.was else None
        return RecordChange(self.id, data_of(self.old), data_of(self.new), was)


def data_of(raw: bytes | None) -> Mapping[str, Any] | None:
    """The data of a version; None where it can't be read."""
    if raw is None:
        return None
    try:
        return parse(raw)
    except ValueError:
        return None


def uncommitted(repo: Repository, found: Sequence[FileStatus], identify: Mapping[str, Identify]) -> list[Uncommitted]:
    """The changed record files, with their bytes in the last commit and on disk. ``identify`` is by kind.

    Raises:
        FollowupError: git can't be asked.
    """
    records = [each for each in found if each.path.suffix == ".toml" and each.path.parts[0] == RECORDS]
    olds = _committed(repo, [each.was or each.path for each in records])
    return [
        Uncommitted(
            id_of(each.path.relative_to(RECORDS)),
            each,
            olds.get(each.was or each.path),
            _on_disk(repo, each.path),
            identify.get(each.path.parent.name, {}),
        )
        for each in records
    ]


def _committed(repo: Repository, paths: Sequence[PurePosixPath]) -> dict[PurePosixPath, bytes | None]:
    from ..history import objects

    if repo.head.unborn:
        return {}
    names = {f"HEAD:{repo.prefix / path}": path for path in paths if "\n" not in str(path)}
    return {names[name]: content for name, content in objects.read(repo, names)}


def _on_disk(repo: Repository, path: PurePosixPath) -> bytes | None:
    try:
        return files.read(repo.root / path)
    except FollowupError:
        return None


def proposed(chosen: Sequence[Uncommitted]) -> str:
    """A message for a commit of these."""
    identify: dict[str, Sequence[str]] = {}
    for each in chosen:
        identify.update(each.identify)
    return propose([each.change for each in chosen], identify)
