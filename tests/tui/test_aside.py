"""Long work in a process of its own: what comes of it where it fails, is stopped, or is left alone."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from followup.tui import aside as aside_module
from followup.tui import session as session_module
from followup.tui.aside import CouldNot, Refused, aside

TODAY = dt.date(2026, 11, 22)

SLOW = """
import os, pathlib, sys, time
from followup.tui import aside

def slow(root, today, told):
    other = os.fork()
    if not other:
        time.sleep(60)
        os._exit(0)
    pathlib.Path(root, "pids.new").write_text(f"{os.getpid()} {other}")
    os.replace(f"{root}/pids.new", f"{root}/pids")
    told(40, 100)
    try:
        time.sleep(60)
    finally:
        pathlib.Path(root, "tidied").touch()

for name in aside.WORK:
    aside.WORK[name] = slow
sys.exit(aside.main(*sys.argv[1:]))
"""
"""Work that starts another process, and never comes to an end."""


def quiet(_done, _total):
    """Nobody listens."""


def pids(root):
    """The processes of the slow work, once it is at it."""
    end = time.monotonic() + 20
    while not (root / "pids").exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    return [int(each) for each in (root / "pids").read_text().split()]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # What has ended and is not yet asked for by its parent is no process any more.
    with suppress(FileNotFoundError), open(f"/proc/{pid}/stat") as said:  # noqa: PTH123
        return said.read().rpartition(")")[2].split()[0] != "Z"
    return True


def gone(found, seconds=5.0):
    """Whether all these processes have ended within some seconds."""
    end = time.monotonic() + seconds
    while any(map(is_alive, found)):
        if time.monotonic() > end:
            for each in found:
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def slow(monkeypatch):
    monkeypatch.setattr(aside_module, "COMMAND", (sys.executable, "-c", SLOW))


def test_what_the_user_can_mend_is_told_in_its_own_words(root):
    schema = root / "schema/actor.schema.json"
    schema.write_text('{"x-kind": "actors",\n')
    for what in ("check", "look_through", "index"):
        with pytest.raises(Refused) as error:
            aside(what, root, TODAY, quiet, lambda: True)
        assert error.value.message.startswith("the schema is not JSON")
        assert error.value.place.path == schema
        assert error.value.place.line == 2
        assert error.value.hint == "Mend it there, or restore it from git."


def test_of_what_was_not_foreseen_only_the_last_line_is_told(root, monkeypatch):
    code = "import sys; from followup.tui import aside; aside.WORK['check'] = None; aside.main(*sys.argv[1:])"
    monkeypatch.setattr(aside_module, "COMMAND", (sys.executable, "-c", code))
    with pytest.raises(CouldNot) as error:
        aside("check", root, TODAY, quiet, lambda: True)
    assert str(error.value) == (
        "Checking ended without a result\n"
        "  TypeError: 'NoneType' object is not callable. “Read again” (F5) tries once more."
    )


def test_work_that_is_killed_says_so_and_takes_with_it_what_it_started(root, slow):
    def kill(_done, _total):
        os.kill(pids(root)[0], signal.SIGKILL)

    with pytest.raises(CouldNot) as error:
        aside("look_through", root, TODAY, kill, lambda: True)
    assert error.value.message == "Looking through the views ended without a result"
    assert error.value.hint.startswith("It was stopped from outside (SIGKILL). ")
    assert gone(pids(root))


def test_work_that_nobody_waits_for_ends_at_once_though_it_says_nothing_and_tidies_up(root, slow):
    begun = time.monotonic()
    assert aside("check", root, TODAY, quiet, lambda: not (root / "pids").exists()) is None
    assert time.monotonic() - begun < 10
    assert gone(pids(root))
    assert (root / "tidied").exists()


def test_work_ends_by_itself_where_nobody_is_left_to_read_the_answer(root):
    command = [sys.executable, "-c", SLOW, "check", str(root), TODAY.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        found = pids(root)
        process.stdout.close()
        process.stderr.close()
        assert process.wait(5) != 0
    assert gone(found)
    assert (root / "tidied").exists()


async def test_a_schema_that_breaks_while_work_is_under_way_is_named_on_the_screen(ui, root, monkeypatch):
    monkeypatch.setattr(session_module, "LARGE", 1)
    monkeypatch.setattr("followup.report.texts.keeping.WORTH_IT", 1)
    said = []
    async with ui.opened(root) as pilot:
        monkeypatch.setattr(pilot.app, "notify", lambda text, **_: said.append(text))
        (root / "schema/actor.schema.json").write_text('{"x-kind": "actors",\n')
        pilot.app.session.problems = None
        pilot.app.check_register()
        pilot.app.find_views()
        await ui.settled(pilot)
        assert "not checked" in ui.text(pilot.app)
    assert said
    assert {each.splitlines()[1] for each in said} == {"Mend it there, or restore it from git."}
    assert all(each.startswith("schema/actor.schema.json:2:1: the schema is not JSON") for each in said)
    assert not any("Traceback" in each or "File " in each for each in said)
