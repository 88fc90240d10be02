"""The life of a record, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from ..register.ids import id_of, path_of
from . import objects
from .changes import FieldChange, FieldPath, Identify, differences, leaves
from .repository import RECORDS, Repository
from .versions import NOTHING, Version, version
from .walking import Commit, Event, Hit, hits

_SIGNATURE = "%H%x00%G?%x00%GS"


@dataclass(frozen=True)
class Entry:
    """A commit that touched the record. ``record`` is its id then, ``was`` its id before a renaming.

    ``cut``: older commits are not in this (shallow) clone, so all of the record seems new here.
    ``before`` holds a version a parent; where that can't be read, the last one that can.
    """

    commit: Commit
    event: Event
    record: str
    was: str | None
    before: tuple[Version, ...]
    after: Version
    cut: bool
    identify: Identify

    @property
    def problem(self) -> str:
        """Why the fields can't be compared, if they can't."""
        return next((each.problem for each in (self.after, *self.before) if each.problem), "")

    @cached_property
    def changes(self) -> tuple[FieldChange, ...]:
        """The fields that changed; of a merge, those that differ from all of its parents."""
        if self.problem:
            return ()
        first, *others = (differences(each.data, self.after.data, self.identify) for each in self.before)
        paths = [{change.path for change in other} for other in others]
        return tuple(change for change in first if all(change.path in other for other in paths))

    def touches(self, field: str) -> bool:
        """Whether ``field``, or a field inside it, changed. A dotted name, as in `FieldChange.field`."""
        return any(change.field == field or change.field.startswith(f"{field}.") for change in self.changes)


class Signature(StrEnum):
    """What git says of a commit's signature (``%G?`` of git-log)."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"
    NONE = "none"


_SIGNATURES = {"G": Signature.GOOD, "B": Signature.BAD, "N": Signature.NONE}


@dataclass(frozen=True, slots=True)
class Blame:
    """A field as it is now, and the entry that made it so."""

    path: FieldPath
    value: Any
    entry: Entry


def history(
    repo: Repository, record: str, *, since: str = "", field: str = "", identify: Identify | None = None
) -> list[Entry]:
    """The commits that touched a record, newest first, through renames.

    ``since`` is a date in any form that git takes; ``field`` keeps only the entries that touch it
    (see `Entry.touches`). ``identify``: see `differences`.

    Raises: GitFailed, PathOutside.
    """
    found = list(hits(repo, RECORDS / path_of(record), since))
    entries = _entries(repo, found, identify or {})
    return [entry for entry in entries if entry.touches(field)] if field else entries


def blame(repo: Repository, record: str, identify: Identify | None = None) -> list[Blame]:
    """Each field of the record in the last commit, with the entry that gave it its value.

    Empty when there is no such record, or it can't be read.

    Raises: GitFailed, PathOutside.
    """
    entries = history(repo, record, identify=identify)
    if not entries or entries[0].after.data is None:
        return []
    fields = leaves(entries[0].after.data, identify)
    return [Blame(path, value, _maker(entries, path)) for path, value in fields]


def _maker(entries: list[Entry], path: FieldPath) -> Entry:
    for entry in entries:
        if any(path[: len(change.path)] == change.path for change in entry.changes):
            return entry
    return entries[-1]


def signatures(repo: Repository, shas: Iterable[str]) -> dict[str, tuple[Signature, str]]:
    """The state of each commit's signature and who signed. Slow: git asks gpg or ssh for each.

    Raises: GitFailed.
    """
    asked = "\n".join([*shas, ""]).encode()
    if not asked.strip():
        return {}
    answer = repo.git.run("log", "-z", "--no-walk=unsorted", "--stdin", f"--format={_SIGNATURE}", stdin=asked)
    fields = answer.out.decode(errors="replace").split("\0")
    return {
        sha: (_SIGNATURES.get(state, Signature.UNKNOWN), signer)
        for sha, state, signer in zip(fields[0::3], fields[1::3], fields[2::3], strict=False)
    }


def _entries(repo: Repository, found: list[Hit], identify: Identify) -> list[Entry]:
    names = {name for hit in found for name in (*hit.before, hit.after) if name}
    versions = {name: version(content) for name, content in objects.read(repo, sorted(names))}
    versions[""] = NOTHING
    ends = _ends(repo)
    entries: list[Entry] = []
    readable = NOTHING
    for hit in reversed(found):
        before = (versions[name] for name in hit.before)
        entry = Entry(
            hit.commit,
            hit.event,
            _id(hit.path),
            _id(hit.was) if hit.was else None,
            tuple(readable if each.problem and readable.data else each for each in before),
            versions[hit.after],
            hit.commit.sha in ends,
            identify,
        )
        entries.append(entry)
        readable = readable if entry.after.data is None else entry.after
    return entries[::-1]


def _id(path: PurePosixPath) -> str:
    return id_of(path.relative_to(RECORDS) if path.is_relative_to(RECORDS) else path)


def _ends(repo: Repository) -> set[str]:
    """The commits at which a shallow clone was cut off."""
    return set((repo.common_dir / "shallow").read_text().split()) if repo.shallow else set()
