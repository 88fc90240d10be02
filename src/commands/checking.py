"""Commands that check: validate, explain, fmt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import completing
from .given import Settings, report
from .progress import Progress
from .settings import common, then
from .validating import PROBLEMS, Wish, reporter_for, validate

if TYPE_CHECKING:
    from ..register import Record, Register, Unreadable
    from ..report.since import Since
    from ..validate import Problem


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
@click.option(
    "--changed-since",
    "changed_since",
    metavar="REV|DATE",
    help="Show only the problems that came, and those that went, since the files left this revision or day.",
)
@click.option(
    "--only",
    default="",
    metavar="CHECKS",
    help="Make only these checks: families, codes or names, with commas between.",
)
@click.option(
    "--no-index", "use_index", flag_value=False, default=True, help="Check all anew, whatever the last run found."
)
@click.option("--watch", is_flag=True, help="Go on, and show at each change of a file which problems came and went.")
@then
@common
def validate_command(
    paths: tuple[Path, ...], changed_since: str | None, watch: bool, settings: Settings, **wished: Any
) -> int:
    """Check every record, or those at PATHS, and say what is wrong.

    Exit code 0: nothing wrong; 1: problems found; 2: could not run. With --changed-since only problems that came
    count, wherever they are: a record may suffer from a change of another.
    """
    from ..validate import FORMATS, fails

    wish = Wish(paths, **wished)
    if wish.form not in FORMATS:
        raise click.UsageError(f"There is no format “{wish.form}”. There are: {', '.join(FORMATS)}.")
    if wish.only and (changed_since or watch):
        raise click.UsageError("--only is for checking the files as they are: without --changed-since, --watch.")
    if watch:
        return _watch(wish, changed_since, settings)
    if not changed_since:
        return validate(wish, settings)
    found = _since(wish, changed_since, settings)
    return PROBLEMS if fails(found, strict=wish.strict) else 0


def _since(wish: Wish, named: str, settings: Settings) -> list[Problem]:
    """Report what came and what went; the result is what came."""
    from ..report.words import counted
    from ..validate import selected, summary

    progress = Progress(quiet=settings.quiet)
    found = _compared(wish, named, settings, progress)
    register = found.register
    wanted = selected(register.root, wish.paths) if wish.paths else None
    brought, removed = (
        [each for each in problems if wanted is None or wanted(register.root / each.path)]
        for problems in (found.brought, found.removed)
    )
    progress.clear()
    report(reporter_for(wish.form, register, settings).changes(brought, removed, register))
    older = len(found.all) - len(found.brought)
    settings.tell(
        f"{summary(brought, found.records)[:-1]} since {found.sha[:10]}; {counted(len(removed), 'problem')} gone"
        f"{f', {older:,} older' if older else ''}."
    )
    if found.missing:
        settings.tell(f"This clone lacks {counted(found.missing, 'file')} of that commit; fetch them to compare all.")
    return brought


def _compared(wish: Wish, named: str, settings: Settings, progress: Progress) -> Since:
    from ..history import Repository
    from ..register import find_root
    from ..report.since import since, since_of

    if not settings.at:
        repository = Repository.open(find_root(settings.start))
        return since(repository, named, settings.day, use_index=wish.use_index, stage=progress.stage)
    register = settings.register(told=progress.stage("Reading"))
    repository = Repository.open(register.root)
    return since_of(repository, register, settings.at, named, settings.day, stage=progress.stage)


def _watch(wish: Wish, changed_since: str | None, settings: Settings) -> int:
    from ..validate import fails
    from .watching import watch

    if wish.form != "text" or changed_since or settings.at:
        raise click.UsageError("--watch shows the files as they are, as text: without --format, --changed-since, --at.")
    return PROBLEMS if fails(watch(wish, settings), strict=wish.strict) else 0


@click.command("explain")
@click.argument("check", required=False, shell_complete=completing.checks)
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
            report(unified(entry.raw, after, name) if check_only else f"formatted {name}\n")
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

    wanted = selected(register.root, paths) if paths else None
    entries: list[Record | Unreadable] = [*register.records.values(), *register.unreadable.values()]
    for each in sorted(entries, key=lambda entry: entry.path):
        if wanted is None or wanted(each.path):
            yield each
