"""The register checked unit by unit, and from the index: always what checking all of it at once gives."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from followup.register import Register
from followup.register.lazy import LazyRegister
from followup.register.plan import Plan, Step
from followup.validate import check, check_bytes, check_tree, new_problems
from followup.validate import tree as tree_module
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import SAMPLES, TODAY, base, laid_over

CASES = sorted(
    folder for check_ in SAMPLES.iterdir() for folder in check_.iterdir() if folder.is_dir() and check_.name != "base"
)


def at_once(folder: Path, today: dt.date = TODAY):
    return check(Register.open(folder), today=today, as_one=True)


def by_units(folder: Path, today: dt.date = TODAY, **how):
    return check_tree(folder, today=today, **how).problems


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_by_units_the_same_is_found_as_at_once(case, tmp_path):
    folder = laid_over(tmp_path, case)
    git(folder, "init", "-q")
    wanted = at_once(folder)
    assert by_units(folder, use_index=False) == wanted
    assert by_units(folder) == wanted
    assert by_units(folder) == wanted


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
STEPS = st.lists(st.tuples(st.sampled_from(_MOSTLY + _ALSO), st.integers(0, 10**6)), min_size=1, max_size=7)


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
        git(self.folder, "add", "-A")
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


@given(STEPS)
@settings(max_examples=int(os.environ.get("FOLLOWUP_SEQUENCES", "40")))
def test_what_the_index_knows_changes_no_answer(tmp_path_factory, steps):
    sequence = Sequence(tmp_path_factory.mktemp("sequence"))
    folder = sequence.folder
    by_units(folder)
    for what, number in steps:
        if sequence.files() and sequence.files("*.txt"):
            sequence.do(what, number)
        wanted = at_once(folder, sequence.today)
        assert by_units(folder, sequence.today) == wanted
        assert by_units(folder, sequence.today, use_index=False) == wanted
    shutil.rmtree(folder)


def test_several_processes_find_what_one_does(tmp_path, monkeypatch):
    folder = laid_over(tmp_path, SAMPLES / "no-source/wrong")
    alone = by_units(folder, use_index=False)
    monkeypatch.setattr(tree_module, "WORTH_IT", 0)
    monkeypatch.setattr("followup.register.forking.can_fork", lambda: True)
    monkeypatch.setattr("followup.register.forking._processors", lambda: 3)
    git(folder, "init", "-q")
    assert by_units(folder, use_index=False) == alone != []
    assert by_units(folder) == alone
    assert by_units(folder) == alone


@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(["change", "remove", "add"])), min_size=1, max_size=3))
@settings(max_examples=25)
def test_what_a_change_would_bring_is_the_same_without_reading_all(tmp_path_factory, changes):
    sequence = Sequence(tmp_path_factory.mktemp("plan"))
    whole = Register.open(sequence.folder)
    lazy = _Linked(sequence.folder, whole)
    check_tree(sequence.folder, today=TODAY)
    steps = {}
    for number, what in changes:
        chance = random.Random(number)  # noqa: S311 - the same every time
        record = chance.choice(sorted(whole.records.values(), key=lambda each: each.id))
        line = chance.choice(TEXTS)
        after = b"\n".join(
            [line, *(each for each in record.raw.split(b"\n") if not each.startswith(line.split(b" =")[0]))]
        )
        if what == "add":
            steps[f"{record.id}x"] = (None, after)
        else:
            steps[record.id] = (record.raw, after if what == "change" else None)
    for record_id, (_, after) in steps.items():
        if after is not None:
            assert check_bytes(lazy, record_id, after, today=TODAY) == check_bytes(whole, record_id, after, today=TODAY)
    plan = Plan(whole.root, tuple(Step(each, whole.root / each, *bytes_) for each, bytes_ in steps.items()))
    assert new_problems(lazy, plan, today=TODAY) == new_problems(whole, plan, today=TODAY)
    shutil.rmtree(sequence.folder)


class _Linked(LazyRegister):
    """A lazy register that knows who refers to whom, as one with an index of texts does."""

    def __init__(self, root: Path, whole: Register) -> None:
        super().__init__(root, whole.schemas)
        self._whole = whole

    def links_to(self, record_id: str):
        return self._whole.links_to(record_id)
