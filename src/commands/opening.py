"""Opening the register in the terminal, or saying why that can't be."""

from __future__ import annotations

import os
import sys

import click

from .given import Settings


def open_register(settings: Settings) -> int:
    """Open the terminal UI; without a terminal, print an overview and how to open it."""
    if sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        from ..register import find_root
        from ..tui import run

        return run(find_root(settings.start), settings.day)
    from ..report.overview import overview

    click.echo(overview(settings.register(), settings.day))
    settings.tell("This is not a terminal, so the register was not opened. In a terminal: followup")
    return 0
