"""Differences as paragraphs: by field, then line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from textual.content import Content

from ..history.changes import FieldChange, Item
from ..history.text import DiffLine
from ..history.uncommitted import Uncommitted
from ..register import Kind
from ..report.plain import visible
from ..report.reading import field_title
from .listing import cell_text
from .session import Session
from .text import EMPTY, ERROR, MUTED, STRONG, SUCCESS, Para

_LINE = {"+": "$success", "-": "$error", "@": "$muted", "\\": "$muted", " ": ""}


def difference_paras(session: Session, change: Uncommitted) -> list[Para]:
    """What differs in one record: its fields in words, then the text."""
    kind = session.schemas.get(change.path.parent.name)
    head = Para(
        Content.assemble(Content.styled(visible(session.register.label(change.id)), STRONG), f"  {change.word}")
    )
    fields = [] if change.word in {"new", "removed"} else list(change_paras(session, kind, change.fields))
    text = [Para(Content.styled("As text", f"{STRONG} {MUTED}")), *line_paras(change.text)]
    return [head, EMPTY, *fields, *([EMPTY] if fields else []), *text]


def change_paras(session: Session, kind: Kind | None, changes: Iterable[FieldChange]) -> Iterator[Para]:
    """Each field that changed: what it was, what it is."""
    for change in changes:
        yield Para(Content.styled(label(session, kind, change), STRONG))
        if isinstance(change.new, list) and isinstance(change.old, list) and (change.added or change.removed):
            yield from _values(session, kind, change, change.removed, "-")
            yield from _values(session, kind, change, change.added, "+")
            continue
        if change.old is not None:
            yield _value(session, kind, change, change.old, "-")
        if change.new is not None:
            yield _value(session, kind, change, change.new, "+")


def label(session: Session, kind: Kind | None, change: FieldChange) -> str:
    """The field in words; an item of a list by the name of what it is about."""
    names = tuple("*" if isinstance(step, int | Item) else step for step in change.path)
    title = field_title(kind, names) if kind else change.field
    about = [visible(session.register.label(str(step))) for step in change.path if isinstance(step, Item)]
    return f"{title} ({', '.join(about)})" if about else title


def _values(
    session: Session, kind: Kind | None, change: FieldChange, values: Iterable[Any], sign: str
) -> Iterator[Para]:
    for each in values:
        yield _value(session, kind, change, [each], sign)


def _value(session: Session, kind: Kind | None, change: FieldChange, value: Any, sign: str) -> Para:
    names = tuple("*" if isinstance(step, int | Item) else step for step in change.path)
    field = kind.by_path.get(names) if kind else None
    text = cell_text(session.register, field, value) if not isinstance(value, dict) else _table(value)
    style = SUCCESS if sign == "+" else ERROR
    return Para(Content.styled(text, _LINE[sign]), f"  {sign} ", "    ", style)


def _table(value: dict[str, Any]) -> str:
    return "; ".join(f"{name}: {visible(str(each))}" for name, each in value.items())


def line_paras(lines: Iterable[DiffLine]) -> Iterator[Para]:
    """A text difference."""
    for line in lines:
        sign = "" if line.kind in "@\\" else line.kind
        yield Para(
            Content.styled(line.text.replace("\t", "    "), _LINE[line.kind]), sign, " " * len(sign), _LINE[line.kind]
        )
