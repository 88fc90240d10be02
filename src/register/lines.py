"""Lines of a file's bytes: where they begin and end, which are blank, and which comments belong to what follows."""

from __future__ import annotations

from dataclasses import dataclass

_BLANKS = b" \t"


@dataclass(frozen=True, slots=True)
class Patch:
    """Other bytes in the place of those from ``start`` up to, and without, ``end``."""

    start: int
    end: int
    text: bytes = b""


def patched(data: bytes, patches: list[Patch]) -> bytes:
    """The data with every patch made; they may touch but not overlap, and those at one place keep their order."""
    pieces, position = [], 0
    for patch in sorted(patches, key=lambda patch: (patch.start, patch.end)):
        pieces += [data[position : patch.start], patch.text]
        position = patch.end
    return b"".join([*pieces, data[position:]])


def line_start(data: bytes, offset: int) -> int:
    """Where the line begins that holds ``offset``."""
    return data.rfind(b"\n", 0, offset) + 1


def line_end(data: bytes, offset: int) -> int:
    """The end of the line that holds ``offset``, with its line break."""
    found = data.find(b"\n", offset)
    return len(data) if found < 0 else found + 1


def newline_at(data: bytes, offset: int) -> bytes:
    """The line break to use at ``offset``: the one of its line, else of the line above, else of the file."""
    end = line_end(data, offset)
    if not data[:end].endswith(b"\n"):
        end = line_start(data, offset) or line_end(data, 0)
    return b"\r\n" if data[:end].endswith(b"\r\n") else b"\n"


def indent_at(data: bytes, offset: int) -> bytes:
    """The blanks at the beginning of the line that holds ``offset``."""
    line = data[line_start(data, offset) : line_end(data, offset)]
    return line[: len(line) - len(line.lstrip(_BLANKS))]


def begins_line(data: bytes, offset: int) -> bool:
    """Whether nothing but blanks stands before ``offset`` in its line."""
    return not data[line_start(data, offset) : offset].strip(_BLANKS)


def rest_of_line(data: bytes, offset: int) -> bytes:
    """What follows in the line, without blanks around it."""
    return data[offset : line_end(data, offset)].strip()


def ends_line(data: bytes, offset: int) -> bool:
    """Whether nothing but blanks and a comment follows in the line."""
    rest = rest_of_line(data, offset)
    return not rest or rest.startswith(b"#")


def blank_above(data: bytes, start: int) -> bool:
    """Whether the line above the one that begins at ``start`` is blank; above the first line is nothing."""
    return start == 0 or not data[line_start(data, start - 1) : start].strip()


def blank_below(data: bytes, start: int) -> bool:
    """Whether the line that begins at ``start`` is blank, or there is none."""
    return not rest_of_line(data, start)


def comments_start(data: bytes, offset: int, floor: int) -> int:
    """Where the comment directly above the line of ``offset`` begins, or else that line.

    A comment that a blank line separates is not its own; nor is a ``#:`` line, which tells editors the schema of
    the whole file. ``floor``: the end of what stands before.
    """
    top = line_start(data, offset)
    while top > floor:
        above = line_start(data, top - 1)
        line = data[above:top].lstrip(_BLANKS)
        if above < floor or not line.startswith(b"#") or line.startswith(b"#:"):
            break
        top = above
    return top


def comments_end(data: bytes, start: int) -> int:
    """The end of the comment that begins with the line at ``start``, if a blank line or the end follows it.

    Else ``start``: a comment directly above something belongs to that.
    """
    end = start
    while rest_of_line(data, end).startswith(b"#"):
        end = line_end(data, end)
    return end if blank_below(data, end) else start


def without(data: bytes, start: int, end: int, text: bytes = b"") -> Patch:
    """Take the whole lines from ``start`` to ``end`` away, and with them one of two blank lines that would meet.

    ``text`` stays in the place of the lines.
    """
    if not text and blank_above(data, start) and blank_below(data, end):
        if end < len(data):
            end = line_end(data, end)
        elif start:
            start = line_start(data, start - 1)
    return Patch(start, end, text)


def block_at(data: bytes, position: int, text: bytes, newline: bytes) -> Patch:
    """Put whole lines at the beginning of a line, or at the end of the file, with a blank line on either side."""
    above = b"" if blank_above(data, position) else newline
    below = b"" if blank_below(data, position) else newline
    return lines_at(data, position, above + text + below, newline)


def lines_at(data: bytes, position: int, text: bytes, newline: bytes) -> Patch:
    """Put whole lines at the beginning of a line, or at the end of the file."""
    open_line = position and not data[:position].endswith(b"\n")
    return Patch(position, position, newline + text if open_line else text)


def ended_like(data: bytes, before: bytes) -> bytes:
    """A file without a line break at its end, if it had none before; one that was empty gets one."""
    return data.rstrip(b"\r\n") if before.strip() and not before.endswith(b"\n") else data
