"""Changed records as lines to be ticked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ..history.status import Difference
from ..history.uncommitted import Uncommitted
from ..report.plain import visible
from .session import Session
from .text import ERROR, MUTED, SUCCESS, WARNING

_SIGNS = {Difference.CHANGED: "~", Difference.REMOVED: "-", Difference.RENAMED: "→", Difference.CONFLICT: "✗"}


class ChangeLines:
    """Changed records, each with a box that says whether it goes into the commit."""

    def __init__(self, session: Session, changes: Sequence[Uncommitted], chosen: set[str]) -> None:
        self.changes = changes
        self._session = session
        self._chosen = chosen

    def __len__(self) -> int:
        return len(self.changes)

    def line(self, index: int, width: int) -> Content:
        """Box, sign, record."""
        each = self.changes[index]
        box = Content.styled("[x] ", SUCCESS) if each.id in self._chosen else Content.styled("[ ] ", MUTED)
        wrong = self._session.severity(each.id) == "error"
        sign = (
            Content.styled("✗ ", ERROR)
            if wrong
            else Content.styled(f"{_SIGNS.get(each.status.difference, '+')} ", WARNING)
        )
        name = visible(self._session.register.label(each.id))
        return Content.assemble(box, sign, name, Content.styled(f"  {each.id}", MUTED)).truncate(width, ellipsis=True)

    def header(self, width: int) -> Content | None:
        """None."""
        return None

    def pickable(self, index: int) -> bool:
        """Every line."""
        return True
