"""Concluding a merge that waits: telling git what is settled, and committing all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath, PurePosixPath

from ..errors import FollowupError
from ..register import files
from . import index, locks, marking
from .committing import PATIENCE, CommitResult, commit_staged
from .errors import GitFailed, Unresolved
from .operations import Operation
from .repository import Repository


def settle(repo: Repository, paths: Iterable[PurePath]) -> None:
    """Tell git that these files, as they are on disk or gone from it, are what the merge is to make of them.

    Raises: Unresolved where the marks of a conflict still stand in one; PathOutside, GitFailed.
    """
    with locks.one_at_a_time(repo.git_dir, PATIENCE):
        _add(repo, [repo.inside(path) for path in paths])


def merge_message(repo: Repository) -> str:
    """What git proposes to say of the merge that waits; empty where none does."""
    if repo.operation is not Operation.MERGE:
        return ""
    try:
        text = (repo.git_dir / "MERGE_MSG").read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip() or "Merge"


def conclude(repo: Repository, paths: Iterable[PurePath], message: str) -> CommitResult:
    """Commit the merge that waits, with these files as `settle` takes them.

    Raises: as `settle` and `committing.commit`; what was settled stays settled.
    """
    with locks.one_at_a_time(repo.git_dir, PATIENCE):
        _add(repo, [repo.inside(path) for path in paths])
        return commit_staged(repo, message)


def _add(repo: Repository, paths: Sequence[PurePosixPath]) -> None:
    marked = [path for path in paths if _is_marked(repo, path)]
    if marked:
        raise Unresolved(marked)
    answer = index.with_paths(repo, paths, "add") if paths else None
    if answer and answer.status:
        raise GitFailed("add", answer.status, answer.said)


def _is_marked(repo: Repository, path: PurePosixPath) -> bool:
    try:
        return marking.sides(files.read(repo.root / path)) is not None
    except FollowupError:
        return False
