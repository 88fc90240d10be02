"""The commits that touched a file, newest first, through renames."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from .repository import Repository

_FORMAT = "%H%x00%P%x00%an%x00%ae%x00%ad%x00%s%x00%b"
LENGTH = 7
"""The fields of a commit in git's output, as `commit_of` takes them."""

# The user's settings that would change what `git log` prints or where it looks.
_SETTINGS = ("-c", "log.follow=false", "-c", "log.showRoot=true", "-c", "log.showSignature=false")
_FORMATTING = ("--no-color", "--no-ext-diff", "--encoding=UTF-8", "--date=raw", f"--format={_FORMAT}")
_RAW = ("-z", "--raw", "--no-abbrev", "--no-renames", "--no-relative")


def log_command(*options: str) -> list[str]:
    """Git's arguments for commits in a form that the user's settings don't change, each with the files it touched."""
    return [*_SETTINGS, "log", *_RAW, *options, *_FORMATTING]


# A merge shows what it made itself: files that differ from those of all its parents.
_LOG = log_command("-c")
_RENAMES = ("diff-tree", "-r", "-z", "--raw", "--find-renames", "--diff-filter=R", "--no-commit-id")
_FATAL = 128
_LAST = int(dt.datetime.max.replace(tzinfo=dt.UTC).timestamp()) - 1

SHORT = 10
"""Digits of a commit's name that are enough for people."""


class Event(StrEnum):
    """What a commit did to a record's file."""

    CREATED = "created"
    CHANGED = "changed"
    RENAMED = "renamed"
    REMOVED = "removed"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Commit:
    """Who, when and why. ``date`` is the author's, in their own time zone."""

    sha: str
    parents: tuple[str, ...]
    author: str
    email: str
    date: dt.datetime
    subject: str
    body: str

    @property
    def told(self) -> dict[str, str]:
        """The commit as programs read it, in JSON."""
        said = {"commit": self.sha, "author": self.author, "email": self.email}
        return {**said, "date": self.date.isoformat(), "subject": self.subject}

    @property
    def short(self) -> str:
        return self.sha[:SHORT]


@dataclass(frozen=True, slots=True)
class Hit:
    """A commit that touched the file: git's names for its content before (one a parent) and after.

    A name is empty where there was no file. ``was`` is the file's former path when it was renamed.
    """

    commit: Commit
    path: PurePosixPath
    event: Event
    before: tuple[str, ...]
    after: str
    was: PurePosixPath | None = None


def hits(repo: Repository, path: PurePosixPath, since: str = "") -> Iterator[Hit]:
    """The commits that led to the file at ``path`` (as seen from the register), newest first.

    Git's own ``--follow`` can use none of its shortcuts: the plain log takes a fraction of the
    time, and only the commit that brought the file needs a look at renames.

    Raises: GitFailed.
    """
    start: tuple[str, ...] = ("HEAD",)
    following: PurePosixPath | None = path
    while following is not None and start:
        found = _log(repo, following, start, since)
        oldest = found[-1] if found else None
        following = None
        if oldest and oldest.event is Event.CREATED and len(oldest.commit.parents) == 1:
            found[-1] = oldest = _renamed(repo, oldest)
            following, start = oldest.was, oldest.commit.parents
        yield from found


def read_commit(repo: Repository, revision: str) -> Commit:
    """One commit.

    Raises: GitFailed.
    """
    answer = repo.git.run(*_SETTINGS, "log", "-z", "-1", *_FORMATTING, revision)
    return commit_of([field.decode(errors="replace") for field in answer.out.split(b"\0")[:LENGTH]])


def _log(repo: Repository, path: PurePosixPath, start: tuple[str, ...], since: str) -> list[Hit]:
    limits = [f"--since={since}"] if since else []
    answer = repo.git.run(*_LOG, *limits, *start, "--", repo.spec(path), accept=(0, _FATAL))
    if answer.status and repo.head.unborn:
        return []
    return list(_parse(answer.checked("log").out, path))


def _parse(output: bytes, path: PurePosixPath) -> Iterator[Hit]:
    fields = output.split(b"\0")
    at = 0
    while at + LENGTH <= len(fields):
        commit = commit_of([field.decode(errors="replace") for field in fields[at : at + LENGTH]])
        at += LENGTH
        # A line per file follows, with its path; an empty one comes before those of a merge.
        while at < len(fields) and (not fields[at] or fields[at].lstrip(b"\n").startswith(b":")):
            line = fields[at].lstrip(b"\n").decode()
            at += 2 if line else 1
            if line:
                yield _hit(commit, path, line)


def _hit(commit: Commit, path: PurePosixPath, line: str) -> Hit:
    # ":<mode before> <mode after> <before> <after> <letters>", each "before" once a parent.
    parents = len(line) - len(line.lstrip(":"))
    words = line.lstrip(":").split(" ")
    names = ["" if set(word) == {"0"} else word for word in words[parents + 1 : 2 * parents + 2]]
    before, after = tuple(names[:-1]), names[-1]
    if not after:
        event = Event.REMOVED
    elif parents > 1:
        event = Event.MERGED
    else:
        event = Event.CHANGED if before[0] else Event.CREATED
    return Hit(commit, path, event, before, after)


def commit_of(fields: list[str]) -> Commit:
    """A commit from the fields of `log_command`'s output."""
    sha, parents, author, email, date, subject, body = fields
    return Commit(sha, tuple(parents.split()), author, email, _date(date), subject, body.strip("\n"))


def _date(raw: str) -> dt.datetime:
    seconds, zone = raw.split(" ")
    offset = dt.timedelta(hours=int(zone[:-2]), minutes=int(zone[0] + zone[-2:]))
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.timezone(offset))
    except (ValueError, OverflowError, OSError):
        # No such time zone, or a year beyond 9999: someone's clock or import was broken.
        return dt.datetime.fromtimestamp(min(int(seconds), _LAST), dt.UTC)


def _renamed(repo: Repository, hit: Hit) -> Hit:
    """The same hit, told as a renaming when another file of that commit became this one."""
    whole = repo.prefix / hit.path
    fields = os.fsdecode(repo.git.run(*_RENAMES, hit.commit.sha).out).split("\0")
    for line, old, new in zip(fields[0::3], fields[1::3], fields[2::3], strict=False):
        was = PurePosixPath(old)
        if PurePosixPath(new) == whole and was.is_relative_to(repo.prefix):
            before = line.split(" ")[2]
            return replace(hit, event=Event.RENAMED, before=(before,), was=was.relative_to(repo.prefix))
    return hit
