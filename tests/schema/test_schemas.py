"""What each schema must say, since forms, tables, links, help and checks are derived from it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from typing import Any

import pytest
from followup.register.dates import full_day
from followup.validate.conformance import make_validator
from jsonschema import Draft202012Validator, ValidationError

from .subschemas import KNOWN, ROOT, SCHEMAS, Json, Subschema, resolve, walk

META = json.loads((ROOT / "schema" / "meta.json").read_text("utf-8"))
KINDS = {schema["x-kind"] for schema in SCHEMAS.values()}

each_schema = pytest.mark.parametrize("name", SCHEMAS)


def said(name: str, sub: Subschema) -> Any:
    return resolve(SCHEMAS[name], sub.schema)


def subschemas(name: str) -> list[Subschema]:
    """All of a schema that states something, conditions left out."""
    return [sub for sub in walk(SCHEMAS[name]) if sub.asserts and isinstance(sub.schema, dict)]


def fields(name: str) -> list[Subschema]:
    """Every field at every depth, items of lists and values of maps among them."""
    steps = ("items", "additionalProperties")
    return [
        sub
        for sub in subschemas(name)
        if not {"then", "else", "propertyNames"} & set(sub.location)
        and (sub.location[-2:-1] == ("properties",) or sub.location[-1:] in [(step,) for step in steps])
    ]


def faults(name: str, candidates: list[Subschema], wrong: Any) -> list[str]:
    return [str(sub) for sub in candidates if wrong(said(name, sub))]


@each_schema
def test_a_schema_keeps_to_the_standard_and_to_the_meta_schema(name):
    Draft202012Validator.check_schema(SCHEMAS[name])
    Draft202012Validator(META).validate(SCHEMAS[name])


def test_the_meta_schema_is_a_schema():
    Draft202012Validator.check_schema(META)


@pytest.mark.parametrize(
    "fault",
    [
        {"x-lable": ["title"]},
        {"x-places": ["anywhere"]},
        {"x-label": []},
        {"properties": {"title": {"x-verbatim": 1}}},
        {"properties": {"title": {"x-ownwords": True}}},
        {"properties": {"list": {"items": {"x-references": "actors"}}}},
        {"$defs": {"text": {"type": "txt"}}},
    ],
    ids=str,
)
def test_the_meta_schema_finds_a_fault_at_any_depth(fault):
    with pytest.raises(ValidationError):
        Draft202012Validator(META).validate(fault)


@each_schema
def test_a_schema_uses_known_keywords_alone(name):
    known = KNOWN | set(META["properties"])
    assert {key for sub in walk(SCHEMAS[name]) if isinstance(sub.schema, dict) for key in sub.schema} <= known


def test_definitions_of_one_name_are_equal():
    spellings = defaultdict(lambda: defaultdict(list))
    for name, schema in SCHEMAS.items():
        for definition, below in schema["$defs"].items():
            spellings[definition][json.dumps(below)].append(name)
    assert {definition: [*found.values()] for definition, found in spellings.items() if len(found) > 1} == {}


@each_schema
def test_every_definition_is_used(name):
    used = {sub.schema["$ref"] for sub in walk(SCHEMAS[name]) if isinstance(sub.schema, dict) and "$ref" in sub.schema}
    assert {f"#/$defs/{definition}" for definition in SCHEMAS[name]["$defs"]} == used


@each_schema
def test_a_schema_is_named_after_what_it_describes(name):
    schema = SCHEMAS[name]
    assert schema["title"].lower() == name
    assert schema["$id"].endswith(f"/{name}.schema.json")
    assert {"description", "x-kind", "x-plural", "x-places", "x-label", "x-columns"} <= set(schema)


def test_each_kind_has_one_schema():
    assert len(KINDS) == len(SCHEMAS)


@each_schema
def test_a_schema_is_laid_out_so_that_a_change_shows_as_one(name):
    text = (ROOT / "schema" / f"{name}.schema.json").read_text("utf-8")
    assert text == json.dumps(SCHEMAS[name], indent=2, ensure_ascii=False) + "\n"


@each_schema
def test_every_kind_ends_with_the_fields_that_all_have(name):
    assert list(SCHEMAS[name]["properties"])[-3:] == ["notes", "withdrawn", "ignore"]


@each_schema
@pytest.mark.parametrize("word", ["title", "description"])
def test_every_field_says_for_staff_what_it_is(name, word):
    assert faults(name, fields(name), lambda field: not str(field.get(word, "")).strip()) == []


@each_schema
def test_a_description_ends_like_a_sentence(name):
    assert faults(name, fields(name), lambda field: field["description"][-1] not in ".”") == []


@each_schema
def test_every_field_that_is_filled_in_has_examples(name):
    def lacks_examples(field: Json) -> bool:
        below = resolve(SCHEMAS[name], field.get("items", {}))
        return not (field.get("properties") or below.get("properties") or field.get("examples"))

    filled = [sub for sub in fields(name) if sub.location[-2:-1] == ("properties",)]
    assert faults(name, filled, lacks_examples) == []


@each_schema
def test_every_example_conforms_to_its_field(name):
    wrong = [
        (str(sub), example, error.message)
        for sub in subschemas(name)
        for example in sub.schema.get("examples", ())
        for error in make_validator({**sub.schema, "$defs": SCHEMAS[name]["$defs"]}).iter_errors(
            as_in_toml(example, said(name, sub))
        )
    ]
    assert wrong == []


def as_in_toml(example: Any, field: Json) -> Any:
    """JSON has no dates: an example gives a day as text, a record without quotes."""
    day = full_day(example) if field.get("format") in {"date", "edtf"} else None
    return day if isinstance(day, dt.date) else example


@each_schema
def test_every_value_to_choose_from_is_explained(name):
    choices = [sub for sub in subschemas(name) if "enum" in said(name, sub)]
    assert faults(name, choices, lambda field: list(field.get("x-enum-descriptions", ())) != field["enum"]) == []


@each_schema
def test_every_table_is_closed(name):
    def is_open(table: Json) -> bool:
        return table.get("type") == "object" and table.get("additionalProperties", True) is True

    assert faults(name, subschemas(name), is_open) == []


@each_schema
def test_every_required_field_exists(name):
    def asks_for_more(table: Json) -> bool:
        dependent = (name for names in table.get("dependentRequired", {}).values() for name in names)
        wanted = {*table.get("required", ()), *dependent}
        return "properties" in table and table.get("type") == "object" and not wanted <= set(table["properties"])

    assert faults(name, subschemas(name), asks_for_more) == []


@each_schema
def test_every_list_holds_something_and_tells_its_items_apart(name):
    def is_vague(field: Json) -> bool:
        if field.get("type") != "array":
            return False
        item = resolve(SCHEMAS[name], field["items"])
        if item["type"] != "object":
            return not (field.get("uniqueItems") and field.get("minItems"))
        return not (field.get("minItems") and set(field["x-identified-by"]) <= set(item["properties"]))

    assert faults(name, subschemas(name), is_vague) == []


@each_schema
@pytest.mark.parametrize("keyword", ["x-label", "x-columns", "x-name"])
def test_a_keyword_names_fields_of_the_record(name, keyword):
    assert set(SCHEMAS[name].get(keyword, ())) <= set(SCHEMAS[name]["properties"])


@each_schema
def test_a_proved_text_names_a_field_that_leads_to_its_source(name):
    def unproved(sub: Subschema) -> bool:
        beside = {path[-1]: path for path in paths if path[:-1] == sub.location[:-1]}
        inside = {path[-1]: path for path in paths if len(path) == 2}
        field = paths.get((beside | {key: path for key, path in inside.items() if key not in beside}).get(source(sub)))
        return field is None or not said(name, field).get("x-references")

    def source(sub: Subschema) -> str:
        return said(name, sub)["x-verbatim"]

    paths = {sub.location: sub for sub in fields(name)}
    assert [str(sub) for sub in fields(name) if "x-verbatim" in said(name, sub) and unproved(sub)] == []


@each_schema
def test_a_text_is_the_document_s_words_or_the_register_s_never_both(name):
    assert faults(name, fields(name), lambda field: "x-verbatim" in field and "x-own-words" in field) == []


@each_schema
def test_a_source_file_has_its_fingerprint_beside_it(name):
    beside = {sub.location[:-1] for sub in fields(name) if sub.location[-1] == "sha256"}
    assert [str(sub) for sub in fields(name) if "x-source-file" in sub.schema and sub.location[:-1] not in beside] == []


@each_schema
def test_every_reference_says_to_which_kinds_it_may_lead(name):
    references = [sub for sub in fields(name) if sub.schema.get("$ref") == "#/$defs/reference"]
    assert faults(name, references, lambda field: not field.get("x-references")) == []
    annotated = [sub for sub in fields(name) if "x-references" in sub.schema]
    assert annotated == references
    assert {kind for sub in annotated for kind in sub.schema["x-references"]} <= KINDS


@each_schema
def test_an_example_of_a_reference_leads_to_one_of_its_kinds(name):
    wrong = [
        (str(sub), example)
        for sub in fields(name)
        for example in sub.schema.get("examples", ())
        if "x-references" in sub.schema and example.split("/")[-2] not in sub.schema["x-references"]
    ]
    assert wrong == []


PORTABLE = re.compile(r"\\[dDwWsSbBAZzpPkx]|\\[1-9]|\(\?|[*+?}][?+]")
"""What regular expressions of other languages read in another way, or not at all."""


@each_schema
def test_patterns_mean_the_same_to_every_tool(name):
    patterns = [(str(sub), sub.schema["pattern"]) for sub in walk(SCHEMAS[name]) if "pattern" in (sub.schema or {})]
    assert patterns
    assert [place for place, pattern in patterns if PORTABLE.search(pattern)] == []
    for _, pattern in patterns:
        re.compile(pattern)


@each_schema
def test_patterns_take_the_whole_of_the_text(name):
    patterns = {sub.location: sub.schema["pattern"] for sub in walk(SCHEMAS[name]) if "pattern" in (sub.schema or {})}
    # A text of any length need only hold something.
    del patterns["$defs", "text"]
    assert [place for place, pattern in patterns.items() if not is_anchored(pattern)] == []


def is_anchored(pattern: str) -> bool:
    """Whether “^” and “$” hold for all of it, not for the first and last of several choices."""
    plain = re.sub(r"\\.|\[[^]]*\]", "", pattern)
    while "(" in plain:
        plain = re.sub(r"\([^()]*\)", "", plain)
    return plain.startswith("^") and plain.endswith("$") and "|" not in plain
