"""How long a command takes to start, against Python itself: ``python -m benchmarks.starting [RECORDS]``.

Each figure is the median of interleaved runs, in wall time. Limits: ``followup --help`` 5 times
``python -c pass``, ``followup show ID`` among 10,000 records 3 times ``followup --help``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .register_of import write_register

RUNS = 15


@dataclass(frozen=True)
class Figure:
    """How many seconds a command took, and how many what it is held against."""

    command: str
    peer: str
    ours: float
    theirs: float
    limit: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    def __str__(self) -> str:
        return (
            f"{self.command:<40} {self.ratio:5.2f} times {self.peer} (at most {self.limit:g})"
            f"   {self.ours * 1000:6.0f} ms against {self.theirs * 1000:6.0f} ms"
        )


def measure(records: int, runs: int = RUNS) -> Iterator[Figure]:
    """Write a register of so many records to a temporary folder, and measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "register"
        write_register(folder, records)
        requests = sorted(folder.glob("records/*/*/requests/*.toml"))
        record = str(requests[len(requests) // 2].relative_to(folder / "records").with_suffix(""))
        followup = str(Path(sys.executable).parent / "followup")
        commands = {
            "pass": [sys.executable, "-c", "pass"],
            "help": [followup, "--help"],
            "show": [followup, "--root", str(folder), "show", record],
        }
        times: dict[str, list[float]] = {each: [] for each in commands}
        for _ in range(runs):
            for each, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, capture_output=True, check=True)
                times[each].append(time.perf_counter() - start)
        taken = {each: statistics.median(all_of_it) for each, all_of_it in times.items()}
        yield Figure("followup --help", "python -c pass", taken["help"], taken["pass"], 5)
        yield Figure(f"followup show ID, {records:,} records", "followup --help", taken["show"], taken["help"], 3)


def main() -> int:
    figures = list(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
    print(*figures, sep="\n")
    return int(any(figure.ratio > figure.limit for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
