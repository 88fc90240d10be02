from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from followup.register import Record, Register
from followup.report.reading import Linked, Row, field_title, linked, reading, referred_by
from hypothesis import given
from hypothesis import strategies as st

from .conftest import COMMISSION, DOSSIER, FOLLOW_UP, RESOLUTION, STATES, TODAY, answer, asks, reply, request, sections

ASK = f"{DOSSIER}/requests/09b"
SECTION = f"{DOSSIER}/replies/09"


def rows_of(register, record_id, today=TODAY) -> dict[str, Row]:
    return {row.title: row for row in reading(register, register.get(record_id), today)}


def test_fields_come_in_the_order_of_the_schema_whatever_that_of_the_file(build):
    ask = request("9", "b", topics=["topics/toys"])
    register = build(asks(r09b=dict(reversed(ask.items()))))
    titles = [row.title for row in reading(register, register.get(ASK), TODAY)]
    assert titles == ["Document", "Paragraph", "Part", "Title", "Text", "Strength", "Addressees", "Topics"]


def test_references_are_read_by_name(build):
    row = rows_of(build(asks(r09b=request("9", "b", addressees=[COMMISSION, STATES]))), ASK)["Addressees"]
    assert row.lines == ("European Commission", "Member States")
    assert row.links == (Linked(COMMISSION, "European Commission"), Linked(STATES, "Member States"))
    assert row.listed
    assert row.path == ("addressees",)


def test_what_is_not_there_is_said(build):
    register = build({**asks(r09b=request("9", "b")), STATES: "name = "})
    assert linked(register, "actors/nobody").label == "actors/nobody (no such record)"
    assert linked(register, STATES).label == f"{STATES} (can’t be read)"


def test_a_withdrawn_record_is_named_as_such(build):
    register = build(asks(r09b=request("9", "b", withdrawn={"on": TODAY, "reason": "Split"})))
    assert linked(register, ASK).label == "Ask 9b (withdrawn)"
    assert rows_of(register, ASK)["Withdrawn on"].lines == ("15 September 2015",)


def test_a_choice_has_its_meaning(build):
    row = rows_of(build(asks(r09b=request("9", "b"))), ASK)["Strength"]
    assert row.text == "calls-on"
    assert row.meaning.startswith("The usual call")
    assert row.description == "How strongly it is asked."


def test_verbatim_text_is_marked_and_comes_by_paragraphs(build):
    text = "One sentence.\nAnother one.\n\nA second paragraph.\n"
    rows = rows_of(build(asks(r09b=request("9", "b", text=text))), ASK)
    assert rows["Text"].lines == ("One sentence. Another one.", "A second paragraph.")
    assert rows["Text"].verbatim
    assert not rows["Title"].verbatim


def test_tables_in_lists_are_read_below_numbered_headings(build):
    section = reply("9", answers=(answer("09b", "declined", quote="We will not."), answer("09a")))
    rows = reading(build(sections(s09=section)), build(sections(s09=section)).get(SECTION), TODAY)
    shown = [(row.depth, row.title, row.path) for row in rows if row.path[0] == "answers"]
    assert shown == [
        (0, "Answers", ("answers",)),
        (1, "Answer 1", ("answers", 0)),
        (2, "Request", ("answers", 0, "request")),
        (2, "Disposition", ("answers", 0, "disposition")),
        (2, "Quotation", ("answers", 0, "quote")),
        (1, "Answer 2", ("answers", 1)),
        (2, "Request", ("answers", 1, "request")),
        (2, "Disposition", ("answers", 1, "disposition")),
    ]
    assert [row.heading for row in rows if row.path[0] == "answers"] == [1, 1, 0, 0, 0, 1, 0, 0]


def test_a_nested_table_is_read_below_its_title(build):
    rows = rows_of(
        build({RESOLUTION: {"type": "resolution", "title": "R", "vote": {"for": 606, "against": 4}}}), RESOLUTION
    )
    assert rows["Vote"].heading
    assert (rows["For"].text, rows["For"].depth, rows["For"].path) == ("606", 1, ("vote", "for"))


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (dt.date(2013, 12, 18), "18 December 2013"),
        ("2015-10", "October 2015"),
        ("../2015-12-31", "by 31 December 2015"),
    ],
)
def test_dates_are_spelled_out(build, due, said):
    register = build({"deadlines/x": {"title": "T", "type": "legal", "due": due}})
    assert rows_of(register, "deadlines/x")["Due"].text == said


def test_a_deadline_begins_with_how_it_stands(build):
    met = {"on": dt.date(2016, 12, 16)}
    register = build({"deadlines/x": {"title": "T", "type": "commitment", "due": "../2015-12-31", "met": met}})
    row = reading(register, register.get("deadlines/x"), dt.date(2026, 1, 1))[0]
    assert row.title == "Timeliness"
    assert row.text == "due by 31 December 2015; met 16 December 2016, 351 days late"


def test_unknown_fields_are_shown_last_and_as_such(build):
    rows = reading(register := build(asks(r09b={"colour": ["red"], **request("9", "b")})), register.get(ASK), TODAY)
    assert (rows[-1].title, rows[-1].lines, rows[-1].unknown) == ("colour", ("red",), True)
    assert not any(row.unknown for row in rows[:-1])


def test_the_keys_of_a_free_table_are_not_unknown(build):
    rows = rows_of(build(asks(r09b=request("9", "b", ignore={"overdue": "Given up"}))), ASK)
    assert rows["overdue"].text == "Given up"
    assert not rows["overdue"].unknown


def test_a_kind_without_schema_is_read_all_the_same(build):
    register = build({"odd/thing": {"some": {"deep": [{"value": True}]}}})
    rows = reading(register, register.get("odd/thing"), TODAY)
    assert [(row.title, row.lines) for row in rows] == [("some", ()), ("deep", ()), ("Item 1", ()), ("value", ("yes",))]


def test_empty_values_are_read_as_such(build):
    rows = rows_of(build(asks(r09b=request("9", "b", topics=[], implementation={}, title=""))), ASK)
    assert (rows["Topics"].lines, rows["Implementation"].lines, rows["Title"].lines) == (("none",), ("nothing",), ("",))


def test_referrers_are_grouped_by_kind_and_field(build):
    register = build(
        {**asks(r09a=request("9", "a"), r09b=request("9", "b")), **sections(s09=reply("9", answers=(answer("09b"),)))}
    )
    assert [(row.title, row.links) for row in referred_by(register, ASK)] == [
        ("Replies › Answers › Request", (Linked(SECTION, "Points 9"),))
    ]
    by_title = {row.title: [link.id for link in row.links] for row in referred_by(register, RESOLUTION)}
    assert by_title == {
        "Documents › Follows up": [FOLLOW_UP],
        "Requests › Document": [f"{DOSSIER}/requests/09a", ASK],
    }


def test_who_refers_twice_through_one_field_is_named_once(build):
    register = build(
        {**asks(r09b=request("9", "b")), **sections(s09=reply("9", answers=(answer("09b"), answer("09b"))))}
    )
    assert [len(row.links) for row in referred_by(register, ASK)] == [1]


def test_field_titles_lead_through_tables(schemas):
    assert field_title(schemas["deadlines"], ("progress", "*", "as_of")) == "Progress › As of"
    assert field_title(schemas["deadlines"], ("nothing", "known")) == "nothing › known"


values = st.recursive(
    st.none().map(lambda _: "x")
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.data())
def test_no_value_of_any_type_makes_reading_fail(schemas, data):
    kind = data.draw(st.sampled_from(sorted(schemas)))
    names = st.sampled_from([each.name for each in schemas[kind].fields]) | st.text(max_size=4)
    content = data.draw(st.dictionaries(names, values, max_size=6))
    record = Record(f"{kind}/x", kind, Path("x"), content, b"")
    rows = reading(Register(Path(), schemas, [record]), record, TODAY)
    assert {row.path[0] for row in rows if row.path} == set(content)


def test_a_number_that_python_will_not_spell_out_is_shown(schemas):
    record = Record("requests/x", "requests", Path("x"), {"paragraph": 16**5000}, b"")
    (row,) = reading(Register(Path(), schemas, [record]), record, TODAY)
    assert row.text == "0x1" + "0" * 5000


def test_of_many_referrers_only_some_are_read(build):
    register = build(asks(r09a=request("9", "a"), r09b=request("9", "b"), r10=request("10")))
    whole, row = referred_by(register, RESOLUTION), referred_by(register, RESOLUTION, each=1)
    assert [each.title for each in row] == [each.title for each in whole]
    assert [each.links for each in row] == [each.links[:1] for each in whole]
    for short, long in zip(row, whole, strict=True):
        more = len(long.links) - 1
        assert len(long.links) in (1, 3)
        assert short.lines == (*long.lines[:1], *([f"and {more} more"] if more else []))
