"""What the tests of the import share: an empty register, and documents written from a few words."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from followup.intake import Import, Intake
from followup.register import Register

ROOT = Path(__file__).parents[2]
KNOWN = ("european-commission", "member-states", "libe-committee", "denmark", "european-union", "european-parliament")
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def register_folder(tmp_path: Path) -> Path:
    """A register that knows the Commission, the Member States and one committee."""
    folder = tmp_path / "register"
    shutil.copytree(ROOT / "schema", folder / "schema", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "records/actors").mkdir(parents=True)
    for name in KNOWN:
        shutil.copy(ROOT / f"records/actors/{name}.toml", folder / "records/actors")
    return folder


@pytest.fixture
def take_in(register_folder: Path) -> Callable[..., tuple[Intake, list[Import]]]:
    """Imports files, writes what comes of them, and returns the run with what each dossier brought."""

    def run(*paths: Path, write: bool = True, procedure: str = "") -> tuple[Intake, list[Import]]:
        intake = Intake(Register.open(register_folder), TODAY, procedure)
        found = []
        for each in intake.run(list(paths)):
            found.append(each)
            if write and not each.errors:
                each.writing.write()
                intake.done(each)
        return intake, found

    return run


SAMPLES = Path(__file__).parent / "samples"
RESOLUTION = (SAMPLES / "rivers.txt").read_text("utf-8")
FOLLOW_UP = (SAMPLES / "rivers-follow-up.txt").read_text("utf-8")
