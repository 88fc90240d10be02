"""A register too large to be kept in memory, as the pages show it: lists from the index, work in a second process."""

from __future__ import annotations

import datetime as dt
from threading import get_ident, main_thread

import pytest
from followup.register import Register
from followup.report.deadlines import agenda
from followup.report.texts import IndexedRegister
from followup.report.views import look_through
from followup.tui import agenda_page
from followup.tui import session as session_module
from followup.tui.aside import Refused, aside
from followup.tui.listing import Listing
from followup.validate import check

from .test_flows import (  # noqa: F401 - what people do is to go as it does with a small register
    test_a_field_is_changed_seen_and_committed_and_nothing_else,
    test_a_file_changed_underneath_is_never_overwritten,
    test_filtering_keeps_the_record_and_escape_clears,
    test_links_are_followed_and_escape_goes_back_one_level,
    test_opening_at_a_record_puts_the_cursor_there,
    test_sorting_by_a_column_and_back,
    test_the_register_opens_on_the_asks_with_counts_and_state,
    test_undo_takes_a_saved_change_back_and_redo_makes_it_again,
)

TODAY = dt.date(2026, 11, 22)
REQUEST = "2015/2564-RSP/requests/09b"


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch):
    monkeypatch.setattr(session_module, "LARGE", 1)
    monkeypatch.setattr("followup.report.texts.keeping.WORTH_IT", 1)


@pytest.fixture
def register(root):
    return Register.open(root)


def quiet(_done, _total):
    """Nobody listens."""


def test_what_a_second_process_finds_is_what_this_one_finds(register):
    root = register.root
    problems = aside("check", root, TODAY, quiet, lambda: True)
    assert problems == check(register, today=TODAY)
    views = aside("look_through", root, TODAY, quiet, lambda: True)
    assert views == look_through([register], register.label, TODAY)


def test_an_answer_is_longer_than_what_a_pipe_holds(root):
    for number in range(600):
        (root / f"records/actors/body-{number}.toml").write_text(f'name = "Body {number}"\ntype = "no such type"\n')
    problems = aside("check", root, TODAY, quiet, lambda: True)
    assert sum(each.name == "not-in-list" for each in problems) == 600


def test_parts_together_are_the_whole(register):
    indexed = IndexedRegister.open(register.root)
    found = look_through(indexed.parts(), indexed.label, TODAY)
    assert found == look_through([register], register.label, TODAY)
    assert dict(indexed.dossier_sizes) == dict(register.dossier_sizes)
    assert [each.records for each in indexed.dossiers.values()] == [each.records for each in register.dossiers.values()]


def test_a_second_process_that_fails_says_why(tmp_path):
    with pytest.raises(Refused) as error:
        aside("check", tmp_path, TODAY, quiet, lambda: True)
    assert "no register here" in error.value.message


def test_nobody_waits_for_what_is_no_longer_wanted(register):
    assert aside("look_through", register.root, TODAY, quiet, lambda: False) is None


async def test_what_is_known_shows_at_once_and_what_changed_since_comes_after(ui, root):
    IndexedRegister.open(root).close()
    new = root / "records/2015/2564-RSP/requests/10b.toml"
    new.write_text((root / "records/2015/2564-RSP/requests/01.toml").read_text().replace('"1"', '"10"'))
    session = session_module.Session.start(root, TODAY)
    glance = session.glance()
    assert glance.register.count_of("requests") == 4
    assert not glance.is_whole
    assert not session_module.is_beginning(glance.register)
    async with ui.opened(root) as pilot:
        assert "2 Requests · 5" in ui.text(pilot.app)


def test_the_first_dossiers_show_where_nothing_is_known_yet(root):
    session = session_module.Session.start(root, TODAY)
    register, is_whole = session.glance()
    assert not is_whole
    assert session_module.is_beginning(register)
    assert [each.id for each in register.first_rows("requests", 2)] == [
        each.id for each in Register.open(root).of_kind("requests")[:2]
    ]


def test_to_look_and_to_read_leaves_the_session_as_it_was(root):
    session = session_module.Session.start(root, TODAY)
    before = {name: getattr(session, name) for name in session.__slots__}
    beginning = session.glance().register
    assert session.read(beginning, quiet, lambda: False) is None
    whole = session.read(beginning, quiet, lambda: True)
    assert isinstance(whole, IndexedRegister)
    assert session.read(whole, quiet, lambda: True).count_of("requests") == 4
    assert {name: getattr(session, name) for name in session.__slots__} == before


async def test_only_the_thread_of_the_pages_writes_down_how_far_work_is_and_once_for_each_per_cent(
    ui, root, monkeypatch
):
    class Recording(dict):
        def __setitem__(self, group, done):
            written.append((get_ident(), group, done))
            said.append(pilot.app.now.doing)
            super().__setitem__(group, done)

    def check(_session, _register, told, _go_on):
        assert get_ident() != main
        for done in range(2001):
            told(done, 2000)

    main, written, said = main_thread().ident, [], []
    async with ui.opened(root) as pilot:
        pilot.app.now.progress, pilot.app.now.problems = Recording(), None
        monkeypatch.setattr(session_module.Session, "check", check)
        pilot.app.check_register()
        await ui.settled(pilot)
        assert written == [(main, "check", done) for done in range(101)]
        assert said[50] == "checking: 49 %"
        assert pilot.app.now.progress == {}


@pytest.mark.parametrize("large", [1, 10_000])
async def test_deadlines_are_looked_for_once_for_each_state_of_the_register(ui, root, monkeypatch, large):
    monkeypatch.setattr(session_module, "LARGE", large)
    asked = []
    monkeypatch.setattr(agenda_page, "agenda", lambda *args: asked.append(args[0]) or agenda(*args))
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "A")
        assert "Deadlines · 1 deadline" in ui.text(pilot.app)
        pilot.app.tell_pages()
        await ui.settled(pilot)
        assert len(asked) == 1
        pilot.app.read_register()
        await ui.settled(pilot)
        assert len(asked) == 2
        assert "Deadlines · 1 deadline" in ui.text(pilot.app)


def test_the_beginning_of_a_large_register_knows_the_rules_by_which_replies_are_owed(root, monkeypatch):
    monkeypatch.setattr(session_module, "LARGE", 1)
    monkeypatch.setattr(session_module, "FEW", 1)
    register = session_module.Session.start(root, None).glance().register
    assert [each.id for each in register.of_kind("rules")] == ["rules/point-16"]
    assert register.of_kind("actors") == []


async def test_whether_a_file_is_news_is_found_out_beside_the_pages_and_what_was_saved_here_is_none(
    ui, root, monkeypatch
):
    differs, asked = IndexedRegister.differs, []

    def recorded(self, record_id):
        asked.append((get_ident() == main_thread().ident, record_id))
        return differs(self, record_id)

    monkeypatch.setattr(IndexedRegister, "differs", recorded)
    async with ui.opened(root, at=REQUEST) as pilot:
        app, path = pilot.app, root / f"records/{REQUEST}.toml"
        read = []
        monkeypatch.setattr(app, "read_again", read.append)
        app.post_message(app.ChangedOnDisk({REQUEST}))
        await ui.settled(pilot)
        assert asked == [(False, REQUEST)]
        assert read == []
        path.write_text(path.read_text().replace("Report more often", "Report less often"))
        app.post_message(app.ChangedOnDisk({REQUEST}))
        await ui.settled(pilot)
        assert read == [[REQUEST]]
        assert f"1 file changed on disk: {REQUEST}" in ui.text(app)


async def test_the_list_is_made_again_only_for_another_register_or_other_standings(ui, root, monkeypatch):
    made = []
    init = Listing.__init__
    monkeypatch.setattr(Listing, "__init__", lambda self, *args, **more: made.append(self) or init(self, *args, **more))
    async with ui.opened(root, at=REQUEST) as pilot:
        made.clear()
        await ui.press(pilot, "space")
        pilot.app.tell_pages()
        await ui.settled(pilot)
        assert made == []
        assert "●" in ui.text(pilot.app)
        pilot.app.read_register()
        await ui.settled(pilot)
        assert made != []
        made.clear()
        await ui.press(pilot, "1", "down")
        assert len(made) == 1
