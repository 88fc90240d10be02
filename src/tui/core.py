"""The application's heart: the session, and the slow work that happens beside the pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import PurePosixPath
from threading import Event
from typing import Literal

from textual import on, work
from textual.app import App
from textual.css.query import NoMatches
from textual.message import Message
from textual.worker import Worker, WorkerState, get_current_worker

from ..errors import FollowupError
from ..register import Register
from ..register.register import RECORDS
from ..report.plain import visible
from ..report.views import Looked
from ..report.words import counted
from .edits import Edits
from .page import Page, StatusLine
from .reporting import report
from .session import Git, Reading, Session, Wrong
from .watching import changed_records

PATIENCE = 0.15
"""Seconds to wait for the register before the first painting."""

SIGN_OF_LIFE = 0.5
"""Seconds between two words on how far long work is."""

SAID = 5
"""Files that are named where there may be many."""

Severity = Literal["information", "warning", "error"]


class Core(App[int]):
    """Reads, checks and asks git, each in a worker; tells the pages what is new."""

    class Read(Message):
        """The register was read."""

        def __init__(self, register: Register, *, is_glance: bool = False) -> None:
            super().__init__()
            self.register = register
            self.is_glance = is_glance

    class Checked(Message):
        """The checks ran over a register."""

        def __init__(self, found: Wrong, register: Register) -> None:
            super().__init__()
            self.found = found
            self.register = register

    class Viewed(Message):
        """The saved views were looked through."""

        def __init__(self, found: Looked, register: Register) -> None:
            super().__init__()
            self.found = found
            self.register = register

    class LookedAtGit(Message):
        """Git said how things stand."""

        def __init__(self, git: Git) -> None:
            super().__init__()
            self.git = git

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.now = session
        """The session with the files as they are; ``session`` may be one of an earlier day."""
        self.edits = Edits(session.root)
        self._reading: Reading | None = session.begin_reading()
        self._stop = Event()

    @work(thread=True, exclusive=True, exit_on_error=False, group="read")
    def read_register(self) -> None:
        """Read everything again from disk; at first, what is being read since the start."""
        reading, self._reading = self._reading, None
        register = reading.result() if reading else None
        if register and self.now.is_glance:
            report(self, self.Read(register, is_glance=True))
            self.now.register = register
            register = None
        report(self, self.Read(register or self.now.read()))

    def read_first(self) -> None:
        """Take the register if it is read as good as now, so that the first painting shows it."""
        register = self._reading.result(PATIENCE) if self._reading else None
        if register:
            self._reading = None
            self.session.loaded, self.session.register = True, register

    class Recovered(Message):
        """Files that a merge left half done were put back."""

        def __init__(self, paths: Sequence[PurePosixPath]) -> None:
            super().__init__()
            self.paths = paths

    @work(thread=True, exit_on_error=False, group="recover")
    def recover(self) -> None:
        """Put back what a merge has left that was cut short, as the commands do."""
        paths = self.session.recover()
        if paths:
            report(self, self.Recovered(paths))

    @on(Recovered)
    def _recovered(self, event: Recovered) -> None:
        names = "\n".join(f"• {visible(str(each))}" for each in event.paths[:SAID])
        more = f"\n  and {len(event.paths) - SAID:,} more" if len(event.paths) > SAID else ""
        said = f"A merge was cut short. What it had left half done is put back, {counted(len(event.paths), 'file')}:"
        self.say(f"{said}\n{names}{more}", severity="warning")
        self.read_register()

    def go_on(self) -> None:
        """Begin the slow work, after the first painting."""
        self.set_interval(SIGN_OF_LIFE, self._tell_progress)
        self.recover()
        if self.session.loaded and not self.session.is_glance:
            self.look_into()
        else:
            self.read_register()
        self.watch_files()

    def _tell_progress(self) -> None:
        """Say how far long work is."""
        page = self.screen
        if self.session.progress and isinstance(page, Page):
            with suppress(NoMatches):  # while the application ends, a page's widgets go before the page
                page.query_one(StatusLine).tell(self.session)

    @work(thread=True, exclusive=True, exit_on_error=False, group="check")
    def check_register(self) -> None:
        """Run all checks."""
        register, worker = self.session.register, get_current_worker()
        found = self.session.check(register, lambda: not worker.is_cancelled)
        if found:
            report(self, self.Checked(found, register))

    @work(thread=True, exclusive=True, exit_on_error=False, group="views")
    def find_views(self) -> None:
        """Look through the saved views, and how each ask stands."""
        session, register, worker = self.session, self.session.register, get_current_worker()
        found = session.look_through(register, lambda: not worker.is_cancelled)
        if found:
            report(self, self.Viewed(found, register))

    @work(thread=True, exclusive=True, exit_on_error=False, group="git")
    def look_at_git(self) -> None:
        """Ask git for the branch and the changes."""
        report(self, self.LookedAtGit(self.session.look_at_git(self.session.register)))

    class ChangedOnDisk(Message):
        """Somebody changed files of the register."""

        def __init__(self, record_ids: set[str]) -> None:
            super().__init__()
            self.record_ids = record_ids

    @work(thread=True, exclusive=True, exit_on_error=False, group="watch")
    def watch_files(self) -> None:
        """Notice what others write, until the end."""
        for ids in changed_records(self.session.root / RECORDS, self._stop):
            report(self, self.ChangedOnDisk(ids))

    def on_unmount(self) -> None:
        self._stop.set()

    @on(ChangedOnDisk)
    def _changed_on_disk(self, event: ChangedOnDisk) -> None:
        news = [each for each in event.record_ids if self.now.register.differs(each)]
        if news and self.now.loaded:
            self.read_again(news)
            self.say(f"{counted(len(news), 'file')} changed on disk: {', '.join(sorted(news)[:3])}")

    def read_again(self, record_ids: Iterable[str]) -> None:
        """Read some records again; of a large register, what has changed is found by looking at all of it."""
        if self.now.is_large:
            self.read_register()
            return
        register = self.now.reread(record_ids)
        if self.session is self.now:
            self.take(register)
        else:
            self.now.register = register

    @on(Read)
    def _read(self, event: Read) -> None:
        self.now.loaded, self.now.is_glance = True, event.is_glance
        if self.session is self.now and event.is_glance:
            self.session.register = event.register
            self.tell_pages()
        elif self.session is self.now:
            self.take(event.register)
        else:
            self.now.register = event.register

    def take(self, register: Register) -> None:
        """Go on with this register, and find out what is wrong with it and what is changed."""
        self.session.register = register
        self.tell_pages()
        self.look_into()

    def look_into(self) -> None:
        """Find out what is wrong with the register and what is changed."""
        self.find_views()
        self.look_at_git()
        self.check_register()

    @on(Checked)
    def _checked(self, event: Checked) -> None:
        if event.register is self.session.register:
            self.session.problems, self.session.wrong = event.found
            self.tell_pages()

    @on(Viewed)
    def _viewed(self, event: Viewed) -> None:
        if event.register is self.session.register:
            self.session.views, self.session.standings = event.found
            self.tell_pages()

    @on(LookedAtGit)
    def _looked_at_git(self, event: LookedAtGit) -> None:
        self.session.git = event.git
        self.tell_pages()

    def tell_pages(self) -> None:
        """The session is new, or something in it is."""
        for screen in self.screen_stack:
            if isinstance(screen, Page) and screen.is_mounted:
                # While the application ends, a page's widgets go before the page.
                with suppress(NoMatches):
                    screen.session_changed()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A slow call failed: say so and go on."""
        if event.state is WorkerState.ERROR:
            self.fail(event.worker.error)

    def fail(self, error: BaseException | None) -> None:
        """Say what went wrong."""
        if isinstance(error, FollowupError):
            self.say(f"{error.message}\n{error.hint}".strip(), severity="error")
        else:
            self.say(f"Something unforeseen went wrong: {error!r}", severity="error")

    def say(self, text: str, *, severity: Severity = "information") -> None:
        """Tell the user something: what went well in the status line, the rest in a box of its own."""
        page = next((each for each in reversed(self.screen_stack) if isinstance(each, Page)), None)
        if severity == "information" and page is not None and page.is_mounted:
            page.query_one(StatusLine).flash(text)
        else:
            self.notify(text, severity=severity, markup=False, timeout=8)
