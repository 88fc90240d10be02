"""What each page looks like: a picture of it, compared with the one kept."""

from __future__ import annotations

import pytest
from followup.tui.app import FollowupApp
from followup.tui.session import Session

from .test_troubles import in_conflict

REQUEST = "2015/2564-RSP/requests/09b"
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
WAYS = {
    "register": [],
    "record": ["enter"],
    "side": ["b"],
    "form": ["e"],
    "help": ["question_mark"],
    "toml": ["T"],
    "agenda": ["A"],
    "coverage": ["v"],
}


@pytest.fixture
def picture(snap_compare, ui, root):
    """Compares the application after some keys with its kept picture."""

    def compare(*keys, size=(80, 24), at=REQUEST, theme="", folder=root):
        app = FollowupApp(Session.start(folder, ui.today), at)
        if theme:
            app.theme = theme

        async def before(pilot):
            await ui.settled(pilot)
            await ui.press(pilot, *keys)
            for cursor in pilot.app.screen.query("Input, TextArea"):
                cursor.cursor_blink = False
            await ui.settled(pilot)

        return snap_compare(app, run_before=before, terminal_size=size)

    return compare


@SIZES
@pytest.mark.parametrize("name", WAYS)
def test_page(picture, name, size):
    assert picture(*WAYS[name], size=size)


@pytest.mark.parametrize("theme", ["followup-light", "followup-high-contrast"])
def test_theme(picture, theme):
    assert picture(size=(120, 30), theme=theme)


def test_tiny(picture):
    assert picture("enter", size=(40, 10))


def test_changes(picture, root):
    path = root / f"records/{REQUEST}.toml"
    path.write_text(path.read_text().replace('strength = "calls-on"', 'strength = "urges"'))
    assert picture("d", size=(100, 30))


def test_a_field_being_written(picture):
    assert picture("e", "down", "down", "down", "enter", size=(80, 24))


@SIZES
def test_a_file_with_problems(picture, root, size):
    path = root / f"records/{REQUEST}.toml"
    path.write_text(path.read_text().replace('"calls-on"', '"orders"') + 'colour = "blue"\n')
    assert picture("T", size=size)


@SIZES
def test_settling_a_conflict(picture, ui, root, size):
    ui.git(root, "config", "merge.conflictStyle", "diff3")
    in_conflict(ui, root)
    assert picture("e", "t", size=size)


@SIZES
def test_doubts(picture, ui, imported, size):
    ui.git(imported, "init", "-q", "-b", "main")
    assert picture("D", "a", size=size, at=None, folder=imported)


@SIZES
def test_search(picture, size):
    assert picture("ctrl+f", *"alliance", "enter", size=size)
