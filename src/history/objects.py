"""Contents of files as git stores them, many in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from .repository import Repository

# Git 2.44 and later then fetch nothing, and report what a partial clone left out as missing.
_OFFLINE = {"GIT_NO_LAZY_FETCH": "1"}
# "missing" ends git's answer for an object that is not there.
_MISSING = b" missing"


def read(repo: Repository, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
    """The content of each object, in order; None for what is missing, or is no file.

    In a partial clone git fetches what was left out. When that fails, what is there is still read.
    """
    wanted = list(names)
    done = 0
    for name, content in _read(repo, wanted, {}):
        done += 1
        yield name, content
    if done < len(wanted):
        yield from _read_local(repo, wanted[done:])


def _read_local(repo: Repository, names: list[str]) -> Iterator[tuple[str, bytes | None]]:
    # Git ended at an object that it could not fetch; the next might be another such.
    local = _all_local(repo)
    contents = _read(repo, [name for name in names if name in local], _OFFLINE)
    for name in names:
        yield next(contents, (name, None)) if name in local else (name, None)


def _all_local(repo: Repository) -> set[str]:
    listed = ("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    return set(repo.git.run(*listed).text.split("\n"))


def _read(repo: Repository, names: list[str], env: Mapping[str, str]) -> Iterator[tuple[str, bytes | None]]:
    if not names:
        return
    asked = "\n".join([*names, ""]).encode(errors="surrogateescape")
    with repo.git.stream("cat-file", "--batch", "--buffer", stdin=asked, env=env) as stream:
        for name in names:
            head = stream.readline()
            if not head:
                return
            yield name, _content(stream, head)


def _content(stream: BinaryIO, head: bytes) -> bytes | None:
    # "<object> SP <type> SP <size> LF <content> LF", or "<object> SP missing LF".
    if head.rstrip().endswith(_MISSING):
        return None
    _, kind, size = head.split()
    content = stream.read(int(size))
    stream.read(1)
    return content if kind == b"blob" else None
