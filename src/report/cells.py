"""A value in a few words, for a table or a sentence."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..register import Field, Register
from ..register.dates import describe
from .values import span_of


def cell(register: Register, field: Field | None, value: Any) -> str:
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
    try:
        return str(value)
    except ValueError:  # Python spells out no number of more than some thousand digits
        return hex(value)


def _text(register: Register, field: Field | None, value: str) -> str:
    if field and field.references:
        return register.label(value)
    if field and field.type == "when" and span_of(value):
        return describe(value)
    return value
