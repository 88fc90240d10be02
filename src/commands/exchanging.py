"""Commands that compare, merge and exchange: compare, sync, audit, setup, merge-driver."""

from __future__ import annotations

import shlex
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from ..history.text import visible
from ..report.words import counted
from .given import Settings
from .settings import common

if TYPE_CHECKING:
    from ..history import Repository
    from ..history.exchange import SyncResult

PROBLEMS = 1


@click.command("compare")
@click.argument("range", metavar="[A..B]", default="")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "html"]),
    default="text",
    show_default=True,
    help="The form of the output; Markdown is what a pull request shows.",
)
@common
def compare_command(range: str, form: str, settings: Settings) -> int:  # noqa: A002
    """Compare two states of the register: records, fields, and what the changes come to.

    A..B names two revisions or days, and A...B compares B with where it left A, as pull requests do. A alone is
    compared with the files as they are now; without anything, the last commit is.
    """
    from ..history import Repository
    from ..register import find_root
    from ..report.comparing import FORMATS, comparison_report
    from ..report.comparison_text import to_text

    report = comparison_report(Repository.open(find_root(settings.start)), range, settings.day)
    shown = to_text(report, color=settings.color) if form == "text" else FORMATS[form](report)
    click.echo(shown, nl=False)
    return 0


@click.command("sync")
@click.option("--branch", default="", metavar="NAME", help="Put the commits on a new branch, to be reviewed.")
@common
def sync_command(branch: str, settings: Settings) -> int:
    """Exchange commits with the others: fetch, merge by field, check, push.

    Nothing is forced or put aside, and changes that are not committed stay as they are. Commits that would bring new
    errors into the register are not sent. Exit code 1: something is left to be done first; it is said what.
    """
    from functools import partial

    from ..history import Repository
    from ..history.exchange import sync
    from ..register import find_root
    from ..report.comparing import new_errors

    repository = Repository.open(find_root(settings.start))
    result = sync(repository, partial(new_errors, repository, today=settings.day), settings.tell, branch=branch)
    if result.conflicts:
        return _in_conflict(repository, result)
    if result.problems:
        return _not_sent(repository, result)
    click.echo(_exchanged(result))
    if result.page:
        click.echo(f"To have it reviewed: {visible(result.page)}")
    return 0


def _exchanged(result: SyncResult) -> str:
    parts = [
        f"took {counted(result.taken, 'commit')}" if result.taken else "",
        f"sent {counted(result.sent, 'commit')}" if result.sent else "",
    ]
    said = " and ".join(filter(None, parts))
    return (
        f"{said[:1].upper()}{said[1:]}: {visible(result.target)}." if said else f"Up to date: {visible(result.target)}."
    )


def _in_conflict(repository: Repository, result: SyncResult) -> int:
    from ..history.conflicts import fields_in_conflict

    click.echo(f"Both you and others changed the same fields; the merge of {visible(result.target)} waits:", err=True)
    for path in result.conflicts:
        labels = ", ".join(map(visible, fields_in_conflict(repository, path)))
        click.echo(f"  {visible(str(path))}{f': {labels}' if labels else ''}", err=True)
    click.echo(
        "Nothing was sent. Settle each field, in its file where all versions stand. Then:\n"
        f"  git add {' '.join(shlex.quote(str(path)) for path in result.conflicts[:5])}"
        f"{' …' if len(result.conflicts) > 5 else ''}\n"
        "  git commit --no-edit\n  followup sync\nOr give the merge up: git merge --abort",
        err=True,
    )
    return PROBLEMS


def _not_sent(repository: Repository, result: SyncResult) -> int:
    from ..history.snapshot import at
    from ..validate import TextReporter

    register = at(repository, "HEAD").register(repository.root)
    click.echo(TextReporter(color=False).report(list(result.problems), register), err=True, nl=False)
    taken = f"{counted(result.taken, 'commit')} of {visible(result.target)} merged here; " if result.taken else ""
    click.echo(
        f"{taken}nothing was sent: your commits would bring {counted(len(result.problems), 'new error')}"
        f" into {visible(result.target)}.\nMend this, commit it, and then: followup sync",
        err=True,
    )
    return PROBLEMS


@click.command("audit")
@click.option("--since", default="", metavar="REV|DATE", help="Only the commits after this one, or this day.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form of the output.",
)
@common
def audit_command(since: str, form: str, settings: Settings) -> int:
    """See whether the history can be trusted, and who wrote what.

    Was it ever rewritten at the remote, did commits bring errors past validation (quotations that are not in their
    source above all), are signatures bad? Exit code 1: there is something to look into.
    """
    from ..history import Repository
    from ..register import find_root
    from ..report.audit import audit
    from ..report.audit_report import to_json, to_text

    found = audit(Repository.open(find_root(settings.start)), since, settings.tell)
    click.echo(to_json(found) if form == "json" else to_text(found), nl=False)
    return 0 if found.clean else PROBLEMS


@click.command("setup")
@click.option("--hooks", is_flag=True, help="Also check the register before each commit, where there is no hook yet.")
@common
def setup_command(hooks: bool, settings: Settings) -> int:
    """Tell git, in this clone, how to merge and compare records by field, and to keep history quick.

    Once in each clone: git takes no settings from a repository. Doing it again changes nothing.
    """
    from ..history import Repository
    from ..history.equipping import equip
    from ..register import find_root

    steps = list(equip(Repository.open(find_root(settings.start)), hooks=hooks))
    for each in steps:
        click.echo(f"{'to do' if each.missing else 'done' if each.done else 'is so':6} {each.said}")
    return PROBLEMS if any(each.missing for each in steps) else 0


@click.command("merge-driver")
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.argument("size", type=click.IntRange(min=1), default=7)
@click.argument("path", type=click.Path(path_type=PurePosixPath), default="")
@common
def merge_driver_command(
    base: Path,
    ours: Path,
    theirs: Path,
    size: int,
    path: PurePosixPath,
    settings: Settings,  # noqa: ARG001
) -> int:
    """Merge a record by field, for git: the result goes into OURS. “followup setup” tells git to call this.

    The arguments are git's %O %A %B %L %P. Exit code 0: merged; 1: fields in conflict, which the file shows.
    """
    from ..history.driver import merge_files

    return 0 if merge_files(base, ours, theirs, path, size) else PROBLEMS
