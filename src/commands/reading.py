"""Commands that read: show, list, search, report."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from . import completing
from .given import Settings
from .settings import F, common, then

if TYPE_CHECKING:
    from ..register import Record, Register

NOTHING_FOUND = 1
ONE_LINE = 10_000
"""Columns in which every record fits on a line, as other programs want it."""


def _format(*names: str) -> Callable[[F], F]:
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="The form of the output.",
    )


_no_index = click.option(
    "--no-index", is_flag=True, help="Read all records, and leave the index in the git directory alone."
)


@click.command("show")
@click.argument("record_id", metavar="ID", shell_complete=completing.ids)
@_format("text", "json", "toml")
@then
@common
def show_command(record_id: str, form: str, settings: Settings) -> int:
    """Show one record, with names instead of ids, and who refers to it."""
    from ..report.showing import show

    record_id = record_id.removeprefix("records/").removesuffix(".toml")
    register = settings.register(around=record_id)
    if form == "text":
        click.echo(show(register, record_id, settings.day, _columns()))
    elif form == "toml":
        click.echo(register.get(record_id).raw.decode(), nl=False)
    else:
        click.echo(_json(_object(register.get(record_id))))
    return 0


@click.command("list")
@click.argument("kind", shell_complete=completing.kinds)
@click.option(
    "--where", multiple=True, metavar="FIELD=VALUE", help="Only records whose field has this value; repeatable."
)
@click.option("--sort", metavar="FIELD", help="Order by a field; -FIELD backwards.")
@_format("table", "json", "toml", "ids")
@_no_index
@then
@common
def list_command(
    kind: str, where: tuple[str, ...], sort: str | None, form: str, no_index: bool, settings: Settings
) -> int:
    """List the records of one kind, such as requests."""
    from ..report.listing import kind_named, listing, listing_text
    from ..report.selecting import select_ids

    register = _indexed(settings, without=no_index)
    found = select_ids(register, kind_named(register, kind), where, sort)
    if form == "ids":
        click.echo("".join(f"{each}\n" for each in found), nl=False)
    elif form == "table":
        click.echo(listing_text(listing(register, kind, found), _columns(piped=ONE_LINE)))
    elif form == "toml":
        click.echo(_files(register, _records(register, found)), nl=False)
    else:
        click.echo(_json([_object(each) for each in _records(register, found)]))
    return 0


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Show at most so many records.")
@_format("text", "json", "toml", "ids")
@_no_index
@then
@common
def search_command(words: tuple[str, ...], limit: int, form: str, no_index: bool, settings: Settings) -> int:
    """Find records by words, "phrases" and field:value; exit code 1 when there are none."""
    from ..report.plain import wrapped
    from ..report.search import Search

    register = _indexed(settings, without=no_index)
    hits = Search(register).find(" ".join(words), limit)
    if form == "ids":
        click.echo("".join(f"{hit.id}\n" for hit in hits), nl=False)
    elif form == "toml":
        click.echo(_files(register, _records(register, [hit.id for hit in hits])), nl=False)
    elif form == "json":
        click.echo(
            _json(
                [
                    {
                        "id": hit.id,
                        "label": hit.label,
                        "excerpts": [{"field": each.title, "text": each.text} for each in hit.excerpts],
                    }
                    for hit in hits
                ]
            )
        )
    else:
        for hit in hits:
            click.echo("\n".join(wrapped(f"{hit.id}  {hit.label}", _columns())))
            for each in hit.excerpts[:3]:
                click.echo("\n".join(wrapped(f"{each.title}: {each.text}", _columns(), "    ", "    ")))
    if not hits:
        settings.tell("Nothing was found.")
        return NOTHING_FOUND
    return 0


@click.command("report")
@click.argument("what", type=click.Choice(["coverage", "deadlines", "dossier"]))
@click.argument("dossier", required=False, default="")
@_format("text", "markdown")
@then
@common
def report_command(what: str, dossier: str, form: str, settings: Settings) -> int:
    """Report what was answered, what is due, or everything on a DOSSIER.

    DOSSIER is a folder such as 2015/2564-RSP, or the procedure as printed: 2015/2564(RSP).
    Without it, coverage and deadlines are those of the whole register.
    """
    from ..report.reports import FORMATS, coverage_report, deadlines_report, dossier_blocks, find_dossier

    register = settings.register()
    if not dossier and what == "dossier":
        if len(register.dossiers) != 1:
            raise click.UsageError("Which dossier? Name it, as in: followup report dossier 2015/2564-RSP")
        dossier = next(iter(register.dossiers))
    named = find_dossier(register, dossier) if dossier else ""
    if what == "dossier":
        blocks = dossier_blocks(register, named, settings.day)
    else:
        blocks = (coverage_report if what == "coverage" else deadlines_report)(register, settings.day, named)
    click.echo(FORMATS[form](blocks), nl=False)
    return 0


def _indexed(settings: Settings, *, without: bool) -> Register:
    """The register by its index, where there is one to be had; with ``--at`` or ``without`` it by reading all."""
    if settings.at or without:
        return settings.register()
    from ..report.texts import IndexedRegister
    from .progress import Progress

    progress = Progress(quiet=settings.quiet)
    try:
        return IndexedRegister.or_plain(settings.start, progress.stage("Indexing"))
    finally:
        progress.clear()


def _records(register: Register, ids: Iterable[str]) -> list[Record]:
    """The records with these ids; without those that are gone since."""
    return [record for each in ids if (record := register.records.get(each))]


def _files(register: Register, records: Iterable[Record]) -> str:
    """Records as their files have them, each under its path."""
    return "\n".join(f"# {each.path.relative_to(register.root)}\n{each.raw.decode()}" for each in records)


def _columns(piped: int = 80) -> int:
    """The width to write for: the terminal's; in a pipe a fixed one, so that the text doesn't depend on who made it."""
    return max(40, shutil.get_terminal_size().columns) if sys.stdout.isatty() else piped


def _object(record: Record) -> dict[str, Any]:
    return {"id": record.id, "kind": record.kind, **record.data}


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
