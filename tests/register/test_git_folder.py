"""Finding the git directory as git itself does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from followup.register.git_folder import git_folder


def git(folder: Path, *words: str) -> str:
    told = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words]
    return subprocess.run(told, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "one"
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "commit", "-q", "--allow-empty", "-m", "Begin")
    return folder


def as_git_has_it(folder: Path) -> Path:
    return Path(git(folder, "rev-parse", "--absolute-git-dir"))


def test_in_the_folder_itself_and_above_it(repository: Path) -> None:
    below = repository / "a" / "b"
    below.mkdir(parents=True)
    assert git_folder(repository) == git_folder(below) == as_git_has_it(below) == repository / ".git"


def test_of_a_further_working_tree(repository: Path) -> None:
    other = repository.parent / "other"
    git(repository, "worktree", "add", "-q", str(other))
    assert git_folder(other) == as_git_has_it(other) != git_folder(repository)


def test_of_a_submodule_whose_pointer_is_relative(repository: Path) -> None:
    outer = repository.parent / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(repository), "inner")
    assert (outer / "inner" / ".git").read_text().startswith("gitdir: ../")
    assert git_folder(outer / "inner") == as_git_has_it(outer / "inner")


def test_through_a_link_to_the_folder(repository: Path) -> None:
    link = repository.parent / "link"
    link.symlink_to(repository)
    assert git_folder(link) == repository / ".git"


def test_none_outside_git_and_where_git_is_no_repository(tmp_path: Path) -> None:
    assert git_folder(tmp_path) is None
    (tmp_path / ".git").mkdir()
    assert git_folder(tmp_path) is None
    assert git_folder(tmp_path / "missing") is None


@pytest.mark.parametrize("said", [b"", b"nonsense", b"gitdir: nowhere\n", b"gitdir: \0\n", b"gitdir:" + b"x" * 9000])
def test_none_where_the_pointer_leads_nowhere(tmp_path: Path, said: bytes) -> None:
    (tmp_path / ".git").write_bytes(said)
    assert git_folder(tmp_path) is None
