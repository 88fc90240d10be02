"""Work on many things in several processes at once.

Forking shares all that was read with no copy, and what comes back is small: findings, not records. It
is safe only while no other thread holds a lock, so a program with threads works in one process.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

from .progress import Told

MOST = 4
"""Processes; more are seldom to be had, and each costs its start."""

T = TypeVar("T")
Work = Callable[[Sequence[str], Told | None], list[T]]
"""Does something with some names, and tells how far it is."""


def divided(work: Work[T], names: Sequence[str], *, is_much: bool, told: Told | None = None) -> list[T]:
    """What ``work`` gives for all names, in any order; some of it from child processes, where that is safe.

    ``told`` hears of this process's part as if it were the whole: all take about as long.
    """
    processes = min(MOST, _processors(), len(names)) if is_much and can_fork() else 1
    if processes < 2:
        return work(names, told)
    parts = [names[start::processes] for start in range(processes)]
    children = []
    gc.freeze()
    try:
        children = [_start(work, part) for part in parts[1:]]
        own = work(parts[0], told and _as_whole(told, len(names)))
        for (_, answer), part in zip(children, parts[1:], strict=True):
            # A child that died has said nothing: its part is done here.
            rest: list[T] | None = _received(answer)
            own += work(part, None) if rest is None else rest
    finally:
        for child, answer in children:
            os.close(answer)
            os.waitpid(child, 0)
        gc.unfreeze()
    return own


def _as_whole(told: Told, total: int) -> Told:
    return lambda done, part: told(done * total // max(part, 1), total)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether this process may be doubled: of one in which nobody has loaded their module, there are no threads."""
    threading = sys.modules.get("threading")
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


def _start(work: Work[T], names: Sequence[str]) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _answer(work, names, writing)
    os.close(writing)
    return child, reading


def _answer(work: Work[T], names: Sequence[str], writing: int) -> NoReturn:
    """The child's whole life; it ends without the parent's clean-up."""
    status = 1
    try:
        import pickle

        with os.fdopen(writing, "wb") as out:
            pickle.dump(work(names, None), out, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)


def _received(answer: int) -> list[T] | None:
    import pickle

    parts = []
    while part := os.read(answer, 1 << 20):
        parts.append(part)
    try:
        found: list[T] = pickle.loads(b"".join(parts))  # noqa: S301 - from our own child
    except (EOFError, pickle.UnpicklingError):
        return None
    return found
