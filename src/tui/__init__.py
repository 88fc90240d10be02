"""The terminal UI. Importing this package loads no Textual; running it does."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path


def run(root: Path, today: date, at: str | None = None) -> int:
    """Open the register around ``root`` and return the exit code; ``at`` is the id of the record to start with.

    Raises:
        NotARegister, NoSchemas: there is nothing to open.
        SchemaError: a schema can't be used.
        NoSuchRecord: ``at`` leads to nothing.
    """
    # What is made until the first painting is there to stay, and there is much of it: no need to look through it for
    # garbage again and again. The application enables this as soon as it has painted.
    gc.disable()
    try:
        from .app import open_register

        return open_register(root, today, at)
    finally:
        gc.enable()
