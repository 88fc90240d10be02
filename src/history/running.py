"""Git, run through GitPython's command wrapper: as the user's own git, with their hooks and settings."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from .errors import GitFailed, GitMissing, NoSuchFolder

if TYPE_CHECKING:
    import git

# Git sets these for its hooks. They name the repository that the hook runs for, which need not be
# the register's; pathspec variables would change what our path arguments mean.
INHERITED = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
)

# The exit status of `env` when there is no such program.
_NOT_FOUND = 127

_LOCK = re.compile(r"Unable to create '(?P<lock>.+?\.lock)': File exists", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What git gave back. ``out`` is its data; ``said`` its words and its hooks' (standard error)."""

    status: int
    out: bytes
    said: str

    @property
    def text(self) -> str:
        """``out`` without its last line end; bytes that are not UTF-8 survive as surrogates."""
        return os.fsdecode(self.out).removesuffix("\n")

    def checked(self, command: str) -> Answer:
        """Itself, if git succeeded.

        Raises: GitFailed.
        """
        if self.status:
            raise GitFailed(command, self.status, self.said)
        return self

    @property
    def lock(self) -> Path | None:
        """The lock file that was in git's way, if that was the reason."""
        found = _LOCK.search(self.said)
        return Path(found["lock"]) if found else None


class Git:
    """Runs git for one folder.

    ``keep_environment`` leaves GIT_DIR and its like in force: for a repository that only they name.
    """

    def __init__(self, folder: Path, *, keep_environment: bool = False) -> None:
        self.folder = folder
        self._dropped = () if keep_environment else INHERITED
        self._wrapper = _wrapper(folder)

    def run(
        self,
        *args: str,
        stdin: bytes = b"",
        accept: tuple[int, ...] = (0,),
        env: Mapping[str, str] | None = None,
    ) -> Answer:
        """Run ``git ARGS`` and wait.

        ``accept``: the exit statuses that are an answer; an empty tuple accepts all.

        Raises: GitFailed, GitMissing, NoSuchFolder.
        """
        with _input(stdin) as istream, _missing_git_is_said(self.folder):
            # The overloads of execute() don't know of a status that is no error.
            done: Any = self._wrapper.execute(
                self._command(args, env),
                istream=istream,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                env=_environment(env),
            )
        answer = Answer(*done)
        if answer.status == _NOT_FOUND:
            raise GitMissing
        if accept and answer.status not in accept:
            raise GitFailed(args[0], answer.status, answer.said)
        return answer

    @contextmanager
    def stream(self, *args: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Iterator[BinaryIO]:
        """Run ``git ARGS`` and read its output while it comes; it is ended on leaving early."""
        with _input(stdin) as istream, _missing_git_is_said(self.folder):
            process: Any = self._wrapper.execute(
                self._command(args, env), istream=istream, as_process=True, env=_environment(env)
            )
        try:
            yield process.stdout
        finally:
            process.terminate()
            with process.proc:  # closes its pipes and waits
                pass

    def _command(self, args: tuple[str, ...], env: Mapping[str, str] | None) -> list[str]:
        # -C, because the wrapper falls back to the current directory when it can't enter the folder.
        command = [self._wrapper.GIT_PYTHON_GIT_EXECUTABLE or "git", "-C", str(self.folder), *args]
        dropped = [name for name in self._dropped if name in os.environ and name not in (env or {})]
        unset = [part for name in dropped for part in ("-u", name)]
        return ["env", *unset, *command] if unset else command


def _wrapper(folder: Path) -> git.Git:
    # "quiet": a missing git is reported when it is first used, by us.
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    try:
        from git.cmd import Git as Wrapper
    except ImportError as error:
        raise GitMissing from error
    return Wrapper(folder)


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    # The wrapper sets LC_ALL=C, which hooks would inherit and stumble over accented letters.
    # LANGUAGE=C alone keeps git's own words English, for the few that are read here.
    return {"LC_ALL": os.environ.get("LC_ALL", ""), "GIT_TERMINAL_PROMPT": "0", **(more or {})}


@contextmanager
def _input(content: bytes) -> Iterator[BinaryIO | None]:
    # A file, not a pipe: nothing to feed while git's output is read.
    if not content:
        yield None
        return
    with tempfile.TemporaryFile() as stream:
        stream.write(content)
        stream.seek(0)
        yield cast(BinaryIO, stream)


@contextmanager
def _missing_git_is_said(folder: Path) -> Iterator[None]:
    from git.exc import GitCommandNotFound

    try:
        yield
    except (GitCommandNotFound, PermissionError) as error:
        if not folder.is_dir():
            raise NoSuchFolder(folder) from error
        raise GitMissing from error
