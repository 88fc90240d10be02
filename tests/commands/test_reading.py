"""Commands that read, in every form that they offer."""

import json
import os
import shlex
import subprocess
import sys
import tomllib

import pytest
from followup.commands.group import COMMANDS

FOLLOWUP = [sys.executable, "-c", "from followup.cli import main; raise SystemExit(main())"]
ASK = "2015/2564-RSP/requests/09b"


def test_without_a_terminal_there_is_an_overview(register, run):
    done = run(root=register)
    assert done.code == 0
    assert "6 paragraphs ask the European Commission for something" in done.out
    assert "not a terminal" in done.err


def test_a_record_is_shown_with_names_and_referrers(register, run):
    done = run("show", ASK, root=register)
    assert "European Commission (actors/european-commission)" in done.out
    assert "Referred to by" in done.out
    assert run("show", f"records/{ASK}.toml").out == done.out
    assert tomllib.loads(run("show", ASK, "--format", "toml").out)["part"] == "b"
    assert json.loads(run("show", ASK, "--format", "json").out)["id"] == ASK


def test_records_are_listed_filtered_and_sorted(register, run):
    done = run("list", "requests", "--where", "addressees=European Commission", "--format", "ids", root=register)
    assert ASK in done.out.splitlines()
    assert "2015/2564-RSP/requests/11" not in done.out
    same = run("list", "request", "--where", "addressees=actors/european-commission", "--format", "ids")
    assert same.out == done.out
    declined = run("list", "replies", "--where", "answers.disposition=declined", "--format", "ids")
    assert declined.out == "2015/2564-RSP/replies/09\n"
    ordered = json.loads(run("list", "deadlines", "--sort", "due", "--format", "json").out)
    assert ordered[0]["due"] == "2013-12-18"
    assert "due" not in ordered[-1]
    table = run("list", "requests", "--where", "paragraph=9").out.splitlines()
    assert len(table) == 2 + 3
    without = run("list", "requests", "--where", "part=", "--format", "ids").out.splitlines()
    assert len(without) > 5
    assert run("list", "requests", "--where", "part= ", "--format", "ids").out.splitlines() == without
    assert run("list", "deadlines", "--where", "due= ").out == run("list", "deadlines", "--where", "due=").out


def test_words_are_found(register, run):
    done = run("search", "secretariat", root=register)
    assert "2015/2564-RSP/replies/09" in done.out
    assert run("search", "disposition:declined", "--format", "ids").out == "2015/2564-RSP/replies/09\n"
    nothing = run("search", "zzzzzz")
    assert (nothing.code, nothing.out) == (1, "")


@pytest.mark.parametrize(
    "args",
    [
        ("list", "requests"),
        ("list", "requests", "--where", "addressees=European Commission", "--sort", "-paragraph"),
        ("list", "deadlines", "--where", "due=2015", "--format", "json"),
        ("list", "replies", "--where", "answers.disposition=declined", "--format", "toml"),
        ("search", "secretariat"),
        ("search", "--format", "json", "disposition:declined"),
        ("search", "--format", "toml", "--limit", "2", "alliance"),
    ],
)
def test_with_the_index_the_answer_is_the_same(register, run, monkeypatch, args):
    plain = run(*args, "--no-index", root=register).out
    assert not (register / ".git" / "followup").exists()
    monkeypatch.setattr("followup.report.texts.keeping.WORTH_IT", 0)
    assert run(*args).out == plain
    assert list((register / ".git" / "followup").glob("texts-*.sqlite"))
    assert run(*args).out == plain
    assert run(*args, "--at", "HEAD").out == plain


def test_reports(register, run):
    coverage = run("report", "coverage", root=register)
    assert "6 paragraphs ask the European Commission for something; all 6 have a section." in coverage.out
    assert run("report", "coverage", "2015/2564(RSP)").out == run("report", "coverage", "2015/2564-RSP").out
    deadlines = run("report", "deadlines", "--format", "markdown")
    assert "2011/93/EU" in deadlines.out
    assert run("report", "dossier", "2015/2564-RSP").out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("show", "actors/comission"), "Did you mean actors/european-commission?"),
        (("show", "../x"), "there is no record"),
        (("list", "acters"), "Did you mean actors?"),
        (("list", "actors", "--where", "nmae=A"), "Did you mean name?"),
        (("list", "actors", "--where", "name"), "not of the form FIELD=VALUE"),
        (("list", "actors", "--sort", "nmae"), "Did you mean name?"),
        (("report", "coverage", "2015/2564-RPS"), "Did you mean 2015/2564-RSP?"),
        (("lst",), "Did you mean list?"),
        (("validate", "--format", "xml"), "There are: text, json"),
        (("validate", "nowhere"), "nowhere"),
        (("--today", "tomorrow", "validate"), "year-month-day"),
        (("explain", "nothing"), "there is no check"),
    ],
)
def test_what_can_not_be_answered(register, run, args, said):
    done = run(*args, root=register)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""


def test_no_register(tmp_path, run):
    done = run("validate", root=tmp_path)
    assert done.code == 2
    assert "no register here" in done.err
    assert "no such folder" in run("--root", tmp_path / "none", "validate").err


@pytest.mark.parametrize(
    "schema", ["{", "[]", '{"x-kind": "actors", "type": "object", "properties": {"a": {"type": 1}}}']
)
def test_a_schema_that_is_none(register, run, schema):
    (register / "schema/actor.schema.json").write_text(schema)
    done = run("validate", root=register)
    assert done.code == 2
    assert "actor.schema.json" in done.err


def test_outside_git_everything_but_history_works(register, run):
    (register / ".git").rename(register / "gone")
    assert run("validate", root=register).code == 0
    assert run("edit", ASK, "--set", "strength=urges").code == 0
    done = run("history", ASK)
    assert done.code == 2
    assert "not under git" in done.err


def test_git_is_missing(register, run, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert run("validate", root=register).code == 0
    done = run("history", ASK)
    assert done.code == 2
    assert "Git was not found" in done.err


def test_names_that_a_shell_would_trip_over(register, run):
    odd = register.rename(register.parent / "a b [c] 'd' \"e\" é\n")
    assert run("validate", root=odd).code == 0
    assert run("list", "rules").code == 0
    assert run("edit", ASK, "--set", "strength=urges").code == 0
    assert run("commit").code == 0


def test_whoever_reads_may_stop_reading(register):
    script = f"import sys; sys.argv = ['followup', 'list', 'actors', '--root', {str(register)!r}]\n"
    script += "from followup.cli import main\nsys.exit(main())"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(1)
        process.stdout.close()
        assert process.wait(20) in (0, 1)
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, run):
    done = run(name, "--help")
    assert done.code == 0
    assert "Usage: followup " + name in done.out


def test_the_register_as_it_was(register, run):
    run("edit", ASK, "--set", "strength=urges", root=register)
    assert '"strength": "urges"' in run("show", ASK, "--format", "json").out
    assert '"strength": "calls-on"' in run("show", ASK, "--format", "json", "--at", "HEAD").out
    assert run("validate", "--at", "HEAD").code == 0
    assert run("show", ASK, "--at", "nowhere").code == 2
    assert run("show", ASK, "--at", "1999-01-01").code == 2


def test_search_as_files(register, run):
    done = run("search", "alliance", "--limit", "2", "--format", "toml", root=register)
    assert done.code == 0
    assert done.out.count("# records/") == 2
    assert tomllib.loads(done.out.split("\n# records/")[0])


def test_whoever_has_read_enough_changes_no_exit_code(register):
    (register / "records/actors/broken.toml").write_text("x = = 1\n" * 20)
    for option in ([], ["--format", "json"]):
        command = [*FOLLOWUP, "validate", *option]
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "wb") as nobody:
            done = subprocess.run(command, cwd=register, stdout=nobody, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 1
        assert "1 error" in done.stderr


def test_streams_that_are_closed(register):
    command = shlex.join([*FOLLOWUP, "validate"])
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
        shell = ["sh", "-c", f"{command} {closed}"]
        done = subprocess.run(shell, cwd=register, capture_output=True, text=True, check=False)
        assert done.returncode == 0
        assert "mistake" not in done.stdout + done.stderr


def test_commands_for_a_record_that_cannot_be_read(register, run):
    (register / "records/actors/broken.toml").write_text("x = = 1\n")
    for command, *more in (
        ("show",),
        ("edit", "--set", "name=x"),
        ("withdraw", "--reason", "x"),
        ("rename", "actors/b"),
    ):
        done = run(command, "actors/broken", *more, root=register)
        assert done.code == 2
        assert "can’t be read" in done.err
        assert "followup validate" in done.err
