"""What differs from the last commit: added, changed, removed, renamed, in conflict."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Head:
    """Where the next commit goes: ``branch`` is None when HEAD is detached, ``sha`` before the first commit."""

    branch: str | None
    sha: str | None

    @property
    def detached(self) -> bool:
        return self.branch is None

    @property
    def unborn(self) -> bool:
        return self.sha is None

    def __str__(self) -> str:
        if self.branch is None:
            return f"no branch, at {(self.sha or '')[:10]}"
        return f"{self.branch}, no commit yet" if self.unborn else self.branch


class Difference(StrEnum):
    """How the file in the work tree differs from the last commit."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RENAMED = "renamed"
    UNTRACKED = "untracked"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class FileStatus:
    """One file. ``was`` is its former path when renamed; all paths as seen from the register's folder.

    ``staged``: git's index differs from the last commit. ``unstaged``: the file differs from the index.
    ``committed`` is git's name for its content in the last commit (see `objects.read`), empty for none.
    """

    path: PurePosixPath
    difference: Difference
    staged: bool
    unstaged: bool
    was: PurePosixPath | None = None
    committed: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    head: Head
    files: tuple[FileStatus, ...]


def command(specs: list[str], *, renames: bool) -> list[str]:
    """The arguments for git whose output `parse` reads, whatever the user's settings are."""
    return [
        # No refreshed index is written back: reading never takes the index's lock.
        "--no-optional-locks",
        "status",
        "--porcelain=v2",
        "-z",
        "--branch",
        "--no-ahead-behind",
        "--untracked-files=all",
        "--ignored=no",
        "--ignore-submodules=all",
        "--find-renames" if renames else "--no-renames",
        "--",
        *specs,
    ]


def parse(output: bytes, prefix: PurePosixPath) -> Status:
    """Read the output of `command`; ``prefix`` is the register's folder in the work tree."""
    fields = iter(os.fsdecode(output).split("\0"))
    head: dict[str, str] = {}
    found: dict[PurePosixPath, FileStatus] = {}
    for line in fields:
        if line.startswith("# "):
            name, _, value = line[2:].partition(" ")
            head[name] = value
        elif line:
            for file in _file(line, fields):
                inside = _inside(file, prefix)
                found[inside.path] = _joined(found.get(inside.path), inside)
    return Status(_head(head), tuple(found[path] for path in sorted(found)))


def _head(lines: dict[str, str]) -> Head:
    branch, sha = lines.get("branch.head", ""), lines.get("branch.oid", "")
    return Head(
        branch=None if branch == "(detached)" else branch,
        sha=None if sha == "(initial)" else sha,
    )


def _file(line: str, rest: Iterator[str]) -> Iterator[FileStatus]:
    # The kinds of line: git-status(1), "Porcelain Format Version 2".
    kind, _, tail = line.partition(" ")
    if kind == "1":
        state, *_, committed, _, path = tail.split(" ", 7)
        yield _ordinary(PurePosixPath(path), state, committed)
    elif kind == "2":
        state, *_, committed, _, _, path = tail.split(" ", 8)
        yield _renamed(PurePosixPath(path), PurePosixPath(next(rest)), state, committed)
    elif kind == "u":
        *_, ours, _, path = tail.split(" ", 9)
        yield FileStatus(PurePosixPath(path), Difference.CONFLICT, staged=True, unstaged=True, committed=_name(ours))
    elif kind == "?":
        yield FileStatus(PurePosixPath(tail), Difference.UNTRACKED, staged=False, unstaged=True)


def _ordinary(path: PurePosixPath, state: str, committed: str) -> FileStatus:
    letters = (("D", Difference.REMOVED), ("A", Difference.ADDED))
    difference = next((kind for letter, kind in letters if letter in state), Difference.CHANGED)
    return FileStatus(path, difference, staged=state[0] != ".", unstaged=state[1] != ".", committed=_name(committed))


def _renamed(path: PurePosixPath, was: PurePosixPath, state: str, committed: str) -> FileStatus:
    gone = state[1] == "D"
    return FileStatus(
        path,
        Difference.REMOVED if gone else Difference.RENAMED,
        staged=state[0] != ".",
        unstaged=state[1] != ".",
        was=was,
        committed=_name(committed),
    )


def _name(name: str) -> str:
    return "" if set(name) == {"0"} else name


def _inside(file: FileStatus, prefix: PurePosixPath) -> FileStatus:
    was = file.was
    if was is not None and was.is_relative_to(prefix):
        was = was.relative_to(prefix)
    return replace(file, path=file.path.relative_to(prefix), was=was)


def _joined(one: FileStatus | None, other: FileStatus) -> FileStatus:
    # A file removed from the index but still there comes as two lines: removed, and untracked.
    if one is None:
        return other
    return replace(one, difference=Difference.CHANGED, staged=True, unstaged=True)
