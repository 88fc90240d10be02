"""The checks of a register as it was, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..register.earlier import EarlierRegister
from ..register.units import Survey, unit_of
from .consulting import FILE
from .inspecting import Inspector

if TYPE_CHECKING:
    from .index import Index


class EarlierInspector(Inspector):
    """Makes the checks of a register as it was."""

    register: EarlierRegister

    def _others_in(self, unit: str, seen: Survey) -> Iterable[tuple[str, bool]]:
        """A unit had other files then that are no records."""
        return [(path, False) for path in self.register.other_files_in(unit)]


def concerned(register: EarlierRegister, index: Index) -> list[str]:
    """The units that differ, and those that asked what was in a file that is no record and differs.

    Who asked for records is found by the answers.
    """
    units = {unit_of(path) for path in register.differing}
    asked = {f"{FILE}:{path}" for path in register.differing}
    return sorted(units | {unit for unit, question, _ in index.questions(units) if question in asked})
