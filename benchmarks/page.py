"""docs/performance.md, written from what was measured."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from . import ours, peers
from .figure import Figure, Section

PAGE = ours.ROOT / "docs" / "performance.md"

INTRODUCTION = """\
# Performance

Written by `{command}`, in one run on one machine: read the ratios, not the seconds. Each figure
is the median of interleaved runs with a warm page cache, on registers that `benchmarks/register_of.py` makes: dossiers
with their source texts, requests, replies and deadlines, valid under all checks, the median record of 1.9 KB. At
100,000 records the peers run once. Ratios are of wall time, and beside it of processor time, unless the row says
otherwise.
"""

PEERS = """\
The peers check the same schemas and nothing beyond one record; that each refuses a field too many is tried first.
All check `format: date`, none knows `format: edtf` (2015-10, ../2015-12-31), which followup checks. tombi takes a TOML
date only where `format: date` is said, so its copy of the schemas has "a text or a date" in place of `edtf`.
check-jsonschema takes one schema a run: its time is the sum of one run a kind. Each is installed from the package
index into an environment of its own (`benchmarks/peers.txt`).
"""


def machine() -> str:
    """What it was measured on."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    own = ", ".join(f"{name} {version(name)}" for name in ("toml-rs", "jsonschema-rs", "jsonschema", "textual"))
    held = ", ".join(f"{name} {number}" for name, number in peers.pinned().items())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return "\n".join(
        [
            f"- {os.cpu_count()} processors ({_processor()}), {memory:.0f} GB of memory, {platform.system()}",
            f"- Python {platform.python_version()}, git {git}, {own}",
            f"- peers: {held}",
        ]
    )


def commands() -> str:
    """What was run, word by word."""
    lines = [
        f"followup validate {' '.join(ours.SHAPE)}",
        f"followup validate {' '.join(ours.EVERYTHING)}",
        "followup validate            # after a first run, one record changed before each; against: git status",
        "taplo lint",
        "tombi lint --offline",
        "check-jsonschema --schemafile schema/KIND.schema.json FILES...   # for each kind",
    ]
    return "\n".join(["```", *lines, "```"])


def write(sections: Iterable[Section], path: Path, command: str) -> None:
    """Write the page of what a command measured."""
    parts = [INTRODUCTION.format(command=command), machine(), PEERS, commands(), *map(_section, sections)]
    path.write_text("\n\n".join(part.strip() for part in parts) + "\n", encoding="utf-8")


def _section(section: Section) -> str:
    blocks = [f"## {section.title}", section.remark]
    if section.figures:
        blocks.append(_table(section.figures))
    if section.text:
        blocks.append(f"```\n{section.text}\n```")
    return "\n\n".join(block for block in blocks if block)


def _table(figures: list[Figure]) -> str:
    """The figures, with a column for processor time where any of them has it."""
    both = any(figure.processor is not None for figure in figures)
    head = ["what", "held against", "figure", "bar", *(["processor time"] if both else []), "measured, ours to theirs"]
    rows = [head, ["---"] * len(head), *(_cells(figure, both) for figure in figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(figure: Figure, both: bool) -> list[str]:
    bar = f"{figure.bar}{'' if figure.met else ': **not met**'}"
    processor = "" if figure.processor is None else f"{figure.processor:.2f}"
    return [figure.what, figure.against, figure.shown, bar, *([processor] if both else []), figure.measured]


def _processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
