"""What other repositories take from this one, tried as it will run there: hooks, the action, the template."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
import urllib.parse
from pathlib import Path
from typing import ClassVar

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
ASK = "records/2015/2564-RSP/requests/09b.toml"
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.py")
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step.get("name"): step for step in ACTION["runs"]["steps"]}
GITLAB = yaml.safe_load((ROOT / "ci/gitlab.yml").read_text("utf-8"))


@pytest.fixture(autouse=True)
def own_git(tmp_path, monkeypatch):
    """No settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n\tname = Ada Clerk\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("PYTHONPATH", raising=False)


def run(*command, code=0, cwd, **environment):
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stdout
    return done.stdout


def repository(folder, *names):
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(ROOT / name, folder)
    run("git", "init", "-q", cwd=folder)
    run("git", "add", "-A", cwd=folder)
    run("git", "commit", "-qm", "Begin", cwd=folder)
    return folder


@pytest.fixture
def register(tmp_path):
    folder = tmp_path / "register"
    folder.mkdir()
    return repository(folder, "records", "schema")


def change(root, old, new):
    file = root / ASK
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_pre_commit_takes_the_hooks_from_a_clone_of_this_repository(register, tmp_path):
    """With no network: setuptools comes from where virtualenv has it, the libraries from this environment."""
    program = tmp_path / "program"
    program.mkdir()
    repository(program, "src", "schema", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
    revision = run("git", "rev-parse", "HEAD", cwd=program).strip()
    config = {"repos": [{"repo": str(program), "rev": revision, "hooks": [{"id": name} for name in HOOKS]}]}
    (register / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    run("git", "add", "-A", cwd=register)
    libraries = Path(sysconfig.get_path("purelib"))
    settings = {
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_FIND_LINKS": str(libraries / "virtualenv/seed/wheels/embed"),
        "PYTHONPATH": str(libraries),
    }
    said = run(TOOLS / "pre-commit", "run", "--all-files", cwd=register, **settings)
    assert re.findall(r"^followup (\w+)\.+(\w+)", said, re.MULTILINE) == [("validate", "Passed"), ("fmt", "Passed")]
    run(TOOLS / "pre-commit", "install", cwd=register)
    change(register, 'strength = "calls-on"', 'strength   = "begs"')
    said = run("git", "commit", "-am", "Wrong", cwd=register, code=1, **settings)
    assert "error S204 not-in-list" in said
    assert f"formatted {ASK}" in said
    assert 'strength = "begs"\n' in (register / ASK).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [ASK, "records/2015/2564-RSP/sources/a.txt", "a/register/records/topics/b.toml"])
def test_the_hooks_mind_records_and_their_sources(path):
    assert re.search(HOOKS["followup-validate"]["files"], path)
    assert bool(re.search(HOOKS["followup-fmt"]["files"], path)) == path.endswith(".toml")


def test_the_plain_hook_keeps_what_is_wrong_from_being_committed(register):
    run(TOOLS / "followup", "setup", "--hooks", cwd=register, code=1)
    change(register, "calls-on", "begs")
    assert "error S204 not-in-list" in run("git", "commit", "-am", "Wrong", cwd=register, code=1)
    change(register, "begs", "urges")
    run("git", "commit", "-qam", "Right", cwd=register)


def steps_run(folder, register, *, code=0, **inputs):
    """All scripts of the action but the one that installs, with the inputs and variables that GitHub gives them."""
    given = {name: each["default"] for name, each in ACTION["inputs"].items()} | inputs
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "followup/bin").mkdir(parents=True)
    (folder / "followup/bin/followup").symlink_to(TOOLS / "followup")
    files = {"RUNNER_TEMP": folder, "GITHUB_STEP_SUMMARY": folder / "summary", "GITHUB_OUTPUT": folder / "output"}
    said = ""
    for name, step in STEPS.items():
        wanted = step.get("if", "")
        if "run" not in step or name == "Install followup" or not holds(wanted, given):
            continue
        environment = {key: filled(value, given) for key, value in step.get("env", {}).items()}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        last = name == list(STEPS)[-1]
        said = run(
            *command, cwd=register, code=code if last else 0, **environment, **{k: str(v) for k, v in files.items()}
        )
    return said


def holds(condition, given):
    if not condition:
        return True
    name, operator, value = re.fullmatch(r"inputs\.([\w-]+) (==|!=) '(.*)'", condition).groups()
    return (given[name] == value) == (operator == "==")


def filled(text, given):
    return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], text)


def test_the_action_annotates_and_fails(register, tmp_path):
    assert "no problems" in steps_run(tmp_path / "temp", register)
    change(register, "calls-on", "begs")
    said = steps_run(tmp_path / "temp", register, code=1)
    assert f"::error file={ASK},line=9," in said
    assert not (tmp_path / "temp/summary").exists()


def test_the_action_asks_a_change_for_what_it_brings(register, tmp_path):
    change(register, "calls-on", "begs")
    run("git", "commit", "-qam", "An error that was there", cwd=register)
    base = run("git", "rev-parse", "HEAD", cwd=register).strip()
    change(register, "Report more often", "Report rather more often")
    run("git", "commit", "-qam", "A change", cwd=register)
    said = steps_run(tmp_path / "temp", register, **{"changed-since": base})
    assert "1 older" in said
    assert "rather" in (tmp_path / "temp/summary").read_text()


def test_the_action_lists_for_code_scanning_from_where_the_repository_begins(tmp_path):
    outer = tmp_path / "outer"
    (outer / "register").mkdir(parents=True)
    register = repository(outer / "register", "records", "schema")
    change(register, "calls-on", "begs")
    said = steps_run(tmp_path / "temp", outer, code=1, root="register", sarif="true")
    assert f"::error file=register/{ASK}," in said
    (result,) = json.loads((tmp_path / "temp/followup.sarif").read_text())["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == f"register/{ASK}"
    assert (tmp_path / "temp/output").read_text() == f"file={tmp_path}/temp/followup.sarif\n"


def test_the_action_installs_what_is_pinned(tmp_path):
    inner = '#!/bin/sh\\necho "$@"\\n'
    (tmp_path / "python").write_text(
        f'#!/bin/sh\nmkdir -p "$3/bin"\nprintf \'{inner}\' > "$3/bin/python"\nchmod +x "$3/bin/python"\n'
    )
    (tmp_path / "python").chmod(0o755)
    settings = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "RUNNER_TEMP": str(tmp_path / "temp dir")}
    script = STEPS["Install followup"]["run"]
    said = run("bash", "-eo", "pipefail", "-c", script, cwd=tmp_path, GITHUB_ACTION_PATH=str(ROOT), **settings)
    first, second = said.splitlines()
    assert first.endswith(f"--require-hashes -r {ROOT}/requirements.txt")
    assert Path(first.split()[-1]).is_file()
    assert second.endswith(f"--no-deps --no-build-isolation {ROOT}")


def test_no_word_of_others_gets_into_a_script():
    assert [step["name"] for step in STEPS.values() if "${{" in step.get("run", "")] == []
    assert all(re.search(r"@v\d+$", step["uses"]) for step in STEPS.values() if "uses" in step)


@pytest.mark.parametrize(
    ("schema", "file"), [("vendor.github-actions", "action.yml"), ("vendor.gitlab-ci", "ci/gitlab.yml")]
)
def test_they_have_the_form_that_is_asked_for(schema, file):
    run(TOOLS / "check-jsonschema", "--builtin-schema", schema, ROOT / file, cwd=ROOT)


def gitlab_run(job, register, *, code=0, **variables):
    """A job's script as GitLab's runner runs it: each line of it, until one fails."""
    given = GITLAB[".followup"]["variables"] | GITLAB[job].get("variables", {})
    script = "set -eo pipefail\n" + "\n".join(GITLAB[job]["script"])
    known = {key: re.sub(r"\$(\w+)", lambda found: variables[found[1]], value) for key, value in given.items()}
    path = f"{TOOLS}:{os.environ['PATH']}"
    return run("bash", "-c", script, cwd=register, code=code, **known, **variables, PATH=path)


def test_the_gitlab_job_hands_over_its_reports(register):
    change(register, "calls-on", "begs")
    run("git", "commit", "-qam", "An error", cwd=register)
    assert "error S204 not-in-list" in gitlab_run("followup-validate", register, code=1)
    reports = GITLAB["followup-validate"]["artifacts"]["reports"]
    (issue,) = json.loads((register / reports["codequality"]).read_text())
    assert issue["location"]["path"] == ASK
    assert 'failures="1"' in (register / reports["junit"]).read_text()
    assert "1 older" in gitlab_run("followup-validate", register, CI_MERGE_REQUEST_DIFF_BASE_SHA="HEAD")


class Notes(http.server.BaseHTTPRequestHandler):
    """As much of GitLab as the job needs: the notes of a merge request."""

    kept: ClassVar[dict[int, str]] = {}

    def do_GET(self):
        self._answer([{"id": number, "body": body} for number, body in self.kept.items()])

    def do_POST(self):
        self.kept[len(self.kept) + 1] = self._body()
        self._answer({})

    def do_PUT(self):
        self.kept[int(self.path.rpartition("/")[2])] = self._body()
        self._answer({})

    def _body(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        return urllib.parse.parse_qs(sent)["body"][0]

    def _answer(self, value):
        allowed = self.headers["PRIVATE-TOKEN"] == "secret"
        self.send_response(200 if allowed else 401)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_):
        pass


def test_the_gitlab_job_tells_what_changes_in_one_note(register):
    base = run("git", "rev-parse", "HEAD", cwd=register).strip()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Notes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    variables = {
        "CI_API_V4_URL": f"http://127.0.0.1:{server.server_port}",
        "CI_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        "CI_COMMIT_SHA": "HEAD",
        "FOLLOWUP_TOKEN": "secret",
        "no_proxy": "127.0.0.1",
    }
    try:
        Notes.kept[1] = "A remark of somebody else"
        for old, new in (("calls-on", "urges"), ("urges", "asks")):
            change(register, f'"{old}"', f'"{new}"')
            run("git", "commit", "-qam", "A change", cwd=register)
            gitlab_run("followup-compare", register, **variables)
            assert list(Notes.kept) == [1, 2]
            assert f"<ins>{new}</ins>" in Notes.kept[2]
        gitlab_run("followup-compare", register, code=22, **variables | {"FOLLOWUP_TOKEN": "wrong"})
    finally:
        server.shutdown()
        server.server_close()


def test_the_page_on_ci_names_what_there_is():
    page = (ROOT / "docs/ci.md").read_text("utf-8")
    assert set(re.findall(r"^ +- id: (\S+)$", page, re.MULTILINE)) == set(HOOKS)
    assert set(re.findall(r"^\| `([\w-]+)` \| [A-Z`B]", page, re.MULTILINE)) == set(ACTION["inputs"])
