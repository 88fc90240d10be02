"""Takes the last commit back by another one; nothing of history is rewritten."""

from __future__ import annotations

from . import locks
from .committing import PATIENCE, CommitResult, commit_staged, refuse_operation
from .errors import NoIdentity, UndoRefused
from .operations import Operation
from .repository import Repository
from .walking import Commit, read_commit


def undoable(repo: Repository) -> Commit:
    """The last commit, if it is this user's, was not pushed, and can be taken back now.

    Raises: UndoRefused, OperationUnderWay, NoIdentity, GitFailed.
    """
    refuse_operation(repo)
    if repo.head.unborn:
        raise UndoRefused("there is none.")
    commit = read_commit(repo, "HEAD")
    _refuse_others(repo, commit)
    _refuse_pushed(repo, commit)
    if len(commit.parents) > 1:
        raise UndoRefused("it merges two lines of work.", f"Someone who knows git can: git revert -m 1 {commit.short}")
    _refuse_unsaved(repo, commit)
    return commit


def undo(repo: Repository) -> CommitResult:
    """Undo the last commit by a new one that says so.

    Git's own revert would commit past most hooks, so it only prepares and the commit is ours.

    Raises: as `undoable`, and CommitRefused; files, index and history are then as before.
    """
    with locks.one_at_a_time(repo.git_dir, PATIENCE):
        commit = undoable(repo)
        answer = repo.git.run("revert", "--no-commit", commit.sha, accept=())
        try:
            if answer.status:
                raise UndoRefused(f"git said:\n{answer.said.strip()}")
            return commit_staged(repo, _message(commit))
        except BaseException:
            if repo.operation is Operation.REVERT:
                repo.git.run("revert", "--abort")
            raise


def _message(commit: Commit) -> str:
    # The same records and fields are concerned, so that a search by trailer finds both.
    trailers = "\n".join(line for line in commit.body.split("\n") if line.startswith(("Record: ", "Field: ")))
    return f'Revert "{commit.subject}"\n\nThis reverts commit {commit.sha}.\n\n{trailers}'


def _refuse_others(repo: Repository, commit: Commit) -> None:
    identity = repo.identity
    if identity is None:
        raise NoIdentity
    if commit.email.casefold() != identity.email.casefold():
        raise UndoRefused(f"it is by {commit.author} <{commit.email}>, not by you ({identity}).")


def _refuse_pushed(repo: Repository, commit: Commit) -> None:
    there = repo.git.run("for-each-ref", "--format=%(refname:short)", f"--contains={commit.sha}", "refs/remotes").text
    if there:
        raise UndoRefused(
            f"others may have it already, from {there.splitlines()[0]}.",
            "Change the record back and commit that, saying why.",
        )


def _refuse_unsaved(repo: Repository, commit: Commit) -> None:
    """Git reverts only over a clean index, and files that are as they were committed."""
    touched = _names(repo, "diff-tree", "--root", "-r", "--no-commit-id", "--no-renames", commit.sha)
    staged = _names(repo, "diff-index", "--cached", "--no-renames", "HEAD")
    changed = _names(repo, "diff", "--no-ext-diff", "--no-renames", "--no-relative", "HEAD")
    waiting = sorted(staged | (changed & touched))
    if waiting:
        raise UndoRefused(f"{waiting[0]} has changes that are not committed.", "Commit them first.")


def _names(repo: Repository, command: str, *args: str) -> set[str]:
    return set(repo.git.run(command, "--name-only", "-z", *args).text.split("\0")) - {""}
