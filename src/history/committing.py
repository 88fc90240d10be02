"""Commits exactly the files meant; whatever else is staged or changed stays as it was."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath

from . import locks
from .errors import (
    CommitFailed,
    CommitRefused,
    GitFailed,
    HookRefused,
    IgnoredPath,
    InSubmodule,
    NoIdentity,
    NotAFile,
    NothingToCommit,
    OperationUnderWay,
    ReadOnlyRepository,
    SigningFailed,
    Unresolved,
    UnusableMessage,
)
from .repository import Repository
from .running import Answer
from .status import Difference, FileStatus, Head

PATIENCE = 3.0
"""Seconds to wait for another program's lock on the index: most are held for a moment only."""

_PAUSE = 0.05
_SUMMARY = re.compile(rb"\[.+? (?:\(root-commit\) )?(?P<sha>[0-9a-f]{4,64})\] ")
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
    head = repo.head
    answer = repo.git.run(*_COMMIT, stdin=_usable(message), accept=())
    if answer.status:
        raise _reason(repo, answer, [])
    return _result(repo, answer, head)


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
    if not files:
        raise NothingToCommit(files)
    status = repo.status(files, renames=False)
    changed = _changed(repo, files, status.files)
    try:
        with locks.one_at_a_time(repo.git_dir, patience):
            answer = _patiently(repo, changed, message, patience)
    except BaseException:
        _take_back(repo, _new(changed))
        raise
    if answer.status:
        _take_back(repo, _new(changed))
        raise _reason(repo, answer, [file.path for file in changed])
    return _result(repo, answer, status.head)


def refuse_operation(repo: Repository) -> None:
    """Raise OperationUnderWay when a merge or the like is not finished."""
    work = repo.operation
    if work:
        raise OperationUnderWay(work.label, work.onwards, work.back)


def _changed(repo: Repository, files: list[PurePosixPath], status: Sequence[FileStatus]) -> list[FileStatus]:
    conflicts = [file.path for file in status if file.difference is Difference.CONFLICT]
    if conflicts:
        # Git would take the file with its conflict markers for the settled version.
        raise Unresolved(conflicts)
    wanted = set(files)
    changed = [file for file in status if file.path in wanted]
    _refuse_ignored(repo, sorted(wanted - {file.path for file in changed}))
    if not changed:
        raise NothingToCommit(files)
    return changed


def _refuse_ignored(repo: Repository, unchanged: list[PurePosixPath]) -> None:
    if not unchanged:
        return
    names = "\0".join(str(path) for path in unchanged).encode(errors="surrogateescape")
    answer = repo.git.run("check-ignore", "-z", "--stdin", stdin=names, accept=(0, 1))
    if answer.status == 0:
        raise IgnoredPath([PurePosixPath(name) for name in answer.text.split("\0") if name])


def _new(changed: Sequence[FileStatus]) -> list[PurePosixPath]:
    return [file.path for file in changed if file.difference is Difference.UNTRACKED]


def _patiently(repo: Repository, changed: Sequence[FileStatus], message: bytes, patience: float) -> Answer:
    deadline = time.monotonic() + patience
    while True:
        answer = _attempt(repo, changed, message)
        if time.monotonic() > deadline or not (answer.lock or _OVERTAKEN.search(answer.said)):
            return answer
        time.sleep(_PAUSE)


def _attempt(repo: Repository, changed: Sequence[FileStatus], message: bytes) -> Answer:
    new = _new(changed)
    if new:
        # `commit --only` finds no files that git doesn't know. Only their names are noted, so a
        # kill before the commit leaves nothing worse behind than that.
        answer = _with_paths(repo, new, "add", "--intent-to-add")
        if answer.status:
            return answer
    return _with_paths(repo, [file.path for file in changed], *_COMMIT, "--only", stdin=message)


def _take_back(repo: Repository, new: list[PurePosixPath]) -> None:
    if not new:
        return
    # Only what is still a bare name: a hook or another program may have staged the file since.
    bare = [
        str(repo.prefix / file.path)
        for file in repo.status(new, renames=False).files
        if file.difference is Difference.ADDED and not file.staged
    ]
    if bare:
        names = "\0".join(bare).encode(errors="surrogateescape")
        # Run at the top, as this command takes its paths from the current folder.
        repo.git.run(
            "-C",
            str(repo.work_tree),
            *("update-index", "--force-remove", "-z", "--stdin"),
            stdin=names,
            accept=(),
        )


def _with_paths(repo: Repository, paths: Iterable[PurePosixPath], *args: str, stdin: bytes = b"") -> Answer:
    # In a file, as a few thousand paths don't fit on a command line.
    specs = "\0".join(repo.spec(path) for path in paths)
    with tempfile.NamedTemporaryFile(prefix="followup-") as names:
        names.write(specs.encode(errors="surrogateescape"))
        names.flush()
        listed = (f"--pathspec-from-file={names.name}", "--pathspec-file-nul")
        return repo.git.run(*args, *listed, stdin=stdin, accept=())


def _result(repo: Repository, answer: Answer, head: Head) -> CommitResult:
    return CommitResult(
        sha=_sha(repo, answer),
        branch=head.branch,
        output=f"{answer.said.strip()}\n{answer.text.strip()}".strip(),
        note=_note(repo, head),
    )


def _sha(repo: Repository, answer: Answer) -> str:
    # From git's summary, since HEAD may have moved on already: others commit too.
    found = _SUMMARY.match(answer.out)
    name = found["sha"].decode() if found else "HEAD"
    return repo.git.run("rev-parse", "--verify", f"{name}^{{commit}}").text


def _note(repo: Repository, head: Head) -> str:
    notes = []
    if head.detached:
        notes.append("This commit is on no branch; `git switch -c NAME` makes one that keeps it.")
    if repo.superproject:
        notes.append(f"{repo.superproject} holds this register as a submodule: commit there too.")
    return " ".join(notes)


def _reason(repo: Repository, answer: Answer, paths: list[PurePosixPath]) -> CommitRefused:
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
