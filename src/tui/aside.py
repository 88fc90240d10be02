"""Long work on a large register, in a process of its own: there it holds up no key, and both processors work on it.

Run as a module, it does one piece of work and writes what comes of it to standard output; how far it is stands on
standard error, a number in each line.
"""

from __future__ import annotations

import datetime as dt
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import FollowupError
from ..register.progress import Told

Work = Callable[[Path, dt.date, Told], Any]


class CouldNot(FollowupError):
    """The work ended without a result."""

    def __init__(self, what: str, said: str) -> None:
        super().__init__(f"{what} ended without a result", hint=said.strip()[-500:])


def look_through(root: Path, today: dt.date, told: Told) -> Any:
    """The saved views and how each ask stands; see ``report.views``."""
    from ..report.texts import IndexedRegister
    from ..report.views import look_through as look

    register = IndexedRegister.open(root)
    total = len(register.dossier_sizes)
    return look((part for part in _counted(register.parts(), total, told)), register.label, today)


def _counted(parts: Any, total: int, told: Told) -> Any:
    for done, part in enumerate(parts):
        told(done, total)
        yield part


def check(root: Path, today: dt.date, told: Told) -> Any:
    """All problems, each by itself; see ``validate.check_tree``."""
    from ..validate import check_tree

    return check_tree(root, today=today, as_one=False, told=told).problems


def index(root: Path, today: dt.date, told: Told) -> Any:  # noqa: ARG001 - the same on any day
    """Make the index of texts; see ``report.texts``."""
    from ..report.texts import IndexedRegister

    IndexedRegister.open(root, told).close()


WORK: dict[str, Work] = {"look_through": look_through, "check": check, "index": index}


def aside(what: str, root: Path, today: dt.date, told: Told, go_on: Callable[[], bool]) -> Any:
    """What comes of a piece of work; None where nobody waits for it any more.

    Raises:
        CouldNot: it failed.
    """
    command = [sys.executable, "-m", __name__, what, str(root), today.isoformat()]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 - as asked for
        assert process.stderr is not None  # noqa: S101
        said = b""
        for line in process.stderr:
            done, _, total = line.partition(b" ")
            if not go_on():
                process.kill()
                return None
            if done.isdigit():
                told(int(done), int(total))
            else:
                said += line
        answer = process.stdout.read()
    if process.returncode:
        raise CouldNot(what.replace("_", " "), said.decode(errors="replace"))
    return pickle.loads(answer)  # noqa: S301 - from our own process


def main(what: str, root: str, today: str) -> None:
    """Do a piece of work, and write the result out."""

    def told(done: int, total: int) -> None:
        sys.stderr.write(f"{done} {total}\n")
        sys.stderr.flush()

    result = WORK[what](Path(root), dt.date.fromisoformat(today), told)
    answer = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
    os.close(sys.stderr.fileno())  # who waits reads up to here before the answer; to close the object leaves it open
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
