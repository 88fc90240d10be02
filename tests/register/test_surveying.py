import os
import time

import pytest
from followup.register import surveying
from followup.register.surveying import Surveying
from followup.register.units import survey, units


@pytest.fixture
def records(tmp_path):
    for name in (
        "2015/2564-RSP/requests/1.toml",
        "2016/2000-RSP/sources/a.txt",
        "actors/a.toml",
        "topics/t.toml",
        "x.toml",
    ):
        path = tmp_path / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('name = "A"\n')
    time.sleep(0.06)  # what was written just now has no signature
    return tmp_path / "records"


def wanted(records):
    found = {each: survey(str(records), each).signature for each in units(str(records))}
    assert len(found) == 5
    assert len(set(found.values())) == 5
    assert all(found.values())
    return found


def told(records):
    with Surveying(records) as begun:
        return [each for each in begun.signatures() if each]


def merged(parts):
    return {name: signature for each in parts for name, signature in each.items()}


@pytest.mark.parametrize("at_once", [1, 2, 10**9])
def test_all_units_are_told_of_once(records, monkeypatch, at_once):
    monkeypatch.setattr(surveying, "_AT_ONCE", at_once)
    parts = told(records)
    assert merged(parts) == wanted(records)
    assert sum(len(each) for each in parts) == 5
    assert len(parts) > 1 or at_once > 5


def test_there_are_never_more_parts_than_a_pipe_takes(records, monkeypatch):
    monkeypatch.setattr(surveying, "_AT_ONCE", 1)
    monkeypatch.setattr(surveying, "_MOST", 2)
    parts = told(records)
    assert merged(parts) == wanted(records)
    assert len(parts) == 2


def test_what_the_second_process_has_done_is_not_done_again(records, monkeypatch):
    monkeypatch.setattr(surveying, "_AT_ONCE", 1)
    with Surveying(records) as begun:
        os.waitid(os.P_PID, begun._child, os.WEXITED | os.WNOWAIT)
        monkeypatch.setattr(begun, "_looked", lambda names: dict.fromkeys(names, b"again"))
        assert merged(begun.signatures()) == wanted(records)


def test_what_the_second_process_does_not_come_to_is_done_here(records, monkeypatch):
    monkeypatch.setattr(surveying, "_AT_ONCE", 1)
    here, looked = os.getpid(), Surveying._looked

    def slow_elsewhere(begun, names):
        if os.getpid() != here:
            time.sleep(0.5)
        return looked(begun, names)

    monkeypatch.setattr(Surveying, "_looked", slow_elsewhere)
    begun = time.monotonic()
    assert merged(told(records)) == wanted(records)
    assert time.monotonic() - begun < 2


def test_what_a_second_process_leaves_undone_is_done_here(records, monkeypatch):
    here, signature = os.getpid(), surveying.signature

    def fails_elsewhere(folder, unit):
        if os.getpid() != here and unit.startswith("topics"):
            raise OSError
        return signature(folder, unit)

    monkeypatch.setattr(surveying, "_AT_ONCE", 1)
    monkeypatch.setattr(surveying, "signature", fails_elsewhere)
    with Surveying(records) as begun:
        os.waitid(os.P_PID, begun._child, os.WEXITED | os.WNOWAIT)
        parts = [each for each in begun.signatures() if each]
    assert merged(parts) == wanted(records)
    assert "topics/t.toml" in parts[-1]
    assert "x.toml" not in parts[-1]


def test_it_can_be_left_before_the_answer(records):
    with Surveying(records) as begun:
        child = begun._child
    assert child
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)


def test_beside_other_threads_all_is_looked_at_here(records, monkeypatch):
    monkeypatch.setattr(surveying, "can_fork", lambda: False)
    assert told(records) == [wanted(records)]
