"""The registers of one run: each size is made once, as a git repository with one commit."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from .register_of import write_committed


class Registers:
    """Registers by size, in a folder that is gone afterwards."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="followup-bench-", ignore_cleanup_errors=True)
        self._made: dict[int, Path] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    @property
    def folder(self) -> Path:
        """Where something else can be put meanwhile."""
        return Path(self._folder.name)

    def of(self, records: int) -> Path:
        """A register of so many records."""
        if records not in self._made:
            print(f"making a register of {records:,} records", file=sys.stderr, flush=True)
            path = self.folder / str(records)
            path.mkdir()
            write_committed(path, records)
            self._made[records] = path
        return self._made[records]
