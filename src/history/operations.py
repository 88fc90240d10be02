"""Work of git's that takes several steps and is not finished: merge, rebase, and so on."""

from __future__ import annotations

from enum import Enum
from pathlib import Path


class Operation(Enum):
    """What is under way; how to go on with it, and how to give it up."""

    REBASE = ("rebase", "git rebase --continue", "git rebase --abort")
    APPLY = ("git am", "git am --continue", "git am --abort")
    MERGE = ("merge", "git merge --continue", "git merge --abort")
    CHERRY_PICK = ("cherry-pick", "git cherry-pick --continue", "git cherry-pick --abort")
    REVERT = ("revert", "git revert --continue", "git revert --abort")
    BISECT = ("bisect", "", "git bisect reset")

    def __init__(self, label: str, onwards: str, back: str) -> None:
        self.label = label
        self.onwards = onwards
        self.back = back


# A rebase stops with a cherry-pick's mark of its own, so the outer work comes first.
_MARKS = (
    ("rebase-merge", Operation.REBASE),
    ("rebase-apply/applying", Operation.APPLY),
    ("rebase-apply", Operation.REBASE),
    ("MERGE_HEAD", Operation.MERGE),
    ("CHERRY_PICK_HEAD", Operation.CHERRY_PICK),
    ("REVERT_HEAD", Operation.REVERT),
    ("BISECT_LOG", Operation.BISECT),
)


def under_way(git_dir: Path) -> Operation | None:
    """What is under way in the work tree that ``git_dir`` belongs to."""
    return next((work for mark, work in _MARKS if (git_dir / mark).exists()), None)
