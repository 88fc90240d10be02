"""Dates as exact as their source: a day, or something vaguer in EDTF.

EDTF is the Extended Date/Time Format of ISO 8601-2:2019; the library ``edtf`` reads it. It takes
long to import, so it is loaded for a vague date only.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any, NamedTuple

from ..errors import FollowupError

When = dt.date | str
"""A TOML date for a day, or an EDTF string for anything vaguer."""


class NotADate(FollowupError):
    """The text says no time that this register can hold."""

    def __init__(self, text: str, why: str = "") -> None:
        super().__init__(
            f"“{text}” is not a date" + (f": {why}" if why else ""),
            hint='Write a day without quotes (2015-03-11), or in quotes "2015-10" for a month, "2015" for a year, '
            '"2015-09-29/2015-09-30" for from and to, "../2015-12-31" for by then.',
        )


class Bounds(NamedTuple):
    """The first and the last day that a date can mean; None where it is open on that side."""

    lower: dt.date | None
    upper: dt.date | None

    def sort_key(self) -> tuple[dt.date, dt.date]:
        """Order by the last possible day, since that is when something is late."""
        return (self.upper or dt.date.max, self.lower or dt.date.min)


def bounds(when: When) -> Bounds:
    """The days between which ``when`` lies.

    Raises:
        NotADate: ``when`` is no EDTF, has a time of day, or ends before it begins.
    """
    if isinstance(when, dt.datetime):
        raise NotADate(when.isoformat(), "it has a time of day; a day is enough")
    return Bounds(when, when) if isinstance(when, dt.date) else _edtf_bounds(when)


def full_day(text: str) -> dt.date | None:
    """The day that ``text`` writes out in full (2015-03-11), or None."""
    if len(text) != 10 or not text.isascii():
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _edtf_bounds(text: str) -> Bounds:
    return _plain_bounds(text) or _library_bounds(text)


_PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")


def _plain_bounds(text: str) -> Bounds | None:
    """The bounds of a year, a month, a day, or from and to of these: most dates, and none needs the library."""
    parts = text.split("/")
    spans = [(None, None) if each == ".." else _span(each) for each in parts]
    if len(parts) > 2 or None in spans or all(each == ".." for each in parts):
        return None
    found = Bounds(spans[0][0], spans[-1][1])  # type: ignore[index]
    return None if found.lower and found.upper and found.lower > found.upper else found


def _span(text: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a year, month or day."""
    found = _PLAIN.fullmatch(text)
    if not found or found[1] == "0000":
        return None
    if found[3]:
        day = full_day(text)
        return (day, day) if day else None
    from calendar import monthrange

    first = dt.date(int(found[1]), int(found[2] or 1), 1)
    last = dt.date(first.year, int(found[2] or 12), 1)
    return first, dt.date(last.year, last.month, monthrange(last.year, last.month)[1])


def _library_bounds(text: str) -> Bounds:
    from edtf import parse_edtf  # 190 ms
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        if not text.isprintable() or text != text.strip():
            raise ValueError(text)
        parsed = parse_edtf(text)
        found = Bounds(_edge(parsed, "lower"), _edge(parsed, "upper"))
    except (EDTFParseException, ValueError, AttributeError, TypeError, OverflowError, RecursionError) as error:
        raise NotADate(text) from error
    if type(parsed).__name__ == "DateAndTime":
        raise NotADate(text, "it has a time of day; a day is enough")
    if found.lower and found.upper and found.lower > found.upper:
        raise NotADate(text, "it ends before it begins")
    return found


def _edge(parsed: Any, side: str) -> dt.date | None:
    """The outermost day on one side. The library pads an unknown end by ten years; here it stays unknown."""
    part = getattr(parsed, side, None)
    if type(part).__name__ == "UnspecifiedIntervalSection" or (part is not None and str(part) in ("", "..", "unknown")):
        return None
    edge = getattr(parsed, f"{side}_strict")()
    if isinstance(edge, float):
        return None
    year = edge.tm_year if hasattr(edge, "tm_year") else edge[0]
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    return dt.date(year, edge[1], edge[2])


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def describe(when: When) -> str:
    """``when`` as a person says it: “11 March 2015”, “October 2015”, “by 31 December 2015”.

    What is neither a date nor EDTF comes back as it is.
    """
    if isinstance(when, dt.date):
        return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
    if when.startswith("../"):
        return f"by {_plain(when[3:])}"
    if when.endswith("/.."):
        return f"from {_plain(when[:-3])} on"
    if "/" in when:
        return " to ".join(_plain(part) if part else "unknown" for part in when.split("/", 1))
    return _plain(when)


def _plain(text: str) -> str:
    day = full_day(text)
    if day:
        return describe(day)
    if len(text) == 7 and text[4] == "-" and text[:4].isdecimal() and text[5:] in {f"{n:02}" for n in range(1, 13)}:
        return f"{_MONTHS[int(text[5:]) - 1]} {text[:4]}"
    if text.endswith("~"):
        return f"about {_plain(text[:-1])}"
    if text.endswith("?"):
        return f"{_plain(text[:-1])} (uncertain)"
    return text


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` later, or the last day of that month where it has no such day.

    Regulation (EEC, Euratom) No 1182/71, Article 3(2)(c): a period of months ends with the same
    date, and where the month has no such day, with its last.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
