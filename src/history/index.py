"""Git's index: what it knows of the files to commit, and the names that are noted in it for new ones."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from .errors import IgnoredPath, Unresolved
from .running import Answer
from .status import Difference

if TYPE_CHECKING:
    from .repository import Repository


@dataclass(frozen=True, slots=True)
class Plan:
    """The files that a commit names to git; ``new`` are those that git does not know yet."""

    files: tuple[PurePosixPath, ...]
    new: tuple[PurePosixPath, ...]


def plan(repo: Repository, files: Sequence[PurePosixPath]) -> Plan:
    """What is to be done for each file. One that is nowhere, neither on disk nor in git, is left out.

    Raises: Unresolved.
    """
    listed = _entries(repo, files)
    unknown = [path for path in files if path not in listed]
    new = {path for path in unknown if os.path.lexists(repo.root / path)}
    known = listed | new | _removed(repo, [path for path in unknown if path not in new])
    return Plan(tuple(path for path in files if path in known), tuple(sorted(new)))


def _entries(repo: Repository, files: Sequence[PurePosixPath]) -> set[PurePosixPath]:
    wanted, found = set(files), set()
    output = repo.git.run("ls-files", "--stage", "-z", "--", *repo.specs(files)).text
    for line in filter(None, output.split("\0")):
        # "<mode> <object> <stage> TAB <path>"; a stage other than 0 is a side of a conflict.
        description, _, name = line.partition("\t")
        path = PurePosixPath(name)
        if path in wanted and not description.endswith(" 0"):
            # Git would take the file with its conflict markers for the settled version.
            raise Unresolved([path])
        found.add(path)
    return found & wanted


def _removed(repo: Repository, files: Sequence[PurePosixPath]) -> set[PurePosixPath]:
    """Those whose removal is staged: they are in the last commit alone."""
    found = repo.status(files, renames=False).files if files else ()
    return {file.path for file in found if file.difference is Difference.REMOVED}


def staged(repo: Repository) -> dict[PurePosixPath, str]:
    """The files that differ from the last commit in the index, from the top of the work tree, and git's names there.

    A name is empty where the index has no such file.
    """
    listed = ("diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-relative", "HEAD")
    fields = iter(filter(None, os.fsdecode(repo.git.run(*listed).out).split("\0")))
    return {PurePosixPath(next(fields)): line.split(" ")[3].strip("0") and line.split(" ")[3] for line in fields}


def announce(repo: Repository, new: Sequence[PurePosixPath]) -> Answer:
    """Note the names of new files, as `git commit --only` finds no others; their content stays out.

    A kill before the commit leaves nothing worse behind than these names.

    Raises: IgnoredPath.
    """
    answer = with_paths(repo, new, "add", "--intent-to-add")
    if answer.status == 1:
        raise IgnoredPath(_ignored(repo, new) or new)
    return answer


def _ignored(repo: Repository, files: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    output = repo.git.run("check-ignore", "-z", "--stdin", stdin=_joined(files), accept=(0, 1)).text
    return [PurePosixPath(name) for name in output.split("\0") if name]


def take_back(repo: Repository, new: Sequence[PurePosixPath]) -> None:
    """Remove the names that `announce` noted; what was staged in full since is left alone."""
    if not new:
        return
    listed = ("diff-files", "--name-only", "--diff-filter=A", "--no-renames", "--relative", "-z")
    noted = {PurePosixPath(name) for name in repo.git.run(*listed).text.split("\0")}
    bare = [path for path in new if path in noted]
    if bare:
        repo.git.run("update-index", "--force-remove", "-z", "--stdin", stdin=_joined(bare), accept=())


def with_paths(
    repo: Repository,
    paths: Iterable[PurePosixPath],
    *args: str,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Answer:
    """Run a git command on these paths, however many."""
    specs = "\0".join(repo.spec(path) for path in paths)
    with tempfile.NamedTemporaryFile(prefix="followup-") as names:
        names.write(specs.encode(errors="surrogateescape"))
        names.flush()
        listed = (f"--pathspec-from-file={names.name}", "--pathspec-file-nul")
        return repo.git.run(*args, *listed, stdin=stdin, accept=(), env=env)


def _joined(paths: Iterable[PurePosixPath]) -> bytes:
    return "\0".join(map(str, paths)).encode(errors="surrogateescape")
