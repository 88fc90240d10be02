"""What is understood without click means the same to click, and what isn't is left to it."""

import ast
import subprocess
import sys

import pytest
from followup.cli import main
from followup.commands import group
from followup.commands.plain import plain

PLAIN = [
    "validate",
    "validate -q",
    "--quiet --no-color validate --strict",
    "--today 2015-06-03 validate --today 2026-11-22",
    "--today=2014-01-01 validate --format=json",
    "validate --format text --format junit records/actors",
    "validate records/2015 records/actors/europol.toml",
    "validate nowhere",
    "--root records validate --root=.",
    "validate validate",
]

LEFT_TO_CLICK = [
    "",
    "--help",
    "validate --help",
    "validate -h",
    "validate --form text",
    "validate --format",
    "validate --format=",
    "validate --format xml",
    "validate --strict=yes",
    "validate --today tomorrow",
    "validate --root --strict",
    "validate -qq",
    "validate -- --strict",
    "validate --changed-since HEAD",
    "validate --at HEAD",
    "validate --watch",
    "--strict validate",
    "--format json validate",
    "records validate",
    "explain validate",
]


@pytest.fixture
def wrong(register, monkeypatch):
    """A register with an error and a warning, as the working directory."""
    actor = register / "records/actors/europol.toml"
    actor.write_text(actor.read_text("utf-8").replace("name =", "nmae ="), "utf-8")
    monkeypatch.chdir(register)
    return register


@pytest.mark.parametrize("line", PLAIN)
def test_plain_lines_mean_the_same_to_click(line, wrong, capsys):
    assert plain(line.split()) is not None
    said = []
    for way in (main, group_of_main):
        code = way(line.split())
        said.append((code, *capsys.readouterr()))
    assert said[0] == said[1]
    assert said[0][0] in (1, 2)


def group_of_main(args):
    """The command line as it is where nothing is plain."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("followup.cli.plain", lambda _: None)
        return main(args)


@pytest.mark.parametrize("line", LEFT_TO_CLICK)
def test_everything_else_is_left_to_click(line):
    assert plain(line.split()) is None


def test_completion_is_left_to_click(monkeypatch):
    monkeypatch.setenv("_FOLLOWUP_COMPLETE", "bash_complete")
    assert plain(["validate"]) is None


def test_the_formats_are_all_there_are():
    from followup.validate import FORMATS

    assert all(plain(["validate", "--format", each]) for each in FORMATS)


def test_the_common_options_are_all_there_are():
    common = {option for each in group.followup.params for option in each.opts}
    assert common == {"-q", "--quiet", "--no-color", "--root", "--today", "--version"}


def test_a_plain_run_loads_no_click(register):
    program = "import sys; from followup.cli import main; main(['validate']); print('click' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=register, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_the_files_are_looked_at_before_the_checks_are_loaded(register):
    program = (
        "import os, sys; from followup.cli import main; fork = os.fork\n"
        "def forking():\n"
        "    print([each for each in sys.modules if each.startswith('followup.validate.')])\n"
        "    return fork()\n"
        "os.fork = forking; main(['validate', 'records'])"
    )
    subprocess.run(["git", "init", "--quiet"], cwd=register, check=True)
    done = subprocess.run([sys.executable, "-c", program], cwd=register, capture_output=True, text=True, check=True)
    loaded = set(ast.literal_eval(done.stdout.splitlines()[0]))
    assert "followup.validate.beginning" in loaded
    assert not loaded & {"followup.validate.checks", "followup.validate.running", "followup.validate.tree"}
