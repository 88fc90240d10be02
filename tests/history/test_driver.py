"""Git itself merges and compares, with the driver that `equip` names to it."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from followup.history import equipping
from followup.history.merging import merge
from followup.history.status import Difference
from followup.register import Register
from followup.register.parsing import parse
from followup.validate import check

SCHEMA = Path(__file__).parents[2] / "schema"
ID = "2015/0001-RSP/replies/01"
FILE = f"records/{ID}.toml"
BASE = """\
document = "x"
text = \"\"\"
One.
Two.
\"\"\"

[[answers]]
request = "a"
disposition = "declined"

[[answers]]
request = "b"
note = "b"
"""


@pytest.fixture(params=[".", "a register"])
def equipped(make, request):
    clone = make("clone", request.param)
    shutil.copytree(SCHEMA, clone.root / "schema", dirs_exist_ok=True)
    clone.write(".gitattributes", equipping.ATTRIBUTES + "\n")
    clone.record(ID, BASE)
    clone.save("Begin")
    list(equipping.equip(clone.repo))
    return clone


def _two_sides(clone, ours: str, theirs: str) -> None:
    clone.git("switch", "--quiet", "-c", "side")
    clone.record(ID, theirs)
    clone.save("Theirs")
    clone.git("switch", "--quiet", "main")
    clone.record(ID, ours)
    clone.save("Ours")


def test_different_fields_of_neighbouring_lines_merge(equipped):
    more = '"declined"\nquote = """\nsaid\n"""'
    _two_sides(equipped, BASE.replace('"declined"', '"commitment"'), BASE.replace('"declined"', more))
    equipped.git("merge", "--quiet", "side")
    expected = BASE.replace('"declined"', more.replace("declined", "commitment"))
    assert (equipped.root / FILE).read_text() == expected


def test_a_conflict_is_left_open_and_named_by_validate(equipped):
    _two_sides(equipped, BASE.replace("Two.", "2."), BASE.replace("Two.", "II.").replace('"b"\nnote', '"c"\nnote'))
    equipped.git("merge", "--quiet", "side", ok=False)
    (file,) = equipped.repo.status().files
    assert file.difference is Difference.CONFLICT
    raw = (equipped.root / FILE).read_bytes()
    assert raw.count(b"\n<<<<<<< ours\ntext = ") == raw.count(b"<<<<<<<") == 1
    register = Register.open(equipped.root)
    problems = check(register, today=dt.date(2026, 1, 1))
    assert [each.code for each in problems if each.record == ID] == ["F104"]


def test_several_common_ancestors(equipped):
    _two_sides(equipped, BASE.replace("Two.", "2."), BASE.replace("Two.", "II."))
    for branch, other, text in (("main", "side", "2."), ("side", "main~1", "II.")):
        equipped.git("switch", "--quiet", branch)
        equipped.git("merge", "--quiet", other, ok=False)
        equipped.record(ID, BASE.replace("Two.", text))
        equipped.save("Settle")
    equipped.record(ID, BASE.replace("Two.", "II.").replace('"declined"', '"x"'))
    equipped.save("More")
    equipped.git("switch", "--quiet", "main")
    equipped.git("merge", "--quiet", "side", ok=False)
    raw = (equipped.root / FILE).read_bytes()
    assert raw.count(b"<<<<<<< ours") == 1
    assert b"ours\n<<" not in raw
    assert b'"x"' in raw


def test_the_same_new_file_in_both(equipped):
    equipped.git("switch", "--quiet", "-c", "side")
    equipped.record("actors/new", 'name = "a"\ntype = "body"\n')
    equipped.save()
    equipped.git("switch", "--quiet", "main")
    equipped.record("actors/new", 'name = "a"\ncountry = "FRA"\n')
    equipped.save()
    equipped.git("merge", "--quiet", "side")
    found = parse((equipped.root / "records/actors/new.toml").read_bytes())
    assert found == {"name": "a", "country": "FRA", "type": "body"}


def test_broken_files_are_merged_as_text(equipped):
    broken = BASE.replace('document = "x"', "document = x")
    _two_sides(equipped, broken.replace("Two.", "2."), BASE.replace('note = "b"', 'note = "c"'))
    equipped.git("merge", "--quiet", "side", ok=False)
    raw = (equipped.root / FILE).read_text()
    assert raw == broken.replace("Two.", "2.").replace('note = "b"', 'note = "c"')
    assert equipped.repo.status().files[0].difference is Difference.CONFLICT


def test_without_the_program_git_merges_as_text(equipped):
    equipped.git("config", "merge.followup.driver", equipping.driver("'/nowhere/followup'"))
    _two_sides(equipped, BASE.replace("Two.", "2."), BASE.replace('note = "b"', 'note = "c"'))
    equipped.git("merge", "--quiet", "side")
    assert (equipped.root / FILE).read_text() == BASE.replace("Two.", "2.").replace('note = "b"', 'note = "c"')
    equipped.git("switch", "--quiet", "-c", "more")
    equipped.record(ID, BASE.replace("One.", "1."))
    equipped.save()
    equipped.git("switch", "--quiet", "main")
    equipped.record(ID, BASE.replace("One.", "I."))
    equipped.save()
    equipped.git("merge", "--quiet", "more", ok=False)
    assert "<<<<<<< ours" in (equipped.root / FILE).read_text()
    assert equipped.repo.status().files[0].difference is Difference.CONFLICT


def test_plain_git_diff_names_the_field(equipped):
    equipped.record(ID, BASE.replace("Two.", "2.").replace('note = "b"', 'note = "c"'))
    heads = [line for line in equipped.git("diff", "-U0").splitlines() if line.startswith("@@")]
    assert [head.rpartition("@@ ")[2] for head in heads] == ["text", "request"]


def test_large_files_take_no_long():
    base = "".join(f'[[answers]]\nrequest = "{n}"\nnote = "n"\n\n' for n in range(200))
    ours, theirs = (base.replace(f'"{n}"\nnote = "n"', f'"{n}"\nnote = "changed"').encode() for n in (50, 150))
    start = time.process_time()
    merged = merge(base.encode(), ours, theirs, {"answers": ["request"]})
    assert (merged.clean, merged.raw.count(b"changed")) == (True, 2)
    assert time.process_time() - start < 3


class TestEquipping:
    def test_it_says_what_it_did_and_does_it_once(self, clone):
        clone.write(".gitattributes", equipping.ATTRIBUTES + "\n")
        first = list(equipping.equip(clone.repo))
        assert not any(step.missing for step in first)
        assert sum(step.done for step in first) == len(first) - 1
        before = (clone.tree / ".git/config").read_text()
        again = list(equipping.equip(clone.repo))
        assert not any(step.done for step in again)
        assert (clone.tree / ".git/config").read_text() == before
        assert clone.git("config", "fetch.writeCommitGraph").strip() == "true"
        assert (clone.tree / ".git/objects/info/commit-graph").exists()
        assert not (clone.tree / ".git/hooks/pre-commit").exists()

    def test_missing_attributes_are_said(self, clone):
        (step,) = (step for step in equipping.equip(clone.repo) if step.missing)
        assert equipping.ATTRIBUTES in step.said

    def test_before_the_first_commit(self, make):
        assert list(equipping.equip(make().repo))

    def test_a_hook_only_where_there_is_none(self, clone):
        assert [step.done for step in equipping.equip(clone.repo, hooks=True)][-1]
        hook = clone.tree / ".git/hooks/pre-commit"
        assert "validate" in hook.read_text()
        assert hook.stat().st_mode & 0o111
        assert not [step.done for step in equipping.equip(clone.repo, hooks=True)][-1]
        clone.hook("pre-commit", "exit 0")
        last = list(equipping.equip(clone.repo, hooks=True))[-1]
        assert (last.done, "left alone" in last.said) == (False, True)
        assert hook.read_text() == "#!/bin/sh\nexit 0\n"

    def test_the_hook_runs_where_hooks_lie_elsewhere(self, equipped):
        equipped.git("config", "core.hooksPath", "my hooks")
        list(equipping.equip(equipped.repo, hooks=True))
        equipped.record("actors/broken", "no toml\n")
        equipped.git("add", "-A")
        done = subprocess.run(["git", "commit", "-m", "x"], cwd=equipped.root, capture_output=True, check=False)
        assert done.returncode
        assert b"F107" in done.stdout + done.stderr
