"""What posts a comparison on pull requests has the right to write there: nothing of the request may run with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from followup.commands.group import COMMANDS

ROOT = Path(__file__).parents[2]
FILES = [ROOT / ".github/workflows/compare.yml", ROOT / "src/commands/starter/compare.yml"]


@pytest.fixture(params=FILES, ids=lambda path: path.parent.name)
def job(request):
    workflow = yaml.safe_load(request.param.read_text("utf-8"))
    # YAML 1.1 takes the key for a truth value.
    assert list(workflow[True]) == ["pull_request_target"]
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}
    return workflow["jobs"]["compare"]


def test_nothing_of_the_request_is_checked_out(job):
    (checkout,) = (step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"] == {"fetch-depth": 0}


def test_no_word_of_the_request_gets_into_a_script(job):
    assert not [step["run"] for step in job["steps"] if "${{" in step.get("run", "")]
    told = [value for value in job["env"].values() if "${{" in value]
    assert all(
        re.fullmatch(r"\$\{\{ github\.(token|event\.pull_request\.(number|(base|head)\.sha)) \}\}", each)
        for each in told
    )


def test_it_runs_a_command_that_exists_with_pinned_actions(job):
    scripts = " ".join(step.get("run", "") for step in job["steps"])
    assert re.search(r"followup (\w+)", scripts)[1] in COMMANDS
    assert all(re.search(r"@v\d+$", step["uses"]) for step in job["steps"] if "uses" in step)
