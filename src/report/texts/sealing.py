"""The file in which an index lies, and when to believe it.

SQLite notices only some damage. So whoever wrote the file leaves a seal beside it: what the system then said of
the file (size, times, number). Whatever else writes to it, or puts another in its place, changes that, and what
has no fitting seal is made anew. Only bytes that change on the disk by themselves go unseen.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_TICK = 0.05
"""Seconds within which two writes can have one time."""
_PATIENCE = 0.2
"""Seconds to wait for whoever writes; a small change takes less."""


class Busy(Exception):
    """Somebody else writes the index."""


class IndexFile:
    """Where the index of a register lies, in a folder of its own."""

    def __init__(self, folder: Path, root: Path) -> None:
        import hashlib

        name = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
        self.folder = folder
        self.path = folder / f"texts-{name}.sqlite"
        self._seal = folder / f"texts-{name}.seal"
        self._lock = folder / f"texts-{name}.lock"

    def is_sealed(self) -> bool:
        """Whether the file is as it was left."""
        try:
            return bool(self._seal.read_text() == self._state())
        except (OSError, ValueError):
            return False

    def _state(self) -> str:
        status = self.path.stat()
        owned = not hasattr(os, "geteuid") or status.st_uid in {os.geteuid(), 0}
        return json.dumps([status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev, owned])

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Nobody else writes meanwhile, and nobody believes the file until it is sealed again.

        Raises:
            Busy: somebody else is at it.
            OSError: the folder can't be written.
        """
        self.folder.mkdir(exist_ok=True)
        with self._locked():
            yield

    def unseal(self) -> None:
        """Say that the file is being changed. Raises OSError."""
        self._seal.unlink(missing_ok=True)

    def seal(self) -> None:
        """Say that the file is whole. Raises OSError."""
        time.sleep(_TICK)  # so that whatever is written from now on has another time
        state = self._state()
        fresh = self._seal.with_suffix(f".{os.getpid()}.new")
        fresh.write_text(state)
        fresh.replace(self._seal)

    def place(self, new: Path) -> None:
        """Put a new file in the place of the old. Raises OSError."""
        self.unseal()
        _written_out(new)
        with suppress(FileNotFoundError):
            self.path.with_name(self.path.name + "-journal").unlink()
        new.replace(self.path)
        self.seal()

    def fresh(self) -> Path:
        """The name for a new file; whatever was left there is removed. Raises OSError."""
        new = self.path.with_suffix(".new")
        for each in (new, new.with_name(new.name + "-journal")):
            each.unlink(missing_ok=True)
        return new

    @contextmanager
    def _locked(self) -> Iterator[None]:
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _take(descriptor)
            yield
        finally:
            os.close(descriptor)


def _written_out(file: Path) -> None:
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> None:
    if fcntl is None:
        raise Busy  # without a lock that ends with its process, nobody writes
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise Busy from error
            time.sleep(0.01)
        else:
            return
