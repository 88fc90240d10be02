"""``followup validate``, all checks, cold, against peers that check the schema only: ``python -m benchmarks.validate``.

Each figure is the median of interleaved runs: the peer's time divided by ours, so more is better. Wall
time is what people wait for; processor time says more on a machine that does other work too. Limit at
10,000 records: as fast as taplo lint.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .register_of import ROOT, write_register

RUNS = 5


@dataclass(frozen=True)
class Figure:
    """How long a peer took, how long ours did, in wall time and in processor time."""

    name: str
    records: int
    peer: tuple[float, float]
    ours: tuple[float, float]

    def __str__(self) -> str:
        wall, cpu = (peer / own for peer, own in zip(self.peer, self.ours, strict=True))
        return (
            f"{self.records:>7} records  {self.name:<18} {wall:6.2f} (processor {cpu:6.2f})"
            f"   {self.peer[0]:7.2f} s against {self.ours[0]:5.2f} s"
        )


def measure(records: int, runs: int = RUNS) -> Iterator[Figure]:
    """Write a register of so many records to a temporary folder, and measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "register"
        write_register(folder, records)
        commands = {"ours": [_tool("followup"), "--root", str(folder), "validate"], **_peers(folder)}
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(runs):
            for each, command in commands.items():
                times[each].append(_time(command, folder))
        medians = {name: _median(taken) for name, taken in times.items()}
        for each in list(commands)[1:]:
            yield Figure(each, records, medians[each], medians["ours"])


def _peers(folder: Path) -> dict[str, list[str]]:
    (folder / ".taplo.toml").write_bytes((ROOT / ".taplo.toml").read_bytes())
    requests = sorted(str(each) for each in folder.glob("records/*/*/requests/*.toml"))
    # check-jsonschema takes one schema a run, so it checks the requests alone: more than half of all records.
    schema = str(folder / "schema" / "request.schema.json")
    return {
        "taplo lint": [_tool("taplo"), "lint"],
        "check-jsonschema": [_tool("check-jsonschema"), "--schemafile", schema, "--disable-formats", "*", *requests],
    }


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _time(command: list[str], folder: Path) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(
            f"{command[0]} found problems, so it can't be measured:\n{(done.stdout + done.stderr).decode()[:2000]}"
        )
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _median(taken: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(wall for wall, _ in taken), statistics.median(cpu for _, cpu in taken)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int, nargs="*", default=[60, 10_000])
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args(arguments)
    for records in given.records:
        for figure in measure(records, given.runs):
            print(figure, flush=True)


if __name__ == "__main__":
    main()
