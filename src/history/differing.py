"""Which files of the register have other bytes in a commit than on disk.

Git's own answer is another one: it passes over what it was told to ignore, and over line endings that it converts.
Checks see the bytes, so these are compared: by their names in git, which are digests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha1, sha256
from pathlib import Path
from typing import NamedTuple

from ..register import files
from ..register.forking import divided
from ..register.ids import SUFFIX
from ..register.progress import Told, watched
from . import objects
from .repository import RECORDS, Repository
from .snapshot import SCHEMA, listed

_WORTH_IT = 3000
"""Below so many files a second process costs more than it saves."""

_OF_SHA1 = 40
"""Letters of such a name."""


class Differing(NamedTuple):
    """The files that a commit has, and the bytes that those have in it which have others now, or are gone.

    Paths are seen from the register's folder; None stands for the bytes of a file that is new.
    """

    names: Mapping[str, str]
    files: Mapping[str, bytes | None]


class _Unclear(Exception):
    """Files alone don't say what there is: a link, or a folder that can't be looked into."""


def differing(repo: Repository, sha: str, told: Told | None = None) -> Differing | None:
    """Compare the files of a commit with those on disk. ``told`` hears how far it is.

    None where that doesn't say it all: where there are links, a folder can't be looked into, this clone lacks one of
    the contents, or the commit has a record under a hidden name, which on disk would be none.

    Raises: GitFailed.
    """
    names = listed(repo, sha)
    if any("/." in path and path.endswith(SUFFIX) for path in names):
        return None
    try:
        changed, new = _compared(repo.root, names, told)
    except (_Unclear, OSError):
        return None
    contents = dict(objects.read(repo, dict.fromkeys(names[path] for path in changed)))
    found: dict[str, bytes | None] = {path: contents[names[path]] for path in changed}
    return None if None in found.values() else Differing(names, found | dict.fromkeys(new))


def _compared(root: Path, names: Mapping[str, str], told: Told | None) -> tuple[list[str], list[str]]:
    """The files in git that are others now, or gone; and the new ones."""
    look = _Look(root, names)
    seen = divided(look, list(look.parts()), is_much=len(names) > _WORTH_IT, told=told)
    changed = [path for each in seen for path in each.changed]
    if sum(each.known for each in seen) < len(names):
        changed += names.keys() - look.all()
    return changed, [path for each in seen for path in each.new]


class _Seen(NamedTuple):
    """What lies in a part of the register: how many files that git has, which of them are others, and the new ones."""

    known: int
    changed: list[str]
    new: list[str]


class _Look:
    """Compares files with what they are in git, part by part: a folder two levels down, or a file above that."""

    def __init__(self, root: Path, names: Mapping[str, str]) -> None:
        self._prefix = f"{root}/"
        self._names = names

    def parts(self) -> Iterator[str]:
        """All parts; folders have “/” at their ends."""
        for top in (f"{RECORDS}/", f"{SCHEMA}/"):
            if Path(self._prefix, top).is_dir():
                for path in self._listed(top):
                    yield from self._listed(path) if path.endswith("/") else [path]

    def __call__(self, parts: Sequence[str], told: Told | None) -> list[_Seen]:
        return [self._seen(each) for each in watched(parts, told)]

    def all(self) -> set[str]:
        """All files, the hidden ones, too."""
        return {path for part in self.parts() for path in self._below(part)}

    def _seen(self, part: str) -> _Seen:
        known, changed, new = 0, list[str](), list[str]()
        for path in self._below(part):
            name = self._names.get(path)
            if name is None:
                new.append(path)
            else:
                known += 1
                if not self._is_same(path, name):
                    changed.append(path)
        return _Seen(known, changed, new)

    def _below(self, part: str) -> Iterator[str]:
        pending = [part]
        while pending:
            path = pending.pop()
            if path.endswith("/"):
                pending += self._listed(path)
            else:
                yield path

    def _listed(self, folder: str) -> list[str]:
        with os.scandir(self._prefix + folder) as entries:
            found = list(entries)
        if any(each.is_symlink() for each in found):
            raise _Unclear
        return [f"{folder}{each.name}{'/' if each.is_dir() else ''}" for each in found]

    def _is_same(self, path: str, name: str) -> bool:
        """Whether a file can be read as one of the register, and holds what it does in git."""
        limit = files.RECORD_LIMIT if path.endswith(SUFFIX) else files.SOURCE_LIMIT
        try:
            raw = files.read(self._prefix + path, limit=limit)
        except files.FileError:
            return False
        return _name_of(raw, len(name)) == name


def _name_of(raw: bytes, length: int) -> str:
    """Git's name for a content; by its length one knows which of git's two digests it is."""
    whole = b"blob %d\0%b" % (len(raw), raw)
    return (sha1(whole, usedforsecurity=False) if length == _OF_SHA1 else sha256(whole)).hexdigest()
