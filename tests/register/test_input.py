import datetime as dt

import pytest
from followup.register import Schemas
from followup.register.input import UnfitValue, UnknownField, parse_path, parse_value


@pytest.fixture(scope="module")
def schemas():
    from pathlib import Path

    return Schemas.load(Path(__file__).parents[2] / "schema")


def value(schemas, kind, field, text):
    return parse_value(parse_path(schemas[kind], field)[1], text)


@pytest.mark.parametrize(
    ("kind", "text", "path"),
    [
        ("requests", "title", ("title",)),
        ("requests", "implementation.level", ("implementation", "level")),
        ("replies", "answers[0].quote", ("answers", 0, "quote")),
        ("replies", "answers.0.quote", ("answers", 0, "quote")),
        ("requests", "ignore.not-verbatim", ("ignore", "not-verbatim")),
        ("requests", "topics[2]", ("topics", 2)),
    ],
)
def test_a_field_is_named_as_people_write_it(schemas, kind, text, path):
    assert parse_path(schemas[kind], text)[0] == path


@pytest.mark.parametrize("text", ["tilte", "implementation.levle", "title.x", "", "answers", "ignore.a.b"])
def test_a_field_that_is_not_there(schemas, text):
    with pytest.raises(UnknownField):
        parse_path(schemas["requests"], text)


def test_the_nearest_name_is_offered(schemas):
    with pytest.raises(UnknownField, match="Did you mean title"):
        parse_path(schemas["requests"], "tilte")


@pytest.mark.parametrize(
    ("kind", "field", "text", "expected"),
    [
        ("requests", "title", "A = b", "A = b"),
        ("deadlines", "due", "2015-10-01", dt.date(2015, 10, 1)),
        ("deadlines", "due", "../2015-12-31", "../2015-12-31"),
        ("deadlines", "due", " 2015-10 ", "2015-10"),
        ("rules", "months", "3", 3),
        ("requests", "topics", "topics/grooming", ["topics/grooming"]),
        ("requests", "topics", '["topics/a", "topics/b"]', ["topics/a", "topics/b"]),
        ("deadlines", "met", "{on = 2016-12-16}", {"on": dt.date(2016, 12, 16)}),
        ("documents", "vote.for", "606", 606),
    ],
)
def test_what_is_typed_becomes_what_the_file_holds(schemas, kind, field, text, expected):
    found = value(schemas, kind, field, text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("kind", "field", "text"),
    [
        ("rules", "months", "three"),
        ("rules", "months", "²"),
        ("deadlines", "due", "soon"),
        ("withdrawn", "on", "2015-10"),
        ("requests", "topics", '["topics/a"'),
        ("deadlines", "met", "yesterday"),
        ("deadlines", "met", "{on = 2016-12-16}\nother = 1"),
        ("requests", "topics", "[" * 5000),
    ],
)
def test_what_can_not_be_a_value(schemas, kind, field, text):
    if kind == "withdrawn":
        kind, field = "requests", "withdrawn.on"
    with pytest.raises(UnfitValue):
        value(schemas, kind, field, text)
