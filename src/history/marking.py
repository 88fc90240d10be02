"""Marks of a conflict in a record's file: a field in all its versions, as git marks them, and read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import FollowupError
from ..register.changes import Change, Remove, Set, exists
from ..register.editing import splice
from ..register.layout import FREE, Layout
from ..register.lines import Patch, line_end, line_start, newline_at, patched
from ..register.parsing import parse
from ..register.spans import KeyPath
from ..register.toml_document import TomlDocument
from ..register.toml_values import same
from .joining import FieldConflict

SIZE = 7
"""How many signs a mark has, unless git's attribute conflict-marker-size says otherwise."""

OURS, BASE, THEIRS = "ours", "before", "theirs"


@dataclass(frozen=True, slots=True)
class Sides:
    """The file as it would be if all conflicts were settled for one version; ``base`` where it is marked."""

    ours: bytes
    base: bytes | None
    theirs: bytes


def marked(raw: bytes, conflicts: Sequence[FieldConflict], layout: Layout = FREE, size: int = SIZE) -> bytes:
    """``raw`` with marks around the lines of each field in conflict, and all its versions between them.

    Where a field shares its line with others, the marks go around that line; where even that can't be made out,
    around the whole file.
    """
    if not conflicts:
        return raw
    ours, theirs = (splice(raw, versions(conflicts, side), layout) for side in ("ours", "theirs"))
    try:
        text = _Marking(raw, layout, size).marked(conflicts)
    except FollowupError:
        return whole(ours, theirs, size)
    found = sides(text, size)
    right = found and _says(found.ours, ours) and _says(found.theirs, theirs)
    return text if right else whole(ours, theirs, size)


def whole(ours: bytes, theirs: bytes, size: int = SIZE) -> bytes:
    """Two versions of a file one after the other, between marks."""
    newline = newline_at(ours, 0)
    return _block([(OURS, ours), (THEIRS, theirs)], newline, size)


def sides(raw: bytes, size: int = SIZE) -> Sides | None:
    """The versions that the marks in a file part, git's own included; None where there are none, or not in order."""
    parts: dict[str, list[bytes]] = {OURS: [], BASE: [], THEIRS: []}
    state, seen, bases = "", 0, 0
    for line in re.split(rb"(?<=\n)", raw):
        following = _after(line, state, size)
        if following is None:
            for name in [state] if state else parts:
                parts[name].append(line)
        else:
            seen += following == OURS
            bases += following == BASE
            state = following
    if state or not seen:
        return None
    ours, base, theirs = (b"".join(part) for part in parts.values())
    return Sides(ours, base if bases == seen else None, theirs)


def _after(line: bytes, state: str, size: int) -> str | None:
    """What follows a mark; None for a line that is none, where it stands."""
    found = re.match(rb"([<|=>])\1{%d}(?: .*)?\r?\n?\Z" % (size - 1), line, re.DOTALL)
    return _FOLLOWING.get((state, found[1])) if found else None


_FOLLOWING = {
    ("", b"<"): OURS,
    (OURS, b"|"): BASE,
    (OURS, b"="): THEIRS,
    (BASE, b"="): THEIRS,
    (THEIRS, b">"): "",
}


def _says(raw: bytes, meant: bytes) -> bool:
    """Whether both say the same; a list that lost its last item may be gone."""
    try:
        return same(_filled(parse(raw)), _filled(parse(meant)))
    except ValueError:
        return False


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _filled(each) for name, each in value.items() if each not in ([], {})}
    return [_filled(each) for each in value] if isinstance(value, list) else value


def versions(conflicts: Iterable[FieldConflict], side: str) -> list[Change]:
    """What gives the joined file one side's versions; what goes comes last and from the end, as indexes shift."""
    values = [(each.place, getattr(each, side)) for each in conflicts]
    gone = sorted((place for place, value in values if value is None), key=position, reverse=True)
    return [*(Set(place, value) for place, value in values if value is not None), *map(Remove, gone)]


def position(place: KeyPath) -> tuple[tuple[int, int, str], ...]:
    """Sorts places so that of the items of one list the later comes later."""
    return tuple((0, step, "") if isinstance(step, int) else (1, 0, step) for step in place)


class _Marking:
    """One file, in which the fields of conflicts are found and marked."""

    def __init__(self, raw: bytes, layout: Layout, size: int) -> None:
        self._document = TomlDocument(raw)
        self._layout = layout
        self._size = size

    def marked(self, conflicts: Sequence[FieldConflict]) -> bytes:
        raw = self._document.raw
        patches = []
        for unit, inner in self._units(conflicts).items():
            start, end = lines_of(self._document, unit) or (0, 0)
            texts = [(name, self._version(unit, inner, side)) for name, side in _SIDES]
            if not all(text for _, text in texts):
                start, texts = _with_blank_line(raw, start, texts)
            patches.append(Patch(start, end, _block(texts, newline_at(raw, start), self._size)))
        return patched(raw, patches)

    def _units(self, conflicts: Sequence[FieldConflict]) -> dict[KeyPath, list[FieldConflict]]:
        """The smallest thing with lines of its own around each field, outermost where they overlap."""
        wanted = {each.place: self._unit(each.place) for each in conflicts}
        found: dict[KeyPath, list[FieldConflict]] = {}
        for each in conflicts:
            unit = wanted[each.place]
            outer = next(end for end in range(len(unit) + 1) if unit[:end] in wanted.values())
            found.setdefault(unit[:outer], []).append(each)
        return found

    def _unit(self, place: KeyPath) -> KeyPath:
        for end in range(len(place), 0, -1):
            if lines_of(self._document, place[:end]):
                return place[:end]
        raise NotMarkable

    def _version(self, unit: KeyPath, conflicts: Sequence[FieldConflict], side: str) -> bytes:
        changes = versions(conflicts, side)
        if Remove(unit) in changes:
            return b""
        document = TomlDocument(splice(self._document.raw, changes, self._layout))
        lines = lines_of(document, unit) if exists(document.data, unit) else None
        if lines is None:
            raise NotMarkable
        text = document.raw[slice(*lines)]
        return text if text.endswith(b"\n") else text + newline_at(document.raw, lines[0])


def _with_blank_line(raw: bytes, start: int, texts: list[tuple[str, bytes]]) -> tuple[int, list[tuple[str, bytes]]]:
    """The blank line above goes with what one side has not got, so that it isn't left over."""
    above = line_start(raw, start - 1) if start else 0
    blank = raw[above:start]
    if not start or blank.strip():
        return start, texts
    return above, [(name, blank + text if text else text) for name, text in texts]


class NotMarkable(FollowupError):
    """A field has no lines of its own."""

    def __init__(self) -> None:
        super().__init__("the field has no lines of its own")


_SIDES: tuple[tuple[str, str], ...] = ((OURS, "ours"), (BASE, "base"), (THEIRS, "theirs"))


def lines_of(document: TomlDocument, path: KeyPath) -> tuple[int, int] | None:
    """The lines that say what is at ``path`` and nothing else: from the first byte to one past the last.

    None where it shares them, or where they do not stand together. Comments above are not among them.
    """
    raw = document.raw
    pairs = [pair for section in document.sections for pair in section.pairs if (*section.path, *pair.names) == path]
    below = [index for index, section in enumerate(document.sections) if section.keys and _below(section.path, path)]
    if pairs:
        return line_start(raw, pairs[0].span.start), line_end(raw, pairs[0].span.end)
    dotted = any(
        _below((*section.path, *pair.names), path)
        for index, section in enumerate(document.sections)
        for pair in section.pairs
        if index not in below
    )
    if not below or dotted or below[-1] - below[0] != len(below) - 1:
        return None
    first, last = document.sections[below[0]], document.sections[below[-1]]
    return line_start(raw, first.span.start), line_end(raw, last.last.end)


def _below(path: KeyPath, around: KeyPath) -> bool:
    return path[: len(around)] == around


def _block(texts: Iterable[tuple[str, bytes]], newline: bytes, size: int) -> bytes:
    (_, ours), *base, (_, theirs) = texts
    text = [b"<" * size + b" " + OURS.encode() + newline, _ended(ours, newline)]
    for name, former in base:
        text += [b"|" * size + b" " + name.encode() + newline, _ended(former, newline)]
    text += [b"=" * size + newline, _ended(theirs, newline), b">" * size + b" " + THEIRS.encode() + newline]
    return b"".join(text)


def _ended(text: bytes, newline: bytes) -> bytes:
    return text + newline if text and not text.endswith(b"\n") else text
