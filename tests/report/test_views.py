from __future__ import annotations

import datetime as dt
import tomllib

import pytest
import tomli_w
from followup.report.views import FIXED, gathered, look_through

from .conftest import BASE, COMMISSION, DOSSIER, STATES, TODAY, answer, asks, deadline, reply, request, sections


def views(register):
    return look_through([register], register.label, TODAY).views


GONE = {"withdrawn": {"on": TODAY, "reason": "Wrong"}}
JUDGED = {"implementation": {"level": "partly"}}


@pytest.fixture
def register(build):
    answers = (answer("1", "declined"), answer("2", "not-assessed"), answer("3"))
    return build(
        asks(
            r1=request("1", topics=["topics/toys"], **JUDGED),
            r2=request("2", **JUDGED),
            r3=request("3", implementation={"level": "not-assessed"}),
            r4=request("4", addressees=[STATES], **JUDGED),
            r5=request("5", strength="position"),
            r6=request("6", topics=["topics/toys"], **GONE),
            r10=request("10", addressees=[STATES, COMMISSION], **JUDGED),
        )
        | sections(s1=reply("1", answers=answers))
        | {
            "topics/toys": {"name": "Toys"},
            f"{DOSSIER}/deadlines/late": deadline(due="2014"),
            f"{DOSSIER}/deadlines/soon": deadline(due=dt.date(2015, 10, 15)),
            f"{DOSSIER}/deadlines/later": deadline(due=dt.date(2015, 10, 16)),
            f"{DOSSIER}/deadlines/gone": deadline(due="2014", **GONE),
        }
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("unanswered", ["requests/10"]),
        ("overdue", ["deadlines/late"]),
        ("due-soon", ["deadlines/soon"]),
        ("declined", ["requests/1"]),
        ("not-assessed", ["requests/2", "requests/3"]),
        ("withdrawn", ["deadlines/gone", "requests/6"]),
        (f"addressee:{COMMISSION}", ["requests/1", "requests/2", "requests/3", "requests/5", "requests/10"]),
        (f"addressee:{STATES}", ["requests/4", "requests/10"]),
        ("topic:topics/toys", ["requests/1"]),
    ],
)
def test_each_view_finds_its_records(register, name, found):
    (view,) = [each for each in views(register) if each.name == name]
    assert view.ids == tuple(f"{DOSSIER}/{each}" for each in found)


def test_views_are_named_once_and_by_their_labels(register):
    found = views(register)
    assert len({each.name for each in found}) == len(found)
    assert [each.title for each in found[-3:]] == ["European Commission", "Member States", "Toys"]
    assert found[-1].description == "Requests about Toys"


def test_an_empty_register_has_only_the_fixed_views_and_they_are_empty(build):
    register = build(base={})
    assert [view.ids for view in views(register)] == [()] * 6


@pytest.mark.parametrize("name", ["unanswered", "declined", "not-assessed"])
def test_twice_the_dossiers_are_twice_the_work(build, monkeypatch, name):
    (view,) = [each for each in FIXED if each.name == name]
    assert _look_ups(build, monkeypatch, view, 20) == 2 * _look_ups(build, monkeypatch, view, 10)


def _look_ups(build, monkeypatch, view, dossiers: int) -> int:
    """How often links are looked up, which is what takes the time."""
    records = {each: said for each, said in BASE.items() if DOSSIER not in each}
    one = {**BASE, **asks(r1=request("1")), **sections(s1=reply("1", answers=(answer("1"),)))}
    for number in range(1000, 1000 + dossiers):
        text = tomli_w.dumps({each: said for each, said in one.items() if DOSSIER in each})
        records |= tomllib.loads(text.replace(DOSSIER, f"2015/{number}-RSP"))
    register = build(base=records)
    looked_up = []
    find = register.links_to
    monkeypatch.setattr(register, "links_to", lambda each: looked_up.append(each) or find(each))
    view.select(register, TODAY)
    return len(looked_up)


def test_a_view_says_of_which_kind_all_its_records_are(build, register):
    kinds = {view.name: view.kind for view in views(register)}
    assert (kinds["unanswered"], kinds["overdue"]) == ("requests", "deadlines")
    assert kinds["withdrawn"] == ""
    assert {view.kind for view in views(build(base={}))} == {""}


def test_files_found_otherwise_are_a_view_of_one_kind_only_if_all_can_be_read(register):
    asked = [f"{DOSSIER}/requests/1", f"{DOSSIER}/requests/gone", f"{DOSSIER}/requests/2"]
    found = gathered(register, "wrong", "With problems", asked)
    assert found == ("wrong", "With problems", "", (asked[0], asked[2]), "requests")
    broken = register.with_changes({asked[2]: b"= nothing"})
    assert gathered(broken, "wrong", "With problems", asked) == found._replace(kind="")
    assert gathered(register, "wrong", "With problems", [asked[0], "topics/toys"]).kind == ""
