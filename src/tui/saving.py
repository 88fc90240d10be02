"""Pages whose content is in no file until it is saved: it is checked, and what has errors is saved only on purpose."""

from __future__ import annotations

from typing import Any, ClassVar

from ..errors import FollowupError
from ..register.files import StaleFile
from ..report.plain import visible
from .drafts import FormDraft
from .page import Page
from .picker import Question

MOST = 5
"""Errors that are listed before what has them is saved."""


class SavingPage(Page):
    """One record's file as it would be saved; the pages say how it is written, checked and called."""

    WITH_ERRORS: ClassVar[str]
    """What to say before something with errors is saved."""
    LEAVING: ClassVar[tuple[str, str]]
    """The answers to save and to drop, when a page is left that is not saved."""

    def __init__(self, kept: FormDraft | None = None) -> None:
        """``kept``: where the content is kept until it is saved."""
        super().__init__()
        self.kept = kept
        self.wrongs: list[Any] = []
        self.known: bytes | None = None
        """The bytes for which the problems are known."""
        self.saving = False

    @property
    def raw(self) -> bytes:
        """The file as it would be saved."""
        raise NotImplementedError

    @property
    def changed(self) -> str:
        """What would be lost, in words."""
        raise NotImplementedError

    def check(self) -> None:
        """Keep the content and have it checked; `checked` takes what is found."""
        raise NotImplementedError

    def show_problems(self) -> None:
        """The problems are new."""
        raise NotImplementedError

    def where(self, problem: Any) -> str:
        """How to name the place of a problem."""
        raise NotImplementedError

    def write(self) -> None:
        """Write the file and close the page.

        Raises:
            StaleFile: it was changed meanwhile; nothing was written.
            FollowupError: it can't be written.
        """
        raise NotImplementedError

    def resolve(self) -> None:
        """The file was changed meanwhile: let the user choose."""
        raise NotImplementedError

    def checked(self, problems: list[Any], raw: bytes) -> None:
        """Take the problems of some bytes, unless the content is another by now; go on with saving."""
        if raw == self.raw:
            self.wrongs, self.known = problems, raw
            self.show_problems()
            self._go_on()

    def failed(self, work: str, error: BaseException) -> None:
        """Without a check, saving goes on all the same: the whole register is checked afterwards."""
        super().failed(work, error)
        self.known = self.raw
        self._go_on()

    def _go_on(self) -> None:
        if self.saving:
            self.save()

    def save(self) -> None:
        """Save the content, as soon as it is checked, and close the page."""
        if not self.unsaved:
            self.app.pop_screen()
            self.app.say("There was nothing to save.")
            return
        self.saving = self.known != self.raw
        errors = [each for each in self.wrongs if each.severity == "error"]
        if self.saving:
            self.check()
        elif errors:
            text = "\n".join(f"{self.where(each)}: {visible(each.message)}" for each in errors[:MOST])
            answers = [("s", "save", "Save it all the same; it can be mended later")]
            self.app.push_screen(Question(self.WITH_ERRORS, text, answers), self._save_wrong)
        else:
            self._save()

    def _save_wrong(self, answer: str | None) -> None:
        if answer == "save":
            self._save()

    def _save(self) -> None:
        try:
            self.write()
        except StaleFile:
            self.resolve()
        except FollowupError as error:
            self.app.fail(error)
        else:
            self.forget()

    def forget(self) -> None:
        """What was kept is saved, or dropped on purpose."""
        if self.kept:
            self.kept.forget()

    def drop(self) -> None:
        """Close the page and lose what is not saved."""
        self.forget()
        self.app.pop_screen()

    def action_back(self) -> None:
        if not self.unsaved:
            self.app.pop_screen()
            return
        save, drop = self.LEAVING
        answers = [("s", "save", save), ("x", "drop", drop)]
        self.app.push_screen(Question("Not saved", self.changed, answers), self._leave)

    def _leave(self, answer: str | None) -> None:
        if answer == "save":
            self.save()
        elif answer == "drop":
            self.drop()
