"""Settling what a merge left, concluding it, and taking the last commit back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from ..errors import FollowupError
from ..register import files
from .reporting import report
from .text_editing import TextEditing

if TYPE_CHECKING:
    from ..history.conflicts import Conflicted


class Settling(TextEditing):
    """What is done with git beyond commits of changed records."""

    class Staged(Message):
        """A settled file was handed to git; so many are in conflict still."""

        def __init__(self, record_id: str, left: int) -> None:
            super().__init__()
            self.record_id = record_id
            self.left = left

    class Undoable(Message):
        """The last commit can be taken back."""

        def __init__(self, short: str, subject: str) -> None:
            super().__init__()
            self.short = short
            self.subject = subject

    class Undone(Message):
        """The last commit was taken back by another one."""

        def __init__(self, short: str) -> None:
            super().__init__()
            self.short = short

    def settle_merge(self, record_id: str, conflict: Conflicted, raw: bytes) -> None:
        """Let the user choose between the versions of each field, write the file, and tell git that it is settled."""
        from .settle_page import SettlePage

        def settled(text: bytes) -> None:
            path = self.session.path(record_id)
            try:
                files.replace(path, text, expected=files.digest(raw), root=self.session.root)
            except FollowupError as error:
                self.fail(error)
            else:
                self.changed_on_disk([record_id])
                self._stage(record_id)

        self.push_screen(SettlePage(record_id, conflict, settled))

    @work(thread=True, exit_on_error=False, group="stage")
    def _stage(self, record_id: str) -> None:
        from ..history.concluding import settle
        from ..history.status import Difference

        repository = self.session.repository()
        settle(repository, [self.session.path(record_id)])
        left = [each for each in repository.status().files if each.difference is Difference.CONFLICT]
        report(self, self.Staged(record_id, len(left)))

    @on(Staged)
    def _staged(self, event: Staged) -> None:
        self.look_at_git()
        onwards = f"{event.left} more to settle." if event.left else "Nothing is in conflict any more: c concludes it."
        self.say(f"Settled {event.record_id}. {onwards}")

    @work(thread=True, exclusive=True, exit_on_error=False, group="undo-commit")
    def undo_commit(self) -> None:
        """Ask whether to take the last commit back, if that can be done."""
        from ..history.undoing import undoable

        commit = undoable(self.session.repository())
        report(self, self.Undoable(commit.short, commit.subject))

    @on(Undoable)
    def _ask_to_undo(self, event: Undoable) -> None:
        from .picker import Question

        def answered(answer: str | None) -> None:
            if answer:
                self._undo_commit()

        text = f"{event.short} {event.subject}\n\nA new commit takes its changes back; both stay in the history."
        self.push_screen(Question("Undo the last commit?", text, [("y", "undo", "Undo it")]), answered)

    @work(thread=True, exclusive=True, exit_on_error=False, group="undo-commit")
    def _undo_commit(self) -> None:
        from ..history.undoing import undo

        report(self, self.Undone(undo(self.session.repository()).sha[:10]))

    @on(Undone)
    def _commit_undone(self, event: Undone) -> None:
        self.read_register()
        self.say(f"Undone by the commit {event.short}.")
