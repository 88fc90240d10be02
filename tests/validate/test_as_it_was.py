"""A register that git has is checked as one on a disk is."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from followup.register import Register, Schemas
from followup.register.forking import divided
from followup.register.progress import watched
from followup.validate import check

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)


@pytest.fixture
def root(tmp_path):
    for name in ("records", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path


def as_blobs(root, without=()):
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    blobs = {str(path.relative_to(root)): path.read_bytes() for path in files}
    schemas = Schemas.load(root / "schema")
    return Register.of_blobs(root, schemas, {name: raw for name, raw in blobs.items() if name not in without})


def test_files_that_are_no_records_are_found(root):
    (root / "records/actors/notes.txt").write_text("a stray file")
    (root / "records/actors/.hidden").write_text("not one")
    (root / "records/2015/2564-RSP/sources/annex.txt").write_text("nobody names it")
    problems = check(Register.open(root), today=TODAY)
    assert len(problems) == 2
    assert check(as_blobs(root), today=TODAY) == problems


def test_the_vocabulary_is_the_one_of_then(root):
    topic = root / "records/topics/cyber-grooming.toml"
    topic.write_text(topic.read_text(encoding="utf-8").replace('name = "', 'name = "Child pornography, '))
    assert [each.code for each in check(as_blobs(root), today=TODAY)] == ["W601"]
    assert check(as_blobs(root, without=["schema/vocabulary.toml"]), today=TODAY) == []


def test_the_source_of_then_is_not_looked_for_on_the_disk(root):
    register = as_blobs(root)
    shutil.rmtree(root / "records")
    assert check(register, today=TODAY) == []


def taken(ids, told):
    return list(watched(ids, told))


def test_how_far_it_is():
    told = []
    assert list(watched(range(600), lambda done, total: told.append((done, total)))) == list(range(600))
    assert told == [(0, 600), (256, 600), (512, 600), (600, 600)]
    told.clear()
    ids = [f"{number:04}" for number in range(4000)]
    assert sorted(divided(taken, ids, is_much=True, told=lambda *far: told.append(far))) == ids
    assert told[-1] == (4000, 4000)
    assert all(total == 4000 for _, total in told)
