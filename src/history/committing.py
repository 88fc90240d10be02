"""Commits exactly the files meant; whatever else is staged or changed stays as it was."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath

from . import index, locks, remains
from .errors import (
    CommitFailed,
    CommitRefused,
    GitFailed,
    HookRefused,
    InSubmodule,
    NoIdentity,
    NotAFile,
    NothingToCommit,
    OperationUnderWay,
    ReadOnlyRepository,
    SigningFailed,
    UnusableMessage,
)
from .repository import Repository
from .running import Answer

PATIENCE = 3.0
"""Seconds to wait for another program's lock on the index: most are held for a moment only."""

_PAUSE = 0.05
# As in: [main 1a2b3c4] Subject; [main (root-commit) 1a2b3c4] Subject; [detached HEAD 1a2b3c4] Subject.
_SUMMARY = re.compile(r"\[(?:detached HEAD|(?P<branch>[^ ]+)) (?:\(root-commit\) )?(?P<sha>[0-9a-f]{4,64})\] ")
# Git reads HEAD and the index before it locks them, so another program's commit can come between.
_OVERTAKEN = re.compile(r"^fatal: cannot lock ref .* but expected|^error: pathspec .* did not match", re.MULTILINE)
_READ_ONLY = re.compile(
    r"^(?:fatal|error): .*(?:Permission denied|Read-only file system|insufficient permission)",
    re.MULTILINE,
)
_SIGNING = re.compile(r"^(?:fatal|error): .*(?:sign|gpg|ssh-keygen)", re.MULTILINE | re.IGNORECASE)

_COMMIT = (
    # The message is given in UTF-8, whatever encoding the user has set.
    *("-c", "i18n.commitEncoding=UTF-8"),
    "commit",
    # Not the user's commit.cleanup: "strip" would drop lines that begin with #, and "scissors"
    # what follows a line of dashes; a record's own words may do either.
    "--cleanup=whitespace",
    # Nor commit.verbose, with which git looks for that line whatever the cleanup.
    "--no-verbose",
    "--file=-",
)


@dataclass(frozen=True, slots=True)
class CommitResult:
    """What was committed. ``output``: what git and the hooks said. ``note``: what the user should know."""

    sha: str
    branch: str | None
    output: str
    note: str = ""

    @property
    def detached(self) -> bool:
        return self.branch is None


def commit(
    repo: Repository,
    paths: Iterable[PurePath],
    message: str,
    *,
    patience: float = PATIENCE,
) -> CommitResult:
    """Commit the files at ``paths`` as they are on disk: changed, new or gone.

    Hooks run and commits are signed as the user's git is set up. The message is used as it is
    given, apart from white space at line ends and blank lines at its ends.

    Raises: a subclass of CommitRefused, with the message in its ``commit_message``, and files and
    index as before; PathOutside; GitFailed.
    """
    try:
        return _commit(repo, _files(repo, paths), _usable(message), patience)
    except CommitRefused as error:
        error.commit_message = message
        raise


def commit_staged(repo: Repository, message: str) -> CommitResult:
    """Commit the index as it is; for when it was made for this. Hooks and signing as in `commit`.

    Raises: as `commit`, but the index is left as it is.
    """
    answer = repo.git.run(*_COMMIT, stdin=_usable(message), accept=())
    if answer.status:
        raise _reason(repo, answer, ())
    return _result(repo, answer)


def _usable(message: str) -> bytes:
    if not message.strip():
        raise UnusableMessage("is empty")
    if "\0" in message:
        raise UnusableMessage("holds a NUL character, which git can't store")
    return message.encode(errors="replace")


def _files(repo: Repository, paths: Iterable[PurePath]) -> list[PurePosixPath]:
    files = sorted({repo.inside(path) for path in paths})
    for path in files:
        _refuse_submodule(repo, path)
        place = repo.root / path
        if place.is_dir() and not place.is_symlink():
            raise NotAFile(path)
    return files


def _refuse_submodule(repo: Repository, path: PurePosixPath) -> None:
    for folder in path.parents:
        if folder.parts and (repo.root / folder / ".git").exists():
            raise InSubmodule(path, repo.root / folder)


def _commit(repo: Repository, files: list[PurePosixPath], message: bytes, patience: float) -> CommitResult:
    refuse_operation(repo)
    with locks.one_at_a_time(repo.git_dir, patience) as alone:
        # What a merge that was killed has left is nobody's change.
        remains.tidy(repo, alone=alone)
        plan = index.plan(repo, files)
        if not plan.files:
            raise NothingToCommit(files)
        try:
            answer = _patiently(repo, plan, message, patience)
            if answer.status:
                raise _reason(repo, answer, plan.files)
        except BaseException:
            index.take_back(repo, plan.new)
            raise
    return _result(repo, answer)


def refuse_operation(repo: Repository) -> None:
    """Raise OperationUnderWay when a merge or the like is not finished."""
    work = repo.operation
    if work:
        raise OperationUnderWay(work.label, work.onwards, work.back)


def _patiently(repo: Repository, plan: index.Plan, message: bytes, patience: float) -> Answer:
    deadline = time.monotonic() + patience
    while True:
        answer = _attempt(repo, plan, message)
        if time.monotonic() > deadline or not (answer.lock or _OVERTAKEN.search(answer.said)):
            return answer
        time.sleep(_PAUSE)


def _attempt(repo: Repository, plan: index.Plan, message: bytes) -> Answer:
    if plan.new:
        answer = index.announce(repo, plan.new)
        if answer.status:
            return answer
    return index.with_paths(repo, plan.files, *_COMMIT, "--only", stdin=message)


def _result(repo: Repository, answer: Answer) -> CommitResult:
    # From git's summary, since HEAD may have moved on already: others commit too.
    told = _SUMMARY.match(os.fsdecode(answer.out))
    branch = told["branch"] if told else repo.head.branch
    sha = repo.git.run("rev-parse", "--verify", f"{told['sha'] if told else 'HEAD'}^{{commit}}").text
    output = f"{answer.said.strip()}\n{answer.text.strip()}".strip()
    return CommitResult(sha, branch, output, _note(repo, detached=branch is None))


def _note(repo: Repository, *, detached: bool) -> str:
    notes = []
    if detached:
        notes.append("This commit is on no branch; `git switch -c NAME` makes one that keeps it.")
    if repo.superproject:
        notes.append(f"{repo.superproject} holds this register as a submodule: commit there too.")
    return " ".join(notes)


def _reason(repo: Repository, answer: Answer, paths: Sequence[PurePosixPath]) -> CommitRefused:
    said, lock = answer.said, answer.lock
    if lock is not None:
        return locks.held(lock, repo.work_tree)
    if paths:
        refuse_operation(repo)
    # Git ends with 1 when a hook refused or nothing differs, and with more when it failed itself.
    # Only where nothing differs it prints the status; what hooks print is sent the other way.
    if answer.status == 1:
        return NothingToCommit(paths) if answer.out.strip() else HookRefused(said)
    if repo.identity is None:
        return NoIdentity()
    if _READ_ONLY.search(said):
        return ReadOnlyRepository(repo.git_dir, said)
    if _SIGNING.search(said) and _signs(repo):
        return SigningFailed(said)
    return CommitFailed(answer.status, f"{said}\n{answer.text}")


def _signs(repo: Repository) -> bool:
    try:
        return repo.git.run("config", "--type=bool", "commit.gpgsign").text == "true"
    except GitFailed:
        return False
