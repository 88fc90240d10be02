"""A register that reads records when they are asked for, and keeps only some of them."""

from __future__ import annotations

import os

import pytest
from followup.register import Register, lazy
from followup.register.lazy import Folders, LazyRegister, is_record_file

NAMES = [f"actors/a{number}" for number in range(20)]


@pytest.fixture
def register(make_register, monkeypatch):
    monkeypatch.setattr(lazy, "_MOST_KEPT", 6)
    made = make_register({each: f'name = "{each}"\n' for each in NAMES})
    return LazyRegister(made.root, made.schemas)


@pytest.fixture
def read(register, monkeypatch):
    """The ids whose files are looked at, one after another."""
    found = []
    look = register._is_listed
    monkeypatch.setattr(register, "_is_listed", lambda each: found.append(each) or look(each))
    return found


def kept(register: Register) -> int:
    return len({**register._others, **register._others_before})


def test_going_through_all_keeps_a_few(register, read):
    for each in NAMES:
        assert register.records[each].data == {"name": each}
        assert register.records.get(f"{each}-not") is None
        assert kept(register) <= 6
    assert read == [name for each in NAMES for name in (each, f"{each}-not")]


def test_what_is_asked_for_again_soon_is_not_read_again(register, read):
    first = register.records[NAMES[0]]
    for each in NAMES[1:]:
        assert register.records[each].id == each
        assert register.records[NAMES[0]] is first
    assert read == NAMES


def test_what_was_let_go_stays_as_it_is_and_is_read_anew(register):
    first = register.records[NAMES[0]]
    raw = first.raw
    for each in NAMES[1:]:
        register.records.get(each)
    (register.root / "records" / f"{NAMES[0]}.toml").write_text('name = "Other"\n')
    assert register.records[NAMES[0]].data == {"name": "Other"}
    assert (first.raw, first.data) == (raw, {"name": NAMES[0]})


def test_what_is_at_work_is_kept_however_much_it_is(register, read):
    register.work_on(f"{each}.toml" for each in NAMES)
    held = [register.records[each] for each in NAMES]
    assert all(register.records[each] is one for each, one in zip(NAMES, held, strict=True))
    assert read == []
    assert kept(register) == 0


PLACES = {
    "actors/a1": True,
    "actors/to-a-file": True,
    "actors/to-nothing": True,
    "actors/to-a-folder": True,
    "actors/a-pipe": True,
    "actors/\udcff": True,
    "actors/a-folder": False,
    "actors/no": False,
    "actors/.hidden": False,
    "actors/": False,
    "actors": False,
    "no/a1": False,
    "behind/a1": False,
    "actors/a1.toml/a1": False,
    "actors//a1": False,
    "actors/../actors/a1": False,
    "./actors/a1": False,
    "": False,
    "/": False,
    "actors/a\0b": False,
    "actors/" + "x" * 300: False,
}


@pytest.mark.parametrize("record_id", PLACES)
def test_whether_there_is_a_file_at_one_look(register, record_id):
    records = register.root / "records"
    (records / "behind").symlink_to("actors")
    for name, target in (("to-a-file", "a1.toml"), ("to-nothing", "no.toml"), ("to-a-folder", "../actors")):
        (records / f"actors/{name}.toml").symlink_to(target)
    (records / "actors/a-folder.toml").mkdir()
    os.mkfifo(records / "actors/a-pipe.toml")
    for name in (".hidden", "\udcff"):
        (records / f"actors/{name}.toml").touch()
    assert is_record_file(str(records), record_id) is PLACES[record_id]
    assert Folders(str(records)).has(record_id) is PLACES[record_id]
