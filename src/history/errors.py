"""What can go wrong with git, one class a failure: what, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path, PurePath

from ..errors import FollowupError, Place


def _listed(paths: Sequence[PurePath], most: int = 3) -> str:
    shown = ", ".join(str(path) for path in paths[:most])
    return shown + (f" and {len(paths) - most} more" if len(paths) > most else "")


def _git_said(output: str) -> str:
    return f" Git said:\n{output.strip()}" if output.strip() else " Git gave no reason."


class GitMissing(FollowupError):
    def __init__(self) -> None:
        super().__init__(
            "Git was not found on this computer.",
            hint="Install git, or put its folder on PATH.",
        )


class GitFailed(FollowupError):
    """Git refused a command for a reason that has no class of its own here."""

    def __init__(self, command: str, status: int, output: str) -> None:
        super().__init__(f"git {command} failed (exit status {status}).{_git_said(output)}")
        self.status = status
        self.output = output


class NoSuchFolder(FollowupError):
    def __init__(self, folder: Path) -> None:
        super().__init__("There is no such folder.", place=Place(folder))


class NotARepository(FollowupError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            "This folder is not under git, so there is no history and nothing can be committed.",
            place=Place(folder),
            hint="Run `git init` there, or open the register in a clone of its repository.",
        )


class BareRepository(FollowupError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            "This is a bare repository: it has no files to work on.",
            place=Place(folder),
            hint="Clone it (`git clone FOLDER`) and open the clone.",
        )


class InsideGitFolder(FollowupError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            "This folder belongs to git itself; a register can't be kept in it.",
            place=Place(folder),
            hint="Open the folder that holds records/.",
        )


class DubiousOwnership(FollowupError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            "Git does not trust this folder, because another user owns it.",
            place=Place(folder),
            hint=f"If you trust it: git config --global --add safe.directory '{folder}'",
        )


class PathOutside(FollowupError):
    def __init__(self, path: PurePath, root: Path) -> None:
        super().__init__(f"{path} is not inside the register at {root}.")


class UnknownRevision(FollowupError):
    def __init__(self, revision: str) -> None:
        super().__init__(
            f"Git knows no revision {revision!r}.",
            hint="Give a commit, branch or tag, or a day such as 2015-06-03.",
        )


class BeforeHistory(FollowupError):
    def __init__(self, day: date, first: date | None, *, shallow: bool) -> None:
        begins = f"; the first commit is of {first}" if first else ""
        super().__init__(
            f"There was no commit yet on {day}{begins}.",
            hint="This clone holds only a part: git fetch --unshallow" if shallow else "",
        )


class NoRegisterThen(FollowupError):
    def __init__(self, revision: str, root: Path) -> None:
        super().__init__(f"There was no register yet in {revision}.", place=Place(root))


class UndoRefused(FollowupError):
    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(f"The last commit can't be undone: {reason}", hint=hint)


class CommitRefused(FollowupError):
    """Nothing was committed; files and index are as before.

    ``commit_message`` is the message that was to be used, so that it can be kept.
    """

    commit_message: str = ""


class UnusableMessage(CommitRefused):
    def __init__(self, reason: str) -> None:
        super().__init__(f"The commit message {reason}.", hint="Say in a line what changed and why.")


class NotAFile(CommitRefused):
    def __init__(self, path: PurePath) -> None:
        super().__init__(f"{path} is a folder; name the files to commit.")


class InSubmodule(CommitRefused):
    def __init__(self, path: PurePath, submodule: Path) -> None:
        super().__init__(
            f"{path} belongs to another repository inside this one, at {submodule}.",
            hint="Commit it there first, then the new state of the submodule here.",
        )


class IgnoredPath(CommitRefused):
    def __init__(self, paths: Sequence[PurePath]) -> None:
        super().__init__(
            f"Git is told to ignore {_listed(paths)}.",
            hint="`git check-ignore -v PATH` names the line of .gitignore that says so.",
        )


class Unresolved(CommitRefused):
    def __init__(self, paths: Sequence[PurePath]) -> None:
        super().__init__(
            f"Two versions are still to be joined in {_listed(paths)}.",
            hint="Settle the conflict, then `git add` the file.",
        )


class NothingToCommit(CommitRefused):
    def __init__(self, paths: Sequence[PurePath]) -> None:
        super().__init__(f"Nothing to commit: {_listed(paths) or 'no file'} as in the last commit.")


class NoIdentity(CommitRefused):
    def __init__(self) -> None:
        super().__init__(
            "Git does not know who you are.",
            hint='git config --global user.name "Your Name"; git config --global user.email you@example.org',
        )


class HookRefused(CommitRefused):
    """A hook of the repository (pre-commit, commit-msg, …) said no; ``output`` is what it said."""

    def __init__(self, output: str) -> None:
        said = f" It said:\n{output.strip()}" if output.strip() else " It gave no reason."
        super().__init__(f"A hook of this repository refused the commit.{said}")
        self.output = output


class RepositoryLocked(CommitRefused):
    """Another program holds a lock file of git's. It is never deleted here: it may be at work."""

    def __init__(self, lock: Path, since: datetime | None, holder: str) -> None:
        when = f" since {since:%Y-%m-%d %H:%M:%S}" if since else ""
        super().__init__(
            f"Git is locked{when}{f' by {holder}' if holder else ''}.",
            place=Place(lock),
            hint="Let the other program finish. Only if none is running: delete this file.",
        )
        self.lock = lock
        self.since = since
        self.holder = holder


class OperationUnderWay(CommitRefused):
    def __init__(self, name: str, onwards: str, back: str) -> None:
        going_on = f"go on with `{onwards}`, or " if onwards else ""
        super().__init__(
            f"A {name} is under way; a commit now would become part of it.",
            hint=f"Finish it first: {going_on}give it up with `{back}`.",
        )
        self.name = name


class ReadOnlyRepository(CommitRefused):
    def __init__(self, git_dir: Path, output: str) -> None:
        super().__init__(
            f"Git can't write into this repository.{_git_said(output)}",
            place=Place(git_dir),
            hint="Ask for write access to the folder, or work in a clone of your own.",
        )


class SigningFailed(CommitRefused):
    def __init__(self, output: str) -> None:
        super().__init__(
            f"The commit could not be signed.{_git_said(output)}",
            hint="Check user.signingkey and gpg.program (`git config --show-origin --list`).",
        )


class CommitFailed(CommitRefused):
    def __init__(self, status: int, output: str) -> None:
        super().__init__(f"Git could not commit (exit status {status}).{_git_said(output)}")
        self.output = output
