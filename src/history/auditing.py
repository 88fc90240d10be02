"""What the history itself can be asked: was it rewritten, which files did each commit touch, who wrote what."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from ..register.ids import SUFFIX, id_of, parse_id
from . import objects
from .changes import Identify, differences
from .remotes import exists
from .repository import RECORDS, Repository
from .snapshot import SCHEMA, resolve
from .versions import NOTHING, version
from .walking import LENGTH, Commit, commit_of, log_command

_NOT = 1


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A remote's branch lost commits that it had: ``lost`` of them, up to ``old``; ``new`` is what it became."""

    branch: str
    when: dt.datetime
    old: str
    new: str
    lost: int


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that a commit changed; git's names for its content, empty where there was or is none."""

    path: PurePosixPath
    before: str
    after: str

    @property
    def record(self) -> str | None:
        """The record's id; None for a source text or a schema."""
        inside = self.path.is_relative_to(RECORDS) and self.path.suffix == SUFFIX
        return id_of(self.path.relative_to(RECORDS)) if inside else None


@dataclass(frozen=True, slots=True)
class Step:
    """A commit, and what it changed in the register as its first parent had it.

    Its parents are the nearest before it that touched the register, too.
    """

    commit: Commit
    files: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class Author:
    """What somebody wrote: how many commits, how many different records, how many changes of fields."""

    name: str
    email: str
    commits: int
    records: int
    fields: int


def rewrites(repo: Repository) -> list[Rewrite]:
    """Each time that a branch of a remote lost commits, as far as this clone saw it, newest first.

    Git remembers what it fetched for some months (gc.reflogExpire, gc.reflogExpireUnreachable).

    Raises: GitFailed.
    """
    refs = repo.git.run("for-each-ref", "--format=%(refname)", "refs/remotes").text.split("\n")
    found = [each for ref in refs if ref for each in _rewrites(repo, ref)]
    return sorted(found, key=lambda each: each.when, reverse=True)


def _rewrites(repo: Repository, ref: str) -> Iterator[Rewrite]:
    entries = _reflog(repo, ref)
    for (new, when, said), (old, _, _) in pairwise(entries):
        if "fast-forward" in said or old == new:
            continue
        if repo.git.run("merge-base", "--is-ancestor", old, new, accept=(0, _NOT)).status:
            lost = int(repo.git.run("rev-list", "--count", old, f"^{new}").text)
            yield Rewrite(ref.removeprefix("refs/remotes/"), when, old, new, lost)


def _reflog(repo: Repository, ref: str) -> list[tuple[str, dt.datetime, str]]:
    """What a ref led to, newest first: the commit, since when, and what git said on it."""
    listed = ("log", "--walk-reflogs", "-z", "--no-show-signature", "--date=raw", "--format=%H%x00%gd%x00%gs")
    fields = os.fsdecode(repo.git.run(*listed, ref, "--").out).split("\0")
    return [
        (sha, dt.datetime.fromtimestamp(int(name.rpartition("@{")[2].split()[0]), dt.UTC), said)
        for sha, name, said in zip(fields[0::3], fields[1::3], fields[2::3], strict=False)
    ]


def steps(repo: Repository, since: str = "") -> list[Step]:
    """The commits up to the last one that touched the register, oldest first; those after ``since`` only.

    Raises: UnknownRevision, BeforeHistory, GitFailed.
    """
    if not exists(repo, "HEAD"):
        return []
    limits = ["HEAD", *([f"^{resolve(repo, since)}"] if since else [])]
    wanted = (repo.spec(RECORDS), repo.spec(SCHEMA))
    # Of a merge, what it changed as against the branch that it was made on.
    command = log_command("--diff-merges=first-parent", "--full-history", "--parents", "--topo-order", "--reverse")
    return list(_parse(repo, repo.git.run(*command, *limits, "--", *wanted).out))


def _parse(repo: Repository, output: bytes) -> Iterator[Step]:
    fields = output.split(b"\0")
    at = 0
    while at + LENGTH <= len(fields):
        commit = commit_of([field.decode(errors="replace") for field in fields[at : at + LENGTH]])
        at += LENGTH
        files = []
        while at < len(fields) and (not fields[at] or fields[at].lstrip(b"\n").startswith(b":")):
            line = fields[at].lstrip(b"\n").decode()
            if line:
                files.append(_touched(repo, line, os.fsdecode(fields[at + 1])))
            at += 2 if line else 1
        yield Step(commit, tuple(files))


def _touched(repo: Repository, line: str, path: str) -> Touched:
    *_, before, after, _ = line.split(" ")
    names = ("" if set(name) == {"0"} else name for name in (before, after))
    return Touched(PurePosixPath(path).relative_to(repo.prefix), *names)


def contents(repo: Repository, found: Sequence[Step]) -> dict[str, bytes | None]:
    """The content of all files that commits touched, by git's names for them, read in one batch."""
    names = {name for step in found for each in step.files for name in (each.before, each.after) if name}
    return dict(objects.read(repo, sorted(names)))


def authors(found: Sequence[Step], blobs: Mapping[str, bytes | None], identify: Mapping[str, Identify]) -> list[Author]:
    """Who wrote what, by address; who wrote most first. Merges count as commits, but bring no fields of their own."""
    people: dict[str, tuple[str, list[Step]]] = {}
    for step in found:
        _, theirs = people.setdefault(step.commit.email.casefold(), (step.commit.author, []))
        theirs.append(step)
    counted = (_author(name, theirs, blobs, identify) for name, theirs in people.values())
    return sorted(counted, key=lambda each: (-each.commits, each.name))


def _author(
    name: str, theirs: Sequence[Step], blobs: Mapping[str, bytes | None], identify: Mapping[str, Identify]
) -> Author:
    records, fields = set(), 0
    for each in (each for step in theirs if len(step.commit.parents) < 2 for each in step.files):
        record = each.record
        if record is not None:
            records.add(record)
            fields += _fields(record, each, blobs, identify)
    return Author(name, theirs[-1].commit.email, len(theirs), len(records), fields)


def _fields(record: str, each: Touched, blobs: Mapping[str, bytes | None], identify: Mapping[str, Identify]) -> int:
    before, after = (version(blobs.get(name)) if name else NOTHING for name in (each.before, each.after))
    if before.problem or after.problem:
        return 0
    parts = parse_id(record)
    return len(differences(before.data, after.data, identify.get(parts.kind) if parts else None))
