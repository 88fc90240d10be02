"""Commands that check: validate, explain, fmt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .settings import Settings, common, then

if TYPE_CHECKING:
    from ..register import Record, Register, Unreadable

PROBLEMS = 1


@click.command("validate")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    metavar="FORMAT",
    help="text, json, github, sarif, junit or code-quality.",
)
@click.option("--strict", is_flag=True, help="Warnings make it fail, too.")
@then
@common
def validate_command(paths: tuple[Path, ...], form: str, strict: bool, settings: Settings) -> int:
    """Check every record, or those at PATHS, and say what is wrong.

    Exit code 0: nothing wrong; 1: problems found; 2: could not run.
    """
    from ..validate import FORMATS, check, fails, summary

    if form not in FORMATS:
        raise click.UsageError(f"There is no format “{form}”. There are: {', '.join(FORMATS)}.")
    register = settings.register()
    problems = check(register, today=settings.day, paths=list(paths) or None)
    click.echo(FORMATS[form](color=settings.color).report(problems, register), nl=False)
    settings.tell(summary(problems, register))
    return PROBLEMS if fails(problems, strict=strict) else 0


@click.command("explain")
@click.argument("check", required=False)
@common
def explain_command(check: str | None, settings: Settings) -> int:  # noqa: ARG001
    """Explain a check, by its code or name, with a wrong and a right example; without one, list all."""
    from ..validate import explain, overview_of_checks

    click.echo(explain(check) if check else overview_of_checks(), nl=False)
    return 0


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--check", "check_only", is_flag=True, help="Write nothing; show what would change, and exit with 1 if anything."
)
@common
def fmt_command(paths: tuple[Path, ...], check_only: bool, settings: Settings) -> int:
    """Put records, or those at PATHS, into canonical form. Comments and meaning are kept."""
    from ..errors import FollowupError
    from ..history.text import unified
    from ..register import Record, files
    from ..register.formatting import canonical

    register = settings.register()
    changed = broken = 0
    for entry in _entries(register, paths):
        name = str(entry.path.relative_to(register.root))
        try:
            if not isinstance(entry, Record):
                raise entry.error
            kind = register.kind(entry)
            after = canonical(entry.raw, *([kind.layout] if kind else []))
            if after != entry.raw and not check_only:
                files.replace(entry.path, after, expected=entry.digest, root=register.root)
        except (FollowupError, ValueError) as error:
            broken += 1
            click.echo(f"{name}: left as it is: {_why(error)}", err=True)
            continue
        if after != entry.raw:
            changed += 1
            click.echo(unified(entry.raw, after, name) if check_only else f"formatted {name}\n", nl=False)
    settings.tell(_said(changed, broken, check_only=check_only))
    return PROBLEMS if broken or (check_only and changed) else 0


def _why(error: Exception) -> str:
    from ..errors import FollowupError

    if isinstance(error, FollowupError):
        return error.message
    return "it is not valid TOML; see followup validate"


def _said(changed: int, broken: int, *, check_only: bool) -> str:
    files = f"{changed} file{'' if changed == 1 else 's'}"
    said = (
        f"{files} {'would change' if check_only else 'changed'}"
        if changed
        else "All in canonical form"
        if not broken
        else ""
    )
    left = f"{broken} could not be formatted" if broken else ""
    return "; ".join(filter(None, (said, left))) + "."


def _entries(register: Register, paths: tuple[Path, ...]) -> Iterator[Record | Unreadable]:
    """The records at the given files and folders; all where none is given."""
    from ..validate import selected

    wanted = selected(register, paths) if paths else None
    entries: list[Record | Unreadable] = [*register.records.values(), *register.unreadable.values()]
    for each in sorted(entries, key=lambda entry: entry.path):
        if wanted is None or wanted(each.path):
            yield each
