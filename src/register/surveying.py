"""Looking at all units of a register, begun in a second process while this one still gets ready."""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from .forking import can_fork
from .units import about_records, signature, units

_HEAD_START = 12_000
"""Half the files that a second process looks at in the time which this one takes to load what it needs."""


_AT_ONCE = 24
"""Units of which the second process tells together."""

Signatures = dict[str, bytes]


class Surveying:
    """The signatures of all units below a folder, as they are found."""

    def __init__(self, records: Path) -> None:
        """Begin; who does so sees to it that it ends (``with Surveying(…)``)."""
        self._records = str(records)
        self.units = units(self._records)
        self._child = 0
        mine = len(self.units)
        if can_fork():
            mine = _part(self.units)
            self._begin(self.units[mine:])
        self._own = self.units[:mine]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.end()

    def _begin(self, names: list[str]) -> None:
        self._answer, writing = os.pipe()
        self._child = os.fork()
        if not self._child:
            _answered(self._records, names, writing)
        os.close(writing)

    def signatures(self) -> Iterator[Signatures]:
        """Each unit with its signature, which is empty where a change could pass unseen; as they are found."""
        yield _signatures(self._records, self._own)
        if self._child:
            rest = set(self.units[len(self._own) :])
            for found in _received(self._answer):
                rest -= found.keys()
                yield found
            yield _signatures(self._records, sorted(rest))  # of a child that died: its part is done here

    def end(self) -> None:
        """Stop looking; nobody needs the answer, or it is there."""
        if self._child:
            os.close(self._answer)
            with suppress(OSError):
                os.kill(self._child, _KILL)
            os.waitpid(self._child, 0)
            self._child = 0


_KILL = 9
"""SIGKILL; the module that says so takes long to load."""


def _part(names: list[str]) -> int:
    """How many of the units this process should look at itself."""
    weights = [about_records([each]) for each in names]
    rest = sum(weights) / 2 - _HEAD_START
    at = 0
    while at < len(names) and rest >= weights[at]:
        rest -= weights[at]
        at += 1
    return at


def _signatures(records: str, names: Sequence[str]) -> Signatures:
    return {each: signature(records, each) for each in names}


def _answered(records: str, names: list[str], writing: int) -> NoReturn:
    """The second process's whole life; it ends without clean-up."""
    try:
        with os.fdopen(writing, "wb") as out:
            for start in range(0, len(names), _AT_ONCE):
                marshal.dump(_signatures(records, names[start : start + _AT_ONCE]), out)
                out.flush()
    finally:
        os._exit(0)


def _received(answer: int) -> Iterator[Signatures]:
    with os.fdopen(answer, "rb", closefd=False) as said:
        while True:
            try:
                found: Signatures = marshal.load(said)  # noqa: S302 - from our own child
            except (EOFError, ValueError, TypeError):
                return
            yield found
