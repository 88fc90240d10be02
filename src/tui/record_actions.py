"""A page with one record at hand, and what can be done with it from anywhere."""

from __future__ import annotations

from ..register.ids import SUFFIX
from .page import Page


class RecordPage(Page):
    """A page on which one record is at hand: ``record_id``."""

    def action_edit(self) -> None:
        self.app.edit(self.record_id)

    def action_editor(self) -> None:
        self.app.edit_as_toml(self.record_id)

    def action_edit_toml(self) -> None:
        self.app.edit_text(self.record_id)

    def action_undo_commit(self) -> None:
        self.app.undo_commit()

    def action_side(self) -> None:
        self.app.open_side_by_side(self.record_id)

    def action_coverage(self) -> None:
        self.app.open_coverage(self.record_id)

    def action_doubts(self) -> None:
        self.app.open_doubts(self.record_id)

    def action_difference(self) -> None:
        self.app.open_difference(self.record_id)

    def action_commit(self) -> None:
        self.app.open_commit(self.record_id)

    def action_history(self) -> None:
        self.app.open_history(self.record_id)

    def action_source(self) -> None:
        self.app.open_source(self.record_id)

    def action_toml(self) -> None:
        self.app.open_toml(self.record_id)

    def action_problems(self) -> None:
        self.app.open_problems(self.record_id)

    def action_withdraw(self) -> None:
        self.app.withdraw(self.record_id)

    def action_rename(self) -> None:
        self.app.rename(self.record_id)

    def action_undo(self) -> None:
        self.app.undo()

    def action_redo(self) -> None:
        self.app.redo()

    def action_copy(self) -> None:
        from .picker import Choice, Picker

        choices = [Choice(text, name, text) for name, text in self._copyable() if text]
        self.app.push_screen(Picker("Copy", choices, hint="enter copies"), self._copy)

    def _copyable(self) -> list[tuple[str, str]]:
        record = self.session.register.records.get(self.record_id)
        data = record.data if record else {}
        return [
            ("Id", self.record_id),
            ("Title", self.session.register.label(self.record_id) if record else ""),
            ("Text", str(data.get("text", "")).strip()),
            ("Path", f"records/{self.record_id}{SUFFIX}"),
        ]

    def _copy(self, text: str | None) -> None:
        if text is not None:
            self.app.copy_to_clipboard(text)
            self.app.say("Copied.")
