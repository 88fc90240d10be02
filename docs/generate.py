"""Makes the pages of this folder that are generated; `make docs` runs it, and a test holds the pages to it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from followup.commands.group import followup
from followup.register import Register
from followup.report.reports import dossier_report
from followup.tui.keys import as_markdown as keys
from followup.validate import checks_document

DOCS = Path(__file__).parent
ROOT = DOCS.parent

DOSSIER_AS_OF = dt.date(2026, 11, 22)
"""The day as of which the report on the dossier counts lateness: a report that changed by itself could not be kept."""


def cli() -> str:
    """Every command with its help, as a page."""
    return "\n".join(_cli())


def _cli() -> Iterator[str]:
    yield "# The followup command\n"
    yield "Exit codes: 0 fine, 1 problems found, 2 could not run. Made from the help texts by `make docs`.\n"
    widths = {"max_content_width": 100, "terminal_width": 100}
    context = click.Context(followup, info_name="followup", **widths, **followup.context_settings)
    yield from _command(followup, context, "followup")
    for name in followup.list_commands(context):
        command = followup.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, max_content_width=100, terminal_width=100)
        yield from _command(command, inner, f"followup {name}")


def _command(command: click.Command, context: click.Context, title: str) -> Iterator[str]:
    yield f"## {title}\n"
    yield "```text"
    yield command.get_help(context)
    yield "```\n"


def dossier() -> str:
    """The report on the dossier that the register ships with."""
    return dossier_report(Register.open(ROOT), "2015/2564-RSP", DOSSIER_AS_OF)


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli,
    "checks.md": checks_document,
    "keys.md": keys,
    "2015-2564-RSP.md": dossier,
}


def main() -> int:
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        click.echo(f"wrote docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
