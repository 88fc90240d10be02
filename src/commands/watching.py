"""What ``followup validate --watch`` does: check again at each change of a file, and tell what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import click

from ..errors import FollowupError
from ..register import Register, find_root, id_of
from ..register.ids import SUFFIX
from ..register.register import RECORDS, SCHEMA
from ..report.effects import new_and_gone
from ..report.words import capital, counted
from ..validate import Problem, TextReporter, check, selected
from .given import Settings

QUIET = 100
"""Milliseconds without a change after which there is none to wait for."""
GATHERED = 300
"""Milliseconds in which changes are taken for one: an editor, or git, writes several files."""


def watch(paths: tuple[Path, ...], settings: Settings) -> list[Problem]:
    """Tell all problems, then at each change of a file those that came and went, until ctrl+c; the result is the last.

    Raises: as opening and checking a register do, at the start. Later what can't be read is told and waited for.
    """
    changes = _changes(find_root(settings.start))
    # The first comes when the watch is set up: what changes from here on is seen, however long reading takes.
    next(changes)
    view = _View(settings.register(), paths, settings)
    view.begin()
    try:
        for changed in filter(None, changes):
            view.again(changed)
    except KeyboardInterrupt:
        settings.tell("")
    return view.problems


def _changes(root: Path) -> Iterator[set[Path]]:
    """What changed, again and again; nothing where nothing did for a while."""
    from watchfiles import watch as changes

    folders = [root / name for name in (RECORDS, SCHEMA) if (root / name).is_dir()]
    for found in changes(*folders, debounce=GATHERED, rust_timeout=QUIET, yield_on_timeout=True):
        yield {Path(path) for _, path in found if not Path(path).name.startswith(".")}


class _View:
    """The register and its problems as they were told last."""

    def __init__(self, register: Register, paths: tuple[Path, ...], settings: Settings) -> None:
        self.register = register
        self.problems: list[Problem] = []
        self._paths = paths
        self._settings = settings
        self._whole = True
        """Whether the register is one that could be read; else all of it is read again."""

    def begin(self) -> None:
        self.problems = self._check()
        click.echo(self._reporter.report(self.problems, self.register), nl=False)
        self._settings.tell(f"{capital(self._left())} Waiting for changes; ctrl+c ends it.")

    def again(self, changed: set[Path]) -> None:
        before = self.problems
        try:
            self.register = self._read(changed)
            self.problems = self._check()
        except FollowupError as error:
            self._whole = False
            click.echo(f"followup: {error}", err=True)
            return
        self._whole = True
        came, went = new_and_gone(before, self.problems, {})
        click.echo(self._reporter.changes(came, went, self.register), nl=False)
        now = dt.datetime.now().astimezone()
        self._settings.tell(f"{now:%H:%M:%S} {_said(self.register.root, changed)}: {self._left()}")

    @property
    def _reporter(self) -> TextReporter:
        return TextReporter(color=self._settings.color)

    def _check(self) -> list[Problem]:
        problems = check(self.register, today=self._settings.day)
        if not self._paths:
            return problems
        wanted = selected(self.register.root, [path for path in self._paths if path.exists()])
        return [each for each in problems if wanted(self.register.root / each.path)]

    def _read(self, changed: Iterable[Path]) -> Register:
        """The register with the records that changed; anything else concerns all of it."""
        records = self.register.root / RECORDS
        if not self._whole or not all(path.is_relative_to(records) and _is_record(path) for path in changed):
            return Register.open(self.register.root)
        ids = {id_of(PurePosixPath(path.relative_to(records).as_posix())): path for path in changed}
        try:
            return self.register.with_changes({each: _bytes(path) for each, path in ids.items()})
        except OSError:
            return Register.open(self.register.root)

    def _left(self) -> str:
        counts = {name: sum(each.severity == name for each in self.problems) for name in ("error", "warning", "note")}
        return f"{', '.join(counted(count, name) for name, count in counts.items() if count) or 'no problems'}."


def _is_record(path: Path) -> bool:
    """Whether that is the file of a record, there or gone; a folder that went may have held many."""
    return path.suffix == SUFFIX and not path.is_dir()


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _said(root: Path, changed: set[Path]) -> str:
    first = min(changed).relative_to(root).as_posix()
    return first if len(changed) == 1 else f"{first} and {len(changed) - 1} more"
