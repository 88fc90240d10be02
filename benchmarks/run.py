"""One run of all benchmarks: each group of figures is a section of the page."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from . import history, intake, ours, profile, search, starting, warm
from .figure import Figure, Section
from .registers import Registers
from .validate import Cold


class Run:
    """Measures groups on the same registers.

    ``folder`` is for anything else. ``large``: with 100,000 records, too; ``million``: and with 1,000,000.
    """

    def __init__(self, registers: Registers, folder: Path, *, large: bool, million: bool) -> None:
        self._registers = registers
        self._folder = folder
        self._large = large
        self._million = million

    def cold(self) -> Section:
        """``followup validate`` from a cold start."""
        remark = (
            "Against a peer: how many times as fast, so more is better; with 60 records, and for growth, in how many\n"
            "times the other's time. Peak memory is that of the largest single process; beside it that of the peers."
        )
        section, runs = Section("Checking from a cold start", remark), Cold(self._registers)
        _tell(section, runs.small())
        _tell(section, runs.at(10_000, 7, 3))
        if self._large:
            _tell(section, runs.at(100_000, 5, 1))
            _tell(section, runs.growth(10_000, 100_000))
        if self._million:
            _tell(section, runs.million(100_000, 1_000_000))
        return section

    def changed(self) -> Section:
        """``followup validate`` with its index."""
        section = Section("Checking again after a change", "All checks, with the index that the run before left.")
        for records in (10_000, 100_000) if self._large else (10_000,):
            _tell(section, warm.measure(self._registers, records))
        return section

    def profiled(self) -> Section:
        """Where the time goes."""
        text = profile.summary(self._registers.of(10_000))
        print(text, flush=True)
        remark = (
            "A CPU profile of `followup validate`, all checks, cold, 10,000 records, in one process: each module with\n"
            "Python's own functions that it calls, and other compiled code by its name. A profile makes Python look\n"
            "dearer than it is."
        )
        return Section("Where the time goes", remark, text=text)

    def started(self) -> Section:
        """Small commands."""
        section = Section("Starting", "In times the other's time.")
        _tell(section, starting.measure(self._registers, 10_000))
        return section

    def found(self) -> Section:
        """Search and lists."""
        remark = "Processor time of the whole command beyond what Python takes to start."
        section = Section("Searching and listing", remark)
        _tell(section, search.measure(self._registers, 100_000 if self._large else 10_000))
        return section

    def audited(self) -> Section:
        """git as the audit trail."""
        records, commits = 10_000, 20_000 if self._large else 2_000
        remark = f"{records:,} records, {commits:,} commits; in times git's processor time."
        section = Section("History", remark)
        _tell(section, history.measure(self._folder / "history", records, commits))
        return section

    def imported(self) -> Section:
        """The import of documents."""
        remark = (
            "The two documents of 2015/2564(RSP), imported and held against the records made by hand: the share of\n"
            "these that was found, and the share of what was found that is right. Then the speed."
        )
        section = Section("Importing documents", remark)
        folder = self._folder / "intake"
        folder.mkdir()
        _tell(section, intake.measure(folder))
        return section

    def painted(self) -> Section:
        """The terminal UI: its own program says what it measures."""
        sizes = ["0", "100000"] if self._large else ["0"]
        command = [sys.executable, "-m", "benchmarks.tui", *sizes]
        done = subprocess.run(command, cwd=ours.ROOT, capture_output=True, text=True, check=False)
        section = Section("The terminal UI", "", text=done.stdout.rstrip())
        print(section.text, flush=True)
        if done.returncode:
            measured = (done.stderr.strip().splitlines() or ["a bar is not met, see below"])[-1]
            _tell(section, [Figure("`python -m benchmarks.tui`", "", None, measured, least=1)])
        return section


GROUPS: dict[str, Callable[[Run], Section]] = {
    "cold": Run.cold,
    "warm": Run.changed,
    "profile": Run.profiled,
    "search": Run.found,
    "starting": Run.started,
    "history": Run.audited,
    "intake": Run.imported,
    "tui": Run.painted,
}
"""What can be measured, in the order of the page."""


def _tell(section: Section, figures: Iterable[Figure]) -> None:
    """Each figure, said as soon as it is there."""
    for figure in figures:
        print(figure, flush=True)
        section.figures.append(figure)
