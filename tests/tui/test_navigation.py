"""The ways into the register, and what they cost."""

from __future__ import annotations

import pytest
from followup.register import Register
from followup.report.texts import IndexedRegister
from followup.tui.navigation import ways
from followup.tui.session import Session


@pytest.fixture
def session(ui, root):
    """A session that knows everything of the small register, in which a file can't be read."""
    (root / "records/topics/broken.toml").write_text("name = ")
    session = Session.start(root, ui.today)
    session.register, session.loaded = IndexedRegister.open(root, kept=False), True
    return session


def look(session):
    """Find out what the workers find out."""
    session.views, session.standings = session.look_through(session.register, lambda *_: None, lambda: True)
    session.problems, session.wrong = session.check(session.register, lambda *_: None, lambda: True)
    session.git = session.look_at_git(session.register)


def shown(session, key):
    """How many records a way counts, of which kind, and which it leads to."""
    (way,) = [each for each in ways(session) if each.key == key]
    return way.count, way.kind and way.kind.name, [each.id.rpartition("/")[2] for each in way.records()]


def test_what_is_wrong_and_what_is_not_committed_are_views(session):
    assert shown(session, "view:wrong") == shown(session, "view:changed") == (None, None, [])
    look(session)
    assert shown(session, "view:changed") == (1, None, ["broken"])
    assert "broken" in shown(session, "view:wrong")[2]
    assert shown(session, "view:not-assessed")[1] == "requests"


def test_marked_records_are_a_view_and_of_one_kind_if_all_can_be_read(session):
    requests = ["2015/2564-RSP/requests/01", "2015/2564-RSP/requests/09a"]
    session.marked = {*requests}
    assert shown(session, "view:marked") == (2, "requests", ["01", "09a"])
    session.marked = {*requests, "topics/broken"}
    assert shown(session, "view:marked") == (3, None, ["01", "09a", "broken"])


def test_the_ways_look_no_record_up(session, monkeypatch):
    look(session)
    session.marked = {"topics/reporting"}
    looked_up = []
    monkeypatch.setattr(IndexedRegister, "entry", lambda _, record_id: looked_up.append(record_id))
    monkeypatch.setattr(type(session.register.records), "__contains__", lambda _, key: looked_up.append(key))
    before = len(ways(session))
    assert before > 10
    assert looked_up == []


def test_the_ways_are_the_same_with_an_index_and_without(session):
    look(session)
    indexed = [(way.key, way.title, way.count, way.kind) for way in ways(session)]
    session.register = Register.open(session.root)
    look(session)
    assert [(way.key, way.title, way.count, way.kind) for way in ways(session)] == indexed
