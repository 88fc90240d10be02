"""The history is looked at commit by commit: what validation would have refused is told, with who did it."""

import json
import shutil
import subprocess

import pytest

from .conftest import git

ASK = "2015/2564-RSP/requests/09b"
FILE = f"records/{ASK}.toml"


def _save(register, old, new, subject, *author):
    path = register / FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    git(register, "commit", "-qam", subject, *author)
    return git(register, "rev-parse", "HEAD").strip()


def test_a_history_in_order(register, run):
    run("edit", ASK, "--set", "strength=urges", root=register)
    run("commit")
    done = run("audit")
    assert done.code == 0, done.out
    assert "Never rewritten" in done.out
    assert "none of 2 commits brought an error" in done.out
    assert "Signatures: 2 none." in done.out
    assert "Ada Clerk <ada@example.org>: 2 commits, " in done.out


def test_commits_that_went_past_validation(register, run):
    wrong = _save(register, '"calls-on"', '"call-on"', "Typed", "--author", "Bo\x1b <bo@example.org>")
    quoted = _save(register, "more regularly", "more often", "Quoted by heart")
    mended = _save(register, '"call-on"', '"calls-on"', "Mend it")
    assert run("audit", root=register).code == 1
    done = run("audit", "--since", "HEAD~3", "--format", "json")
    found = json.loads(done.out)
    assert [each["commit"] for each in found["bypasses"]] == [wrong, quoted]
    names = [{each["name"]: each["unproved"] for each in step["problems"]} for step in found["bypasses"]]
    assert names[0] == {"not-in-list": False}
    assert names[1]["not-verbatim"] is True
    text = run("audit", "--since", "HEAD~3").out
    assert f"{wrong[:10]}  " in text
    assert " not where the record says\n" in text
    assert "\x1b" not in text + done.out
    assert mended[:10] not in text
    assert "2 of 3 commits brought errors past validation:" in text


def test_a_merge_that_breaks_what_was_right_on_both_sides(register, run):
    run("setup", root=register)
    git(register, "switch", "-qc", "side")
    run("rename", "topics/cyber-grooming", "topics/grooming")
    run("commit")
    git(register, "switch", "-q", "main")
    run("edit", ASK, "--append", "topics=topics/cyber-grooming")
    run("commit")
    git(register, "merge", "-q", "--no-edit", "side")
    found = json.loads(run("audit", "--format", "json").out)
    assert [each["commit"] for each in found["bypasses"]] == [git(register, "rev-parse", "HEAD").strip()]
    assert {each["name"] for each in found["bypasses"][0]["problems"]} == {"nothing-there"}


def test_a_change_of_schemas_is_judged_on_all_records(register, run):
    schema = register / "schema/request.schema.json"
    schema.write_text(schema.read_text(encoding="utf-8").replace('"calls-on"', '"called-on"'), encoding="utf-8")
    git(register, "commit", "-qam", "Rename a strength")
    found = json.loads(run("audit", "--since", "HEAD~1", "--format", "json", root=register).out)
    (step,) = found["bypasses"]
    assert {each["name"] for each in step["problems"]} == {"not-in-list"}
    schema.write_text("{}", encoding="utf-8")
    git(register, "commit", "-qam", "Break it")
    done = run("audit", "--since", "HEAD~1", "--root", register.parent / "register")
    assert done.code == 2
    git(register, "revert", "--no-edit", "HEAD")
    assert "can't be checked" in run("audit", "--since", "HEAD~2").out


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="needs ssh-keygen")
def test_signatures_are_shown(register, run, tmp_path):
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    allowed = tmp_path / "allowed"
    allowed.write_text(f"ada@example.org {key.with_suffix('.pub').read_text()}")
    for name, value in {"gpg.format": "ssh", "user.signingkey": key, "gpg.ssh.allowedSignersFile": allowed}.items():
        git(register, "config", name, value)
    _save(register, '"calls-on"', '"urges"', "Signed", "-S")
    assert "Signed\n    signature: good, ada@example.org\n" in run("history", ASK, "--signatures", root=register).out
    first, second = json.loads(run("history", ASK, "--signatures", "--format", "json").out)
    assert (first["signature"]["state"], second["signature"]["state"]) == ("good", "none")
    assert "signature" not in json.loads(run("history", ASK, "--format", "json").out)[0]
    forged = git(register, "cat-file", "commit", "HEAD").replace("Signed", "Forged")
    sha = subprocess.run(
        ["git", "hash-object", "-w", "-t", "commit", "--stdin"],
        cwd=register, input=forged, capture_output=True, check=True, text=True,
    ).stdout.strip()  # fmt: skip
    git(register, "reset", "-q", "--hard", sha)
    done = run("audit")
    assert (done.code, f"  bad: {sha[:10]}" in done.out) == (1, True)


def test_rewritten_history_is_told(register, run, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", register, tmp_path / "bare.git")
    git(register, "remote", "add", "origin", tmp_path / "bare.git")
    git(register, "fetch", "-q")
    lost = git(register, "rev-parse", "HEAD")
    git(register, "commit", "-q", "--amend", "-m", "Another beginning")
    git(register, "push", "-q", "--force", "origin", "main")
    done = run("audit", root=register)
    assert done.code == 1
    assert "Rewritten 1 time:" in done.out
    assert f"origin/main lost 1 commit; see them: git log {lost[:10]}" in done.out
