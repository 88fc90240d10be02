"""How far a long run is, on standard error: a bar on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..register.progress import Told

PATIENCE = 2.0
"""Seconds before anything is said."""

_BAR = 24
_ON_TERMINAL, _ELSEWHERE = 0.1, 5.0
"""Seconds between two signs of life."""


class Progress:
    """Says how far each stage of a run is, once it takes long."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + PATIENCE
        self._shown = False

    def stage(self, what: str, units: str = "records") -> Told | None:
        """Begin something; what comes back is told how far it is, in these units."""
        if self._quiet:
            return None
        return lambda done, total: self._tell(what, done, total, units)

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown and self._terminal:
            import click

            click.echo("\r\x1b[K", err=True, nl=False)

    def _tell(self, what: str, done: int, total: int, units: str) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        import click

        self._shown = True
        self._next = now + (_ON_TERMINAL if self._terminal else _ELSEWHERE)
        counted = f"{done:,} of {total:,} {units}"
        if self._terminal:
            filled = _BAR * done // max(total, 1)
            click.echo(f"\r\x1b[K{what} {'█' * filled}{'░' * (_BAR - filled)} {counted}", err=True, nl=False)
        else:
            click.echo(f"{what}: {counted}", err=True)
