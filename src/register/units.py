"""The parts of a register that can be looked at one by one: each dossier, and each record outside of one.

All that lies below a folder two levels down, such as ``2015/2564-RSP/``, is one unit; a file above that is
one by itself, such as ``actors/europol.toml``. A unit's signature is made from what the system says of its
files, as git's index has it too: sizes, times and numbers of inodes. Any write changes it.
"""

from __future__ import annotations

import marshal
import os
import stat
import time
from collections.abc import Iterable
from typing import NamedTuple

from .digests import blake2b
from .ids import SUFFIX

_TICK = 50_000_000
_COARSE = 2_100_000_000
"""Nanoseconds within which two writes can have one time: on most file systems, and on those that count seconds."""


def unit_of(path: str) -> str:
    """The unit to which a path under records/, or an id, belongs."""
    first, _, rest = path.partition("/")
    second, slash, _ = rest.partition("/")
    return f"{first}/{second}/" if slash else path


def unit_of_id(record_id: str) -> str:
    """The unit to which a record belongs, by its id."""
    unit = unit_of(record_id)
    return unit if unit.endswith("/") else f"{unit}{SUFFIX}"


class Survey(NamedTuple):
    """What lies in a unit: paths under records/, and the signature of all of it."""

    files: tuple[str, ...]
    """Record files, and folders that can't be listed: reading those says why."""
    others: tuple[tuple[str, bool], ...]
    """Files that aren't records, each with whether it is a link."""
    signature: bytes
    """Empty where a change could pass unseen: a link's target, or a file written just now."""


_OF_DOSSIER = 60


def about_records(names: Iterable[str]) -> int:
    """About how many records are in units, told without looking into them."""
    return sum(_OF_DOSSIER if each.endswith("/") else 1 for each in names)


def units(records: str) -> list[str]:
    """The names of all units below ``records``, in order."""
    found = list[str]()
    for name, is_folder in _listed(records, ""):
        if is_folder:
            found += [inner + "/" if below else inner for inner, below in _listed(f"{records}/{name}", f"{name}/")]
        else:
            found.append(name)
    return sorted(found)


def _listed(folder: str, inner: str) -> list[tuple[str, bool]]:
    """What is in a folder, by its path under records/, and whether it is a folder itself."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return [(inner.removesuffix("/"), True)] if inner else []
    return [
        (inner + each.name, each.is_dir(follow_symlinks=False))
        for each in entries
        if each.is_symlink() or not each.name.startswith(".")
    ]


Seen = tuple[str, int, int, int, int]
"""A file by its path, with its size, times of change (of the content, of anything) and number."""


def survey(records: str, unit: str, *, signed: bool = True) -> Survey:
    """Look at what is there, without reading it; unless it is ``signed``, only at the names."""
    look = _Look(records, unit, names_only=not signed)
    paths = [each[0] for each in look.seen]
    named = [each for each in paths if each.endswith(SUFFIX)]
    files = [each for each in named if each[each.rfind("/") + 1] != "."]
    others = [(each, each in look.links) for each in paths if not each.endswith(SUFFIX)]
    others += [(each, True) for each in named if each in look.links] if look.links else []
    return Survey(tuple(sorted(files + look.unlisted)), tuple(sorted(others)), look.signature())


def signature(records: str, unit: str) -> bytes:
    """The signature alone."""
    return _Look(records, unit).signature()


class _Look:
    """What the system says of the files of a unit. What is gone by now counts as never there."""

    def __init__(self, records: str, unit: str, *, names_only: bool = False) -> None:
        self._names_only = names_only
        self.seen: list[Seen] = []
        self.links: set[str] = set()
        self.unlisted: list[str] = []
        self._is_certain = True
        self._now = time.time_ns()
        pending = [unit]
        while pending:
            path = pending.pop()
            try:
                if path.endswith("/"):
                    pending += self._folder(records, path)
                else:
                    self._see(path, os.lstat(f"{records}/{path}"))
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                self.unlisted.append(path.removesuffix("/"))

    def _folder(self, records: str, folder: str) -> list[str]:
        """Look at what is in a folder, except what is hidden and no link; the result is the folders in it."""
        below = []
        # All that is done here is done for each file of the register.
        see, recently = self.seen.append, self._now - _COARSE
        with os.scandir(f"{records}/{folder}") as entries:
            for entry in entries:
                name = entry.name
                if entry.is_dir(follow_symlinks=False):
                    if name[0] != ".":
                        below.append(f"{folder}{name}/")
                elif self._names_only:
                    if entry.is_symlink():
                        self.links.add(folder + name)
                    elif name[0] == ".":
                        continue
                    see((folder + name, 0, 0, 0, 0))
                elif name[0] != "." or entry.is_symlink():
                    status = entry.stat(follow_symlinks=False)
                    modified, changed = status.st_mtime_ns, status.st_ctime_ns
                    if modified > recently or changed > recently or entry.is_symlink():
                        self._see(folder + name, status)
                    else:
                        see((folder + name, status.st_size, modified, changed, status.st_ino))
        return below

    def _see(self, path: str, status: os.stat_result) -> None:
        if stat.S_ISLNK(status.st_mode):
            self.links.add(path)
        if path in self.links or _may_hide_another_write(status, self._now):
            self._is_certain = False
        self.seen.append((path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))

    def signature(self) -> bytes:
        """Empty where a change could pass unseen."""
        is_certain = self._is_certain and not self.unlisted and not self._names_only
        return _signature(self.seen) if is_certain else b""


NOTHING = b"nothing"
"""The signature of a unit in which there is no file."""


def _signature(seen: list[Seen]) -> bytes:
    if not seen:
        return NOTHING
    seen.sort()
    return blake2b(marshal.dumps(seen, 2), digest_size=16).digest()


def _may_hide_another_write(status: os.stat_result, now: int) -> bool:
    newest = max(status.st_mtime_ns, status.st_ctime_ns)
    return newest > now - (_TICK if status.st_ctime_ns % 1_000_000_000 else _COARSE)
