"""Places in a text as an editor counts them: lines from 0, and in each line code units of UTF-8, 16 or 32."""

from __future__ import annotations

import bisect
import re
from functools import cached_property

from lsprotocol import types

from ..validate import Problem

_BREAK = re.compile(r"\r\n|\n|\r")
"""What the protocol takes for the end of a line; other characters that Python breaks at are none."""

UTF16 = "utf-16"


class Text:
    """A text and its places; ``encoding`` is the one in which the editor counts."""

    def __init__(self, text: str, encoding: str = UTF16) -> None:
        self.text = text
        self._encoding = encoding

    def offset(self, position: types.Position) -> int:
        """The character at a position; of one beyond a line, the line's end."""
        if position.line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[position.line], self._ends[position.line]
        left = position.character
        for at in range(start, end):
            left -= self._units(self.text[at])
            if left < 0:
                return at
            if not left:
                return at + 1 if position.character else at
        return start if not position.character else end

    def position(self, offset: int) -> types.Position:
        """Where a character is."""
        line = bisect.bisect_right(self._starts, offset) - 1
        before = self.text[self._starts[line] : offset]
        return types.Position(line, len(before) if before.isascii() else sum(map(self._units, before)))

    def range(self, start: int, end: int) -> types.Range:
        """From one character up to, and without, another."""
        return types.Range(self.position(start), self.position(end))

    @property
    def whole(self) -> types.Range:
        """All of it."""
        return self.range(0, len(self.text))

    def span(self, problem: Problem) -> tuple[int, int]:
        """From and up to which character a problem is; at least one, since editors show no empty place."""
        start, end = (
            self._character(problem.line, problem.column),
            self._character(problem.end_line, problem.end_column),
        )
        return (start, end) if end > start else (start, min(start + 1, len(self.text)))

    def _character(self, line: int, column: int) -> int:
        """From line and column as problems have them: from 1, in characters, with no line break but LF."""
        if line > len(self._line_feeds):
            return len(self.text)
        return min(self._line_feeds[line - 1] + column - 1, len(self.text))

    def _units(self, char: str) -> int:
        match self._encoding:
            case "utf-8":
                return len(char.encode(errors="surrogatepass"))
            case "utf-32":
                return 1
        return 2 if ord(char) > 0xFFFF else 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    @cached_property
    def _ends(self) -> list[int]:
        return [*(found.start() for found in _BREAK.finditer(self.text)), len(self.text)]

    @cached_property
    def _line_feeds(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]
