"""The git repository that a register lies in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath

from ..errors import FollowupError
from . import operations, status
from .errors import (
    BareRepository,
    DubiousOwnership,
    GitFailed,
    InsideGitFolder,
    NoSuchFolder,
    NotARepository,
    PathOutside,
)
from .operations import Operation
from .renames import joined
from .running import Git
from .status import FileStatus, Head, Status

# A command line holds at least 256 KiB, an odd path up to 4 of them; beyond this git lists all.
_MANY = 500

RECORDS = PurePosixPath("records")

_PERSON = re.compile(r"(?P<name>.*) <(?P<email>.*)> \d+ [+-]\d+", re.DOTALL)
# git rev-parse's exit status for whatever makes it give up.
_FATAL = 128


@dataclass(frozen=True, slots=True)
class Identity:
    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class Repository:
    """A register's folder (``root``) in a git work tree; ``prefix`` is the one seen from the other.

    Paths are given as seen from ``root``, or whole; they are returned as seen from ``root``.
    """

    def __init__(self, root: Path, named: Path, prefix: PurePosixPath, git: Git) -> None:
        self.root = root
        # The same folder as the user named it: perhaps through a link.
        self._named = named
        self.prefix = prefix
        self.git = git

    @classmethod
    def open(cls, root: Path) -> Repository:
        """Find the repository around ``root``.

        Raises: NoSuchFolder, GitMissing, NotARepository, BareRepository, InsideGitFolder,
        DubiousOwnership, GitFailed.
        """
        if not root.is_dir():
            raise NoSuchFolder(root)
        named, root = root.absolute(), root.resolve()
        try:
            return cls._find(root, named, Git(root))
        except NotARepository:
            if "GIT_DIR" not in os.environ:
                raise
        # A repository that only the environment names, its files kept elsewhere.
        return cls._find(root, named, Git(root, keep_environment=True))

    @classmethod
    def _find(cls, root: Path, named: Path, git: Git) -> Repository:
        asked = ("--is-bare-repository", "--is-inside-git-dir", "--is-inside-work-tree")
        answer = git.run("rev-parse", *asked, "--show-prefix", accept=(0, _FATAL))
        if answer.status:
            raise _why_not(root, answer.said)
        bare, in_git_dir, in_work_tree, prefix = answer.text.split("\n", 3)
        if bare == "true":
            raise BareRepository(root)
        if in_git_dir == "true":
            raise InsideGitFolder(root)
        if in_work_tree != "true":
            raise NotARepository(root)
        return cls(root, named, PurePosixPath(prefix), git)

    @property
    def work_tree(self) -> Path:
        """The folder that git works on: ``root``, or one above it."""
        return self.root.joinpath(*[".."] * len(self.prefix.parts)).resolve()

    @cached_property
    def git_dir(self) -> Path:
        """The git folder of this work tree."""
        return Path(self.git.run("rev-parse", "--absolute-git-dir").text)

    @cached_property
    def common_dir(self) -> Path:
        """The git folder that all linked work trees share."""
        return (self.root / self.git.run("rev-parse", "--git-common-dir").text).resolve()

    @cached_property
    def superproject(self) -> Path | None:
        """The work tree that this repository is a submodule of."""
        found = self.git.run("rev-parse", "--show-superproject-working-tree").text
        return Path(found) if found else None

    @property
    def shallow(self) -> bool:
        """True when older commits were left out on cloning."""
        return (self.common_dir / "shallow").exists()

    @property
    def operation(self) -> Operation | None:
        """What is under way and not finished, such as a merge."""
        return operations.under_way(self.git_dir)

    @property
    def identity(self) -> Identity | None:
        """Who the next commit will be by; None when git would refuse for want of a name or address."""
        committer = self._person("GIT_COMMITTER_IDENT")
        return self._person("GIT_AUTHOR_IDENT") if committer else None

    def _person(self, variable: str) -> Identity | None:
        answer = self.git.run("var", variable, accept=(0, _FATAL))
        found = _PERSON.fullmatch(answer.text) if answer.status == 0 else None
        return Identity(found["name"], found["email"]) if found else None

    @property
    def head(self) -> Head:
        """The branch and commit that the work tree is at."""
        branch = self.git.run("symbolic-ref", "--quiet", "HEAD", accept=(0, 1))
        sha = self.git.run("rev-parse", "--quiet", "--verify", "HEAD", accept=(0, 1))
        return Head(branch.text.removeprefix("refs/heads/") or None, sha.text or None)

    def status(self, paths: Iterable[PurePath] | None = None, *, renames: bool = True) -> Status:
        """What differs from the last commit under ``paths``; by default in records/.

        ``renames``: tell a file that is gone and one that is new and much like it as one, renamed.

        Raises: GitFailed, PathOutside.
        """
        wanted = [RECORDS] if paths is None else [self.inside(path) for path in paths]
        if not wanted:
            return Status(self.head, ())
        answer = self.git.run(*status.command(self.specs(wanted), renames=renames))
        found = status.parse(answer.out, self.prefix)
        if len(wanted) > _MANY:
            found = Status(found.head, tuple(_under(found.files, wanted)))
        return joined(self, found) if renames else found

    def inside(self, path: PurePath) -> PurePosixPath:
        """``path`` as seen from the register's folder; links in it are left alone.

        Raises: PathOutside.
        """
        whole = Path(os.path.normpath(self.root / path))
        for folder in (self.root, self._named):
            if whole.is_relative_to(folder):
                return PurePosixPath(whole.relative_to(folder))
        raise PathOutside(path, self.root)

    def spec(self, path: PurePath) -> str:
        """``path`` for git's command line, where neither ``*`` nor ``:`` nor ``[`` in it means anything.

        As seen from ``root``, where git runs: a path from the top of the work tree
        (``:(top,…)``) would keep git from using the filters of its commit-graph.
        """
        return f":(literal){self.inside(path)}"

    def specs(self, paths: Sequence[PurePath]) -> list[str]:
        """`spec` of each, or of the whole register where they are too many for a command line."""
        return [self.spec(path) for path in (paths if len(paths) <= _MANY else [PurePath()])]


def _under(files: Iterable[FileStatus], paths: Iterable[PurePath]) -> Iterator[FileStatus]:
    wanted = set(paths)
    return (file for file in files if not wanted.isdisjoint([file.path, *file.path.parents]))


def _why_not(root: Path, said: str) -> FollowupError:
    if "dubious ownership" in said or "unsafe repository" in said:
        return DubiousOwnership(root)
    if "not a git repository" in said:
        return NotARepository(root)
    if "bare repository" in said:
        return BareRepository(root)
    return GitFailed("rev-parse", _FATAL, said)
