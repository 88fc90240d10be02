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


def test_a_folder_named_from_where_one_is(tmp_path, run):
    assert run("init", "a register", root=tmp_path).code == 0
    assert git(tmp_path / "a register", "rev-list", "--count", "HEAD") == "1\n"


def test_without_an_identity_nothing_is_left_in_the_way(tmp_path, run, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    done = run("init", tmp_path / "new")
    assert done.code == 2
    assert "git config" in done.err
    monkeypatch.undo()
    monkeypatch.setenv("GIT_CONFIG_COUNT", "2")
    for number, (key, value) in enumerate([("user.name", "Ada"), ("user.email", "ada@example.org")]):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    assert run("init", tmp_path / "new").code == 0
