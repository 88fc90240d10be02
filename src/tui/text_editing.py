"""Changing a record's file as text, inside the application."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ..errors import FollowupError, Place
from ..register import Unreadable, files
from .planning import Planning

if TYPE_CHECKING:
    from pathlib import Path

    from ..history.conflicts import Conflicted
    from .drafts import FormDraft
    from .toml_page import TomlPage


class NotAsText(FollowupError):
    """The file holds what this editor could not write back as it was."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "this file can’t be edited here: it is not UTF-8, or its line endings are mixed",
            place=Place(path),
            hint="E opens it in your own editor.",
        )


class TextEditing(Planning):
    """Opens the editor, and saves what was written there."""

    def edit(self, record_id: str) -> None:
        """Open the form of a record; a conflict is settled first, and a file that can't be read edited as text."""
        entry = self.session.register.unreadable.get(record_id)
        if entry is None:
            super().edit(record_id)
        elif (conflict := self.conflict_in(entry)) is not None:
            self.settle_merge(record_id, conflict, entry.raw or b"")
        else:
            self.edit_text(record_id)

    def conflict_in(self, entry: Unreadable) -> Conflicted | None:
        """What a merge left in a file to be settled field by field, if that is why it can't be read."""
        from ..history.changes import identifying
        from ..history.conflicts import Conflicted, NotByField

        kind = self.session.schemas.get(entry.kind)
        with suppress(NotByField):
            if entry.raw and kind:
                return Conflicted.of_marked(entry.raw, identifying(kind), kind.layout)
        return None

    def settle_merge(self, record_id: str, conflict: Conflicted, raw: bytes) -> None:
        """Settle what a merge left in a file."""
        raise NotImplementedError

    def edit_text(self, record_id: str) -> None:
        """Open a record's file as text."""
        from .toml_page import TomlPage, raw_of, text_of

        path = self.session.path(record_id)
        try:
            raw = files.read(path)
            text = text_of(raw)
            if raw_of(text, raw) != raw or text.replace("\r\n", "\n").removesuffix("\n").split("\n") != (
                text.splitlines() or [""]
            ):
                raise NotAsText(path)
        except FollowupError as error:
            self.fail(error)
        else:
            self.push_screen(TomlPage(record_id, raw, self._kept_text(record_id)))

    def _kept_text(self, record_id: str) -> FormDraft | None:
        from .drafts import FormDraft

        with suppress(FollowupError):
            return FormDraft(self.session.repository().git_dir, record_id, "texts")
        return None

    def save_text(self, record_id: str, before: bytes, after: bytes) -> None:
        """Write a file, if it is still as it was read.

        Raises:
            StaleFile: it is not; nothing was written.
            FollowupError: it can't be written.
        """
        from .edits import FileEdit, Step

        path = self.session.path(record_id)
        files.replace(path, after, expected=files.digest(before), root=self.session.root)
        self.edits.made(Step(f"{record_id}: edited as TOML", (FileEdit(record_id, path, before, after),)))
        self.changed_on_disk([record_id])
        self.say(f"Saved {record_id}. c commits it.")

    def resolve_text(self, page: TomlPage) -> None:
        """The file was changed meanwhile: join both versions, and let the user settle what both changed."""
        from ..history.changes import identifying
        from ..history.conflicts import Conflicted, NotByField

        kind = self.session.schemas.get(page.record_id.split("/")[-2])
        try:
            theirs = files.read(self.session.path(page.record_id))
            options = (identifying(kind), kind.layout) if kind else ()
            conflict = Conflicted.of_versions(page.before, page.raw, theirs, *options)
        except NotByField:
            self._choose_text(page, theirs)
        except FollowupError as error:
            self.fail(error)
        else:
            self._join_text(page, theirs, conflict)

    def _join_text(self, page: TomlPage, theirs: bytes, conflict: Conflicted) -> None:
        from .settle_page import SettlePage

        def joined(raw: bytes) -> None:
            page.before = theirs
            page.put(raw)
            self.say("The file was changed meanwhile; the text here holds both changes now. Nothing is saved yet.")

        if conflict.fields:
            self.push_screen(SettlePage(page.record_id, conflict, joined))
        else:
            joined(conflict.raw)

    def _choose_text(self, page: TomlPage, theirs: bytes) -> None:
        """One of the texts isn't TOML, so there are no fields to join."""
        from .picker import Question

        def answered(answer: str | None) -> None:
            if answer:
                mine, page.before = page.raw, theirs
                page.put(theirs if answer == "theirs" else mine)

        answers = [
            ("m", "mine", "Keep my text; saving it will replace theirs"),
            ("t", "theirs", "Take the file as it is; ctrl+z brings my text back"),
        ]
        text = "Somebody else, or another program, changed this file, and one of the texts can’t be read as TOML."
        self.push_screen(Question("The file was changed meanwhile", text, answers), answered)
