"""Files: whether each can be read, lies where it belongs, and hides nothing from its readers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..register import Unreadable
from ..register.files import RECORD_LIMIT, FileError, TooLarge
from ..register.parsing import BOM, TooDeep, TooMuch
from .checks import PLACE, Finding, check
from .subject import Subject
from .words import HIDDEN, counted, listed, shown, title, visible

_OPENING = rb"(?m)^<{7}(?: ([^\r\n]*))?\r?$"
_CLOSING = rb"(?m)^>{7}(?: ([^\r\n]*))?\r?$"
_LESS = ord("<")
"""By its number: so it is found in a fraction of the time."""
_HIDDEN_BYTES = re.compile(
    rb"\\[bfuU]|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf|\xd8\x9c|\xc2[\x80-\x9f]|\x7f"
)


@check("F101", "unreadable-file", stage="unreadable")
def unreadable_file(entry: Unreadable) -> Iterator[Finding]:
    """A file can't be read at all.

    It vanished meanwhile, the system doesn't let it be read, or it is far larger than a record can be.
    """
    if isinstance(entry.error, TooLarge):
        megabytes = counted(RECORD_LIMIT // 1024 // 1024, "megabyte")
        yield Finding((), f"the file is larger than {megabytes}: no record is", hint="Does it belong here?")
    elif isinstance(entry.error, TooMuch):
        yield Finding((), str(entry.error), hint="Does it belong here?")
    elif isinstance(entry.error, FileError):
        # That a link stands here is told by the check symbolic-link, wherever it leads.
        grounds = ((entry.id, PLACE),) if entry.path.is_symlink() else ()
        yield Finding((), entry.error.message, hint=entry.error.hint, rests_on=grounds)
    elif entry.raw is None:
        yield Finding((), f"the file can't be read: {visible(str(entry.error))}", hint="Look at its permissions.")


@check("F102", "not-utf8", stage="unreadable")
def not_utf8(entry: Unreadable) -> Iterator[Finding]:
    """A file is not written in UTF-8.

    It was saved in another encoding, such as Windows-1252. Open it in an editor that knows it and save it as
    UTF-8; look at letters with accents and at quotation marks before and after.
    """
    error = entry.error
    if isinstance(error, UnicodeDecodeError) and entry.raw is not None:
        byte = entry.raw[error.start : error.start + 1]
        guess = byte.decode("cp1252", errors="replace")
        meant = f": it is “{guess}” in Windows-1252" if guess.isprintable() and guess != "\ufffd" else ""
        yield Finding(
            (),
            f"the byte {byte.hex().upper()} is not UTF-8{meant}",
            hint="Save the file with the encoding UTF-8.",
            span=(error.start, error.start + 1),
        )


@check("F103", "byte-order-mark", stage="unreadable")
def byte_order_mark(entry: Unreadable) -> Iterator[Finding]:
    """A file begins with a byte order mark.

    Some editors put these three invisible bytes before the text. Save the file as “UTF-8”, not as “UTF-8 with
    BOM”.
    """
    if entry.raw is not None and entry.raw.startswith(BOM):
        hint = "Save it as UTF-8 without a byte order mark (“BOM” or “signature” in editors)."
        yield Finding((), "the file begins with an invisible byte order mark", hint=hint, span=(0, 3))


@check("F104", "merge-conflict", stage="unreadable")
def merge_conflict(entry: Unreadable) -> Iterator[Finding]:
    """Git left both versions of a passage in the file, and nobody chose.

    Between “<<<<<<<” and “=======” stands the one version, from there to “>>>>>>>” the other; behind “|||||||”,
    where there is such a line, what both began with. Keep what is right; take the rest and the marked lines out.
    """
    for opening, closing in _conflicts(entry.raw or b""):
        names = (opening[1], closing[1] if closing else None)
        sides = [f"“{visible(name.decode(errors='replace'))}”" for name in names if name]
        between = f" between {listed(sides)}" if len(sides) == 2 else ""
        yield Finding(
            (),
            f"an unsolved merge conflict{between}: both versions stand in the file",
            hint="Keep the right one, and take out the rest and the lines with <<<<<<<, |||||||, ======= and >>>>>>>.",
            span=(opening.start(), (closing or opening).end()),
        )


def _conflicts(raw: bytes) -> Iterator[tuple[re.Match[bytes], re.Match[bytes] | None]]:
    """The lines with which each conflict begins and ends; behind one that never ends there are no others."""
    opens, closes = re.compile(_OPENING), re.compile(_CLOSING)
    at = 0
    while opening := opens.search(raw, at):
        closing = closes.search(raw, opening.end())
        yield opening, closing
        if closing is None:
            return
        at = closing.end()


def has_conflict(raw: bytes) -> bool:
    """Whether git's markers of a conflict stand in a file, which may be valid TOML all the same."""
    return _LESS in raw and b"<<<<<<<" in raw and re.search(_OPENING, raw) is not None


@check("F105", "duplicate-key", stage="unreadable")
def duplicate_key(entry: Unreadable) -> Iterator[Finding]:
    """A field, or a table, is given twice.

    Only one can hold. Take the wrong one out; a second value for a list goes into the brackets of the first,
    and a second table of a list has a header with two brackets on each side.
    """
    import tomllib

    from ..register.toml_document import duplicate_keys

    if isinstance(entry.error, tomllib.TOMLDecodeError) and entry.raw is not None:
        for path, first, second in duplicate_keys(entry.raw):
            name = shown(".".join(str(step) for step in path if isinstance(step, str)))
            yield Finding(
                path, f"{name} is given twice", hint=f"It is also on line {first.line}. Take one of them out.",
                place=(second.line, second.column, second.end_line, second.end_column),
            )  # fmt: skip


@check("F106", "nested-too-deep", stage="unreadable")
def nested_too_deep(entry: Unreadable) -> Iterator[Finding]:
    """Tables or lists stand inside each other far deeper than any record needs.

    Something is pasted or generated wrongly; look for brackets that are opened again and again.
    """
    if isinstance(entry.error, TooDeep):
        yield Finding((), str(entry.error), hint="Look for brackets that are opened again and again.")


@check("F107", "toml-syntax", stage="unreadable")
def toml_syntax(entry: Unreadable) -> Iterator[Finding]:
    """A file isn't TOML: a quotation mark, an equals sign or a bracket is missing or out of place.

    A field is written as name = value, text in quotation marks, a list in square brackets with commas. Long text
    stands between three quotation marks on each side. The problem lies at the place named, or just before it.
    """
    from ..register.toml_document import syntax_error

    found = syntax_error(entry.raw or b"")
    if found:
        place = (found.line, found.column, found.line, found.column + 1)
        yield Finding((), found.message, hint=found.hint, place=place)
    else:
        yield Finding((), f"the file can't be read: {visible(str(entry.error))}", hint="Restore it from git.")


@check("F112", "windows-line-endings", stage="record", severity="warning", silenceable=True, when="odd_bytes")
def windows_line_endings(subject: Subject) -> Iterator[Finding]:
    """Lines end as they do on Windows.

    All files of a register end their lines in the same way (LF), so that a change shows what was changed and no
    more. “followup fmt” mends it; most editors can be told too.
    """
    raw = subject.record.raw
    at = raw.find(b"\r\n")
    if at >= 0:
        count, lines = raw.count(b"\r\n"), raw.count(b"\n")
        which = "all lines" if count == lines else f"{count} of {counted(lines, 'line')}"
        yield Finding((), f"{which} end as on Windows (CRLF)", hint="Mend it: followup fmt", span=(at, at + 1))


@check("F116", "hidden-character", stage="record", silenceable=True, when="odd_bytes")
def hidden_character(subject: Subject) -> Iterator[Finding]:
    """A text holds characters that can't be seen but change what is shown.

    Control characters steer a terminal, and others turn the direction of reading, so that a reviewer sees
    something else than the file says. Take them out.
    """
    raw = subject.record.raw
    if not _HIDDEN_BYTES.search(raw):
        return
    found = list(_hidden_values(subject))
    yield from found
    in_values = bool(found)
    at = next((match for match in _HIDDEN_BYTES.finditer(raw) if not match[0].startswith(b"\\")), None)
    if at and not in_values:
        said = visible(at[0].decode(errors="replace"))
        yield Finding((), f"a hidden character stands here: {said}", hint="Take it out.", span=at.span())


def _hidden_values(subject: Subject) -> Iterator[Finding]:
    for path, value in _texts(subject.data):
        found = HIDDEN.search(value)
        if found:
            which = listed(dict.fromkeys(visible(char) for char in HIDDEN.findall(value)))
            yield Finding(
                path,
                f"{title(subject.kind, path)} holds {which}, which can't be seen",
                hint="Take it out.",
                words=found.span(),
            )


def _texts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for step, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(below, (*path, step))
