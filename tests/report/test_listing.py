from __future__ import annotations

import datetime as dt

import pytest
from followup.register import Field
from followup.report.cells import cell
from followup.report.listing import NoSuchKind, listing, listing_text
from followup.report.plain import width

from .conftest import COMMISSION, DOSSIER, STATES, TODAY, answer, asks, deadline, reply, request, sections


def test_columns_are_those_of_the_schema_and_cells_are_read_as_people_do(build):
    found = listing(build(asks(r09b=request("9", "b", addressees=[COMMISSION, STATES]))), "requests")
    assert found.header == ("Id", "Paragraph", "Part", "Title", "Strength", "Addressees")
    ask = f"{DOSSIER}/requests/09b"
    assert found.rows == ((ask, (ask, "9", "b", "Ask 9b", "calls-on", "European Commission, Member States")),)


def test_records_come_in_natural_order_or_as_asked(build):
    register = build(asks(r10=request("10"), r9b=request("9", "b"), r9a=request("9", "a")))
    ids = [f"{DOSSIER}/requests/{name}" for name in ("9a", "9b", "10")]
    assert [record_id for record_id, _ in listing(register, "requests").rows] == ids
    given = [ids[2], "no/such", COMMISSION, ids[0]]
    assert [record_id for record_id, _ in listing(register, "requests", given).rows] == [ids[2], ids[0]]


def test_dates_lists_of_tables_and_missing_values(build):
    register = build(
        {f"{DOSSIER}/deadlines/a": deadline(due="../2015-12-31")}
        | sections(s09=reply("9", "10", answers=(answer("09a"), answer("09b"))), introduction=reply())
    )
    assert [cells[1] for _, cells in listing(register, "deadlines").rows] == ["by 31 December 2015"]
    assert [cells[1:] for _, cells in listing(register, "replies").rows] == [
        ("9, 10", "Points 9, 10", "2"),
        ("", "", ""),
    ]


@pytest.mark.parametrize("name", ["requests", "Request", " REQUESTS "])
def test_a_kind_may_be_called_as_staff_do(build, name):
    assert listing(build(asks(r9=request("9"))), name).rows


def test_an_unknown_kind_is_an_error_with_a_hint(build):
    with pytest.raises(NoSuchKind, match="no kind of record “reqests”\n  Did you mean requests"):
        listing(build(), "reqests")
    with pytest.raises(NoSuchKind, match="There are: actors, deadlines"):
        listing(build(), "zzz")


def test_a_withdrawn_record_is_listed_as_such(build):
    gone = request("9", withdrawn={"on": TODAY, "reason": "Split"})
    assert listing(build(asks(r9=gone)), "requests").rows[0][1][0] == f"{DOSSIER}/requests/9 (withdrawn)"


def test_the_text_fits(build):
    register = build(asks(r9=request("9", title="日本語 " * 40, addressees=[COMMISSION, STATES])))
    lines = listing_text(listing(register, "requests"), 80).split("\n")
    assert all(width(line) <= 80 for line in lines)
    assert f"  {DOSSIER}/requests/9" in lines
    assert listing_text(listing(build(), "rules")).split("\n")[2].startswith("Agreement, point 16  3 ")


def test_a_long_id_stands_below_its_row(build):
    name = f"{DOSSIER}/deadlines/a-rather-long-name-for-a-deadline"
    lines = listing_text(listing(build({name: deadline(due="2015", responsible=[COMMISSION])}), "deadlines")).split(
        "\n"
    )
    assert [line.split() for line in lines[:1]] == [["Due", "Title", "Type", "Responsible"]]
    assert lines[2:] == ["2015  Report  commitment  European Commission", f"  {name}"]


def test_a_listing_of_nothing_is_its_header(build):
    assert listing_text(listing(build(), "topics")) == "Id  Name  Broader topic\n--  ----  -------------"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (True, "yes"),
        (7, "7"),
        ({"a": 1, "b": 2}, "a, b"),
        ([1, "x"], "1, x"),
        ([{}, {}], "2"),
        (" a\nb ", "a b"),
        (dt.time(1, 2), "01:02:00"),
        (dt.date(2015, 3, 1), "1 March 2015"),
        (1.5, "1.5"),
    ],
)
def test_any_value_has_a_cell(build, value, said):
    field = Field("x", ("x",), "text", "X", "")
    assert cell(build(), field, value) == cell(build(), None, value) == said


def test_a_number_that_python_will_not_spell_out_has_a_cell(build):
    assert cell(build(), None, 16**5000) == "0x1" + "0" * 5000
