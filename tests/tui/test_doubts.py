"""Walking through the doubts of an import."""

from __future__ import annotations

from followup.tui.doubts_page import DoubtsPage
from followup.tui.form_page import FormPage
from followup.tui.settled_doubts import SettledDoubts
from followup.tui.text_page import PlainPage

from .conftest import ROOT, git

DOSSIER = "2015/2564-RSP"
SOURCES = sorted((ROOT / "records" / DOSSIER / "sources").glob("*.txt"))


async def test_doubts_are_accepted_and_corrected_one_after_another(ui, imported):
    git(imported, "init", "-q", "-b", "main")
    async with ui.opened(imported, (80, 24)) as pilot:
        await ui.press(pilot, "D")
        page = pilot.app.screen
        assert isinstance(page, DoubtsPage)
        total = len(page.doubts)
        assert f"{total} of {total} doubts left" in ui.text(pilot.app)
        assert "esc Back" in ui.text(pilot.app)

        accepted = page.doubt
        await ui.press(pilot, "a")
        assert page.left == total - 1
        assert page.doubt is page.doubts[1]
        assert f"{total - 1} of {total} doubts left" in ui.text(pilot.app)

        while not page.record_id.startswith("actors/"):
            await ui.press(pilot, "n")
        corrected = page.doubt
        file = imported / "records" / f"{corrected.record}.toml"
        await ui.press(pilot, "enter")
        assert isinstance(pilot.app.screen, FormPage)
        await ui.press(pilot, "enter", "end", *" of Europe", "enter", "ctrl+s")
        assert pilot.app.screen is page
        assert " of Europe" in file.read_text()
        assert page.left == total - 2
        assert page.doubt is not corrected

        kept = SettledDoubts(imported / ".git", set()).read()
        assert kept.keys == {accepted.key, corrected.key}
        await ui.press(pilot, "escape", "D")
        assert len(pilot.app.screen.doubts) == total - 2


async def test_a_form_that_changes_nothing_settles_nothing(ui, imported):
    async with ui.opened(imported, (80, 24)) as pilot:
        await ui.press(pilot, "D")
        page = pilot.app.screen
        await ui.press(pilot, "enter", "escape")
        assert pilot.app.screen is page
        assert page.left == len(page.doubts)


async def test_outside_git_an_accepted_doubt_is_remembered_until_the_end(ui, imported):
    async with ui.opened(imported, (80, 24)) as pilot:
        await ui.press(pilot, "D", "space")
        page = pilot.app.screen
        assert page.left == len(page.doubts) - 1
        await ui.press(pilot, "escape", "D")
        assert len(pilot.app.screen.doubts) == len(page.doubts) - 1


async def test_an_accepted_doubt_can_be_opened_again(ui, imported):
    async with ui.opened(imported, (80, 24)) as pilot:
        await ui.press(pilot, "D", "a", "up", "a")
        page = pilot.app.screen
        assert page.left == len(page.doubts)
        assert page.app.settled_doubts == set()


async def test_the_source_is_shown_where_the_doubt_is(ui, imported):
    async with ui.opened(imported, (80, 24)) as pilot:
        await ui.press(pilot, "D")
        page = pilot.app.screen
        while page.doubt.doubt.line < 60:
            await ui.press(pilot, "n")
        doubt, title = page.doubt.doubt, page.session.register.label(page.doubt.document)
        await ui.press(pilot, "o")
        assert isinstance(pilot.app.screen, PlainPage)
        shown = " ".join(ui.text(pilot.app).replace("│", " ").split())
        assert doubt.words in shown
        assert f"Source of {title[:40]}" in shown


async def test_a_register_without_texts_has_no_doubts(ui, root):
    for path in (root / "records" / DOSSIER / "documents").glob("*.toml"):
        path.write_text(path.read_text().partition("[source]")[0])
    async with ui.opened(root, (80, 24)) as pilot:
        await ui.press(pilot, "D")
        assert pilot.app.screen.doubts == []
        assert "No doubt is left" in ui.text(pilot.app)
        await ui.press(pilot, "n", "o", "a")
        assert isinstance(pilot.app.screen, DoubtsPage)
