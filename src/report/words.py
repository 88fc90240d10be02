"""Counts, lists and spans of time in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: “no asks”, “1 ask”, “1,200 asks”."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if number else f"no {noun}"


def listed(items: Sequence[str], conjunction: str = "and") -> str:
    """Items as one says them: “a”, “a and b”, “a, b and c”."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def share(number: int, total: int) -> str:
    """How many of ``total``, which the sentence has just named: “none”, “all 6”, “both”, “4”."""
    if number == 0:
        return "none"
    if number < total:
        return f"{number:,}"
    return {1: "it", 2: "both"}.get(total, f"all {total:,}")


def capital(text: str) -> str:
    """``text`` with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def months_between(start: dt.date, end: dt.date) -> int:
    """Whole months from one day to a later one."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def duration(start: dt.date, end: dt.date) -> str:
    """How long it is from one day to a later one: days up to two months, months up to two years, then years."""
    months = months_between(start, end)
    if months < 2:
        return counted((end - start).days, "day")
    return counted(months, "month") if months < 24 else counted(months // 12, "year")
