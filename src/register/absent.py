"""Files that git has but that are not checked out: a sparse checkout leaves them out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from .digests import blake2b
from .git_folder import git_folder
from .units import unit_of

_RECORDS = "records/"


def not_checked_out(root: Path) -> frozenset[str]:
    """The paths under records/ that git has for a register and that a sparse checkout has left out."""
    folder = git_folder(root)
    if folder is None or not (folder / "info" / "sparse-checkout").is_file():
        return frozenset()
    import subprocess

    try:
        # -t puts an S before what is left out.
        asked = subprocess.run(
            ["git", "ls-files", "-t", "-z", "--", _RECORDS], cwd=root, capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return frozenset()
    paths = (os.fsdecode(each[2:]) for each in asked.stdout.split(b"\0") if each.startswith(b"S "))
    return frozenset(each.removeprefix(_RECORDS) for each in paths if not os.path.lexists(root / each))


def by_unit(paths: Iterable[str]) -> dict[str, list[str]]:
    """The units that these paths belong to, each with its own."""
    found: dict[str, list[str]] = {}
    for each in sorted(paths):
        found.setdefault(unit_of(each), []).append(each)
    return found


def signed(signature: bytes, absent: list[str]) -> bytes:
    """The signature of a unit of which these paths are not checked out."""
    said = "\0".join(absent).encode(errors="surrogateescape")
    return blake2b(signature + said, digest_size=16).digest() if absent and signature else signature
