"""Times in running text: as exact as the words are, and with the words themselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..register.dates import When, add_months
from .days import MONTH, MONTHS, day

_YEAR = r"(?:19|20)[0-9]{2}"
_BY = (
    r"(?:at the latest by|by no later than|no later than|not later than|at the latest|on or before|by|before|until|"
    r"prior to|up to)"
)
_PART = (
    r"(?:the )?(?P<part>very end|end|beginning|start|middle|mid|close|turn|first half|second half|first quarter|"
    r"second quarter|third quarter|fourth quarter|last quarter|first semester|second semester|spring|summer|autumn|"
    r"winter|early|late)"
)
_NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "eighteen": 18,
    "a": 1,
}


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a text names."""

    start: int
    end: int
    when: When | None
    """None where the words name no date: “in a timely manner”."""
    limit: bool
    """Whether the words make it a limit: “by”, “no later than”."""
    recurring: bool = False

    def words(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]


def times(text: str, written: dt.date | None) -> list[Time]:
    """The times that a text names, in its order. ``written``: the day from which “later this year” counts."""
    found: list[Time] = []
    taken: list[tuple[int, int]] = []
    for pattern, meaning in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            time = meaning(match, written)
            if time is not None:
                found.append(time)
                taken.append(match.span())
    return sorted(found, key=lambda each: each.start)


def _limited(match: re.Match[str], when: When) -> Time:
    """A time with what stands before it: “by 2015” is any day up to its end, “before 2015” up to the day before."""
    word = (match["by"] or "").lower()
    if not word:
        return Time(match.start(), match.end(), when, limit=False)
    last = _last(when)
    if word in ("before", "prior to"):
        last = _first(when) - dt.timedelta(days=1)
    exact = isinstance(when, dt.date) and word not in ("before", "prior to")
    return Time(match.start(), match.end(), when if exact else f"../{last.isoformat()}", limit=True)


def _first(when: When) -> dt.date:
    if isinstance(when, dt.date):
        return when
    head = when.split("/")[0]
    year, month, number = ([int(part) for part in head.split("-")] + [1, 1])[:3]
    return dt.date(year, month, number)


def _last(when: When) -> dt.date:
    if isinstance(when, dt.date):
        return when
    tail = when.split("/")[-1]
    parts = [int(part) for part in tail.split("-")]
    if len(parts) == 3:
        return dt.date(*parts)
    if len(parts) == 2:
        return _month_end(parts[0], parts[1])
    return dt.date(parts[0], 12, 31)


def _month_end(year: int, month: int) -> dt.date:
    return add_months(dt.date(year, month, 1), 1) - dt.timedelta(days=1)


def _full_day(match: re.Match[str], _: dt.date | None) -> Time | None:
    found = day(int(match["year"]), MONTHS[match["month"]], int(match["day"]))
    return _limited(match, found) if found else None


def _numeric_day(match: re.Match[str], _: dt.date | None) -> Time | None:
    found = day(int(match["year"]), int(match["month"]), int(match["day"]))
    return _limited(match, found) if found else None


def _day_range(match: re.Match[str], _: dt.date | None) -> Time | None:
    year, last_month = int(match["year"]), MONTHS[match["month"]]
    first_month = MONTHS[match["first_month"]] if match["first_month"] else last_month
    first, last = day(year, first_month, int(match["first"])), day(year, last_month, int(match["last"]))
    if not first or not last or first > last:
        return None
    return Time(match.start(), match.end(), f"{first.isoformat()}/{last.isoformat()}", limit=False)


def _month(match: re.Match[str], _: dt.date | None) -> Time:
    return _limited(match, f"{int(match['year'])}-{MONTHS[match['month']]:02}")


def _year(match: re.Match[str], _: dt.date | None) -> Time | None:
    return _limited(match, match["year"])


def _years(match: re.Match[str], _: dt.date | None) -> Time | None:
    return Time(match.start(), match.end(), None, limit=False) if int(match["last"]) > int(match["year"]) else None


def _part_of(part: str, year: int, month: int | None) -> When:
    """A part of a year or month, from its first to its last day as far as the words allow."""
    if month is not None:
        end = _month_end(year, month)
        spans = {
            "beginning": (1, 10),
            "start": (1, 10),
            "early": (1, 10),
            "mid": (11, 20),
            "middle": (11, 20),
            "late": (21, end.day),
        }
        if part in spans:
            first, last = spans[part]
            return f"{dt.date(year, month, first).isoformat()}/{dt.date(year, month, last).isoformat()}"
        return f"{year}-{month:02}"
    months = {
        "first half": (1, 6),
        "first semester": (1, 6),
        "second half": (7, 12),
        "second semester": (7, 12),
        "first quarter": (1, 3),
        "second quarter": (4, 6),
        "third quarter": (7, 9),
        "fourth quarter": (10, 12),
        "last quarter": (10, 12),
        "spring": (3, 6),
        "summer": (6, 9),
        "autumn": (9, 12),
        "early": (1, 4),
        "beginning": (1, 3),
        "start": (1, 3),
        "mid": (5, 8),
        "middle": (5, 8),
        "late": (9, 12),
    }
    if part in months:
        first, last = months[part]
        return f"{year}-{first:02}/{year}-{last:02}"
    return str(year)


def _part(match: re.Match[str], _: dt.date | None) -> Time:
    part, year = match["part"].lower(), int(match["year"])
    month = MONTHS[match["month"]] if match["month"] else None
    if part in ("end", "very end", "close", "turn"):
        last = _month_end(year, month) if month else dt.date(year, 12, 31)
        return _at_end(match, last)
    return _limited(match, _part_of(part, year, month))


def _at_end(match: re.Match[str], last: dt.date) -> Time:
    """“By the end of 2015” is any day up to the last; “at the end of 2015” is about the last."""
    if (match["by"] or "").lower() in ("before", "prior to", "by") or match["by"]:
        return Time(match.start(), match.end(), f"../{last.isoformat()}", limit=True)
    first = last.replace(day=1)
    return Time(match.start(), match.end(), f"{first.year}-{first.month:02}", limit=False)


def _relative_year(match: re.Match[str], written: dt.date | None) -> Time | None:
    if written is None:
        return Time(match.start(), match.end(), None, limit=bool(match["by"]))
    year = written.year + (1 if match["which"].lower() in ("next", "the following", "the coming") else 0)
    part = (match["part"] or "").lower()
    if part in ("end", "very end", "close", "turn"):
        return _at_end(match, dt.date(year, 12, 31))
    if part == "later":
        return Time(
            match.start(), match.end(), f"{written.isoformat()}/{dt.date(year, 12, 31).isoformat()}", limit=False
        )
    when = _part_of(part, year, None) if part else str(year)
    if not part and year == written.year:
        when = f"{written.isoformat()}/{dt.date(year, 12, 31).isoformat()}" if not match["by"] else str(year)
    return _limited(match, when)


def _relative_month(match: re.Match[str], written: dt.date | None) -> Time | None:
    """“In June” after a text of March is the June of that year; without “next” an earlier month is in the past."""
    if written is None:
        return None
    month = MONTHS[match["month"]]
    of = (match["of"] or "").strip()
    year = written.year + (1 if of.startswith("next") or (match["next"] and month <= written.month) else 0)
    return _limited(match, f"{year}-{month:02}")


def _within(match: re.Match[str], written: dt.date | None) -> Time | None:
    said = match["count"].lower()
    count = int(said) if said.isdecimal() else _NUMBER_WORDS.get(said)
    unit = match["unit"].lower()
    if written is None or count is None or count > 600 or match["from"]:
        return Time(match.start(), match.end(), None, limit=True)
    if unit.startswith("month"):
        last = add_months(written, count)
    elif unit.startswith("year"):
        last = add_months(written, min(count, 50) * 12)
    else:
        last = written + dt.timedelta(days=count * (7 if unit.startswith("week") else 1))
    return Time(match.start(), match.end(), f"../{last.isoformat()}", limit=True)


def _vague(match: re.Match[str], _: dt.date | None) -> Time:
    return Time(match.start(), match.end(), None, limit=True)


def _recurring(match: re.Match[str], _: dt.date | None) -> Time:
    return Time(match.start(), match.end(), None, limit=False, recurring=True)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _case(pattern: str) -> re.Pattern[str]:
    """Months and years as printed, with the small words before them in either case."""
    return re.compile(pattern)


_BEFORE = rf"(?:\b(?P<by>{_BY}|{_BY.replace('(?:at', '(?:At').replace('|by|before', '|By|Before')})\s+)?(?:the\s+)?"
_NO_NUMBER = r"(?<![\w/(.-])(?<!No )(?<!Nos )"
_NO_ACT = r"(?![\w/)-]|\.[0-9])"

_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], dt.date | None], Time | None]], ...] = (
    (
        _case(
            rf"(?P<first>[0-3]?[0-9])(?:\s+(?P<first_month>{MONTH}))?\s*(?:-|–|to|"
            rf"and)\s*(?P<last>[0-3]?[0-9])\s+(?P<month>{MONTH})\s+(?P<year>{_YEAR})\b"
        ),
        _day_range,
    ),
    (
        _case(
            rf"{_BEFORE}\b(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{MONTH}),?\s+(?P<year>{_YEAR})\b"
        ),
        _full_day,
    ),
    (_case(rf"{_BEFORE}\b(?P<day>[0-3]?[0-9])\.(?P<month>[01]?[0-9])\.(?P<year>{_YEAR})\b"), _numeric_day),
    (
        _case(
            rf"{_BEFORE}(?:(?:the )?end of (?=the (?:first|second|third|fourth|last)))?{_PART}(?:\s+of|"
            rf"\s+in)?(?:\s+the\s+year)?[\s-]+(?:(?P<month>{MONTH})\s+)?(?P<year>{_YEAR})\b".replace(
                "(?P<part>", "(?P<part>(?i:"
            ).replace("|early|late)", "|early|late))")
        ),
        _part,
    ),
    (_case(rf"{_BEFORE}(?<![0-9]\s)\b(?P<month>{MONTH})(?:,|\s+of)?\s+(?P<year>{_YEAR})\b"), _month),
    (
        _compiled(
            rf"(?:\b(?P<by>{_BY})\s+)?(?:the\s+)?\b(?:(?P<part>later|end|early|late|first half|second half|beginning|"
            rf"start|middle|first quarter|second quarter|third quarter|fourth quarter|last quarter|spring|summer|"
            rf"autumn|winter)(?:\s+of|\s+in)?\s+)?(?P<which>this|next|the current|the following|the coming|"
            rf"the)\s+(?:calendar\s+)?year\b"
        ),
        lambda m, w: (
            _relative_year(m, w)
            if m["which"].lower() != "the" or (m["part"] and m["part"].lower() != "later")
            else None
        ),
    ),
    (
        _case(
            rf"\b(?:(?P<by>{_BY})\s+|[Ii]n\s+|"
            rf"[Oo]n\s+)(?P<next>next\s+)?(?P<month>{MONTH})\b(?!\s+[0-9])(?P<of>\s+(?:next|this) year\b)?"
        ),
        _relative_month,
    ),
    (
        _compiled(
            r"\bwithin\s+(?:the\s+)?(?:next\s+|a period of\s+|a maximum of\s+|at most\s+)?(?P<count>[0-9]{1,3}|one|"
            r"two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|a)\s+(?P<unit>months?|weeks?|days?|years?|"
            r"working days)\b(?P<from>\s+(?:of|from|after|following)\s+(?!the (?:adoption of )?this "
            r"resolution)[^,;.]{1,80})?"
        ),
        _within,
    ),
    (_case(rf"(?<![\w/(.-])(?P<year>{_YEAR})\s*[-–/]\s*(?P<last>{_YEAR})\b"), _years),
    (_case(rf"\b(?P<by>{_BY}|By|Before)\s+(?:the\s+year\s+)?(?P<year>{_YEAR})\b{_NO_ACT}"), _year),
    (
        _case(
            rf"\b(?:[Ii]n|(?<=foreseen )for|(?<=planned )for|(?<=scheduled )for|(?<=expected )for|(?<=envisaged )for|"
            rf"(?<=due )for|[Dd]uring|[Ss]ince|[Ff]rom|[Tt]hroughout)\s+(?:the\s+(?:course|"
            rf"year)\s+(?:of\s+)?)?(?P<by>(?!))?(?P<year>{_YEAR})\b{_NO_ACT}"
        ),
        _year,
    ),
    (
        _compiled(
            r"\b(?:in a timely (?:manner|fashion|way)|in good time|in due time|in due course|without (?:any "
            r")?(?:further |undue )?delay|as soon as possible|at the earliest (?:possible )?(?:opportunity|date)"
            r"|as a matter of (?:the utmost )?(?:urgency|priority)|immediately|promptly|urgently|swiftly|speedily|"
            r"rapidly(?! (?:\\w+ing|evolving|changing))|forthwith|as quickly as possible|as early as possible|at "
            r"once|in the (?:very )?near future"
            r"|in the (?:coming|next|following) (?:days|weeks|months|years)|shortly|as soon as (?:practicable|"
            r"feasible)|before the end of (?:its|the|this) (?:mandate|term|(?:parliamentary|legislative) term|"
            r"legislature)"
            r"|by the end of (?:its|the|this) (?:current )?(?:mandate|term|(?:parliamentary|legislative) term|"
            r"legislature))\b"
        ),
        _vague,
    ),
    (
        _compiled(
            r"\b(?:(?:more )?regularly|on an? (?:more )?(?:regular|annual|yearly|biannual|quarterly|monthly|weekly|"
            r"continuous|two-yearly|biennial|permanent|six-monthly) basis|annually|yearly|biannually|quarterly|"
            r"monthly|periodically"
            r"|(?:every|each) (?:year|month|six months|two years|three years|four years|five years|quarter)|once "
            r"(?:a|every) (?:year|month|two years|three years)|twice (?:a|every) year|at regular intervals)\b"
        ),
        _recurring,
    ),
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text begins and ends."""
    from ..validate.form import sentence_ends

    starts = [0, *sentence_ends(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield start, start + len(text[start:end].rstrip())
