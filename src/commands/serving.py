"""The command that serves editors: lsp."""

from __future__ import annotations

import os

import click

from ..errors import FollowupError
from .given import Settings
from .settings import common


class NoLanguageServer(FollowupError):
    """What the language server is made with is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "the language server needs pygls, which is not installed", hint="Install it: pip install 'followup[lsp]'"
        )


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="Speak on standard input and output, as it does anyway; editors add this.")
@common
def lsp_command(stdio: bool, settings: Settings) -> int:  # noqa: ARG001
    """Help an editor with records: problems while typing, ids by name, what a field means, renaming.

    The editor starts it, and speaks the Language Server Protocol with it on standard input and output;
    docs/editors.md says how to set one up. It needs: pip install 'followup[lsp]'
    """
    try:
        from ..lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise NoLanguageServer from error
    # The streams are closed at the end: those of Python's own are not for that.
    serve(lambda: settings.day, os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    return 0
