"""Whether TOML data conforms to a schema, as the library jsonschema judges it.

JSON Schema knows JSON; records are TOML. Here stands what the difference comes to: a TOML date is a
value of its own, allowed where a schema says “format”: “date” or “edtf” and nowhere else; “nan” and
“inf” are no numbers; 3.0 is no integer. Formats are asserted, and “$” in a pattern means the end of
the text, as in the standard, not the place before a last line break, as in Python.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, TypeChecker, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from ..register.dates import NotADate, bounds, full_day

Json = dict[str, Any]

DATE_FORMATS = ("date", "edtf")

_SUBSCHEMAS = ("$defs", "definitions", "properties", "patternProperties", "dependentSchemas")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE = (
    *("additionalProperties", "unevaluatedProperties", "propertyNames", "items", "unevaluatedItems"),
    *("contains", "not", "if", "then", "else"),
)


def make_validator(schema: Json) -> Validator:
    """A validator of TOML data, as tomllib gives it, by one schema of JSON Schema 2020-12.

    Raises:
        re.error: a pattern in the schema is none; other faults of a schema are found when it is loaded.
    """
    validator: Validator = _Validator(anchored_schema(schema), format_checker=_FORMATS)
    return validator


def plain(data: Any) -> Any:
    """``data`` as JSON could hold it: dates and times as text, “nan” and “inf” as text too."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    if isinstance(data, dt.date | dt.time):
        return data.isoformat()
    return str(data) if isinstance(data, float) and not math.isfinite(data) else data


def is_day(value: Any) -> bool:
    """Whether ``value`` is a TOML date with no time of day."""
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def anchored_schema(schema: Any) -> Any:
    """The schema with “$” in its patterns meaning the end, for Python's expressions."""
    if not isinstance(schema, dict):
        return schema
    changed = dict(schema)
    for key, value in schema.items():
        if key == "pattern" and isinstance(value, str):
            changed[key] = anchored(value)
        elif key in _SINGLE:
            changed[key] = anchored_schema(value)
        elif key in _LISTS and isinstance(value, list):
            changed[key] = [anchored_schema(each) for each in value]
        elif key in _SUBSCHEMAS and isinstance(value, dict):
            names = anchored if key == "patternProperties" else str
            changed[key] = {names(name): anchored_schema(each) for name, each in value.items()}
    return changed


def anchored(pattern: str) -> str:
    """The pattern with each “$” that stands for an end as the end of the text."""
    found, in_class, escaped = [], False, False
    for char in pattern:
        found.append("\\Z" if char == "$" and not in_class and not escaped else char)
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "[":
            in_class = True
        elif char == "]":
            in_class = False
    return "".join(found)


def _is_integer(_: TypeChecker, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(checker: TypeChecker, value: Any) -> bool:
    return _is_integer(checker, value) or (isinstance(value, float) and math.isfinite(value))


def _type(validator: Any, wanted: Any, value: Any, schema: Json) -> Iterator[ValidationError]:
    """As in the standard; and a day counts as text where its format is a date's."""
    types = [wanted] if isinstance(wanted, str) else wanted
    if is_day(value) and "string" in types and schema.get("format") in DATE_FORMATS:
        return
    if not any(validator.is_type(value, each) for each in types):
        yield ValidationError(f"{value!r} is not of type {', '.join(types)}")


def _format(validator: Any, name: Any, value: Any, _: Json) -> Iterator[ValidationError]:
    if name not in DATE_FORMATS:
        yield from Draft202012Validator.VALIDATORS["format"](validator, name, value, _) or ()
    elif isinstance(value, str) and not (name == "edtf" and is_vague(value)):
        yield ValidationError(f"{value!r} is not a {name}")


def is_vague(text: str) -> bool:
    """Whether a text is a time in EDTF and less exact than a day, which is written without quotes."""
    if full_day(text):
        return False
    try:
        bounds(text)
    except NotADate:
        return False
    return True


def _properties(validator: Any, said: Json, value: Any, schema: Json) -> Iterator[ValidationError]:
    """As in the standard; and a field that is not allowed is named, which the library leaves out."""
    for name in said:
        if said[name] is False and isinstance(value, dict) and name in value:
            refused = f"{name!r} is not allowed here"
            none: Any = None  # how the library marks that no keyword refused it
            yield ValidationError(refused, validator=none, instance=value[name], path=[name], schema_path=[name])
    allowed = {name: below for name, below in said.items() if below is not False}
    yield from Draft202012Validator.VALIDATORS["properties"](validator, allowed, value, schema)


_FORMATS = FormatChecker(formats=[name for name in Draft202012Validator.FORMAT_CHECKER.checkers if name != "date"])
_Validator = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    validators={"type": _type, "format": _format, "properties": _properties},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many({"integer": _is_integer, "number": _is_number}),
)
