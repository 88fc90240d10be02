"""Commands that keep the history: commit, history, blame, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..history.changes import identifying
from ..history.text import visible
from ..register.ids import parse_id
from . import completing
from .given import Settings
from .settings import common

if TYPE_CHECKING:
    from ..history import Entry
    from ..history.changes import FieldChange, Identify
    from ..history.log import Signature
    from ..history.uncommitted import Uncommitted
    from ..register import Register

    Signs = dict[str, tuple[Signature, str]]

PROBLEMS = 1
LONG = 100
"""How much of a value is shown on its line."""

_form = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form of the output.",
)


@click.command("commit")
@click.argument("record_ids", metavar="[ID]...", nargs=-1, shell_complete=completing.ids)
@click.option("-m", "--message", help="The message; else one is proposed from the change.")
@click.option("-n", "--dry-run", is_flag=True, help="Show the records and the message, and commit nothing.")
@click.option("--allow-problems", is_flag=True, help="Commit although a record doesn't validate.")
@common
def commit_command(
    record_ids: tuple[str, ...], message: str | None, dry_run: bool, allow_problems: bool, settings: Settings
) -> int:
    """Commit the changed records, or those named, and nothing else.

    Whatever else is changed or staged stays as it is. Records that don't validate are refused.
    """
    from ..history import Repository, commit
    from ..history.remains import recover
    from ..history.uncommitted import proposed, uncommitted

    register = settings.register()
    repository = Repository.open(register.root)
    if recover(repository):
        settings.tell("A merge was cut short; what it had left half done is put back.")
        register = settings.register()
    identify = {name: identifying(kind) for name, kind in register.schemas.items()}
    changed = _chosen(uncommitted(repository, repository.status().files, identify), record_ids)
    if not changed:
        click.echo("There is nothing to commit: no record differs from the last commit.", err=True)
        return PROBLEMS
    if not allow_problems and _has_problems(register, changed, settings):
        return PROBLEMS
    message = message or proposed(changed)
    if dry_run:
        for each in changed:
            click.echo(f"{each.word:10} {each.id}")
        click.echo(f"\n{message}", nl=False)
        return 0
    result = commit(repository, [path for each in changed for path in each.paths], message)
    for said in filter(None, (result.output.strip(), result.note)):
        settings.tell(said)
    click.echo(f"{result.sha[:10]} {message.splitlines()[0]}")
    return 0


@click.command("history")
@click.argument("record_id", metavar="ID", shell_complete=completing.ids)
@click.option("--field", default="", metavar="FIELD", help="Only commits that touched this field, or one inside it.")
@click.option("--since", default="", metavar="DATE", help="Only commits since then.")
@click.option("--signatures", "signed", is_flag=True, help="Also say how each commit is signed: good, bad, unknown.")
@_form
@common
def history_command(record_id: str, field: str, since: str, signed: bool, form: str, settings: Settings) -> int:
    """Tell the life of a record: who changed which field from what to what, when and why."""
    from ..history import Repository, history, signatures

    register = settings.register()
    repository = Repository.open(register.root)
    entries = history(repository, record_id, since=since, field=field, identify=_identify(register, record_id))
    signs = signatures(repository, [each.commit.sha for each in entries]) if signed else {}
    if not entries and record_id not in register and record_id not in register.unreadable:
        register.get(record_id)
    if form == "json":
        click.echo(_json([_entry(each, signs) for each in entries]))
        return 0
    for each in entries:
        click.echo("\n".join(_told(each, signs)) + "\n")
    if not entries:
        settings.tell("No commit has touched it.")
    return 0


@click.command("blame")
@click.argument("record_id", metavar="ID", shell_complete=completing.ids)
@_form
@common
def blame_command(record_id: str, form: str, settings: Settings) -> int:
    """Say of each field of a record which commit gave it its value."""
    from ..history import Repository, blame
    from ..history.changes import FieldChange

    register = settings.register()
    found = blame(Repository.open(register.root), record_id, _identify(register, record_id))
    if not found:
        register.get(record_id)
        settings.tell("It was never committed.")
    if form == "json":
        click.echo(
            _json(
                [
                    {"field": FieldChange(each.path, None, None).label, "value": each.value, **each.entry.commit.told}
                    for each in found
                ]
            )
        )
        return 0
    for each in found:
        commit = each.entry.commit
        label = FieldChange(each.path, None, None).label
        click.echo(
            f"{commit.short}  {commit.date:%Y-%m-%d}  {visible(commit.author)}  {visible(label)} = {_short(each.value)}"
        )
    return 0


@click.command("undo")
@common
def undo_command(settings: Settings) -> int:
    """Take back your last commit, if nobody else has it yet, by a new commit that says so."""
    from ..history import Repository, undo
    from ..register import find_root

    result = undo(Repository.open(find_root(settings.start)))
    click.echo(f"{result.sha[:10]} takes the last commit back")
    return 0


def _chosen(changed: list[Uncommitted], record_ids: tuple[str, ...]) -> list[Uncommitted]:
    if not record_ids:
        return changed
    by_id = {each.id: each for each in changed}
    wanted = [each.removeprefix("records/").removesuffix(".toml") for each in record_ids]
    for each in wanted:
        if each not in by_id:
            raise click.UsageError(f"“{each}” doesn't differ from the last commit, or is no record.")
    return [by_id[each] for each in wanted]


def _has_problems(register: Register, changed: list[Uncommitted], settings: Settings) -> bool:
    from ..validate import FORMATS, check

    ids = {each.id for each in changed}
    found = check(register, today=settings.day)
    problems = [each for each in found if each.severity == "error" and each.record in ids]
    if problems:
        click.echo(FORMATS["text"](color=False).report(problems, register), err=True, nl=False)
        settings.tell("Nothing was committed. Mend this first, or commit all the same with --allow-problems.")
    return bool(problems)


def _identify(register: Register, record_id: str) -> Identify:
    parts = parse_id(record_id)
    kind = register.schemas.get(parts.kind) if parts else None
    return identifying(kind) if kind else {}


def _told(entry: Entry, signs: Signs) -> list[str]:
    """One commit in lines: who and when, why, how it is signed, and what changed."""
    commit = entry.commit
    lines = [f"{commit.short}  {commit.date:%Y-%m-%d %H:%M}  {visible(commit.author)}  {visible(commit.subject)}"]
    if commit.sha in signs:
        state, signer = signs[commit.sha]
        lines.append(f"    signature: {state}{f', {visible(signer)}' if signer else ''}")
    if entry.was:
        lines.append(f"    renamed from {visible(entry.was)}")
    if entry.problem:
        lines.append(f"    its fields can't be compared: {visible(entry.problem)}")
    if entry.changes and all(each.data is None and not each.problem for each in entry.before):
        return [*lines, f"    new record, {len(entry.changes)} fields"]
    return lines + [f"    {_change(each)}" for each in entry.changes]


def _change(change: FieldChange) -> str:
    label = visible(change.label)
    if change.old is None:
        return f"{label}: {_short(change.new)}"
    return f"{label}: {_short(change.old)} -> {_short(change.new)}" if change.new is not None else f"{label}: gone"


def _short(value: Any) -> str:
    text = visible(" ".join(str(value).split()))
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def _entry(entry: Entry, signs: Signs) -> dict[str, Any]:
    changes = [{"field": each.label, "old": each.old, "new": each.new} for each in entry.changes]
    state, signer = signs.get(entry.commit.sha, ("", ""))
    signature = {"signature": {"state": str(state), "signer": signer}} if state else {}
    return {**entry.commit.told, **signature, "record": entry.record, "was": entry.was, "changes": changes}


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
