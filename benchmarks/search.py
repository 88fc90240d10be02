"""Searching and listing many records by the index: what a question takes, and what the whole command does."""

from __future__ import annotations

import shlex
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from followup.report.listing import kind_named
from followup.report.search import Search
from followup.report.selecting import select_ids
from followup.report.texts import IndexedRegister

from . import ours
from .figure import Figure, seconds
from .process import Command, NotRun, interleaved
from .registers import Registers

QUERIES = (
    "search hotlines",
    "search children enforcement",
    "search strength:urges victim",
    'search "measures to protect"',
    "search enforcment",
    "list requests --where strength=urges",
    "list requests --where topics=topics/topic-1",
)
MOST = 50
"""Milliseconds of processor time for a question, at 100,000 records."""
LIMIT = 20


def measure(registers: Registers, records: int, runs: int = 5) -> Iterator[Figure]:
    """Each question to the open index, then one whole command of each sort."""
    folder = registers.of(records)
    register = IndexedRegister.open(folder)
    for query in QUERIES:
        yield _asked(register, query, records, runs)
    register.close()
    for query in (QUERIES[0], QUERIES[-2]):
        yield _command(folder, query, records, runs)


def _asked(register: IndexedRegister, query: str, records: int, runs: int) -> Figure:
    """The question alone: looking it up, and for a search the first excerpts."""
    question = _question(register, query)
    times, found = [], 0
    for _ in range(runs):
        start = time.process_time()
        found = question()
        times.append(1000 * (time.process_time() - start))
    most = MOST if records == 100_000 else None
    return Figure(
        f"{query}, {records:,} records", "", statistics.median(times), f"{found:,} found", most=most, unit=" ms"
    )


def _question(register: IndexedRegister, query: str) -> Callable[[], int]:
    command, *words = shlex.split(query)
    if command == "list":
        kind = kind_named(register, words[0])
        return lambda: len(select_ids(register, kind, words[2:]))

    def search() -> int:
        hits: list[Any] = Search(register).find(" ".join(words), LIMIT)
        return len([hit.excerpts for hit in hits])

    return search


def _command(folder: Path, query: str, records: int, runs: int) -> Figure:
    """A whole command, with loading followup, looking at all files, and printing; against Python's own start."""
    what = f"`followup {query}`, {records:,} records, the whole command"
    try:
        run = ours.command(folder, *shlex.split(query)).run
        works = {"ours": run, "pass": Command([sys.executable, "-c", "pass"], folder).run}
        taken = interleaved(works, dict.fromkeys(works, runs))
    except NotRun as why:
        return Figure(what, "python -c pass", None, str(why), unit=" ms")
    measured = (
        f"wall {seconds(taken['ours'].wall)} to {seconds(taken['pass'].wall)}, peak {taken['ours'].memory:.0f} MB"
    )
    return Figure(what, "python -c pass", 1000 * taken["ours"].processor, measured, unit=" ms")
