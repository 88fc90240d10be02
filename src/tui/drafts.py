"""What is written and not yet done with, kept inside the git directory so that quitting loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..register.editing import Change, Remove, Set
from ..register.parsing import parse

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


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A form's changes that aren't saved, in case the application or the machine ends before they are."""

    git_dir: Path
    record_id: str
    what: str = "forms"

    @property
    def path(self) -> Path:
        """Where they are kept."""
        return self.git_dir / FOLDER / self.what / f"{self.record_id.replace('/', '%')}.json"

    def keep(self, before: bytes, after: bytes) -> None:
        """Keep what the record was and is to be; nothing where both are the same."""
        with suppress(OSError):
            if before == after:
                self.path.unlink(missing_ok=True)
            else:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                text = json.dumps({"before": before.decode(errors="replace"), "after": after.decode()})
                self.path.write_text(text, encoding="utf-8")

    def forget(self) -> None:
        """The changes were saved, or dropped on purpose."""
        self.keep(b"", b"")

    def versions(self) -> tuple[bytes, bytes] | None:
        """What the record was and was to be; None where nothing was kept or it can't be read."""
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            return kept["before"].encode(), kept["after"].encode()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def changes(self) -> list[Change]:
        """What was changed, field by field; nothing where nothing was kept or it can't be read."""
        kept = self.versions()
        try:
            return between(parse(kept[0]), parse(kept[1])) if kept else []
        except ValueError:
            return []


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The changes that make one record's data another's."""
    gone: list[Change] = [Remove((name,)) for name in before if name not in after]
    return gone + [Set((name,), value) for name, value in after.items() if before.get(name) != value]
