"""What lies in the folders of a register besides its records, and which names are one to some computers."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from ..register import Register
from ..register.ids import SUFFIX
from ..register.register import RECORDS


def folded_id(record_id: str) -> str:
    """The id as file systems have it that know no capitals and one form of accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", record_id).casefold())


def alike(ids: Iterable[str]) -> dict[str, list[str]]:
    """The ids that are one to a file system that knows no capitals or only one form of accents."""
    ids = list(ids)
    if len({each.lower() if each.isascii() else folded_id(each) for each in ids}) == len(ids):
        return {}
    found: dict[str, list[str]] = {}
    for each in ids:
        found.setdefault(folded_id(each), []).append(each)
    return {key: group for key, group in found.items() if len(group) > 1}


def bare(path: str) -> str:
    """The name at the end of a path without what changes by mistake: capitals, signs, and what follows a dot."""
    return re.sub(r"[^0-9a-z]", "", folded_id(path.rpartition("/")[2].partition(".")[0]))


def other_files(records: Path) -> list[tuple[str, bool]]:
    """The files below records/ that aren't records, by their path from there on, and whether each is a link."""
    found: list[tuple[str, bool]] = []
    pending = [(str(records), PurePosixPath())]
    while pending:
        folder, inner = pending.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_symlink():
                    found.append((str(inner / entry.name), True))
                elif entry.name.startswith("."):
                    continue
                elif entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, inner / entry.name))
                elif not entry.name.endswith(SUFFIX):
                    found.append((str(inner / entry.name), False))
    return sorted(found)


def other_blobs(records: Path, blobs: Iterable[Path]) -> list[tuple[str, bool]]:
    """The same among files that git has; it knows of links, but has no blobs for them."""
    inner = (path.relative_to(records) for path in blobs if path.is_relative_to(records))
    found = (path for path in inner if path.suffix != SUFFIX and not any(part.startswith(".") for part in path.parts))
    return sorted((str(path), False) for path in found)


def source_files(register: Register) -> frozenset[str]:
    """The source texts that documents name, by their path under records/."""
    found = set()
    for document in register.of_kind("documents"):
        path = register.source_path(document)
        if path is not None:
            found.add(path.relative_to(register.root / RECORDS).as_posix())
    return frozenset(found)


def leaves(name: str) -> bool:
    """Whether a path leads out of the folder from which it starts."""
    return name.startswith("/") or "\0" in name or ".." in PurePosixPath(name).parts or "\\" in name
