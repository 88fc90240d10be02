"""A register in git to which anything may happen, step by step."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import subprocess
from pathlib import Path

from hypothesis import strategies as st
from samples import TODAY, base


def git(folder: Path, *args: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True, text=True).stdout


TEXTS = [
    b'document = "2015/2564-RSP/documents/resolution"',
    b'document = "2016/2000-RSP/documents/resolution"',
    b'document = "documents/treaty"',
    b'document = "2015/2564-RSP/documents/gone"',
    b'addressees = ["actors/europol"]',
    b'addressees = ["actors/moved", "topics/reporting"]',
    b'withdrawn = {on = 2016-01-01, reason = "It was a mistake."}',
    b'part_of = "actors/europol"',
    b'part_of = "actors/european-commission"',
    b'follows_up = "2016/2000-RSP/documents/resolution"',
    b'repeats = ["2016/2000-RSP/requests/1"]',
    b'paragraph = "7"',
    b'strength = "asks"',
    b"due = 2027-03-01",
    b'due = "2026-11"',
    b'ignore = {"not-verbatim" = "Known."}',
    b'ignore = {"overdue" = "Known."}',
    b'source = {file = "sources/other.txt"}',
    b'text = "Other words"',
    b"this is no toml",
]
"""Lines that are put into records, in the place of the field of that name if there is one."""

_MOSTLY = ["line"] * 5 + ["remove", "rename", "copy", "source"]
_ALSO = ["stray", "day", "switch", "commit", "link", "damage", "schema", "touch", "restore", "crlf", "sparse"]


def steps(*more: str) -> st.SearchStrategy[list[tuple[str, int]]]:
    """What a sequence may do, and ``more``."""
    return st.lists(
        st.tuples(st.sampled_from([*_MOSTLY, *_ALSO, *more]), st.integers(0, 10**6)), min_size=1, max_size=7
    )


class Sequence:
    """A register in git, changed step by step."""

    def __init__(self, folder: Path) -> None:
        self.folder = base(folder)
        self.records = folder / "records"
        shutil.copytree(self.records / "2015/2564-RSP", self.records / "2016/2000-RSP")
        for path in (self.records / "2016").rglob("*.toml"):
            path.write_bytes(path.read_bytes().replace(b"2015/2564", b"2016/2000"))
        shutil.copytree(self.records / "2015/2564-RSP/sources", self.records / "sources")
        resolution = (self.records / "2015/2564-RSP/documents/resolution.toml").read_bytes()
        (self.records / "documents").mkdir()
        (self.records / "documents/treaty.toml").write_bytes(resolution)
        self.today = TODAY
        git(folder, "init", "-q", "-b", "main")
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "Begin")
        git(folder, "branch", "other")
        self.counter = 0

    def files(self, pattern: str = "*.toml") -> list[Path]:
        return sorted(each for each in self.records.rglob(pattern) if each.is_file() and not each.is_symlink())

    def do(self, what: str, number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - the same every time
        getattr(self, f"_{what}")(chance)

    def _some(self, chance: random.Random, pattern: str = "*.toml") -> Path:
        return chance.choice(self.files(pattern))

    def _line(self, chance: random.Random) -> None:
        path, line = self._some(chance), chance.choice(TEXTS)
        name = line.split(b" =")[0]
        lines = path.read_bytes().split(b"\n")
        kept = [each for each in lines if not each.startswith(name + b" =")]
        path.write_bytes(b"\n".join([line, *kept]))

    def _touch(self, chance: random.Random) -> None:
        os.utime(self._some(chance))

    def _crlf(self, chance: random.Random) -> None:
        path = self._some(chance)
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def _remove(self, chance: random.Random) -> None:
        if chance.random() < 0.2:
            shutil.rmtree(self._some(chance).parent)
        else:
            self._some(chance, chance.choice(["*.toml", "*.toml", "*.txt"])).unlink()

    def _rename(self, chance: random.Random) -> None:
        path = self._some(chance, chance.choice(["*.toml", "*.toml", "*.txt"]))
        names = [path.with_name("moved" + path.suffix), path.with_name("Odd" + path.suffix)]
        names += [self.records / "2016/2000-RSP/requests" / path.name, self.records / "actors" / path.name]
        target = chance.choice(names)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)

    def _copy(self, chance: random.Random) -> None:
        path = self._some(chance)
        names = [path.with_name(path.name.upper().replace(".TOML", ".toml")), self.records / "strange/place/x.toml"]
        target = chance.choice(
            [*names, self.records / "actors/moved.toml", self.records / "2015/2564-RSP/notes/x.toml"]
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        if target != path:
            shutil.copyfile(path, target)

    def _source(self, chance: random.Random) -> None:
        path = self._some(chance, "*.txt")
        path.write_text(path.read_text().replace("the", "a", 1) + "\n4.  Calls for something else;\n")

    def _stray(self, chance: random.Random) -> None:
        folder = chance.choice(["", "2015/2564-RSP/", "2015/2564-RSP/sources/", "actors/", "sources/"])
        (self.records / folder).mkdir(parents=True, exist_ok=True)
        (self.records / f"{folder}other.txt").write_text("Other words")

    def _link(self, chance: random.Random) -> None:
        path = self._some(chance)
        link = path.with_name("linked.toml")
        if not link.is_symlink():
            link.symlink_to(path.name)

    def _day(self, chance: random.Random) -> None:
        self.today = dt.date(2026, 11, 22) + dt.timedelta(days=chance.choice([-5000, -3000, 0, 30, 200, 9000]))

    def _switch(self, chance: random.Random) -> None:
        git(self.folder, "checkout", "-qf", chance.choice(["main", "other"]))

    def _commit(self, chance: random.Random) -> None:
        git(self.folder, "add", "--sparse", "-A")
        git(self.folder, "commit", "-qm", "Change", "--allow-empty")

    def _restore(self, chance: random.Random) -> None:
        git(self.folder, "checkout", "-qf", ".")

    def _sparse(self, chance: random.Random) -> None:
        kept = ["schema", "records/2015", "records/2016/2000-RSP/requests", "records/actors", "records/topics"]
        some = chance.choice([["disable"], ["set", *kept[:2]], ["set", *kept], ["set", kept[0], *kept[2:]]])
        git(self.folder, "sparse-checkout", *some)

    def _damage(self, chance: random.Random) -> None:
        for path in (self.folder / ".git/followup").glob("checks-*.index"):
            data = bytearray(path.read_bytes())
            if chance.random() < 0.3:
                path.write_bytes(data[: chance.randrange(len(data))])
            else:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
                path.write_bytes(data)

    def _schema(self, chance: random.Random) -> None:
        path = self.folder / "schema/request.schema.json"
        shortest = chance.choice([1, 5, 40])
        path.write_text(
            path.read_text().replace('"title": "Title",', f'"title": "Title", "maxLength": {shortest}0,', 1)
        )
