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


@pytest.mark.parametrize("head_start", [0, 10**9])
def test_all_units_are_told_of_once(records, monkeypatch, head_start):
    monkeypatch.setattr(surveying, "_AT_ONCE", 1)
    monkeypatch.setattr(surveying, "_HEAD_START", head_start)
    parts = told(records)
    assert {name: signature for each in parts for name, signature in each.items()} == wanted(records)
    assert sum(len(each) for each in parts) == 5
    assert len(parts) > 1


def test_what_a_second_process_leaves_undone_is_done_here(records, monkeypatch):
    here, signature = os.getpid(), surveying.signature

    def fails_elsewhere(folder, unit):
        if os.getpid() != here and unit.startswith("topics"):
            raise OSError
        return signature(folder, unit)

    monkeypatch.setattr(surveying, "_AT_ONCE", 2)
    monkeypatch.setattr(surveying, "signature", fails_elsewhere)
    parts = told(records)
    assert {name: signature for each in parts for name, signature in each.items()} == wanted(records)
    assert "topics/t.toml" in parts[-1]


def test_it_can_be_left_before_the_answer(records):
    with Surveying(records) as begun:
        child = begun._child
    assert child
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)


def test_beside_other_threads_all_is_looked_at_here(records, monkeypatch):
    monkeypatch.setattr(surveying, "can_fork", lambda: False)
    assert told(records) == [wanted(records)]
