"""The application's heart: the session, and the slow work that happens beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import PurePosixPath
from threading import Event
from typing import Literal

from textual import on, work
from textual.app import App
from textual.css.query import NoMatches
from textual.message import Message
from textual.worker import Worker, WorkerState, get_current_worker

from ..errors import FollowupError, Place
from ..register import Register
from ..register.progress import Told
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
        self._noticed: set[str] = set()
        """Records whose files somebody wrote, and of which nobody has looked yet whether that is news."""

    @work(thread=True, exclusive=True, exit_on_error=False, group="read")
    def read_register(self) -> None:
        """Read everything again from disk; at first, what is being read since the start."""
        reading, self._reading = self._reading, None
        found = reading.result() if reading else None
        before = found.register if found else self.now.register
        if found:
            report(self, self.Read(found.register, is_glance=not found.is_whole))
        if not found or not found.is_whole:
            register = self.now.read(before, self._told(), self._go_on())
            if register:
                report(self, self.Read(register))

    def read_first(self) -> None:
        """Take the register if it is read as good as now, so that the first painting shows it."""
        found = self._reading.result(PATIENCE) if self._reading else None
        if found:
            self._reading = None
            self.session.loaded, self.session.register = True, found.register
            self.session.is_glance = not found.is_whole

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
        self.recover()
        if self.session.loaded and not self.session.is_glance:
            self.look_into()
        else:
            self.read_register()
        self.watch_files()

    class Progressed(Message):
        """The work of a group of workers has come so far, in per cent."""

        def __init__(self, group: str, done: int) -> None:
            super().__init__()
            self.group = group
            self.done = done

    def _told(self) -> Told:
        """What hears in a worker how far its work is, and passes each per cent on to the UI's thread."""
        worker, last = get_current_worker(), -1

        def told(done: int, total: int) -> None:
            nonlocal last
            percent = 100 * done // max(total, 1)
            if percent > last and not worker.is_cancelled:
                last = percent
                self.post_message(self.Progressed(worker.group, percent))

        return told

    def _go_on(self) -> Callable[[], bool]:
        """What says in a worker whether anybody still waits for what it finds."""
        worker = get_current_worker()
        return lambda: not (worker.is_cancelled or self._stop.is_set())

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        self.now.progress[event.group] = event.done
        self._tell_progress()

    def _tell_progress(self) -> None:
        """Say how far long work is."""
        page = self.screen
        if isinstance(page, Page):
            with suppress(NoMatches):  # while the application ends, a page's widgets go before the page
                page.query_one(StatusLine).tell(self.session)

    @work(thread=True, exclusive=True, exit_on_error=False, group="check")
    def check_register(self) -> None:
        """Run all checks."""
        register = self.session.register
        found = self.session.check(register, self._told(), self._go_on())
        if found:
            report(self, self.Checked(found, register))

    @work(thread=True, exclusive=True, exit_on_error=False, group="views")
    def find_views(self) -> None:
        """Look through the saved views, and how each ask stands."""
        register = self.session.register
        found = self.session.look_through(register, self._told(), self._go_on())
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
        self._noticed |= event.record_ids
        self._look_at_noticed()

    def _look_at_noticed(self) -> None:
        """Find out whether the register knows what was written; while it is read, it is soon to know more."""
        if not (self._noticed and self.now.loaded) or self._is_reading:
            return
        ids, self._noticed = self._noticed, set()
        if self.now.is_large:
            self.find_news(self.now.register, ids)
        else:
            self.post_message(self.News([each for each in ids if self.now.register.differs(each)]))

    @property
    def _is_reading(self) -> bool:
        return any(worker.group == "read" and worker.is_running for worker in self.workers)

    class News(Message):
        """Files hold something else than the register knows."""

        def __init__(self, record_ids: list[str]) -> None:
            super().__init__()
            self.record_ids = record_ids

    @work(thread=True, exit_on_error=False, group="news")
    def find_news(self, register: Register, record_ids: set[str]) -> None:
        """Find out which of some files hold something else than a register knows."""
        report(self, self.News([each for each in record_ids if register.differs(each)]))

    @on(News)
    def _news(self, event: News) -> None:
        if event.record_ids:
            self.read_again(event.record_ids)
            news = ", ".join(sorted(event.record_ids)[:3])
            self.say(f"{counted(len(event.record_ids), 'file')} changed on disk: {news}")

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
        """A slow call began or ended: where it failed, say so and go on."""
        group = event.worker.group
        if event.worker.is_finished:
            self.now.progress.pop(group, None)
            self._look_at_noticed()
        if event.state is WorkerState.RUNNING:
            self.now.failed.discard(group)
        elif event.state is WorkerState.ERROR:
            self.now.failed.add(group)
            self._tell_progress()
            self.fail(event.worker.error)

    def fail(self, error: BaseException | None) -> None:
        """Say what went wrong."""
        if isinstance(error, FollowupError):
            where = f"{visible(self._near(error.place))}: " if error.place else ""
            self.say(f"{where}{error.message}\n{error.hint}".strip(), severity="error")
        else:
            self.say(f"Something unforeseen went wrong: {error!r}", severity="error")

    def _near(self, place: Place) -> str:
        """A place as seen from the register, if it is in there."""
        inner = place.path.is_relative_to(self.now.root) and place.path != self.now.root
        return str(place._replace(path=place.path.relative_to(self.now.root)) if inner else place)

    def say(self, text: str, *, severity: Severity = "information") -> None:
        """Tell the user something: what went well in the status line, the rest in a box of its own."""
        page = next((each for each in reversed(self.screen_stack) if isinstance(each, Page)), None)
        if severity == "information" and page is not None and page.is_mounted:
            page.query_one(StatusLine).flash(text)
        else:
            self.notify(text, severity=severity, markup=False, timeout=8)
