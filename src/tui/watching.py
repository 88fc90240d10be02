"""Files changed on disk by somebody else: an editor, a git pull."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from threading import Event

from ..register import id_of
from ..register.ids import SUFFIX

PAUSE = 300
"""Milliseconds between two looks at whether to stop."""


def changed_records(records: Path, stop: Event) -> Iterator[set[str]]:
    """The ids of records whose files change, as they do, until ``stop``."""
    from watchfiles import watch

    for changes in watch(records, stop_event=stop, rust_timeout=PAUSE, yield_on_timeout=True, raise_interrupt=False):
        ids = {_id(records, path) for _, path in changes if path.endswith(SUFFIX)}
        if ids:
            yield ids


def _id(records: Path, path: str) -> str:
    return id_of(PurePosixPath(Path(path).relative_to(records).as_posix()))
