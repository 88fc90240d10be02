"""Two versions of a record: what was changed here, and what somebody else changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ..history.changes import FieldChange, differences, identifying
from ..register import Record
from .change_view import change_paras
from .draft import Draft
from .reader import Reader
from .session import Session
from .text import EMPTY, MUTED, STRONG, WARNING, Para


@dataclass(frozen=True, slots=True)
class Conflict:
    """A draft, and the record as it is on disk by now."""

    draft: Draft
    theirs: Record

    @property
    def mine(self) -> list[FieldChange]:
        """What the draft changes."""
        return self.draft.differences

    @property
    def others(self) -> list[FieldChange]:
        """What changed on disk since the draft was begun."""
        return differences(self.draft.record.data, self.theirs.data, identifying(self.draft.kind))

    @property
    def both(self) -> set[str]:
        """The fields that both changed."""
        return {each.label for each in self.mine} & {each.label for each in self.others}


class ConflictDialog(ModalScreen[str | None]):
    """Both versions, field by field, and what to do. Gives "mine", "fields", "theirs", or None to go back."""

    def __init__(self, session: Session, conflict: Conflict) -> None:
        super().__init__()
        self._session = session
        self._conflict = conflict

    def compose(self) -> ComposeResult:
        with Vertical(id="conflict") as box:
            box.border_title = Content("The file was changed meanwhile")
            yield Reader(id="conflict-text")
            yield _answer("m", "Put my changes onto the new file (nothing is saved yet)")
            if self._conflict.both:
                yield _answer("f", "Choose field by field between mine and theirs")
            yield _answer("t", "Take the file as it is; my changes are lost")
            yield _answer("esc", "Go back to the form")

    def on_mount(self) -> None:
        self.query_one(Reader).show(self._paras())
        self.query_one(Reader).focus()

    def _paras(self) -> list[Para]:
        conflict = self._conflict
        paras = [
            Para(Content("Somebody else, or another program, changed this record while you were editing it.")),
            EMPTY,
            *self._side("You changed", conflict.mine),
            EMPTY,
            *self._side("In the file now", conflict.others),
        ]
        if conflict.both:
            both = ", ".join(sorted(conflict.both))
            paras += [EMPTY, Para(Content.styled(f"! Both changed: {both}. Yours would replace theirs.", WARNING))]
        return paras

    def _side(self, title: str, changes: Sequence[FieldChange]) -> list[Para]:
        kind: Any = self._conflict.draft.kind
        nothing = [Para(Content.styled("  only layout or comments", MUTED))]
        return [
            Para(Content.styled(title, f"{STRONG} underline")),
            *(list(change_paras(self._session, kind, changes)) or nothing),
        ]

    def on_key(self, event: events.Key) -> None:
        answers = {"m": "mine", "t": "theirs", "escape": None, **({"f": "fields"} if self._conflict.both else {})}
        if event.key in answers:
            event.stop()
            event.prevent_default()
            self.dismiss(answers[event.key])


def _answer(key: str, text: str) -> Static:
    return Static(Content.assemble(Content.styled(f" {key} ", "reverse"), " ", text))
