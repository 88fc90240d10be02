"""Commands that compare, merge and exchange: compare, sync, audit, setup, merge-driver."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click

from .settings import Settings, common

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
