"""What every command knows: where the register is, what day it is, how to speak. Loads nothing that parses options."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from ..register import Register
    from ..register.progress import Told


class Settings:
    """The common options, wherever on the command line they stood."""

    def __init__(self) -> None:
        self.root: Path | None = None
        self.today: dt.date | None = None
        self.quiet = False
        self.no_color = False
        self.at: str | None = None

    @property
    def start(self) -> Path:
        """Where to look for the register."""
        return self.root or Path.cwd()

    @property
    def day(self) -> dt.date:
        """Today, or the day that was given for it."""
        return self.today or dt.date.today()  # noqa: DTZ011  # the user's own day is meant

    @property
    def color(self) -> bool:
        """Whether to colour what goes to standard output."""
        return not self.no_color and not os.environ.get("NO_COLOR") and sys.stdout.isatty()

    def register(self, around: str = "", told: Told | None = None) -> Register:
        """The register around the working directory, or at ``--root``; with ``--at``, as it was then.

        ``around``: as much of it as it takes to read this one record. ``told`` hears how far it is.
        """
        from ..register import Register

        if self.at:
            return _as_it_was(self.start, self.at)
        return Register.around(self.start, around) if around else Register.open(self.start, told)

    def tell(self, text: str) -> None:
        """Say something beside the result, on standard error."""
        if not self.quiet:
            say(f"{text}\n", sys.stderr)


def _as_it_was(start: Path, at: str) -> Register:
    from ..history import Repository
    from ..history import at as state_at
    from ..register import find_root

    root = find_root(start)
    return state_at(Repository.open(root), at).register(root)


def say(text: str, stream: TextIO) -> None:
    """Write a text at once; what needs it, a stream that isn't in UTF-8 or text that steers a terminal, by click."""
    if "\x1b" in text or (stream.encoding or "").lower() != "utf-8":
        import click

        click.echo(text, nl=False, err=stream is sys.stderr)
    else:
        stream.write(text)
        stream.flush()


def report(text: str) -> None:
    """Put a result on standard output, for a command whose exit code holds however much of it is read."""
    try:
        say(text, sys.stdout)
    except BrokenPipeError:
        nobody_listens(sys.stdout)


def nobody_listens(stream: TextIO) -> None:
    """Whoever read our output has enough: what is still said goes nowhere, and Python doesn't complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
