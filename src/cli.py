"""The ``followup`` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from . import __version__
from .commands import SUMMARIES
from .commands.opening import open_register
from .commands.settings import Settings, common, nobody_listens
from .errors import FollowupError

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
            import_module(f".commands.{module}", __package__), f"{cmd_name.replace('-', '_')}_command"
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


def _prepare_streams() -> None:
    """What can't be shown is escaped; a stream that was closed takes all that is said to it."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: PTH123, SIM115 - open until the end
        elif hasattr(stream, "reconfigure") and name != "stdin":
            stream.reconfigure(errors="backslashreplace")


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line; the result is the exit code: 0 fine, 1 problems found, 2 could not run."""
    _prepare_streams()
    try:
        code = followup.main(args, prog_name="followup", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return COULD_NOT_RUN
    except FollowupError as error:
        click.echo(f"followup: {error}", err=True)
        return COULD_NOT_RUN
    except (KeyboardInterrupt, click.Abort):
        click.echo("followup: stopped; what had been written is whole", err=True)
        return COULD_NOT_RUN
    except BrokenPipeError:
        # Whoever read our output has enough; keep Python from complaining about it at exit.
        nobody_listens()
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"followup: {where}{error.strerror or error}", err=True)
        return COULD_NOT_RUN
    except Exception as error:
        if os.environ.get("FOLLOWUP_DEBUG"):
            raise
        click.echo(f"followup: a mistake of followup itself, not yours: {type(error).__name__}: {error}", err=True)
        click.echo("  Please report it, with what FOLLOWUP_DEBUG=1 shows.", err=True)
        return COULD_NOT_RUN
    return code if isinstance(code, int) else 0
