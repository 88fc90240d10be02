"""A small register in a git repository of its own, as the UI's tests use it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from followup.intake import Intake
from followup.register import Register
from followup.tui.app import FollowupApp
from followup.tui.session import Session
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 22)
SOURCES = sorted((ROOT / "records/2015/2564-RSP/sources").glob("*.txt"))

PARAGRAPHS = {
    1: "Stresses that children must be safe;",
    9: "Welcomes the Global Alliance; calls on the Commission to report more regularly on the progress made through "
    "this Alliance; calls on the Member States to implement these recommendations at national level;",
    10: "Instructs its President to forward this resolution.",
}
RESOLUTION = "".join(f"{n}.  {PARAGRAPHS.get(n, 'Notes the matter;')}\n\n" for n in range(1, 11))
FOLLOW_UP = """\
Point 9: Progress reports
The Global Alliance has grown larger.
The Commission will therefore not publish a further report but is ready to provide information.
"""

FILES = {
    "actors/commission": """name = "European Commission"
abbreviation = "EC"
aliases = ["the Commission"]
type = "institution"
""",
    "actors/member-states": 'name = "Member States"\ntype = "group-of-states"\n',
    "topics/reporting": 'name = "Reporting"\n',
    "rules/point-16": """provision = "Framework Agreement, point 16"
months = 3
counted_from = "adopted"
replier = "actors/commission"
applies_to_types = ["resolution"]
valid_from = 2010-10-20
source = "OJ L 304, 20.11.2010, p. 47"
""",
    "2015/2564-RSP/documents/resolution": """type = "resolution"
title = "Child sexual abuse online"
adopted = 2015-03-11

[source]
file = "sources/resolution.txt"
sha256 = "RESOLUTION"
""",
    "2015/2564-RSP/documents/follow-up": """type = "follow-up"
title = "Follow-up of 3 June 2015"
author = "actors/commission"
adopted = 2015-06-03
transmitted = 2015-06-05
follows_up = "2015/2564-RSP/documents/resolution"

[source]
file = "sources/follow-up.txt"
sha256 = "FOLLOW_UP"
""",
    "2015/2564-RSP/requests/01": """document = "2015/2564-RSP/documents/resolution"
paragraph = "1"
title = "Children must be safe"
text = \"\"\"
Stresses that children must be safe;
\"\"\"
verbs = ["stresses"]
strength = "position"
""",
    "2015/2564-RSP/requests/09a": """document = "2015/2564-RSP/documents/resolution"
paragraph = "9"
part = "a"
title = "Implement the recommendations"
text = \"\"\"
calls on the Member States to implement these recommendations at national level;
\"\"\"
verbs = ["calls on"]
strength = "calls-on"
addressees = ["actors/member-states"]
""",
    "2015/2564-RSP/requests/09b": """# kept by hand
document = "2015/2564-RSP/documents/resolution"
paragraph = "9"
part = "b"
title = "Report more often on the Global Alliance"
text = \"\"\"
calls on the Commission to report more regularly on the progress made through this Alliance;
\"\"\"
verbs = ["calls on"]
strength = "calls-on"
addressees = ["actors/commission"]  # the only one
topics = ["topics/reporting"]
""",
    "2015/2564-RSP/requests/09c": """document = "2015/2564-RSP/documents/resolution"
paragraph = "9"
part = "c"
title = "Welcome the alliance in public"
text = \"\"\"
Welcomes the Global Alliance;
\"\"\"
verbs = ["welcomes"]
strength = "asks"
addressees = ["actors/commission"]
""",
    "2015/2564-RSP/replies/09": """document = "2015/2564-RSP/documents/follow-up"
heading = "Point 9: Progress reports"
points = ["9"]
text = \"\"\"
The Global Alliance has grown larger.
The Commission will therefore not publish a further report but is ready to provide information.
\"\"\"

[[answers]]
request = "2015/2564-RSP/requests/09b"
disposition = "declined"
quote = \"\"\"
The Commission will therefore not publish a further report
\"\"\"
""",
    "2015/2564-RSP/deadlines/report": """title = "Report on the Directive"
type = "commitment"
due = "../2015-12-31"
words = \"\"\"
The Commission will therefore not publish a further report\"\"\"
basis = "2015/2564-RSP/replies/09"
applies_to = ["2015/2564-RSP/requests/09b"]
responsible = ["actors/commission"]

[met]
on = 2016-12-16
""",
}


def git(root: Path, *args: str) -> str:
    """Run git in a register and give what it printed."""
    return subprocess.run(["git", *args], cwd=root, check=True, capture_output=True, text=True).stdout


def sha256(text: str) -> str:
    """A source text's fingerprint."""
    return hashlib.sha256(text.encode()).hexdigest()


def build(root: Path) -> Path:
    """Write the small register and commit it."""
    shutil.copytree(ROOT / "schema", root / "schema", ignore=shutil.ignore_patterns("__*"))
    for name, text in FILES.items():
        path = root / "records" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("RESOLUTION", sha256(RESOLUTION)).replace("FOLLOW_UP", sha256(FOLLOW_UP)))
    sources = root / "records/2015/2564-RSP/sources"
    sources.mkdir()
    (sources / "resolution.txt").write_text(RESOLUTION)
    (sources / "follow-up.txt").write_text(FOLLOW_UP)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Begin the register")
    return root


@pytest.fixture(autouse=True)
def isolated(monkeypatch, tmp_path_factory):
    """Git and the terminal as on a fresh machine."""
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    (home / "followup").mkdir()
    (home / "followup/hint-seen").touch()
    (home / ".gitconfig").write_text("[user]\n\tname = Ann Example\n\temail = ann@example.org\n")
    for name, value in {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_STATE_HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "COLORTERM": "truecolor",
        "TEXTUAL_ANIMATIONS": "none",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def root(tmp_path):
    """The small register."""
    return build(tmp_path / "register")


@pytest.fixture
def imported(tmp_path):
    """A fresh register into which the two texts of a dossier were imported."""
    root = tmp_path / "fresh"
    shutil.copytree(ROOT / "schema", root / "schema", ignore=shutil.ignore_patterns("__*"))
    (root / "records/actors").mkdir(parents=True)
    for name in ("european-commission", "member-states", "european-parliament"):
        shutil.copy(ROOT / f"records/actors/{name}.toml", root / "records/actors")
    (one,) = Intake(Register.open(root), TODAY).run(SOURCES)
    one.writing.write()
    return root


@asynccontextmanager
async def opened(root: Path, size: tuple[int, int] = (120, 40), at: str | None = None) -> AsyncIterator[Pilot[int]]:
    """The application on a register, once it has read, checked and asked git."""
    app = FollowupApp(Session.start(root, TODAY), at)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[int]) -> None:
    """Wait until no slow work is under way and everything is painted."""
    for _ in range(200):
        await pilot.pause(0.01)
        busy = [worker for worker in pilot.app.workers if worker.is_running and worker.group != "watch"]
        if not busy and not getattr(pilot.app.screen, "_soon", None):
            break
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, waiting until everything has settled before and after each that isn't a letter being typed."""
    for key in keys:
        typed = len(key) == 1 and isinstance(pilot.app.focused, Input | TextArea)
        await pilot.press(key)
        if not typed:
            await settled(pilot)
    await settled(pilot)


async def go_to(pilot: Pilot[int], record_id: str) -> None:
    """Put the cursor of the register page on a record."""
    page = pilot.app.screen
    lines = page.records.lines
    position = lines.listing.position(record_id)
    assert position is not None
    page.records.cursor = position
    await settled(pilot)


def screen_text(app: App[int]) -> str:
    """What is on the screen, as text."""
    return "\n".join(
        "".join(segment.text for segment in line).rstrip() for line in app.screen._compositor.render_strips()
    )


@pytest.fixture
def ui():
    """What flows are written with."""
    return SimpleNamespace(
        opened=opened, settled=settled, press=press, go_to=go_to, text=screen_text, git=git, today=TODAY
    )
