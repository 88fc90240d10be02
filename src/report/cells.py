"""A value in a few words, for a table or a sentence."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

from ..register import Field
from ..register.dates import describe
from .values import span_of


class Labels(Protocol):
    """Who knows what records are called, such as a register."""

    def __contains__(self, record_id: object) -> bool: ...

    def label(self, record_id: str) -> str:
        """What to call a record; the id itself for one that isn't there."""


def cell(register: Labels, field: Field | None, value: Any) -> str:
    """A value on one line: names for ids, dates spelled out, of a list of tables how many there are."""
    if isinstance(value, list):
        if any(isinstance(each, dict | list) for each in value):
            return str(len(value))
        return ", ".join(cell(register, field.item if field else None, each) for each in value)
    if isinstance(value, dict):
        return ", ".join(map(str, value))
    if isinstance(value, str):
        return " ".join(_text(register, field, value).split())
    return "" if value is None else spelled(value)


def spelled(value: Any) -> str:
    """A simple value that is no text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return describe(value)
    return as_text(value)


def as_text(value: Any) -> str:
    """Any value as Python writes it."""
    try:
        return str(value)
    except ValueError:  # Python spells out no number of more than some thousand digits
        return hex(value) if isinstance(value, int) else ""


def _text(register: Labels, field: Field | None, value: str) -> str:
    if field and field.references:
        return register.label(value)
    if field and field.type == "when" and span_of(value):
        return describe(value)
    return value
