from __future__ import annotations

import difflib
import tomllib
from datetime import date

import pytest
from followup.history import FieldChange, RecordChange, differences, propose, text_difference
from followup.history.changes import Item, leaves, same
from followup.history.messages import SUBJECT
from followup.history.text import unified, visible
from hypothesis import given
from hypothesis import strategies as st

ID = "2015/2564-RSP/requests/09b"
ANSWERS = {"answers": ["request"]}


def _toml(text: str) -> dict:
    return tomllib.loads(text)


def _labels(changes) -> list[tuple[str, object, object]]:
    return [(change.label, change.old, change.new) for change in changes]


def test_fields_changed_added_and_gone_in_the_order_of_the_record():
    old = _toml('a = 1\nb = "x"\ngone = true\n[t]\nx = 1\ny = 2')
    new = _toml('new = 1\na = 2\nb = "x"\n[t]\nx = 1\ny = 3\n[t.u]\nz = 1')
    assert _labels(differences(old, new)) == [
        ("new", None, 1),
        ("a", 1, 2),
        ("t.y", 2, 3),
        ("t.u.z", None, 1),
        ("gone", True, None),
    ]


def test_a_list_of_plain_values_is_one_field():
    (change,) = differences({"topics": ["a", "b", "b"]}, {"topics": ["b", "c", "a"]})
    assert change.field == "topics"
    assert (change.added, change.removed) == (("c",), ("b",))
    (added,) = differences({}, {"topics": ["a"]})
    assert (added.added, added.removed) == (("a",), ())


def test_items_are_matched_by_what_identifies_them():
    old = _toml('[[answers]]\nrequest = "r/1"\nnote = "x"\n[[answers]]\nrequest = "r/2"\nnote = "y"')
    new = _toml(
        '[[answers]]\nrequest = "r/0"\n'
        '[[answers]]\nrequest = "r/1"\nnote = "x"\n[[answers]]\nrequest = "r/2"\nnote = "z"'
    )
    changes = differences(old, new, ANSWERS)
    assert _labels(changes) == [("answers[r/0].request", None, "r/0"), ("answers[r/2].note", "y", "z")]
    assert changes[1].field == "answers.note"
    assert changes[1].path == ("answers", Item("r/2"), "note")


def test_items_that_nothing_identifies_go_by_their_place():
    old = _toml("[[a]]\nx = 1\n[[a]]\nx = 2")
    new = _toml("[[a]]\nx = 1\n[[a]]\nx = 3\n[[a]]\nx = 4")
    assert _labels(differences(old, new)) == [("a[1].x", 2, 3), ("a[2].x", None, 4)]
    twice = _toml('[[answers]]\nrequest = "r"\nnote = "1"\n[[answers]]\nrequest = "r"\nnote = "2"')
    once = _toml('[[answers]]\nrequest = "r"\nnote = "3"')
    assert _labels(differences(twice, once, ANSWERS))[0] == ("answers[0].note", "1", "3")


def test_items_in_another_order_are_one_change():
    old = _toml('[[answers]]\nrequest = "1"\n[[answers]]\nrequest = "2"')
    (change,) = differences(old, {"answers": old["answers"][::-1]}, ANSWERS)
    assert change.path == ("answers",)


def test_values_that_python_takes_for_the_same():
    for one, other in [
        ("1", "1.0"),
        ("1", "true"),
        ("0.0", "-0.0"),
        ("2015-01-01T00:00:00Z", "2015-01-01T01:00:00+01:00"),
    ]:
        assert len(differences(_toml(f"a = {one}"), _toml(f"a = {other}"))) == 1
    assert differences(_toml("a = nan"), _toml("a = nan")) == []
    assert len(differences({"a": []}, {"a": {}})) == 1
    assert len(differences({"a": [{}]}, {"a": [{"x": 1}]})) == 1


SCALARS = st.one_of(st.integers(), st.text(max_size=5), st.booleans(), st.floats(), st.dates())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
RECORDS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


@given(RECORDS, RECORDS)
def test_nothing_differs_only_where_the_records_are_the_same(old, new):
    assert (differences(old, new) == []) == same(old, new)
    assert differences(old, old) == []


@given(RECORDS, RECORDS)
def test_a_difference_read_backwards_is_the_difference_backwards(old, new):
    def both(changes: list[FieldChange]) -> set[tuple[object, ...]]:
        return {(change.path, repr(change.old), repr(change.new)) for change in changes}

    there = {(path, new_, old_) for path, old_, new_ in both(differences(old, new))}
    assert there == both(differences(new, old))


def test_leaves_are_the_fields_that_hold_values():
    record = _toml('a = 1\nl = [1]\n[[answers]]\nrequest = "r"\n[t]\nx = 1')
    assert leaves(record, ANSWERS) == [
        (("a",), 1),
        (("l",), [1]),
        (("answers", Item("r"), "request"), "r"),
        (("t", "x"), 1),
    ]


def test_line_ends_and_a_missing_newline_are_shown():
    lines = [str(line) for line in text_difference(b"a\r\nb\r\nc", b"a\nb\r\nc\n")]
    assert lines == ["@@ -1,3 +1,3 @@", "-a␍", "+a", " b␍", "-c", "\\ No newline at end of file", "+c"]
    assert [str(line) for line in text_difference(b"a\r\n", b"b\r\n")] == ["@@ -1 +1 @@", "-a", "+b"]
    assert text_difference(b"a", b"a") == []


def test_what_acts_on_a_terminal_is_escaped():
    (_, line, *_) = text_difference(None, b"\x1b]0;x\x07\xff \xe2\x80\xae \xc2\x9b\tend\rmore\n")
    assert str(line) == "+\\x1b]0;x\\x07\\xff \\u202e \\x9b\tend\\x0dmore"


@given(
    st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"\n"]), max_size=30),
    st.lists(st.sampled_from([b"a\n", b"b\n", b"d\n"]), max_size=30),
)
def test_a_difference_is_what_difflib_prints(old, new):
    expected = list(
        difflib.unified_diff([line.decode() for line in old], [line.decode() for line in new], "a/x", "b/x")
    )
    ours = unified(b"".join(old), b"".join(new), "x")
    # difflib's autojunk is off for texts as short as these.
    assert ours.splitlines() == [line.rstrip("\n") for line in "".join(expected).splitlines()]


def test_a_text_difference_names_the_file_and_says_when_there_is_none():
    assert unified(None, b"a\n", "r\x1b").splitlines()[:2] == ["--- /dev/null", "+++ b/r\\x1b"]
    assert unified(b"a\n", None, "r").splitlines()[:2] == ["--- a/r", "+++ /dev/null"]


def _subject(change: RecordChange) -> str:
    return propose([change], ANSWERS).splitlines()[0]


@pytest.mark.parametrize(
    ("old", "new", "subject"),
    [
        (
            '[implementation]\nlevel = "not-assessed"',
            '[implementation]\nlevel = "partly"',
            "implementation level not-assessed -> partly",
        ),
        ("due = 2015-01-01", 'due = "2015-10"', "due 2015-01-01 -> 2015-10"),
        ("", "due = 2015-01-01", "due set to 2015-01-01"),
        ("final = false", "", "final removed (was false)"),
        ('text = """\none\ntwo"""', 'text = """\none\nthree"""', "text changed"),
        ("", 'text = """\none\ntwo"""', "text added"),
        ('text = """\none\ntwo"""', "", "text removed"),
        ('topics = ["a", "b"]', 'topics = ["b", "c"]', "topics + c, - a"),
        ('topics = ["a", "b"]', 'topics = ["b", "a"]', "topics reordered"),
        ("", 'topics = ["a", "b", "c", "d"]', "topics changed"),
        ("votes = [[1]]", "votes = [[2]]", "votes changed"),
        ('note = ""', "note = 'x'", 'note "" -> x'),
        ("a = 1", "a = 1", "layout or comments changed"),
        ("", '[withdrawn]\non = 2015-01-01\nreason = "Entered\\ntwice"', "withdrawn: Entered twice"),
    ],
)
def test_the_subject_says_what_changed(old, new, subject):
    assert _subject(RecordChange(ID, _toml(old), _toml(new))) == f"{ID}: {subject}"


def test_records_new_removed_and_renamed():
    assert _subject(RecordChange(ID, None, {"title": "Report\nmore"})) == f'{ID}: new record "Report more"'
    assert _subject(RecordChange(ID, None, {"a": 1})) == f"{ID}: new record"
    assert _subject(RecordChange(ID, {"a": 1}, None)) == f"{ID}: record removed"
    assert _subject(RecordChange(ID, {"a": 1}, {"a": 1}, was="actors/x")) == f"{ID}: renamed from actors/x"


def test_several_fields_are_listed_and_have_trailers():
    message = propose([RecordChange(ID, {"a": 1, "t": {"b": 1}}, {"a": 2, "t": {"b": 2}})])
    assert message == (
        f"{ID}: a 1 -> 2, t b 1 -> 2\n\n- a 1 -> 2\n- t b 1 -> 2\n\nRecord: {ID}\nField: a\nField: t.b\n"
    )


def test_several_records_share_a_subject():
    changes = [RecordChange(f"2015/2564-RSP/requests/0{number}", {"a": 1}, {"a": 2}) for number in range(3)]
    lines = propose(changes).splitlines()
    assert lines[0] == "2015/2564-RSP/requests: 00, 01, 02: a"
    assert lines.count("Field: a") == 1
    assert [line for line in lines if line.startswith("Record: ")] == [f"Record: {change.id}" for change in changes]
    many = propose([RecordChange(f"actors/{number:03}", None, {"a": 1}) for number in range(100)])
    assert many.splitlines()[0] == "actors: 100 records: new record"
    assert "- and 80 more\n" in many
    assert many.count("Record: ") == 100
    assert propose([RecordChange("a", None, {}), RecordChange("b", {}, None)]).startswith(
        "a, b: new record, record removed"
    )
    assert propose([]) == ""


def test_an_item_that_a_long_text_identifies_has_a_short_label():
    quote, actor = "The Commission, not a member itself\nof the Global Alliance " * 9, f"actors/{'long-' * 12}name"
    old = {"discrepancies": [{"quote": quote, "note": "a"}], "answers": [{"request": actor, "note": "a"}]}
    new = {"discrepancies": [{"quote": quote, "note": "b"}], "answers": [{"request": actor, "note": "b"}]}
    identify = {"discrepancies": ["quote"], "answers": ["request"]}
    labels = [change.label for change in differences(old, new, identify)]
    assert labels == ["discrepancies[The Commission, not a member itself of…].note", f"answers[{actor}].note"]
    subject = propose([RecordChange(ID, old, new)], identify).splitlines()[2]
    assert subject == "- discrepancies The Commission, not a member itself of… note a -> b"


@given(
    st.lists(
        st.builds(RecordChange, st.text(min_size=1), st.none() | RECORDS, RECORDS, st.none() | st.text(min_size=1)),
        min_size=1,
        max_size=4,
    )
)
def test_no_value_can_add_a_line_to_the_message(changes):
    lines = propose(changes).splitlines()
    assert len(lines[0]) <= SUBJECT
    assert all(visible(line) == line for line in lines)
    body, trailers = lines[1:], [line for line in lines[1:] if not line.startswith("- ")]
    assert sum(line.startswith("Record: ") for line in body) == len(changes)
    assert all(line.startswith(("Record: ", "Field: ")) for line in trailers if line)


def test_a_day_is_written_as_such():
    assert differences({"a": date(2015, 1, 1)}, {"a": date(2015, 1, 1)}) == []
