"""The register as it was, read from git without touching the files."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..register.register import Register
from ..register.schema import PATTERN, Schemas
from . import objects
from .errors import BeforeHistory, NoRegisterThen, UnknownRevision
from .repository import RECORDS, Repository

SCHEMA = PurePosixPath("schema")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# git rev-parse's exit statuses for a name that leads nowhere.
_UNKNOWN = (1, 128)
_DATES = ("log", "--first-parent", "--no-show-signature", "--no-color", "--format=%H %cs")
# Somewhere on earth a day ends 12 hours later than in Greenwich.
_LAST_ZONE = 12 * 60 * 60


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All files of records/ and schema/ in commit ``sha``, by their path in the register's folder.

    A file that this clone lacks (a partial clone, offline) is in ``missing`` and not in ``files``.
    """

    sha: str
    files: Mapping[PurePosixPath, bytes]
    missing: tuple[PurePosixPath, ...]

    def register(self, root: Path) -> Register:
        """The records in it, with the schemas that it has, as a register at ``root``.

        Raises: SchemaError.
        """
        schemas = {root / path: data for path, data in self.files.items() if path.match(str(SCHEMA / PATTERN))}
        return Register.of_blobs(root, Schemas.of(schemas), {str(path): data for path, data in self.files.items()})


def at(repo: Repository, when: str | dt.date) -> Snapshot:
    """The register as of a revision, or of the end of a day such as ``2015-06-03``.

    Raises: UnknownRevision, BeforeHistory, NoRegisterThen, GitFailed.
    """
    found = of_tree(repo, resolve(repo, when))
    if not (found.files or found.missing):
        raise NoRegisterThen(str(when), repo.root)
    return found


def of_tree(repo: Repository, sha: str) -> Snapshot:
    """The register in a commit, or in a tree such as `comparing.work_tree` gives; perhaps without any file.

    Raises: GitFailed.
    """
    names = tree(repo, sha)
    contents = dict(objects.read(repo, dict.fromkeys(names.values())))
    files = {path: content for path, name in names.items() if (content := contents[name]) is not None}
    return Snapshot(sha, files, tuple(path for path in names if path not in files))


def resolve(repo: Repository, when: str | dt.date) -> str:
    """The commit that a revision names, or that was the last on a day.

    A day ends when the commit's own clock says so, as in `history`: the answer is the same wherever
    it is asked. Of merged branches only the line merged into counts, since that is what one saw.

    Raises: UnknownRevision, BeforeHistory, GitFailed.
    """
    day = when if isinstance(when, dt.date) else _day(when)
    return _last_of(repo, day) if day else revision(repo, str(when))


def revision(repo: Repository, name: str) -> str:
    """The commit that a branch, a tag, a commit's name and the like stand for.

    Raises: UnknownRevision.
    """
    # A leading dash would be taken for an option, and no revision begins with one.
    if name.startswith("-") or not name or "\0" in name:
        raise UnknownRevision(name)
    answer = repo.git.run("rev-parse", "--quiet", "--verify", f"{name}^{{commit}}", accept=(0, *_UNKNOWN))
    if answer.status:
        raise UnknownRevision(name)
    return answer.text


def tree(repo: Repository, sha: str) -> dict[PurePosixPath, str]:
    """The path of each file of the register in a commit, with git's name for its content.

    Links and submodules are left out: they are no records.
    """
    return {PurePosixPath(path): name for path, name in listed(repo, sha).items()}


def listed(repo: Repository, sha: str) -> dict[str, str]:
    """The same with paths as text: of many files it is made in less time."""
    out = repo.git.run("ls-tree", "-r", "-z", sha, "--", f"{RECORDS}/", f"{SCHEMA}/").out
    found = {}
    for line in filter(None, os.fsdecode(out).split("\0")):
        description, _, path = line.partition("\t")
        mode, *_, name = description.split(" ")
        if mode.startswith("100"):
            found[path] = name
    return found


def _day(text: str) -> dt.date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UnknownRevision(text) from error


def _last_of(repo: Repository, day: dt.date) -> str:
    end = int(dt.datetime.combine(day, dt.time.max, dt.UTC).timestamp()) + _LAST_ZONE
    # The committer's date in their own zone; git's limit only spares it the commits after.
    limit = f"--before=@{end} +0000"
    with repo.git.stream(*_DATES, limit, "HEAD") as lines:
        for line in lines:
            sha, _, date = line.decode().strip().partition(" ")
            if date <= day.isoformat():
                return sha
    raise BeforeHistory(day, _first_day(repo), shallow=repo.shallow)


def _first_day(repo: Repository) -> dt.date | None:
    if repo.head.unborn:
        return None
    return dt.date.fromisoformat(repo.git.run(*_DATES).text.rpartition(" ")[2])
