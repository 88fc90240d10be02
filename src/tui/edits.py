"""What was changed in this session, so that it can be taken back and made again. No UI in here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..errors import FollowupError, Place
from ..register import files


@dataclass(frozen=True, slots=True)
class FileEdit:
    """One file before and after; None stands for no file."""

    record_id: str
    path: Path
    before: bytes | None
    after: bytes | None

    @property
    def reverse(self) -> FileEdit:
        """The edit that takes this one back."""
        return FileEdit(self.record_id, self.path, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Step:
    """What one save did, in the words of the user's action."""

    title: str
    edits: tuple[FileEdit, ...]


class ChangedSince(FollowupError):
    """A step can't be taken back, because the file is no longer as the step left it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "this file was changed elsewhere since then, so the step was left alone",
            place=Place(path),
            hint="Open the record and change the field by hand.",
        )


@dataclass(slots=True)
class Edits:
    """The steps that can be taken back, and those that can be made again."""

    root: Path
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def made(self, step: Step) -> None:
        """Remember a step; what was undone before can no longer be made again."""
        self.done.append(step)
        self.undone.clear()

    def undo(self) -> Step:
        """Take back the last step.

        Raises:
            ChangedSince: a file is no longer as the step left it; nothing was written.
            files.FileError: it can't be written.
        """
        step = self.done[-1]
        self._write([each.reverse for each in reversed(step.edits)])
        self.undone.append(self.done.pop())
        return step

    def redo(self) -> Step:
        """Make the last undone step again; raises as ``undo``."""
        step = self.undone[-1]
        self._write(step.edits)
        self.done.append(self.undone.pop())
        return step

    def _write(self, edits: list[FileEdit] | tuple[FileEdit, ...]) -> None:
        for each in edits:
            if not _is(each.path, each.before):
                raise ChangedSince(each.path)
        for each in edits:
            if each.after is None:
                files.remove(each.path, expected=files.digest(each.before or b""), root=self.root)
            else:
                expected = None if each.before is None else files.digest(each.before)
                files.replace(each.path, each.after, expected=expected, root=self.root)


def _is(path: Path, content: bytes | None) -> bool:
    if not path.exists():
        return content is None
    return content is not None and files.read(path) == content
