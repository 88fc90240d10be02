"""What goes wrong outside the application: it says so, loses nothing, and goes on."""

from __future__ import annotations

import os
import signal

import pytest
from followup.register import Register
from followup.tui.changes_page import ChangesPage
from followup.tui.form_page import FormPage
from followup.tui.picker import Question
from followup.tui.register_page import RegisterPage
from followup.tui.settle_page import SettlePage
from followup.tui.toml_page import TomlPage
from followup.tui.welcome import seen_file

from .test_flows import SIZES, change_and_commit, set_level, to_field
from .test_terminal import start

REQUEST = "2015/2564-RSP/requests/09b"
FILE = f"records/{REQUEST}.toml"
LEVEL = b'[implementation]\nlevel = "partly"\n'


def errors(pilot):
    return [note.message for note in pilot.app._notifications if note.severity == "error"]


def test_what_a_killed_application_left_in_a_form_is_offered_again(ui, root):
    terminal = start(root)
    terminal.until("2 Requests", "⎇ main")
    terminal.press("/", *"global", "enter", "e")
    terminal.until("Edit Report more often")
    terminal.press("down", "down", "down", "enter", *" now")
    terminal.press("enter")
    terminal.until("not saved")
    os.kill(terminal.pid, signal.SIGKILL)
    os.waitpid(terminal.pid, 0)
    assert "now" not in (root / FILE).read_text()
    again = start(root)
    again.until("2 Requests", "⎇ main")
    again.press("/", *"global", "enter", "e")
    again.until("never saved", "title")
    again.press("r", "ctrl+s")
    again.until("1 not committed")
    again.press("ctrl+q")
    assert again.ended() == 0
    assert Register.open(root).get(REQUEST).data["title"] == "Report more often on the Global Alliance now"


@SIZES
async def test_a_full_disk_leaves_the_file_and_the_form(ui, root, size, monkeypatch):
    before = (root / FILE).read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    async with ui.opened(root, size) as pilot:
        await set_level(ui, pilot)
        with monkeypatch.context() as patch:
            patch.setattr("followup.register.files.os.fsync", full)
            await ui.press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, FormPage)
        assert "the disk is full" in errors(pilot)[0]
        assert (root / FILE).read_bytes() == before
        assert [each.name for each in (root / FILE).parent.iterdir() if each.suffix != ".toml"] == []
        await ui.press(pilot, "ctrl+s")
        assert (root / FILE).read_bytes().endswith(LEVEL)


@SIZES
async def test_a_commit_on_no_branch_says_so(ui, root, size):
    ui.git(root, "checkout", "-q", "--detach")
    async with ui.opened(root, size) as pilot:
        assert "⎇ main" not in ui.text(pilot.app)
        await change_and_commit(ui, pilot)
        await ui.press(pilot, "ctrl+s")
        assert any("on no branch" in note.message for note in pilot.app._notifications)
    assert '+level = "partly"' in ui.git(root, "show", "HEAD")


async def test_the_first_commit_of_a_branch(ui, root):
    ui.git(root, "update-ref", "-d", "HEAD")
    ui.git(root, "rm", "-rq", "--cached", ".")
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "H")
        assert "never committed" in ui.text(pilot.app)
        await ui.press(pilot, "escape", "d", "a", "ctrl+s")
    assert len(ui.git(root, "ls-tree", "-r", "--name-only", "HEAD").split()) == 12


async def test_a_rebase_under_way_is_said_and_refuses_commits(ui, root):
    (root / ".git/rebase-merge").mkdir()
    head = ui.git(root, "rev-parse", "HEAD")
    async with ui.opened(root) as pilot:
        assert "REBASE NOT FINISHED" in ui.text(pilot.app)
        await change_and_commit(ui, pilot)
        await ui.press(pilot, "ctrl+s")
        assert "git rebase --continue" in ui.text(pilot.app)
    assert ui.git(root, "rev-parse", "HEAD") == head


async def test_the_last_commit_is_taken_back_by_another_one(ui, root):
    before = (root / FILE).read_bytes()
    async with ui.opened(root) as pilot:
        await change_and_commit(ui, pilot)
        await ui.press(pilot, "ctrl+s", "U")
        assert not errors(pilot)
        assert isinstance(pilot.app.screen, Question)
        assert "implementation level" in pilot.app.screen._text
        await ui.press(pilot, "y")
        assert (root / FILE).read_bytes() == before
        assert pilot.app.session.register.get(REQUEST).raw == before
        await ui.press(pilot, "U", "escape")
    assert ui.git(root, "log", "--format=%s").splitlines()[0].startswith('Revert "')


async def test_what_can_not_be_taken_back_says_why(ui, root):
    path = root / FILE
    path.write_text(path.read_text() + "# open\n")
    ui.git(root, "commit", "-qam", "Ours")
    path.write_text(path.read_text() + "# more\n")
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "U")
        assert "not committed" in errors(pilot)[0]


# the file as text


@SIZES
async def test_a_file_is_edited_as_text_checked_undone_and_saved(ui, root, size):
    before = (root / FILE).read_text()
    async with ui.opened(root, size) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "T", "x")
        page = pilot.app.screen
        assert isinstance(page, TomlPage)
        await pilot.pause(0.3)
        await ui.settled(pilot)
        assert "not saved" in ui.text(pilot.app)
        assert "✗ 1:" in ui.text(pilot.app)
        await ui.press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Question)
        await ui.press(pilot, "escape", "ctrl+z")
        assert page.area.text == before
        await ui.press(pilot, *"# [sic] ", "ctrl+s")
        assert isinstance(pilot.app.screen, RegisterPage)
        assert (root / FILE).read_text() == "# [sic] " + before
        await ui.press(pilot, "u")
        assert (root / FILE).read_text() == before


async def test_a_text_is_joined_with_what_was_changed_meanwhile(ui, root):
    path = root / FILE
    before = path.read_text()
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "T")
        page = pilot.app.screen
        page.put(before.replace("more often", "daily").encode())
        path.write_text(before.replace('"calls-on"', '"urges"'))
        await ui.press(pilot, "ctrl+s")
        assert path.read_text() == before.replace('"calls-on"', '"urges"')
        await ui.press(pilot, "ctrl+s")
        assert path.read_text() == before.replace('"calls-on"', '"urges"').replace("more often", "daily")


async def test_a_text_that_both_changed_is_settled_by_field(ui, root):
    path = root / FILE
    before = path.read_text()
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "T")
        pilot.app.screen.put(before.replace("more often", "daily").encode())
        path.write_text(before.replace("more often", "weekly"))
        await ui.press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, SettlePage)
        assert "weekly" in ui.text(pilot.app)
        await ui.press(pilot, "t", "ctrl+s")
        assert isinstance(pilot.app.screen, TomlPage)
        await ui.press(pilot, "escape")
    assert path.read_text() == before.replace("more often", "weekly")


async def test_a_text_that_was_never_saved_is_offered_again(ui, root):
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "T", *"# kept ")
        await pilot.pause(0.3)
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "T", "r")
        assert pilot.app.screen.area.text.startswith("# kept ")


@pytest.mark.parametrize("raw", [b'title = "a\xff"\n', b'a = "1"\r\nb = "2"\n', 'a = "x\u2028y"\n'.encode()])
async def test_what_could_not_be_written_back_as_it_was_is_not_edited(ui, root, raw):
    (root / FILE).write_bytes(raw)
    async with ui.opened(root) as pilot:
        pilot.app.edit_text(REQUEST)
        await ui.settled(pilot)
        assert "can’t be edited here" in errors(pilot)[0]
    assert (root / FILE).read_bytes() == raw


async def test_windows_line_endings_stay(ui, root):
    before = (root / FILE).read_bytes().replace(b"\n", b"\r\n")
    (root / FILE).write_bytes(before)
    async with ui.opened(root, at=REQUEST) as pilot:
        await ui.press(pilot, "T", *"# x ", "ctrl+s")
    assert (root / FILE).read_bytes() == b"# x " + before


# conflicts


def in_conflict(ui, root):
    """A merge that stopped at two values of one title."""
    path = root / FILE
    before = path.read_text()
    ui.git(root, "switch", "-qc", "other")
    path.write_text(before.replace("more often", "weekly"))
    ui.git(root, "commit", "-qam", "Weekly")
    ui.git(root, "switch", "-q", "main")
    path.write_text(before.replace("more often", "daily"))
    ui.git(root, "commit", "-qam", "Daily")
    with pytest.raises(Exception, match="merge"):
        ui.git(root, "merge", "-q", "other")
    return before


@SIZES
async def test_a_merge_is_settled_by_field_and_concluded(ui, root, size):
    before = in_conflict(ui, root)
    async with ui.opened(root, size, at=REQUEST) as pilot:
        assert "MERGE NOT FINISHED" in ui.text(pilot.app)
        await ui.press(pilot, "e")
        assert isinstance(pilot.app.screen, SettlePage)
        await ui.press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, SettlePage)
        await ui.press(pilot, "o", "t", "ctrl+s")
        assert (root / FILE).read_text() == before.replace("more often", "weekly")
        await ui.press(pilot, "c")
        assert isinstance(pilot.app.screen, ChangesPage)
        assert pilot.app.screen.message.text.startswith("Merge branch 'other'")
        await ui.press(pilot, "ctrl+s")
        assert "NOT FINISHED" not in ui.text(pilot.app)
    assert ui.git(root, "log", "-1", "--format=%p").count(" ") == 1
    assert ui.git(root, "status", "--porcelain") == ""


async def test_what_was_before_is_not_offered_where_nobody_knows_it(ui, root):
    in_conflict(ui, root)
    assert "|||||||" not in (root / FILE).read_text()
    async with ui.opened(root, (80, 24), at=REQUEST) as pilot:
        await ui.press(pilot, "e")
        assert "Before both" not in ui.text(pilot.app)
        await ui.press(pilot, "b")
        assert not pilot.app.screen.choices
        await ui.press(pilot, "enter", "enter", "enter")
        assert "ours" in ui.text(pilot.app)


async def test_a_merge_that_was_settled_in_an_editor_is_concluded(ui, root):
    before = in_conflict(ui, root)
    (root / FILE).write_text(before.replace("more often", "each month"))
    async with ui.opened(root, at=REQUEST) as pilot:
        await ui.press(pilot, "c", "ctrl+s")
        assert isinstance(pilot.app.screen, Question)
        assert REQUEST in ui.text(pilot.app)
        await ui.press(pilot, "escape")
        assert (root / ".git/MERGE_HEAD").exists()
        await ui.press(pilot, "ctrl+s", "s")
    assert ui.git(root, "log", "-1", "--format=%p").count(" ") == 1
    assert "each month" in ui.git(root, "show", f"HEAD:{FILE}")
    assert ui.git(root, "status", "--porcelain") == ""


async def test_an_unsettled_merge_is_not_committed(ui, root):
    in_conflict(ui, root)
    async with ui.opened(root) as pilot:
        await ui.press(pilot, "c", "ctrl+s")
        assert "MERGE" in ui.text(pilot.app)
    assert (root / ".git/MERGE_HEAD").exists()


async def test_what_a_killed_merge_has_left_is_put_back_and_said(ui, root):
    before = (root / FILE).read_text()
    ui.git(root, "switch", "-qc", "theirs")
    (root / FILE).write_text(before.replace("more often", "weekly"))
    (root / "records/topics/new.toml").write_text('name = "New"\n')
    ui.git(root, "add", ".")
    ui.git(root, "commit", "-qm", "Weekly")
    ui.git(root, "switch", "-q", "main")
    (root / ".git/FOLLOWUP_MERGE").write_text(ui.git(root, "rev-parse", "theirs"))
    ui.git(root, "restore", "--source=theirs", "--worktree", ":/")
    async with ui.opened(root, at=REQUEST) as pilot:
        assert "nothing to commit" in ui.text(pilot.app)
        said = next(note.message for note in pilot.app._notifications)
        assert said.startswith("A merge was cut short. What it had left half done is put back, 2 files:")
        assert FILE in said
        assert pilot.app.session.register.get(REQUEST).raw == before.encode()
        assert "topics/new" not in pilot.app.session.register
    assert (root / FILE).read_text() == before
    assert ui.git(root, "status", "--porcelain") == ""
    assert not (root / ".git/FOLLOWUP_MERGE").exists()


async def test_what_somebody_wrote_after_a_killed_merge_is_left(ui, root):
    (root / ".git/FOLLOWUP_MERGE").write_text(ui.git(root, "rev-parse", "HEAD"))
    (root / FILE).write_bytes((root / FILE).read_bytes() + LEVEL)
    async with ui.opened(root) as pilot:
        assert "1 not committed" in ui.text(pilot.app)
        assert not list(pilot.app._notifications)
    assert (root / FILE).read_bytes().endswith(LEVEL)


async def test_a_field_that_both_changed_is_chosen_in_the_form(ui, root):
    path = root / FILE
    async with ui.opened(root) as pilot:
        await ui.go_to(pilot, REQUEST)
        await ui.press(pilot, "e")
        await to_field(ui, pilot, "title")
        await ui.press(pilot, "enter", *" now", "enter")
        path.write_text(path.read_text().replace("more often", "weekly"))
        await ui.press(pilot, "ctrl+s", "f", "t", "ctrl+s")
        form = pilot.app.screen
        assert isinstance(form, FormPage)
        assert form.draft.data["title"] == "Report weekly on the Global Alliance"


# small things


async def test_the_keys_of_free_tables_are_written_in_the_form(ui, root):
    async with ui.opened(root, at=REQUEST) as pilot:
        await ui.press(pilot, "e")
        await to_field(ui, pilot, "ignore")
        await ui.press(pilot, "enter", *"some-check", "enter", *"It is so.", "enter")
        form = pilot.app.screen
        assert form.draft.data["ignore"] == {"some-check": "It is so."}
        await to_field(ui, pilot, "ignore", "some-check")
        await ui.press(pilot, "x")
        assert "ignore" not in form.draft.data


async def test_a_newcomer_sees_the_hint_until_it_is_closed(ui, root):
    seen_file().unlink()
    async with ui.opened(root, (80, 24)) as pilot:
        assert "reads asks beside their answers" in ui.text(pilot.app)
        await ui.press(pilot, "escape")
        assert "To begin with" not in ui.text(pilot.app)
    async with ui.opened(root, (80, 24)) as pilot:
        assert "To begin with" not in ui.text(pilot.app)


async def test_a_file_that_can_not_be_read_is_found_and_mended(ui, root):
    before = (root / FILE).read_text()
    (root / FILE).write_text("a = [")
    async with ui.opened(root, at=REQUEST) as pilot:
        assert pilot.app.screen.record_id == REQUEST
        await ui.press(pilot, "e")
        assert isinstance(pilot.app.screen, TomlPage)
        pilot.app.screen.put(before.encode())
        await ui.press(pilot, "ctrl+s")
    assert (root / FILE).read_text() == before
