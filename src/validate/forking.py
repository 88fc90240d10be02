"""Work on many records in two processes at once.

Forking shares all that was read with no copy, and what comes back is small: findings, not records. It
is safe only while no other thread holds a lock, so a program with threads works in one process.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterable
from typing import NoReturn

from ..register.progress import Told, watched
from .placing import Found

WORTH_IT = 1500
"""Below so many records a second process costs more than it saves."""

Work = Callable[[Iterable[str]], list[Found]]


def in_two(work: Work, ids: list[str], told: Told | None = None) -> list[Found]:
    """What ``work`` finds in all records; half of it in a child process, where that is safe and worth it.

    ``told`` hears of this process's half as if it were the whole: the two take about as long.
    """
    if len(ids) < WORTH_IT or not _can_fork():
        return work(watched(ids, told))
    middle = _between_folders(ids)
    gc.freeze()
    try:
        child, answer = _start(work, ids[middle:])
        try:
            own = work(watched(ids[:middle], told and (lambda done, half: told(done * len(ids) // half, len(ids)))))
            rest = _received(answer)
        finally:
            os.close(answer)
            os.waitpid(child, 0)
    finally:
        gc.unfreeze()
    # A child that died has said nothing: its half is done here.
    return own + (work(ids[middle:]) if rest is None else rest)


def _can_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1 and (os.cpu_count() or 1) > 1


def _between_folders(ids: list[str]) -> int:
    """The middle, moved on to where a dossier ends, so that a source text is folded in one process only."""
    middle = len(ids) // 2
    folder = _dossier(ids[middle])
    while middle < len(ids) - 1 and _dossier(ids[middle]) == folder:
        middle += 1
    return middle


def _dossier(record_id: str) -> str:
    return "/".join(record_id.split("/")[:2])


def _start(work: Work, ids: list[str]) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _answer(work, ids, writing)
    os.close(writing)
    return child, reading


def _answer(work: Work, ids: list[str], writing: int) -> NoReturn:
    """The child's whole life; it ends without the parent's clean-up."""
    import pickle

    status = 1
    try:
        found = [(check.code, record, finding) for check, record, finding in work(ids)]
        with os.fdopen(writing, "wb") as out:
            pickle.dump(found, out, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)


def _received(answer: int) -> list[Found] | None:
    import pickle

    from .checks import all_checks

    parts = []
    while part := os.read(answer, 1 << 20):
        parts.append(part)
    try:
        found = pickle.loads(b"".join(parts))  # noqa: S301 - from our own child
    except (EOFError, pickle.UnpicklingError):
        return None
    checks = all_checks()
    return [(checks[code], record, finding) for code, record, finding in found]
