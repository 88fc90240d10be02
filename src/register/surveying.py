"""Looking at all units of a register, begun in a second process while this one still gets ready.

Both take what is to be looked at from one queue, so that neither waits for the other, however long each takes.
"""

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

_AT_ONCE = 400
"""About how many records are looked at together."""
_MOST = 4000
"""Parts: the numbers of all fit into a pipe at once."""
_NUMBER = 2
"""Bytes in which the number of a part is said; a pipe never gives half of what was written together."""
_LENGTH = 4
"""Bytes in which the length of an answer is said."""
_AT_MOST = 1 << 16
"""Bytes that are heard at once."""

Signatures = dict[str, bytes]


class Surveying:
    """The signatures of all units below a folder, as they are found."""

    def __init__(self, records: Path) -> None:
        """Begin; who does so sees to it that it ends (``with Surveying(…)``)."""
        self._records = str(records)
        self.units = units(self._records)
        self._parts = _parts(self.units)
        self._child = 0
        if can_fork():
            self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.end()

    def _begin(self) -> None:
        self._queue, numbers = os.pipe()
        os.write(numbers, b"".join(each.to_bytes(_NUMBER, "big") for each in range(len(self._parts))))
        os.close(numbers)
        self._answer, writing = os.pipe()
        self._child = os.fork()
        if not self._child:
            self._answered(writing)
        os.close(writing)

    def signatures(self) -> Iterator[Signatures]:
        """Each unit with its signature, which is empty where a change could pass unseen; as they are found."""
        if not self._child:
            yield self._looked(self.units)
            return
        answers, rest = _Answers(self._answer), set(self.units)
        for found in self._by_both(answers):
            rest -= found.keys()
            yield found
        yield self._looked(sorted(rest))  # of a child that died: its part is done here

    def _by_both(self, answers: _Answers) -> Iterator[Signatures]:
        yield from answers.so_far()
        for part in self._taken():
            yield self._looked(part)
            yield from answers.so_far()
        yield from answers.rest()

    def _taken(self) -> Iterator[list[str]]:
        """What is next to be looked at; each is given to one process."""
        while number := os.read(self._queue, _NUMBER):
            yield self._parts[int.from_bytes(number, "big")]

    def _looked(self, names: Sequence[str]) -> Signatures:
        return {each: signature(self._records, each) for each in names}

    def _answered(self, writing: int) -> NoReturn:
        """The second process's whole life; it ends without clean-up."""
        try:
            out = os.fdopen(writing, "wb")
            for part in self._taken():
                said = marshal.dumps(self._looked(part))
                out.write(len(said).to_bytes(_LENGTH, "big") + said)
                out.flush()
        finally:
            os._exit(0)

    def end(self) -> None:
        """Stop looking; nobody needs the answer, or it is there."""
        if self._child:
            os.close(self._queue)
            os.close(self._answer)
            with suppress(OSError):
                os.kill(self._child, _KILL)
            os.waitpid(self._child, 0)
            self._child = 0


class _Answers:
    """What the second process says, each answer behind its length."""

    def __init__(self, answer: int) -> None:
        self._answer = answer
        self._said = b""

    def so_far(self) -> Iterator[Signatures]:
        """All that has been said and not been heard yet; doesn't wait."""
        os.set_blocking(self._answer, False)
        with suppress(BlockingIOError):
            while said := os.read(self._answer, _AT_MOST):
                self._said += said
        os.set_blocking(self._answer, True)
        yield from self._whole()

    def rest(self) -> Iterator[Signatures]:
        """All that is said until the end."""
        while said := os.read(self._answer, _AT_MOST):
            self._said += said
            yield from self._whole()

    def _whole(self) -> Iterator[Signatures]:
        while len(self._said) > _LENGTH:
            end = _LENGTH + int.from_bytes(self._said[:_LENGTH], "big")
            if len(self._said) < end:
                return
            found: Signatures = marshal.loads(self._said[_LENGTH:end])  # noqa: S302 - from our own child
            self._said = self._said[end:]
            yield found


_KILL = 9
"""SIGKILL; the module that says so takes long to load."""


def _parts(names: Sequence[str]) -> list[list[str]]:
    """What is looked at together, in order."""
    found, records = list[list[str]](), 0
    size = max(_AT_ONCE, about_records(names) // _MOST + 1)
    for each in names:
        if not found or records >= size:
            found.append([])
            records = 0
        found[-1].append(each)
        records += about_records([each])
    return found
