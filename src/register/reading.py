"""Record files: found below a folder, and read one by one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from . import files
from .ids import SUFFIX, id_of, kind_of
from .parsing import parse
from .record import Record, Unreadable


def record_files(records: Path) -> Iterator[tuple[str, str]]:
    """All record files below a folder: where each lies, and its path from ``records`` on.

    A folder that can't be listed comes as a file would: reading it then says why.
    """
    pending = [(str(records), "")] if records.is_dir() else []
    while pending:
        folder, inner = pending.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            yield folder, inner.removesuffix("/")
            continue
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if name.endswith(SUFFIX) and not entry.is_dir(follow_symlinks=False):
                yield entry.path, inner + name
            elif entry.is_dir(follow_symlinks=False):
                pending.append((entry.path, f"{inner}{name}/"))


def may_name(file: str, record_id: bytes) -> bool:
    """Whether a file may hold an id: plain, or in escapes."""
    try:
        raw = files.beginning(file)
        if len(raw) == files.BEGINNING:
            raw = files.read(file)
    except (files.FileError, OSError, ValueError):
        return False
    return record_id in raw or (b"\\" in raw and (b"\\u" in raw or b"\\U" in raw))


def read_entry(path: Path | str, inner: PurePosixPath | str) -> Record | Unreadable:
    """Read one file; ``inner`` is its path from records/ on."""
    try:
        raw = files.read(path)
    except files.FileError as error:
        return Unreadable(id_of(inner), kind_of(id_of(inner)), Path(path), None, error)
    return entry_of(path, inner, raw)


def entry_of(path: Path | str, inner: PurePosixPath | str, raw: bytes) -> Record | Unreadable:
    """A record from its bytes."""
    record_id = id_of(inner)
    try:
        return Record(record_id, kind_of(record_id), path, parse(raw), raw)
    except ValueError as error:
        return Unreadable(record_id, kind_of(record_id), Path(path), raw, error)
