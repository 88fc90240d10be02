"""What a merge leaves behind when it is killed half-way: files that are already as they were to become.

Git takes them for changes of the user's and refuses to merge over them. Before each merge it is noted what is merged;
where that note is still there, files that are exactly what the merge makes of them are put back as committed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..errors import FollowupError
from ..register import files
from . import equipping, index, locks, objects
from .remotes import exists
from .repository import Repository

_NOTE = "FOLLOWUP_MERGE"
_IN_CONFLICT = 1


@contextmanager
def noted(repo: Repository, theirs: str) -> Iterator[None]:
    """Note for as long as it takes that ``theirs`` is being merged."""
    note = repo.git_dir / _NOTE
    note.write_text(f"{theirs}\n")
    yield
    note.unlink(missing_ok=True)


def recover(repo: Repository) -> list[PurePosixPath]:
    """`tidy`, unless somebody is at work in the work tree now; for whoever is about to show what is changed.

    Raises: GitFailed, FileError.
    """
    if not (repo.git_dir / _NOTE).exists():
        return []
    with locks.one_at_a_time(repo.git_dir, 0) as alone:
        return tidy(repo, alone=alone)


def tidy(repo: Repository, *, alone: bool) -> list[PurePosixPath]:
    """Put back what a merge that was killed has left: the files, as seen from the top of the work tree.

    What is anything else than that merge would have written is left alone. Nothing is done unless we are ``alone``
    (see `locks.one_at_a_time`), for else the merge may be under way.

    Raises: GitFailed, FileError.
    """
    note = repo.git_dir / _NOTE
    # Git goes on where only we were killed.
    if not alone or (repo.git_dir / "index.lock").exists():
        return []
    with suppress(FileNotFoundError):
        theirs = note.read_text().strip()
        done = list(_put_back(repo, theirs)) if exists(repo, theirs) and not repo.operation else []
        _remove_handed_over(repo, note.stat().st_mtime)
        note.unlink()
        return done
    return []


def _remove_handed_over(repo: Repository, since: float) -> None:
    """The files in which git handed the three versions to its merge driver, since that merge began."""
    for path in repo.work_tree.glob(".merge_file_??????"):
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime >= since:
                path.unlink()


@dataclass(frozen=True, slots=True)
class _Change:
    """A file that the merge changes: git's names for it in the last commit and in the merge."""

    path: PurePosixPath
    before: str
    after: str


def _put_back(repo: Repository, theirs: str) -> Iterator[PurePosixPath]:
    changes = list(_changes(repo, _result(repo, theirs)))
    names = {name for each in changes for name in (each.before, each.after) if name}
    blobs = dict(objects.read(repo, sorted(names)))
    mine = {each.path for each in changes if _is_remains(repo, each, blobs)}
    staged = [path for path in _staged(repo, changes) if path in mine]
    if staged:
        listed = [f":(top,literal){path}" for path in staged]
        repo.git.run("restore", "--staged", "--source=HEAD", "--", *listed)
    for each in changes:
        if each.path in mine and _restored(repo.work_tree / each.path, blobs.get(each.before), repo.work_tree):
            yield each.path


def _result(repo: Repository, theirs: str) -> str:
    """The tree that the merge makes; of merges before git 2.38, what the others have."""
    if not repo.git.run("merge-base", "--is-ancestor", "HEAD", theirs, accept=(0, 1)).status:
        return theirs
    answer = repo.git.run(*equipping.settings(), "merge-tree", "--write-tree", "HEAD", theirs, accept=())
    return answer.text.split("\n")[0] if answer.status in {0, _IN_CONFLICT} else theirs


def _changes(repo: Repository, result: str) -> Iterator[_Change]:
    answer = repo.git.run("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-relative", "HEAD", result)
    fields = iter(filter(None, os.fsdecode(answer.out).split("\0")))
    for line in fields:
        *_, before, after, _ = line.split(" ")
        names = ("" if set(name) == {"0"} else name for name in (before, after))
        yield _Change(PurePosixPath(next(fields)), *names)


def _is_remains(repo: Repository, each: _Change, blobs: dict[str, bytes | None]) -> bool:
    """Whether the file is what the merge makes of it, or the beginning of that: git writes it where it lies."""
    now, before, after = _on_disk(repo.work_tree / each.path), blobs.get(each.before), blobs.get(each.after)
    if now is None:
        return not os.path.lexists(repo.work_tree / each.path)
    return now != before and after is not None and after.startswith(now)


def _staged(repo: Repository, changes: list[_Change]) -> list[PurePosixPath]:
    """The files that git's index has as the merge makes them."""
    after = {each.path: each.after for each in changes}
    listed = index.staged(repo)
    return [path for path, name in listed.items() if path in after and after[path] == name]


def _restored(path: Path, content: bytes | None, root: Path) -> bool:
    """Make the file what it was; whether it was another. Somebody who writes it at this moment wins."""
    now = _on_disk(path)
    if now == content:
        return False
    with suppress(files.StaleFile):
        if content is None:
            files.remove(path, expected=files.digest(now or b""), root=root)
        else:
            files.replace(path, content, expected=None if now is None else files.digest(now), root=root)
        return True
    return False


def _on_disk(path: Path) -> bytes | None:
    try:
        return files.read(path, limit=files.SOURCE_LIMIT)
    except FollowupError:
        return None
