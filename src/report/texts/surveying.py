"""What lies in all units of a register; of many, half in a second process."""

from __future__ import annotations

import marshal
import os
import threading
from pathlib import Path
from typing import NoReturn

from ...register.units import Survey, survey, units

_WORTH_IT = 400
"""Units below which a second process costs more than it saves."""

Surveys = dict[str, Survey]


def surveyed(records: str) -> Surveys:
    """All units below a folder, in order of their names."""
    names = units(records) if Path(records).is_dir() else []
    if len(names) < _WORTH_IT or not _can_fork():
        return {name: survey(records, name) for name in names}
    middle = _middle(names)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _answer(records, names[middle:], writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        found = {name: survey(records, name) for name in names[:middle]}
        said = answer.read()
    os.waitpid(child, 0)
    rest = _received(said)
    if rest is None:  # the child died: its half is done here
        rest = {name: survey(records, name) for name in names[middle:]}
    return {**found, **rest}


def _can_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1 and (os.cpu_count() or 1) > 1


def _middle(names: list[str]) -> int:
    """Half of the dossiers, which hold nearly all files."""
    folders = [at for at, name in enumerate(names) if name.endswith("/")]
    return folders[len(folders) // 2] if folders else len(names) // 2


def _answer(records: str, names: list[str], writing: int) -> NoReturn:
    """The child's whole life; it ends without the parent's clean-up."""
    status = 1
    try:
        found = [(name, *_plain(survey(records, name))) for name in names]
        with os.fdopen(writing, "wb") as out:
            out.write(marshal.dumps(found))
        status = 0
    finally:
        os._exit(status)


def _plain(found: Survey) -> tuple[tuple[str, ...], tuple[tuple[str, bool], ...], bytes]:
    return found.files, found.others, found.signature


def _received(said: bytes) -> Surveys | None:
    try:
        return {name: Survey(files, others, signature) for name, files, others, signature in marshal.loads(said)}  # noqa: S302 - from our own child
    except (EOFError, ValueError, TypeError):
        return None
