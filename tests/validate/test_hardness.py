"""Mutated records and broken bytes: an answer for each, in bounded time, and never a wrong “right”.

``HYPOTHESIS_PROFILE=thorough`` tries far more of them.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import math
import tomllib

import pytest
from followup.register import Kind, Register, Schemas
from followup.register.dates import NotADate, bounds, full_day
from followup.register.layout import Layout
from followup.register.parsing import parse
from followup.register.writing import render
from followup.validate import FORMATS, check_bytes
from followup.validate.acceptance import Acceptance
from followup.validate.conformance import anchored_schema, make_validator, plain
from followup.validate.faults import Judge
from followup.validate.few_judge import FewJudge
from followup.validate.quick_form import is_plainly_canonical
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from samples import ROOT, TODAY, base

KINDS = Schemas.load(ROOT / "schema")
ACCEPTANCES = {name: Acceptance(kind, few=0) for name, kind in KINDS.items()}
OF_FEW = {name: Acceptance(kind, few=10**9) for name, kind in KINDS.items()}


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    return Register.open(base(tmp_path_factory.mktemp("register")))


odd_texts = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                " ",
                "\n",
                "x\n",
                " x",
                "x ",
                "\u00a0",
                "\u2003",
                "\u202e",
                "\x00",
                "é",
                "e\u0301",
                "9",
                "9b",
                "calls-on",
            ),
            *("2015", "2015-03-11", "2015-10", "../2015-12-31", "2015-12-31/2015-01-01", "0000-01-01", "2015-02-30"),
            *("actors/european-commission", "2015/2564-RSP/requests/2b", "topics/reporting", "a/b/c/d", "DNK\n"),
            *("https://x.eu/", "../x", "/etc/passwd", "sources/resolution.txt", "0" * 64, "Q1", "point 9", "\ud7ff"),
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
odd_values = st.recursive(
    st.one_of(
        odd_texts,
        st.booleans(),
        st.integers(),
        st.sampled_from([0, -1, 1, 10**30, 3.0, 0.5, math.nan, math.inf, -math.inf]),
        st.dates(),
        st.datetimes(),
        st.times(),
    ),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(odd_texts, below, max_size=3),
    max_leaves=6,
)


def ways(value, path=()):
    """All ways into some data."""
    yield path
    if isinstance(value, dict | list):
        for step, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from ways(below, (*path, step))


def holder(data, path):
    for step in path[:-1]:
        data = data[step]
    return data


@st.composite
def mutants(draw, data, kind):
    """The data of a record, with a few things changed, taken out, added or doubled."""
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([path for path in ways(data) if path] or [()]))
        if not path:
            break
        around, last = holder(data, path), path[-1]
        match draw(st.sampled_from(["change", "remove", "add", "double", "nest", "alter"])):
            case "change":
                around[last] = draw(odd_values)
            case "remove":
                del around[last]
            case "add":
                names = [each.name for each in kind.walk()]
                data[draw(st.sampled_from(names) | odd_texts)] = draw(odd_values)
            case "double" if isinstance(around, list):
                around.append(copy.deepcopy(around[last]))
            case "nest":
                around[last] = draw(st.sampled_from([[around[last]], {"x": around[last]}]))
            case _ if isinstance(around[last], str):
                at = draw(st.integers(0, len(around[last])))
                around[last] = around[last][:at] + draw(odd_texts) + around[last][at + draw(st.integers(0, 3)) :]
    return data


@st.composite
def mutated(draw, register):
    record = draw(st.sampled_from(sorted(register.records.values(), key=lambda each: each.id)))
    kind = register.schemas[record.kind]
    return record, kind, draw(mutants(record.data, kind))


def explained(register, record_id, raw):
    problems = check_bytes(register, record_id, raw, today=TODAY)
    for reporter in FORMATS.values():
        reporter().report(problems, register).encode()
    for each in problems:
        assert each.message
        assert (each.line, each.column) >= (1, 1)
        assert (each.end_line, each.end_column) >= (each.line, each.column)
        assert each.record == record_id
        json.dumps(each.hint)
    return problems


@given(data=st.data())
def test_any_record_gets_an_answer(register, data):
    record, _, changed = data.draw(mutated(register))
    try:
        raw = render(changed).encode()
    except (ValueError, TypeError, AttributeError):
        return  # nothing that TOML could hold
    problems = explained(register, record.id, raw)
    if not any(each.severity == "error" for each in problems):
        assert tomllib.loads(raw.decode()) is not None


PIECES = (
    *(b'"', b"'", b'"""', b"\n", b"\r\n", b"\0", b"[", b"]", b"{", b"}", b"=", b".", b"#", b"\\", b"\\u0000"),
    *(b"\xef\xbb\xbf", b"\xe2\x80\xae", b"<<<<<<< x\n", b"\n>>>>>>> y\n", b"\nx = 1\n"),
)


@given(data=st.data())
def test_any_bytes_get_an_answer(register, data):
    record = data.draw(st.sampled_from(sorted(register.records.values(), key=lambda each: each.id)))
    raw = bytearray(record.raw)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        cut = data.draw(st.integers(0, 40))
        put = data.draw(st.binary(max_size=4) | st.sampled_from(PIECES))
        raw[at : at + cut] = put
    problems = explained(register, record.id, bytes(raw))
    if not any(each.severity == "error" for each in problems):
        tomllib.loads(raw.decode())


FORMATS_OF_OURS = FormatChecker(formats=())


@FORMATS_OF_OURS.checks("date")
def is_day(text):
    return not isinstance(text, str) or full_day(text) is not None


@FORMATS_OF_OURS.checks("edtf", raises=NotADate)
def is_edtf(text):
    return not isinstance(text, str) or bounds(text) is not None


@given(data=st.data())
def test_what_is_accepted_jsonschema_accepts_too(register, data):
    _, kind, changed = data.draw(mutated(register))
    if not (ACCEPTANCES[kind.name].accepts(changed) or OF_FEW[kind.name].accepts(changed)):
        return
    assert list(make_validator(kind.schema).iter_errors(changed)) == []
    # And so does the library as it comes, given the plain form and our two formats.
    validator = Draft202012Validator(anchored_schema(kind.schema), format_checker=FORMATS_OF_OURS)
    assert [error.message for error in validator.iter_errors(plain(changed))] == []


@given(data=st.data())
def test_what_is_plainly_canonical_is_what_the_writer_writes(register, data):
    _, kind, changed = data.draw(mutated(register))
    try:
        written = render(changed, kind.layout)
    except (TypeError, ValueError):
        return
    raw = data.draw(st.sampled_from([written, *otherwise_written(written)])).encode()
    try:
        read = parse(raw)
    except ValueError:
        return
    if is_plainly_canonical(raw, read, kind.layout):
        assert raw.decode() == render(read, kind.layout)


def otherwise_written(text):
    """The same, or nearly, as somebody might write it by hand."""
    yield text.replace("\\t", "\t")
    yield text.replace("\\", "")
    yield text.replace('\\"', '"')
    yield text.replace('"', "'")
    yield text.replace('"""', "'''")
    yield text.replace(".\n", '."\n').replace('\n"""', '"""')
    yield text.replace("\n\n", "\n")
    yield text.replace("\n", "\r\n")
    yield text.replace("e", "\u2028\x85")
    yield text.replace(" = ", "=")


TABLES = {"c": Layout({"d": Layout()}), "e": Layout({"f": Layout()})}
OTHERWISE = Layout({"a": Layout(), "b": Layout(long_text=True), **TABLES})


@pytest.mark.parametrize(
    "raw",
    [
        b'b = """\nx"""\na = "y"\n',
        b'b = """\n"x\x22"""\x22\n',
        b'b = """\nx\r\ny"""\n',
        b'a = "x"\n[c]\nd = 1\n',
        b'a = ["x"]\n\n\n[c]\nd = 1\n',
        b"a = 'x'\n",
        b'a = "\\u0061"\n',
        b'a = ["x", "y"]\n',
        b"a = 1_000\n",
        b"c = {d = 1}\n",
        b"[e]\nf = 1\n\n[c]\nd = 1\n",
        b'z = "x"\na = "y"\n',
    ],
)
def test_what_the_writer_writes_otherwise_is_not_plainly_canonical(raw):
    assert render(parse(raw), OTHERWISE).encode() != raw
    assert not is_plainly_canonical(raw, parse(raw), OTHERWISE)


def test_all_records_are_plainly_canonical(register):
    for record in register:
        assert is_plainly_canonical(record.raw, record.data, register.schemas[record.kind].layout)


@given(data=st.data())
def test_whatever_is_refused_is_explained(register, data):
    _, kind, changed = data.draw(mutated(register))
    refused = not make_validator(kind.schema).is_valid(changed)
    faults = Judge(kind).faults(changed)
    assert bool(faults) == refused
    assert len({each.path for each in faults}) == len(faults), "one value, one fault"


@pytest.mark.parametrize("name", KINDS)
def test_our_own_schemas_are_judged_fast(name):
    assert ACCEPTANCES[name]._judge is not None


def test_a_few_records_of_all_kinds_are_accepted_without_another_library(register):
    for record in register:
        acceptance = OF_FEW[record.kind]
        assert acceptance.accepts(record.data)
        assert isinstance(acceptance._judge, FewJudge)


def schema_with(**said):
    return {**KINDS["topics"].schema, **said}


@pytest.mark.parametrize(
    "said",
    [
        {"properties": {"name": {"type": "string", "pattern": "^\\d+$"}}},
        {"properties": {"name": {"type": "string", "pattern": "a.c"}}},
        {"properties": {"name": {"type": "string", "pattern": "(?i)a"}}},
        {"properties": {"name": {"type": "string", "format": "email"}}},
        {"properties": {"name": {"type": "number", "multipleOf": 0.1}}},
        {"oneOf": [{"type": "object"}]},
        {"if": {"properties": {"name": {"$ref": "#/$defs/day"}}}},
        {"properties": {"name": {"$ref": "#/$defs/nothing"}}},
        {"patternProperties": {"^x$": {"type": "string"}}},
        {"properties": {"name": {"enum": [1, True]}}},
    ],
)
def test_schemas_on_which_the_libraries_differ_go_the_slow_way(said):
    kind = Kind("topics", schema_with(**said), KINDS["topics"].fields, KINDS["topics"].path)
    acceptance = Acceptance(kind)
    assert acceptance._judge is None
    assert not acceptance.accepts({"name": "Reporting"})


def test_a_date_in_the_wrong_place_is_not_accepted_fast():
    assert not ACCEPTANCES["topics"].accepts({"name": dt.date(2015, 3, 11)})
    assert ACCEPTANCES["topics"].accepts({"name": "Reporting"})
