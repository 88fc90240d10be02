"""Pieces of styled text. Record text goes through here, and is never read as markup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from textual.content import Content
from textual.style import Style

MUTED = "$muted"
STRONG = "bold"
LINK = "$link"
ERROR = "bold $error"
WARNING = "bold $warning"
SUCCESS = "bold $success"

SEVERITY = {"error": ("✗", ERROR), "warning": ("!", WARNING), "note": ("·", MUTED)}
"""For each severity a sign and a style; the word stands beside it."""


def plain(text: str, style: str = "") -> Content:
    """Text in one style."""
    return Content.styled(text, style) if style else Content(text)


def one_line(text: str) -> str:
    """Text with its line breaks folded."""
    return " ".join(text.split())


class LinkMark(NamedTuple):
    """Marks the text of a link; the number tells one from the next."""

    target: str
    number: int


_numbers = count()


def link(text: str, target: str) -> Content:
    """Text that leads to a record."""
    return Content.styled(text, LINK).stylize(Style.from_meta({"to": target, "number": next(_numbers)}))


def link_of(style: object) -> LinkMark | None:
    """The link to which a span with this style belongs."""
    meta = style.meta if isinstance(style, Style) else {}
    return LinkMark(meta["to"], meta["number"]) if "to" in meta else None


def fitted(text: str, width: int) -> str:
    """Text cut or filled to exactly ``width`` cells; a cut is shown."""
    content = Content(one_line(text)).truncate(width, ellipsis=True)
    return content.plain + " " * (width - content.cell_length)


def joined(parts: Iterable[Content], between: str = "") -> Content:
    """Contents one after the other."""
    return Content(between).join(parts)


def highlighted(content: Content, words: Iterable[str], style: str = "$warning bold underline") -> Content:
    """Content with every occurrence of the words marked; case doesn't matter."""
    folded = content.plain.lower()
    if len(folded) != len(content.plain):
        return content
    for word in words:
        at = folded.find(word)
        while word and at >= 0:
            content = content.stylize(style, at, at + len(word))
            at = folded.find(word, at + len(word))
    return content


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of a text to read: what stands before its first line, and before the others."""

    content: Content
    first: str = ""
    others: str | None = None
    style: str = MUTED
    """How what stands before is shown."""

    def wrapped(self, width: int) -> list[Content]:
        """Its lines at this width."""
        others = " " * len(self.first) if self.others is None else self.others
        room = max(8, width - Content(self.first).cell_length)
        lines = self.content.wrap(room) or [Content("")]
        return [
            Content.styled(others if number else self.first, self.style) + line for number, line in enumerate(lines)
        ]


EMPTY = Para(Content(""))
