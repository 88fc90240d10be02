"""Concluding a merge that was settled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..history.operations import Operation

if TYPE_CHECKING:
    from ..history.committing import CommitResult
    from ..history.repository import Repository


def merge_message(repository: Repository) -> str:
    """What git proposes to say of a merge that is under way; empty for none."""
    if repository.operation is not Operation.MERGE:
        return ""
    try:
        text = (repository.git_dir / "MERGE_MSG").read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip() or "Merge"


def conclude(repository: Repository, paths: Sequence[PurePosixPath], message: str) -> CommitResult:
    """Commit a merge, with these files as they are on disk.

    Raises:
        FollowupError: git refuses.
    """
    from ..history.committing import commit_staged

    if paths:
        repository.git.run("add", "--", *repository.specs(paths))
    return commit_staged(repository, message)
