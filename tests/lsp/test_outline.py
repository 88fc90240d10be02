"""What stands where in texts that are being written, and how an editor counts."""

import datetime as dt
from pathlib import Path

import pytest
from followup.lsp.changing import edits
from followup.lsp.outline import Outline
from followup.lsp.positions import Text
from followup.register.toml_document import TomlDocument
from hypothesis import assume, given
from hypothesis import strategies as st
from lsprotocol import types

RECORDS = sorted((Path(__file__).parents[2] / "records").rglob("*.toml"))
TEXTS = [path.read_bytes().decode() for path in RECORDS]


def leaves(data, path=()):
    if isinstance(data, dict | list):
        for step, each in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(each, (*path, step))
    elif isinstance(data, str | bool | int | float | dt.date):
        yield path


@pytest.mark.parametrize(
    "text", [*TEXTS[::9], "a = {b = [1, {c.d = \"x\"}], \"é\" = 2}\n[[x.y]]\nz = '''\n\"'''\n[[x.y]]\nz=1"]
)
def test_a_valid_file_is_read_as_the_parser_reads_it(text):
    document, raw = TomlDocument(text.encode()), text.encode()
    found = {each.path: (each.start, each.end) for each in Outline(text).spots if each.role == "value"}
    spans = {path: document.span(path) for path in leaves(document.data)}
    assert found == {
        path: (len(raw[: span.start].decode()), len(raw[: span.end].decode())) for path, span in spans.items()
    }


@pytest.mark.parametrize(
    ("text", "role", "path"),
    [
        ("|", "key", ("",)),
        ("a = 1\n|", "key", ("",)),
        ("a|", "key", ("a",)),
        ("a = |", "value", ("a",)),
        ("a = |\nb = 2", "value", ("a",)),
        ('a = "x|', "value", ("a",)),
        ('a = "x|\nb = 2', "value", ("a",)),
        ("a = [|", "value", ("a", 0)),
        ('a = ["x", |\nb = 2', "value", ("a", 1)),
        ('a = ["x",\n    |\nb = 2', "value", ("a", 1)),
        ('a = ["x", "y|', "value", ("a", 1)),
        ("a = {|", "key", ("a", "")),
        ("a = {b = |", "value", ("a", "b")),
        ("a = {b = |}", "value", ("a", "b")),
        ("a = {b = 1, |}", "key", ("a", "")),
        ("[|", "header", ("",)),
        ("[a.|]", "header", ("a", "")),
        ("[a]\n|", "key", ("a", "")),
        ("[[a]]\n[[a]]\nb = |", "value", ("a", 1, "b")),
        ("[[a]]\n[a.b]\nc = |", "value", ("a", 0, "b", "c")),
        ("a.b|", "key", ("a", "b")),
        ("a.|", "key", ("a", "")),
        ("'a.b' = |", "value", ("a.b",)),
        ('a = """\nx|\n', "value", ("a",)),
        ("a = 1 # |", None, None),
        ("# |", None, None),
        ("a = 1 |", None, None),
    ],
)
def test_what_is_being_written(text, role, path):
    offset = text.index("|")
    found = Outline(text.replace("|", "")).around(offset)
    assert (found and found.role, found and found.path) == (role, path)


@given(
    st.text(alphabet="ab\"'[]{}=.,#\\\n\r é🦊")
    | st.builds(lambda text, at: text[:at], st.sampled_from(TEXTS), st.integers(0, 3000))
)
def test_any_text_is_gone_through(text):
    spots = Outline(text).spots
    assert all(text[each.start : each.end].count(each.text) and each.start < each.end for each in spots)
    assert [each.start for each in spots] == sorted(each.start for each in spots)


@given(st.text(alphabet="ab\n\r é🦊\u2028e\u0301\x0c"), st.data())
def test_places_lead_back_to_where_they_came_from(text, data):
    offset = data.draw(st.integers(0, len(text)))
    assume(text[offset - 1 : offset + 1] != "\r\n")
    for encoding, units in (("utf-8", len("🦊".encode())), ("utf-16", 2), ("utf-32", 1)):
        place = Text(text, encoding).position(offset)
        assert Text(text, encoding).offset(place) == offset
        assert Text("🦊", encoding).position(1).character == units
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    place = Text(text).position(offset)
    assert (place.line, place.character) == (len(before) - 1, len(before[-1].encode("utf-16-le")) // 2)


def test_places_beyond_the_text_are_its_ends():
    text = Text("ab\ncd")
    assert text.offset(types.Position(0, 99)) == 2
    assert text.offset(types.Position(9, 0)) == 5
    assert Text("").offset(types.Position(0, 3)) == 0


@given(*[st.text(alphabet="ab \n\r\u0301🦊")] * 2)
def test_edits_make_the_one_text_into_the_other(before, after):
    text, found = Text(before), before
    for edit in reversed(list(edits(text, after))):
        start, end = text.offset(edit.range.start), text.offset(edit.range.end)
        found = found[:start] + edit.new_text + found[end:]
    assert found == after
