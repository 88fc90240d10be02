"""A record in conflict, to be settled field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from ..errors import FollowupError
from ..register import files
from ..register.changes import Change, Remove, Set
from ..register.editing import splice
from ..register.layout import FREE, Layout
from ..register.spans import KeyPath
from . import marking
from .changes import FieldPath, Identify, identifying
from .driver import kind_at
from .joining import FieldConflict
from .merging import Merged, merge
from .repository import Repository


class Side(StrEnum):
    """A version of a field; the value is its name in `FieldConflict`."""

    OURS = "ours"
    THEIRS = "theirs"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Other:
    """A value that no version has; None takes the field out."""

    value: Any


Choice = Side | Other


class NotByField(FollowupError):
    """The marks in a file part something else than whole fields."""

    def __init__(self) -> None:
        super().__init__(
            "this conflict can't be shown field by field",
            hint="Settle it in a text editor: keep what is right, and take the marks and the rest out.",
        )


@dataclass(frozen=True, slots=True)
class Conflicted:
    """A record with fields in conflict; ``raw`` holds our version of them, or theirs where we have none."""

    raw: bytes
    fields: tuple[FieldConflict, ...]
    layout: Layout = FREE
    based: bool = True
    """Whether it is known what was there before both; else `Side.BASE` means nothing."""

    @classmethod
    def of_marked(cls, raw: bytes, identify: Identify | None = None, layout: Layout = FREE) -> Conflicted:
        """Of a file with marks, as the merge left it or as somebody has settled some of it since.

        Where the marks leave out what was there before, as git's own do, nothing is said of that.

        Raises: NotByField.
        """
        found = marking.sides(raw)
        if found is None:
            raise NotByField
        return cls.of_versions(found.base, found.ours, found.theirs, identify, layout)

    @classmethod
    def of_versions(
        cls, base: bytes | None, ours: bytes, theirs: bytes, identify: Identify | None = None, layout: Layout = FREE
    ) -> Conflicted:
        """Of three versions, as git's index has them of a file in conflict.

        Raises: NotByField.
        """
        merged = _merged(base, ours, theirs, identify, layout)
        if merged.other is not None:
            raise NotByField
        return cls(merged.raw, merged.conflicts, layout, base is not None)

    def settled(self, choices: Mapping[FieldPath, Choice]) -> Conflicted:
        """With these fields as chosen; the others stay in conflict.

        Raises: NotTomlValue, NotSafe.
        """
        values = [(each, _value(each, choices[each.path])) for each in self.fields if each.path in choices]
        gone = sorted((each.place for each, value in values if value is None), key=marking.position, reverse=True)
        changes: list[Change] = [Set(each.place, value) for each, value in values if value is not None]
        raw = splice(self.raw, [*changes, *map(Remove, gone)], self.layout)
        left = (each for each in self.fields if each.path not in choices)
        fields = tuple(replace(each, place=_shifted(each.place, gone)) for each in left)
        return replace(self, raw=raw, fields=fields)

    @property
    def text(self) -> bytes:
        """The file: with marks around what is still in conflict."""
        return marking.marked(self.raw, self.fields, self.layout)


def conflicted(repo: Repository, path: PurePosixPath) -> Conflicted:
    """A record's file in the work tree that a merge has left in conflict. ``path`` as seen from the register.

    Raises: NotByField, FileError.
    """
    kind = kind_at(path, repo.root)
    options = (identifying(kind), kind.layout) if kind else ()
    return Conflicted.of_marked(files.read(repo.root / path), *options)


def fields_in_conflict(repo: Repository, path: PurePosixPath) -> list[str]:
    """The labels of the fields that wait for a choice; none where that can't be said."""
    try:
        return [each.label for each in conflicted(repo, path).fields]
    except FollowupError:
        return []


def _merged(base: bytes | None, ours: bytes, theirs: bytes, identify: Identify | None, layout: Layout) -> Merged:
    try:
        return merge(base, ours, theirs, identify, layout)
    except FollowupError as error:
        raise NotByField from error


def _value(conflict: FieldConflict, choice: Choice) -> Any:
    return choice.value if isinstance(choice, Other) else getattr(conflict, choice.value)


def _shifted(place: KeyPath, gone: Iterable[KeyPath]) -> KeyPath:
    """Where a field is after the items at ``gone``, the last first, have been taken out."""
    for each in gone:
        *around, index = each
        at = len(around)
        later = isinstance(index, int) and list(place[:at]) == around and len(place) > at
        if later and isinstance(place[at], int) and place[at] > index:  # type: ignore[operator]
            place = (*place[:at], place[at] - 1, *place[at + 1 :])  # type: ignore[operator]
    return place
