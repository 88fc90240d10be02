"""The checks of a register unit by unit: a dossier at a time, so that only that is in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import NamedTuple

from ..register import Record
from ..register.absent import by_unit, signed
from ..register.lazy import LazyRegister
from ..register.register import RECORDS
from ..register.units import Survey, survey
from .consulting import Facts, Statement, UnitContext, WholeContext, statements
from .placing import Found, Places
from .running import Run, silencing


class UnitReport(NamedTuple):
    """What the checks of one unit found, and what that rests on."""

    unit: str
    signature: bytes
    records: int
    first: dt.date
    last: dt.date
    """The days from which and up to which the same would be found."""
    found: list[Found]
    silencing: dict[str, list[str]]
    statements: list[Statement]
    questions: dict[str, str]


class Inspector:
    """Makes the checks of one register on one day, unit by unit."""

    def __init__(
        self, register: LazyRegister, today: dt.date, only: Collection[str] | None = None, *, for_later: bool = True
    ) -> None:
        """``for_later``: whether reports are kept, so that it matters what was looked at."""
        self.register = register
        self._for_later = for_later
        self.run = Run(register, today, only)
        self._shared = self.run.context
        self._records = str(register.root / RECORDS)
        self._absent = by_unit(register.absent)

    def inspect(self, unit: str, facts: Facts) -> UnitReport:
        """Read what is in a unit, and make the checks; ``facts``: what the other units say of themselves."""
        seen = survey(self._records, unit, signed=self._for_later)
        self.register.work_on(self.register.with_those_changed(unit, seen.files))
        context = self.run.context = UnitContext(self._shared, self.register, unit, facts, for_later=self._for_later)
        records = [each for each in self.register.at_work if isinstance(each, Record)]
        ids = sorted(each.id for each in self.register.at_work)
        found = self.run.found_in(ids)
        places = Places(self.register)
        placed = [(check, record, each._replace(place=places.of(record, each))) for check, record, each in found]
        said = list(statements(context, self._others_in(unit, seen)))
        report = UnitReport(
            unit,
            signed(seen.signature, self._absent.get(unit, [])) if context.is_certain else b"",
            len(ids),
            context.first,
            context.last,
            placed,
            silencing(records),
            said,
            context.questions(),
        )
        context.close()
        return report

    def _others_in(self, unit: str, seen: Survey) -> Iterable[tuple[str, bool]]:
        """The files in a unit that are no records, each with whether it is a link."""
        return seen.others

    def whole(self, facts: Facts) -> list[Found]:
        """What is found by looking at what all units say of themselves; ``facts`` are those of all."""
        self.register.work_on(())
        self.run.context = WholeContext(self._shared, self.register, "", facts)
        return self.run.found_in_register()
