"""Setting up, comparing, exchanging and auditing, as a clerk calls them."""

import json
import subprocess

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
