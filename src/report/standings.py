"""How each request stands, in one word: for a column of a list, and to find requests by it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..register import Register
from .coverage import AskCoverage, Standing, all_asks

TELLING = (
    Standing.NOT_ADDRESSED,
    Standing.OVERDUE,
    Standing.DECLINED,
    Standing.ANSWERED,
    Standing.NOT_YET_DUE,
    Standing.NO_REPLY_DUE,
)
"""Of several addressees the first of these that one of them has stands for the request."""


SHORT = {
    Standing.NOT_ADDRESSED: "NO ANSWER",
    Standing.NO_REPLY_DUE: "none due",
    Standing.NOT_YET_DUE: "not yet",
}
"""Standings that need a shorter word in a table."""


def short(standing: Standing) -> str:
    """A standing in a table."""
    return SHORT.get(standing, str(standing))


@dataclass(frozen=True, slots=True)
class Stand:
    """How a request stands, and the dispositions of its answers."""

    standing: Standing
    dispositions: tuple[str, ...]

    @property
    def word(self) -> str:
        """How it stands, in a table."""
        return short(self.standing)

    @property
    def words(self) -> tuple[str, ...]:
        """The words by which the request is found, besides that one."""
        return (str(self.standing), *self.dispositions)


def standings(register: Register, today: dt.date) -> dict[str, Stand]:
    """How each request that asks for something stands, by id; views and formulas have no standing."""
    return {ask.request.id: _stand(ask) for ask in all_asks(register, today) if ask.asks and ask.cells}


def _stand(ask: AskCoverage) -> Stand:
    found = {cell.standing for cell in ask.cells}
    named = dict.fromkeys(each.disposition for each in ask.answers if each.disposition)
    return Stand(next(each for each in TELLING if each in found), tuple(named))
