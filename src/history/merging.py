"""Two versions of a record's file merged into one: by field, in our bytes."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import FollowupError
from ..register.changes import apply
from ..register.editing import splice
from ..register.layout import FREE, Layout
from ..register.parsing import parse
from ..register.toml_document import TomlDocument
from ..register.toml_values import same
from . import marking
from .changes import Identify
from .joining import FieldConflict, join
from .remarks import with_comments


class CannotMerge(FollowupError):
    """One of the versions can't be read, so that nothing can be said of its fields."""

    def __init__(self, side: str) -> None:
        super().__init__(f"the {side} version is not a record that can be read", hint="Merge its text by hand.")


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge. ``raw`` is valid TOML; of a field in conflict it holds our value, or theirs where we have none.

    ``whole``: the fields could not be joined in the file as it is written; our version stands in ``raw`` and theirs
    in ``other``.
    """

    raw: bytes
    conflicts: tuple[FieldConflict, ...]
    layout: Layout = FREE
    other: bytes | None = None

    @property
    def clean(self) -> bool:
        """Whether nothing is left to be chosen."""
        return not self.conflicts and self.other is None

    def marked(self, size: int = marking.SIZE) -> bytes:
        """The file to be looked at: each field in conflict with all its versions, between marks of ``size`` signs."""
        if self.other is not None:
            return marking.whole(self.raw, self.other, size)
        return marking.marked(self.raw, self.conflicts, self.layout, size)


def merge(
    base: bytes | None, ours: bytes, theirs: bytes, identify: Identify | None = None, layout: Layout = FREE
) -> Merged:
    """Merge what both made of ``base``; None where they began with nothing.

    Raises: CannotMerge.
    """
    if theirs in (ours, base):
        return Merged(ours, (), layout)
    if base == ours:
        return Merged(theirs, (), layout)
    old, mine, other = parsed(base or b"", "former"), parsed(ours, "one"), parsed(theirs, "other")
    joined = join(old, mine, other, identify)
    try:
        spliced = splice(ours, joined.changes, layout)
        raw = with_comments(spliced, base or b"", ours, theirs, places=(joined.ours_at, joined.theirs_at))
        if not same(TomlDocument(raw).data, apply(mine, joined.changes)):
            raise ValueError
    except (FollowupError, ValueError):
        return Merged(ours, (), layout, other=theirs)
    return Merged(raw, tuple(joined.conflicts), layout)


def parsed(raw: bytes, side: str) -> dict[str, object]:
    """The data of a version.

    Raises: CannotMerge.
    """
    try:
        return parse(raw)
    except ValueError as error:
        raise CannotMerge(side) from error
