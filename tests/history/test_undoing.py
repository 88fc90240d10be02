from __future__ import annotations

import subprocess

import pytest
from followup.history import errors, history, undo, undoable

ONE = "requests/01"


@pytest.fixture
def changed(clone):
    """The last commit changed a record."""
    clone.record(ONE, 'strength = "urges"\n')
    clone.save(f"Raise it\n\nWhy.\n\nRecord: {ONE}\nField: strength")
    return clone


def test_the_last_commit_is_undone_by_another(changed):
    before = changed.sha()
    assert undoable(changed.repo).subject == "Raise it"
    changed.record("requests/02", "not staged = 1\n")
    changed.record("requests/03", "untracked = 1\n")
    result = undo(changed.repo)
    assert result.sha == changed.sha()
    assert changed.sha("HEAD~1") == before
    assert changed.files_of() == {f"records/{ONE}.toml": "M"}
    assert (changed.root / f"records/{ONE}.toml").read_text() == 'strength = "asks"\n'
    commit = history(changed.repo, ONE)[0].commit
    assert commit.subject == 'Revert "Raise it"'
    assert commit.body == f"This reverts commit {before}.\n\nRecord: {ONE}\nField: strength"
    assert [file.path.stem for file in changed.repo.status().files] == ["02", "03"]
    undo(changed.repo)
    assert (changed.root / f"records/{ONE}.toml").read_text() == 'strength = "urges"\n'


def test_the_first_commit_and_a_new_record(clone):
    undo(clone.repo)
    assert not (clone.root / f"records/{ONE}.toml").exists()


def test_nothing_to_undo(make):
    with pytest.raises(errors.UndoRefused, match="there is none"):
        undo(make().repo)


def test_another_persons_commit(clone):
    clone.record(ONE, "a = 1\n")
    clone.save("Theirs", author="Bo <bo@example.org>")
    with pytest.raises(errors.UndoRefused, match=r"by Bo <bo@example\.org>, not by you"):
        undoable(clone.repo)


def test_a_commit_that_was_pushed(changed, tmp_path):
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "remote")], check=True)
    changed.git("remote", "add", "origin", str(tmp_path / "remote"))
    undoable(changed.repo)
    changed.git("push", "--quiet", "origin", "main")
    with pytest.raises(errors.UndoRefused, match="origin/main"):
        undo(changed.repo)


def test_a_merge(changed):
    changed.git("switch", "--quiet", "-c", "side", "HEAD~1")
    changed.save("Side")
    changed.git("switch", "--quiet", "main")
    changed.git("merge", "--quiet", "side", "-m", "Merge")
    with pytest.raises(errors.UndoRefused, match="merges"):
        undo(changed.repo)


@pytest.mark.parametrize(("record", "staged"), [(ONE, False), (ONE, True), ("requests/02", True)])
def test_changes_that_git_would_not_revert_over(changed, record, staged):
    changed.record(record, "mine = 1\n")
    if staged:
        changed.git("add", ".")
    before = changed.git("status", "--porcelain=v2"), changed.sha()
    with pytest.raises(errors.UndoRefused, match="not committed"):
        undo(changed.repo)
    assert (changed.git("status", "--porcelain=v2"), changed.sha()) == before


def test_an_untracked_file_in_the_way(clone):
    (clone.root / f"records/{ONE}.toml").unlink()
    clone.save("Remove")
    clone.record(ONE, "mine = 1\n")
    with pytest.raises(errors.UndoRefused, match="overwritten"):
        undo(clone.repo)
    assert (clone.root / f"records/{ONE}.toml").read_text() == "mine = 1\n"
    assert clone.repo.operation is None


@pytest.mark.parametrize("hook", ["pre-commit", "commit-msg"])
def test_a_hook_that_refuses(changed, hook):
    changed.hook(hook, "echo 'no reverts here' >&2; exit 1")
    before = changed.sha()
    with pytest.raises(errors.HookRefused, match="no reverts here"):
        undo(changed.repo)
    assert (changed.sha(), changed.repo.operation, changed.repo.status().files) == (before, None, ())


def test_who_you_are_must_be_known(changed):
    changed.git("config", "--unset", "user.email")
    changed.git("config", "user.useConfigOnly", "true")
    with pytest.raises(errors.NoIdentity):
        undo(changed.repo)


def test_a_bisect_under_way(changed):
    changed.git("bisect", "start")
    with pytest.raises(errors.OperationUnderWay):
        undo(changed.repo)
