"""From findings to problems: where in its file each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import FollowupError
from ..register import Record, Register, natural_key, path_of
from ..register.register import RECORDS
from .checks import Check, Finding
from .problem import Problem
from .words import dotted, listed

if TYPE_CHECKING:
    from ..register.toml_document import TomlDocument

Place = tuple[int, int, int, int]
Found = tuple[Check, str, Finding]
"""What was found, by which check, in which record (or which other file, by its path under records/)."""

_START = (1, 1, 1, 1)


def problems_of(register: Register, found: list[Found]) -> list[Problem]:
    """All findings as problems, each once, in the order of files and of lines in them."""
    places = Places(register)
    problems = {_problem(each, places) for each in _together(found)}
    return sorted(problems, key=_order)


def _order(problem: Problem) -> tuple[object, ...]:
    return (natural_key(problem.path), problem.line, problem.column, problem.code, problem.field, problem.message)


def _together(found: list[Found]) -> list[Found]:
    """Findings of one mistake as one, with all the records that suffer from it."""
    together: dict[tuple[object, ...], Found] = {}
    affected: dict[tuple[object, ...], dict[str, None]] = {}
    for each in found:
        check, record, finding = each
        key = (check.code, record, finding.path, finding.message, finding.span, finding.words, finding.file)
        together.setdefault(key, each)
        affected.setdefault(key, {}).update(dict.fromkeys(finding.affected))
    return [
        (check, record, _naming(finding, list(affected[key]))) for key, (check, record, finding) in together.items()
    ]


def _naming(finding: Finding, affected: list[str]) -> Finding:
    """The finding with the affected records in its hint, unless its message names them already."""
    names = [each for each in sorted(affected, key=natural_key) if each not in finding.message]
    if not names:
        return finding
    hint = f"{finding.hint}\nThis concerns {listed(names, most=6)}."
    return finding._replace(hint=hint)


def file_of(found: Found) -> str:
    """The file in which a finding is, by its path in the register."""
    _, record, finding = found
    return f"{RECORDS}/{finding.file or path_of(record)}"


def _problem(found: Found, places: Places) -> Problem:
    check, record, finding = found
    path = file_of(found)
    line, column, end_line, end_column = finding.place or places.of(record, finding)
    return Problem(
        path=_text(path),
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        code=check.code,
        name=check.name,
        severity=check.severity,
        record=_text(finding.file or record),
        field=dotted(finding.path),
        message=finding.message[:1].upper() + finding.message[1:],
        hint=finding.hint.strip(),
    )


def _text(name: str) -> str:
    """A file's name as text; bytes in it that are none become “\ufffd”."""
    return name if name.isascii() else name.encode(errors="surrogateescape").decode(errors="replace")


class Places:
    """Where in their files findings are; each file is taken apart once."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._documents: dict[str, TomlDocument | None] = {}

    def of(self, record: str, finding: Finding) -> Place:
        """Line, column, end line and end column of what was found in a record."""
        if finding.place:
            return finding.place
        entry = self._register.records.get(record) or self._register.unreadable.get(record)
        if entry is None or entry.raw is None:
            return _START
        if finding.span:
            from ..register.toml_document import line_starts, position

            starts = line_starts(entry.raw)
            start, end = finding.span
            return (*position(entry.raw, starts, start), *position(entry.raw, starts, end))
        if not isinstance(entry, Record) or not finding.path:
            return _START
        if entry.id not in self._documents:
            self._documents[entry.id] = _document(entry)
        document = self._documents[entry.id]
        return _START if document is None else _in(document, entry, finding)


def _document(record: Record) -> TomlDocument | None:
    from ..register.toml_document import TomlDocument

    try:
        return TomlDocument(record.raw)
    except FollowupError:
        return None


def _in(document: TomlDocument, record: Record, finding: Finding) -> Place:
    found = document.key_place(finding.path) if finding.at_key else document.place(finding.path)
    place = (found.line, found.column, found.end_line, found.end_column)
    return (finding.words and _of_words(document, record, finding, place)) or place


def _of_words(document: TomlDocument, record: Record, finding: Finding, place: Place) -> Place | None:
    """Where a part of a text value stands, when the value is written plainly, with nothing escaped in it."""
    span, value = document.span(finding.path), record.at(finding.path)
    if span is None or finding.words is None or not isinstance(value, str):
        return None
    literal = record.raw[span.start : span.end].decode(errors="replace")
    quote = literal[:3] if literal[:3] in ('"""', "'''") else literal[:1]
    if "\\" in literal and quote.startswith('"'):
        return None
    line, column = place[0], place[1] + len(quote)
    if len(quote) == 3 and literal[3:].startswith(("\n", "\r\n")):
        line, column = line + 1, 1
    start, end = (_shifted(line, column, value, at) for at in finding.words)
    return (*start, *end)


def _shifted(line: int, column: int, value: str, at: int) -> tuple[int, int]:
    before = value[:at]
    lines = before.count("\n")
    return (line, column + at) if not lines else (line + lines, at - before.rfind("\n"))
