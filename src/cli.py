"""The ``followup`` command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from .commands.given import nobody_listens, say
from .commands.plain import Asked, plain
from .errors import FollowupError

COULD_NOT_RUN = 2


def _prepare_streams() -> None:
    """What can't be shown is escaped; a stream that was closed takes all that is said to it."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: PTH123, SIM115 - open until the end
        elif hasattr(stream, "reconfigure") and name != "stdin":
            stream.reconfigure(errors="backslashreplace")


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line; the result is the exit code: 0 fine, 1 problems found, 2 could not run.

    Without ``args`` the process is ours: after a plain validation it ends here.
    """
    _prepare_streams()
    words = sys.argv[1:] if args is None else args
    asked = plain(words)
    if asked is None:
        return _run(lambda: _by_click(words))
    if args is None:
        gc.disable()  # it ends before there is any garbage
    code = _run(lambda: _validate(asked))
    if args is None:
        _end(code)
    return code


def _run(command: Callable[[], int]) -> int:
    try:
        code = command()
        sys.stdout.flush()
    except FollowupError as error:
        _tell(str(error))
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        _tell("stopped; what had been written is whole")
        return COULD_NOT_RUN
    except BrokenPipeError:
        # Whoever read our output has enough; keep Python from complaining about it at exit.
        nobody_listens(sys.stdout)
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _tell(f"{where}{error.strerror or error}")
        return COULD_NOT_RUN
    except Exception as error:
        if os.environ.get("FOLLOWUP_DEBUG"):
            raise
        _tell(
            f"a mistake of followup itself, not yours: {type(error).__name__}: {error}\n"
            "  Please report it, with what FOLLOWUP_DEBUG=1 shows."
        )
        return COULD_NOT_RUN
    return code


def _by_click(words: Sequence[str]) -> int:
    from .commands.group import run

    return run(words)


def _validate(asked: Asked) -> int:
    from .commands.validating import validate

    try:
        return validate(asked.wish, asked.settings)
    except BrokenPipeError:
        nobody_listens(sys.stderr)
        return 1


def _end(code: int) -> NoReturn:
    """End at once: taking every record apart first would take a tenth of the time and help nobody."""
    sys.stderr.flush()
    os._exit(code)


def _tell(what: str) -> None:
    say(f"followup: {what}\n", sys.stderr)
