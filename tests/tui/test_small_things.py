"""What makes pages easier to read and to trust."""

from __future__ import annotations

from followup.tui.keybar import KeyBar
from followup.tui.picker import Choice, Choices

REQUEST = "2015/2564-RSP/requests/09b"


def dim(app):
    """The keys at the bottom that do nothing now."""
    line = app.screen.query_one(KeyBar).render()
    return {line.plain[span.start : span.end] for span in line.spans if span.style == "dim"}


async def test_keys_that_would_be_typed_are_dim_while_a_text_is_written_or_give_way_to_others(ui, root):
    async with ui.opened(root, at=REQUEST) as pilot:
        assert "? Help" in ui.text(pilot.app)
        assert not {"Open", "Filter", "Edit"} & dim(pilot.app)
        await ui.press(pilot, "slash")
        assert {"Filter", "Edit"} <= dim(pilot.app)
        assert not {"Help", "Open", "Back"} & dim(pilot.app)
        assert "F1 Help" in ui.text(pilot.app)
        await ui.press(pilot, "enter")
        assert "? Help" in ui.text(pilot.app)
        await ui.press(pilot, "e", *["down"] * 3, "enter")
        assert {"Remove"} <= dim(pilot.app)
        assert "Change" not in dim(pilot.app)
        await ui.press(pilot, "escape", "down", "enter")
        assert {"Remove", "Change"} <= dim(pilot.app)


async def test_what_a_plan_brings_names_the_records_that_it_concerns(ui, root):
    async with ui.opened(root, at=REQUEST) as pilot:
        await ui.press(pilot, "W", *"wrong", "enter")
        text = ui.text(pilot.app)
        assert f"Withdraw {REQUEST}" in text
        assert "in 2015/2564-RSP/deadlines/report" in text


async def test_a_new_record_is_not_wrong_before_anything_is_written(ui, root):
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "a")
        assert "New request" in ui.text(pilot.app)
        assert "error" not in ui.text(pilot.app)
        await ui.press(pilot, "down", "enter", "7", "enter")
        assert "error" in ui.text(pilot.app)
        await ui.press(pilot, "u")
        assert "error" not in ui.text(pilot.app)
        await ui.press(pilot, "ctrl+s")
        assert "There was nothing to save." in ui.text(pilot.app)


async def test_a_problem_and_what_to_do_are_two_sentences(ui, root):
    async with ui.opened(root, at=REQUEST) as pilot:
        await ui.press(pilot, "e", "down", "enter")
        await ui.press(pilot, *" x y")
        await pilot.pause(0.4)
        await ui.settled(pilot)
        assert "it looks like 9 or 1a. The" in " ".join(ui.text(pilot.app).replace("│", " ").split())


async def test_renaming_says_what_refers_to_the_record(ui, root):
    async with ui.opened(root, at=REQUEST) as pilot:
        await ui.press(pilot, "R")
        assert "2 references to it will be changed too." in ui.text(pilot.app)
    async with ui.opened(root, at="2015/2564-RSP/requests/01") as pilot:
        await ui.press(pilot, "R")
        assert "Nothing refers to it." in ui.text(pilot.app)


def test_a_choice_of_which_nothing_is_said_is_not_cut_where_it_has_room():
    assert Choices([Choice("0", "Paragraph")], []).line(0, 40).plain.strip() == "Paragraph"


def test_a_choice_says_whether_its_name_is_cut():
    long, short = Choice("a/x", "A name that is long " * 3, "a/x"), Choice("a/y", "Short", "a/y")
    choices = Choices([long, short], [])
    assert (choices.is_cut(long, 60), choices.is_cut(short, 60)) == (True, False)
    assert not choices.is_cut(long, 200)


async def test_the_list_says_of_which_procedure_a_record_is_where_there_are_several(ui, root):
    async with ui.opened(root) as pilot:
        assert "2015/2564(RSP) ─╯" not in ui.text(pilot.app)
    other = root / "records/2014/0001-INI/requests"
    other.mkdir(parents=True)
    (other / "1.toml").write_text((root / "records/2015/2564-RSP/requests/01.toml").read_text())
    async with ui.opened(root) as pilot:
        assert "2014/0001(INI) ─╯" in ui.text(pilot.app)
        await ui.press(pilot, "down")
        await pilot.pause(0.2)
        assert "2015/2564(RSP) ─╯" in ui.text(pilot.app)
