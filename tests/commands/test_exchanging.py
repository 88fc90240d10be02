"""Setting up, comparing, exchanging and auditing, as a clerk calls them."""

import json
import subprocess

import pytest

from .conftest import git

ASK = "2015/2564-RSP/requests/09b"


def test_setting_up_says_what_it_did_and_does_it_once(register, run):
    done = run("setup", root=register)
    assert done.code == 0
    assert "done   merge.followup.driver\n" in done.out
    assert "is so  .gitattributes" in done.out
    assert "done" not in run("setup").out
    assert "pre-commit" in run("setup", "--hooks").out
    (register / ".gitattributes").write_text("")
    done = run("setup")
    assert (done.code, "to do  .gitattributes" in done.out) == (1, True)


def test_a_new_register_is_set_up(tmp_path, run):
    run("init", tmp_path / "new")
    assert "done" not in run("setup", root=tmp_path / "new").out


def test_gits_merge_goes_through_the_driver(register, run):
    run("setup", root=register)
    git(register, "switch", "-qc", "side")
    run("edit", ASK, "--set", "strength=urges")
    run("commit")
    git(register, "switch", "-q", "main")
    run("edit", ASK, "--set", "strength=asks", "--set", "title=Report")
    run("commit")
    git(register, "config", "merge.conflictStyle", "merge")
    assert "CONFLICT" in run_git(register, "merge", "side")
    done = run("validate")
    assert (done.code, "merge-conflict" in done.out) == (1, True)
    text = (register / f"records/{ASK}.toml").read_text(encoding="utf-8")
    assert '<<<<<<< ours\nstrength = "asks"\n||||||| before\nstrength = "calls-on"\n=======\n' in text


def run_git(root, *args):
    return subprocess.run(["git", *args], cwd=root, check=False, capture_output=True, text=True).stdout


def test_the_driver_on_three_files(tmp_path, run):
    files = [tmp_path / name for name in ("base", "ours", "theirs")]
    for file, text in zip(files, ("a = 1\nb = 1\n", "a = 2\nb = 1\n", "a = 1\nb = 2\n"), strict=True):
        file.write_text(text)
    assert run("merge-driver", *files).code == 0
    assert files[1].read_text() == "a = 2\nb = 2\n"
    files[2].write_text("a = 3\n")
    assert run("merge-driver", *files, 7, "records/x.toml").code == 1
    assert run("merge-driver", tmp_path / "none", *files[1:]).code == 2


def test_what_differs_by_record_field_and_word(register, run):
    run("edit", ASK, "--set", "strength=urges", root=register)
    done = run("compare")
    assert done.out.startswith("HEAD → the files now\n1 record: 1 changed.\n")
    assert f"  changed   {ASK}  " in done.out
    assert "      strength: [-calls-on-] {+urges+}\n" in done.out
    run("commit")
    assert run("compare").out == "HEAD → the files now\nNo record differs.\n"
    assert "strength" in run("compare", "HEAD~1").out
    assert "strength: <del>calls-on</del> <ins>urges</ins>" in run("compare", "HEAD~1..", "--format", "markdown").out
    assert run("compare", "HEAD~1..HEAD", "--format", "html").out.startswith("<!DOCTYPE html>")
    found = json.loads(run("compare", "HEAD~1..HEAD", "--format", "json").out)
    assert found["records"][0]["fields"] == [{"field": "strength", "old": "calls-on", "new": "urges"}]
    assert run("compare", "nowhere..HEAD").code == 2


def test_what_a_change_comes_to(register, run):
    reply = register / "records/2015/2564-RSP/replies/09.toml"
    text = reply.read_text(encoding="utf-8")
    reply.write_text(text.replace("[[answers]]", "[[other]]"), encoding="utf-8")
    done = run("compare", root=register)
    assert "1 request no longer answered" in done.out
    assert "No longer answered\n  2015/2564-RSP/requests/09b " in done.out
    assert "error S202 unknown-field: records/2015/2564-RSP/replies/09.toml:" in done.out


@pytest.fixture
def others(register, tmp_path):
    """A clone of somebody else's, by way of a bare repository that both know."""
    bare, clone = tmp_path / "bare.git", tmp_path / "others"
    git(tmp_path, "clone", "-q", "--bare", register, bare)
    git(register, "remote", "add", "origin", bare)
    git(tmp_path, "clone", "-q", bare, clone)
    return clone


def test_two_clerks_in_turns(register, others, run):
    run("edit", ASK, "--set", "strength=urges", root=others)
    run("commit")
    done = run("sync")
    assert (done.code, done.out) == (0, "Sent 1 commit: origin/main.\n")
    assert done.err.splitlines()[0] == "Fetching from origin …"
    run("edit", ASK, "--set", "title=Report more often", root=register)
    run("commit")
    assert run("sync").out == "Took 1 commit and sent 2 commits: origin/main.\n"
    assert run("-q", "sync").err == ""
    assert run("sync", root=others).out == "Took 2 commits: origin/main.\n"
    assert run("sync").out == "Up to date: origin/main.\n"
    assert 'title = "Report more often"' in run("show", ASK, "--format", "toml").out
    assert 'strength = "urges"' in run("show", ASK, "--format", "toml").out


def test_a_conflict_says_which_field_and_how_to_go_on(register, others, run):
    for root, strength in ((others, "urges"), (register, "asks")):
        run("edit", ASK, "--set", f"strength={strength}", root=root)
        run("commit")
        done = run("sync")
    assert done.code == 1
    assert f"  records/{ASK}.toml: strength\n" in done.err
    assert f"git add records/{ASK}.toml\n  git commit --no-edit\n  followup sync\n" in done.err
    again = run("sync")
    assert (again.code, "merge is under way" in again.err) == (2, True)


def test_errors_that_the_merge_brings_are_not_sent(register, others, run):
    run("rename", "topics/cyber-grooming", "topics/grooming", root=others)
    run("commit")
    assert run("sync").code == 0
    run("edit", ASK, "--append", "topics=topics/cyber-grooming", root=register)
    run("commit")
    done = run("sync")
    assert done.code == 1
    assert "R301 nothing-there" in done.err
    assert "1 commit of origin/main merged here; nothing was sent" in done.err
    assert git(register, "rev-list", "--count", "origin/main") == "2\n"
    run("edit", ASK, "--set", 'topics=["topics/grooming"]')
    run("commit")
    assert run("sync").out == "Sent 3 commits: origin/main.\n"


def test_a_branch_for_review_and_its_page(register, others, run):
    bare = git(others, "config", "remote.origin.url").strip()
    git(others, "config", "remote.origin.url", "ssh://git@codeberg.org/ada/register.git")
    git(others, "config", f"url.{bare}.insteadOf", "ssh://git@codeberg.org/ada/register.git")
    run("edit", ASK, "--set", "strength=urges", root=others)
    run("commit")
    assert run("sync", "--branch", "urges").out == (
        "Sent 1 commit: origin/urges.\nTo have it reviewed: https://codeberg.org/ada/register/compare/main...urges\n"
    )


def test_without_a_remote(register, run):
    done = run("sync", root=register)
    assert (done.code, "git remote add origin" in done.err) == (2, True)
