"""What a line of work brought into the register, and what it removed, as far as problems go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from ..history import Repository
from ..history.comparing import compare, compare_work_tree
from ..history.snapshot import Snapshot, of_tree, resolve
from ..register import Register, SchemaError
from ..register.progress import Told
from ..validate import Problem, check
from .comparison import renamed
from .effects import new_and_gone

Stage = Callable[[str], Told | None]
"""Hears what begins, and says who is to hear how far that is."""


@dataclass(frozen=True, slots=True)
class Since:
    """The problems that a register has and had not (``brought``), that it had and has not, and all it has."""

    sha: str
    """The commit with which it was compared."""
    brought: list[Problem]
    removed: list[Problem]
    all: list[Problem]
    missing: int
    """How many files of that commit this clone lacks: what they had to do with is brought by nobody."""


def since(
    repo: Repository, register: Register, named: str, today: dt.date, *, at: str = "", stage: Stage = lambda _: None
) -> Since:
    """Compare the problems of a register with those where it left the revision or day ``named``.

    So what others did there meanwhile is not this change's. ``at``: the revision that ``register`` is; else it is
    the files as they are.

    Raises: UnknownRevision, BeforeHistory, GitFailed, SchemaError.
    """
    now = check(register, today=today, told=stage("Checking"))
    sha = left_at(repo, named, at or "HEAD")
    told = stage(f"Checking {named}")
    snapshot = of_tree(repo, sha)
    before = _before(snapshot, register, today, told)
    comparison = compare(repo, sha, at) if at else compare_work_tree(repo, sha)
    brought, removed = new_and_gone(before, now, renamed(comparison))
    return Since(sha, brought, removed, now, len(snapshot.missing))


def left_at(repo: Repository, named: str, head: str) -> str:
    """The commit at which ``head`` left the line of ``named``; where they have none in common, ``named`` itself."""
    sha = resolve(repo, named)
    # Status 1: no common commit, or, in a shallow clone, none that is there.
    return repo.git.run("merge-base", sha, resolve(repo, head), accept=(0, 1)).text.split("\n")[0] or sha


def _before(snapshot: Snapshot, now: Register, today: dt.date, told: Told | None) -> list[Problem]:
    """The problems as they were; by the schemas of now, where there were none that can be used."""
    try:
        found = snapshot.register(now.root)
        if found.schemas:
            return check(found, today=today, told=told)
    except SchemaError:
        pass
    blobs = {str(path): data for path, data in snapshot.files.items()}
    return check(Register.of_blobs(now.root, now.schemas, blobs), today=today, told=told)
