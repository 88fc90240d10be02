"""What every command knows: where the register is, what day it is, how to speak."""

from __future__ import annotations

import datetime as dt
import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ..register import Register
    from ..register.progress import Told

F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class Settings:
    """The common options, wherever on the command line they stood."""

    root: Path | None = None
    today: dt.date | None = None
    quiet: bool = False
    no_color: bool = False
    at: str | None = None

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
            click.echo(text, err=True)


def _as_it_was(start: Path, at: str) -> Register:
    from ..history import Repository
    from ..history import at as state_at
    from ..register import find_root

    root = find_root(start)
    return state_at(Repository.open(root), at).register(root)


class Day(click.ParamType[dt.date]):
    """A day on the command line."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is no day; write it as year-month-day: 2015-06-03", param, ctx)


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
        if value not in (None, False):
            setattr(ctx.ensure_object(Settings), name, value)

    return callback


_OPTIONS = (
    click.option(
        "--root",
        type=click.Path(path_type=Path),
        callback=_keep("root"),
        expose_value=False,
        metavar="DIR",
        help="The register's folder; else the one around the working directory.",
    ),
    click.option(
        "--today",
        type=Day(),
        callback=_keep("today"),
        expose_value=False,
        metavar="DATE",
        help="Count lateness as of this day.",
    ),
    click.option(
        "-q", "--quiet", is_flag=True, callback=_keep("quiet"), expose_value=False, help="Say only the result."
    ),
    click.option(
        "--no-color",
        is_flag=True,
        callback=_keep("no_color"),
        expose_value=False,
        help="No colour; NO_COLOR does the same.",
    ),
)


def nobody_listens() -> None:
    """Whoever read our output has enough: what is still said goes nowhere, and Python doesn't complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def report(text: str) -> None:
    """Put a result on standard output, for a command whose exit code holds however much of it is read."""
    try:
        click.echo(text, nl=False)
    except BrokenPipeError:
        nobody_listens()


then = click.option(
    "--at",
    metavar="REV|DATE",
    callback=_keep("at"),
    expose_value=False,
    help="The register as it was in a revision, or at the end of a day.",
)
"""For commands that can read the register as it was."""


def common(command: F) -> F:
    """Give a command the common options, and their values as ``settings``."""

    @click.pass_context
    @functools.wraps(command)
    def wrapped(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        return ctx.invoke(command, *args, settings=ctx.ensure_object(Settings), **kwargs)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]
