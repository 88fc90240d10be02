from __future__ import annotations

import os
import shutil
from pathlib import Path, PurePosixPath

import pytest
from followup.history import Event, compare, compare_range, compare_work_tree, errors, identifying, word_difference
from followup.history.snapshot import of_tree
from followup.register import Schemas
from hypothesis import given
from hypothesis import strategies as st

LONG = "title = 'A title that is long enough for git to know the record again'\n" + "# a comment\n" * 5


def _labels(record) -> list[tuple[str, object, object]]:
    return [(change.label, change.old, change.new) for change in record.changes]


@pytest.fixture
def both(make):
    """A register in a subfolder, with a commit that does a little of everything."""
    clone = make("clone", "a [register]")
    for name in ["changed", "renamed", "removed", "withdrawn", "laid-out", "broken"]:
        clone.record(f"2015/0001-RSP/requests/{name}", f"{LONG}name = '{name}'\n")
    clone.write("records/2015/0001-RSP/sources/resolution.txt", "text")
    clone.write("../README", "not of the register")
    clone.save("Begin", day="2015-01-01")
    folder = clone.root / "records/2015/0001-RSP/requests"
    clone.record("2015/0001-RSP/requests/changed", f"{LONG}name = 'CHANGED'\n")
    (folder / "renamed.toml").rename(folder / "new-name.toml")
    (folder / "removed.toml").unlink()
    clone.record(
        "2015/0001-RSP/requests/withdrawn", f"{LONG}name = 'withdrawn'\n[withdrawn]\non = 2015-01-01\nreason = 'x'\n"
    )
    clone.record("2015/0001-RSP/requests/laid-out", f"{LONG}name    = 'laid-out' # so\n")
    clone.record("2015/0001-RSP/requests/broken", "broken\n")
    clone.record("actors/new", "name = 'New'\n")
    clone.write("records/2015/0001-RSP/sources/resolution.txt", "changed")
    clone.write("../README", "changed")
    clone.save("Change", day="2015-02-01")
    return clone


def test_what_differs_by_record_and_field(both):
    comparison = compare(both.repo, "HEAD~1")
    assert (comparison.old, comparison.new) == (both.sha("HEAD~1"), both.sha())
    found = {record.id.rpartition("/")[2]: record for record in comparison.records}
    assert {name: record.event.value for name, record in found.items()} == {
        "changed": "changed",
        "new-name": "renamed",
        "removed": "removed",
        "withdrawn": "changed",
        "laid-out": "changed",
        "broken": "changed",
        "new": "created",
    }
    assert found["new-name"].was == "2015/0001-RSP/requests/renamed"
    assert _labels(found["changed"]) == [("name", "changed", "CHANGED")]
    assert found["laid-out"].changes == found["new-name"].changes == ()
    assert "not valid TOML" in found["broken"].problem
    assert [name for name, record in found.items() if record.withdrawn] == ["withdrawn"]
    assert _labels(found["new"]) == [("name", None, "New")]
    assert ("name", "removed", None) in _labels(found["removed"])
    (other,) = comparison.others
    assert (other.path, other.event) == (
        PurePosixPath("records/2015/0001-RSP/sources/resolution.txt"),
        Event.CHANGED,
    )


def test_backwards_by_day_and_with_itself(both):
    there, back = compare(both.repo, "2015-01-31", "2015-02-01"), compare(both.repo, "HEAD", "HEAD~1")
    assert len(there.records) == len(back.records)
    assert compare(both.repo, "HEAD").records == ()


def test_ranges(both):
    both.git("switch", "--quiet", "-c", "side", "HEAD~1")
    both.record("actors/side", "name = 'Side'\n")
    both.save("Side")
    assert [record.id for record in compare_range(both.repo, "main...side").records] == ["actors/side"]
    assert len(compare_range(both.repo, "main..side").records) == 8
    assert compare_range(both.repo, "main").new == both.sha("side")
    assert compare_range(both.repo, "..main").old == both.sha("side")
    both.git("switch", "--quiet", "--orphan", "apart")
    both.record("actors/apart", "name = 'Apart'\n")
    both.save("Apart")
    assert compare_range(both.repo, "main...apart").old == both.sha("main")
    for wrong in ("nowhere..HEAD", "a..b..c", "--all"):
        with pytest.raises(errors.UnknownRevision):
            compare_range(both.repo, wrong)


def test_the_work_tree(both):
    both.record("2015/0001-RSP/requests/changed", f"{LONG}name = 'now'\n")
    both.record("actors/untracked", "name = 'x'\n")
    both.record("actors/staged", "name = 'x'\n")
    both.git("add", "--intent-to-add", "--all")
    (both.root / "records/actors/new.toml").unlink()
    index = (both.tree / ".git/index").read_bytes()
    found = compare_work_tree(both.repo)
    assert {record.id: record.event.value for record in found.records} == {
        "2015/0001-RSP/requests/changed": "changed",
        "actors/new": "removed",
        "actors/staged": "created",
        "actors/untracked": "created",
    }
    assert (both.tree / ".git/index").read_bytes() == index
    assert len(compare_work_tree(both.repo, "HEAD~1").records) == 8
    assert of_tree(both.repo, found.new).register(both.root).get("actors/untracked").data == {"name": "x"}
    shutil.rmtree(both.root / "records")
    assert {record.event.value for record in compare_work_tree(both.repo).records} == {"removed"}


def test_items_are_matched_as_the_schema_says(clone):
    schemas = Schemas.load(Path(__file__).parents[2] / "schema")
    identify = {kind: identifying(schemas[kind]) for kind in ("replies", "deadlines")}
    assert identify["replies"]["answers"] == ("request",)
    answer = '[[answers]]\nrequest = "r/{}"\ndisposition = "{}"\n'
    clone.record("2015/0001-RSP/replies/01", answer.format(2, "declined"))
    clone.save()
    clone.record("2015/0001-RSP/replies/01", answer.format(1, "declined") + answer.format(2, "commitment"))
    clone.save()
    (record,) = compare(clone.repo, "HEAD~1", identify=identify).records
    assert ("answers[r/2].disposition", "declined", "commitment") in _labels(record)


def test_odd_names_and_a_link(clone):
    clone.record(os.fsdecode(b"\xff\n"), "a = 1\n")
    (clone.root / "records/requests/01.toml").unlink()
    (clone.root / "records/requests/01.toml").symlink_to("x")
    clone.save()
    odd, link = sorted(compare(clone.repo, "HEAD~1").records, key=lambda record: record.id, reverse=True)
    assert odd.id == os.fsdecode(b"\xff\n")
    assert link.problem


def test_words_that_differ():
    assert word_difference("the end of 2015.", "the end of March 2016.") == [
        (" ", "the end of "),
        ("-", "2015"),
        ("+", "March 2016"),
        (" ", "."),
    ]


@given(st.text(alphabet="ab .\n", max_size=30), st.text(alphabet="ab .\n", max_size=30))
def test_the_words_make_both_texts(old, new):
    pieces = word_difference(old, new)
    assert "".join(text for sign, text in pieces if sign != "+") == old
    assert "".join(text for sign, text in pieces if sign != "-") == new
