"""What a line of work brought into the register, and what it removed, as far as problems go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from ..history import Repository
from ..history.comparing import renames, work_tree
from ..history.differing import Differing, differing
from ..history.snapshot import Snapshot, of_tree, resolve
from ..register import Register, SchemaError, Schemas
from ..register.absent import not_checked_out
from ..register.earlier import EarlierRegister
from ..register.git_folder import git_folder
from ..register.ids import SUFFIX
from ..register.progress import Told
from ..register.register import RECORDS, SCHEMA
from ..register.schema import PATTERN
from ..register.surveying import Surveying
from ..validate import Problem, check, records_of
from ..validate.schemas import verify
from ..validate.vocabulary import VOCABULARY
from .effects import new_and_gone

Stage = Callable[[str, str], Told | None]
"""Hears what begins, and what is counted in it; says who is to hear how far that is."""


_UNITS = "dossiers and shared records"


@dataclass(frozen=True, slots=True)
class Since:
    """The problems that a register has and had not (``brought``), that it had and has not, and all it has."""

    sha: str
    """The commit with which it was compared."""
    brought: list[Problem]
    removed: list[Problem]
    all: list[Problem]
    records: int
    missing: int
    """How many files of that commit this clone lacks: what they had to do with is brought by nobody."""
    register: Register


def since(
    repo: Repository, named: str, today: dt.date, *, use_index: bool = True, stage: Stage = lambda *_: None
) -> Since:
    """Compare the problems of the files as they are with those where they left the revision or day ``named``.

    So what others did there meanwhile is not this change's. ``use_index``: rely on what was found before.

    Raises: UnknownRevision, BeforeHistory, GitFailed, SchemaError.
    """
    from ..validate.tree import check_then_and_now

    root = repo.root
    with Surveying(root / RECORDS) if use_index and git_folder(root) is not None else nullcontext() as surveying:
        then = _Then(repo, left_at(repo, named, "HEAD"), stage)
        told = tuple(stage(what, _UNITS) for what in ("Checking", f"Checking {named}"))
        now, before = check_then_and_now(root, surveying, then.register, today=today, told=(told[0], told[1]))
    missing = 0
    if before is None:
        before, missing = _at_once(repo, then.sha, now.register, today, told[1])
    brought, removed = new_and_gone(before, now.problems, then.renamed)
    return Since(then.sha, brought, removed, now.problems, now.records, missing, now.register)


def since_of(
    repo: Repository, register: Register, at: str, named: str, today: dt.date, *, stage: Stage = lambda *_: None
) -> Since:
    """The same for a register as it was at the revision or day ``at``."""
    now = check(register, today=today, told=stage("Checking", "records"))
    sha = left_at(repo, named, at)
    before, missing = _at_once(repo, sha, register, today, stage(f"Checking {named}", "records"))
    brought, removed = new_and_gone(before, now, renames(repo, sha, resolve(repo, at)))
    return Since(sha, brought, removed, now, records_of(register), missing, register)


def left_at(repo: Repository, named: str, head: str) -> str:
    """The commit at which ``head`` left the line of ``named``; where they have none in common, ``named`` itself."""
    sha = resolve(repo, named)
    # Status 1: no common commit, or, in a shallow clone, none that is there.
    return repo.git.run("merge-base", sha, resolve(repo, head), accept=(0, 1)).text.split("\n")[0] or sha


class _Then:
    """The commit with which the files are compared."""

    def __init__(self, repo: Repository, sha: str, stage: Stage) -> None:
        self.sha = sha
        self._repo = repo
        self._stage = stage

    @cached_property
    def _differing(self) -> Differing | None:
        if not_checked_out(self._repo.root):
            return None
        return differing(self._repo, self.sha, self._stage("Comparing", _UNITS))

    def register(self, schemas: Schemas) -> EarlierRegister | None:
        """The register in it by the files that differ; None where that isn't enough to know what was found in it."""
        found, root = self._differing, self._repo.root
        if found is None:
            return None
        differs = any(map(_is_rule, found.files))
        register = EarlierRegister(root, schemas, found.names, found.files, has_other_rules=differs)
        if differs and (then := _schemas_of(register)):
            return EarlierRegister(root, then, found.names, found.files, has_other_rules=True)
        return register

    @property
    def renamed(self) -> Mapping[str, str]:
        """The former id of each record that was renamed."""
        return renames(self._repo, self.sha, work_tree(self._repo)) if self._may_have_renamed() else {}

    def _may_have_renamed(self) -> bool:
        found = self._differing
        if found is None:
            return True
        is_new = any(raw is None and path.endswith(SUFFIX) for path, raw in found.files.items())
        return is_new and (self._is_one_gone(found) or self._is_one_unknown())

    def _is_one_gone(self, found: Differing) -> bool:
        return any(raw is not None and not (self._repo.root / path).exists() for path, raw in found.files.items())

    def _is_one_unknown(self) -> bool:
        """Whether git no longer knows of a file that it had then; it may be there nevertheless."""
        specs = [self._repo.spec(PurePosixPath(each)) for each in (RECORDS, SCHEMA)]
        asked = ("diff-index", "--cached", "--quiet", "--diff-filter=D", "--no-renames", self.sha, "--", *specs)
        return self._repo.git.run(*asked, accept=(0, 1)).status == 1


def _is_rule(path: str) -> bool:
    """Whether a file may change what is found in any other."""
    inner = PurePosixPath(path)
    return inner.parts[0] == SCHEMA and (inner.match(PATTERN) or inner.name == VOCABULARY)


def _schemas_of(register: EarlierRegister) -> Schemas | None:
    """The schemas that there were; None where they can't be used."""
    files = register.all_files
    there = sorted(path for path in files if path.parent == register.root / SCHEMA and path.match(PATTERN))
    try:
        found = Schemas.of({path: files[path] for path in there})
        verify(Register(register.root, found, ()))
    except SchemaError:
        return None
    return found or None


def _at_once(repo: Repository, sha: str, now: Register, today: dt.date, told: Told | None) -> tuple[list[Problem], int]:
    """The problems that there were, and how many files this clone lacks; of all records, kept in memory."""
    snapshot = of_tree(repo, sha)
    return _before(snapshot, now, today, told), len(snapshot.missing)


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
