from __future__ import annotations

import datetime as dt

import pytest
from followup.report.effects import effects

from .conftest import DOSSIER, TODAY, answer, asks, deadline, reply, request, sections

REPORT = "deadlines/report"
REVISION = {"on": dt.date(2015, 9, 1), "due": dt.date(2016, 3, 1), "reason": "The study is late"}


@pytest.fixture
def change(build):
    def made(before, after, renamed=None):
        return effects(build(before), build(after), TODAY, renamed)

    return made


def test_nothing_changed(change):
    found = change({}, {})
    assert not any((found.answered, found.unanswered, found.moved, found.met, found.new_problems, found.gone_problems))


def test_requests_newly_answered_and_no_longer(change):
    ask = asks(r1=request("1"), r2=request("2"))
    one = {**ask, **sections(s1=reply("1", answers=(answer("1"),)))}
    both = {**ask, **sections(s1=reply("1", answers=(answer("1", "declined"), answer("2"))))}
    found = change(one, both)
    assert [(each.request, each.label) for each in found.answered] == [(f"{DOSSIER}/requests/2", "Ask 2")]
    assert found.answered[0].answers == ("action-taken, in “Points 1”",)
    assert [each.request for each in change(both, one).unanswered] == [f"{DOSSIER}/requests/2"]
    assert not change(both, one).answered


def test_a_request_that_got_another_number_is_not_newly_answered(change):
    before = {**asks(r1=request("1")), **sections(s1=reply("1", answers=(answer("1"),)))}
    after = {**asks(r01=request("1")), **sections(s1=reply("1", answers=(answer("01"),)))}
    renamed = {f"{DOSSIER}/requests/01": f"{DOSSIER}/requests/1"}
    assert not change(before, after, renamed).answered
    assert not change(before, after, renamed).unanswered


def test_a_deadline_moved_with_its_reason(change):
    before = {REPORT: deadline(due=dt.date(2015, 12, 31))}
    (moved,) = change(before, {REPORT: deadline(due=dt.date(2015, 12, 31), revisions=[REVISION])}).moved
    assert (moved.deadline, moved.label) == (REPORT, "Report")
    assert (moved.old, moved.new, moved.reason) == (dt.date(2015, 12, 31), dt.date(2016, 3, 1), "The study is late")


def test_a_deadline_moved_without_a_word(change):
    before = {REPORT: deadline(due=dt.date(2015, 12, 31), revisions=[REVISION])}
    after = {REPORT: deadline(due=dt.date(2015, 12, 31), revisions=[{**REVISION, "due": "2017"}])}
    assert [(each.new, each.reason) for each in change(before, after).moved] == [("2017", "The study is late")]
    silent = {REPORT: deadline(due=dt.date(2014, 12, 31))}
    assert [each.reason for each in change({REPORT: deadline(due=dt.date(2015, 12, 31))}, silent).moved] == [""]


def test_a_deadline_met(change):
    due = deadline(due=dt.date(2015, 12, 31))
    (met,) = change({REPORT: due}, {REPORT: {**due, "met": {"on": dt.date(2015, 9, 1)}}}).met
    assert (met.deadline, met.on) == (REPORT, dt.date(2015, 9, 1))


def test_problems_new_and_gone_wherever_they_stand(change):
    wrong = 'name = "x"\ntype = "bodies"\nabbreviation = "X"\n'
    before = {"actors/a": wrong, "actors/b": wrong}
    after = {"actors/a": "# a line\n" + wrong, "actors/b": wrong.replace("bodies", "body"), "actors/c": wrong}
    found = change(before, after)
    assert [(each.record, each.name) for each in found.errors] == [("actors/c", "not-in-list")]
    assert [each.record for each in found.gone_problems if each.severity == "error"] == ["actors/b"]
    assert not change({"actors/a": wrong}, {"actors/d": wrong}, {"actors/d": "actors/a"}).errors
