"""Columns, filter and order of the list of records."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from followup.register import Record, Register, Unreadable
from followup.report.standings import standings
from followup.tui.listing import Listing, cell_text, folded, widths
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture
def register(root):
    return Register.open(root)


@pytest.fixture
def requests(register):
    return Listing(register, register.of_kind("requests"), register.schemas["requests"])


def test_columns_come_from_the_schema_and_references_are_named(requests):
    assert requests.columns == ("Paragraph", "Part", "Title", "Answer", "Strength", "Addressees")
    assert requests.rows[1].cells == ("9", "a", "Implement the recommendations", "", "calls-on", "Member States")


def test_how_an_ask_stands_is_a_column_and_is_found(register):
    kind = register.schemas["requests"]
    found = standings(register, dt.date(2026, 11, 22))
    listing = Listing(register, register.of_kind("requests"), kind, found)
    assert {row.id.rpartition("/")[2]: row.cells[3] for row in listing.rows} == {
        "01": "",
        "09a": "none due",
        "09b": "declined",
        "09c": "NO ANSWER",
    }
    for query, name in {"declined": "09b", "not addressed": "09c", "no answer": "09c", "no reply due": "09a"}.items():
        listing.filter(query)
        assert [row.id.rpartition("/")[2] for row in listing.shown] == [name]


def test_a_file_that_can_not_be_read_is_a_row_too(register):
    entry = Unreadable("topics/broken", "topics", Path("x"), b"a = [", ValueError("?"))
    listing = Listing(register, [entry], None)
    assert listing.rows[0].cells[:2] == ("topics", "broken")
    listing.filter("can’t be read")
    assert [row.id for row in listing.shown] == ["topics/broken"]


def test_a_list_of_tables_is_counted_and_dates_are_spelled_out(register):
    replies = Listing(register, register.of_kind("replies"), register.schemas["replies"])
    assert replies.rows[0].cells == ("9", "Point 9: Progress reports", "1")
    field = register.schemas["documents"].by_path[("adopted",)]
    assert cell_text(register, field, dt.date(2015, 3, 11)) == "11 March 2015"


def test_several_kinds_share_three_columns(register):
    listing = Listing(register, register, None)
    assert ("Request", "09b", "Report more often on the Global Alliance") in [row.cells for row in listing.rows]


def test_the_filter_takes_all_words_whatever_their_case_and_accents(requests):
    requests.filter("GLOBAL réport")
    assert [row.id for row in requests.shown] == ["2015/2564-RSP/requests/09b"]
    assert requests.count == "1 of 4"
    requests.filter("")
    assert requests.count == "4"


def test_widening_a_filter_brings_rows_back(requests):
    requests.filter("children")
    requests.filter("children x")
    assert not requests.shown
    requests.filter("children")
    assert len(requests.shown) == 1


def test_the_filter_finds_ids(requests):
    requests.filter("requests/09")
    assert len(requests.shown) == 3


def test_sorting_counts_as_people_do_and_keeps_the_filter(register):
    kind = register.schemas["requests"]
    records = [Record(f"x/{n}", "requests", Path(), {"paragraph": n, "title": "t"}, b"") for n in ("10", "9", "", "1")]
    listing = Listing(register, records, kind)
    listing.filter("t")
    listing.sort(0)
    assert [row.cells[0] for row in listing.shown] == ["1", "9", "10", ""]
    listing.sort(0, backwards=True)
    assert [row.cells[0] for row in listing.shown] == ["10", "9", "1", ""]


def test_dates_are_sorted_by_their_last_day(register):
    kind = register.schemas["deadlines"]
    dues = ["2015-10", dt.date(2013, 12, 18), "../2015-12-31", None]
    records = [Record(f"x/{due}", "deadlines", Path(), {"due": due} if due else {}, b"") for due in dues]
    listing = Listing(Register(Path(), register.schemas, records), records, kind)
    listing.sort(listing.kind.columns.index("due"))
    assert [row.id for row in listing.shown] == [f"x/{each}" for each in (dues[1], dues[0], dues[2], None)]


def test_values_of_the_wrong_type_are_shown_as_they_are(register):
    field = register.schemas["requests"].by_path[("addressees",)]
    assert cell_text(register, field, 3) == "3"
    assert cell_text(register, field, [["x"], {"a": 1}]) == "2"
    assert cell_text(register, None, {"a": 1}) == "a"
    assert cell_text(register, None, "a\x1b[31m\u202eb") == "a<U+001B>[31m<U+202E>b"


@given(st.text())
def test_folding_is_stable(text):
    assert folded(folded(text)) == folded(text)


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=7),
    st.integers(10, 200),
    st.data(),
)
def test_columns_never_need_more_room_than_there_is(lengths, room, data):
    rows = [type("Row", (), {"cells": tuple("x" * n for n in lengths)})()]
    names = tuple(f"c{i}" for i in range(len(lengths)))
    widest = data.draw(st.integers(0, len(lengths) - 1))
    found = widths(names, rows, room, widest)
    assert all(each >= 0 for each in found)
    assert found[widest] >= 1
    gaps = 2 * (len([each for each in found if each]) - 1)
    assert sum(found) + gaps <= max(room, 1 + gaps)


def test_a_hundred_thousand_rows_are_filtered(register):
    kind = register.schemas["requests"]
    data = {"title": "Report more often on the Global Alliance", "paragraph": "9", "strength": "calls-on"}
    listing = Listing(
        register, [Record(f"d/requests/{n}", "requests", Path(), data, b"") for n in range(100_000)], kind
    )
    listing.filter("alliance 777")
    assert len(listing.shown) == sum("777" in str(n) for n in range(100_000))
