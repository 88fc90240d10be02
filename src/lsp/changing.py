"""Changes of texts: a record's other id in all that refer to it, and a file in canonical form."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from lsprotocol import types

from ..errors import FollowupError
from ..register import path_of
from ..register.formatting import canonical
from ..register.layout import FREE
from ..register.plan import Step, rename
from ..register.register import RECORDS
from .positions import Text
from .session import Document, Shelf


class NoIdHere(FollowupError):
    """Something is to be renamed that has no id."""

    def __init__(self) -> None:
        super().__init__("there is no id of a record here", hint="Put the cursor on an id that a field refers to.")


class CannotRenameFiles(FollowupError):
    """The editor can't give a file another name."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(
            "this editor can't rename files, and a record's id is its file's name",
            hint=f"Save all, then: followup rename {old} {new}",
        )


def renaming_at(document: Document, position: types.Position) -> types.PrepareRenamePlaceholder:
    """The id that would be renamed, and where it stands.

    Raises: NoIdHere.
    """
    spot = document.spot(position)
    old = document.reference(spot)
    if not old or spot is None or old not in document.shelf.current():
        raise NoIdHere
    return types.PrepareRenamePlaceholder(document.inner(spot), old)


def renaming(document: Document, position: types.Position, new: str, encoding: str) -> types.WorkspaceEdit:
    """Give the record whose id stands at a position another one: its file, and all that refers to it.

    Raises: NoIdHere, BadId, AlreadyThere, and what keeps a file from being changed.
    """
    old = renaming_at(document, position).placeholder
    shelf = document.shelf
    plan = {step.id: step for step in rename(shelf.current(), old, new.strip())}
    made, gone = plan.pop(new.strip()), plan.pop(old)
    there = types.RenameFile(shelf.uri(old), (shelf.root / RECORDS / path_of(made.id)).as_uri())
    edits = [_edit(shelf, step, encoding) for step in plan.values()]
    own = Step(old, gone.path, gone.before, made.after)
    if own.before != own.after:
        edits.append(_edit(shelf, own, encoding))
    return types.WorkspaceEdit(document_changes=[*edits, there])


def _edit(shelf: Shelf, step: Step, encoding: str) -> types.TextDocumentEdit:
    opened = shelf.open.get(step.id)
    named = types.OptionalVersionedTextDocumentIdentifier(
        version=opened.version if opened else None, uri=shelf.uri(step.id)
    )
    assert step.before is not None  # noqa: S101 - what refers to a record is there
    assert step.after is not None  # noqa: S101 - and stays
    return types.TextDocumentEdit(named, list(edits(Text(step.before.decode(), encoding), step.after.decode())))


def formatting(document: Document) -> list[types.TextEdit]:
    """What brings a file into canonical form; nothing where it can't be read, which its problems tell."""
    kind = document.kind
    try:
        after = canonical(document.raw, kind.layout if kind else FREE)
    except FollowupError:
        return []
    return list(edits(document.text, after.decode()))


def edits(before: Text, after: str) -> Iterator[types.TextEdit]:
    """The changes from one text to another, in the lines that differ and no others."""
    old, new = before.text.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    for tag, first, last, other, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _least(before, starts[first], starts[last], "".join(new[other:end]))


def _least(before: Text, start: int, end: int, text: str) -> types.TextEdit:
    """Other text in the place of some, without what is the same at both ends."""
    old = before.text[start:end]
    same = _common(old, text)
    rest = _common(old[same:][::-1], text[same:][::-1])
    return types.TextEdit(before.range(start + same, end - rest), text[same : len(text) - rest])


def _common(one: str, other: str) -> int:
    """How many characters both begin with, up to a place where no line break and no accented letter is cut in two."""
    both = zip(one, other, strict=False)
    at = next((at for at, (a, b) in enumerate(both) if a != b), min(len(one), len(other)))
    while at and not (_is_plain(one[at - 1]) and one[at : at + 1].isascii() and other[at : at + 1].isascii()):
        at -= 1
    return at


def _is_plain(char: str) -> bool:
    return char.isascii() and char.isprintable()
