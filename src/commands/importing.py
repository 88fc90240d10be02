"""The command that takes in documents: import."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .given import Settings
from .settings import common

if TYPE_CHECKING:
    from ..intake import Failure, Import

PROBLEMS = 1
COULD_NOT_RUN = 2
MANY = 5
"""With more files than this, doubts are counted and not listed, unless they are asked for."""

_KINDS = {
    "documents": "document",
    "requests": "request",
    "replies": "reply",
    "deadlines": "deadline",
    "actors": "actor",
    "rules": "rule",
}


class Procedure(click.ParamType[str]):
    """A procedure number on the command line."""

    name = "procedure"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value and not re.fullmatch(r"[0-9]{4}/[0-9]{4}[A-Z]?\([A-Z]{3}\)", value):
            self.fail(f"“{value}” is no procedure number; write it as in 2015/2564(RSP)", param, ctx)
        return str(value)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("-w", "--write", is_flag=True, help="Write the draft records; without it they are only shown.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be written, file by file, and write nothing.")
@click.option(
    "--procedure",
    type=Procedure(),
    metavar="NUMBER",
    default="",
    help="The procedure of a resolution that doesn't say it, such as 2015/2564(RSP).",
)
@click.option("--doubts/--no-doubts", default=None, help="List every doubt; the default for up to five files.")
@common
def import_command(
    files: tuple[Path, ...], write: bool, dry_run: bool, procedure: str, doubts: bool | None, settings: Settings
) -> int:
    """Make draft records of official documents.

    FILE is a resolution of the European Parliament or the Commission's follow-up to one, as text, HTML,
    XML, DOCX or PDF. Resolutions and the follow-ups that answer them find each other. Nothing is written
    without --write, and what people have edited is never overwritten.
    """
    from ..intake import Intake

    intake = Intake(settings.register(), settings.day, procedure)
    shown = doubts if doubts is not None else len(files) <= MANY
    progress = _Progress(len(files), quiet=settings.quiet)
    refused = 0
    for each in intake.run(_unique(files), progress):
        progress.clear()
        _tell(each, intake.register.root, dry_run=dry_run, doubts=shown)
        if each.errors:
            refused += 1
            _tell_errors(each, settings)
        elif write and not dry_run:
            each.writing.write()
            intake.done(each)
            click.echo(f"Wrote {_files(len(each.writing.paths))} for {each.dossier}.")
            if each.doubts:
                settings.tell("To go through the doubts one by one: open it with followup, and press D.")
    progress.clear()
    for failure in intake.failures:
        _tell_failure(failure)
    if not write and not dry_run and len(intake.failures) < len(files):
        settings.tell("Nothing was written. To write these records: add --write. To see each file: --dry-run.")
    return _code(len(intake.failures) == len(files), bool(intake.failures or refused))


def _code(nothing: bool, some_failed: bool) -> int:
    return COULD_NOT_RUN if nothing else PROBLEMS if some_failed else 0


def _unique(files: tuple[Path, ...]) -> list[Path]:
    return list(dict.fromkeys(files))


def _tell(found: Import, root: Path, *, dry_run: bool, doubts: bool) -> None:
    """The preview of one dossier: what was recognised, what would be written, what is doubtful."""
    writing = found.writing
    click.echo(f"{found.dossier}")
    for document in found.documents:
        click.echo(f"  {document.path}: {_recognised(document)}")
    if found.match:
        click.echo(f"  The follow-up answers {found.match.document}: {'; '.join(found.match.reasons)}.")
    counts = Counter(each.split("/")[-2] for each in writing.new)
    said = ", ".join(_count(counts[kind], name) for kind, name in _KINDS.items() if counts[kind])
    click.echo(f"  To be added: {said or 'nothing'}.")
    if writing.kept:
        click.echo(
            f"  {_count(len(writing.kept), 'record')} in the register already; left as "
            f"{'it is' if len(writing.kept) == 1 else 'they are'}."
        )
    for difference in writing.differences:
        click.echo(f"  Differs: {difference.record}, {difference.field}")
        click.echo(f"    in the register: {_short(difference.here) or '(nothing)'}")
        click.echo(f"    in the document: {_short(difference.there)}")
    for reason in writing.refused:
        click.echo(f"  {reason}")
    _tell_doubts(found, listed=doubts)
    if dry_run:
        _tell_files(found, root)


def _recognised(document: Any) -> str:
    form = document.text.origin.form
    if document.resolution:
        resolution = document.resolution
        words = [
            f"{len(resolution.paragraphs)} paragraphs",
            f"{len(resolution.recitals)} recitals",
            f"{len(resolution.citations)} citations",
        ]
        return f"a resolution ({form}), {', '.join(words)}"
    return f"a follow-up ({form}), {_count(len(document.follow_up.sections), 'section')}"


def _tell_doubts(found: Import, *, listed: bool) -> None:
    doubts = found.doubts
    if not doubts:
        return
    click.echo(f"  {_count(len(doubts), 'doubt')}{':' if listed else '; to list them: --doubts'}")
    for drafts, doubt in doubts if listed else []:
        place = f"{drafts.dossier}/{drafts.source_name}{f':{doubt.line}' if doubt.line else ''}"
        click.echo(f"    {place}: {doubt.message}{f' ({doubt.record})' if doubt.record else ''}")
        if doubt.words:
            click.echo(f"      “{_short(doubt.words)}”")


def _tell_files(found: Import, root: Path) -> None:
    from ..history.text import unified

    for step in found.writing.sources:
        click.echo(f"would write {step.path.relative_to(root)}")
    for step in found.writing.plan:
        click.echo(unified(step.before, step.after, step.id), nl=False)


def _tell_errors(found: Import, settings: Settings) -> None:
    from ..validate import TextReporter

    click.echo(TextReporter(color=False).report(found.errors, settings.register()), err=True, nl=False)
    click.echo(f"{found.dossier}: the drafts would not validate, so nothing of it was written.", err=True)


def _tell_failure(failure: Failure) -> None:
    text = str(failure.error)
    click.echo(text if str(failure.path) in text else f"{failure.path}: {text}", err=True)


def _short(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else f"{text[:limit].rstrip()} …"


def _count(number: int, name: str) -> str:
    many = f"{name[:-1]}ies" if name.endswith("ly") else f"{name}s"
    return f"{number} {name if number == 1 else many}"


def _files(number: int) -> str:
    return _count(number, "file")


class _Progress:
    """One line on a terminal that says how far the reading is."""

    def __init__(self, files: int, *, quiet: bool) -> None:
        self._shown = files > 1 and not quiet and sys.stderr.isatty()

    def __call__(self, number: int, total: int, path: Path) -> None:
        if self._shown:
            click.echo(f"\r\x1b[K{number} of {total}: {path.name}", err=True, nl=False)

    def clear(self) -> None:
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)
