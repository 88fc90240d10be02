from __future__ import annotations

import datetime as dt

import pytest
from followup.report.blocks import Heading, Item, Paragraph, Quote, Table
from followup.report.reports import (
    FORMATS,
    NoSuchDossier,
    coverage_report,
    deadlines_report,
    dossier_blocks,
    dossier_report,
    find_dossier,
)

from .conftest import (
    BASE,
    COMMISSION,
    DOSSIER,
    FOLLOW_UP,
    RESOLUTION,
    STATES,
    TODAY,
    answer,
    asks,
    deadline,
    reply,
    request,
    sections,
)


@pytest.fixture
def register(build):
    declined = answer("09a", "declined", quote="We will not.", note="Plain words.")
    elsewhere = answer("10", "referred-elsewhere", quote="States do.")
    discrepancy = {
        "quote": "54 countries",
        "against": f"{DOSSIER}/requests/09a",
        "against_quote": "55 countries",
        "note": "One less",
    }
    return build(
        asks(
            r09a=request("9", "a", addressees=[COMMISSION, STATES], restriction="those concerned"),
            r09b=request("9", "b"),
            r10=request("10", addressees=[STATES]),
            r11=request("11", addressees=None),
            r12=request("12", strength="position", addressees=None),
        )
        | sections(
            introduction=reply(), s09=reply("9", "10", answers=(declined, elsewhere), discrepancies=[discrepancy])
        )
        | {
            f"{DOSSIER}/deadlines/a": deadline(
                due="../2015-05-31",
                responsible=[COMMISSION],
                words="by the end of May",
                basis=f"{DOSSIER}/replies/09",
                revisions=[{"on": dt.date(2015, 5, 1), "due": "2015-07", "reason": "More time"}],
                progress=[
                    {
                        "as_of": "2015-04",
                        "count": 18,
                        "of": 27,
                        "measure": "complete",
                        "actor": STATES,
                        "quote": "18 have",
                    }
                ],
            ),
            f"{DOSSIER}/deadlines/b": deadline(title="Later on", words="in a timely manner"),
        }
    )


def test_each_ask_is_reported_for_each_addressee(register):
    blocks = list(coverage_report(register, TODAY, DOSSIER))
    (table,) = [each for each in blocks if isinstance(each, Table)]
    assert table.rows == (
        ("9a", "Ask 9a", "European Commission", "declined"),
        ("", "", "Member States", "no reply due"),
        ("9b", "Ask 9b", "European Commission", "not addressed"),
        ("10", "Ask 10", "Member States", "no reply due; answered all the same: referred-elsewhere"),
        ("11", "Ask 11", "nobody named", "no reply due"),
    )


def test_each_ask_has_its_words_and_what_was_answered(register):
    blocks = list(coverage_report(register, TODAY, DOSSIER))
    start = blocks.index(Heading("9a Ask 9a", 5))
    assert blocks[start + 1 : start + 7] == [
        Paragraph(f"Record {DOSSIER}/requests/09a; calls-on; those concerned"),
        Quote("calls on the Commission to do 9a;"),
        Item("European Commission: declined"),
        Item("", "declined, in “Points 9, 10”", 1),
        Quote("We will not.", 2),
        Item("Note:", "Plain words.", 2),
    ]
    assert Item("Named without an answer", "in “Points 9, 10”") in blocks
    assert Item("The European Commission, though no reply is due:", "referred-elsewhere, in “Points 9, 10”") in blocks
    assert Item("Member States: no reply due", "(no rule calls for one)") in blocks
    assert Item("Nobody named: no reply due", "(the text names nobody)") in blocks
    assert Item("Nobody named: no reply due", "(a view or a formula, which calls for none)") in blocks
    assert Item("The section without heading (introduction)", "") in blocks


def test_who_owes_no_reply_and_gave_none_is_named_in_one_line(build):
    ask = request("1", addressees=[STATES, "actors/parents", "actors/teachers"])
    blocks = list(coverage_report(build(asks(r1=ask)), TODAY))
    who = "Member States, actors/parents and actors/teachers"
    assert Item(f"{who}: no reply due", "(no rule calls for one)") in blocks


def test_an_answer_to_a_view_stands_below_who_gave_it(build):
    records = asks(r5=request("5", strength="position", addressees=[COMMISSION, STATES]))
    blocks = list(coverage_report(build(records | sections(s5=reply("5", answers=(answer("5"),)))), TODAY))
    why = "(a view or a formula, which calls for none)"
    start = blocks.index(Item("European Commission: no reply due", f"{why}, and yet"))
    assert blocks[start + 1 : start + 3] == [
        Item("", "action-taken, in “Points 5”", 1),
        Item("Member States: no reply due", why),
    ]


def test_the_dispositions_that_occur_are_explained(register):
    found = [each for each in coverage_report(register, TODAY) if isinstance(each, Item)]
    assert Item("declined:", "It will not be done.") in found
    assert not [each for each in found if each.lead == "commitment:"]


def test_asks_that_call_for_no_reply_are_counted(register):
    said = "2 of the 4 asks are to others who owe no reply, or to nobody by name"
    assert Paragraph(f"{said}; the follow-up speaks to 1 of them all the same.") in list(
        coverage_report(register, TODAY)
    )


def test_the_asks_without_answer_are_listed(register, build):
    blocks = list(coverage_report(register, TODAY, DOSSIER))
    start = blocks.index(Heading("Asks without the answer that is owed", 4))
    assert blocks[start + 1] == Item("9b Ask 9b", "(the European Commission: not addressed)")
    none = list(coverage_report(build(), TODAY, DOSSIER))
    assert none[none.index(Heading("Asks without the answer that is owed", 4)) + 1] == Paragraph("None.")


def test_deadlines_are_reported_with_their_words(register):
    assert list(deadlines_report(register, TODAY)) == [
        Heading("Deadlines as of 15 September 2015"),
        Paragraph("2 deadlines; overdue: 1, no date given: 1."),
        Heading("Overdue (1)", 2),
        Item("Report", "(commitment; European Commission): due in July 2015, first by 31 May 2015; overdue by 46 days"),
        Item("", "The words are in: “Points 9, 10”", 1),
        Quote("by the end of May", 2),
        Item("", "Moved on 1 May 2015 to July 2015: More time", 1),
        Item("", "As of April 2015: 18 of 27 complete (Member States)", 1),
        Quote("18 have", 2),
        Heading("No date given (1)", 2),
        Item("Later on", "(commitment): no date given"),
        Quote("in a timely manner", 1),
    ]


def test_discrepancies_have_both_quotations(register):
    blocks = list(dossier_blocks(register, DOSSIER, TODAY))
    assert blocks[blocks.index(Heading("Discrepancies", 2)) + 1 :] == [
        Item("One less"),
        Item("", "In “Points 9, 10”:", 1),
        Quote("54 countries", 2),
        Item("", "In paragraph 9a, Ask 9a:", 1),
        Quote("55 countries", 2),
    ]


def test_a_paragraph_too_may_hold_a_discrepancy(build):
    held = {"quote": "may", "against": RESOLUTION, "against_quote": "must", "note": "Not the same"}
    blocks = list(dossier_blocks(build(asks(r9=request("9", discrepancies=[held]))), DOSSIER, TODAY))
    assert blocks[-5:] == [
        Item("Not the same"),
        Item("", "In paragraph 9, Ask 9:", 1),
        Quote("may", 2),
        Item("", "In Resolution on toys:", 1),
        Quote("must", 2),
    ]


def test_notes_on_what_was_met_are_reported(build):
    register = build({f"{DOSSIER}/deadlines/a": deadline(due="2014", met={"on": "2014", "note": "By a letter."})})
    assert list(deadlines_report(register, TODAY))[-1] == Item("Note:", "By a letter.", 1)


def test_the_report_of_a_dossier_says_its_day(register):
    report = dossier_report(register, DOSSIER, TODAY)
    assert report.startswith(
        "# 2015/0001(RSP)\n\nMade from the records of 2015/0001-RSP, with lateness as of 2015-09-15."
    )
    assert report.count("\n## ") == 3
    assert report == dossier_report(register, DOSSIER, TODAY)


def test_a_report_on_everything_goes_through_all_dossiers(build):
    other = {each.replace(DOSSIER, "2014/0001-RSP"): said for each, said in BASE.items() if DOSSIER in each}
    blocks = list(coverage_report(build(other), TODAY))
    assert [each.text for each in blocks if isinstance(each, Heading) and each.level == 1] == [
        "2014/0001(RSP)",
        "2015/0001(RSP)",
    ]


def test_no_dossier_and_no_resolution(build):
    empty = build(base={})
    assert list(coverage_report(empty, TODAY)) == []
    assert list(deadlines_report(empty, TODAY))[1:] == [Paragraph("No deadlines.")]
    register = build({RESOLUTION: None, FOLLOW_UP: None, f"{DOSSIER}/deadlines/a": deadline(due="2014")})
    assert Paragraph("The dossier holds no resolution and no request.") in list(coverage_report(register, TODAY))


def test_requests_that_name_no_document_are_reported_as_such(build):
    blocks = list(coverage_report(build(asks(r1=request("1", document=None))), TODAY))
    assert Heading("Requests that name no document", 3) in blocks


@pytest.mark.parametrize("name", ["2015/0001-RSP", "2015/0001(RSP)", " 2015/0001(rsp) ", "2015/0001-RSP/"])
def test_a_dossier_is_found_however_it_is_written(build, name):
    assert find_dossier(build(), name) == DOSSIER


def test_an_unknown_dossier_is_an_error_with_a_hint(build):
    with pytest.raises(NoSuchDossier, match="no dossier “2015/0010-RSP”\n  Did you mean 2015/0001-RSP"):
        find_dossier(build(), "2015/0010-RSP")
    with pytest.raises(NoSuchDossier, match="There are: 2015/0001-RSP"):
        find_dossier(build(), "zzz")
    with pytest.raises(NoSuchDossier, match="holds no dossier yet"):
        find_dossier(build(base={}), "zzz")


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_every_form_holds_every_quotation(register, form):
    text = " ".join(FORMATS[form](dossier_blocks(register, DOSSIER, TODAY)).split())
    for words in ("We will not.", "States do.", "by the end of May", "54 countries", "55 countries", "18 have"):
        assert words in text
