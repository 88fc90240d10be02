"""What a run comes to: whether it fails, and one line about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .problem import Problem

if TYPE_CHECKING:
    from ..register import Register


def fails(problems: Sequence[Problem], *, strict: bool = False) -> bool:
    """Whether problems make a run fail: errors do, and with ``strict`` warnings too."""
    return any(each.severity == "error" or (strict and each.severity == "warning") for each in problems)


def records_of(register: Register) -> int:
    """How many record files a register has, readable or not."""
    return len(register.records) + len(register.unreadable)


def summary(problems: Sequence[Problem], records: int) -> str:
    """One line: how many records were checked, and what was found."""
    counts = {severity: sum(each.severity == severity for each in problems) for severity in _MANY}
    found = [f"{count} {name if count == 1 else f'{name}s'}" for name, count in counts.items() if count]
    files = len({each.path for each in problems})
    said = f"{', '.join(found)} in {files} file{'' if files == 1 else 's'}" if found else "no problems"
    return f"{records} record{'' if records == 1 else 's'} checked: {said}."


_MANY = ("error", "warning", "note")
