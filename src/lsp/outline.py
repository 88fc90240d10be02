"""What stands where in a TOML file that is being written: valid or not, as far as one can tell.

A parser that judges is no help while somebody types: half a string, a key without a value and a list
without its end are what there is to complete.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ..register import DataPath

Role = Literal["key", "header", "value"]

_BLANK = re.compile(r"[ \t]*")
_WHITE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_REST = re.compile(r"[^\r\n]*")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?(?:"""(?!")|\Z)|"(?:[^"\\\r\n]|\\[^\r\n])*"?', re.DOTALL)
_LITERAL = re.compile(r"'''.*?(?:'''(?!')|\Z)|'[^'\r\n]*'?", re.DOTALL)
_WORD = re.compile(r"""[^\s,\[\]{}#"'=]+""")
_KEY = re.compile(r"""[^\s,\[\]{}#"'=.]+""")
_STATEMENT = re.compile(r"[ \t]*(?:[\w-]+(?:\.[\w-]+)*[ \t]*=|\[\[?[\w.-]+\])")
"""A line that begins something new: what stood open before it was left so."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Something that is written: a key, a part of a header, or a value that is neither list nor table."""

    role: Role
    path: DataPath
    start: int
    """From this character up to, and without, ``end``, quotes included."""
    end: int
    text: str
    """What stands between the quotes."""
    quote: str = ""
    closed: bool = True

    @property
    def inner(self) -> tuple[int, int]:
        """From and up to which character the text itself stands."""
        return self.start + len(self.quote), self.end - (len(self.quote) if self.closed else 0)

    @property
    def table(self) -> DataPath:
        """The table around it."""
        return self.path[:-1]


class Outline:
    """All spots of a text, and between them the gaps in which something could be written."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spots: list[Spot] = []
        self._gaps: list[Spot] = []
        _Scanner(text, self.spots, self._gaps).run()

    def at(self, offset: int) -> Spot | None:
        """The spot at a character, or right before it."""
        return next((each for each in self.spots if each.start <= offset <= each.end), None)

    def around(self, offset: int) -> Spot | None:
        """The spot at a character, or the gap around it: then an empty spot at that character."""
        found = self.at(offset)
        if found is None:
            gaps = [each for each in self._gaps if each.start <= offset <= each.end]
            gap = min(gaps, key=lambda each: each.end - each.start, default=None)
            found = gap and Spot(gap.role, gap.path, offset, offset, "")
        return found

    def names(self, table: DataPath) -> set[str]:
        """What a table holds already."""
        deep = len(table)
        found = (each.path[deep] for each in self.spots if len(each.path) > deep and each.path[:deep] == table)
        return {each for each in found if isinstance(each, str)}


class _LeftOpen(Exception):
    """A list or table is not closed, and something new begins."""


class _Scanner:
    def __init__(self, text: str, spots: list[Spot], gaps: list[Spot]) -> None:
        self._text = text
        self._spots = spots
        self._gaps = gaps
        self._at = 0
        self._table: DataPath = ()
        self._lists: dict[DataPath, int] = {}

    def run(self) -> None:
        while self._at < len(self._text):
            try:
                self._statement()
            except _LeftOpen:
                continue
        if not self._text or self._text.endswith("\n"):
            self._at = len(self._text)
            self._gap("key", (*self._table, ""), self._at)

    def _statement(self) -> None:
        start = self._at
        self._skip(_BLANK)
        char = self._char
        if char == "[":
            self._header()
        elif char and char not in "\r\n#":
            self._pair(self._table)
        else:
            self._gap("key", (*self._table, ""), start)
        self._skip(_REST)
        self._at += 2 if self._text.startswith("\r\n", self._at) else 1

    def _header(self) -> None:
        is_item = self._text.startswith("[[", self._at)
        self._at += 2 if is_item else 1
        path = self._keys("header", ())
        if is_item:
            self._lists[path] = self._lists.get(path, -1) + 1
            path = (*path, self._lists[path])
        self._table = path

    def _pair(self, table: DataPath) -> None:
        path = self._keys("key", table)
        self._skip(_BLANK)
        if self._char != "=":
            return
        self._at += 1
        start = self._at
        self._skip(_BLANK)
        if self._char in ("", "\r", "\n", "#", ",", "}"):
            self._gap("value", path, start)
        else:
            self._value(path)

    def _keys(self, role: Role, path: DataPath) -> DataPath:
        while True:
            start = self._at
            self._skip(_BLANK)
            match = (_STRING if self._char == '"' else _LITERAL if self._char == "'" else _KEY).match(
                self._text, self._at
            )
            if match is None:
                self._gap(role, (*path, ""), start)
                return (*path, "")
            path = (*path, self._add(role, path, match).text)
            self._skip(_BLANK)
            if self._char != ".":
                return path
            if role == "header" and path in self._lists:
                path = (*path, self._lists[path])
            self._at += 1

    def _value(self, path: DataPath) -> None:
        char = self._char
        if char == "[":
            self._list(path)
        elif char == "{":
            self._inline_table(path)
        else:
            match = (_STRING if char == '"' else _LITERAL if char == "'" else _WORD).match(self._text, self._at)
            if match is None:
                self._at += 1
            else:
                self._add("value", path, match, whole=True)

    def _list(self, path: DataPath) -> None:
        index, begun = 0, False
        self._at += 1
        while True:
            start = self._at
            left_open = self._white()
            if not begun:
                self._gap("value", (*path, index), start)
            if left_open:
                raise _LeftOpen
            if self._char in ("]", ""):
                self._at += 1
                return
            if self._char == ",":
                self._at += 1
                index, begun = index + 1, False
            else:
                self._value((*path, index))
                begun = True

    def _inline_table(self, path: DataPath) -> None:
        begun = False
        self._at += 1
        while True:
            start = self._at
            left_open = self._white()
            if not begun:
                self._gap("key", (*path, ""), start)
            if left_open:
                raise _LeftOpen
            if self._char in ("}", ""):
                self._at += 1
                return
            before, begun = self._at, self._char != ","
            if begun:
                self._pair(path)
            if self._at == before:
                self._at += 1

    def _white(self) -> bool:
        """Go over blanks, comments and line breaks; whether something new begins then."""
        start = self._at
        self._skip(_WHITE)
        line = self._text.rfind("\n", start, self._at) + 1
        if not line or not _STATEMENT.match(self._text, line):
            return False
        self._at = line
        return True

    def _add(self, role: Role, path: DataPath, match: re.Match[str], *, whole: bool = False) -> Spot:
        written = match[0]
        quote = next((mark for mark in ('"""', "'''", '"', "'") if written.startswith(mark)), "")
        closed = len(written) >= 2 * len(quote) and written.endswith(quote)
        text = written[len(quote) : len(written) - (len(quote) if closed else 0)]
        spot = Spot(role, path if whole else (*path, text), match.start(), match.end(), text, quote, closed)
        self._spots.append(spot)
        self._at = match.end()
        return spot

    def _gap(self, role: Role, path: DataPath, start: int) -> None:
        self._gaps.append(Spot(role, path, start, self._at, ""))

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()

    @property
    def _char(self) -> str:
        return self._text[self._at : self._at + 1]
