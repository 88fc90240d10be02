"""Which doubts were settled: kept inside the git directory, and outside git as long as the application runs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .drafts import FOLDER


@dataclass(frozen=True, slots=True)
class SettledDoubts:
    """The keys of the doubts that a person accepted or corrected."""

    git_dir: Path | None
    keys: set[str]
    """What this run knows; shared by all who ask."""

    @property
    def path(self) -> Path | None:
        """Where they are kept; None outside git."""
        return self.git_dir / FOLDER / "settled-doubts.txt" if self.git_dir else None

    def read(self) -> SettledDoubts:
        """Take in what is kept; a file that can't be read holds nothing."""
        if self.path:
            with suppress(OSError):
                self.keys.update(self.path.read_text(encoding="utf-8", errors="replace").split())
        return self

    def settle(self, key: str, *, settled: bool = True) -> None:
        """Keep that a doubt is settled, or open again. A full or read-only disk is no reason to stop."""
        self.read()
        (self.keys.add if settled else self.keys.discard)(key)
        if self.path:
            with suppress(OSError):
                self.path.parent.mkdir(exist_ok=True)
                self.path.write_text("".join(f"{each}\n" for each in sorted(self.keys)), encoding="utf-8")
