"""Everything that is measured, in one run, and docs/performance.md of it: ``python -m benchmarks`` (``make bench``).

Exit code 1: a figure is beyond its limit. ``--quick`` takes few records and runs, and writes no page.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from . import history, starting, validate

Measured = TypeVar("Measured")

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

INTRODUCTION = """\
# Performance

Written by `make bench`, in one run on one machine: read the ratios, not the seconds. Each figure is the median of
interleaved runs with a warm page cache, on registers that `benchmarks/register_of.py` makes: dossiers with their
source texts, requests, replies and deadlines, valid under all checks.
"""


def machine() -> list[str]:
    """What it was measured on, a line each."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    tools = ", ".join(f"{name} {version(name)}" for name in ("taplo", "check-jsonschema", "gitpython"))
    return [
        f"- {os.cpu_count()} processors ({platform.machine()}), {platform.system()}",
        f"- Python {platform.python_version()}, git {git}, {tools}",
    ]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def starts(figures: list[starting.Figure]) -> list[str]:
    """How long commands take to start, as a table."""
    rows = [
        _row(f"`{each.command}`", f"`{each.peer}`", f"{each.ratio:.1f}", f"{each.limit:g}",
             f"{each.ours * 1000:.0f} ms / {each.theirs * 1000:.0f} ms")
        for each in figures
    ]  # fmt: skip
    head = [_row("command", "held against", "times", "at most", "measured"), _row(*["---"] * 5)]
    return ["## Starting", "", *head, *rows]


def checks(figures: list[validate.Figure]) -> list[str]:
    """How long validate takes, as a table."""
    rows = [
        _row(f"{each.records:,}", f"`{each.name}`", f"{each.peer[0] / each.ours[0]:.2f}",
             f"{each.peer[1] / each.ours[1]:.2f}", f"{each.peer[0]:.2f} s / {each.ours[0]:.2f} s")
        for each in figures
    ]  # fmt: skip
    head = [
        _row("records", "peer, the schema alone", "peer / ours, wall", "peer / ours, processor", "measured, wall"),
        _row(*["---"] * 5),
    ]
    return [
        "## Checking: `followup validate`, all checks, from a cold start",
        "",
        "More is better; at 10,000 records it is to be as fast as `taplo lint`, at least 1. check-jsonschema takes one",
        "schema a run, so it checks the requests alone.",
        "",
        *head,
        *rows,
    ]


def audits(figures: list[history.Figure], records: int, commits: int) -> list[str]:
    """How long git as the audit trail takes, as a table."""
    rows = [
        _row(*each.name.split(" / "), f"{each.ours / each.peer:.2f}", f"{each.limit:g}",
             f"{each.ours * 1000:.0f} ms / {each.peer * 1000:.0f} ms")
        for each in figures
    ]  # fmt: skip
    head = [_row("what", "held against", "times", "at most", "measured, processor"), _row(*["---"] * 5)]
    return [f"## History: {records:,} records, {commits:,} commits", "", *head, *rows]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    records, commits, runs = (300, 300, 3) if quick else (10_000, 20_000, 7)
    started = _told(starting.measure(records, 2 * runs + 1))
    checked = [figure for size in (120, records) for figure in _told(validate.measure(size, runs))]
    with tempfile.TemporaryDirectory() as folder:
        audited = _told(history.measure(Path(folder, "register"), records, commits))
    if not quick:
        sections = [starts(started), checks(checked), audits(audited, records, commits)]
        text = "\n\n".join("\n".join(section) for section in [[INTRODUCTION, *machine()], *sections])
        PAGE.write_text(f"{text}\n", encoding="utf-8")
        print(f"wrote {PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE}")
    slow = [each for each in started if each.ratio > each.limit]
    slow += [each for each in checked if each.records == 10_000 and each.peer[0] < each.ours[0]]
    slow += [each for each in audited if each.ours / each.peer > each.limit]
    for each in slow:
        print(f"beyond its limit: {each}", file=sys.stderr)
    return int(bool(slow) and not quick)


def _told(figures: Iterable[Measured]) -> list[Measured]:
    """The figures, each said as soon as it is there."""
    found = []
    for each in figures:
        print(each, flush=True)
        found.append(each)
    return found


if __name__ == "__main__":
    sys.exit(main())
