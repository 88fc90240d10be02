"""The register as of an earlier day, read only and unmistakably so."""

from __future__ import annotations

from textual import on, work
from textual.message import Message

from .core import Core
from .reporting import report
from .session import Session


class Earlier(Core):
    """Goes back in time, and comes back to now."""

    class Then(Message):
        """The register as of an earlier day was read."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    @work(thread=True, exclusive=True, exit_on_error=False, group="then")
    def read_as_of(self, when: str) -> None:
        """Read the register as of a day or a commit."""
        report(self, self.Then(self.now.as_of(when)))

    @on(Then)
    def _as_of(self, event: Then) -> None:
        self.session = event.session
        self.tell_pages()
        self.find_views()
        self.check_register()

    def go_back_in_time(self) -> None:
        """Ask for a day and show the register as of it; from there, come back to now."""
        from .plan_page import Prompt

        if self.session.then:
            self.session = self.now
            self.tell_pages()
            return

        def given(when: str | None) -> None:
            if when:
                self.read_as_of(when)

        about = "A day such as 2015-06-03, or a commit, branch or tag. Nothing can be changed there."
        self.push_screen(Prompt("The register as of", about), given)
