"""Where a register lies. Loads nothing that reads one."""

from __future__ import annotations

from pathlib import Path

from ..errors import FollowupError, Place

RECORDS = "records"
SCHEMA = "schema"
PATTERN = "*.schema.json"


class NotARegister(FollowupError):
    """There is no register where one was looked for."""

    def __init__(self, start: Path) -> None:
        super().__init__(
            "no register here: neither this folder nor one above it has schemas in schema/"
            if start.exists()
            else "there is no such folder",
            place=Place(start),
            hint="Go into the register's folder, or name it: followup --root DIR …",
        )


def find_root(start: Path) -> Path:
    """The register's folder: ``start`` or the nearest above it that has schemas in schema/.

    Raises:
        NotARegister: there is none, or no such folder.
        NoSchemas: there are records, but no schemas beside them.
    """
    try:
        start = start.resolve()
    except (OSError, RuntimeError) as error:
        raise NotARegister(start) from error
    if not start.exists():
        raise NotARegister(start)
    for folder in (start, *start.parents):
        # A new register has schemas and, since git keeps no empty folder, perhaps no records/ yet.
        if any((folder / SCHEMA).glob(PATTERN)):
            return folder
        if (folder / RECORDS).is_dir():
            from .schema import NoSchemas

            raise NoSchemas(folder / SCHEMA)
    raise NotARegister(start)
