"""The commands of followup that are measured, and whether it has the options for them."""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from .process import Command, NotRun

ROOT = Path(__file__).parents[1]
FOLLOWUP = str(Path(sys.executable).parent / "followup")

SHAPE = ("--no-index", "--only", "shape,reference")
EVERYTHING = ("--no-index",)


def validate(folder: Path, *options: str) -> Command:
    """``followup validate`` with options. Raises NotRun where it hasn't got one."""
    if not has("--no-index"):  # there is no index then, and every run is a cold one
        options = tuple(each for each in options if each != "--no-index")
    missing = [each for each in options if each.startswith("--") and not has(each)]
    if missing:
        raise NotRun(f"followup validate has no option {missing[0]}")
    return Command([FOLLOWUP, "validate", *options], folder)


def command(folder: Path, *words: str) -> Command:
    """Any other command."""
    return Command([FOLLOWUP, *words], folder)


def has(option: str) -> bool:
    """Whether ``followup validate`` has an option."""
    return option in _words_of_help()


@lru_cache(maxsize=1)
def _words_of_help() -> frozenset[str]:
    said = subprocess.run([FOLLOWUP, "validate", "--help"], capture_output=True, text=True, check=True).stdout
    return frozenset(said.replace(",", " ").split())
