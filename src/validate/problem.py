"""What the checker hands out."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "note"]


class Problem(NamedTuple):
    """One mistake, where it is, and what to do about it."""

    path: str
    """The file, from the register's root on, with “/” between folders."""
    line: int
    column: int
    """Both from 1; columns in characters."""
    end_line: int
    end_column: int
    """One past the last character."""
    code: str
    name: str
    severity: Severity
    record: str
    """The record's id; for a file that is none, its path under records/."""
    field: str
    """The way to the value, as in ``answers[0].quote``; empty where the problem is the file's."""
    message: str
    hint: str = ""
