"""Items put into, taken out of and moved within a list that is written between brackets."""

from __future__ import annotations

from .lines import (
    Patch,
    begins_line,
    comments_start,
    ends_line,
    indent_at,
    line_end,
    line_start,
    newline_at,
)
from .spans import Item, Value

_INDENT = b"    "


def insert(data: bytes, array: Value, index: int, text: bytes) -> list[Patch]:
    """Put an item before the one with ``index``, or after the last, in the style of its neighbours."""
    if not array.items:
        return [_first(data, array, text)]
    if index == len(array.items):
        return _append(data, array, text)
    start = array.items[index].value.span.start
    if not _begins_line(data, array, start):
        return [Patch(start, start, text + b", ")]
    top = comments_start(data, start, _floor(array, index))
    line = indent_at(data, start) + text + b"," + newline_at(data, start)
    return [Patch(top, top, line)]


def _first(data: bytes, array: Value, text: bytes) -> Patch:
    inside = array.span.start + 1, array.span.end - 1
    if b"\n" not in data[slice(*inside)]:
        return Patch(*inside, text)
    bracket = line_start(data, inside[1])
    line = indent_at(data, bracket) + _INDENT + text + b"," + newline_at(data, bracket)
    return Patch(bracket, bracket, line)


def _append(data: bytes, array: Value, text: bytes) -> list[Patch]:
    last = array.items[-1]
    has_comma, end = last.comma is not None, last.end
    if not _begins_line(data, array, last.value.span.start):
        return [Patch(end, end, b" " + text + b"," if has_comma else b", " + text)]
    newline, indent = newline_at(data, last.value.span.start), indent_at(data, last.value.span.start)
    line = indent + text + (b"," if has_comma else b"")
    if not ends_line(data, end):  # the bracket stands on the line of the last item
        return [Patch(end, end, (b"" if has_comma else b",") + newline + line)]
    below = line_end(data, end)
    comma = [] if has_comma else [Patch(end, end, b",")]
    return [*comma, Patch(below, below, line + newline)]


def remove(data: bytes, array: Value, index: int) -> list[Patch]:
    """Take an item away, with its comma and, if it has its lines to itself, its comments."""
    item = array.items[index]
    if len(array.items) == 1 and not data[array.span.start + 1 : array.span.end - 1].count(b"#"):
        return [Patch(array.span.start + 1, array.span.end - 1)]
    comma = _comma_left_over(array, index)
    if _is_alone(data, array, index):
        top, bottom = _lines(data, array, index)
        return [*_single(comma), Patch(top, bottom)]
    start, end = item.value.span.start, item.value.span.end
    if item.comma is None:
        return _remove_last(data, array, index, comma)
    if data[end : item.comma].strip():  # a comment between the item and its comma
        return [Patch(start, end), Patch(item.comma, item.end)]
    return [Patch(*_with_blanks(data, start, item.end))]


def _remove_last(data: bytes, array: Value, index: int, comma: int | None) -> list[Patch]:
    span = array.items[index].value.span
    if comma is not None and not data[comma + 1 : span.start].strip():
        return [Patch(comma, span.end)]
    top = comments_start(data, span.start, _floor(array, index))
    own = top if _begins_line(data, array, span.start) else span.start
    return [*_single(comma), Patch(own, span.end)]


def _with_blanks(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The blanks after an item go with it; at the line's end those before it."""
    after = end + len(data[end:]) - len(data[end:].lstrip(b" \t"))
    if data[after : after + 1] not in {b"\n", b"\r", b"#"}:
        return start, after
    return len(data[:start].rstrip(b" \t")), end


def _comma_left_over(array: Value, index: int) -> int | None:
    """The comma before the last item, when that has none itself."""
    return array.items[index - 1].comma if index and array.items[index].comma is None else None


def _single(comma: int | None) -> list[Patch]:
    return [] if comma is None else [Patch(comma, comma + 1)]


def move(data: bytes, array: Value, old: int, new: int) -> list[Patch]:
    """Put the item with index ``old`` where it has index ``new``; its comments go with it if its lines are its own."""
    places = range(min(old, new), max(old, new) + 1)
    order = list(places)
    order.insert(new - places[0], order.pop(old - places[0]))
    whole_lines = all(_is_alone(data, array, place) and _comma_follows(array.items[place]) for place in places)
    swap = _lines_into if whole_lines else _value_into
    return [swap(data, array, source, place) for place, source in zip(places, order, strict=True)]


def _value_into(data: bytes, array: Value, source: int, place: int) -> Patch:
    span, new = array.items[place].value.span, array.items[source].value.span
    return Patch(span.start, span.end, data[new.start : new.end])


def _lines_into(data: bytes, array: Value, source: int, place: int) -> Patch:
    """The lines of one item in the place of another; whether a comma follows is the place's affair."""
    item, comma = array.items[source], b"" if array.items[place].comma is None else b","
    top, bottom = _lines(data, array, source)
    lines = data[top : item.value.span.end] + comma + data[item.end : bottom]
    return Patch(*_lines(data, array, place), lines)


def _comma_follows(item: Item) -> bool:
    return item.comma in {None, item.value.span.end}


def _lines(data: bytes, array: Value, index: int) -> tuple[int, int]:
    """An item's lines, from the comments directly above it."""
    item = array.items[index]
    return comments_start(data, item.value.span.start, _floor(array, index)), line_end(data, item.end)


def _is_alone(data: bytes, array: Value, index: int) -> bool:
    """Whether an item has its lines to itself; a comma on a line below may have a comment that is not the item's."""
    item = array.items[index]
    if item.comma is not None and data[item.value.span.end : item.comma].strip(b" \t"):
        return False
    return _begins_line(data, array, item.value.span.start) and ends_line(data, item.end)


def _begins_line(data: bytes, array: Value, start: int) -> bool:
    return begins_line(data, start) and line_start(data, start) > array.span.start


def _floor(array: Value, index: int) -> int:
    return array.items[index - 1].end if index else array.span.start + 1
