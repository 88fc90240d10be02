"""Setting up, comparing, exchanging and auditing, as a clerk calls them."""

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
