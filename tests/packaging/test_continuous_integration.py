"""The settings of CI and of pre-commit, as the tools that read them judge them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "check.yml").read_text("utf-8"))
JOB = WORKFLOW["jobs"]["check"]


def run(*command: object, **settings: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=60, check=False, **settings)


@pytest.mark.parametrize(
    ("command", "file"),
    [("validate-config", ".pre-commit-config.yaml"), ("validate-manifest", ".pre-commit-hooks.yaml")],
)
def test_pre_commit_accepts_its_settings(command, file):
    done = run(TOOLS / "pre-commit", command, ROOT / file)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_hooks_of_this_repository_need_no_network_and_are_installed():
    assert {repository["repo"] for repository in HOOKS} == {"local"}
    commands = [hook["entry"].split()[0] for repository in HOOKS for hook in repository["hooks"]]
    assert commands
    assert [command for command in commands if not (TOOLS / command.removeprefix(".venv/bin/")).exists()] == []


def test_ci_runs_on_every_python_that_the_project_promises():
    versions = JOB["strategy"]["matrix"]["python"]
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert lowest == f">={versions[0]}"
    assert [int(version.removeprefix("3.")) for version in versions] == list(range(11, 11 + len(versions)))


def test_ci_has_the_whole_history_and_pinned_actions():
    steps = JOB["steps"]
    (checkout,) = (step for step in steps if step.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"]["fetch-depth"] == 0
    assert [step["uses"] for step in steps if not re.search(r"@v\d+$", step.get("uses", "@v0"))] == []
    assert steps[-1] == {"run": ".ci/run"}


@pytest.mark.parametrize("code", [0, 2])
def test_the_script_hands_on_whether_the_checks_passed(code, tmp_path):
    """With a Makefile of our own, from another folder, through a path with a blank."""
    clone = tmp_path / "a clone"
    (clone / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", clone / ".ci")
    (clone / "Makefile").write_text(f"check:\n\t@echo $$PWD $$CI $$HYPOTHESIS_PROFILE; cat; exit {code}\n")
    done = run(clone / ".ci" / "run", cwd=tmp_path, env={"PATH": os.environ["PATH"]}, stdin=subprocess.DEVNULL)
    assert done.returncode == code
    assert done.stdout.split("\n")[0] == f"{clone} true ci"
