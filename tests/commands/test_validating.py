"""What a change brings and removes, watching, and how far a long run is."""

import datetime as dt
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import jsonschema
import pytest
from followup.commands import progress
from followup.commands.given import Settings
from followup.commands.validating import Wish
from followup.commands.watching import View
from followup.register import Register

from .conftest import git

PROGRAM = Path(sys.executable).parent / "followup"
ASK = "records/2015/2564-RSP/requests/09b.toml"
TOPIC = "records/topics/cyber-grooming.toml"


def change(root, path, old, new):
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_a_change_brings_also_where_it_did_not_touch(register, run):
    users = git(register, "grep", "-l", "topics/cyber-grooming").split()
    (register / TOPIC).unlink()
    change(register, ASK, "calls-on", "begs")
    done = run("validate", "--changed-since", "HEAD", "--format", "json", root=register)
    found = json.loads(done.out)
    assert done.code == 1
    assert {each["change"] for each in found} == {"brought"}
    assert {each["path"] for each in found if each["code"] == "R301"} == set(users)
    assert [each["path"] for each in found if each["code"] == "S204"] == [ASK]


def test_what_was_there_before_is_not_this_change(register, run):
    change(register, ASK, "calls-on", "begs")
    git(register, "commit", "-qam", "An error that is there")
    change(register, ASK, "Report more often", "Report  more often")
    done = run("validate", "--changed-since", "HEAD", root=register)
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith(
        f"no problems since {git(register, 'rev-parse', 'HEAD')[:10]}; no problems gone, 1 older.\n"
    )
    assert run("validate").code == 1


def test_what_a_change_removes(register, run):
    change(register, ASK, "calls-on", "begs")
    git(register, "commit", "-qam", "An error")
    change(register, ASK, "begs", "calls-on")
    done = run("validate", "--changed-since", "HEAD", root=register)
    assert done.code == 0
    assert re.fullmatch(rf"{ASK}: gone error S204 not-in-list: Strength must be .* not “begs”\n", done.out)
    assert "1 problem gone." in done.err


def forms(register, run, name):
    return run("validate", "--changed-since", "HEAD", "--format", name, root=register).out


def test_each_format_tells_what_it_has_a_place_for(register, run):
    change(register, ASK, "calls-on", "begs")
    git(register, "commit", "-qam", "An error")
    change(register, ASK, "begs", "calls-on")
    change(register, ASK, "actors/european-commission", "actors/european-comission")
    log = json.loads(forms(register, run, "sarif"))
    standard = Path(__file__).parents[1] / "validate/sarif-2.1.0-rtm.5.json"
    assert list(jsonschema.Draft7Validator(json.loads(standard.read_text("utf-8"))).iter_errors(log)) == []
    results = log["runs"][0]["results"]
    assert {(each["ruleId"], each["baselineState"]) for each in results} == {("R301", "new"), ("S204", "absent")}
    junit = forms(register, run, "junit")
    assert 'tests="2" failures="1"' in junit
    assert len(re.findall(r'<testcase classname="[^"]*" name="S204 [^"]*" />', junit)) == 1
    assert [each["check_name"][:4] for each in json.loads(forms(register, run, "code-quality"))] == ["R301"]
    assert forms(register, run, "github").count("::error ") == 1


def test_what_others_did_meanwhile_is_not_this_change(register, run):
    git(register, "switch", "-qc", "mine")
    change(register, ASK, "Report more often", "Report rather more often")
    git(register, "commit", "-qam", "Mine")
    git(register, "switch", "-q", "main")
    change(register, "records/actors/europol.toml", 'type = "agency"', 'type = "firm"')
    git(register, "commit", "-qam", "Theirs: an error")
    change(register, "records/actors/europol.toml", 'type = "firm"', 'type = "agency"')
    git(register, "commit", "-qam", "Theirs: mended")
    git(register, "switch", "-q", "mine")
    done = run("validate", "--changed-since", "main", root=register)
    assert (done.code, done.out) == (0, "")
    assert "gone" in done.err
    assert "1 problem gone" not in done.err


def test_a_renamed_record_keeps_its_problems(register, run):
    change(register, TOPIC, 'name = "', 'title = "')
    git(register, "commit", "-qam", "An error")
    git(register, "mv", TOPIC, "records/topics/grooming.toml")
    for path in git(register, "grep", "-l", "topics/cyber-grooming", "--", "records").split():
        change(register, path, "topics/cyber-grooming", "topics/grooming")
    done = run("validate", "--changed-since", "HEAD", root=register)
    assert (done.code, done.out) == (0, "")
    assert "older" in done.err


def test_a_change_of_the_rules_is_told_in_every_record(register, run):
    with (register / "schema/vocabulary.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[term]]\ndeprecated = ["Europol"]\npreferred = "the Agency"\nwhy = "A trial."\n')
    found = json.loads(run("validate", "--changed-since", "HEAD", "--format", "json", root=register).out)
    assert "records/2015/2564-RSP/requests/08.toml" in {each["path"] for each in found}
    assert {each["code"] for each in found} == {"W601"}


def test_from_a_commit_whose_schemas_were_broken_or_missing(register, run):
    schema = register / "schema/topic.schema.json"
    kept = schema.read_text(encoding="utf-8")
    schema.write_text("{", encoding="utf-8")
    git(register, "commit", "-qam", "A schema that is none")
    schema.write_text(kept, encoding="utf-8")
    assert run("validate", "--changed-since", "HEAD", root=register).code == 0
    git(register, "rm", "-rqf", "--cached", "schema")
    git(register, "commit", "-qm", "No schemas")
    assert run("validate", "--changed-since", "HEAD").code == 0
    assert run("validate", "--changed-since", "nowhere").code == 2


def test_paths_and_an_earlier_state(register, run):
    change(register, ASK, "calls-on", "begs")
    git(register, "commit", "-qam", "An error")
    git(register, "rm", "-q", TOPIC)
    git(register, "commit", "-qm", "Gone")
    assert "R301" not in run("validate", "--changed-since", "HEAD~2", "--at", "HEAD~1", root=register).out
    done = run("validate", "--changed-since", "HEAD~2", register / ASK, "--format", "json")
    assert {each["path"] for each in json.loads(done.out)} == {ASK}


@pytest.fixture
def watch(register):
    """Runs the command on the register; what comes back has what it says line by line."""
    begun = []

    def begin(*args):
        process = subprocess.Popen(
            [PROGRAM, "validate", "--watch", "--today", "2026-11-22", *args],
            cwd=register,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        lines: list[str] = []
        threading.Thread(target=lambda: lines.extend(process.stdout), daemon=True).start()
        begun.append(process)
        return _Lines(process, lines)

    yield begin
    for each in begun:
        each.kill()
        each.wait()
        each.stdout.close()


class _Lines:
    def __init__(self, process, lines):
        self.process = process
        self.lines = lines

    def until(self, wanted, seconds=20):
        """The lines up to the first with ``wanted`` in it; they are taken away."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            for at, line in enumerate(self.lines):
                if wanted in line:
                    found, self.lines[: at + 1] = self.lines[: at + 1], []
                    return "".join(found)
            time.sleep(0.02)
        raise AssertionError((wanted, self.lines))


def test_watching_tells_what_comes_and_goes(register, watch):
    watching = watch()
    assert watching.until("ctrl+c") == "No problems. Waiting for changes; ctrl+c ends it.\n"
    change(register, ASK, "calls-on", "begs")
    said = watching.until(": 1 error.")
    assert f"{ASK}:" in said
    assert "error S204 not-in-list" in said
    change(register, ASK, "begs", "calls-on")
    assert f"{ASK}: gone error S204" in watching.until(": no problems.")
    schema = register / "schema/topic.schema.json"
    kept = schema.read_text(encoding="utf-8")
    schema.write_text("{", encoding="utf-8")
    watching.until("the schema is not JSON")
    schema.write_text(kept, encoding="utf-8")
    watching.until(": no problems.")
    shutil.rmtree(register / "records/topics")
    assert "error R301" in watching.until(" errors.")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(10) == 1


def test_watching_some_of_it_where_nothing_is_remembered(register, watch):
    shutil.rmtree(register / ".git")
    watching = watch("--no-index", "records/2015/2564-RSP/requests")
    watching.until("No problems. Waiting")
    change(register, "records/actors/europol.toml", 'type = "agency"', 'type = "firm"')
    assert watching.until("records/actors/europol.toml: no problems.").count("S204") == 0
    change(register, ASK, "calls-on", "begs")
    assert "error S204 not-in-list" in watching.until(": 1 error.")


def test_watching_keeps_no_records(register, monkeypatch, capsys):
    monkeypatch.setattr(Register, "open", None)
    settings = Settings()
    settings.root, settings.today, settings.quiet = register, dt.date(2026, 11, 22), True
    view = View(Wish(), settings)
    view.begin()
    change(register, ASK, "calls-on", "begs")
    view.again({register / ASK})
    assert "error S204 not-in-list" in capsys.readouterr().out
    assert [type(each) for each in vars(view).values() if isinstance(each, Register)] == []


@pytest.mark.parametrize("more", [["--format", "json"], ["--changed-since", "HEAD"], ["--at", "HEAD"]])
def test_watching_shows_what_is(register, run, more):
    assert run("validate", "--watch", *more, root=register).code == 2


def test_how_far_it_is_is_said_only_when_it_takes_long(capsys, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    told = progress.Progress().stage("Reading")
    for second, done in enumerate(range(0, 100_000, 10_000)):
        now[0] = float(second)
        told(done, 100_000)
    assert capsys.readouterr().err == ("Reading: 20,000 of 100,000 records\nReading: 70,000 of 100,000 records\n")
    assert progress.Progress(quiet=True).stage("Reading") is None


def test_a_bar_on_a_terminal_which_goes_when_it_is_done(register):
    ours, theirs = pty.openpty()
    program = (
        "from followup.commands import progress; import sys; from followup.cli import main;"
        "progress.PATIENCE = progress._ON_TERMINAL = 0.0; sys.exit(main(['validate']))"
    )
    environment = {**os.environ, "TERM": "xterm"}
    done = subprocess.run([sys.executable, "-c", program], cwd=register, stderr=theirs, env=environment, check=False)
    said = os.read(ours, 65536).decode()
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    assert "Checking ░" in said
    assert "Checking ██████" in said
    assert said.rpartition("\r\x1b[K")[2].startswith("223 records checked")
