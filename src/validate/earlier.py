"""The checks of a register as it was, unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..register.earlier import EarlierRegister
from ..register.units import unit_of
from .consulting import FILE, Facts, UnitContext, statements
from .inspecting import Inspector, UnitReport

if TYPE_CHECKING:
    from .index import Index


class EarlierInspector(Inspector):
    """Makes the checks of a register as it was."""

    register: EarlierRegister

    def inspect(self, unit: str, facts: Facts) -> UnitReport:
        """The same as of the files now; but a unit had other files then that are no records."""
        report = super().inspect(unit, facts)
        context = self.run.context
        assert isinstance(context, UnitContext)  # noqa: S101 - that of this unit
        others = [(path, False) for path in self.register.other_files_in(unit)]
        said = list(statements(context, others))
        return report._replace(statements=said, questions=context.questions(for_later=False))


def concerned(register: EarlierRegister, index: Index) -> list[str]:
    """The units that differ, and those that asked what was in a file that is no record and differs.

    Who asked for records is found by the answers.
    """
    units = {unit_of(path) for path in register.differing}
    asked = {f"{FILE}:{path}" for path in register.differing}
    return sorted(units | {unit for unit, question, _ in index.questions(units) if question in asked})
