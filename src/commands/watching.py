"""What ``followup validate --watch`` does: check again at each change of a file, and tell what changed."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator
from pathlib import Path

import click

from ..errors import FollowupError
from ..register import Register, find_root
from ..register.register import RECORDS, SCHEMA
from ..report.effects import new_and_gone
from ..report.words import capital, counted
from ..validate import Problem, TextReporter, check_tree, selected
from .given import Settings
from .validating import Wish

QUIET = 100
"""Milliseconds without a change after which there is none to wait for."""
GATHERED = 300
"""Milliseconds in which changes are taken for one: an editor, or git, writes several files."""


def watch(wish: Wish, settings: Settings) -> list[Problem]:
    """Tell all problems, then at each change of a file those that came and went, until ctrl+c; the result is the last.

    Raises: as checking a register does, at the start. Later what can't be read is told and waited for.
    """
    changes = _changes(find_root(settings.start))
    # The first comes when the watch is set up: what changes from here on is seen, however long checking takes.
    next(changes)
    view = View(wish, settings)
    view.begin()
    try:
        gc.collect()
        for changed in filter(None, changes):
            view.again(changed)
            # What a check leaves goes at once: while nothing happens, Python has no reason to look for it.
            gc.collect()
    except KeyboardInterrupt:
        settings.tell("")
    return view.problems


def _changes(root: Path) -> Iterator[set[Path]]:
    """What changed, again and again; nothing where nothing did for a while."""
    from watchfiles import watch as changes

    folders = [root / name for name in (RECORDS, SCHEMA) if (root / name).is_dir()]
    for found in changes(*folders, debounce=GATHERED, rust_timeout=QUIET, yield_on_timeout=True):
        yield {Path(path) for _, path in found if not Path(path).name.startswith(".")}


class View:
    """The problems as they were told last."""

    def __init__(self, wish: Wish, settings: Settings) -> None:
        self.problems: list[Problem] = []
        self._wish = wish
        self._settings = settings
        self._root = find_root(settings.start)
        self._reporter = TextReporter(color=settings.color)

    def begin(self) -> None:
        register = self._check()
        click.echo(self._reporter.report(self.problems, register), nl=False)
        self._settings.tell(f"{capital(self._left())} Waiting for changes; ctrl+c ends it.")

    def again(self, changed: set[Path]) -> None:
        before = self.problems
        try:
            register = self._check()
        except FollowupError as error:
            click.echo(f"followup: {error}", err=True)
            return
        came, went = new_and_gone(before, self.problems, {})
        click.echo(self._reporter.changes(came, went, register), nl=False)
        now = dt.datetime.now().astimezone()
        self._settings.tell(f"{now:%H:%M:%S} {_said(self._root, changed)}: {self._left()}")

    def _check(self) -> Register:
        """Find the problems of the files as they are; the result is the register that has them."""
        wish, root = self._wish, self._root
        wanted = selected(root, [path for path in wish.paths if path.exists()]) if wish.paths else None
        found = check_tree(root, today=self._settings.day, wanted=wanted, use_index=wish.use_index, as_one=False)
        self.problems = found.problems
        return found.register

    def _left(self) -> str:
        counts = {name: sum(each.severity == name for each in self.problems) for name in ("error", "warning", "note")}
        return f"{', '.join(counted(count, name) for name, count in counts.items() if count) or 'no problems'}."


def _said(root: Path, changed: set[Path]) -> str:
    first = min(changed).relative_to(root).as_posix()
    return first if len(changed) == 1 else f"{first} and {len(changed) - 1} more"
