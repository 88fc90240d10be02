"""How long a command takes to start, against Python itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from . import ours
from .figure import Figure, times_as_long
from .process import Command, interleaved
from .registers import Registers


def measure(registers: Registers, records: int, runs: int = 15) -> Iterator[Figure]:
    """The least that followup can do, and one record among many."""
    folder = registers.of(records)
    requests = sorted(folder.glob("records/*/*/requests/*.toml"))
    record = str(requests[len(requests) // 2].relative_to(folder / "records").with_suffix(""))
    works = {
        "pass": Command([sys.executable, "-c", "pass"], folder).run,
        "help": ours.command(folder, "--help").run,
        "show": ours.command(folder, "show", record).run,
    }
    taken = interleaved(works, dict.fromkeys(works, runs))
    yield times_as_long("`followup --help`", taken["help"], "`python -c pass`", taken["pass"], 5)
    what = f"`followup show ID`, {records:,} records"
    yield times_as_long(what, taken["show"], "`followup --help`", taken["help"], 3)
