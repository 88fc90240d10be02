import json
from pathlib import Path

import pytest
from followup.register.layout import Layout
from followup.register.schema import NoSchemas, SchemaError, Schemas

SCHEMA = Path(__file__).parents[2] / "schema"


@pytest.fixture(scope="module")
def schemas():
    return Schemas.load(SCHEMA)


def write(folder, text, name="thing.schema.json"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def schema_of(**more):
    return json.dumps({"x-kind": "things", "type": "object", "properties": {"name": {"type": "string"}}, **more})


def test_the_seven_kinds(schemas):
    assert set(schemas) == {"actors", "deadlines", "documents", "replies", "requests", "rules", "topics"}


def test_fields_come_in_the_order_of_the_schema(schemas):
    assert [each.name for each in schemas["replies"].fields] == [
        "document",
        "heading",
        "points",
        "text",
        "answers",
        "actors",
        "discrepancies",
        "notes",
        "withdrawn",
        "ignore",
    ]


def test_a_field_says_what_forms_and_tables_need(schemas):
    requests = schemas["requests"]
    strength = requests.by_path["strength",]
    assert (strength.type, strength.required, strength.title) == ("enum", True, "Strength")
    assert strength.values["calls-on"].startswith("The usual call")
    assert requests.field_at(("addressees", 3)).references == ("actors",)
    assert requests.field_at(("implementation", "assessed_on")).type == "day"
    assert requests.by_path["text",].verbatim == "document"
    assert requests.by_path["title",].own_words
    answers = schemas["replies"].by_path["answers",]
    assert answers.tables
    assert answers.identified_by == ("request",)
    assert schemas["replies"].field_at(("answers", 0, "quote")).type == "long-text"
    assert schemas["deadlines"].by_path["due",].type == "when"
    assert schemas["documents"].field_at(("source", "file")).source_file
    assert requests.field_at(("nothing", 0)) is None


def test_the_layout_follows_the_schema(schemas):
    layout = schemas["replies"].layout
    assert list(layout.fields)[:4] == ["document", "heading", "points", "text"]
    assert layout.fields["text"] == Layout(long_text=True)
    assert list(layout.fields["answers"].fields) == ["request", "disposition", "quote", "note"]


def test_a_new_kind_is_a_schema_and_no_more(tmp_path):
    schemas = Schemas.load(write(tmp_path, schema_of(title="Thing")))
    assert schemas["things"].singular == "Thing"
    assert [each.name for each in schemas["things"].fields] == ["name"]


def test_the_fingerprint_follows_the_schemas(tmp_path):
    first = Schemas.load(write(tmp_path, schema_of())).fingerprint
    assert Schemas.load(tmp_path).fingerprint == first
    assert Schemas.load(write(tmp_path, schema_of(title="Other"))).fingerprint != first


def test_no_schemas(tmp_path):
    with pytest.raises(NoSchemas, match="no schema here"):
        Schemas.load(tmp_path / "schema")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "thing.schema.json:1:2: the schema is not JSON"),
        ('{"a": 1,\n "b": }', "thing.schema.json:2:7: the schema is not JSON"),
        ("[]", "must be a JSON object"),
        ("{}", "'x-kind' is missing"),
        (schema_of(type="array"), "doesn't describe a kind"),
        (schema_of(properties=[]), "doesn't describe a kind"),
        (schema_of(properties={"a": "text"}), "doesn't describe a kind"),
        (schema_of(properties={"a": {"$ref": "#/$defs/none"}}), "'$defs' is missing"),
        (schema_of(properties={"a": {"$ref": "other.json"}}), "'other.json' is missing or unknown"),
        (schema_of(properties={"a": {"$ref": "#/properties/a"}}), "lead back to themselves"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_schema(tmp_path, text, said):
    with pytest.raises(SchemaError) as caught:
        Schemas.load(write(tmp_path, text))
    assert said in str(caught.value)
    assert "thing.schema.json" in str(caught.value)


def test_bytes_that_are_not_text(tmp_path):
    (tmp_path / "thing.schema.json").write_bytes(b'{"a": "\xff"}')
    with pytest.raises(SchemaError, match="UTF-8"):
        Schemas.load(tmp_path)


def test_two_schemas_for_one_kind(tmp_path):
    write(tmp_path, schema_of(), "a.schema.json")
    with pytest.raises(SchemaError, match=r"has a second schema; a\.schema\.json is the first"):
        Schemas.load(write(tmp_path, schema_of(), "b.schema.json"))
