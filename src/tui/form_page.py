"""The form: a record's fields, built from its schema, checked before they are saved."""

from __future__ import annotations

from ..register import Record
from ..register.changes import Change, spelt
from ..register.parsing import parse
from ..report.plain import visible
from .draft import Draft
from .drafts import between
from .form_fields import FormFields
from .picker import Question


class FormPage(FormFields):
    """One record's fields; what is changed here is in no file until it is saved."""

    WITH_ERRORS = "What you changed has errors"
    LEAVING = ("Save the changes", "Drop them; they will be lost")

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
        self.save()

    def write(self) -> None:
        self.app.create(self.draft) if self.draft.new else self.app.save(self.draft)

    def resolve(self) -> None:
        self.app.resolve(self)

    @property
    def changed(self) -> str:
        changed = "\n".join(f"• {visible(each.label)}" for each in self.draft.differences[:8])
        return f"You changed:\n{changed}"

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
