"""The difference of two texts, line by line, with what can't be seen made visible."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

NO_FINAL_NEWLINE = "\\ No newline at end of file"
CARRIAGE_RETURN = "␍"

_LONG = 4000
_WORD = re.compile(r"\w+|\s+|[^\w\s]")

# Control characters, and those that turn the direction of what follows: they could hide a change.
_UNSEEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class DiffLine:
    r"""A line of a unified difference; ``kind`` is ``" "``, ``"+"``, ``"-"``, ``"@"`` or ``"\"``."""

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text if self.kind in "@\\" else self.kind + self.text


def text_difference(old: bytes | None, new: bytes | None, context: int = 3) -> list[DiffLine]:
    """The lines that differ, with ``context`` lines around them; None stands for no file.

    Line ends by CR LF are shown by a sign, unless both texts have no others; a missing final
    newline is said as git says it; bytes that are no UTF-8, and characters that act on a terminal,
    are shown as escapes.
    """
    before, after = _lines(old or b""), _lines(new or b"")
    everywhere = all(line.endswith(b"\r\n") for line in before + after)
    # Its shortcut gives poorer hunks, but without it long texts take minutes.
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > _LONG)
    return [
        line
        for group in matcher.get_grouped_opcodes(context)
        for line in _hunk(group, before, after, hide_cr=everywhere)
    ]


def unified(old: bytes | None, new: bytes | None, name: str) -> str:
    """The same as one text with a head that names the file; empty when nothing differs."""
    lines = text_difference(old, new)
    if not lines:
        return ""
    shown = visible(name)
    head = [
        f"--- {'/dev/null' if old is None else f'a/{shown}'}",
        f"+++ {'/dev/null' if new is None else f'b/{shown}'}",
    ]
    return "\n".join([*head, *map(str, lines)]) + "\n"


def word_difference(old: str, new: str) -> list[tuple[str, str]]:
    """The words that differ: pieces of text, each with ``" "`` (in both), ``"-"`` (old) or ``"+"`` (new).

    The pieces but the new ones make the old text, those but the old ones the new.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > _LONG)
    pieces = []
    for _, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        gone, come = "".join(before[old_start:old_end]), "".join(after[new_start:new_end])
        pieces += [(" ", gone)] if gone == come else [("-", gone), ("+", come)]
    return [(sign, text) for sign, text in pieces if text]


def visible(text: str) -> str:
    """``text`` without anything that acts on a terminal, or would end the line: those are escaped."""
    return _UNSEEN.sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00  # a byte that is no UTF-8, as Python smuggles it through
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _lines(content: bytes) -> list[bytes]:
    # By LF alone: splitlines would also end a line at a lone CR.
    return [line for line in re.split(rb"(?<=\n)", content) if line]


def _hunk(
    group: list[tuple[str, int, int, int, int]], before: list[bytes], after: list[bytes], *, hide_cr: bool
) -> Iterator[DiffLine]:
    (_, old_from, *_), (_, _, old_to, _, new_to) = group[0], group[-1]
    yield DiffLine("@", f"@@ -{_range(old_from, old_to)} +{_range(group[0][3], new_to)} @@")
    for tag, old_start, old_end, new_start, new_end in group:
        if tag == "equal":
            yield from _shown(" ", before[old_start:old_end], hide_cr=hide_cr)
        else:
            yield from _shown("-", before[old_start:old_end], hide_cr=hide_cr)
            yield from _shown("+", after[new_start:new_end], hide_cr=hide_cr)


def _range(start: int, end: int) -> str:
    # As diff counts: from 1, but an empty range is named by the line before it.
    length = end - start
    first = start + 1 if length else start
    return str(first) if length == 1 else f"{first},{length}"


def _shown(kind: str, lines: list[bytes], *, hide_cr: bool) -> Iterator[DiffLine]:
    for line in lines:
        text = line.removesuffix(b"\n")
        ending = ""
        if text.endswith(b"\r") and line.endswith(b"\n"):
            text, ending = text[:-1], "" if hide_cr else CARRIAGE_RETURN
        yield DiffLine(kind, visible(text.decode(errors="surrogateescape")) + ending)
        if not line.endswith(b"\n"):
            yield DiffLine("\\", NO_FINAL_NEWLINE)
