"""Locks: one commit of ours at a time, and who holds a lock of git's."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from .errors import RepositoryLocked

_PAUSE = 0.02
_PROCESSES = Path("/proc")


@contextmanager
def one_at_a_time(git_dir: Path, patience: float) -> Iterator[bool]:
    """Let our programs commit and merge one after the other in one work tree; gives whether we are alone for certain.

    ``git commit --only`` reads the index before it locks it, so that of two at once one can write
    the other's files into the index as they were before. After ``patience`` seconds we go on:
    git's own lock then tells who is in the way. Ends with the process, however it ends.
    """
    folder = os.open(git_dir, os.O_RDONLY)
    alone = False
    try:
        # A network drive may know no such locks.
        with suppress(OSError):
            alone = _wait(folder, time.monotonic() + patience)
        yield alone
    finally:
        os.close(folder)


def _wait(folder: int, deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(_PAUSE)
        else:
            return True


def held(lock: Path, work_tree: Path) -> RepositoryLocked:
    """The error that says so: git writes no name into its lock, so look at who runs git there."""
    try:
        since = datetime.fromtimestamp(lock.stat().st_mtime, UTC).astimezone()
        owner = f"a program of user {lock.owner()}"
    except (OSError, KeyError):
        since, owner = None, ""
    return RepositoryLocked(lock, since, ", ".join(_git_processes(work_tree)) or owner)


def _git_processes(work_tree: Path) -> Iterator[str]:
    # Linux only; elsewhere there is no such folder and nothing is found.
    for process in _PROCESSES.glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
            place = (process / "cwd").readlink()
        except OSError:
            continue
        if Path(words[0]).name == "git" and place.is_relative_to(work_tree):
            yield f"`{' '.join(words[:4]).strip()}` (process {process.name})"
