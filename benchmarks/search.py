"""Searching and listing many records: the processor time that a command takes beyond what Python takes to start."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from . import ours
from .figure import Figure, seconds
from .process import Command, NotRun, interleaved
from .registers import Registers

QUERIES = (
    ("search", "hotlines"),
    ("search", "children", "enforcement"),
    ("search", "strength:urges", "victim"),
    ("list", "requests", "--where", "strength=urges"),
    ("list", "requests", "--where", "topics=topics/topic-1"),
)
MOST = 50
"""Milliseconds, at 100,000 records."""


def measure(registers: Registers, records: int, runs: int = 3) -> Iterator[Figure]:
    """Each query, with the index that validate has left, if it leaves one."""
    folder = registers.of(records)
    ours.validate(folder).run()
    for words in QUERIES:
        yield command_beyond_python(folder, words, records, runs)


def command_beyond_python(folder: Path, words: tuple[str, ...], records: int, runs: int) -> Figure:
    """A whole command, from start to end, less ``python -c pass``: so with loading followup and printing."""
    what, most = f"`followup {' '.join(words)}`, {records:,} records", MOST if records == 100_000 else None
    try:
        works = {"ours": ours.command(folder, *words).run, "pass": Command([sys.executable, "-c", "pass"], folder).run}
        taken = interleaved(works, dict.fromkeys(works, runs))
    except NotRun as why:
        return Figure(what, "python -c pass", None, str(why), most=most, unit=" ms")
    beyond = 1000 * (taken["ours"].processor - taken["pass"].processor)
    measured = f"{seconds(taken['ours'].processor)} less {seconds(taken['pass'].processor)}; "
    measured += f"wall {seconds(taken['ours'].wall)}, peak {taken['ours'].memory:.0f} MB"
    return Figure(what, "python -c pass", beyond, measured, most=most, unit=" ms")
