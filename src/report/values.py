"""What a record's fields hold, whatever somebody wrote there: a value of the wrong type counts as absent.

Saying that it is wrong is the work of the checks; a report must come out all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ..register import Record
from ..register.dates import Bounds, NotADate, When, bounds

Table = Mapping[str, Any]


def text_at(table: Table, name: str) -> str:
    """The text in a field, without blanks at its ends; empty for anything else."""
    value = table.get(name)
    return value.strip() if isinstance(value, str) else ""


def texts_at(table: Table, name: str) -> tuple[str, ...]:
    """The texts in a list; what is no text is left out."""
    value = table.get(name)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def table_at(table: Table, name: str) -> Table:
    """The table in a field; an empty one for anything else."""
    value = table.get(name)
    return value if isinstance(value, dict) else {}


def tables_at(table: Table, name: str) -> tuple[tuple[int, Table], ...]:
    """The tables in a list, each with its number (from 0) there."""
    value = table.get(name)
    items = value if isinstance(value, list) else []
    return tuple((number, each) for number, each in enumerate(items) if isinstance(each, dict))


def number_at(table: Table, name: str) -> int | None:
    """The whole number in a field; None for anything else."""
    value = table.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def when_at(table: Table, name: str) -> When | None:
    """The date in a field, as exact as it was written; None for what is no date."""
    value = table.get(name)
    return value if span_of(value) else None


def span_of(value: object) -> Bounds | None:
    """The first and the last day that a value can mean; None for what is no date."""
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date | str):
        return None
    try:
        return bounds(value)
    except NotADate:
        return None


def is_withdrawn(record: Record) -> bool:
    """Whether the record says that it no longer holds."""
    return "withdrawn" in record.data
