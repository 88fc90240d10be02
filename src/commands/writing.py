"""Commands that write: new, edit, withdraw, rename. Nothing is written that would not validate."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from . import completing
from .given import Settings
from .settings import common

if TYPE_CHECKING:
    from ..register import Field, Kind, Register
    from ..register.plan import Plan

PROBLEMS = 1

_set = click.option(
    "--set",
    "settings_of",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Set a field. Lists and tables as in TOML: topics='[\"topics/grooming\"]'.",
)
_message = click.option("-n", "--dry-run", is_flag=True, help="Show what would change, and write nothing.")


@click.command("new")
@click.argument("kind_or_id", shell_complete=completing.kinds_and_ids)
@_set
@click.option("--dossier", metavar="DOSSIER", help="The dossier, such as 2015/2564-RSP; else the register's only one.")
@_message
@common
def new_command(
    kind_or_id: str, settings_of: tuple[str, ...], dossier: str | None, dry_run: bool, settings: Settings
) -> int:
    """Make a new record.

    KIND_OR_ID is a kind, such as requests, or the whole id. On a terminal, the required fields
    that --set leaves out are asked for.
    """
    from ..register import parse_id
    from ..register.plan import create, propose_id

    register = settings.register()
    parts = parse_id(kind_or_id)
    kind = _kind(register, parts.kind if parts else kind_or_id)
    data = _assignments(kind, settings_of)
    _ask(kind, data)
    record_id = kind_or_id if parts else propose_id(register, kind, _dossier(register, kind, dossier), data)
    return _carry_out(register, create(register, record_id, data), settings, dry_run)


@click.command("edit")
@click.argument("record_id", metavar="ID", shell_complete=completing.ids)
@_set
@click.option("--unset", multiple=True, metavar="FIELD", help="Take a field out.")
@click.option("--append", multiple=True, metavar="FIELD=VALUE", help="Add an item to a list.")
@_message
@common
def edit_command(
    record_id: str,
    settings_of: tuple[str, ...],
    unset: tuple[str, ...],
    append: tuple[str, ...],
    dry_run: bool,
    settings: Settings,
) -> int:
    """Change fields of a record, and nothing else in its file.

    FIELD may lead into tables and lists: implementation.level, answers[0].quote.
    """
    from ..register.editing import Append, Remove, Set
    from ..register.input import parse_path, parse_value
    from ..register.plan import change

    register = settings.register()
    kind = _kind(register, register.get(record_id).kind)
    changes: list[Any] = []
    for text in settings_of:
        path, field, value = _assignment(kind, text)
        changes.append(Set(path, parse_value(field, value)))
    changes += [Remove(parse_path(kind, text)[0]) for text in unset]
    for text in append:
        path, field, value = _assignment(kind, text)
        changes.append(Append(path, _item(field, value)))
    if not changes:
        raise click.UsageError("Nothing to change: give --set, --unset or --append.")
    return _carry_out(register, change(register, record_id, changes), settings, dry_run)


@click.command("withdraw")
@click.argument("record_id", metavar="ID", shell_complete=completing.ids)
@click.option("--reason", required=True, help="Why the record no longer holds, and what took its place.")
@_message
@common
def withdraw_command(record_id: str, reason: str, dry_run: bool, settings: Settings) -> int:
    """Say that a record no longer holds. Its file stays."""
    from ..register.plan import withdraw

    register = settings.register()
    return _carry_out(register, withdraw(register, record_id, reason, settings.day), settings, dry_run)


@click.command("rename")
@click.argument("record_id", metavar="ID", shell_complete=completing.ids)
@click.argument("new_id", metavar="NEW")
@_message
@common
def rename_command(record_id: str, new_id: str, dry_run: bool, settings: Settings) -> int:
    """Give a record another id; every reference to it follows."""
    from ..register.plan import rename

    register = settings.register()
    return _carry_out(register, rename(register, record_id, new_id), settings, dry_run)


def _carry_out(register: Register, plan: Plan, settings: Settings, dry_run: bool) -> int:
    from ..validate import TextReporter, fails, new_problems

    problems = new_problems(register, plan, today=settings.day)
    if problems:
        planned = register.with_changes({step.id: step.after for step in plan})
        click.echo(TextReporter(color=False).report(problems, planned), err=True, nl=False)
    if fails(problems):
        settings.tell("Nothing was written.")
        return PROBLEMS
    from ..history.text import unified

    for step in plan:
        if dry_run:
            click.echo(unified(step.before, step.after, step.id), nl=False)
    if not dry_run:
        plan.write()
        for step in plan:
            click.echo(f"{'removed' if step.after is None else 'wrote'} {step.path.relative_to(register.root)}")
    return 0


def _kind(register: Register, name: str) -> Kind:
    kind = register.schemas.get(name) or next(
        (each for each in register.schemas.values() if each.singular.lower() == name.lower()), None
    )
    if kind is None:
        raise click.UsageError(f"There is no kind “{name}”. There are: {', '.join(register.schemas)}.")
    return kind


def _dossier(register: Register, kind: Kind, named: str | None) -> str:
    if named is not None:
        return named
    if kind.places == ("register",):
        return ""
    if len(register.dossiers) == 1:
        return next(iter(register.dossiers))
    raise click.UsageError("Which dossier? Give --dossier: " + (", ".join(register.dossiers) or "2015/2564-RSP") + ".")


def _assignment(kind: Kind, text: str) -> tuple[Any, Field, str]:
    from ..register.input import parse_path

    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"“{text}” is not of the form FIELD=VALUE.")
    path, field = parse_path(kind, name)
    return path, field, value


def _assignments(kind: Kind, texts: tuple[str, ...]) -> dict[str, Any]:
    from ..register.editing import Set, apply
    from ..register.input import parse_value

    changes: list[Any] = []
    for text in texts:
        path, field, value = _assignment(kind, text)
        changes.append(Set(path, parse_value(field, value)))
    return dict(apply({}, changes))


def _item(field: Field, value: str) -> Any:
    from ..register.input import parse_value

    if field.type != "list" or field.item is None:
        raise click.UsageError(f"{field.title} is not a list; use --set.")
    return parse_value(field.item, value)


def _ask(kind: Kind, data: dict[str, Any]) -> None:
    """Ask for the required fields that are missing, where there is somebody to ask."""
    import difflib

    from ..errors import FollowupError
    from ..register.input import parse_value

    if not sys.stdin.isatty():
        return
    for field in kind.fields:
        while field.required and field.name not in data:
            click.echo(f"{field.title}: {field.description}", err=True)
            if field.values:
                click.echo("  one of: " + ", ".join(field.values), err=True)
            answer = click.prompt(field.name, err=True)
            if field.values and answer not in field.values:
                near = difflib.get_close_matches(answer, field.values, n=1)
                click.echo(f"“{answer}” is none of them.{f' Did you mean {near[0]}?' if near else ''}", err=True)
                continue
            try:
                data[field.name] = parse_value(field, answer)
            except FollowupError as error:
                click.echo(str(error), err=True)
