"""What the checker takes for conforming, at the edge between TOML and JSON."""

from __future__ import annotations

import tomllib

import pytest
from followup.validate.conformance import anchored, make_validator, plain

SCHEMA = {
    "type": "object",
    "properties": {
        "day": {"$ref": "#/$defs/day"},
        "when": {"type": "string", "format": "edtf"},
        "text": {"type": "string", "pattern": "^[^$]{1,3}$"},
        "mail": {"type": "string", "format": "email"},
        "count": {"type": "integer", "minimum": 0},
        "share": {"type": "number", "minimum": 0},
        "flag": {"type": "boolean"},
        "any": {},
    },
    "patternProperties": {"^x$": {"type": "integer"}},
    "additionalProperties": False,
    "$defs": {"day": {"type": "string", "format": "date"}},
}


def faults(text: str) -> list[str]:
    return [str(error.validator) for error in make_validator(SCHEMA).iter_errors(tomllib.loads(text))]


@pytest.mark.parametrize(
    "text",
    [
        "day = 2015-03-11",
        "when = 2015-03-11",
        'when = "2015-10"',
        'when = "../2015-12-31"',
        'when = "2015-03-11~"',
        "any = 12:00:00",
        "any = nan",
        "count = 99999999999999999999999999",
        "share = 3.5",
        "share = 3",
        'mail = "a@b.eu"',
        'text = "abc"',
        "x = 1",
        "flag = true",
    ],
)
def test_accepts(text):
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ('day = "2015-03-11"', "format"),
        ('day = "2015-10"', "format"),
        ('day = "11 March 2015"', "format"),
        ('when = "2015-03-11"', "format"),
        ('when = "soon"', "format"),
        ('when = "2015-12-31/2015-01-01"', "format"),
        ("when = 2015-03-11T12:00:00", "type"),
        ("when = 2015-03-11T12:00:00Z", "type"),
        ("when = 12:00:00", "type"),
        ("day = 2015-03-11T00:00:00", "type"),
        ("text = 2015-03-11", "type"),
        ('text = "abc\\n"', "pattern"),
        ('text = "a$"', "pattern"),
        ('mail = "nobody"', "format"),
        ("count = true", "type"),
        ("count = 3.0", "type"),
        ("count = -1", "minimum"),
        ("share = nan", "type"),
        ("share = -inf", "type"),
        ("share = false", "type"),
        ('"x\\n" = 1', "additionalProperties"),
    ],
)
def test_refuses_for_one_reason(text, keyword):
    assert faults(text) == [keyword]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("^a$", "^a\\Z"), (r"\$", r"\$"), ("[$]", "[$]"), (r"\\$", r"\\\Z"), (r"[\]$]$", r"[\]$]\Z")],
)
def test_dollar_means_the_end(pattern, expected):
    assert anchored(pattern) == expected


def test_plain_form_is_json():
    data = tomllib.loads("a = 2015-03-11\nb = [12:00:00, nan, {c = 2015-03-11T12:00:00Z}]\nd = 1.5\ne = true")
    assert plain(data) == {
        "a": "2015-03-11",
        "b": ["12:00:00", "nan", {"c": "2015-03-11T12:00:00+00:00"}],
        "d": 1.5,
        "e": True,
    }
