"""All rows of a register from its files: made in a second process, where that is safe, while this one keeps them."""

from __future__ import annotations

import itertools
import marshal
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, NoReturn

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

from ...register import natural_key
from ...register.forking import can_fork
from ...register.ids import SUFFIX
from ...register.lazy import Entry
from ...register.reading import read_entry
from ...register.units import unit_of_id
from .rows import Row, Rows

Numbered = tuple[int, str, Row]
"""A row with its number and its unit."""
Plan = list[tuple[str, list[tuple[int, str]]]]
"""Each unit with its files, each with a number."""

_WORTH_IT = 1500
_CHUNK = 64
_PIPE = 1 << 20


class Labels:
    """What records are called, as far as that is known already."""

    def __init__(self) -> None:
        self.known: dict[str, str | None] = {}
        """None for what is no record."""

    def __contains__(self, record_id: object) -> bool:
        return self.known.get(record_id) is not None  # type: ignore[call-overload]

    def label(self, record_id: str) -> str:
        """What to call a record; the id itself for one that isn't there."""
        return self.known.get(record_id) or record_id


class Making:
    """Makes rows from files: those outside of a dossier first, since so many name them."""

    def __init__(self, records: str, rows: Rows) -> None:
        self._prefix = f"{records}/"
        self._rows = rows
        self._labels = Labels()

    def rows(self, plan: Plan) -> Iterator[Numbered]:
        """All rows, though not in the order of their numbers."""
        singles = [each for each in plan if not each[0].endswith("/")]
        files = {file.removesuffix(SUFFIX) for _, files in plan for _, file in files}
        later: list[tuple[int, Entry]] = []
        group = [(n, self._entry(file)) for _, files in singles for n, file in files]
        yield from self._made(group, files, later)
        for unit, numbered in plan:
            if unit.endswith("/"):
                yield from self._made([(n, self._entry(file)) for n, file in numbered], files, later)
        yield from self._made(sorted(later, key=lambda each: each[0]), set(), [])

    def _entry(self, file: str) -> Entry:
        return read_entry(self._prefix + file, file)

    def _made(
        self, group: list[tuple[int, Entry]], files: set[str], later: list[tuple[int, Entry]]
    ) -> Iterator[Numbered]:
        """The rows of some files; what names a record in a file that wasn't read yet is put off."""
        known = self._labels.known
        for _, entry in group:
            known[entry.id] = self._rows.label(entry)
        for n, entry in group:
            links = self._rows.links(entry)
            if any(link.target not in known and link.target in files for link in links):
                later.append((n, entry))
            else:
                yield n, unit_of_id(entry.id), self._rows.row(entry, self._labels, links)


def made(making: Making, plan: Plan) -> Iterator[Numbered]:
    """All rows; where a second process dies, it is as if there had been none."""
    if sum(len(files) for _, files in plan) < _WORTH_IT or not can_fork():
        yield from making.rows(plan)
        return
    child, answer = _start(lambda: making.rows(plan))
    seen = set[int]()
    whole = False
    try:
        with os.fdopen(answer, "rb") as coming:
            for chunk in _chunks(coming.read):
                whole = not chunk
                for n, unit, row in chunk:
                    seen.add(n)
                    yield n, unit, Row(*row)
    finally:
        os.waitpid(child, 0)
    if not whole:
        yield from (each for each in making.rows(plan) if each[0] not in seen)


def _start(work: Callable[[], Iterable[Numbered]]) -> tuple[int, int]:
    reading, writing = os.pipe()
    with suppress(OSError, AttributeError):  # on Linux a pipe can hold more, so that neither waits for the other
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE)
    child = os.fork()
    if not child:
        os.close(reading)
        _answer(work, writing)
    os.close(writing)
    return child, reading


def _answer(work: Callable[[], Iterable[Numbered]], writing: int) -> NoReturn:
    """The child's whole life; it ends without the parent's clean-up. An empty chunk says that all is there."""
    status = 1
    try:
        with os.fdopen(writing, "wb") as out:
            chunk: list[tuple[int, str, tuple[Any, ...]]] = []
            for n, unit, row in work():
                chunk.append((n, unit, tuple(row)))
                if len(chunk) == _CHUNK:
                    _send(out.write, chunk)
                    chunk = []
            _send(out.write, chunk)
            if chunk:
                _send(out.write, [])
        status = 0
    finally:
        os._exit(status)


def _send(write: Callable[[bytes], object], chunk: list[tuple[int, str, tuple[Any, ...]]]) -> None:
    data = marshal.dumps(chunk)
    write(len(data).to_bytes(8, "big"))
    write(data)


def _chunks(read: Callable[[int], bytes]) -> Iterator[list[tuple[int, str, tuple[Any, ...]]]]:
    while len(head := read(8)) == 8:
        size = int.from_bytes(head, "big")
        data = read(size)
        if len(data) < size:
            return
        yield marshal.loads(data)  # noqa: S302 - from our own child


def in_order(units: Iterable[tuple[str, Iterable[str]]]) -> list[tuple[str, list[str]]]:
    """Units and their files in natural order.

    Where two units are equal in it, as 2015/9-RSP and 2015/09-RSP, their files stand between one another: then
    each file is by itself.
    """
    listed = sorted(((name, list(files)) for name, files in units), key=lambda each: natural_key(_stem(each[0])))
    keys = [natural_key(_stem(name)) for name, _ in listed]
    if any(one == other for one, other in itertools.pairwise(keys)):
        every = sorted((file for _, files in listed for file in files), key=lambda each: natural_key(_stem(each)))
        return [(unit_of_id(_stem(file)), [file]) for file in every]
    return [(name, sorted(files, key=lambda each: natural_key(_stem(each)))) for name, files in listed]


def _stem(file: str) -> str:
    return file.removesuffix(SUFFIX)
