from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from followup.register import Record, Register
from followup.report.deadlines import Group, State, agenda, due_within, effective_due, entries, entry_of
from hypothesis import given
from hypothesis import strategies as st

from .conftest import DOSSIER, TODAY, deadline

ID = f"{DOSSIER}/deadlines/report"


def entry(build, today=TODAY, **fields):
    return entry_of(build({ID: deadline(**fields)}).get(ID), today)


@pytest.mark.parametrize(
    ("due", "today", "state", "group"),
    [
        (dt.date(2015, 9, 14), TODAY, "overdue", "Overdue"),
        (dt.date(2015, 9, 15), TODAY, "due", "This month"),
        (dt.date(2015, 9, 30), TODAY, "due", "This month"),
        (dt.date(2015, 10, 1), TODAY, "due", "Later"),
        (dt.date(2016, 9, 15), TODAY, "due", "Later"),
        ("2015-09", TODAY, "due", "This month"),
        ("2015-09", dt.date(2015, 10, 1), "overdue", "Overdue"),
        ("2015", dt.date(2015, 12, 31), "due", "This month"),
        ("2015", dt.date(2016, 1, 1), "overdue", "Overdue"),
        ("../2015-12-31", TODAY, "due", "Later"),
        ("2015-06-03/2015-12-31", dt.date(2016, 1, 1), "overdue", "Overdue"),
        ("2015-06-03/..", dt.date(2099, 1, 1), "due", "Later"),
        ("soon", TODAY, "undated", "No date given"),
        (None, TODAY, "undated", "No date given"),
    ],
)
def test_only_what_is_late_by_every_reading_is_overdue(build, due, today, state, group):
    found = entry(build, today, **({"due": due} if due else {"words": "in a timely manner"}))
    assert (found.state, found.group) == (state, group)


@pytest.mark.parametrize(
    ("due", "met", "late_by", "words"),
    [
        ("../2015-12-31", dt.date(2016, 12, 16), 351, "due by 31 December 2015; met 16 December 2016, 351 days late"),
        (dt.date(2015, 6, 11), dt.date(2015, 6, 3), None, "due on 11 June 2015; met 3 June 2015, in time"),
        (dt.date(2015, 6, 11), dt.date(2015, 6, 11), None, "due on 11 June 2015; met 11 June 2015, in time"),
        (dt.date(2015, 6, 11), dt.date(2015, 6, 12), 1, "due on 11 June 2015; met 12 June 2015, 1 day late"),
        (dt.date(2015, 6, 11), "2015-06", None, "due on 11 June 2015; met June 2015"),
        ("2015-05", "2015-07", 31, "due in May 2015; met July 2015, at least 31 days late"),
        (None, dt.date(2015, 6, 3), None, "no date given; met 3 June 2015"),
    ],
)
def test_what_was_met_is_late_only_for_sure(build, due, met, late_by, words):
    found = entry(build, met={"on": met}, **({"due": due} if due else {}))
    assert (found.late_by, found.timeliness) == (late_by, words)
    assert found.group is (Group.MET_LATE if late_by else Group.MET)


@pytest.mark.parametrize(
    ("due", "today", "words"),
    [
        (dt.date(2015, 9, 14), TODAY, "due on 14 September 2015; overdue by 1 day"),
        (dt.date(2015, 6, 15), TODAY, "due on 15 June 2015; overdue by 3 months"),
        ("../2013-12-31", TODAY, "due by 31 December 2013; overdue by 20 months"),
        ("2012", TODAY, "due in 2012; overdue by 2 years"),
        (dt.date(2015, 9, 15), TODAY, "due on 15 September 2015; today is the last day"),
        (dt.date(2015, 9, 16), TODAY, "due on 16 September 2015; 1 day left"),
        ("2015-09-29/2015-09-30", TODAY, "due from 29 September 2015 to 30 September 2015; 15 days left"),
        ("2015-09-01/..", TODAY, "due from 1 September 2015 on"),
    ],
)
def test_lateness_in_words(build, due, today, words):
    assert entry(build, today, due=due).timeliness == words


def test_conditions_and_recurrences_are_said(build):
    found = entry(build, condition="if asked", recurrence="every year", words="when requested")
    assert found.timeliness == "no date given; on condition: if asked; comes again: every year"
    assert (found.condition, found.recurrence) == ("if asked", "every year")


def test_what_was_missed_is_not_overdue_for_ever(build):
    found = entry(build, due=dt.date(2013, 12, 18), missed={"as_of": "2015-04"})
    assert (found.state, found.group, found.late_by) == (State.MISSED, Group.MISSED, None)
    assert found.timeliness == "due on 18 December 2013; missed, and not yet kept as of April 2015"
    assert not found.open


def test_an_event_that_has_passed_is_not_overdue(build):
    found = entry(build, type="event", due=dt.date(2015, 6, 1))
    assert (found.state, found.group, found.late_by) == (State.PASSED, Group.PASSED, None)
    assert found.timeliness == "due on 1 June 2015; passed, and no record says that it took place"


def test_the_last_revision_counts_whatever_the_order_in_the_file(build):
    moves = [
        {"on": dt.date(2015, 8, 1), "due": "2015-11", "reason": "Again"},
        {"on": dt.date(2015, 7, 1), "due": "2015-10", "reason": "Once"},
        {"on": dt.date(2015, 9, 1), "reason": "Without a date"},
    ]
    found = entry(build, due=dt.date(2015, 6, 30), revisions=moves)
    assert (found.original, found.due, found.revised) == (dt.date(2015, 6, 30), "2015-11", True)
    assert found.timeliness == "due in November 2015, first on 30 June 2015; 2 months left"
    assert effective_due({"due": "2015"}) == "2015"


def test_met_without_a_usable_date_is_met(build):
    assert entry(build, due="2014", met={}).timeliness == "due in 2014; met, day unknown"
    assert entry(build, due="2014", met="yes").state is State.MET


def test_the_agenda_has_all_groups_and_each_in_order(build):
    register = build(
        {
            f"{DOSSIER}/deadlines/{name}": deadline(due=due)
            for name, due in (("c", "2014"), ("b", dt.date(2014, 1, 1)), ("a10", "2014-12"), ("a9", "2014"))
        }
        | {
            "deadlines/elsewhere": deadline(words="soon"),
            f"{DOSSIER}/deadlines/gone": deadline(due="2014", withdrawn={}),
        }
    )
    found = agenda(register, TODAY)
    assert list(found) == list(Group)
    assert [each.record.parts.name for each in found[Group.OVERDUE]] == ["b", "a9", "c", "a10"]
    assert [each.record.parts.name for each in found[Group.UNDATED]] == ["elsewhere"]
    assert not agenda(register, TODAY, DOSSIER)[Group.UNDATED]


def test_due_within_some_days(build):
    days = {"today": 15, "soon": 20, "later": 28}
    register = build({f"{DOSSIER}/deadlines/{name}": deadline(due=dt.date(2015, 9, day)) for name, day in days.items()})
    assert [each.record.parts.name for each in due_within(register, TODAY, 5)] == ["today", "soon"]


@given(due=st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)), today=st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)))
def test_a_day_is_overdue_from_the_day_after_on(due, today):
    found = entry_of(Record("deadlines/x", "deadlines", Path(), {"due": due}, b""), today)
    assert (found.state is State.OVERDUE) == (due < today)
    assert found.due_in == (due - today).days
    assert found.late_by == ((today - due).days if due < today else None)


@given(
    st.dictionaries(
        st.sampled_from(["due", "met", "revisions", "type", "condition"]),
        st.text() | st.integers() | st.lists(st.text() | st.dictionaries(st.just("due"), st.text())) | st.datetimes(),
    )
)
def test_wrong_values_never_make_it_fail(schemas, data):
    register = Register(Path(), schemas, [Record("deadlines/x", "deadlines", Path(), data, b"")])
    assert len(entries(register, TODAY)) == 1
