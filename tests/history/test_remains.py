"""What a merge has left that was killed half-way, made here by hand."""

from __future__ import annotations

import os
from pathlib import PurePosixPath

import pytest
from followup.history import commit, equipping, errors
from followup.history.locks import one_at_a_time
from followup.history.remains import noted, recover

NOTE = ".git/FOLLOWUP_MERGE"
ONE, TWO, NEW = (f"records/requests/{name}.toml" for name in ("01", "02", "new"))


@pytest.fixture(params=[".", "a register"])
def halfway(make, request):
    """Others changed, added and removed something; ours is behind, or has a commit of its own."""
    clone = make("clone", request.param)
    clone.write(".gitattributes", equipping.ATTRIBUTES + "\n")
    for path in (ONE, TWO, "records/requests/gone.toml"):
        clone.write(path, 'a = 1\nb = 1\ntitle = "long enough to be cut"\n')
    clone.save("Begin")
    clone.git("switch", "--quiet", "-c", "theirs")
    clone.write(ONE, 'a = 2\nb = 1\ntitle = "long enough to be cut"\n')
    clone.write(NEW, "c = 1\n")
    (clone.root / "records/requests/gone.toml").unlink()
    clone.save("Theirs")
    clone.git("switch", "--quiet", "main")
    return clone


def _cut_short(clone) -> None:
    (clone.tree / NOTE).write_text(clone.sha("theirs"))


def _status(clone) -> list[str]:
    return clone.git("status", "--porcelain", "-uall").splitlines()


def _names(clone, done) -> list[str]:
    return sorted(str(path).rpartition("/")[2] for path in done)


def test_nothing_was_cut_short(halfway):
    halfway.write(ONE, "a = 2\n")
    assert recover(halfway.repo) == []
    assert len(_status(halfway)) == 1


@pytest.mark.parametrize("staged", [False, True])
def test_files_that_the_merge_has_written_are_put_back(halfway, staged):
    _cut_short(halfway)
    halfway.git("restore", "--source=theirs", "--worktree", *(["--staged"] if staged else []), ":/")
    assert _names(halfway, recover(halfway.repo)) == ["01.toml", "gone.toml", "new.toml"]
    assert _status(halfway) == []
    assert not (halfway.tree / NOTE).exists()
    halfway.git("merge", "--quiet", "--ff-only", "theirs")


def test_a_file_that_was_being_written(halfway):
    _cut_short(halfway)
    halfway.write(ONE, "a = 2\nb")
    halfway.write(NEW, "")
    assert _names(halfway, recover(halfway.repo)) == ["01.toml", "new.toml"]
    assert _status(halfway) == []


def test_what_somebody_else_has_written_stays(halfway):
    _cut_short(halfway)
    halfway.write(ONE, "a = 3\n")
    halfway.write(TWO, "a = 2\n")
    halfway.write(NEW, "c = 1\nmine = 1\n")
    (halfway.root / "records/requests/gone.toml").write_text("mine = 1\n")
    before = _status(halfway)
    assert recover(halfway.repo) == []
    assert _status(halfway) == before
    assert (halfway.root / NEW).read_text() == "c = 1\nmine = 1\n"


def test_fields_that_the_driver_has_joined(halfway):
    halfway.write(ONE, 'a = 1\nb = 2\ntitle = "long enough to be cut"\n')
    halfway.save("Ours")
    _cut_short(halfway)
    halfway.write(ONE, 'a = 2\nb = 2\ntitle = "long enough to be cut"\n')
    assert _names(halfway, recover(halfway.repo)) == ["01.toml"]
    assert (halfway.root / ONE).read_text().startswith("a = 1\nb = 2\n")


def test_a_field_in_conflict(halfway):
    halfway.write(ONE, 'a = 3\nb = 1\ntitle = "long enough to be cut"\n')
    halfway.save("Ours")
    halfway.git(*equipping.settings(), "merge", "--quiet", "theirs", ok=False)
    marked = (halfway.root / ONE).read_text()
    assert "<<<<<<< ours" in marked
    halfway.git("merge", "--abort")
    _cut_short(halfway)
    halfway.write(ONE, marked)
    assert _names(halfway, recover(halfway.repo)) == ["01.toml"]


def test_a_merge_that_waits_is_left_alone(halfway):
    halfway.write(TWO, "a = 3\n")
    halfway.save("Ours")
    halfway.git("merge", "--quiet", "--no-commit", "theirs")
    _cut_short(halfway)
    before = _status(halfway)
    assert recover(halfway.repo) == []
    assert _status(halfway) == before


def test_files_that_git_had_handed_over(halfway):
    old, new, other = (halfway.tree / name for name in (".merge_file_abcdef", ".merge_file_ABC123", ".merge_file_more"))
    old.write_text("x")
    os.utime(old, (1, 1))
    _cut_short(halfway)
    new.write_text("x")
    other.write_text("x")
    recover(halfway.repo)
    assert [path.exists() for path in (old, new, other)] == [True, False, True]


def test_the_note_is_there_for_as_long_as_it_takes(halfway):
    note = halfway.tree / NOTE
    with noted(halfway.repo, "abc"):
        assert note.read_text() == "abc\n"
    assert not note.exists()
    note.write_text("no commit\n")
    assert recover(halfway.repo) == []
    assert not note.exists()


def test_nobody_commits_what_a_merge_has_left(halfway):
    _cut_short(halfway)
    halfway.git("restore", "--source=theirs", "--worktree", ":/")
    halfway.write(TWO, "mine = 1\n")
    with pytest.raises(errors.NothingToCommit):
        commit(halfway.repo, [PurePosixPath(ONE)], "Not mine")
    commit(halfway.repo, [PurePosixPath(TWO)], "Mine")
    assert _status(halfway) == []


def test_a_merge_that_runs_is_not_disturbed(halfway):
    _cut_short(halfway)
    halfway.git("restore", "--source=theirs", "--worktree", ":/")
    with one_at_a_time(halfway.repo.git_dir, 0) as alone:
        assert alone
        assert recover(halfway.repo) == []
        with pytest.raises(errors.NothingToCommit):
            commit(halfway.repo, [PurePosixPath(TWO)], "Nothing", patience=0.05)
    lock = halfway.tree / ".git/index.lock"
    lock.touch()
    assert recover(halfway.repo) == []
    lock.unlink()
    assert len(_status(halfway)) == 3
    assert len(recover(halfway.repo)) == 3
