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
KNOWN = ("european-commission", "member-states", "libe-committee")
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def register_folder(tmp_path: Path) -> Path:
    """A register that knows the Commission, the Member States and one committee."""
    folder = tmp_path / "register"
    shutil.copytree(ROOT / "schema", folder / "schema", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "records/actors").mkdir(parents=True)
    for name in KNOWN:
        shutil.copy(ROOT / f"records/actors/{name}.toml", folder / "records/actors")
    denmark = (ROOT / "records/actors/denmark.toml").read_bytes()
    (folder / "records/actors/denmark.toml").write_bytes(denmark)
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


RESOLUTION = """European Parliament resolution of 8 October 2015 on clean rivers (2015/2001(INI))

The European Parliament,

–  having regard to Article 191 of the Treaty on the Functioning of the European Union,

–  having regard to Directive 2000/60/EC of the European Parliament and of the Council of 23 October 2000 establishing a framework for Community action in the field of water policy(1) ,

–  having regard to Rule 52 of its Rules of Procedure,

A.  whereas rivers cross borders;

B.  whereas many of them are polluted;

1.  Stresses that clean water is a common good;

2.  Calls on the Commission to publish a report on the state of rivers by the end of 2016, and to consult the Member States;

3.  Urges the Member States to fine polluters;

4.  Instructs its President to forward this resolution to the Council and the Commission.

(1) OJ L 327, 22.12.2000, p. 1.
"""

FOLLOW_UP = """Follow up to the European Parliament resolution on clean rivers, adopted by the Commission on 20 January 2016

1. Rapporteur: a Member
2. EP reference number: A8-0258/2015 / P8_TA-PROV(2015)0350
3. Date of adoption of the resolution: 8 October 2015
4. Subject: Clean rivers
5. Brief analysis/assessment of the resolution and requests made in it:
The resolution asks for cleaner rivers.
6. Reply to these requests and outlook regarding the action that the Commission has taken or intends to take:
The Commission welcomes the resolution.

Point 2: Report on rivers

The Commission will publish a report on the state of rivers in 2017.

Points 3 and 4: Polluters

It is for the Member States to fine polluters.
"""
