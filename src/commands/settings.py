"""The options that every command has."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from .given import Settings

F = TypeVar("F", bound=Callable[..., Any])


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
