"""The canonical form of a file that exists: as the writer would write it, with its comments kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..errors import FollowupError
from .comments import Comment, Role, owned, statements
from .layout import FREE, Layout
from .lines import Patch, line_end, line_start, patched
from .spans import KeyPath, Kind, comment_spans
from .toml_document import TomlDocument
from .toml_values import same
from .writing import render


class CannotFormat(FollowupError):
    """The file could not be put into canonical form without losing something."""

    def __init__(self) -> None:
        super().__init__("the comments of this file could not be kept in canonical form", hint="Nothing was written.")


def canonical(raw: bytes, layout: Layout = FREE) -> bytes:
    """The canonical form of a file: its data as the writer writes them, each comment where its owner went.

    Doing it again changes nothing. Comments inside a value that goes on one line move above it.

    Raises:
        NotToml, NotUnderstood, TooDeep: what ``TomlDocument`` raises.
        CannotFormat: data or a comment would be lost.
    """
    document = TomlDocument(raw)
    plain = render(document.data, layout).encode()
    comments = owned(document)
    if not comments:
        return plain
    placed = _Placing(TomlDocument(plain)).with_comments(comments) if plain else _only_comments(comments)
    again = TomlDocument(placed)
    if not same(again.data, document.data) or _texts(placed) != Counter(each.text for each in comments):
        raise CannotFormat
    return placed


def _texts(raw: bytes) -> Counter[str]:
    return Counter(raw[span.start : span.end].decode().strip() for span in comment_spans(raw))


def _only_comments(comments: list[Comment]) -> bytes:
    return "".join(f"{each.text}\n" for each in comments).encode()


class _Anchor:
    """Where in the plain text the comments of one owner go."""

    def __init__(self, start: int, end: int, *, in_list: bool = False) -> None:
        self.start = start
        self.end = end
        self.in_list = in_list


class _Placing:
    """Puts comments into canonical text that has none."""

    def __init__(self, document: TomlDocument) -> None:
        self._raw = document.raw
        self._anchors = dict(self._find(document))

    def with_comments(self, comments: Iterable[Comment]) -> bytes:
        groups: dict[tuple[KeyPath, Role], list[str]] = {}
        for each in comments:
            owner, role = self._settle(each, groups)
            groups.setdefault((owner, role), []).append(each.text)
        patches = [patch for (owner, role), texts in self._sorted(groups) for patch in self._patch(owner, role, texts)]
        return patched(self._raw, patches)

    def _find(self, document: TomlDocument) -> Iterator[tuple[KeyPath, _Anchor]]:
        for each in statements(document):
            yield each.path, _Anchor(each.span.start, each.span.end)
            if each.value and each.value.kind is Kind.ARRAY and b"\n" in self._raw[each.span.start : each.span.end]:
                for index, item in enumerate(each.value.items):
                    yield (*each.path, index), _Anchor(item.value.span.start, item.end, in_list=True)

    def _settle(self, comment: Comment, groups: dict[tuple[KeyPath, Role], list[str]]) -> tuple[KeyPath, Role]:
        """Owner and role as the canonical text allows them."""
        owner, role = comment.owner, comment.role
        if role in (Role.TOP, Role.END):
            return (), role
        if owner not in self._anchors:
            return self._nearest(owner), Role.ABOVE
        if role is Role.BESIDE and (owner, role) in groups:
            return owner, Role.ABOVE
        return owner, role

    def _nearest(self, owner: KeyPath) -> KeyPath:
        """The first statement inside a table that has no header of its own, else the statement around."""
        inside = [path for path in self._anchors if path[: len(owner)] == owner]
        if inside:
            return min(inside, key=lambda path: self._anchors[path].start)
        while owner not in self._anchors:
            owner = owner[:-1]
        return owner

    def _sorted(self, groups: dict[tuple[KeyPath, Role], list[str]]) -> list[tuple[tuple[KeyPath, Role], list[str]]]:
        return sorted(groups.items(), key=lambda group: group[0][1].value)

    def _patch(self, owner: KeyPath, role: Role, texts: list[str]) -> Iterator[Patch]:
        if role is Role.TOP:
            yield Patch(0, 0, _lines(texts) + b"\n")
        elif role is Role.END:
            yield Patch(len(self._raw), len(self._raw), b"\n" + _lines(texts))
        else:
            yield self._beside(self._anchors[owner], role, texts)

    def _beside(self, anchor: _Anchor, role: Role, texts: list[str]) -> Patch:
        start, end = line_start(self._raw, anchor.start), line_end(self._raw, anchor.end)
        lines = _lines(texts, self._raw[start : anchor.start])
        match role:
            case Role.BESIDE:
                return Patch(anchor.end, anchor.end, b"  " + texts[0].encode())
            case Role.BELOW:
                apart = not anchor.in_list and self._raw[end : end + 1] not in (b"", b"\n")
                return Patch(end, end, lines + (b"\n" if apart else b""))
            case Role.FREE:
                apart = start > 0 and self._raw[start - 2 : start] != b"\n\n"
                return Patch(start, start, (b"\n" if apart else b"") + lines + b"\n")
        return Patch(start, start, lines)


def _lines(texts: list[str], indent: bytes = b"") -> bytes:
    return b"".join(indent + text.encode() + b"\n" for text in texts)
