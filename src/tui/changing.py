"""Changing records: the form, the editor, saving, taking back, committing."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from ..errors import FollowupError
from ..register import Record, files, path_of
from .earlier import Earlier

if TYPE_CHECKING:
    from .draft import Draft
    from .drafts import FormDraft
    from .edits import Step
    from .form_page import FormPage


class NoEditor(FollowupError):
    """The user's editor could not be started."""

    def __init__(self, command: str, reason: str) -> None:
        super().__init__(
            f"the editor “{command}” can't be started: {reason}",
            hint="Name another one: export EDITOR=nano",
        )


class Changing(Earlier):
    """What changes files or the repository."""

    def edit(self, record_id: str) -> None:
        """Open the form of a record."""
        from .draft import Draft
        from .form_page import FormPage

        record = self.session.register.records.get(record_id)
        kind = self.session.register.kind(record) if record else None
        if record is None or kind is None:
            self.say("This file can’t be edited in a form. T opens it as text.", severity="warning")
            return
        try:
            self.push_screen(FormPage(Draft(record, kind), self._kept(record_id)))
        except FollowupError as error:
            self.fail(error)

    def _kept(self, record_id: str) -> FormDraft | None:
        """Where a form's changes are kept; nowhere outside git."""
        from .drafts import FormDraft

        with suppress(FollowupError):
            return FormDraft(self.session.repository().git_dir, record_id)
        return None

    def save(self, draft: Draft) -> None:
        """Write a draft to its file, if that is still the one that was read, and close its form.

        Raises:
            StaleFile: it is not; nothing was written.
            FollowupError: it can't be written.
        """
        from ..register import editing
        from .edits import FileEdit, Step

        record = draft.record
        fields = ", ".join(each.label for each in draft.differences)
        after = editing.edit(record.path, record.digest, draft.changes, draft.kind.layout, root=self.session.root)
        self.edits.made(Step(f"{record.id}: {fields}", (FileEdit(record.id, record.path, record.raw, after),)))
        self.changed_on_disk([record.id])
        self.pop_screen()
        self.say(f"Saved {record.parts.name}: {fields}. c commits it.")

    def resolve(self, form: FormPage) -> None:
        """The form's file was changed meanwhile: show both versions, and let the user choose."""
        from ..register.reading import read_entry
        from .conflict import Conflict, ConflictDialog

        path = form.draft.record.path
        theirs = read_entry(path, path_of(form.record_id))
        self.changed_on_disk([form.record_id])
        if not isinstance(theirs, Record):
            self.say("The file was changed meanwhile and can’t be read now. Nothing was written.", severity="error")
            return
        conflict = Conflict(form.draft, theirs)

        def answered(answer: str | None) -> None:
            if answer == "theirs":
                form.drop()
            elif answer == "mine":
                self._take_over(form, conflict.theirs)
            elif answer == "fields":
                self._settle_form(form, conflict.theirs)

        self.push_screen(ConflictDialog(self.session, conflict), answered)

    def _take_over(self, form: FormPage, theirs: Record, raw: bytes | None = None) -> None:
        try:
            form.take_over(theirs, raw)
        except (FollowupError, ValueError) as error:
            self.fail(error)

    def _settle_form(self, form: FormPage, theirs: Record) -> None:
        """Choose for each field that both changed which version the form goes on with."""
        from ..history.changes import identifying
        from ..history.conflicts import Conflicted, NotByField
        from .settle_page import SettlePage

        draft = form.draft
        try:
            versions = (draft.record.raw, draft.raw, theirs.raw)
            found = Conflicted.of_versions(*versions, identifying(draft.kind), draft.kind.layout)
        except NotByField as error:
            self.fail(error)
        else:
            done = lambda raw: self._take_over(form, theirs, raw)  # noqa: E731
            self.push_screen(SettlePage(form.record_id, found, done))

    def edit_as_toml(self, record_id: str) -> None:
        """Open the record's file in the user's editor, and read it again afterwards."""
        from .edits import FileEdit, Step

        path = self.session.path(record_id)
        command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        try:
            before = files.read(path)
            with self.suspend():
                subprocess.run([*shlex.split(command), str(path)], check=False)
            after = files.read(path)
        except SuspendNotSupported:
            self.say("No other program can be opened from here; T edits the text in place.", severity="warning")
        except (OSError, ValueError) as error:
            self.fail(NoEditor(command, str(error)))
        except FollowupError as error:
            self.fail(error)
        else:
            self.refresh()
            if after != before:
                self.edits.made(Step(f"{record_id}: edited as TOML", (FileEdit(record_id, path, before, after),)))
                self.changed_on_disk([record_id])

    def changed_on_disk(self, record_ids: Iterable[str]) -> None:
        """Read some records again."""
        self.read_again(record_ids)

    def undo(self) -> None:
        """Take back the last save."""
        self._step(self.edits.undo, "Undone")

    def redo(self) -> None:
        """Make it again."""
        self._step(self.edits.redo, "Made again")

    def _step(self, run: Callable[[], Step], done: str) -> None:
        try:
            step = run()
        except FollowupError as error:
            self.fail(error)
        else:
            self.changed_on_disk([each.record_id for each in step.edits])
            self.say(f"{done}: {step.title}")

    def committed(self, short: str, said: str) -> None:
        """A commit was made: say so, with what git and the hooks said."""
        self.look_at_git()
        self.say(f"Committed {short}.")
        if hooks := _of_hooks(said):
            self.notify(hooks, title="The hooks said", markup=False, timeout=10)


def _of_hooks(said: str) -> str:
    """What hooks printed, without git's own summary."""
    own = re.compile(r"\[.+ [0-9a-f]{7,}\] |\s\d+ files? changed|\s(create|delete|rename) ")
    return "\n".join(line for line in said.splitlines() if not own.match(line)).strip()
