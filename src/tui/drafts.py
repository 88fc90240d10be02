"""What is written and not yet done with, kept inside the git directory so that quitting loses nothing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FOLDER = "followup"


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """The commit message being written."""

    git_dir: Path

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return self.git_dir / FOLDER / "commit-message.txt"

    def read(self) -> str:
        """The message kept; empty for none."""
        try:
            return self.path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def write(self, text: str) -> None:
        """Keep a message; an empty one is forgotten. A full or read-only disk is no reason to stop writing."""
        with suppress(OSError):
            if text.strip():
                self.path.parent.mkdir(exist_ok=True)
                self.path.write_text(text, encoding="utf-8")
            else:
                self.path.unlink(missing_ok=True)
