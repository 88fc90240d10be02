"""Where the processor time of a cold validate goes: a CPU profile of one run in one process, summed up by module."""

from __future__ import annotations

import pstats
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from . import ours

MOST = 16
"""So many lines are shown."""

# One process, as what a forked one does would not be seen; and an end that leaves time to write the profile.
_PROFILED = """
import cProfile, os, sys
os.cpu_count = lambda: 1
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from followup.cli import main
os._exit = sys.exit
profile, out = cProfile.Profile(), sys.argv.pop(1)
try:
    profile.runcall(main)
finally:
    profile.dump_stats(out)
"""


def summary(folder: Path) -> str:
    """The shares of the processor time, each with what took it, the largest first.

    A profile makes calls of Python functions look dearer than they are, against what compiled code takes.
    """
    words = ours.validate(folder, *ours.EVERYTHING).words[1:]
    with tempfile.TemporaryDirectory() as name:
        out = Path(name, "profile")
        command = [sys.executable, "-c", _PROFILED, str(out), *words]
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
        return "\n".join(_lines(pstats.Stats(str(out))))


def _lines(stats: pstats.Stats) -> list[str]:
    taken: dict[str, float] = defaultdict(float)
    for (file, _, function), (_, _, own, _, callers) in stats.stats.items():  # type: ignore[attr-defined]
        if file == "~" and _of_python_itself(function):
            for (caller, _, name), (_, _, part, _) in callers.items():
                taken[_place(caller, name)] += part
        else:
            taken[_place(file, function)] += own
    whole = sum(taken.values())
    largest = sorted(taken.items(), key=lambda each: -each[1])
    shown = [f"{100 * own / whole:5.1f} %  {place}" for place, own in largest[:MOST]]
    rest = sum(own for _, own in largest[MOST:])
    return [*shown, f"{100 * rest / whole:5.1f} %  everything else"]


def _of_python_itself(function: str) -> bool:
    """Whether it works on texts, lists and the like, so that it says more who called it."""
    return "builtins." in function or bool(re.search(r"' of '(str|bytes|dict|list|set|frozenset|tuple)' obj", function))


def _place(file: str, function: str) -> str:
    """A module, or what compiled code is called."""
    if file == "~":
        return function.strip("<>").removeprefix("built-in method ").replace("method ", "", 1)
    path = Path(file)
    if path.is_relative_to(ours.ROOT):
        return str(path.relative_to(ours.ROOT))
    return f"{path.parent.name}/{path.name}"
