"""What people do, key by key, and what then stands on the screen, in the file and in git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from followup.register import Register
from followup.tui.changes_page import ChangesPage
from followup.tui.form_page import FormPage
from followup.tui.picker import Picker, Question
from followup.tui.register_page import RegisterPage
from followup.tui.side_page import SidePage
from followup.tui.text_page import PlainPage, ReadingPage

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
REQUEST = "2015/2564-RSP/requests/09b"
FILE = f"records/{REQUEST}.toml"


@SIZES
async def test_the_register_opens_on_the_asks_with_counts_and_state(ui, root, size):
    async with ui.opened(root, size) as pilot:
        text = ui.text(pilot.app)
        assert "2 Requests · 4" in text
        assert "Deadlines" in text
        assert "⎇ main" in text
        assert "nothing to commit" in text
        assert "1 warning" in text
        assert ("Preview" in text) == (size[0] >= 116)


async def test_opening_at_a_record_puts_the_cursor_there(ui, root):
    async with ui.opened(root, at="actors/commission") as pilot:
        assert pilot.app.screen.record_id == "actors/commission"


@SIZES
async def test_filtering_keeps_the_record_and_escape_clears(ui, root, size):
    async with ui.opened(root, size) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "slash", *"global q")
        page = pilot.app.screen
        assert page.filter_box.value == "global q"
        await ui.press(pilot, "backspace", "backspace")
        assert page.record_id == REQUEST
        assert "1 of 4" in ui.text(pilot.app)
        await ui.press(pilot, "enter", "escape")
        assert page.filter_box.value == ""
        assert page.record_id == REQUEST
        assert isinstance(pilot.app.screen, RegisterPage)


async def test_sorting_by_a_column_and_back(ui, root):
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "s", *"title", "enter")
        rows = [row.cells[2] for row in pilot.app.screen.records.lines.listing.shown]
        assert rows == sorted(rows)
        assert "Title ▲" in ui.text(pilot.app)
        await ui.press(pilot, "s", "enter")
        assert [row.cells[2] for row in pilot.app.screen.records.lines.listing.shown] == rows[::-1]


async def test_links_are_followed_and_escape_goes_back_one_level(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "3", "down", "down", "enter")
        page = pilot.app.screen
        assert page.record_id == "actors/commission"
        await ui.press(pilot, "escape")
        assert page.record_id == REQUEST
        await ui.press(pilot, "2", "enter")
        assert isinstance(pilot.app.screen, ReadingPage)
        await ui.press(pilot, "down", "enter")
        assert pilot.app.screen.record_id == "2015/2564-RSP/documents/resolution"
        await ui.press(pilot, "q", "q")
        assert pilot.app.screen is page


@SIZES
async def test_a_record_is_read_with_names_and_verbatim_text(ui, root, size):
    async with ui.opened(root, size) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "enter")
        text = ui.text(pilot.app)
        assert "European Commission" in text
        assert "▎ calls on the Commission" in text
        assert "Referred to by" in text or size[1] == 24


@pytest.mark.parametrize("size", [(80, 24), (132, 16)], ids=["80x24", "132x16"])
async def test_side_by_side_scrolls_down_and_never_sideways(ui, root, size):
    async with ui.opened(root, size) as pilot:
        await ui.press(pilot, "b")
        view = pilot.app.screen.view
        assert view.show_vertical_scrollbar
        assert not view.show_horizontal_scrollbar
        assert view.virtual_size.width == view.scrollable_content_region.width


async def test_side_by_side_shows_the_refusal_and_jumps_to_the_gap(ui, root):
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "b")
        text = ui.text(pilot.app)
        assert isinstance(pilot.app.screen, SidePage)
        assert "⊘ declined" in text
        assert "✗ NOT ADDRESSED" in text
        await ui.press(pilot, "n")
        assert pilot.app.screen.record_id == "2015/2564-RSP/requests/09c"
        await ui.press(pilot, "enter")
        assert pilot.app.screen.record_id == "2015/2564-RSP/requests/09c"
        await ui.press(pilot, "escape", "up", "r")
        assert pilot.app.screen.record_id == "2015/2564-RSP/replies/09"


async def test_the_source_is_shown_with_the_quotation(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "o")
        page = pilot.app.screen
        assert isinstance(page, PlainPage)
        marked = [
            line.plain[span.start : span.end]
            for line in page.query_one("#text")._laid
            for span in line.spans
            if "on $warning" in str(span.style)
        ]
        assert " ".join("".join(marked).split()).startswith("calls on the Commission to report more regularly")


@pytest.mark.parametrize(
    ("key", "expected"),
    [("t", 'strength = "calls-on"'), ("p", "Nothing is wrong"), ("H", "Begin the register"), ("d", "Everything is")],
)
async def test_one_key_shows_file_problems_history_and_changes(ui, root, key, expected):
    async with ui.opened(root, (80, 30)) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, key)
        assert expected in ui.text(pilot.app)
        await ui.press(pilot, "escape")
        assert isinstance(pilot.app.screen, RegisterPage)


async def set_level(ui, pilot, level="partly"):
    """Give the request an implementation level through the form."""
    await ui.go_to(pilot, REQUEST)
    await ui.press(pilot, "e")
    form = pilot.app.screen
    assert isinstance(form, FormPage)
    await to_field(ui, pilot, "implementation")
    await ui.press(pilot, "enter")
    await to_field(ui, pilot, "implementation", "level")
    await ui.press(pilot, "enter", *level, "enter")


async def to_field(ui, pilot, *path):
    form = pilot.app.screen
    form.fields.cursor = next(i for i, slot in enumerate(form.slots) if slot.path == path)
    await ui.settled(pilot)


@SIZES
async def test_a_field_is_changed_seen_and_committed_and_nothing_else(ui, root, size):
    before = (root / FILE).read_text()
    (root / "other.txt").write_text("staged by somebody")
    ui.git(root, "add", "other.txt")
    async with ui.opened(root, size) as pilot:
        await set_level(ui, pilot)
        assert "not saved" in ui.text(pilot.app)
        assert (root / FILE).read_text() == before
        await ui.press(pilot, "ctrl+s")
        assert (root / FILE).read_text() == before + '\n[implementation]\nlevel = "partly"\n'
        assert "1 not committed" in ui.text(pilot.app) or "Saved" in ui.text(pilot.app)
        await ui.press(pilot, "d")
        assert "Implementation › Level" in ui.text(pilot.app)
        await ui.press(pilot, "escape", "c")
        page = pilot.app.screen
        assert page.message.has_focus
        assert page.message.text.startswith(f"{REQUEST}: implementation level set to partly")
        await ui.press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, RegisterPage)
    assert ui.git(root, "show", "--name-only", "--format=%an").split() == ["Ann", "Example", FILE]
    assert '+level = "partly"' in ui.git(root, "show")
    assert ui.git(root, "diff", "--cached", "--name-only").split() == ["other.txt"]


async def test_undo_takes_a_saved_change_back_and_redo_makes_it_again(ui, root):
    before = (root / FILE).read_bytes()
    async with ui.opened(root) as pilot:
        await set_level(ui, pilot)
        await ui.press(pilot, "ctrl+s", "u")
        assert (root / FILE).read_bytes() == before
        await ui.press(pilot, "ctrl+r")
        assert b"partly" in (root / FILE).read_bytes()


async def test_leaving_a_changed_form_asks_and_says_what_is_lost(ui, root):
    before = (root / FILE).read_bytes()
    async with ui.opened(root) as pilot:
        await set_level(ui, pilot)
        await ui.press(pilot, "ctrl+q")
        assert isinstance(pilot.app.screen, FormPage)
        await ui.press(pilot, "escape")
        assert isinstance(pilot.app.screen, Question)
        assert "implementation.level" in ui.text(pilot.app)
        await ui.press(pilot, "escape")
        assert isinstance(pilot.app.screen, FormPage)
        await ui.press(pilot, "escape", "x")
        assert isinstance(pilot.app.screen, RegisterPage)
    assert (root / FILE).read_bytes() == before


async def test_text_is_written_and_taken_over(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "e")
        await to_field(ui, pilot, "title")
        await ui.press(pilot, "enter", *" 5[1]", "enter", "ctrl+s")
        assert Register.open(root).get(REQUEST).data["title"] == "Report more often on the Global Alliance 5[1]"


async def test_long_text_is_written_by_sentence(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "e")
        await to_field(ui, pilot, "notes")
        await ui.press(pilot, "enter", *"One.", "enter", *"Two.", "ctrl+s")
        assert isinstance(pilot.app.screen, FormPage)
        await ui.press(pilot, "ctrl+s")
        assert (root / FILE).read_text().endswith('notes = """\nOne.\nTwo.\n"""\n')


async def test_a_reference_is_found_by_alias_and_added(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, "2015/2564-RSP/requests/01")
        await ui.press(pilot, "e")
        await to_field(ui, pilot, "addressees")
        await ui.press(pilot, "enter", *"the commission")
        assert isinstance(pilot.app.screen, Picker)
        await ui.press(pilot, "enter", "ctrl+s")
        assert Register.open(root).get("2015/2564-RSP/requests/01").data["addressees"] == ["actors/commission"]


async def test_items_are_added_moved_and_removed(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "e")
        await to_field(ui, pilot, "verbs")
        await ui.press(pilot, "enter", *"urges", "enter")
        await to_field(ui, pilot, "verbs", 1)
        await ui.press(pilot, "K")
        assert pilot.app.screen.draft.at(("verbs",)) == ["urges", "calls on"]
        await ui.press(pilot, "x")
        assert pilot.app.screen.draft.at(("verbs",)) == ["calls on"]
        await ui.press(pilot, "u")
        assert pilot.app.screen.draft.at(("verbs",)) == ["urges", "calls on"]


async def test_an_answer_is_added_to_a_reply(ui, root):
    async with ui.opened(root, at="2015/2564-RSP/replies/09") as pilot:
        await ui.press(pilot, "e")
        await to_field(ui, pilot, "answers")
        await ui.press(pilot, "enter", *"requests/09c", "enter")
        draft = pilot.app.screen.draft
        assert draft.at(("answers", 1)) == {"request": "2015/2564-RSP/requests/09c"}
        await to_field(ui, pilot, "answers", 1, "disposition")
        await ui.press(pilot, "enter", *"information", "enter", "ctrl+s")
        assert (
            Register.open(root).get("2015/2564-RSP/replies/09").data["answers"][1]["disposition"] == "information-only"
        )


async def test_a_vague_date_says_what_it_means_and_a_wrong_one_is_not_taken(ui, root):
    async with ui.opened(root, at="2015/2564-RSP/deadlines/report") as pilot:
        await ui.press(pilot, "e")
        await to_field(ui, pilot, "due")
        await ui.press(pilot, "enter", *["backspace"] * 13, *"2016-13", "enter")
        assert "can't be “2016-13”" in ui.text(pilot.app)
        await ui.press(pilot, "backspace", "2")
        assert "December 2016: from 1 December 2016 to 31 December 2016" in ui.text(pilot.app)
        await ui.press(pilot, "enter")
        assert pilot.app.screen.draft.at(("due",)) == "2016-12"


async def test_words_that_are_not_in_the_source_are_flagged_while_they_are_written(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "e")
        await to_field(ui, pilot, "text")
        await ui.press(pilot, "enter", *"Never ")
        await pilot.pause(0.4)
        await ui.settled(pilot)
        assert "✗ error" in ui.text(pilot.app)
        await ui.press(pilot, "ctrl+s", "ctrl+s")
        assert isinstance(pilot.app.screen, Question)
        await ui.press(pilot, "escape")
        assert b"Never" not in (root / FILE).read_bytes()


async def test_a_file_changed_underneath_is_never_overwritten(ui, root):
    async with ui.opened(root) as pilot:
        await set_level(ui, pilot)
        path = root / FILE
        path.write_text(path.read_text().replace('strength = "calls-on"', 'strength = "urges"'))
        theirs = path.read_bytes()
        await ui.press(pilot, "ctrl+s")
        text = ui.text(pilot.app)
        assert "changed meanwhile" in text
        assert "Implementation › Level" in text
        assert "urges" in text
        assert path.read_bytes() == theirs
        await ui.press(pilot, "m")
        assert isinstance(pilot.app.screen, FormPage)
        assert path.read_bytes() == theirs
        await ui.press(pilot, "ctrl+s")
        assert path.read_bytes() == theirs + b'\n[implementation]\nlevel = "partly"\n'


async def test_a_read_only_file_is_said_to_be_one(ui, root):
    (root / FILE).chmod(0o444)
    before = (root / FILE).read_bytes()
    async with ui.opened(root) as pilot:
        await set_level(ui, pilot)
        await ui.press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, FormPage)
        assert [note for note in pilot.app._notifications if note.severity == "error"]
    assert (root / FILE).read_bytes() == before


async def change_and_commit(ui, pilot):
    await set_level(ui, pilot)
    await ui.press(pilot, "ctrl+s", "c")
    assert isinstance(pilot.app.screen, ChangesPage)


async def test_a_refusing_hook_is_quoted_and_the_message_kept(ui, root):
    hook = root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho 'the moon is [not] full'\nexit 1\n")
    hook.chmod(0o755)
    head = ui.git(root, "rev-parse", "HEAD")
    async with ui.opened(root) as pilot:
        await change_and_commit(ui, pilot)
        await ui.press(pilot, *"Why: ", "ctrl+s")
        assert "the moon is [not] full" in ui.text(pilot.app)
        assert pilot.app.screen.message.text.startswith("Why: ")
    assert ui.git(root, "rev-parse", "HEAD") == head


async def test_what_hooks_say_of_a_commit_is_shown(ui, root):
    for name in ("pre-commit", "post-commit"):
        hook = root / ".git/hooks" / name
        hook.write_text(f"#!/bin/sh\necho 'the {name} says [ok]' >&2\n")
        hook.chmod(0o755)
    async with ui.opened(root) as pilot:
        await change_and_commit(ui, pilot)
        await ui.press(pilot, "ctrl+s")
        (note,) = pilot.app._notifications
        assert note.title == "The hooks said"
        assert note.message == "the pre-commit says [ok]\nthe post-commit says [ok]"
    assert "+level" in ui.git(root, "show", "HEAD")


@pytest.mark.parametrize("signs", [True, False], ids=["signed", "refused"])
async def test_commits_are_signed_as_git_is_set_up_to(ui, root, signs):
    program = root.parent / "sign"
    signed = "echo '-----BEGIN PGP SIGNATURE-----'; echo '[GNUPG:] SIG_CREATED ' >&2"
    program.write_text(f"#!/bin/sh\ncat >/dev/null\n{signed if signs else 'exit 2'}\n")
    program.chmod(0o755)
    ui.git(root, "config", "gpg.program", str(program))
    ui.git(root, "config", "commit.gpgsign", "true")
    head = ui.git(root, "rev-parse", "HEAD")
    async with ui.opened(root) as pilot:
        await change_and_commit(ui, pilot)
        await ui.press(pilot, *"Why: ", "ctrl+s")
        if not signs:
            assert "failed to sign" in ui.text(pilot.app)
            assert pilot.app.screen.message.text.startswith("Why: ")
    assert (ui.git(root, "rev-parse", "HEAD") != head) == signs
    assert ("gpgsig -----BEGIN PGP SIGNATURE-----" in ui.git(root, "cat-file", "-p", "HEAD")) == signs


async def test_a_commit_without_an_identity_says_how_to_give_one(ui, root, monkeypatch):
    monkeypatch.setenv("HOME", str(root.parent / "nobody"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(root.parent / "nobody"))
    ui.git(root, "config", "user.useConfigOnly", "true")
    async with ui.opened(root) as pilot:
        await change_and_commit(ui, pilot)
        await ui.press(pilot, "ctrl+s")
        assert "git config" in ui.text(pilot.app)


async def test_the_message_survives_escape_and_quitting(ui, root):
    async with ui.opened(root) as pilot:
        await change_and_commit(ui, pilot)
        await ui.press(pilot, *"Kept: ", "escape", "escape", "c")
        assert pilot.app.screen.message.text.startswith("Kept: ")
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "c")
        assert pilot.app.screen.message.text.startswith("Kept: ")
        await ui.press(pilot, "ctrl+s")
    assert ui.git(root, "log", "-1", "--format=%s").startswith("Kept: ")
    assert not (root / ".git/followup/commit-message.txt").exists()


async def test_a_record_with_errors_is_committed_only_on_purpose(ui, root):
    path = root / FILE
    path.write_text(path.read_text().replace('strength = "calls-on"', 'strength = "shouts"'))
    head = ui.git(root, "rev-parse", "HEAD")
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "c", "ctrl+s")
        assert isinstance(pilot.app.screen, Question)
        await ui.press(pilot, "escape")
        assert ui.git(root, "rev-parse", "HEAD") == head
        await ui.press(pilot, "ctrl+s", "f")
    assert ui.git(root, "rev-parse", "HEAD") != head


async def test_records_are_ticked_into_the_commit_one_by_one(ui, root):
    for name in ("actors/commission", "topics/reporting"):
        path = root / f"records/{name}.toml"
        path.write_text(path.read_text() + 'notes = """\nSeen.\n"""\n')
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "d")
        assert "2 of 2 ticked" in ui.text(pilot.app)
        await ui.press(pilot, "space")
        assert "1 of 2 ticked" in ui.text(pilot.app)
        await ui.press(pilot, "ctrl+s")
        assert "1 of 1 ticked" in ui.text(pilot.app) or isinstance(pilot.app.screen, ChangesPage)
    assert ui.git(root, "show", "--name-only", "--format=").split() == ["records/topics/reporting.toml"]


async def test_the_editor_gets_the_file_and_what_it_wrote_is_read(ui, root, monkeypatch):
    ran = []

    def edit(command, **_):
        ran.append(command)
        path = Path(command[-1])
        path.write_text(path.read_text() + "# seen\n")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setenv("VISUAL", "my-editor --wait")
    async with ui.opened(root) as pilot:
        monkeypatch.setattr("followup.tui.changing.subprocess.run", edit)
        monkeypatch.setattr(type(pilot.app), "suspend", lambda self: __import__("contextlib").nullcontext())
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "E")
        monkeypatch.undo()
        await ui.settled(pilot)
        assert ran == [["my-editor", "--wait", str(root / FILE)]]
        assert pilot.app.session.register.get(REQUEST).raw.endswith(b"# seen\n")


async def test_help_lists_what_can_be_done_here_and_does_it(ui, root):
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "question_mark", *"side by", "enter")
        assert isinstance(pilot.app.screen, SidePage)
        await ui.press(pilot, "f1", *"next gap", "enter")
        assert pilot.app.screen.record_id == "2015/2564-RSP/requests/09c"


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_the_palette_does_what_is_chosen(ui, root, key):
    async with ui.opened(root) as pilot:
        await ui.press(pilot, key, *"history", "enter")
        assert "History of" in ui.text(pilot.app)


async def test_themes_are_chosen_from_the_palette(ui, root):
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "ctrl+p", *"theme", "enter", *"light", "enter")
        assert pilot.app.theme == "followup-light"


async def test_the_id_is_copied(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "y", "enter")
        assert pilot.app.clipboard == REQUEST


@pytest.mark.parametrize("key", ["q", "escape", "ctrl+q"])
async def test_leaving_from_the_first_page(ui, root, key):
    async with ui.opened(root) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.return_value == 0


async def test_ctrl_c_does_not_leave(ui, root):
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "ctrl+c")
        assert pilot.app.is_running


async def test_a_broken_file_hides_nothing_else_and_is_readable_as_text(ui, root):
    (root / FILE).write_text("a = [")
    async with ui.opened(root) as pilot:
        text = ui.text(pilot.app)
        assert "2 Requests · 3" in text
        assert "error" in text


async def test_a_register_outside_git_says_so_and_works(ui, root):
    import shutil

    shutil.rmtree(root / ".git")
    os.environ["GIT_CEILING_DIRECTORIES"] = str(root.parent)
    try:
        async with ui.opened(root) as pilot:
            assert "not under git" in ui.text(pilot.app)
            await ui.press(pilot, "d", "escape", "H", "escape", "enter")
            assert isinstance(pilot.app.screen, ReadingPage)
    finally:
        del os.environ["GIT_CEILING_DIRECTORIES"]


async def test_small_terminals_and_resizing(ui, root):
    async with ui.opened(root, (40, 10)) as pilot:
        assert "Requests" in ui.text(pilot.app)
        await ui.press(pilot, "1")
        assert "All records" in ui.text(pilot.app)
        await ui.press(pilot, "enter", "enter")
        await pilot.resize_terminal(120, 40)
        await ui.settled(pilot)
        assert "Referred to by" in ui.text(pilot.app)
        await pilot.resize_terminal(40, 10)
        await ui.press(pilot, "e", "down", "enter", "escape", "escape")
        assert isinstance(pilot.app.screen, ReadingPage)


async def test_changes_that_were_never_saved_are_offered_again(ui, root):
    async with ui.opened(root) as pilot:
        await set_level(ui, pilot)
    assert b"partly" not in (root / FILE).read_bytes()
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "e")
        assert "never saved" in ui.text(pilot.app)
        await ui.press(pilot, "r", "ctrl+s")
        assert (root / FILE).read_bytes().endswith(b'[implementation]\nlevel = "partly"\n')
        await ui.press(pilot, "e")
        assert isinstance(pilot.app.screen, FormPage)


async def test_taking_the_other_version_loses_ones_own(ui, root):
    async with ui.opened(root) as pilot:
        await set_level(ui, pilot)
        path = root / FILE
        path.write_text(path.read_text().replace('strength = "calls-on"', 'strength = "urges"'))
        theirs = path.read_bytes()
        await ui.press(pilot, "ctrl+s", "t")
        assert isinstance(pilot.app.screen, RegisterPage)
        assert path.read_bytes() == theirs
        await ui.press(pilot, "e")
        assert isinstance(pilot.app.screen, FormPage)
        assert not pilot.app.screen.draft.dirty
