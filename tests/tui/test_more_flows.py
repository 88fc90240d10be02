"""Search, deadlines, plans for several files, earlier days, and files that others change."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace

from followup.register import Register
from followup.report.deadlines import Group, State, agenda
from followup.report.search import Excerpt
from followup.tui.agenda_page import AgendaLines, AgendaPage, bar
from followup.tui.form_page import FormPage
from followup.tui.plan_page import PlanDialog
from followup.tui.register_page import RegisterPage
from followup.tui.search_page import SearchPage, in_view

REQUEST = "2015/2564-RSP/requests/09b"
FILE = f"records/{REQUEST}.toml"


async def test_search_finds_words_in_fields_and_opens_the_record(ui, root):
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "ctrl+f", *"further report")
        await pilot.pause(0.3)
        await ui.settled(pilot)
        page = pilot.app.screen
        assert isinstance(page, SearchPage)
        assert {hit.id for hit in page._hits} == {"2015/2564-RSP/replies/09", "2015/2564-RSP/deadlines/report"}
        assert "further report" in ui.text(pilot.app)
        await ui.press(pilot, "enter", "enter")
        assert pilot.app.screen.record_id == page.record_id
        await ui.press(pilot, "escape", "slash", *" xyzzy")
        await pilot.pause(0.3)
        await ui.settled(pilot)
        assert "No record holds these words" in ui.text(pilot.app)


async def test_deadlines_stand_in_groups_with_their_lateness(ui, root):
    async with ui.opened(root, (140, 40)) as pilot:
        await ui.press(pilot, "A")
        assert isinstance(pilot.app.screen, AgendaPage)
        text = ui.text(pilot.app)
        assert "MET LATE · 1" in text
        assert "by 31 December 2015" in text
        assert "351 days late" in text
        await ui.press(pilot, "enter")
        assert pilot.app.screen.record_id == "2015/2564-RSP/deadlines/report"


def test_the_timeline_shows_due_met_and_today(root):
    register = Register.open(root)
    today = dt.date(2016, 6, 1)
    entry = next(each for several in agenda(register, today).values() for each in several)
    drawn = bar(entry, today, 2015, 2017)
    assert len(drawn) == 24
    assert "".join(drawn.split()) == "◆│●"
    lines = AgendaLines(agenda(register, today), today)
    assert not lines.pickable(0)
    assert lines.line(1, 120).cell_length <= 120
    assert lines.line(1, 60).cell_length <= 60


def test_deadlines_of_every_state_are_drawn(root):
    register = Register.open(root)
    today = dt.date(2016, 6, 1)
    entry = next(each for several in agenda(register, today).values() for each in several)
    entries = [replace(entry, state=state) for state in State]
    lines = AgendaLines({Group.LATER: entries}, today)
    drawn = [lines.line(index + 1, 120).plain for index in range(len(entries))]
    assert all(entry.title in line for line in drawn)
    assert {line[0] for line in drawn} == set("✗…?–✓")


def test_an_excerpt_begins_where_its_word_can_be_seen():
    text = "calls on the Commission to report more regularly on the progress of the Global Alliance"
    start = text.index("Alliance")
    found = in_view(Excerpt("Text", ("text",), text, ((start, start + 8),)), 40)
    assert found.text.startswith("… ")
    ((start, end),) = found.spans
    assert found.text[start:end] == "Alliance"
    assert end <= 40
    near = Excerpt("Text", ("text",), text, ((0, 5),))
    assert in_view(near, 40) is near


async def test_a_record_is_withdrawn_after_the_change_was_shown(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "W", *"Said twice", "enter")
        assert isinstance(pilot.app.screen, PlanDialog)
        assert "Said twice" in ui.text(pilot.app)
        await ui.press(pilot, "escape")
        assert b"Said twice" not in (root / FILE).read_bytes()
        await ui.press(pilot, "W", *"Said twice", "enter", "y")
        assert Register.open(root).get(REQUEST).data["withdrawn"] == {"on": ui.today, "reason": "Said twice"}
        await ui.press(pilot, "u")
        assert b"Said twice" not in (root / FILE).read_bytes()


async def test_renaming_takes_all_references_along_and_is_taken_back_whole(ui, root):
    before = {path: path.read_bytes() for path in root.rglob("*.toml")}
    async with ui.opened(root, at="topics/reporting") as pilot:
        await ui.press(pilot, "R", "ctrl+u", *"topics/progress-reports", "enter")
        assert "1 reference" in ui.text(pilot.app) or isinstance(pilot.app.screen, PlanDialog)
        await ui.press(pilot, "y")
        register = Register.open(root)
        assert "topics/progress-reports" in register
        assert "topics/reporting" not in register
        assert register.get(REQUEST).data["topics"] == ["topics/progress-reports"]
        await ui.press(pilot, "u")
    assert {path: path.read_bytes() for path in root.rglob("*.toml")} == before


async def test_one_field_is_set_on_all_marked_records(ui, root):
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "asterisk")
        assert "4 marked" in ui.text(pilot.app)
        await ui.press(pilot, "home", "space")
        assert "3 marked" in ui.text(pilot.app)
        await ui.press(pilot, "M", *"implementation.level", "enter", *"not-assessed", "enter")
        assert isinstance(pilot.app.screen, PlanDialog)
        await ui.press(pilot, "y")
    levels = {each.parts.name: each.at(("implementation", "level")) for each in Register.open(root).of_kind("requests")}
    assert levels == {"01": None, "09a": "not-assessed", "09b": "not-assessed", "09c": "not-assessed"}


async def test_a_new_record_is_named_by_its_fields(ui, root):
    async with ui.opened(root, at="topics/reporting") as pilot:
        await ui.press(pilot, "a", *"topic", "enter")
        form = pilot.app.screen
        assert isinstance(form, FormPage)
        assert "New topic" in ui.text(pilot.app)
        await ui.press(pilot, "enter", *"Dark web", "enter", "ctrl+s")
        if not (root / "records/topics/dark-web.toml").exists():
            await ui.press(pilot, "s")
        assert (root / "records/topics/dark-web.toml").read_text() == 'name = "Dark web"\n'
        await ui.press(pilot, "u")
        assert not (root / "records/topics/dark-web.toml").exists()


async def test_an_earlier_day_is_shown_and_can_not_be_changed(ui, root):
    (root / FILE).write_text((root / FILE).read_text().replace('strength = "calls-on"', 'strength = "urges"'))
    ui.git(root, "commit", "-qam", "Urge")
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "at", *"HEAD~1", "enter")
        assert "AS OF HEAD~1" in ui.text(pilot.app)
        await ui.go_to(pilot, REQUEST)
        assert pilot.app.session.register.get(REQUEST).data["strength"] == "calls-on"
        await ui.press(pilot, "e", "c", "W", "a")
        assert isinstance(pilot.app.screen, RegisterPage)
        await ui.press(pilot, "at")
        assert pilot.app.session.register.get(REQUEST).data["strength"] == "urges"
        await ui.press(pilot, "at", *"1999-01-01", "enter")
        assert "AS OF" not in ui.text(pilot.app)
        assert [note for note in pilot.app._notifications if note.severity == "error"]


async def test_what_others_write_is_noticed(ui, root):
    async with ui.opened(root) as pilot:
        path = root / FILE
        await pilot.pause(0.3)
        path.write_text(path.read_text().replace("Report more often", "Report daily"))
        for _ in range(60):
            await pilot.pause(0.1)
            if "Report daily" in ui.text(pilot.app):
                break
        assert "Report daily" in ui.text(pilot.app)
        await ui.settled(pilot)


async def test_a_form_is_not_touched_by_what_others_write(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "e")
        form = pilot.app.screen
        raw = form.draft.raw
        (root / FILE).write_text("# new\n" + (root / FILE).read_text())
        pilot.app.post_message(pilot.app.ChangedOnDisk({REQUEST}))
        await ui.settled(pilot)
        assert pilot.app.screen is form
        assert form.draft.raw == raw
        assert pilot.app.session.register.get(REQUEST).raw.startswith(b"# new")


async def test_a_record_that_is_removed_meanwhile_leaves_the_list(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "enter")
        (root / FILE).unlink()
        pilot.app.post_message(pilot.app.ChangedOnDisk({REQUEST}))
        await ui.settled(pilot)
        assert "no longer there" in ui.text(pilot.app)
        await ui.press(pilot, "escape")
        assert "Requests · 3" in ui.text(pilot.app)


async def test_an_empty_register_says_so(ui, root):
    shutil.rmtree(root / "records")
    (root / "records").mkdir()
    async with ui.opened(root) as pilot:
        assert "no record here" in ui.text(pilot.app)
        await ui.press(pilot, "e", "enter", "b", "o", "A", "escape", "ctrl+f", "escape")
        assert isinstance(pilot.app.screen, RegisterPage)


async def test_coverage_says_for_each_addressee_what_became_of_an_ask(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "v")
        text = ui.text(pilot.app)
        assert "3 asks · 1 gap" in text
        assert "✗ NO ANSWER" in text
        assert "⊘ declined" in text
        assert "– none due" in text
        assert pilot.app.screen.record_id == REQUEST
        await ui.press(pilot, "v", "down", "enter")
        assert pilot.app.screen.record_id == "2015/2564-RSP/requests/09c"


async def test_what_is_in_a_list_already_is_not_offered_again(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "e")
        form = pilot.app.screen
        form.fields.cursor = next(i for i, slot in enumerate(form.slots) if slot.path == ("addressees",))
        await ui.settled(pilot)
        await ui.press(pilot, "enter")
        assert [each.value for each in pilot.app.screen._choices] == ["actors/member-states"]
