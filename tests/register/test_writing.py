import datetime as dt
import math
import tomllib
from types import MappingProxyType

import pytest
from followup.register.layout import FREE, Layout
from followup.register.toml_document import TomlDocument
from followup.register.toml_values import NotTomlValue, same
from followup.register.writing import render
from hypothesis import given
from hypothesis import strategies as st

LONG = Layout(long_text=True)

REPLY = Layout(
    {
        "document": FREE,
        "heading": FREE,
        "points": FREE,
        "text": LONG,
        "answers": Layout({"request": FREE, "disposition": FREE, "quote": FREE, "note": LONG}),
        "notes": LONG,
    }
)


def test_a_reply():
    data = {
        "answers": [
            {
                "quote": "The Commission will therefore not publish a further report",
                "disposition": "declined",
                "request": "2015/2564-RSP/requests/09b",
            },
            {"request": "2015/2564-RSP/requests/09a", "note": "One sentence.\nAnother.\n"},
        ],
        "extra": True,
        "text": "The Global Alliance …\nThe Commission, not a member itself …\n",
        "points": ["9"],
        "heading": "Point 9: Progress reports on the Global Alliance against Child Sexual Abuse Online",
        "document": "2015/2564-RSP/documents/follow-up",
    }
    text = '''\
document = "2015/2564-RSP/documents/follow-up"
heading = "Point 9: Progress reports on the Global Alliance against Child Sexual Abuse Online"
points = ["9"]
text = """
The Global Alliance …
The Commission, not a member itself …
"""
extra = true

[[answers]]
request = "2015/2564-RSP/requests/09b"
disposition = "declined"
quote = "The Commission will therefore not publish a further report"

[[answers]]
request = "2015/2564-RSP/requests/09a"
note = """
One sentence.
Another.
"""
'''
    assert render(data, REPLY) == text


def test_a_deadline():
    data = {
        "title": "Report on the implementation of Directive 2011/93/EU",
        "due": "../2015-12-31",
        "applies_to": ["2015/2564-RSP/requests/19c", "2015/2564-RSP/requests/19d"],
        "met": {"on": dt.date(2016, 12, 16), "by": "documents/com-2016-871"},
    }
    text = """\
title = "Report on the implementation of Directive 2011/93/EU"
due = "../2015-12-31"
applies_to = [
    "2015/2564-RSP/requests/19c",
    "2015/2564-RSP/requests/19d",
]

[met]
on = 2016-12-16
by = "documents/com-2016-871"
"""
    assert render(data) == text


EXAMPLES = {
    "": {},
    "[a]\n": {"a": {}},
    "[a.b]\nc = 1\n": {"a": {"b": {"c": 1}}},
    "[a]\nx = 1\n\n[a.b]\n": {"a": {"b": {}, "x": 1}},
    "a = []\nb = [[]]\n": {"a": [], "b": [[]]},
    "[[a]]\n\n[[a]]\n": {"a": [{}, {}]},
    "[[a]]\n\n[[a.b]]\nc = 1\n\n[[a.b]]\nc = 2\n\n[a.d]\ne = 3\n\n[[a]]\n": {
        "a": [{"b": [{"c": 1}, {"c": 2}], "d": {"e": 3}}, {}]
    },
    "a = [\n    1,\n    { b = 1, c = [2, 3] },\n]\n": {"a": [1, {"b": 1, "c": [2, 3]}]},
    "a = [[{ b = {} }]]\n": {"a": [[{"b": {}}]]},
    f'a = [\n    "{"x" * 100}",\n]\n': {"a": ["x" * 100]},
    'a = """\nx\ny"""\n': {"a": "x\ny"},
    'a = """\n\n"""\n': {"a": "\n"},
    'a = """\ntab\t, \\\\ , \\r\n, \\u0000 ""\\"""\\" \'\'\' \\""""\n': {"a": 'tab\t, \\ , \r\n, \0 """""" \'\'\' "'},
    'a = ["x\\ny"]\n': {"a": ["x\ny"]},
    '"" = 1\n"a.b" = 2\n"é" = 3\n': {"": 1, "a.b": 2, "é": 3},
    "a = 12:30:00\nb = 2015-03-11 12:30:00+00:00\nc = -0.0\nd = nan\n": {
        "a": dt.time(12, 30),
        "b": dt.datetime(2015, 3, 11, 12, 30, tzinfo=dt.UTC),
        "c": -0.0,
        "d": math.nan,
    },
}


@pytest.mark.parametrize(("text", "data"), EXAMPLES.items(), ids=range(len(EXAMPLES)))
def test_the_form_of_values(text, data):
    assert render(data) == text
    assert same(tomllib.loads(text), data)


@pytest.mark.parametrize(("text", "written"), [("", '"""\n"""'), ("x", '"""\nx"""'), ('"""', '"""\n""\\""""')])
def test_long_text_has_lines_of_its_own_from_the_first_word(text, written):
    assert render({"text": text}, REPLY) == f"text = {written}\n"


def test_mappings_and_tuples_are_tables_and_lists():
    assert render(MappingProxyType({"a": MappingProxyType({"b": (1,)})})) == "[a]\nb = [1]\n"


def test_what_toml_cannot_say_is_refused():
    with pytest.raises(NotTomlValue, match="an empty value"):
        render({"a": {"b": [None]}})


@given(st.data())
def test_what_is_read_is_what_was_written(toml, data):
    table = data.draw(toml.tables)
    text = render(table, data.draw(layouts(table)))
    assert same(tomllib.loads(text), table)
    assert same(TomlDocument(text.encode()).data, table)
    assert text == "" or text.endswith("\n")
    assert "\r" not in text


@given(st.data())
def test_a_text_of_any_kind_is_read_as_it_was_written(toml, data):
    text = data.draw(toml.texts)
    assert tomllib.loads(render({"text": text}, REPLY)) == {"text": text}
    assert tomllib.loads(render({"text": text})) == {"text": text}


@given(st.data())
def test_rendering_again_changes_nothing(toml, data):
    table = data.draw(toml.tables)
    layout = data.draw(layouts(table))
    text = render(table, layout)
    assert render(tomllib.loads(text), layout) == text


def layouts(table):
    """Layouts that know some of a table's fields, in another order."""
    return st.permutations(list(table)).map(
        lambda names: Layout({name: LONG if index % 2 else FREE for index, name in enumerate(names[1:])})
    )
