"""The form: a record's fields, built from its schema, checked before they are saved."""

from __future__ import annotations

from ..errors import FollowupError
from ..register import Record
from ..register.changes import Change, spelt
from ..register.files import StaleFile
from ..register.parsing import parse
from ..report.plain import visible
from .draft import Draft
from .drafts import between
from .form_fields import FormFields
from .picker import Question


class FormPage(FormFields):
    """One record's fields; what is changed here is in no file until it is saved."""

    def begin(self) -> None:
        changes = self.kept.changes() if self.kept else []
        if changes:
            self._offer(changes)
        else:
            self.check()

    def _offer(self, changes: list[Change]) -> None:
        """Ask whether to take up the changes that were left here when the application last ended."""

        def answered(answer: str | None) -> None:
            if answer == "restore":
                self._change(*changes)
            else:
                self.check()

        text = "\n".join(f"• {spelt(each.path)}" for each in changes)
        answers = [("r", "restore", "Take them up again"), ("x", "drop", "Drop them; they will be lost")]
        self.app.push_screen(Question("Changes to this record were never saved", text, answers), answered)

    def action_save(self) -> None:
        if not self.draft.dirty:
            self.app.pop_screen()
            return
        self.saving = self.known != self.draft.raw
        if self.saving:  # as soon as the check is through
            return
        errors = [each for each in self.wrongs if each.severity == "error"]
        if errors:
            text = "\n".join(f"{each.field or 'record'}: {visible(each.message)}" for each in errors[:5])
            answers = [("s", "save", "Save it all the same; it can be mended later")]
            self.app.push_screen(Question("What you changed has errors", text, answers), self._save_wrong)
        else:
            self._save()

    def _save_wrong(self, answer: str | None) -> None:
        if answer == "save":
            self._save()

    def _save(self) -> None:
        try:
            self.app.create(self.draft) if self.draft.new else self.app.save(self.draft)
        except StaleFile:
            self.app.resolve(self)
        except FollowupError as error:
            self.app.fail(error)
        else:
            self._forget()

    def _forget(self) -> None:
        if self.kept:
            self.kept.forget()

    def action_back(self) -> None:
        if not self.draft.dirty:
            self.app.pop_screen()
            return
        changed = "\n".join(f"• {visible(each.label)}" for each in self.draft.differences[:8])
        answers = [("s", "save", "Save the changes"), ("x", "drop", "Drop them; they will be lost")]
        self.app.push_screen(Question("Not saved", f"You changed:\n{changed}", answers), self._leave)

    def _leave(self, answer: str | None) -> None:
        if answer == "save":
            self.action_save()
        elif answer == "drop":
            self.drop()

    def drop(self) -> None:
        """Close the form and lose its changes."""
        self._forget()
        self.app.pop_screen()

    def take_over(self, record: Record, wanted: bytes | None = None) -> None:
        """Go on on the file as it is now, with the same changes or with what makes it ``wanted``.

        Raises:
            FollowupError: they don't fit it.
        """
        if wanted is None:
            self.draft = self.draft.onto(record)
        else:
            changes = between(record.data, parse(wanted))
            self.draft = Draft(record, self.draft.kind, [tuple(changes)] if changes else [])
        self.show_fields()
        self.check()
