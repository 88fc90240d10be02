"""Problems for people: the place, what is wrong, the line itself with the place underlined, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from ...register import Register
from ..problem import Problem
from ..words import visible
from .base import Reporter

WIDEST = 100
"""Longer lines are cut around the place."""

_STYLES = {"error": "1;31", "warning": "1;33", "note": "1;36", "path": "1", "mark": "1;31", "hint": "32", "dim": "2"}


class TextReporter(Reporter):
    """``path:line:column: severity CODE name: message``, the line with the place underlined, and the hint."""

    def report(self, problems: Sequence[Problem], register: Register) -> str:
        """The whole report; empty where there is no problem."""
        lines = _Lines(register)
        return "".join(
            f"{line}\n" for each in problems for line in self._block(each, self.path(each, register), lines.of(each))
        )

    def changes(self, brought: Sequence[Problem], removed: Sequence[Problem], register: Register) -> str:
        """What came as in ``report``, then what is gone, a line each."""
        return self.report(brought, register) + "".join(f"{self._gone(each, register)}\n" for each in removed)

    def _gone(self, problem: Problem, register: Register) -> str:
        place = self._styled("path", f"{one_line(self.path(problem, register))}:")
        said = f"{problem.severity} {problem.code} {problem.name}: {one_line(problem.message)}"
        return f"{place} {self._styled('hint', 'gone')} {self._styled('dim', said)}"

    def _block(self, problem: Problem, path: str, source: str | None) -> Iterator[str]:
        place = self._styled("path", f"{one_line(path)}:{problem.line}:{problem.column}:")
        severity = self._styled(problem.severity, problem.severity)
        name = self._styled("dim", problem.name)
        yield f"{place} {severity} {problem.code} {name}: {one_line(problem.message)}"
        number = str(problem.line)
        if source is not None and (problem.line, problem.column) != (problem.end_line, problem.end_column):
            shown, mark = excerpt(source, problem)
            yield f"  {self._styled('dim', f'{number} |')} {shown}"
            yield f"  {self._styled('dim', ' ' * len(number) + ' |')} {self._styled('mark', mark)}"
        for line in visible(problem.hint).splitlines():
            yield f"  {' ' * len(number)} {self._styled('hint', f'= {line}')}"

    def _styled(self, style: str, text: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._color else text


class _Lines:
    """The lines of files with problems; each file is read once."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._path = ""
        self._read: list[str] = []

    def of(self, problem: Problem) -> str | None:
        if problem.path != self._path:
            self._path, self._read = problem.path, self._lines(problem)
        return self._read[problem.line - 1] if problem.line <= len(self._read) else None

    def _lines(self, problem: Problem) -> list[str]:
        entry = self._register.records.get(problem.record) or self._register.unreadable.get(problem.record)
        data = entry.raw if entry else None
        if data is None:
            return []
        return [line.removesuffix("\r") for line in data.decode(errors="replace").split("\n")]


def one_line(text: str) -> str:
    """A text with nothing in it that could begin a line or steer a terminal."""
    return visible(text.replace("\n", "⏎").replace("\t", " "))


def excerpt(source: str, problem: Problem) -> tuple[str, str]:
    """A line, cut around the place where it is long, and the carets to go below it."""
    start = problem.column - 1
    end = problem.end_column - 1 if problem.end_line == problem.line else len(source)
    end = max(min(end, len(source)), start + 1)
    first, last = _window(len(source), start, end)
    before, marked, after = (
        _plain(part) for part in (source[first:start], source[start:end][: last - start], source[end:last])
    )
    left, right = "…" if first else "", "…" if last < len(source) else ""
    return (
        f"{left}{before}{marked}{after}{right}".rstrip(),
        " " * (len(left) + _width(before)) + "^" * max(1, _width(marked.rstrip())),
    )


def _window(length: int, start: int, end: int) -> tuple[int, int]:
    if length <= WIDEST:
        return 0, length
    first = max(0, min(start - 25, length - WIDEST)) if end - start < WIDEST - 30 else max(0, start - 10)
    return first, min(length, first + WIDEST)


def _plain(text: str) -> str:
    return visible(text.replace("\t", "    "))


def _width(text: str) -> int:
    """How many columns a terminal needs for a text."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
