"""What is written by command is exactly what was meant, and never anything that doesn't validate."""

import datetime as dt
import hashlib
import os
import pty
import sys
import tomllib

import pytest

from .conftest import git

ASK = "2015/2564-RSP/requests/09b"


def path(register, record_id):
    return register / f"records/{record_id}.toml"


def state(register):
    """Every file of the register, by its fingerprint."""
    return {
        each.relative_to(register): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in register.rglob("*")
        if each.is_file() and ".git" not in each.parts
    }


def test_one_field_is_changed_and_nothing_else(register, run):
    before = path(register, ASK).read_text(encoding="utf-8")
    done = run("edit", ASK, "--set", "implementation.level=partly", root=register)
    assert (done.code, done.out) == (0, f"wrote records/{ASK}.toml\n")
    assert path(register, ASK).read_text(encoding="utf-8") == before.replace('"not-assessed"', '"partly"')


def test_fields_are_taken_out_and_appended(register, run):
    done = run("edit", ASK, "--unset", "implementation", "--append", "actors=actors/europol", root=register)
    assert done.code == 0
    shown = run("show", ASK, "--format", "toml").out
    assert "[implementation]" not in shown
    assert "actors/europol" in shown


def test_a_dry_run_shows_the_difference_and_writes_nothing(register, run):
    before = state(register)
    done = run("edit", ASK, "--set", "strength=urges", "-n", root=register)
    assert '-strength = "calls-on"\n+strength = "urges"\n' in done.out
    assert state(register) == before


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("edit", ASK, "--set", "strength=call-on"), 1, "Did you mean calls-on?"),
        (("edit", ASK, "--set", "text=Something else"), 1, "not-verbatim"),
        (("edit", ASK, "--append", "addressees=actors/nobody"), 1, "nothing-there"),
        (("edit", ASK, "--unset", "title"), 1, "Title"),
        (("edit", ASK, "--set", "tilte=A"), 2, "Did you mean title?"),
        (("edit", ASK, "--set", "title"), 2, "not of the form FIELD=VALUE"),
        (("edit", ASK, "--append", "title=A"), 2, "not a list"),
        (("edit", ASK), 2, "Nothing to change"),
        (("edit", "2015/2564-RSP/requests/99", "--set", "title=A"), 2, "there is no record"),
        (("edit", ASK, "--set", "implementation.assessed_on=soon"), 2, "can't be “soon”"),
        (("edit", ASK, "--unset", "notes.x"), 2, "no field"),
        (("withdraw", ASK), 2, "--reason"),
        (("rename", "actors/europol", "actors/Europol"), 2, "can't be a record's id"),
        (("rename", "actors/europol", "topics/europol"), 2, "keeps its kind"),
        (("rename", "actors/europol", "actors/enisa"), 2, "already"),
        (("new", "people"), 2, "There is no kind"),
        (("new", "actors", "--set", "name=A"), 1, "Type"),
        (("new", "actors/europol", "--set", "name=A", "--set", "type=body"), 2, "already"),
        (("new", "actors", "--set", "type=body"), 2, "nothing in it gives it a name"),
    ],
)
def test_what_would_not_validate_is_refused_before_anything_is_written(register, run, args, code, said):
    before = state(register)
    done = run(*args, root=register)
    assert done.code == code
    assert said in done.err
    assert state(register) == before


def test_a_new_record(register, run):
    done = run("new", "actors", "--set", "name=Eurojust", "--set", "type=agency", root=register)
    assert (done.code, done.out) == (0, "wrote records/actors/eurojust.toml\n")
    assert path(register, "actors/eurojust").read_text() == 'name = "Eurojust"\ntype = "agency"\n'
    assert run("validate").code == 0


def test_a_withdrawn_record_stays(register, run):
    assert run("withdraw", "actors/denmark", "--reason", "Named in passing only", root=register).code == 0
    with_it = tomllib.loads(path(register, "actors/denmark").read_text())
    assert with_it["withdrawn"] == {"on": dt.date(2026, 11, 22), "reason": "Named in passing only"}
    assert run("withdraw", "actors/denmark", "--reason", "Again").code == 2


def test_references_follow_a_new_name(register, run):
    done = run("rename", "actors/europol", "actors/european-police-office", root=register)
    assert done.code == 0
    assert "removed records/actors/europol.toml" in done.out
    assert 'actors/europol"' not in git(register, "grep", "-h", "actors/europ", "--", "records") + '"'
    assert run("validate", "--strict").code == 0


def test_a_file_of_another_hand_is_kept_as_it_is_written(register, run):
    file = path(register, "actors/denmark")
    odd = file.read_bytes().replace(b"\n", b"\r\n").replace(b'name = "', b'name   =   "') + b"# the end"
    file.write_bytes(odd)
    done = run("edit", "actors/denmark", "--set", "abbreviation=DK", root=register)
    assert done.code == 0, done.err
    after = file.read_bytes()
    assert after.replace(b'abbreviation = "DK"\r\n', b"") == odd


def test_a_read_only_file_is_left_alone(register, run):
    file = path(register, ASK)
    file.chmod(0o444)
    before = state(register)
    done = run("edit", ASK, "--set", "strength=urges", root=register)
    assert done.code == 2
    assert "read-only" in done.err
    assert state(register) == before


def test_formatting_and_its_check(register, run):
    assert run("fmt", "--check", root=register).code == 0
    file = path(register, "actors/denmark")
    text = file.read_text()
    file.write_text("# about\n" + text.replace(" = ", "="))
    done = run("fmt", "--check")
    assert done.code == 1
    assert "+name = " in done.out
    assert run("fmt").code == 0
    assert file.read_text() == "# about\n" + text
    file.write_text("a = ")
    done = run("fmt")
    assert (done.code, file.read_text()) == (1, "a = ")
    assert "left as it is" in done.err


def test_new_asks_on_a_terminal_until_the_answer_can_be_one(register):
    """In a real terminal: a misspelled value is asked for again, with the one that is meant."""
    code = "import sys; from followup.cli import main; sys.exit(main(['new', 'actors']))"
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(register)
        os.execv(sys.executable, [sys.executable, "-c", code])  # noqa: S606
    said, answers = "", ["Court of Auditors\n", "institutio\n", "institution\n"]
    try:
        while True:
            said += os.read(terminal, 4096).decode()
            if answers and said.endswith(": "):
                os.write(terminal, answers.pop(0).encode())
    except OSError:  # Linux says so when the program has ended
        pass
    finally:
        os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert "Did you mean institution?" in said
    written = tomllib.loads((register / "records/actors/court-of-auditors.toml").read_text())
    assert written == {"name": "Court of Auditors", "type": "institution"}


def test_what_is_refused_is_shown_as_it_would_have_been_written(register, run):
    done = run("edit", ASK, "--set", "implementation.level=partial", root=register)
    assert done.code == 1
    assert '| level = "partial"\n' in done.err
