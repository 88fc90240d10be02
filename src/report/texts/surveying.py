"""What lies in all units of a register."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...register.forking import divided
from ...register.progress import Told
from ...register.units import Survey, about_records, survey, units

_WORTH_IT = 20_000
"""Files below which a second process costs more than it saves."""

Surveys = dict[str, Survey]


def surveyed(records: str) -> Surveys:
    """All units below a folder, in order of their names."""
    names = units(records) if Path(records).is_dir() else []

    def looked(part: Sequence[str], _told: Told | None) -> list[tuple[str, Survey]]:
        return [(name, survey(records, name)) for name in part]

    return dict(sorted(divided(looked, names, is_much=about_records(names) > _WORTH_IT)))
