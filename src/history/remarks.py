"""Comments that a merge would lose, put back beside what they speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..register.comments import Comment, Role, owned, statements
from ..register.lines import Patch, begins_line, indent_at, line_start, newline_at, patched, rest_of_line
from ..register.spans import KeyPath, comment_spans
from ..register.toml_document import TomlDocument

Places = tuple[Mapping[KeyPath, KeyPath], Mapping[KeyPath, KeyPath]]
"""Where the items of lists in ours and in theirs are in the joined file."""


def with_comments(joined: bytes, base: bytes, ours: bytes, theirs: bytes, *, places: Places) -> bytes:
    """The joined file with all comments of ours and those that theirs added.

    A comment of the base that went with a field which the other side took away stays away.
    """
    removed = _texts(base) - _texts(theirs)
    for side, former, at in ((ours, removed, places[0]), (theirs, _texts(base), places[1])):
        wanted = _texts(side) - former - _texts(joined)
        if wanted:
            joined = _put(joined, list(_chosen(side, wanted, at)))
    return joined


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
    placing = _Placing(raw)
    return patched(placing.raw, [placing.patch(each) for each in comments])


class _Placing:
    """Finds places for comments in a file."""

    def __init__(self, raw: bytes) -> None:
        self._document = TomlDocument(raw)
        self._spans = {each.path: each.span for each in statements(self._document)}
        self._taken: set[int] = set()
        self.raw = raw if not raw or raw.endswith(b"\n") else raw + newline_at(raw, 0)

    def patch(self, comment: Comment) -> Patch:
        """A comment beside its owner where that is free, else on a line of its own above it, or above what holds it."""
        text, span = comment.text.encode(), self._spans.get(comment.owner)
        if comment.role is Role.BESIDE and span and self._is_free(span.end):
            self._taken.add(span.end)
            return Patch(span.end, span.end, b"  " + text)
        start = self._line_for(comment)
        return Patch(start, start, indent_at(self.raw, start) + text + newline_at(self.raw, start))

    def _is_free(self, end: int) -> bool:
        return not rest_of_line(self.raw, end) and end not in self._taken

    def _line_for(self, comment: Comment) -> int:
        item = self._document.value(comment.owner)
        if comment.owner not in self._spans and item and begins_line(self.raw, item.span.start):
            return line_start(self.raw, item.span.start)
        for end in range(len(comment.owner), 0, -1):
            if comment.owner[:end] in self._spans:
                return line_start(self.raw, self._spans[comment.owner[:end]].start)
        return 0 if comment.role is Role.TOP else len(self.raw)
