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
from collections.abc import Iterator
from typing import NamedTuple

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


def survey(records: str, unit: str) -> Survey:
    """Look at what is there, without reading it."""
    now = time.time_ns()
    seen = list[Seen]()
    files, others = list[str](), list[tuple[str, bool]]()
    certain = True
    for path, status in _walk(records, unit):
        if status is None:
            certain = False
            files.append(path)
            continue
        is_link = stat.S_ISLNK(status.st_mode)
        certain = certain and not is_link and not _may_hide_another_write(status, now)
        name = path[path.rfind("/") + 1 :]
        if name.endswith(SUFFIX) and name[0] != ".":
            files.append(path)
        if is_link or not name.endswith(SUFFIX):
            others.append((path, is_link))
        seen.append((path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))
    return Survey(tuple(sorted(files)), tuple(sorted(others)), _signature(seen) if certain else b"")


NOTHING = b"nothing"
"""The signature of a unit in which there is no file."""


def _signature(seen: list[Seen]) -> bytes:
    if not seen:
        return NOTHING
    from hashlib import blake2b

    seen.sort()
    return blake2b(marshal.dumps(seen, 2), digest_size=16).digest()


def _may_hide_another_write(status: os.stat_result, now: int) -> bool:
    newest = max(status.st_mtime_ns, status.st_ctime_ns)
    return newest > now - (_TICK if status.st_ctime_ns % 1_000_000_000 else _COARSE)


def _walk(records: str, unit: str) -> Iterator[tuple[str, os.stat_result | None]]:
    """The files of a unit; without a status what can't be listed. What is gone by now counts as never there."""
    pending = [unit]
    while pending:
        path = pending.pop()
        try:
            if path.endswith("/"):
                for inner, status in _entries(records, path):
                    if status is None:
                        pending.append(inner)
                    else:
                        yield inner, status
            else:
                yield path, os.lstat(f"{records}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            yield path.removesuffix("/"), None


def _entries(records: str, folder: str) -> Iterator[tuple[str, os.stat_result | None]]:
    """What is in a folder, each file with its status, each folder without; nothing that is hidden, except links."""
    with os.scandir(f"{records}/{folder}") as entries:
        for entry in entries:
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                if name[0] != ".":
                    yield f"{folder}{name}/", None
            elif name[0] != "." or entry.is_symlink():
                yield folder + name, entry.stat(follow_symlinks=False)
