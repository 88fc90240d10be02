"""Two states of the register side by side: which records differ, and in which fields."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from ..register.ids import SUFFIX, id_of, parse_id
from . import objects
from .changes import FieldChange, Identify, differences
from .repository import RECORDS, Repository
from .snapshot import SCHEMA, resolve
from .versions import NOTHING, Version, version
from .walking import Event

# Renames are told apart in up to this many files on each side; git's own limit is 1000.
_RENAME_LIMIT = 5000


@dataclass(frozen=True)
class RecordDifference:
    """A record that differs. ``was`` is its id before, when it was renamed."""

    id: str
    was: str | None
    event: Event
    before: Version
    after: Version
    identify: Identify

    @cached_property
    def changes(self) -> tuple[FieldChange, ...]:
        """The fields that differ; none where a version can't be read, or only the layout differs."""
        if self.problem:
            return ()
        return tuple(differences(self.before.data, self.after.data, self.identify))

    @property
    def problem(self) -> str:
        """Why the fields can't be compared, if they can't."""
        return self.after.problem or self.before.problem

    @property
    def withdrawn(self) -> bool:
        """Whether the record is withdrawn now and was not before."""
        return "withdrawn" in (self.after.data or {}) and "withdrawn" not in (self.before.data or {})


@dataclass(frozen=True, slots=True)
class OtherDifference:
    """A file of the register that is no record and differs: a source text, or a schema."""

    path: PurePosixPath
    was: PurePosixPath | None
    event: Event


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between commits ``old`` and ``new``, by id and path. ``new`` may be a tree (see `work_tree`)."""

    old: str
    new: str
    records: tuple[RecordDifference, ...]
    others: tuple[OtherDifference, ...]


def compare(
    repo: Repository, old: str, new: str = "HEAD", identify: Mapping[str, Identify] | None = None
) -> Comparison:
    """Compare two states, each a revision or a day (see `snapshot.at`).

    ``identify``: for each kind of record what identifies the items of its lists (see `identifying`).

    Raises: UnknownRevision, BeforeHistory, GitFailed.
    """
    return _compare(repo, resolve(repo, old), resolve(repo, new), identify or {})


def compare_range(repo: Repository, named: str, identify: Mapping[str, Identify] | None = None) -> Comparison:
    """Compare as ``A..B`` says, or ``A...B``: B with the point at which it left A, as pull requests do.

    A missing end is HEAD; ``A`` alone is ``A..HEAD``.

    Raises: as `compare`.
    """
    old, dots, new = named.partition("...") if "..." in named else named.partition("..")
    comparison = (resolve(repo, old or "HEAD"), resolve(repo, new or "HEAD"))
    if dots == "...":
        # Without a common commit (status 1) the two are compared as they are.
        base = repo.git.run("merge-base", *comparison, accept=(0, 1)).text.split("\n")[0]
        comparison = (base or comparison[0], comparison[1])
    return _compare(repo, *comparison, identify or {})


def compare_work_tree(
    repo: Repository, old: str = "HEAD", identify: Mapping[str, Identify] | None = None
) -> Comparison:
    """Compare a state with the files as they are now, new ones included.

    Raises: as `compare`.
    """
    return _compare(repo, resolve(repo, old), work_tree(repo), identify or {})


def renames(repo: Repository, old: str, new: str) -> dict[str, str]:
    """The former id of each record that has another in commit ``new``, which may be a tree, than in ``old``.

    Raises: GitFailed.
    """
    return {_id(each.path): _id(each.was) for each in _pairs(repo, old, new) if each.is_record and each.was}


def work_tree(repo: Repository) -> str:
    """Git's name for a tree of the register's files as they are now. Files and index are left as they are.

    Raises: GitFailed.
    """
    with tempfile.TemporaryDirectory(prefix="followup-") as folder:
        copy = Path(folder, "index")
        if (repo.git_dir / "index").exists():
            # Its time tells git which files were written at the same moment, and must be read.
            shutil.copy2(repo.git_dir / "index", copy)
        env = {"GIT_INDEX_FILE": str(copy)}
        there = [repo.spec(path) for path in (RECORDS, SCHEMA) if _known(repo, path, env)]
        if there:
            # In a sparse checkout git refuses files outside of it without being told.
            sparse = ["--sparse"] if (repo.git_dir / "info" / "sparse-checkout").is_file() else []
            repo.git.run("add", "--all", *sparse, "--", *there, env=env)
        return repo.git.run("write-tree", env=env).text


def _known(repo: Repository, path: PurePosixPath, env: Mapping[str, str]) -> bool:
    """Whether git could add something there: what is nowhere it refuses to."""
    return (repo.root / path).exists() or bool(repo.git.run("ls-files", "--", repo.spec(path), env=env).out)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line of git's list of differing files; names are empty where there is no file."""

    path: PurePosixPath
    was: PurePosixPath | None
    event: Event
    before: str
    after: str

    @property
    def is_record(self) -> bool:
        return any(path.is_relative_to(RECORDS) and path.suffix == SUFFIX for path in (self.path, self.was) if path)


def _compare(repo: Repository, old: str, new: str, identify: Mapping[str, Identify]) -> Comparison:
    pairs = list(_pairs(repo, old, new))
    records = [pair for pair in pairs if pair.is_record]
    names = {name for pair in records for name in (pair.before, pair.after) if name}
    versions = {name: version(content) for name, content in objects.read(repo, sorted(names))} | {"": NOTHING}
    found = [_record(pair, versions, identify) for pair in records]
    others = [OtherDifference(pair.path, pair.was, pair.event) for pair in pairs if not pair.is_record]
    return Comparison(old, new, tuple(sorted(found, key=lambda record: record.id)), tuple(others))


def _record(pair: _Pair, versions: Mapping[str, Version], identify: Mapping[str, Identify]) -> RecordDifference:
    record = _id(pair.path)
    parts = parse_id(record)
    return RecordDifference(
        record,
        _id(pair.was) if pair.was else None,
        pair.event,
        versions[pair.before],
        versions[pair.after],
        identify.get(parts.kind, {}) if parts else {},
    )


def _id(path: PurePosixPath) -> str:
    return id_of(path.relative_to(RECORDS)) if path.is_relative_to(RECORDS) else str(path)


def _pairs(repo: Repository, old: str, new: str) -> Iterator[_Pair]:
    specs = [repo.spec(RECORDS), repo.spec(SCHEMA)]
    limits = ("--find-renames", f"-l{_RENAME_LIMIT}", "--no-relative")
    answer = repo.git.run("diff-tree", "-r", "-z", "--raw", *limits, old, new, "--", *specs)
    fields = iter(filter(None, os.fsdecode(answer.out).split("\0")))
    for line in fields:
        *_, before, after, letter = line.split(" ")
        first = PurePosixPath(next(fields)).relative_to(repo.prefix)
        last = PurePosixPath(next(fields)).relative_to(repo.prefix) if letter[0] == "R" else None
        yield _Pair(last or first, first if last else None, _EVENTS[letter[0]], _name(before), _name(after))


# Git's letters (git-diff-tree(1), "Raw output format"); T: a file became a link or the reverse.
_EVENTS = {
    "A": Event.CREATED,
    "D": Event.REMOVED,
    "M": Event.CHANGED,
    "T": Event.CHANGED,
    "R": Event.RENAMED,
}


def _name(name: str) -> str:
    return "" if set(name) == {"0"} else name
