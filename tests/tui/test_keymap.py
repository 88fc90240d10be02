"""Keys that the user chose, from a file."""

from __future__ import annotations

import pytest
from followup.tui.actions import ACTIONS, TOGETHER, key_name
from followup.tui.keymap import Keymap, key_of, keymap, keys_file, load
from followup.tui.register_page import RegisterPage
from textual.keys import Keys

from .test_actions import pages


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("?", "question_mark"),
        ("/", "slash"),
        ("esc", "escape"),
        ("PgUp", "pageup"),
        ("F5", "f5"),
        ("J", "J"),
        ("ctrl+s", "ctrl+s"),
        ("Ctrl+Shift+a", "ctrl+shift+a"),
        ("alt+up", "alt+up"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("-", "minus"),
        ("ä", "ä"),
        ("", None),
        ("ctrl+", None),
        ("hyper+x", None),
        ("escap", None),
    ],
)
def test_keys_are_written_as_they_are_shown(written, key):
    assert key_of(written) == key


@pytest.mark.parametrize("key", sorted({key for action in ACTIONS for key in action.keys}))
def test_every_key_can_be_given_as_it_is_shown(key):
    assert key_of(key_name(key)) == key


def test_names_of_keys_are_those_of_textual():
    names = {each.value for each in Keys}
    assert {key_of(each) for each in ("enter", "esc", "space", "tab", "del", "home", "PgDn", "↑", "F1")} <= names


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"edti": "i"}, "There is no action “edti”. Did you mean edit?"),
        ({"edit": 3}, "edit needs a key in quotes, or a list of keys."),
        ({"edit": []}, "edit needs a key in quotes, or a list of keys."),
        ({"edit": "ctrl+foo"}, "edit: there is no key “ctrl+foo”."),
        ({"edit": "ctrl+i"}, "edit: terminals can’t tell ctrl+i from tab."),
        ({"edit": "b"}, "edit: b is the key of “Side by side” (side) already."),
        ({"edit": "j"}, "edit: j is the key of “Down” (cursor-down) already."),
        ({"edit": "i", "side": "i"}, "edit: i is the key of “Side by side” (side) already."),
    ],
)
def test_what_is_wrong_is_told_and_leaves_the_keys_as_they_were(said, fault):
    found = keymap({**said, "reload": "F6"})
    assert fault in found.faults
    assert "edit" not in found.keys
    assert found.keys["reload"] == ("f6",)


def test_keys_may_change_places():
    found = keymap({"edit": "b", "side": "e"})
    assert found == Keymap({"edit": ("b",), "side": ("e",)})
    edit = next(each for each in ACTIONS if each.id == "edit")
    assert found.of(edit) == ("b",)


def test_the_same_key_serves_where_both_are_never_at_hand():
    assert not keymap({"next-gap": "ctrl+n", "next-match": "ctrl+n"}).faults


def test_a_file_that_is_no_toml_or_none_at_all(tmp_path):
    (tmp_path / "keys.toml").write_text("edit = ")
    assert "can’t be read" in load(tmp_path / "keys.toml").faults[0]
    assert load(tmp_path / "none.toml") == Keymap()


@pytest.mark.parametrize("page", pages(), ids=lambda each: each.__name__)
def test_what_is_together_on_a_page_is_known_to_be(page):
    assert any(set(page.CONTEXTS) <= set(group) for group in TOGETHER)


async def test_the_keys_of_the_file_are_bound_shown_and_told(ui, root):
    keys_file().parent.mkdir(parents=True, exist_ok=True)
    keys_file().write_text('side = ["ctrl+b", "B"]\nedti = "x"\n')
    async with ui.opened(root) as pilot:
        assert "B Beside" in ui.text(pilot.app) or "ctrl+b Beside" in ui.text(pilot.app)
        assert "edti" in next(note.message for note in pilot.app._notifications)
        await ui.press(pilot, "b")
        assert isinstance(pilot.app.screen, RegisterPage)
        await ui.press(pilot, "B")
        assert "declined" in ui.text(pilot.app)
        await ui.press(pilot, "ctrl+b", "question_mark", *"side by")
        assert "ctrl+b B" in ui.text(pilot.app)
