"""Commits hold exactly what was meant; history says who changed what."""

import json

from .conftest import git

ASK = "2015/2564-RSP/requests/09b"


def test_exactly_the_change_is_committed_whatever_else_is_staged(register, run):
    (register / "other.txt").write_text("staged\n")
    git(register, "add", "other.txt")
    run("edit", ASK, "--set", "implementation.level=partly", root=register)
    run("edit", "actors/denmark", "--set", "abbreviation=DK")
    done = run("commit", ASK)
    assert done.code == 0, done.err
    shown = git(register, "show", "--format=%B")
    assert shown.startswith(f"{ASK}: implementation level not-assessed -> partly\n")
    assert f"Record: {ASK}\nField: implementation.level\n" in shown
    changed = [line for line in shown.splitlines() if line.startswith(("+", "-")) and line[:3] not in ("+++", "---")]
    assert changed == ['-level = "not-assessed"', '+level = "partly"']
    left = set(git(register, "status", "--porcelain").splitlines())
    assert left == {" M records/actors/denmark.toml", "A  other.txt"}


def test_a_dry_run_commits_nothing(register, run):
    run("edit", ASK, "--set", "strength=urges", root=register)
    done = run("commit", "-n")
    assert f"changed    {ASK}" in done.out
    assert git(register, "rev-list", "--count", "HEAD") == "1\n"


def test_records_with_problems_are_refused_unless_asked_for(register, run):
    path = register / f"records/{ASK}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"calls-on"', '"call-on"'), encoding="utf-8")
    done = run("commit", root=register)
    assert done.code == 1
    assert "not-in-list" in done.err
    assert git(register, "rev-list", "--count", "HEAD") == "1\n"
    assert run("commit", "--allow-problems").code == 0


def test_there_is_nothing_to_commit(register, run):
    assert run("commit", root=register).code == 1
    assert run("commit", "actors/denmark").code == 2


def test_a_hook_may_refuse_and_nothing_is_lost(register, run):
    hook = register / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    run("edit", ASK, "--set", "strength=urges", root=register)
    done = run("commit")
    assert done.code == 2
    assert "not today" in done.err
    assert git(register, "status", "--porcelain") == f" M records/{ASK}.toml\n"


def test_no_identity(register, run, monkeypatch, tmp_path):
    empty = tmp_path / "empty"
    empty.write_text("[user]\n\tuseConfigOnly = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(empty))
    run("edit", ASK, "--set", "strength=urges", root=register)
    done = run("commit")
    assert done.code == 2
    assert "git config" in done.err


def test_the_life_of_a_record(register, run):
    run("edit", ASK, "--set", "strength=urges", root=register)
    run("commit", "-m", "Read again")
    done = run("history", ASK)
    assert "Ada Clerk  Read again\n    strength: calls-on -> urges\n" in done.out
    assert "new record" in done.out
    (entry, _) = json.loads(run("history", ASK, "--format", "json").out)
    assert entry["changes"] == [{"field": "strength", "old": "calls-on", "new": "urges"}]
    assert len(run("history", ASK, "--field", "strength", "--format", "json").out) > 2
    blamed = run("blame", ASK).out
    assert "strength = urges" in blamed
    assert run("history", "actors/nobody").code == 2


def test_the_last_commit_is_taken_back_by_another(register, run):
    run("edit", ASK, "--set", "strength=urges", root=register)
    run("commit")
    assert run("undo").code == 0
    assert 'strength = "calls-on"' in run("show", ASK, "--format", "toml").out
    assert git(register, "rev-list", "--count", "HEAD") == "3\n"
