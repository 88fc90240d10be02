"""Long work on a large register, in a process of its own: there it holds up no key, and both processors work on it.

Run as a module, it does one piece of work and writes what comes of it to standard output; how far it is stands on
standard error, a number in each line.
"""

from __future__ import annotations

import datetime as dt
import os
import pickle
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any, NoReturn

from ..errors import FollowupError, Place
from ..register.progress import Told

Work = Callable[[Path, dt.date, Told], Any]

COMMAND = (sys.executable, "-m", "followup.tui.aside")
PATIENCE = 0.1
"""Seconds after which it is asked again whether anybody waits."""
PATIENCE_WITH_ENDING = 2
"""Seconds that a process has to tidy up."""
EVERY = 0.5
"""Seconds after which a process looks again whether anybody waits for it."""
COULD_NOT_RUN = 2
"""The exit status of what the user can mend, as on the command line."""
_MOST_SAID = 300
_HOW_FAR = re.compile(rb"(\d+) (\d+)\n")
_NAMES = {"look_through": "Looking through the views", "check": "Checking", "index": "Making the index"}


class CouldNot(FollowupError):
    """The work ended without a result."""

    def __init__(self, what: str, said: str) -> None:
        why = said[:_MOST_SAID].rstrip(".")
        super().__init__(f"{_NAMES[what]} ended without a result", hint=f"{why}. “Read again” (F5) tries once more.")


class Refused(FollowupError):
    """The work could not be done, for a reason that the user can mend; it is told as the other process tells it."""

    def __init__(self, message: str, place: Place | None, hint: str) -> None:
        super().__init__(message, place=place, hint=hint)


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
    """What comes of a piece of work; None where nobody waits for it any more. ``told`` hears of it in a third thread.

    Raises:
        Refused: it can't be done.
        CouldNot: it failed.
    """
    command = [*COMMAND, what, str(root), today.isoformat()]
    # A session of its own, so that it ends with all that it has started, and only then.
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    heard = _Heard(process, told)
    try:
        while process.poll() is None and go_on():
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
        went_on = process.returncode is not None
    finally:
        if process.returncode != 0:
            _end(process)
        heard.close()
    if not went_on:
        return None
    if process.returncode == COULD_NOT_RUN:
        raise Refused(*pickle.loads(heard.answer))  # noqa: S301 - from our own process
    if process.returncode:
        raise CouldNot(what, heard.last_words or _how_it_ended(process.returncode))
    return pickle.loads(heard.answer)  # noqa: S301


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it has started; first it may tidy up."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_WITH_ENDING)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _how_it_ended(status: int) -> str:
    try:
        return f"It was stopped from outside ({signal.Signals(-status).name})"
    except ValueError:
        return f"It said nothing (exit status {status})"


class _Heard:
    """What a process says: its answer, how far it is, and its last words."""

    def __init__(self, process: subprocess.Popen[bytes], told: Told) -> None:
        self.answer = b""
        self.last_words = ""
        self._told = told
        self._pipes = [pipe for pipe in (process.stdout, process.stderr) if pipe]
        readers = zip((self._take, self._listen), self._pipes, strict=True)
        self._threads = [Thread(target=reader, args=(pipe,), daemon=True) for reader, pipe in readers]
        for each in self._threads:
            each.start()

    def close(self) -> None:
        """Hear the rest, after the process has ended."""
        for thread, pipe in zip(self._threads, self._pipes, strict=True):
            thread.join()
            pipe.close()

    def _take(self, pipe: IO[bytes]) -> None:
        self.answer = pipe.read()

    def _listen(self, pipe: IO[bytes]) -> None:
        for line in pipe:
            if how_far := _HOW_FAR.fullmatch(line):
                self._told(int(how_far[1]), int(how_far[2]))
            elif line.strip():
                self.last_words = line.decode(errors="replace").strip()


def main(what: str, root: str, today: str) -> int:
    """Do a piece of work, and write out the result, or why there is none; the exit status says which.

    Whoever waits for it may be gone at any time: then it ends, tidying up.
    """
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGALRM, _leave_if_alone)
    signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)

    def told(done: int, total: int) -> None:
        sys.stderr.write(f"{done} {total}\n")
        sys.stderr.flush()

    status = 0
    try:
        result = WORK[what](Path(root), dt.date.fromisoformat(today), told)
    except FollowupError as error:
        result, status = (error.message, error.place, error.hint), COULD_NOT_RUN
    sys.stdout.buffer.write(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
    sys.stdout.flush()
    return status


def _leave(*_: object) -> NoReturn:
    sys.exit(1)


def _leave_if_alone(*_: object) -> None:
    """End with all that was started where nobody is left to read the answer."""
    waiting = select.poll()
    waiting.register(1, 0)
    if waiting.poll(0):
        os.killpg(0, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
