"""The schemas of this repository, and a walk over all that they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
Json = dict[str, Any]

SCHEMAS: dict[str, Json] = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
    for path in sorted((ROOT / "schema").glob("*.schema.json"))
}
"""Each schema by the name of its file, without the ending."""

_NAMED = ("properties", "$defs")
_SINGLE = ("items", "additionalProperties", "propertyNames", "if", "then", "else", "not")
_CONDITIONS = ("if", "not")
KNOWN = {
    *("$schema", "$id", "$ref", "title", "description", "examples"),
    *("type", "enum", "const", "pattern", "format", "minItems", "uniqueItems", "minimum", "maximum"),
    *("required", "dependentRequired", "allOf", *_NAMED, *_SINGLE),
}
"""The keywords that this walk understands; another one must be added here before a schema may use it."""


class Subschema(NamedTuple):
    """One schema inside another, by its place in the file.

    ``asserts`` is False inside a condition, which refuses nothing by itself.
    """

    location: tuple[str, ...]
    schema: Any
    asserts: bool = True

    def __str__(self) -> str:
        return "/".join(self.location) or "(top)"


def walk(schema: Any, location: tuple[str, ...] = (), *, asserts: bool = True) -> Iterator[Subschema]:
    """The schema and each schema inside it."""
    yield Subschema(location, schema, asserts)
    if not isinstance(schema, dict):
        return
    for key in _NAMED:
        for name, below in schema.get(key, {}).items():
            yield from walk(below, (*location, key, name), asserts=asserts)
    for key in _SINGLE:
        if isinstance(schema.get(key), dict):
            yield from walk(schema[key], (*location, key), asserts=asserts and key not in _CONDITIONS)
    for number, below in enumerate(schema.get("allOf", ())):
        yield from walk(below, (*location, "allOf", str(number)), asserts=asserts)


def target(schema: Json, reference: str) -> tuple[str, ...]:
    """Where a reference of the schema to itself leads."""
    found: Any = schema
    steps = tuple(reference.removeprefix("#/").split("/"))
    for step in steps:
        found = found[step]
    return steps


def resolve(schema: Json, said: Any) -> Any:
    """What a subschema says, with what it refers to; its own words win."""
    if not isinstance(said, dict) or "$ref" not in said:
        return said
    found: Any = schema
    for step in target(schema, said["$ref"]):
        found = found[step]
    return {**resolve(schema, found), **{key: value for key, value in said.items() if key != "$ref"}}
