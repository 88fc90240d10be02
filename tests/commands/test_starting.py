"""A new register is whole from its first commit on."""

import pytest

from .conftest import git


def test_a_new_register_validates_and_is_committed(tmp_path, run):
    root = tmp_path / "new register"
    assert run("init", root).code == 0
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "rev-list", "--count", "HEAD") == "1\n"
    assert run("validate", root=root).code == 0
    done = run("new", "topics", "--set", "name=Grooming")
    assert done.code == 0, done.err
    assert run("commit").code == 0
    assert run(root=root).code == 0


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, run):
    (tmp_path / "mine.txt").write_text("mine")
    assert run("init", tmp_path).code == 2
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_a_register_inside_another_repository_joins_it(tmp_path, run):
    git(tmp_path, "init", "-q")
    assert run("init", tmp_path / "inner").code == 0
    assert not (tmp_path / "inner/.git").exists()
    assert git(tmp_path, "rev-list", "--count", "HEAD") == "1\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete(shell, run):
    assert "_FOLLOWUP_COMPLETE" in run("completion", shell).out
