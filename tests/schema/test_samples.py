"""Sample records: good ones conform; bad ones fail where their comments say, and leave no constraint untried."""

from __future__ import annotations

import copy
import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from followup.validate.conformance import make_validator

from .subschemas import SCHEMAS, Json, target, walk

SAMPLES = Path(__file__).parent / "samples"
GOOD = sorted(SAMPLES.glob("*/positive/*.toml"))
BAD = sorted(SAMPLES.glob("*/negative/*.toml"))

EXPECTED = re.compile(r"#\s*expect: (?P<keyword>\S+) at (?P<path>\S+)$", re.MULTILINE)

ASSERTIONS = {"type", "enum", "const", "pattern", "format", "minItems", "uniqueItems", "minimum", "maximum"}


def name_of(path: Path) -> str:
    return str(path.relative_to(SAMPLES).with_suffix(""))


@cache
def errors_in(path: Path) -> list[Any]:
    kind = path.relative_to(SAMPLES).parts[0]
    return list(make_validator(SCHEMAS[kind]).iter_errors(tomllib.loads(path.read_text("utf-8"))))


def culprits(error: Any) -> Iterator[tuple[str, str]]:
    """The keyword and the fields that are at fault: for what is missing or too much, that field itself."""
    keyword = error.validator or "false"
    place = list(error.absolute_path)
    match keyword:
        case "required":
            ends = [[name] for name in error.validator_value if name not in error.instance]
        case "dependentRequired":
            ends = [[name] for _, name in unmet(error)]
        case "additionalProperties":
            ends = [[name] for name in error.instance if name not in error.schema.get("properties", {})]
        case _:
            ends = [[error.instance]] if "propertyNames" in error.absolute_schema_path else [[]]
    for end in ends:
        yield keyword, ".".join(str(step) for step in [*place, *end])


def unmet(error: Any) -> list[tuple[str, str]]:
    """For fields that call for others: which of the others are missing."""
    return [
        (given, name)
        for given, names in error.validator_value.items()
        for name in names
        if given in error.instance and name not in error.instance
    ]


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_a_positive_sample_conforms(path):
    assert [error.message for error in errors_in(path)] == []


@pytest.mark.parametrize("path", BAD, ids=name_of)
def test_a_negative_sample_fails_where_it_says(path):
    expected = {match.group("keyword", "path") for match in EXPECTED.finditer(path.read_text("utf-8"))}
    assert expected, "the sample says nowhere what is wrong with it (# expect: KEYWORD at FIELD)"
    assert {culprit for error in errors_in(path) for culprit in culprits(error)} == expected


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_kind_has_samples_of_both_sorts(kind):
    assert list(SAMPLES.glob(f"{kind}/positive/*.toml"))
    assert list(SAMPLES.glob(f"{kind}/negative/*.toml"))


def test_no_sample_belongs_to_an_unknown_kind():
    assert {path.name for path in SAMPLES.iterdir()} == set(SCHEMAS)
    assert {*GOOD, *BAD} == set(SAMPLES.rglob("*.toml"))


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_field_stands_in_a_positive_sample(kind):
    samples = [tomllib.loads(path.read_text("utf-8")) for path in GOOD if path.is_relative_to(SAMPLES / kind)]
    used = {path for sample in samples for path in paths_in(sample)}
    assert [path for path in fields_of(SCHEMAS[kind]) if path not in used] == []


def fields_of(schema: Json) -> list[str]:
    """The fields at any depth, each by the names that lead to it."""
    found = []
    for sub in walk(schema):
        if sub.location[:1] != ("properties",) or sub.schema is False:
            continue
        if sub.location[-2] == "properties":
            found.append(".".join(step for step in sub.location if step not in {"properties", "items"}))
    return found


def paths_in(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield f"{path}{name}"
            yield from paths_in(below, f"{path}{name}.")
    elif isinstance(value, list):
        for below in value:
            yield from paths_in(below, path)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_constraint_of_a_schema_is_hit_by_a_negative_sample(kind):
    hit = {
        constraint
        for path in BAD
        if path.is_relative_to(SAMPLES / kind)
        for error in errors_in(path)
        for constraint in constraints_hit(SCHEMAS[kind], error)
    }
    assert sorted(set(constraints_of(SCHEMAS[kind])) - hit) == []


def constraints_of(schema: Json) -> Iterator[str]:
    """Whatever the schema can refuse, by its place in the file; missing fields count one by one."""
    for sub in walk(schema):
        if sub.schema is False:
            yield str(sub)
        if not isinstance(sub.schema, dict) or not sub.asserts:
            continue
        for keyword, value in sub.schema.items():
            place = "/".join((*sub.location, keyword))
            if keyword == "required":
                yield from (f"{place}/{name}" for name in value)
            elif keyword == "dependentRequired":
                yield from (f"{place}/{given}/{name}" for given, names in value.items() for name in names)
            # A TOML file is a table at the top, whatever it holds: that type can't be wrong.
            elif (keyword in ASSERTIONS and place != "type") or (keyword == "additionalProperties" and value is False):
                yield place


def constraints_hit(schema: Json, error: Any) -> Iterator[str]:
    place = "/".join(location_of(schema, error))
    match error.validator:
        case "required":
            yield from (f"{place}/{name}" for name in error.validator_value if name not in error.instance)
        case "dependentRequired":
            yield from (f"{place}/{given}/{name}" for given, name in unmet(error))
        case _:
            yield place


def location_of(schema: Json, error: Any) -> tuple[str, ...]:
    """Where in the file the keyword stands that refused something; the library leaves out “$ref”."""
    location: tuple[str, ...] = ()
    said: Any = schema
    for step in error.absolute_schema_path:
        while isinstance(said, dict) and step not in said and "$ref" in said:
            location = target(schema, said["$ref"])
            said = at(schema, location)
        location = (*location, str(step))
        said = said[step]
    return location


def at(schema: Json, location: tuple[str, ...]) -> Any:
    found: Any = schema
    for step in location:
        found = found[step]
    return found


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_each_value_of_a_positive_sample_has_its_type_and_is_never_empty(path):
    """A $def is tried once by the samples; here each field that uses it is."""
    kind = path.relative_to(SAMPLES).parts[0]
    sample = tomllib.loads(path.read_text("utf-8"))
    validator = make_validator(SCHEMAS[kind])
    slack = [
        (place, wrong)
        for place, value in places(sample)
        for wrong in wrong_values(value)
        if not any(
            list(error.absolute_path) == place for error in validator.iter_errors(replaced(sample, place, wrong))
        )
    ]
    assert slack == []


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[list[Any], Any]]:
    for step, below in value.items() if isinstance(value, dict) else enumerate(value):
        place = (*above, step)
        yield list(place), below
        if isinstance(below, dict | list):
            yield from places(below, place)


def wrong_values(value: Any) -> tuple[Any, ...]:
    match value:
        case str():
            return 7, "", " ", [value]
        case bool() | int():
            return "7", True, 7.0
        case list():
            return "text", [], {}
        case dict():
            return "text", [value], {**value, "No-Such-Field": 1}
    return 7, "some day", value.isoformat(), dt.datetime.combine(value, dt.time())


def replaced(sample: Json, place: list[Any], value: Any) -> Json:
    changed = copy.deepcopy(sample)
    inner: Any = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return changed
