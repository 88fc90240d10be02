from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from followup.register import Record, Register
from followup.report.coverage import Standing, coverage, tally
from hypothesis import given
from hypothesis import strategies as st

from .conftest import (
    BASE,
    COMMISSION,
    DOSSIER,
    FOLLOW_UP,
    RESOLUTION,
    RULE,
    STATES,
    TODAY,
    answer,
    asks,
    reply,
    request,
    sections,
)

NO_FOLLOW_UP = {FOLLOW_UP: None}
WITHDRAWN = {"on": TODAY, "reason": "Wrong"}


def standings(register, today=TODAY) -> dict[str, dict[str, str]]:
    """For each ask, how it stands with whom."""
    return {
        ask.number: {cell.addressee: str(cell.standing) for cell in ask.cells}
        for found in coverage(register, DOSSIER, today)
        for ask in found.asks
    }


def of_commission(register, number="5", today=TODAY) -> str:
    return standings(register, today)[number][COMMISSION]


@pytest.mark.parametrize(
    ("dispositions", "standing"),
    [
        (["action-taken"], "answered"),
        (["information-only"], "answered"),
        (["not-assessed"], "answered"),
        (["declined"], "declined"),
        (["declined", "information-only"], "declined"),
        (["commitment", "declined"], "declined"),
        ([], "not addressed"),
    ],
)
def test_with_a_follow_up_the_answers_decide(build, dispositions, standing):
    section = reply("5", answers=tuple(answer("05", each) for each in dispositions))
    assert of_commission(build(asks(r05=request("5")) | sections(s05=section))) == standing


@pytest.mark.parametrize(
    ("today", "standing"),
    [(dt.date(2015, 6, 11), "not yet due"), (dt.date(2015, 6, 12), "overdue"), (dt.date(2015, 3, 1), "not yet due")],
)
def test_without_a_follow_up_the_rule_decides(build, today, standing):
    assert of_commission(build(asks(r05=request("5")) | NO_FOLLOW_UP), today=today) == standing


def test_who_owes_no_reply_can_leave_nothing_unanswered(build):
    both = request("5", addressees=[COMMISSION, STATES])
    register = build(asks(r05=both, r06=request("6", addressees=[STATES]), r07=request("7", addressees=None)))
    assert standings(register) == {
        "5": {COMMISSION: "not addressed", STATES: "no reply due"},
        "6": {STATES: "no reply due"},
        "7": {"": "no reply due"},
    }


@pytest.mark.parametrize("strength", ["position", "formal"])
def test_a_view_or_a_formula_calls_for_no_reply(build, strength):
    register = build(asks(r05=request("5", strength=strength)))
    assert of_commission(register) == "no reply due"
    assert not coverage(register, DOSSIER, TODAY)[0].asks[0].asks


def test_an_answer_to_an_ask_that_owes_none_is_kept_beside_it(build):
    records = asks(r05=request("5", addressees=[STATES])) | sections(s05=reply("5", answers=(answer("05"),)))
    (ask,) = coverage(build(records), DOSSIER, TODAY)[0].asks
    assert [each.disposition for each in ask.answers] == ["action-taken"]
    assert ask.cells[0].standing is Standing.NO_REPLY_DUE
    assert not ask.cells[0].answers


def test_a_section_that_only_names_the_paragraph_answers_nothing(build):
    (ask,) = coverage(build(asks(r05=request("5")) | sections(s05=reply("5", "6"))), DOSSIER, TODAY)[0].asks
    assert ask.gap is Standing.NOT_ADDRESSED
    assert [each.parts.name for each in ask.sections] == ["05"]


@pytest.mark.parametrize("what", [f"{DOSSIER}/requests/05", f"{DOSSIER}/replies/05", FOLLOW_UP, RULE, RESOLUTION])
def test_withdrawn_records_do_not_count(build, what):
    records = BASE | asks(r05=request("5"), r06=request("6")) | sections(s05=reply("5", answers=(answer("05"),)))
    assert standings(build(records)) == {"5": {COMMISSION: "answered"}, "6": {COMMISSION: "not addressed"}}
    expected = {
        f"{DOSSIER}/requests/05": {"6": {COMMISSION: "not addressed"}},
        f"{DOSSIER}/replies/05": {"5": {COMMISSION: "not addressed"}, "6": {COMMISSION: "not addressed"}},
        FOLLOW_UP: {"5": {COMMISSION: "overdue"}, "6": {COMMISSION: "overdue"}},
        RULE: {"5": {COMMISSION: "no reply due"}, "6": {COMMISSION: "no reply due"}},
        RESOLUTION: {},
    }
    assert standings(build(records | {what: {**records[what], "withdrawn": WITHDRAWN}})) == expected[what]


def test_the_newest_follow_up_that_speaks_to_an_ask_decides(build):
    later = f"{DOSSIER}/documents/later"
    records = asks(r05=request("5"), r06=request("6")) | {later: BASE[FOLLOW_UP] | {"adopted": dt.date(2016, 1, 1)}}
    first = reply("5", "6", answers=(answer("05", "declined"), answer("06", "declined")))
    second = reply("5", document=later, answers=(answer("05", "commitment"),))
    found = standings(build(records | sections(s1=first, s2=second)))
    assert found == {"5": {COMMISSION: "answered"}, "6": {COMMISSION: "declined"}}


def test_the_follow_up_of_another_resolution_leaves_this_one_open(build):
    other = f"{DOSSIER}/documents/other"
    records = asks(r05=request("5")) | {
        other: BASE[RESOLUTION] | {"adopted": dt.date(2015, 9, 1)},
        f"{DOSSIER}/requests/other-05": request("5", document=other),
        FOLLOW_UP: BASE[FOLLOW_UP] | {"follows_up": other},
    }
    first, second = coverage(build(records), DOSSIER, TODAY)
    by_resolution = {found.resolution.id: found for found in (first, second)}
    assert by_resolution[RESOLUTION].asks[0].gap is Standing.OVERDUE
    assert by_resolution[other].asks[0].gap is Standing.NOT_ADDRESSED


def test_each_replier_answers_for_itself(build):
    council = "actors/council"
    records = asks(r05=request("5", addressees=[COMMISSION, council])) | {
        council: {"name": "Council", "type": "institution"},
        "rules/council": BASE[RULE] | {"replier": council},
    }
    answered = records | sections(s05=reply("5", answers=(answer("05"),)))
    assert standings(build(answered)) == {"5": {COMMISSION: "answered", council: "overdue"}}
    unsigned = {name: each for name, each in BASE[FOLLOW_UP].items() if name != "author"}
    assert standings(build(answered | {FOLLOW_UP: unsigned}))["5"][council] == "answered"


def test_a_part_of_the_replier_owes_nothing_by_itself(build):
    home = "actors/dg-home"
    records = {home: {"name": "DG HOME", "type": "department", "part_of": COMMISSION}}
    assert standings(build(records | asks(r05=request("5", addressees=[home])))) == {"5": {home: "no reply due"}}


def test_requests_without_a_document_owe_no_reply_but_are_not_lost(build):
    register = build(asks(r05=request("5", document="no/where"), r06=request("6", document=None)))
    assert standings(register) == {"5": {COMMISSION: "no reply due"}, "6": {COMMISSION: "no reply due"}}
    assert [found.resolution is None for found in coverage(register, DOSSIER, TODAY)] == [False, True]


def test_a_dossier_without_requests_and_an_unknown_one(build):
    (found,) = coverage(build(), DOSSIER, TODAY)
    assert (found.asks, found.addressees, found.gaps) == ((), (), ())
    assert tally(found, found.obligations[0]).asks == 0
    assert coverage(build(), "2099/0001-RSP", TODAY) == []


def test_asks_come_in_natural_order(build):
    names = {f"r{number}": request(number, part) for number, part in (("10", ""), ("9", "b"), ("2", ""))}
    records = asks(**names) | asks(r9a=request("9", "a"))
    assert list(standings(build(records))) == ["2", "9a", "9b", "10"]


def test_the_tally_counts_paragraphs_and_asks_apart(build):
    records = asks(
        r05a=request("5", "a"),
        r05b=request("5", "b"),
        r06=request("6"),
        r07=request("7", addressees=[STATES]),
        r08=request("8", strength="position"),
    ) | sections(s05=reply("5", answers=(answer("05a", "declined"), answer("05b", "information-only"))))
    (found,) = coverage(build(records), DOSSIER, TODAY)
    counts = tally(found, found.obligations[0])
    assert (counts.paragraphs, counts.with_section, counts.asks) == (("5", "6"), ("5",), 3)
    assert counts.standings == {Standing.DECLINED: 1, Standing.ANSWERED: 1, Standing.NOT_ADDRESSED: 1}
    assert counts.answered_only_by("information-only") == 1
    assert [ask.number for ask in found.gaps] == ["6"]


wrong = st.one_of(st.integers(), st.text(), st.lists(st.integers() | st.text(), max_size=2), st.booleans(), st.dates())


@given(
    ask=st.dictionaries(st.sampled_from(["document", "paragraph", "part", "strength", "addressees"]), wrong),
    section=st.dictionaries(st.sampled_from(["document", "points", "answers"]), wrong),
    rule=st.dictionaries(
        st.sampled_from(["months", "counted_from", "replier", "applies_to_types", "valid_from"]), wrong
    ),
    document=st.dictionaries(st.sampled_from(["adopted", "type", "author", "follows_up"]), wrong),
)
def test_wrong_values_never_make_it_fail(schemas, ask, section, rule, document):
    data = BASE | asks(r05=request("5")) | sections(s05=reply("5", answers=(answer("05"),)))
    for record_id, fields in zip(
        (f"{DOSSIER}/requests/05", f"{DOSSIER}/replies/05", RULE, FOLLOW_UP),
        (ask, section, rule, document),
        strict=True,
    ):
        data[record_id] = {**data[record_id], **fields}
    records = [Record(each, each.split("/")[-2], Path(each), dict(value), b"") for each, value in data.items()]
    found = standings(Register(Path(), schemas, records))
    assert len(found) == 1


@given(st.lists(st.tuples(st.sampled_from(["calls-on", "position"]), st.booleans(), st.booleans()), max_size=12))
def test_every_ask_stands_somehow_and_the_counts_add_up(schemas, cases):
    data = dict(BASE)
    for number, (strength, to_commission, answered) in enumerate(cases, 1):
        addressees = [COMMISSION, STATES] if to_commission else [STATES]
        data |= asks(**{f"r{number}": request(str(number), strength=strength, addressees=addressees)})
        data |= sections(**{f"s{number}": reply(answers=(answer(str(number)),) if answered else ())})
    records = [Record(each, each.split("/")[-2], Path(each), dict(value), b"") for each, value in data.items()]
    (found,) = coverage(Register(Path(), schemas, records), DOSSIER, TODAY)
    counts = tally(found, found.obligations[0])
    assert len(found.asks) == len(cases)
    assert counts.asks == sum(strength != "position" and to for strength, to, _ in cases) == counts.standings.total()
    assert counts.standings[Standing.NOT_ADDRESSED] == len(found.gaps)
