"""Days and months as English texts print them."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
        1,
    )
}
MONTH = "(?:" + "|".join(MONTHS) + ")"
DAY = re.compile(rf"\b(?:the )?([0-3]?[0-9])(?:st|nd|rd|th)?(?: of)?\s({MONTH}),?\s([12][0-9]{{3}})\b")


def day_in(text: str) -> dt.date | None:
    """The first full day that a text names: “11 March 2015”; None for none."""
    found = DAY.search(text)
    return day(int(found[3]), MONTHS[found[2]], int(found[1])) if found else None


def day(year: int, month: int, number: int) -> dt.date | None:
    """A day, or None for one that there never was, such as 31 June."""
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None
