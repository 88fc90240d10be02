"""Text that looks like markup, runs from right to left, combines, or never ends: shown as it is, everywhere."""

from __future__ import annotations

import pytest
from followup.tui.picker import Choice, Choices, Picker, Question, matching
from followup.tui.reader import Reader
from followup.tui.text import Para, fitted, highlighted, link
from followup.tui.virtual_list import VirtualList
from textual.app import App
from textual.content import Content

TEXTS = [
    "Article 5[1](a) [sic]",
    "[/",
    "[/foo]",
    "[bold]x[/bold]",
    "[@click=app.quit]x[/]",
    "$accent",
    "قرار البرلمان الأوروبي",
    "👩‍👩‍👧 und 🇪🇺",
    "e\u0301\u0327\u0301 Z͑ͫ̓a̴l̶g̷o",
    "x" * 10_000,
    "many words " * 1_000,
]
IDS = ["sic", "slash", "closing", "bold", "click", "variable", "rtl", "emoji", "combining", "long", "words"]
REQUEST = "2015/2564-RSP/requests/09b"


class One(App[int]):
    """A single widget."""

    CSS_PATH = None

    def __init__(self, widget):
        super().__init__()
        self._widget = widget

    def get_theme_variable_defaults(self):
        return {"muted": "#888888", "link": "#88aaff"}

    def compose(self):
        yield self._widget


class Texts:
    def __init__(self, texts):
        self.texts = texts

    def __len__(self):
        return len(self.texts)

    def line(self, index, width):
        return Content(self.texts[index]).truncate(width, ellipsis=True)

    def header(self, width):
        return Content(self.texts[0]).truncate(width)

    def pickable(self, index):
        return True


def first(text):
    return text[:20].strip()


@pytest.mark.parametrize("text", TEXTS, ids=IDS)
async def test_a_list_shows_it(ui, text):
    app = One(VirtualList())
    async with app.run_test(size=(60, 10)) as pilot:
        app.query_one(VirtualList).show(Texts([text, "last"]))
        await pilot.pause()
        assert first(text) in ui.text(app)
        assert "last" in ui.text(app)


@pytest.mark.parametrize("text", TEXTS, ids=IDS)
async def test_a_reader_wraps_it_and_its_links_work(ui, text):
    followed = []

    class Listening(One):
        def on_reader_followed(self, event):
            followed.append(event.target)

    app = Listening(Reader())
    async with app.run_test(size=(60, 10)) as pilot:
        reader = app.query_one(Reader)
        reader.show([Para(link(text, "[/x]"), "label  "), Para(Content(text), "▎ ", "▎ ")])
        reader.focus()
        await pilot.pause()
        assert first(text)[:10] in ui.text(app)
        await pilot.press("down", "enter", "end", "home", "pagedown", "up")
        assert followed == ["[/x]"]
        assert all(line.cell_length <= 60 for line in reader._laid)


@pytest.mark.parametrize("text", TEXTS, ids=IDS)
async def test_a_choice_and_a_question_show_it(ui, text):
    app = One(VirtualList())
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Picker(text, [Choice("a", text, text), Choice("b", "b")], hint=text))
        await pilot.pause()
        assert first(text)[:8] in ui.text(app)
        await pilot.press("escape")
        app.push_screen(Question(text, text, [("x", "x", text)]))
        await pilot.pause()
        assert first(text)[:8] in ui.text(app)


def quoted(text):
    return text.replace("\\", "\\\\").replace('"', '\\"')


@pytest.fixture
def hostile(root):
    """A register in which each text is the title and words of a request, of a deadline and of an actor."""
    folder = root / "records/2015/2564-RSP"
    request = (folder / "requests/09b.toml").read_text()
    deadline = (folder / "deadlines/report.toml").read_text()
    for name, text in zip(IDS, map(quoted, TEXTS), strict=True):
        asked = request.replace("Report more often on the Global Alliance", text)
        asked = asked.replace("calls on the Commission to report", f"{text} report")
        asked = asked.replace('["actors/commission"]', f'["actors/commission", "actors/{name}"]')
        (folder / f"requests/{name}.toml").write_text(asked)
        (folder / f"deadlines/{name}.toml").write_text(deadline.replace("Report on the Directive", text))
        (root / f"records/actors/{name}.toml").write_text(f'name = "{text}"\ntype = "body"\n')
    return root


KEYS = ("enter", "b", "e", "H", "o", "t", "T", "p", "y")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_every_page_shows_records_that_hold_it(ui, hostile, size):
    async with ui.opened(hostile, size) as pilot:
        home = pilot.app.screen
        for number, (name, text) in enumerate(zip(IDS, TEXTS, strict=True)):
            await ui.go_to(pilot, f"2015/2564-RSP/requests/{name}")
            assert first(text)[:8] in ui.text(pilot.app)
            # Every text on three of the pages, and every page with three of the texts or more.
            for key in (KEYS[number % 9], KEYS[(number + 3) % 9], KEYS[(number + 6) % 9]):
                await ui.press(pilot, key, "down", "escape")
                await back_to(ui, pilot, home)
        assert not [note for note in pilot.app._notifications if note.severity == "error"]


async def back_to(ui, pilot, page):
    for _ in range(6):
        if pilot.app.screen is not page:
            await ui.press(pilot, "escape")
    assert pilot.app.screen is page


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_overviews_show_all_of_them(ui, hostile, size):
    async with ui.opened(hostile, size) as pilot:
        home = pilot.app.screen
        for key in ("A", "v", "b", "d"):
            await ui.press(pilot, key)
            seen = ui.text(pilot.app)
            for _ in range(12):
                await ui.press(pilot, "pagedown")
                seen += ui.text(pilot.app)
            # Side by side a paragraph of ten thousand letters is turned over before the next one comes.
            for text in TEXTS if key != "b" else ():
                assert first(text)[:5] in seen, (key, text[:20])
            await back_to(ui, pilot, home)


@pytest.mark.parametrize("text", [TEXTS[0], TEXTS[2], TEXTS[6], TEXTS[7]], ids=[IDS[0], IDS[2], IDS[6], IDS[7]])
async def test_search_and_plans_show_it(ui, hostile, text):
    async with ui.opened(hostile, (80, 24)) as pilot:
        home = pilot.app.screen
        await ui.press(pilot, "ctrl+f")
        pilot.app.screen.query_one("#query").value = f'"{text}"'
        await pilot.pause(0.2)
        await ui.settled(pilot)
        assert first(text)[:8] in ui.text(pilot.app)
        await back_to(ui, pilot, home)
        await ui.press(pilot, "W")
        pilot.app.screen.query_one("Input").value = text
        await ui.press(pilot, "enter")
        assert text[0] in pilot.app.screen.query_one(Reader).plain
        await ui.press(pilot, "escape")


@pytest.mark.parametrize("text", TEXTS, ids=IDS)
def test_cells_have_exactly_their_width(text):
    assert Content(fitted(text, 12)).cell_length == 12
    assert highlighted(Content(text), ["sic", "[", "x"]).plain == text


def test_what_matches_everywhere_comes_before_what_is_only_like_it():
    choices = [
        Choice("1", "", heading=True),
        Choice("2", "Europol", "the police office"),
        Choice("3", "Eurojust", words="Europol’s neighbour"),
        Choice("4", "ENISA"),
    ]
    assert [each.value for each in matching(choices, "europol")] == ["2", "3"]
    assert matching(choices, "Eurpol")[0].value == "2"
    assert matching(choices, "") == choices
    assert not matching(choices, "zzzzqqqq")
    assert Choices(choices, []).pickable(0) is False
