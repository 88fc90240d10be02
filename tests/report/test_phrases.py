from __future__ import annotations

import datetime as dt

import pytest
from followup.report.coverage import coverage
from followup.report.phrases import contents, dates_of, named, reply_due, summary

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
    deadline,
    reply,
    request,
    sections,
)

OPEN = {FOLLOW_UP: None}


def said(register, today=TODAY) -> str:
    (found,) = coverage(register, DOSSIER, today)
    (sentence,) = summary(register, found, today)
    return sentence


@pytest.mark.parametrize(
    ("numbers", "answers", "points", "words"),
    [
        ([], {}, [], "No paragraph asks the European Commission for something that calls for a reply."),
        (
            ["1"],
            {},
            [],
            "1 paragraph asks the European Commission for something; none has a section. The one ask is not addressed.",
        ),
        (
            ["1"],
            {},
            ["1"],
            "1 paragraph asks the European Commission for something; it has a section. The one ask is not addressed.",
        ),
        (
            ["1", "2"],
            {"1": "declined", "2": "declined"},
            ["1"],
            "2 paragraphs ask the European Commission for something; both have a section. Both asks are declined.",
        ),
        (
            ["1", "2", "3"],
            {"1": "declined", "2": "commitment"},
            [],
            (
                "3 paragraphs ask the European Commission for something; 2 have a section. "
                "Of their 3 asks, 1 is answered, 1 is declined and 1 is not addressed."
            ),
        ),
        (
            ["1a", "1b", "1c"],
            {"1a": "information-only", "1b": "action-taken", "1c": "not-assessed"},
            ["1"],
            (
                "1 paragraph asks the European Commission for something; it has a section. "
                "All 3 asks are answered (1 of them with information only and 1 of them not assessed yet)."
            ),
        ),
        (
            ["1a", "1b"],
            {"1a": "action-taken"},
            ["1"],
            (
                "1 paragraph asks the European Commission for something; it has a section. "
                "Of its 2 asks, 1 is answered and 1 is not addressed."
            ),
        ),
    ],
)
def test_counts_come_with_what_they_are_a_part_of(build, numbers, answers, points, words):
    records = asks(**{f"r{each}": request(each.rstrip("abc"), each.lstrip("123")) for each in numbers})
    section = reply(*points, answers=tuple(answer(*pair) for pair in answers.items()))
    assert said(build(records | sections(s1=section))) == words


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (dt.date(2015, 6, 1), "The one ask is not yet due. No follow-up is in the register yet; 10 days left."),
        (dt.date(2015, 6, 11), "The one ask is not yet due. No follow-up is in the register yet; no days left."),
        (
            dt.date(2015, 7, 11),
            (
                "The one ask is overdue. No follow-up is in the register; it is overdue by 30 days "
                "unless the matter counts as complex."
            ),
        ),
        (dt.date(2015, 7, 12), "The one ask is overdue. No follow-up is in the register; it is overdue by 31 days."),
        (dt.date(2026, 7, 12), "The one ask is overdue. No follow-up is in the register; it is overdue by 11 years."),
    ],
)
def test_without_a_follow_up_its_time_is_said(build, today, words):
    begin = "1 paragraph asks the European Commission for something. "
    assert said(build(asks(r1=request("1")) | OPEN), today) == begin + words


def test_an_unknown_limit_is_said(build):
    register = build(OPEN | {RULE: BASE[RULE] | {"counted_from": "transmitted"}})
    (found,) = coverage(register, DOSSIER, TODAY)
    expected = (
        "The European Commission owes a reply; no day known (Agreement, point 16): no follow-up is in the register yet"
    )
    assert reply_due(register, found.obligations[0], TODAY) == expected


def test_the_recorded_deadline_says_how_the_reply_stands(build):
    record = deadline(
        type="reply-due", rule=RULE, applies_to=[RESOLUTION], due=dt.date(2015, 6, 11), met={"on": dt.date(2015, 7, 20)}
    )
    register = build({f"{DOSSIER}/deadlines/reply": record})
    (found,) = coverage(register, DOSSIER, TODAY)
    assert reply_due(register, found.obligations[0], TODAY).endswith(
        ": due on 11 June 2015; met 20 July 2015, 39 days late"
    )


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        ({"name": "European Commission", "type": "institution"}, "the European Commission"),
        ({"name": "The Council", "type": "institution"}, "The Council"),
        ({"name": "Europol", "type": "agency"}, "Europol"),
    ],
)
def test_an_institution_has_its_article(build, actor, name):
    assert named(build({COMMISSION: actor}), COMMISSION) == name
    assert named(build(), "actors/nobody") == "actors/nobody"


def test_what_the_resolution_holds(build):
    (found,) = coverage(build(), DOSSIER, TODAY)
    assert contents(found) == "No paragraph is in the register yet."
    records = asks(r1a=request("1", "a"), r1b=request("1", "b"), r2=request("2", addressees=[STATES]))
    (found,) = coverage(build(records), DOSSIER, TODAY)
    assert contents(found) == "2 numbered paragraphs, recorded as 3 asks."
    (found,) = coverage(build(records | asks(r3=request("3", strength="position"))), DOSSIER, TODAY)
    assert contents(found) == "3 numbered paragraphs, recorded as 3 asks and 1 view or formula."
    (found,) = coverage(build(asks(r3=request("3", strength="formal"))), DOSSIER, TODAY)
    assert contents(found) == "1 numbered paragraph, recorded as no asks and 1 view or formula."


def test_the_dates_of_a_document_are_told_apart(build):
    dates = {"adopted": dt.date(2015, 6, 3), "transmitted": "2015-07", "published": 5}
    register = build({FOLLOW_UP: BASE[FOLLOW_UP] | dates})
    assert dates_of(register.get(FOLLOW_UP)) == "adopted 3 June 2015, transmitted July 2015"
