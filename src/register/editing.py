"""Changes made in a file's bytes: those of the value that is meant, and no others.

Each change is made on the text as it stands, from the spans of a fresh TomlDocument. What comes out is parsed again
and compared with what the changes mean for the data; whatever differs is refused, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from ..errors import FollowupError
from . import array_edits, files, inline_edits, rendering, section_edits
from .changes import Append, Change, Insert, Move, NoSuchPlace, Remove, Set, apply, exists, find
from .formatting import CannotFormat, canonical
from .layout import FREE, Layout
from .lines import Patch, ended_like, newline_at, patched
from .ordering import beside
from .restyling import restyled
from .section_edits import encoded
from .spans import KeyPath, Pair, Value
from .toml_document import NotToml, NotUnderstood, TomlDocument
from .toml_values import fingerprint, plain, same

__all__ = [
    "Append",
    "Change",
    "Insert",
    "Move",
    "NoSuchPlace",
    "NotSafe",
    "Remove",
    "Set",
    "apply",
    "edit",
    "splice",
]


class NotSafe(FollowupError):
    """The change would not have come out as meant; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "this change can't be made safely in the way this file is written; nothing was written",
            hint="Make it in a text editor.",
        )


def edit(path: Path, expected: str, changes: Iterable[Change], layout: Layout, root: Path) -> bytes:
    """Change a record's file, and give its new bytes. ``expected``: the digest of the bytes that the change is for.

    Raises files.FileError (StaleFile, when the file is another by now), and what ``splice`` does.
    """
    raw = files.read(path)
    if files.digest(raw) != expected:
        raise files.StaleFile(path, "somebody changed the file meanwhile")
    after = splice(raw, changes, layout)
    if after != raw:
        files.replace(path, after, expected=expected, root=root)
    return after


def splice(raw: bytes, changes: Iterable[Change], layout: Layout = FREE) -> bytes:
    """The file's bytes after the changes, made one after the other.

    A file in canonical form keeps it when a list that the layout knows grows: one item stands on one line, more
    have a line each.

    Raises NotToml for a file that is none, NoSuchPlace and NotTomlValue for a change that does not fit, NotSafe.
    """
    changes = list(changes)
    document = TomlDocument(raw)
    intended = apply(document.data, changes)
    try:
        for change in changes:
            document = _changed(document, change, layout)
    except (NotToml, NotUnderstood) as error:
        raise NotSafe from error
    if not same(document.data, intended):
        raise NotSafe
    if any(_grows_known_list(change, layout) for change in changes):
        return _as_canonical_as(raw, document.raw, layout)
    return document.raw


def _grows_known_list(change: Change, layout: Layout) -> bool:
    return isinstance(change, Append | Insert) and change.path[:1] != () and change.path[0] in layout.fields


def _as_canonical_as(before: bytes, after: bytes, layout: Layout) -> bytes:
    try:
        return canonical(after, layout) if canonical(before, layout) == before else after
    except CannotFormat:
        return after


def _changed(document: TomlDocument, change: Change, layout: Layout) -> TomlDocument:
    match change:
        case Set(path, value):
            return _set(document, path, plain(value), layout)
        case Remove(path):
            return _remove(document, path, layout)
        case Insert(path, index, value):
            return _insert(document, path, index, plain(value), layout)
        case Append(path, value):
            count = len(find(document.data, path)) if exists(document.data, path) else 0
            return _insert(document, path, count, plain(value), layout)
        case Move(path, old, new):
            return _move(document, path, old, new)


def _patched(document: TomlDocument, *patches: Patch) -> TomlDocument:
    return TomlDocument(ended_like(patched(document.raw, list(patches)), document.raw))


def _layout_at(layout: Layout, path: KeyPath) -> Layout:
    for part in path:
        layout = rendering.below(layout, part)
    return layout


# Set


def _set(document: TomlDocument, path: KeyPath, value: Any, layout: Layout) -> TomlDocument:
    if not exists(document.data, path):
        return _add(document, path, value, layout)
    old = find(document.data, path)
    if same(old, value):
        return document
    if isinstance(old, dict) and isinstance(value, dict):
        return _set_fields(document, path, value, layout)
    if old and value and isinstance(old, list) and isinstance(value, list):
        return _set_items(document, path, value, layout)
    if _is_block_to_be(document, path, value):
        return _replace(document, path, value, layout)
    span = document.value(path)
    return _rewrite(document, path, span, value, layout) if span else _replace(document, path, value, layout)


def _is_block_to_be(document: TomlDocument, path: KeyPath, value: Any) -> bool:
    """Whether an empty list, on a line of its own without comments, is to become a list of tables."""
    array, key = document.array(path), document.key_span(path)
    if not (isinstance(value, list) and rendering.is_block(value)):
        return False
    if not key or not array or array.items or _within(document, path):
        return False
    return not section_edits.has_comments(document, key, array.span)


def _rewrite(document: TomlDocument, path: KeyPath, old: Value, value: Any, layout: Layout) -> TomlDocument:
    start, end = old.span.start, old.span.end
    written = document.raw[start:end]
    within = _within(document, path) is not None
    text = restyled(
        written.decode(), value, _layout_at(layout, path), within=within, width=start - _line(document, start)
    )
    newline = newline_at(written, 0) if b"\n" in written else newline_at(document.raw, start)
    return _patched(document, Patch(start, end, encoded(text, newline)))


def _line(document: TomlDocument, offset: int) -> int:
    return document.raw.rfind(b"\n", 0, offset) + 1


def _replace(document: TomlDocument, path: KeyPath, value: Any, layout: Layout) -> TomlDocument:
    """Something of another sort in the place of a table or list that is spread over headers or dotted keys."""
    if isinstance(path[-1], int):
        whole = find(document.data, path[:-1])
        return _replace(document, path[:-1], [*whole[: path[-1]], value, *whole[path[-1] + 1 :]], layout)
    without = _patched(document, *section_edits.remove(document, path))
    return _add_again(without, document, path, value, layout)


def _add_again(without: TomlDocument, before: TomlDocument, path: KeyPath, value: Any, layout: Layout) -> TomlDocument:
    """Add to a file what was just taken from it; if no other line was there, its line endings are still known."""
    added = _add(without, path, value, layout)
    if b"\n" in without.raw:
        return added
    text = encoded(added.raw.decode(), newline_at(before.raw, 0))
    return TomlDocument(ended_like(text, before.raw))


def _set_fields(document: TomlDocument, path: KeyPath, table: dict[str, Any], layout: Layout) -> TomlDocument:
    """Make a table another one field by field, so that what is the same in both stays as it is written."""
    gone = [name for name in find(document.data, path) if name not in table]
    for name, value in rendering.ordered(table, _layout_at(layout, path)):
        document = _set(document, (*path, name), value, layout)
    for name in gone:
        document = _remove(document, (*path, name), layout)
    return document


def _set_items(document: TomlDocument, path: KeyPath, items: list[Any], layout: Layout) -> TomlDocument:
    """Make a list another one item by item; from the end, so that the indexes before stay right."""
    for change in _item_changes(path, find(document.data, path), items):
        document = _changed(document, change, layout)
    return document


def _item_changes(path: KeyPath, old: list[Any], new: list[Any]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, list(map(fingerprint, old)), list(map(fingerprint, new)), autojunk=False)
    for tag, start, end, new_start, new_end in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        both = min(end - start, new_end - new_start)
        # Put in before taking away, so that a list of tables is never empty in between.
        for index in range(new_start + both, new_end):
            yield Insert(path, start + index - new_start, new[index])
        for index in range(end - 1, start + both - 1, -1):
            yield Remove((*path, index))
        for index in range(both):
            yield Set((*path, start + index), new[new_start + index])


# Add


def _add(document: TomlDocument, path: KeyPath, value: Any, layout: Layout) -> TomlDocument:
    """Add a field, and the tables around it that are missing."""
    while len(path) > 1 and not exists(document.data, path[:-1]):
        path, value = path[:-1], {path[-1]: value}
    table, name = path[:-1], str(path[-1])
    within = _within(document, path)
    if within is not None:
        return _patched(document, _inline_patch(document, within, path, value, layout))
    return _patched(document, _line_patch(document, table, name, value, layout))


def _within(document: TomlDocument, path: KeyPath) -> KeyPath | None:
    """The nearest list or table around a path that is written between brackets or braces."""
    return next((path[:end] for end in range(len(path) - 1, 0, -1) if document.value(path[:end])), None)


def _inline_patch(document: TomlDocument, within: KeyPath, path: KeyPath, value: Any, layout: Layout) -> Patch:
    holder = document.value(within)
    assert holder is not None  # noqa: S101 - that is what within means
    prefix, name = [str(part) for part in path[len(within) : -1]], str(path[-1])
    siblings = _pairs_with(holder, prefix)
    text = rendering.inline(value, _layout_at(layout, path))
    if not siblings:
        return inline_edits.add(holder, None, f"{rendering.key(name)} = {text}".encode(), after=True)
    order = _layout_at(layout, path[:-1]).fields
    index, after = beside([pair.names[len(prefix)] for pair in siblings], name, order)
    key = _dotted_key(document, siblings[index], len(prefix), name)
    return inline_edits.add(holder, siblings[index], f"{key} = {text}".encode(), after=after)


def _pairs_with(table: Value, prefix: list[str]) -> list[Pair]:
    return [pair for pair in table.pairs if list(pair.names[: len(prefix)]) == prefix and len(pair.names) > len(prefix)]


def _dotted_key(document: TomlDocument, sibling: Pair, count: int, name: str) -> str:
    """A key that begins as its sibling's does, in whatever way that is written."""
    if not count:
        return rendering.key(name)
    start, end = sibling.keys[0].span.start, sibling.keys[count - 1].span.end
    return f"{document.raw[start:end].decode()}.{rendering.key(name)}"


def _line_patch(document: TomlDocument, table: KeyPath, name: str, value: Any, layout: Layout) -> Patch:
    below, order = _layout_at(layout, (*table, name)), _layout_at(layout, table).fields
    dotted = section_edits.dotted_pairs(document, table)
    if dotted:
        section, pair = dotted[0]
        key = _dotted_key(document, pair, len(table) - len(section.path), name)
        text = (
            f"{key} = {rendering.inline(value, below)}\n"
            if isinstance(value, dict)
            else rendering.assignment(key, value, below)
        )
        return section_edits.add_dotted(document, table, dotted, name, text, order)
    names = tuple(part for part in table if isinstance(part, str))
    if rendering.is_block(value):
        blocks = list(rendering.blocks((*names, name), value, below))
        return section_edits.add_blocks(document, table, name, blocks, order)
    text = rendering.assignment(rendering.key(name), value, below)
    own = section_edits.own_section(document, table)
    if own:
        return section_edits.add_to_section(document, own, name, text, order)
    return section_edits.add_header(document, table, [f"[{rendering.dotted(names)}]\n{text}"])


# Remove


def _remove(document: TomlDocument, path: KeyPath, layout: Layout) -> TomlDocument:
    after = _patched(document, *_removal(document, path))
    return _with_ancestors(after, document, path, layout)


def _removal(document: TomlDocument, path: KeyPath) -> list[Patch]:
    array = document.array(path[:-1])
    if array:
        return array_edits.remove(document.raw, array, int(path[-1]))
    within = _within(document, path)
    table = document.value(within) if within else None
    if within and table:
        prefix = [str(part) for part in path[len(within) :]]
        gone = [pair for pair in table.pairs if list(pair.names[: len(prefix)]) == prefix]
        return inline_edits.remove(table, gone)
    return section_edits.remove(document, path)


def _with_ancestors(after: TomlDocument, before: TomlDocument, path: KeyPath, layout: Layout) -> TomlDocument:
    """What was said only by the lines that are gone is said again: an empty table, or an empty list."""
    gone = next((path[:end] for end in range(1, len(path)) if not exists(after.data, path[:end])), None)
    if gone is None:
        return after
    return _add_again(after, before, gone, find(apply(before.data, [Remove(path)]), gone), layout)


# Lists


def _insert(document: TomlDocument, path: KeyPath, index: int, value: Any, layout: Layout) -> TomlDocument:
    if not exists(document.data, path):
        return _add(document, path, [value], layout)
    items = find(document.data, path)
    array = document.array(path)
    if array and not _is_block_to_be(document, path, [value]):
        text = rendering.inline(value, _layout_at(layout, path)).encode()
        return _patched(document, *array_edits.insert(document.raw, array, index, text))
    if array or not isinstance(value, dict):
        return _replace(document, path, [*items[:index], value, *items[index:]], layout)
    names = tuple(part for part in path if isinstance(part, str))
    blocks = list(rendering.blocks(names, [value], _layout_at(layout, path)))
    return _patched(document, section_edits.add_item(document, path, index, len(items), blocks))


def _move(document: TomlDocument, path: KeyPath, old: int, new: int) -> TomlDocument:
    if old == new:
        return document
    array = document.array(path)
    if array:
        return _patched(document, *array_edits.move(document.raw, array, old, new))
    count = len(find(document.data, path))
    return _patched(document, *section_edits.move_item(document, path, old, new, count))
