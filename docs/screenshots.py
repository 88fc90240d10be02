"""Takes the pictures of the README from the register as it is; `make screenshots` runs it."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import click
from followup.tui.app import FollowupApp
from followup.tui.session import Session

DOCS = Path(__file__).parent
ROOT = DOCS.parent
SETTLED = 4.0
"""Seconds in which the slowest page is complete."""
TODAY = dt.date(2026, 11, 22)
DECLINED = "2015/2564-RSP/requests/09b"

PICTURES: dict[str, tuple[str | None, tuple[str, ...], tuple[int, int]]] = {
    "register": (None, ("2", "down", "down", "down"), (132, 34)),
    "side-by-side": (None, ("2", "down", "b", "n", "up"), (132, 34)),
    "form": (DECLINED, ("e",), (100, 30)),
    "changes": (DECLINED, ("c",), (100, 30)),
}
"""For each picture: the record to open, the keys to press, and columns and rows."""


def main() -> None:
    """Take all pictures on a copy of the register, in which one field was changed and not committed."""
    with tempfile.TemporaryDirectory() as folder:
        # Without the hint that greets who opens a register for the first time.
        state = Path(folder) / "state"
        (state / "followup").mkdir(parents=True)
        (state / "followup/hint-seen").touch()
        os.environ["XDG_STATE_HOME"] = str(state)
        root = Path(folder) / "register"
        for name in ("records", "schema"):
            shutil.copytree(ROOT / name, root / name)
        _commit(root)
        changed = root / f"records/{DECLINED}.toml"
        changed.write_text(changed.read_text(encoding="utf-8").replace('"not-assessed"', '"none"'), encoding="utf-8")
        for name, (record, keys, size) in PICTURES.items():
            path = DOCS / f"screenshots/{name}.svg"
            path.write_text(asyncio.run(_picture(root, record, keys, size)), encoding="utf-8")
            click.echo(f"took docs/screenshots/{name}.svg")


def _commit(root: Path) -> None:
    who = ("-c", "user.name=Ada Clerk", "-c", "user.email=ada@example.org")
    for args in (("init", "-q", "-b", "main"), ("add", "-A"), (*who, "commit", "-qm", "Begin")):
        subprocess.run(["git", *args], cwd=root, check=True)
    for name, value in (("user.name", "Ada Clerk"), ("user.email", "ada@example.org")):
        subprocess.run(["git", "config", name, value], cwd=root, check=True)


async def _picture(root: Path, record: str | None, keys: tuple[str, ...], size: tuple[int, int]) -> str:
    app = FollowupApp(Session.start(root, TODAY), record)
    async with app.run_test(size=size) as pilot:
        # What is read and checked arrives by itself; a worker that watches the files never ends.
        await pilot.pause(SETTLED)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(SETTLED / 4)
        await pilot.pause(SETTLED)
        return _self_contained(app.export_screenshot(title="followup"))


def _self_contained(svg: str) -> str:
    """The picture without fonts from elsewhere, and with names that don't change from one run to the next."""
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-[0-9]+", "terminal", svg).replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


if __name__ == "__main__":
    main()
