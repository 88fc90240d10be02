"""What all reporters share."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...register import Register
from ..problem import Problem
from ..words import HIDDEN


class Reporter:
    """Turns problems into text.

    ``base`` is the folder from which paths are shown; by default the register's own.
    """

    def __init__(self, *, color: bool = False, base: Path | None = None) -> None:
        self._color = color
        self._base = base

    def report(self, problems: Sequence[Problem], register: Register) -> str:
        """The whole report, with its final line break."""
        raise NotImplementedError

    def changes(self, brought: Sequence[Problem], removed: Sequence[Problem], register: Register) -> str:
        """The report on a change; where a format has no place for what is gone, of what the change brought."""
        return self.report(brought, register)

    def path(self, problem: Problem, register: Register) -> str:
        """The problem's file as the reader finds it, with “/” between folders."""
        if self._base is None:
            return problem.path
        return Path(os.path.relpath(register.root / problem.path, self._base)).as_posix()


def fingerprints(problems: Sequence[Problem]) -> list[str]:
    """For each problem a name of its own that stays when lines move."""
    import hashlib

    seen: dict[str, int] = {}
    found = []
    for each in problems:
        key = f"{each.path}\0{each.code}\0{each.field}\0{each.message}"
        seen[key] = seen.get(key, 0) + 1
        found.append(hashlib.sha256(f"{key}\0{seen[key]}".encode(errors="replace")).hexdigest()[:32])
    return found


def as_json(value: Any) -> str:
    """A value as JSON for people and programs; what can't be seen is escaped."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    return HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def with_hint(problem: Problem) -> str:
    """Message and hint in one text."""
    return f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
