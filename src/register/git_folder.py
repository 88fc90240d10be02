"""Where git keeps what belongs to a folder, found without running git."""

from __future__ import annotations

import os
from pathlib import Path

_POINTER = b"gitdir:"
_LONGEST = 8192


def git_folder(root: Path) -> Path | None:
    """The git directory of the repository that ``root`` lies in, as ``git rev-parse --git-dir`` has it.

    It is ``.git`` in the root or above it; where that is a file (a further working tree, a submodule), the folder
    that it names. None outside git, and where ``.git`` is not what git would take for a repository.
    """
    try:
        root = root.resolve()
        for folder in (root, *root.parents):
            there = folder / ".git"
            if there.is_dir():
                if _is_git(there):
                    return there
            elif there.is_file():
                return _named_in(there)
    except (OSError, RuntimeError, ValueError):  # not to be looked at, a loop of links, a NUL in the name
        pass
    return None


def _is_git(folder: Path) -> bool:
    return os.path.lexists(folder / "HEAD")


def _named_in(pointer: Path) -> Path | None:
    with pointer.open("rb") as file:
        said = file.read(_LONGEST)
    if not said.startswith(_POINTER):
        return None
    folder = pointer.parent / os.fsdecode(said.removeprefix(_POINTER).strip())
    return folder.resolve() if _is_git(folder) else None
