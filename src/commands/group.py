"""All commands, each loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .. import __version__
from . import SUMMARIES
from .given import Settings
from .opening import open_register
from .settings import common

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COULD_NOT_RUN = 2

COMMANDS = {
    "validate": "checking",
    "fmt": "checking",
    "explain": "checking",
    "show": "reading",
    "list": "reading",
    "search": "reading",
    "report": "reading",
    "new": "writing",
    "edit": "writing",
    "withdraw": "writing",
    "rename": "writing",
    "import": "importing",
    "commit": "keeping",
    "history": "keeping",
    "blame": "keeping",
    "undo": "keeping",
    "compare": "exchanging",
    "sync": "exchanging",
    "audit": "exchanging",
    "setup": "exchanging",
    "merge-driver": "exchanging",
    "init": "starting",
    "completion": "starting",
    "lsp": "serving",
}
"""Each command, and the module of ``commands`` that holds it: loaded when it is needed."""


class LazyGroup(click.Group):
    """Loads a command's module only when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for what, commands in SUMMARIES.items():
            with formatter.section(what):
                formatter.write_dl(list(commands.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        said = {name: says for commands in SUMMARIES.values() for name, says in commands.items()}
        found = [CompletionItem(name, help=said[name]) for name in said if name.startswith(incomplete)]
        return found + [each for each in click.Command.shell_complete(self, ctx, incomplete) if each.value not in said]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        from importlib import import_module

        command: click.Command = getattr(
            import_module(f".{module}", __package__), f"{cmd_name.replace('-', '_')}_command"
        )
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise click.UsageError(error.format_message() + hint, ctx) from error


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="followup")
@common
@click.pass_context
def followup(ctx: click.Context, settings: Settings) -> None:
    """Keep track of what Parliament asked for and what was answered.

    Without a command, followup opens the register in the terminal.
    """
    if ctx.invoked_subcommand is None:
        ctx.exit(open_register(settings))


def run(args: Sequence[str]) -> int:
    """Run what the words of a command line say; the result is the exit code.

    Raises:
        KeyboardInterrupt: it was stopped.
    """
    try:
        code = followup.main(args, prog_name="followup", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return COULD_NOT_RUN
    except click.Abort as error:
        raise KeyboardInterrupt from error
    return code if isinstance(code, int) else 0
