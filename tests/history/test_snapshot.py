from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import PurePosixPath

import pytest
from followup.history import Repository, at, errors

ONE = PurePosixPath("records/requests/01.toml")


@pytest.fixture
def dated(make):
    """Commits of three days, the last one late in an eastern evening."""
    clone = make("clone", "a [register]")
    clone.write("../README", "not of the register")
    clone.save("Before the register", day="2015-01-01")
    for number, day in enumerate(["2015-06-01", "2015-06-03"]):
        clone.record("requests/01", f"n = {number}\r\n")
        clone.write("schema/x.json", "{}")
        clone.write("notes.txt", "beside it")
        clone.save(day, day=day)
    clone.record("requests/01", "n = 2\n")
    clone.git("add", ".")
    stamp = "2015-06-05T23:30:00-05:00"
    clone.git("commit", "-qm", "late", env={"GIT_COMMITTER_DATE": stamp})
    return clone


def test_the_register_as_of_a_revision(dated):
    (dated.root / ONE).write_text("changed on disk")
    snapshot = at(dated.repo, "HEAD~1")
    assert snapshot.sha == dated.sha("HEAD~1")
    assert snapshot.files == {ONE: b"n = 1\r\n", PurePosixPath("schema/x.json"): b"{}"}
    assert snapshot.missing == ()
    assert (dated.root / ONE).read_text() == "changed on disk"
    dated.git("tag", "-a", "v1", "-m", "v1", "HEAD~2")
    assert at(dated.repo, "v1").files[ONE] == b"n = 0\r\n"
    assert at(dated.repo, dated.sha()[:8]).files[ONE] == b"n = 2\n"


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2015-06-01", 0),
        ("2015-06-02", 0),
        ("2015-06-03", 1),
        ("2015-06-04", 1),
        ("2015-06-05", 2),
        (dt.date(2015, 6, 3), 1),
        ("9999-12-31", 2),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati"])
def test_the_register_at_the_end_of_a_day(dated, day, number, zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    assert at(dated.repo, day).files[ONE].startswith(f"n = {number}".encode())


def test_only_the_line_merged_into_counts(dated):
    dated.git("switch", "--quiet", "-c", "side", "HEAD~1")
    dated.record("requests/02", "side = 1\n")
    dated.save("Side", day="2015-06-06")
    dated.git("switch", "--quiet", "main")
    stamp = "2015-06-09T12:00:00+00:00"
    dated.git("merge", "--quiet", "side", "-m", "Merge", env={"GIT_COMMITTER_DATE": stamp})
    assert at(dated.repo, "2015-06-08").sha == dated.sha("HEAD~1")
    assert at(dated.repo, "2015-06-09").sha == dated.sha()


@pytest.mark.parametrize(
    "revision", ["nowhere", "", "-1", "--all", "HEAD~99", "2015-02-30", "a\0b", "HEAD:a [register]", "a..b"]
)
def test_a_revision_that_git_does_not_know(dated, revision):
    with pytest.raises(errors.UnknownRevision, match="knows no revision"):
        at(dated.repo, revision)


def test_before_there_was_anything(dated, make):
    with pytest.raises(errors.BeforeHistory, match="first commit is of 2015-01-01"):
        at(dated.repo, "2014-12-31")
    with pytest.raises(errors.NoRegisterThen, match="no register yet in 2015-01-02"):
        at(dated.repo, "2015-01-02")
    unborn = make("unborn").repo
    with pytest.raises(errors.BeforeHistory, match="no commit yet"):
        at(unborn, "2015-01-02")
    with pytest.raises(errors.UnknownRevision):
        at(unborn, "HEAD")


def test_a_shallow_clone_says_what_it_lacks(dated, tmp_path):
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{dated.tree}", str(shallow)], check=True)
    with pytest.raises(errors.BeforeHistory, match="unshallow"):
        at(Repository.open(shallow / "a [register]"), "2015-06-03")


def test_links_and_submodules_are_no_records(dated, make):
    inner = make("inner")
    inner.save()
    (dated.root / "records/link.toml").symlink_to("/etc/passwd")
    dated.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.tree), "a [register]/records/sub"
    )
    dated.record("ü\n*", "a = 1\n")
    dated.record(os.fsdecode(b"\xff"), "a = 1\n")
    dated.save()
    assert {path.name for path in at(dated.repo, "HEAD").files} == {
        "01.toml",
        "x.json",
        "ü\n*.toml",
        os.fsdecode(b"\xff.toml"),
    }


def test_a_partial_clone_offline_names_what_is_missing(dated, tmp_path):
    dated.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    subprocess.run(["git", "clone", "--quiet", "--filter=blob:none", f"file://{dated.tree}", str(partial)], check=True)
    dated.tree.rename(tmp_path / "offline")
    snapshot = at(Repository.open(partial / "a [register]"), "HEAD~1")
    assert snapshot.missing == (ONE,)
    assert set(snapshot.files) == {PurePosixPath("schema/x.json")}


def test_files_with_the_same_content_and_empty_ones(clone):
    for number in range(50):
        clone.record(f"same/{number}", "")
    clone.save()
    assert list(at(clone.repo, "HEAD").files.values()).count(b"") == 50
