"""The terminal UI against a trivial Textual application, in a pseudo-terminal: ``python -m benchmarks.tui``.

Figures are ratios of processor time, ours divided by the trivial application's, so less is better; medians of
interleaved runs. Both have their bytecode, as installed programs do, even where the environment forbids to write it.
Limits: first useful frame 1.5 on the shipped register and 3 at 100,000 records, a key press 2, filtering 100,000 rows
100 ms, memory 300 MiB.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from .register_of import ROOT
from .registers import Registers

RUNS = 5
PRESSES = 40
DOWN = b"\x1b[B"

TRIVIAL = """
from textual.app import App
from textual.widgets import OptionList

class Trivial(App):
    def compose(self):
        yield OptionList(*(f"READY {n} a title such as a record has" for n in range(40)))

Trivial().run()
"""
OURS = """
import datetime, sys
from pathlib import Path
from followup.tui import run
sys.exit(run(Path(sys.argv[1]), datetime.date(2026, 11, 22)))
"""
FIRST = b"2 Requests"
"""The title that the list has as soon as the requests are in it."""
DONE = b"to commit"
"""What is there when git was asked too."""


class Run:
    """A program in a pseudo-terminal of 120 by 40."""

    def __init__(self, code: str, *args: str) -> None:
        self._seen = b""
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.start = time.monotonic()
        self.pid, self.fd = pty.fork()
        if not self.pid:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            os.execve(sys.executable, [sys.executable, "-c", code, *args], environment)  # noqa: S606

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.killpg(self.pid, signal.SIGKILL)  # with what it started
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def until(self, text: bytes, seconds: float = 120) -> None:
        """Wait until the program has written a text."""
        end = time.monotonic() + seconds
        while text not in self._seen:
            if time.monotonic() > end:
                raise TimeoutError(text)
            self.read(0.05)

    def read(self, seconds: float) -> int:
        """Take what the program writes within a time."""
        ready = select.select([self.fd], [], [], seconds)[0]
        try:
            data = os.read(self.fd, 65536) if ready else b""
        except OSError as error:
            raise RuntimeError(f"it ended: {self._seen[-2000:].decode(errors='replace')}") from error
        self._seen += data
        return len(data)

    def settle(self, quiet: float = 1.0) -> None:
        """Wait until the program has used no processor time for a while."""
        before = -1.0
        while self.cpu - before > 0.02:
            before = self.cpu
            end = time.monotonic() + quiet
            while time.monotonic() < end:
                self.read(0.1)

    def press(self, key: bytes, times: int) -> float:
        """Press a key some times; gives the processor time that each took."""
        before = self.cpu
        for _ in range(times):
            os.write(self.fd, key)
            self.read(0.2)
            while self.read(0.02):
                pass
        return (self.cpu - before) / times

    @property
    def cpu(self) -> float:
        """Seconds of processor time, of all threads."""
        return time.clock_gettime((~self.pid << 3) | 2)  # Linux's clock of another process

    def memory(self, name: str = "VmRSS") -> float:
        """MiB in use, or at the most ever with ``VmHWM``."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


@dataclass(frozen=True)
class Taken:
    """What one run took: first frame (processor and wall time), a key press, memory."""

    frame: float
    wall: float
    press: float
    memory: float


def trivial() -> Taken:
    """The trivial application."""
    with Run(TRIVIAL) as run:
        return _taken(run, b"READY", b"READY")


def ours(folder: Path) -> Taken:
    """The register."""
    with Run(OURS, str(folder)) as run:
        return _taken(run, FIRST, DONE)


def _taken(run: Run, first: bytes, done: bytes) -> Taken:
    run.until(first)
    frame, wall = run.cpu, time.monotonic() - run.start
    run.until(done)
    run.settle()
    return Taken(frame, wall, run.press(DOWN, PRESSES), run.memory())


def measure(folder: Path, runs: int) -> Iterator[str]:
    """The figures of one register."""
    pairs = [(trivial(), ours(folder)) for _ in range(runs)]
    for title, name in (("first frame", "frame"), ("the same, wall", "wall"), ("key press", "press")):
        base, own = (statistics.median(getattr(pair[side], name) for pair in pairs) for side in (0, 1))
        yield f"{title:<16}{own / base:6.2f}   {1000 * own:8.1f} ms against {1000 * base:.1f} ms"
    memory = statistics.median(own.memory for _, own in pairs)
    yield f"{'memory':<16}{memory:6.0f} MiB against {statistics.median(base.memory for base, _ in pairs):.0f} MiB"


def filtering(folder: Path) -> str:
    """Filtering all records of a register, as each key in the filter does."""
    from followup.report.texts import IndexedRegister
    from followup.tui.listing import Listing

    register = IndexedRegister.open(folder)
    listing = Listing(register, [row for kind in register.schemas for row in register.rows(kind)], None)
    start = time.process_time()
    listing.filter("alliance 777")
    return f"{'filtering':<16}{1000 * (time.process_time() - start):6.1f} ms of {len(listing.rows):,} rows"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", nargs="*", type=int, default=[0, 100_000], help="sizes; 0 is the shipped register")
    parser.add_argument("--runs", type=int, default=RUNS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"XDG_STATE_HOME": name, "PYTHONPYCACHEPREFIX": str(Path(name) / "bytecode")}
        trivial(), ours(ROOT)  # writes the bytecode
        for records in args.records:
            folder = ROOT if not records else Registers().fresh(records)
            print(f"{records or 'shipped'} records", flush=True)
            for line in measure(folder, args.runs):
                print(f"  {line}", flush=True)
            if records:
                print(f"  {filtering(folder)}", flush=True)


if __name__ == "__main__":
    main()
