"""The fields of a draft as lines of its form."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ..register.changes import spelt
from ..report.plain import visible
from .draft import Draft, Slot, shown
from .session import Session
from .text import ERROR, MUTED, STRONG, WARNING, fitted, one_line

TITLES = 24
"""The width of the column of titles."""


class SlotLines:
    """The fields of a draft as lines."""

    def __init__(self, session: Session, draft: Draft, slots: Sequence[Slot], wrong: dict[str, str]) -> None:
        self.slots = slots
        self._session = session
        self._draft = draft
        self._wrong = wrong

    def __len__(self) -> int:
        return len(self.slots)

    def line(self, index: int, width: int) -> Content:
        """Sign, title, value."""
        slot = self.slots[index]
        titles = min(TITLES, max(10, width // 3))
        indent = "  " * slot.depth
        style = STRONG if slot.kind in {"table", "item", "list"} and slot.present else "" if slot.present else MUTED
        title = Content.styled(indent + fitted(slot.title, max(1, titles - len(indent))), style)
        return Content.assemble(self._sign(slot), title, " ", self._value(slot)).truncate(width, ellipsis=True)

    def _sign(self, slot: Slot) -> Content:
        severity = self._wrong.get(spelt(slot.path))
        if severity:
            return Content.styled("✗ ", ERROR) if severity == "error" else Content.styled("! ", WARNING)
        return Content.styled("~ ", WARNING) if self._draft.changed(slot.path) else Content("  ")

    def _value(self, slot: Slot) -> Content:
        if not slot.present:
            required = bool(slot.field and slot.field.required)
            return Content.styled("required" if required else "–", WARNING if required else MUTED)
        text = visible(one_line(shown(self._session.register, slot)))
        if slot.kind == "list" and not text:
            return Content.styled(f"{len(slot.value)}", MUTED)
        if slot.field and slot.field.references:
            return Content.styled(text, "$link")
        return Content(text)

    def header(self, width: int) -> Content | None:
        """None."""
        return None

    def pickable(self, index: int) -> bool:
        """Every line."""
        return True
