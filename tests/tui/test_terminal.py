"""The real thing in a real terminal: a pseudo-terminal, the command, and keys as a person presses them."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import pyte
import pytest

from .test_aside import SLOW, gone, pids

ROOT = Path(__file__).parents[2]
REQUEST = "2015/2564-RSP/requests/09b"
KEYS = {"enter": "\r", "ctrl+c": "\x03", "esc": "\x1b", "down": "\x1b[B", "ctrl+s": "\x13", "ctrl+q": "\x11"}


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, command, size=(100, 30), **environment):
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.pid, self.fd = pty.fork()
        if not self.pid:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            kept = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
            os.execve(command[0], command, {**kept, **environment, "TERM": "xterm-256color"})  # noqa: S606

    def resize(self, columns, rows):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)
        os.kill(self.pid, signal.SIGWINCH)

    @property
    def text(self):
        return "\n".join(self.screen.display)

    def read(self, seconds=0.05):
        while select.select([self.fd], [], [], seconds)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return False
            if not data:
                return False
            self._stream.feed(data)
        return True

    def until(self, *expected, seconds=40):
        """Wait until all of these are on the screen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            alive = self.read()
            if all(each in self.text for each in expected):
                return
            if not alive:
                break
        raise AssertionError(f"{expected} never came; the screen was:\n{self.text}")

    def press(self, *keys):
        for key in keys:
            os.write(self.fd, KEYS.get(key, key).encode())
            time.sleep(0.12)
            self.read(0.02)

    def ended(self, seconds=20):
        """The exit status."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.02)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError("it did not end")


@pytest.fixture
def shipped(ui, tmp_path):
    """The shipped register in a repository of its own."""
    root = tmp_path / "register"
    root.mkdir()
    shutil.copytree(ROOT / "records", root / "records")
    shutil.copytree(ROOT / "schema", root / "schema", ignore=shutil.ignore_patterns("__*"))
    ui.git(root, "init", "-q", "-b", "main")
    ui.git(root, "add", ".")
    ui.git(root, "commit", "-q", "-m", "Begin")
    return root


def start(root, before="", **environment):
    """``before``: what is done before the application runs."""
    code = (
        f"import datetime, sys; from pathlib import Path; from followup.tui import run; {before}\n"
        f"sys.exit(run(Path({str(root)!r}), datetime.date(2026, 11, 22)))"
    )
    return Terminal([sys.executable, "-c", code], **environment)


def test_the_declined_request_is_found_changed_and_committed(ui, shipped):
    before = (shipped / f"records/{REQUEST}.toml").read_text()
    terminal = start(shipped)
    terminal.until("Requests", "⎇ main", "nothing to commit")
    terminal.press("/", *"global alliance report", "enter")
    terminal.until("filter: global alliance report", "Report more often")
    terminal.press("b")
    terminal.until("declined", "will therefore not publish")
    terminal.press("e")
    terminal.until("Edit Report more often", "Field")
    while "How far it has been carried out" not in terminal.text:
        terminal.press("down")
    terminal.press("enter")
    terminal.until("Part of it has been done")
    terminal.press(*"fully")
    terminal.until("All of it has been done")
    terminal.press("enter")
    terminal.until("not saved")
    terminal.press("ctrl+s")
    terminal.until("1 not committed")
    terminal.press("d")
    terminal.until("Implementation › Level", "- not-assessed", "+ fully")
    terminal.press("esc")
    terminal.until("will therefore not publish")
    terminal.press("c")
    terminal.until("Message · as Ann Example", "implementation level")
    terminal.press("ctrl+s")
    terminal.until("nothing to commit")
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    after = (shipped / f"records/{REQUEST}.toml").read_text()
    assert after == before.replace('level = "not-assessed"', 'level = "fully"')
    shown = ui.git(shipped, "show", "--format=%an: %s", "--unified=0").splitlines()
    assert shown[0] == f"Ann Example: {REQUEST}: implementation level not-assessed -> fully"
    assert [line for line in shown if line.startswith(("+", "-")) and line[:3] not in {"+++", "---"}] == [
        '-level = "not-assessed"',
        '+level = "fully"',
    ]
    assert ui.git(shipped, "status", "--porcelain") == ""


def test_a_closed_terminal_ends_it(ui, root):
    terminal = start(root)
    terminal.until("Requests", "⎇ main")
    os.kill(terminal.pid, signal.SIGHUP)
    assert terminal.ended() == 0


def test_it_survives_being_made_tiny_and_large_again(ui, root):
    terminal = start(root, NO_COLOR="1")
    terminal.until("Requests", "⎇ main")
    terminal.resize(40, 10)
    terminal.until("Children must be")
    terminal.resize(120, 40)
    terminal.until("3 Preview")
    assert {cell.fg for line in terminal.screen.buffer.values() for cell in line.values()} <= {"default"} | {
        cell.fg for line in terminal.screen.buffer.values() for cell in line.values() if _grey(cell.fg)
    }
    terminal.press("q")
    assert terminal.ended() == 0


def _grey(colour):
    return len(colour) == 6 and len({colour[0:2], colour[2:4], colour[4:6]}) == 1


@pytest.mark.parametrize(
    ("end", "status"),
    [
        ("q", 0),
        (signal.SIGHUP, 0),
        (signal.SIGTERM, 128 + signal.SIGTERM),
        (signal.SIGINT, 128 + signal.SIGINT),
        (signal.SIGKILL, -signal.SIGKILL),
    ],
)
def test_however_it_ends_no_work_goes_on_without_it_and_nothing_is_said(root, end, status):
    large = "from followup.tui import aside, session; session.LARGE = 1; "
    terminal = start(root, f"{large} aside.COMMAND = (sys.executable, '-c', {SLOW!r})")
    found = pids(root)
    terminal.until("40 %")
    if end == "q":
        terminal.press("ctrl+c", end)
    else:
        os.kill(terminal.pid, end)
    begun = time.monotonic()
    assert terminal.ended() == status
    assert time.monotonic() - begun < 10
    assert gone(found)
    assert "rror" not in terminal.text
    assert "Traceback" not in terminal.text
