"""Undo and redo of saved changes."""

from __future__ import annotations

import pytest
from followup.errors import FollowupError
from followup.tui.edits import ChangedSince, Edits, FileEdit, Step


@pytest.fixture
def edits(tmp_path):
    return Edits(tmp_path)


def step(path, before, after):
    return Step("a step", (FileEdit("an/id", path, before, after),))


def test_a_step_is_taken_back_and_made_again(edits, tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"new")
    edits.made(step(path, b"old", b"new"))
    edits.undo()
    assert path.read_bytes() == b"old"
    assert not edits.done
    edits.redo()
    assert path.read_bytes() == b"new"
    assert not edits.undone


def test_making_and_removing_files_is_taken_back_too(edits, tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"new")
    edits.made(step(path, None, b"new"))
    edits.undo()
    assert not path.exists()
    edits.redo()
    assert path.read_bytes() == b"new"


def test_what_somebody_else_changed_since_is_left_alone(edits, tmp_path):
    path, other = tmp_path / "a.toml", tmp_path / "b.toml"
    path.write_bytes(b"new")
    other.write_bytes(b"theirs")
    edits.made(Step("two", (FileEdit("a", path, b"old", b"new"), FileEdit("b", other, b"x", b"y"))))
    with pytest.raises(ChangedSince):
        edits.undo()
    assert path.read_bytes() == b"new"
    assert other.read_bytes() == b"theirs"
    assert edits.done


def test_a_new_step_forgets_what_was_undone(edits, tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"new")
    edits.made(step(path, b"old", b"new"))
    edits.undo()
    edits.made(step(path, b"old", b"other"))
    assert not edits.undone


def test_a_read_only_file_is_said_to_be_one(edits, tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"new")
    edits.made(step(path, b"old", b"new"))
    path.chmod(0o444)
    with pytest.raises(FollowupError):
        edits.undo()
    assert edits.done
