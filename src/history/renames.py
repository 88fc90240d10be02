"""Files that were renamed by other means than git's: to git, one is gone and another is new."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from . import index, status
from .status import Difference, FileStatus, Status

if TYPE_CHECKING:
    from .repository import Repository


def joined(repo: Repository, found: Status) -> Status:
    """The same with each pair that git takes for a renaming told as one.

    Git compares only files that its index knows, so it is asked on a copy in which the new ones
    are noted; the index itself is not touched.
    """
    new = [file.path for file in found.files if file.difference is Difference.UNTRACKED]
    gone = [file.path for file in found.files if file.difference is Difference.REMOVED and file.unstaged]
    if not (new and gone):
        return found
    renamed = {file.path: file for file in _asked(repo, new, gone)}
    former = {file.was for file in renamed.values()}
    files = (renamed.get(file.path, file) for file in found.files if file.path not in former)
    return Status(found.head, tuple(files))


def _asked(repo: Repository, new: list[PurePosixPath], gone: list[PurePosixPath]) -> list[FileStatus]:
    with tempfile.TemporaryDirectory(prefix="followup-") as folder:
        copy = Path(folder, "index")
        shutil.copyfile(repo.git_dir / "index", copy)
        env = {"GIT_INDEX_FILE": str(copy)}
        index.with_paths(repo, new, "add", "--intent-to-add", env=env)
        answer = repo.git.run(*status.command(repo.specs([*new, *gone]), renames=True), env=env)
    candidates = status.parse(answer.out, repo.prefix).files
    return [file for file in candidates if file.difference is Difference.RENAMED and file.path in set(new)]
