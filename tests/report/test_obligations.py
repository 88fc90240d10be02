from __future__ import annotations

import datetime as dt

import pytest
from followup.report.obligations import limit_words, obligations

from .conftest import BASE, COMMISSION, DOSSIER, FOLLOW_UP, RESOLUTION, RULE, deadline

OPEN = {FOLLOW_UP: None}


def owed(register):
    return obligations(register, register.get(RESOLUTION))


def test_months_count_from_the_day_that_the_rule_names(build):
    (found,) = owed(build(OPEN))
    assert (found.replier, found.due, found.extended) == (COMMISSION, dt.date(2015, 6, 11), dt.date(2015, 7, 11))
    sent = {
        RULE: BASE[RULE] | {"counted_from": "transmitted"},
        RESOLUTION: BASE[RESOLUTION] | {"transmitted": dt.date(2015, 5, 31)},
    }
    (found,) = owed(build(OPEN | sent))
    assert (found.due, found.extended) == (dt.date(2015, 8, 31), dt.date(2015, 9, 30))


def test_a_vague_date_counts_from_its_last_day(build):
    (found,) = owed(build(OPEN | {RESOLUTION: BASE[RESOLUTION] | {"adopted": "2015-03"}}))
    assert found.due == dt.date(2015, 6, 30)


def test_without_the_day_to_count_from_nothing_is_ever_overdue(build):
    (found,) = owed(build(OPEN | {RULE: BASE[RULE] | {"counted_from": "transmitted"}}))
    assert found.due is None
    assert not found.overdue(dt.date(2099, 1, 1))


@pytest.mark.parametrize(
    ("changed", "applies"),
    [
        ({"valid_from": dt.date(2015, 3, 11)}, True),
        ({"valid_from": dt.date(2015, 3, 12)}, False),
        ({"valid_until": dt.date(2015, 3, 11)}, True),
        ({"valid_until": dt.date(2015, 3, 10)}, False),
        ({"applies_to_types": ["report"]}, False),
    ],
)
def test_a_rule_applies_by_type_and_date(build, changed, applies):
    assert bool(owed(build({RULE: BASE[RULE] | changed}))) is applies


def test_of_several_rules_for_one_replier_the_newest_holds(build):
    newer = BASE[RULE] | {"months": 6, "valid_from": dt.date(2014, 1, 1)}
    (found,) = owed(build(OPEN | {"rules/a-newer": newer}))
    assert found.due == dt.date(2015, 9, 11)


def test_a_recorded_deadline_goes_before_the_computed_day(build):
    recorded = deadline(
        type="reply-due",
        rule=RULE,
        applies_to=[RESOLUTION],
        due=dt.date(2015, 6, 11),
        revisions=[{"on": dt.date(2015, 6, 1), "due": dt.date(2015, 7, 11), "reason": "Complex"}],
    )
    (found,) = owed(build(OPEN | {f"{DOSSIER}/deadlines/reply": recorded}))
    assert found.due == dt.date(2015, 7, 11)
    assert found.deadline.id == f"{DOSSIER}/deadlines/reply"
    (found,) = owed(build(OPEN | {f"{DOSSIER}/deadlines/reply": recorded | {"rule": "rules/other"}}))
    assert found.deadline is None


def test_overdue_only_after_the_last_day_and_without_a_reply(build):
    (found,) = owed(build(OPEN))
    assert not found.overdue(dt.date(2015, 6, 11))
    assert found.overdue(dt.date(2015, 6, 12))
    (found,) = owed(build())
    assert found.replied
    assert not found.overdue(dt.date(2015, 6, 12))


def test_months_beyond_the_calendar_give_no_day(build):
    (found,) = owed(build(OPEN | {RULE: BASE[RULE] | {"months": 10**9}}))
    assert found.due is None


def test_the_limit_in_words(build):
    register = build(OPEN)
    said = "11 June 2015 (Agreement, point 16; where the matter is complex, 11 July 2015)"
    assert limit_words(register, owed(register)[0]) == said
