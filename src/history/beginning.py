"""A repository for a new register."""

from __future__ import annotations

from pathlib import Path

from .errors import NotARepository
from .repository import Repository
from .running import Git

_UNSET = 1
# What git's own hint recommends; a user's init.defaultBranch wins.
_BRANCH = "main"


def begin(folder: Path) -> Repository:
    """The repository that ``folder`` lies in; where there is none, a new one.

    Raises: as `Repository.open`, other than NotARepository; GitFailed.
    """
    try:
        return Repository.open(folder)
    except NotARepository:
        git = Git(folder)
        configured = git.run("config", "--get", "init.defaultBranch", accept=(0, _UNSET)).text
        git.run("init", "--quiet", f"--initial-branch={configured or _BRANCH}")
        return Repository.open(folder)
