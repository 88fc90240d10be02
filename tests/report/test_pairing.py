from __future__ import annotations

from followup.report.coverage import Standing
from followup.report.pairing import gap_after, pairs

from .conftest import BASE, DOSSIER, FOLLOW_UP, STATES, TODAY, answer, asks, reply, request, sections


def lines(register) -> list[tuple[str, bool, list[str], list[str]]]:
    return [
        (each.number, each.first, [a.reply.parts.name for a in each.answers], [s.parts.name for s in each.sections])
        for each in pairs(register, DOSSIER, TODAY)
    ]


def test_each_ask_stands_beside_its_answers(build):
    register = build(
        asks(r09a=request("9", "a"), r09b=request("9", "b"), r10=request("10"))
        | sections(
            introduction=reply(),
            s09=reply("9", answers=(answer("09b", "declined"),)),
            s11=reply("11"),
        )
    )
    assert lines(register) == [
        ("9a", True, [], ["09"]),
        ("9b", False, ["09"], []),
        ("10", True, [], []),
        ("", True, [], ["11"]),
        ("", True, [], ["introduction"]),
    ]


def test_a_section_without_number_that_answers_an_ask_stands_there_and_not_alone(build):
    register = build(asks(r09=request("9")) | sections(introduction=reply(answers=(answer("09"),))))
    assert lines(register) == [("9", True, ["introduction"], [])]


def test_gaps_are_where_an_owed_answer_is_missing(build):
    register = build(
        asks(r1=request("1"), r2=request("2", addressees=[STATES]), r3=request("3"), r4=request("4"))
        | sections(s3=reply("3", answers=(answer("3"),)))
    )
    found = pairs(register, DOSSIER, TODAY)
    assert [each.gap for each in found] == [Standing.NOT_ADDRESSED, None, None, Standing.NOT_ADDRESSED]
    assert [gap_after(found, at) for at in range(4)] == [3, 3, 3, 0]
    assert [gap_after(found, at, -1) for at in range(4)] == [3, 0, 0, 0]


def test_no_gap_leads_nowhere(build):
    assert gap_after([], 0) is None
    found = pairs(build(asks(r2=request("2", addressees=[STATES]))), DOSSIER, TODAY)
    assert gap_after(found, 0) is None


def test_the_sections_of_a_follow_up_to_another_resolution_stand_alone(build):
    elsewhere = {FOLLOW_UP: BASE[FOLLOW_UP] | {"follows_up": "2014/0001-RSP/documents/resolution"}}
    register = build(asks(r5=request("5")) | sections(s5=reply("5")) | elsewhere)
    assert lines(register) == [("5", True, [], []), ("", True, [], ["5"])]
    assert pairs(register, DOSSIER, TODAY)[-1].paragraph == "5"


def test_withdrawn_sections_are_left_out(build):
    gone = {"withdrawn": {"on": TODAY, "reason": "Wrong"}}
    assert lines(build(sections(s5=reply("5") | gone))) == []
    assert lines(build(sections(s5=reply("5")) | {FOLLOW_UP: BASE[FOLLOW_UP] | gone})) == []


def test_an_unknown_dossier_has_no_pairs(build):
    assert pairs(build(), "2099/0001-RSP", TODAY) == []
