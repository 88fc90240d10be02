"""Of which files the problems are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ..errors import FollowupError, Place


class NothingThere(FollowupError):
    """A path that was given to be checked leads to nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__("there is no such file or folder", place=Place(path), hint="Check the spelling of the path.")


class NotInRegister(FollowupError):
    """A path that was given to be checked lies elsewhere."""

    def __init__(self, path: Path, root: Path) -> None:
        super().__init__(
            f"this lies outside the register {root}",
            place=Place(path),
            hint="Name a file or folder of the register, or another register: --root DIR",
        )


def selected(root: Path, paths: Sequence[Path]) -> Callable[[Path], bool]:
    """Whether a file of the register is one of these, or in one of these folders.

    Raises:
        NothingThere, NotInRegister: one of the paths leads nowhere, or out of the register.
    """
    shown = [_inside(root, path) for path in paths]

    def is_selected(path: Path) -> bool:
        inner = path.relative_to(root).as_posix()
        return any(_is_below(inner, folder) for folder in shown)

    return is_selected


def _inside(root: Path, path: Path) -> str:
    try:
        found = path.resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise NothingThere(path) from error
    if not found.is_relative_to(root.resolve()):
        raise NotInRegister(path, root)
    return found.relative_to(root.resolve()).as_posix()


def _is_below(path: str, folder: str) -> bool:
    return folder in (".", path) or path.startswith(f"{folder}/")
