"""Runs commands, and says what each run took: wall time, processor time, the most memory of any one process."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

# The kernel's figure for a process begins with what its parent had, so a small one starts the command. It waits
# for it, and gets the figures of it and of everything that it waited for: the sum of the times, the largest memory.
# A hundred thousand names of files are more than a process may get by default.
_SMALL = """
import json, os, resource, sys, time
with open(sys.argv[1]) as file:
    words = json.load(file)
if len(words) > 10_000:
    resource.setrlimit(resource.RLIMIT_STACK, (64 * 2**20, resource.getrlimit(resource.RLIMIT_STACK)[1]))
start = time.perf_counter()
pid = os.posix_spawnp(words[0], words, os.environ)
_, status, usage = os.wait4(pid, 0)
wall = time.perf_counter() - start
taken = [wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6, os.waitstatus_to_exitcode(status)]
with open(sys.argv[1], "w") as file:
    json.dump(taken, file)
"""


class NotRun(Exception):
    """Something can't be measured; says why."""


@dataclass(frozen=True)
class Command:
    """A command, and the folder in which it runs."""

    words: Sequence[str]
    folder: Path

    def run(self) -> Taken:
        """What one run takes. Raises NotRun where it fails."""
        with tempfile.TemporaryDirectory() as name:
            figures, said = Path(name, "figures"), Path(name, "said")
            figures.write_text(json.dumps(list(self.words)))
            with said.open("wb") as output:
                small = [sys.executable, "-I", "-S", "-c", _SMALL, str(figures)]
                out = {"stdout": output, "stderr": subprocess.STDOUT}
                subprocess.run(small, cwd=self.folder, env=_environment(), check=True, **out)
            wall, processor, memory, code = json.loads(figures.read_text())
            if code:
                raise NotRun(f"{' '.join(self.words[:6])} gave {code}: {said.read_text(errors='replace')[-1000:]}")
        return Taken(wall, processor, memory)


@dataclass(frozen=True)
class Taken:
    """Seconds of wall time, seconds of processor time, MB (of a million bytes)."""

    wall: float
    processor: float
    memory: float

    def __add__(self, other: Taken) -> Taken:
        """One run after the other."""
        return Taken(self.wall + other.wall, self.processor + other.processor, max(self.memory, other.memory))


def _environment() -> dict[str, str]:
    """Programs have their bytecode, as installed ones do, even where it may not be written."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


Work = Callable[[], Taken]


def after_another(commands: Sequence[Command]) -> Work:
    """The commands as one piece of work."""

    def work() -> Taken:
        taken = [command.run() for command in commands]
        return sum(taken[1:], start=taken[0])

    return work


def interleaved(works: dict[str, Work], runs: dict[str, int]) -> dict[str, Taken]:
    """The medians of each, run in turns, each as often as is said."""
    taken: dict[str, list[Taken]] = {name: [] for name in works}
    for turn in range(max(runs.values())):
        for name, work in works.items():
            if turn < runs[name]:
                taken[name].append(work())
    return {name: _median(all_of_it) for name, all_of_it in taken.items()}


def _median(taken: list[Taken]) -> Taken:
    return Taken(
        *(statistics.median(getattr(each, name) for each in taken) for name in ("wall", "processor", "memory"))
    )
