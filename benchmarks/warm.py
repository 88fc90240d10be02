"""``followup validate`` where one record has changed since the last run, against ``git status`` on the same tree."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from . import ours
from .figure import Figure, seconds, times_as_long
from .process import Command, NotRun, Taken, Work, interleaved
from .registers import Registers

BARS = {10_000: 2.5, 100_000: 1.5}
TEXTS = ("Somebody wrote to ask how far this is.\n", "An answer came, and is being read.\n")


def measure(registers: Registers, records: int, runs: int = 11) -> Iterator[Figure]:
    """The first run, which makes the index, then runs with a change before each."""
    folder = registers.fresh(records)
    what, most = f"one record changed, {records:,} records", BARS.get(records)
    if not ours.has("--no-index"):
        why = "followup validate has no --no-index, so there is no index yet"
        yield Figure(what, "git status", None, why, most=most)
        return
    try:
        validate, status = ours.validate(folder), Command(["git", "status"], folder)
        status.run()
        first = validate.run()
        validate.run()
        works = {"ours": _changing(folder, validate), "git": status.run}
        taken = interleaved(works, dict.fromkeys(works, runs))
    except NotRun as why:
        yield Figure(what, "git status", None, str(why), most=most)
        return
    finally:
        subprocess.run(["git", "checkout", "--quiet", "."], cwd=folder, check=True)
    yield times_as_long(what, taken["ours"], "git status", taken["git"], most)
    measured = f"{seconds(first.wall)}, {seconds(first.processor)} of processor time, peak {first.memory:.0f} MB"
    yield Figure(f"the first run, which makes the index, {records:,} records", "the warm one",
                 first.wall / taken["ours"].wall, measured)  # fmt: skip


def _changing(folder: Path, command: Command) -> Work:
    """The command, with the notes of one request changed before each run."""
    requests = sorted(folder.glob("records/*/*/requests/*.toml"))
    path = requests[len(requests) // 2]
    start, mark, rest = path.read_text("utf-8").partition('notes = """\n')
    texts = cycle(TEXTS)

    def work() -> Taken:
        path.write_text(f"{start}{mark}{next(texts)}{rest}", encoding="utf-8")
        return command.run()

    return work
