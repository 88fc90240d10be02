"""One process at a time in a folder, for as long as a file in it is compared and replaced."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_LOCK_FILE = ".followup.lock"
_ABANDONED = 10.0
"""Seconds after which a lock file is taken for one whose process died; the work takes milliseconds."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes, and other threads, that take the same lock waiting. Raises OSError."""
    with _locked_by_system(folder) if fcntl else _locked_by_file(folder):
        yield


@contextmanager
def _locked_by_system(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # A network file system may know no locks: then the comparison alone must do.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _locked_by_file(folder: Path) -> Iterator[None]:
    lock = folder / _LOCK_FILE
    while not _taken(lock):
        time.sleep(0.005)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _taken(lock: Path) -> bool:
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        with suppress(FileNotFoundError):
            if time.time() - lock.stat().st_mtime > _ABANDONED:
                lock.unlink()
        return False
    return True
