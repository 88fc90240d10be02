"""Comments that a merge would lose, put back beside what they speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..register.comments import Comment, Role, owned, statements
from ..register.lines import Patch, begins_line, indent_at, line_start, newline_at, patched, rest_of_line
from ..register.spans import KeyPath, comment_spans
from ..register.toml_document import TomlDocument


def with_comments(joined: bytes, base: bytes, ours: bytes, theirs: bytes, *, places: _Places) -> bytes:
    """The joined file with all comments of ours and those that theirs added.

    A comment of the base that went with a field which the other side took away stays away.
    """
    removed = _texts(base) - _texts(theirs)
    for side, former, at in ((ours, removed, places[0]), (theirs, _texts(base), places[1])):
        wanted = _texts(side) - former - _texts(joined)
        if wanted:
            joined = _put(joined, list(_chosen(side, wanted, at)))
    return joined


_Places = tuple[Mapping[KeyPath, KeyPath], Mapping[KeyPath, KeyPath]]


def _texts(raw: bytes) -> Counter[str]:
    return Counter(raw[span.start : span.end].decode().strip() for span in comment_spans(raw))


def _chosen(side: bytes, wanted: Counter[str], at: Mapping[KeyPath, KeyPath]) -> Iterator[Comment]:
    left = Counter(wanted)
    for each in owned(TomlDocument(side)):
        if left[each.text] > 0:
            left[each.text] -= 1
            yield Comment(each.text, _moved(each.owner, at), each.role)


def _moved(path: KeyPath, at: Mapping[KeyPath, KeyPath]) -> KeyPath:
    """Where something is in the joined file; indexes of items may differ there."""
    for end in range(len(path), 0, -1):
        if path[:end] in at:
            return at[path[:end]] + path[end:]
    return path


def _put(raw: bytes, comments: list[Comment]) -> bytes:
    document = TomlDocument(raw)
    if raw and not raw.endswith(b"\n"):
        raw += newline_at(raw, 0)
    spots = {each.path: each.span for each in statements(document)}
    patches, taken = [], set[int]()
    for each in comments:
        span = next(
            (spots[each.owner[:end]] for end in range(len(each.owner), 0, -1) if each.owner[:end] in spots), None
        )
        whole = each.owner in spots and span is not None
        item = document.value(each.owner)
        if span is None:
            at, beside = (0 if each.role is Role.TOP else len(raw)), False
        elif each.role is Role.BESIDE and whole and not rest_of_line(raw, span.end) and span.end not in taken:
            at, beside = span.end, True
        elif not whole and item and begins_line(raw, item.span.start):
            at, beside = line_start(raw, item.span.start), False
        else:
            at, beside = line_start(raw, span.start), False
        patches.append(_patch(raw, at, each.text, beside=beside))
        taken.add(at)
    return patched(raw, patches)


def _patch(raw: bytes, at: int, text: str, *, beside: bool) -> Patch:
    if beside:
        return Patch(at, at, b"  " + text.encode())
    return Patch(at, at, indent_at(raw, at) + text.encode() + newline_at(raw, at))
