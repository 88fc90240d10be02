"""Ids: where a record lies is what it is called.

An id is a record's path under ``records/`` without ``.toml``: ``2015/2564-RSP/requests/09b`` in a
dossier, ``actors/europol`` outside. It is written in no file, so it can't disagree with anything.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DOSSIER = re.compile(r"([0-9]{4})/([0-9]{4}[A-Z]?)-([A-Z]{3})")
SUFFIX = ".toml"

_ID = re.compile(rf"(?:(?P<dossier>{DOSSIER.pattern})/)?(?P<kind>[a-z]+(?:-[a-z]+)*)/(?P<name>{NAME.pattern})")
_DIGITS = re.compile(r"([0-9]+)")


class RecordId(NamedTuple):
    """The parts of an id; ``dossier`` is empty for a record that belongs to none."""

    dossier: str
    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.dossier}/{self.kind}/{self.name}" if self.dossier else f"{self.kind}/{self.name}"


def parse_id(text: str) -> RecordId | None:
    """Take an id apart, or return None for what can't be one."""
    match = _ID.fullmatch(text)
    return RecordId(match["dossier"] or "", match["kind"], match["name"]) if match else None


def id_of(path: PurePosixPath | str) -> str:
    """The id of the file at ``path``, relative to ``records/``; well-formed or not."""
    return str(path).removesuffix(SUFFIX)


def kind_of(record_id: str) -> str:
    """The kind that an id says: the name of the folder, also of a file in the wrong place."""
    return record_id.rpartition("/")[0].rpartition("/")[2]


def path_of(record_id: str) -> PurePosixPath:
    """The file of a record, relative to ``records/``."""
    return PurePosixPath(record_id + SUFFIX)


def procedure_of(dossier: str) -> str:
    """The procedure number as it is printed: ``2015/2564(RSP)`` for ``2015/2564-RSP``."""
    match = DOSSIER.fullmatch(dossier)
    return f"{match[1]}/{match[2]}({match[3]})" if match else dossier


def dossier_of(procedure: str) -> str | None:
    """The folder of a procedure: ``2015/2564-RSP`` for ``2015/2564(RSP)``; None for anything else."""
    match = re.fullmatch(r"([0-9]{4}/[0-9]{4}[A-Z]?)\(([A-Z]{3})\)", procedure)
    return f"{match[1]}-{match[2]}" if match else None


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort as people count: 9a before 10, whatever the padding."""
    return tuple(
        (0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part)
        for part in _DIGITS.split(text)
        if part
    )
