"""Source texts: the words of the documents, by which quotations are proved."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from .digests import digest

_OTHER_BLANKS = "\t\v\f\r\x1c\x1d\x1e\x1f"
_ALL_OTHER_BLANKS = (
    _OTHER_BLANKS + "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""White space as ``str.split`` has it, besides blanks and ends of lines."""


def fold(text: str) -> str:
    """``text`` with every run of white space, non-breaking spaces included, as one blank; nothing else changes."""
    return " ".join(text.split()) if _has_other_blanks(text) else _without_double_blanks(_in_one_line(text))


def _has_other_blanks(text: str) -> bool:
    return bool([each for each in (_OTHER_BLANKS if text.isascii() else _ALL_OTHER_BLANKS) if each in text])


# Most texts have no other white space: folding these takes a third of the time, and most of that the search for two
# blanks in a row.


def _in_one_line(text: str) -> str:
    return " ".join(filter(None, text.split("\n"))) if "\n" in text else text


def _without_double_blanks(line: str) -> str:
    if "  " not in line:
        return line.strip(" ")
    return " ".join(filter(None, [each.strip(" ") for each in line.split("  ")]))


class SourceText:
    """A document's text as it was read, byte for byte."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of the bytes, in hexadecimal."""
        return digest(self.raw)

    @cached_property
    def text(self) -> str:
        """The text. Raises UnicodeDecodeError for what is not UTF-8."""
        return self.raw.decode()

    @cached_property
    def folded(self) -> str:
        """The text with its white space folded."""
        return self.fold(self.text) if self._has_other_blanks else self._tidied(self._line)

    def fold(self, part: str) -> str:
        """A part of the text, folded; what white space there is was seen once."""
        return " ".join(part.split()) if self._has_other_blanks else self._tidied(_in_one_line(part))

    def _tidied(self, line: str) -> str:
        return _without_double_blanks(line) if self._has_double_blanks else line.strip(" ")

    @cached_property
    def _line(self) -> str:
        return _in_one_line(self.text)

    @cached_property
    def _has_other_blanks(self) -> bool:
        return _has_other_blanks(self.text)

    @cached_property
    def _has_double_blanks(self) -> bool:
        """Whether two blanks follow each other once all is in one line; then they may do so in a part."""
        return "  " in self._line

    def has(self, quotation: str) -> bool:
        """Whether the quotation stands here word for word, white space folded."""
        return fold(quotation) in self.folded

    def span(self, quotation: str) -> tuple[int, int] | None:
        """Where in ``text`` the quotation first stands: from and up to which character; None if it doesn't."""
        words = fold(quotation)
        start = self.folded.find(words) if words else -1
        if start < 0:
            return None
        return self._origin(start), self._origin(start + len(words) - 1) + 1

    @cached_property
    def _words(self) -> list[tuple[int, int]]:
        """For each word: where it begins in the folded text, and where in the text."""
        words = self.text.split()
        folded = accumulate((len(word) + 1 for word in words), initial=0)
        found, at = [], 0
        for word, begin in zip(words, folded, strict=False):
            at = self.text.index(word, at)
            found.append((begin, at))
            at += len(word)
        return found

    def _origin(self, offset: int) -> int:
        """The character of ``text`` from which a character (no blank) of the folded text comes."""
        folded, plain = self._words[bisect_right(self._words, (offset, len(self.text))) - 1]
        return plain + offset - folded
