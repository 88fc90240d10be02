"""Faults of a record's shape in words: what was written, what is meant, how to write it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..register import Field
from ..register.dates import full_day
from .faults import Fault
from .words import listed, shown, title

NAMES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
}

NAMES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
}


def name_of(fault: Fault) -> str:
    return title(fault.kind, fault.path)


def field_of(fault: Fault) -> Field | None:
    return fault.kind.field_at(fault.path)


def described(fault: Fault) -> str:
    field = field_of(fault)
    return field.description if field else ""


def example(fault: Fault) -> str:
    """“it looks like X”, from the schema's own examples."""
    field = field_of(fault)
    examples = _examples(field, fault) if field else []
    return f"it looks like {listed(examples, 'or')}" if examples else ""


def _examples(field: Field, fault: Fault) -> list[str]:
    found = list(field.examples)
    if not found and fault.path and isinstance(fault.path[-1], int):
        parent = fault.kind.field_at(fault.path[:-1])
        found = [item for each in (parent.examples if parent else ()) if isinstance(each, list) for item in each]
    return [str(each) for each in found if isinstance(each, str | int)][:4]


def where_to_put(fault: Fault, reason: str = "") -> str:
    field = field_of(fault)
    about = f"{field.title}: {field.description}" if field and field.description else ""
    return " ".join(part for part in (reason, about) if part)


def reason(fault: Fault) -> str:
    if fault.because:
        return f": it is needed where {title(fault.kind, (*fault.path[:-1], fault.because))} is given"
    return f": it is needed {said}" if (said := when(fault)) else ""


def to_add(fault: Fault) -> str:
    field = field_of(fault)
    if field is None:
        return "Add it."
    example = f", for example: {field.name} = {_as_toml(field.examples[0], field)}" if field.examples else ""
    return f"Add it{example}\n{field.description}".rstrip()


def _as_toml(example: Any, field: Field) -> str:
    if field.type in ("day", "when") and isinstance(example, str) and full_day(example):
        return example
    if isinstance(example, list):
        return f"[{', '.join(_as_toml(each, field) for each in example)}]"
    return f'"{example}"' if isinstance(example, str) else str(example)


def when(fault: Fault) -> str:
    """A condition in words: “where Type is “state””, “where there is no Words”."""
    if fault.condition is None:
        return ""
    asked, met = fault.condition["if"], fault.condition["met"]
    constants = {
        name: rule["const"]
        for name, rule in asked.get("properties", {}).items()
        if isinstance(rule, dict) and "const" in rule
    }
    said = [_is(fault, name, f"{'' if met else 'not '}{shown(value)}") for name, value in constants.items()]
    negated = asked["not"].get("required", ()) if isinstance(asked.get("not"), dict) else ()
    said += [_is(fault, name, "not given" if met else "given") for name in negated]
    given = [name for name in asked.get("required", ()) if name not in constants]
    said += [_is(fault, name, "given" if met else "not given") for name in given]
    return f"where {listed(said)}" if said else "as the other fields stand"


def _is(fault: Fault, name: str, what: str) -> str:
    return f"{title(fault.kind, (name,))} is {what}"


def elsewhere(fault: Fault, name: str) -> str:
    """Where a field of that name does belong; a field below a table's header belongs to the table."""
    for each in fault.kind.walk():
        if each.name == name and each.path[:-1] != fault.path[:-1]:
            if len(each.path) == 1:
                return f"{each.title} belongs to the record: put it above the first line with square brackets."
            return f"{each.title} belongs into “{title(fault.kind, each.path[:-1])}”."
    known = [str(each) for each in fault.schema.get("properties", {})]
    return f"It has: {listed(known, most=40)}." if known else "Take it out."


def sort_of(value: Any) -> str:
    match value:
        case bool():
            return f"“{shown(value)}”"
        case dict():
            return "a table"
        case list():
            return "a list"
        case dt.datetime() | dt.time():
            return f"a time ({shown(value)})"
        case dt.date():
            return f"a date ({shown(value)})"
        case int() | float():
            return f"the number {shown(value)}"
        case _:
            return f"the text {shown(value)}"


def rewritten(fault: Fault, types: list[str]) -> str:
    """How to write what is probably meant."""
    value, key = fault.value, next((str(step) for step in reversed(fault.path) if isinstance(step, str)), "")
    item = bool(fault.path) and isinstance(fault.path[-1], int)
    start = "" if item else f"{key} = "
    if isinstance(value, dt.datetime) and fault.schema.get("format") in ("date", "edtf"):
        return f"A day is enough: {start}{value.date().isoformat()}"
    if "array" in types and isinstance(value, str):
        return f'Put it in square brackets: {start}["{shown(value)[1:-1]}"]'
    if "array" in types and isinstance(value, dict):
        return f"Write its header with two brackets on each side: [[{key}]]"
    if "object" in types and isinstance(value, list):
        return f"Write its header with one bracket on each side: [{key}]"
    if types == ["string"] and not isinstance(value, dict | list) and "format" not in fault.schema:
        return f'Text belongs here; put it in quotes: {start}"{shown(value)}"'
    if "integer" in types and isinstance(value, str) and value.strip().isdecimal():
        return f"Write it without quotes: {start}{value.strip()}"
    if "integer" in types and isinstance(value, float) and value.is_integer():
        return f"Write it without a fraction: {start}{int(value)}"
    return where_to_put(fault)


def is_long(fault: Fault) -> bool:
    field = field_of(fault)
    return field is not None and field.type == "long-text"


def why_no_date(text: str) -> str:
    from ..register.dates import NotADate, bounds

    try:
        bounds(text)
    except NotADate as error:
        _, colon, why = error.message.partition("is not a date: ")
        return f": {why}" if colon else ""
    return ""


def date_hint(value: Any, key: Any) -> str:
    day = day_in(value)
    if day:
        return f"Write it without quotes, the year first: {key} = {day}"
    return (
        'Write a day without quotes (2015-03-11), or in quotes "2015-10" for a month, "2015" for a year, '
        '"2015-09-29/2015-09-30" for from and to, "../2015-12-31" for by then.'
    )


_DAYS = ("%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d")


def day_in(value: Any) -> str:
    """A day that is written in another way, as it belongs here."""
    for form in _DAYS:
        try:
            return dt.datetime.strptime(str(value).strip()[:40], form).date().isoformat()  # noqa: DTZ007 - no time
        except ValueError:
            continue
    return ""
