"""When the index is believed, changed, made anew, or left alone."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from followup.register import Register
from followup.report.search import Search
from followup.report.texts import IndexedRegister, keeping
from followup.report.texts.sealing import IndexFile

from .conftest import DOSSIER, git, index_of, write
from .test_equal_answers import assert_equal


class Seen:
    """What was done to have an index."""

    def __init__(self, monkeypatch):
        self.done: list[str] = []
        for name in ("_made_anew", "_change_in_place", "_copied", "in_memory", "_apply"):
            monkeypatch.setattr(keeping.Keeper, name, self._noted(name, getattr(keeping.Keeper, name)))

    def _noted(self, name, original):
        def noted(*args, **named):
            self.done.append(name)
            return original(*args, **named)

        return noted

    def opening(self, root: Path) -> list[str]:
        """What is done on opening."""
        self.done = []
        IndexedRegister.open(root).close()
        return self.done


@pytest.fixture
def seen(monkeypatch):
    return Seen(monkeypatch)


def settle() -> None:
    """Wait until files have other times than what is written from now on."""
    time.sleep(0.06)


def test_it_is_made_once_and_then_believed(root, seen):
    settle()
    assert seen.opening(root) == ["_made_anew"]
    assert seen.opening(root) == []


def test_what_was_written_just_now_is_looked_into_until_its_time_has_passed(root, seen):
    settle()
    IndexedRegister.open(root).close()
    write(root, "topics/crime", 'name = "Crimes"\n')
    assert seen.opening(root) == ["_change_in_place", "_apply"]
    settle()
    assert seen.opening(root) == ["_change_in_place", "_apply"]
    assert seen.opening(root) == []


def test_only_what_changed_is_made_anew(root, seen, monkeypatch):
    settle()
    IndexedRegister.open(root).close()
    made = []
    row = keeping.Rows.row
    monkeypatch.setattr(
        keeping.Rows, "row", lambda self, record, *rest: made.append(record.id) or row(self, record, *rest)
    )
    write(root, f"{DOSSIER}/requests/9", 'title = "Other"\n')
    assert seen.opening(root)
    assert made == [f"{DOSSIER}/requests/9"]
    made.clear()
    write(root, "actors/commission", 'name = "Another Commission"\n')
    assert seen.opening(root)
    assert sorted(made) == [*(f"{DOSSIER}/requests/{each}" for each in (1, 10, 2)), "actors/commission"]
    assert_equal(root)


def test_a_record_may_be_changed_again_and_again(root):
    for number in range(80):
        write(root, f"{DOSSIER}/requests/9", f'title = "Ask number {number}"\n')
        IndexedRegister.open(root).close()
    assert_equal(root)


def test_many_records_may_come_between_two(root):
    settle()
    IndexedRegister.open(root).close()
    for number in range(11, 200):
        write(root, f"{DOSSIER}/requests/2-{number}", f'title = "Ask {number}"\n')
    write(root, "2014/0001-RSP/requests/1", 'title = "Earlier"\n')
    write(root, "2016/0001-RSP/requests/1", 'title = "Later"\n')
    assert_equal(root)


def test_where_much_changed_all_is_made_anew(root, seen, monkeypatch):
    settle()
    IndexedRegister.open(root).close()
    monkeypatch.setattr(keeping, "_FEW", 3)
    write(root, "actors/commission", 'name = "Another Commission"\n')  # named by four of eight
    assert seen.opening(root) == ["_change_in_place", "_apply", "_made_anew"]
    write(root, f"{DOSSIER}/requests/9", 'title = "Other"\n')
    settle()
    assert seen.opening(root) == ["_change_in_place", "_apply", "_made_anew"]
    assert_equal(root)


def test_a_byte_of_it_may_be_anything(root, seen):
    settle()
    IndexedRegister.open(root).close()
    settle()
    path = index_of(root)
    size = path.stat().st_size
    for place in range(0, size, size // 40):
        before = path.stat()
        with path.open("r+b") as file:
            file.seek(place)
            byte = file.read(1)
            file.seek(place)
            file.write(bytes([byte[0] ^ 0x55]))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert seen.opening(root) == ["_made_anew"]
    assert_equal(root)


@pytest.mark.parametrize("left", [0, 1, 100, 4096, 5000])
def test_it_may_be_cut_off(root, seen, left):
    IndexedRegister.open(root).close()
    with index_of(root).open("r+b") as file:
        file.truncate(left)
    assert seen.opening(root)[0] == "_made_anew"
    assert_equal(root)


def test_damage_that_nobody_could_see_makes_nothing_fail(root, monkeypatch):
    IndexedRegister.open(root).close()
    settle()
    monkeypatch.setattr(IndexFile, "is_sealed", lambda self: True)
    path = index_of(root)
    whole = path.read_bytes()
    for place in range(0, len(whole), len(whole) // 60):
        path.write_bytes(whole[:place] + bytes(each ^ 0xFF for each in whole[place : place + 40]) + whole[place + 40 :])
        register = IndexedRegister.open(root)
        Search(register).find("commission ask")
        for name in register.schemas:
            register.rows(name)


def test_a_foreign_one_is_not_believed(root, tmp_path, seen):
    settle()
    IndexedRegister.open(root).close()
    other = tmp_path / "other"
    shutil.copytree(root, other, symlinks=True)
    write(other, "topics/crime", 'name = "Another"\n')
    settle()
    assert seen.opening(other) == ["_made_anew"]
    moved = root.rename(tmp_path / "moved")
    assert seen.opening(moved) == ["_made_anew"]
    assert_equal(moved)


def test_another_schema_makes_it_anew(root, seen):
    settle()
    IndexedRegister.open(root).close()
    path = root / "schema" / "topic.schema.json"
    path.write_text(path.read_text() + "\n")
    assert seen.opening(root) == ["_made_anew"]


def test_outside_git_and_of_few_records_none_is_kept(root, seen, monkeypatch):
    (root / ".git").rename(root / "gone")
    assert seen.opening(root) == ["in_memory"]
    (root / "gone").rename(root / ".git")
    monkeypatch.setattr(keeping, "WORTH_IT", 100)
    assert seen.opening(root) == ["in_memory"]
    assert not (root / ".git" / "followup").exists()


def test_while_somebody_writes_it_is_bypassed(root, seen):
    IndexedRegister.open(root).close()
    write(root, "topics/crime", 'name = "Crimes"\n')
    writer = sqlite3.connect(index_of(root), isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    assert_equal(root)
    assert "in_memory" in seen.done
    writer.execute("ROLLBACK")
    with IndexFile(root / ".git" / "followup", root).changing():
        assert seen.opening(root) == ["_copied", "_apply"]
    assert_equal(root)


def test_while_somebody_reads_what_changed_is_kept_in_memory(root, seen):
    settle()
    reading = IndexedRegister.open(root)
    write(root, "topics/crime", 'name = "Crimes"\n')
    assert seen.opening(root) == ["_change_in_place", "_copied", "_apply"]
    assert reading.label("topics/crime") == "Cybercrime"
    assert_equal(root)


def test_a_folder_that_can_not_be_written(root, seen, monkeypatch):
    """As root, permissions would not stop us."""

    def refused(self):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(IndexFile, "_locked", refused)
        assert seen.opening(root) == ["_made_anew", "in_memory"]
    settle()
    IndexedRegister.open(root).close()
    monkeypatch.setattr(IndexFile, "_locked", refused)
    assert seen.opening(root) == []
    write(root, "topics/crime", 'name = "Crimes"\n')
    assert seen.opening(root) == ["_copied", "_apply"]
    assert_equal(root)


def test_a_file_in_the_place_of_the_folder(root, seen):
    (root / ".git" / "followup").write_text("")
    assert seen.opening(root) == ["_made_anew", "in_memory"]
    assert_equal(root)


def test_a_full_disk(root, monkeypatch, seen):
    def full(self, new):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(IndexFile, "place", full)
    assert seen.opening(root) == ["_made_anew", "in_memory"]
    assert_equal(root)
    assert list((root / ".git" / "followup").glob("*.new")) == []


def test_one_that_was_cut_short_while_it_was_changed(root, seen, monkeypatch):
    settle()
    IndexedRegister.open(root).close()
    write(root, "topics/crime", 'name = "Crimes"\n')

    def killed(self, *_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(keeping.Store, "add", killed)
        with pytest.raises(KeyboardInterrupt):
            IndexedRegister.open(root)
    assert seen.opening(root)[0] == "_made_anew"
    assert_equal(root)


def test_several_at_once(root):
    """Each process changes a record of its own, and asks; all of it is right in the end."""
    script = """
import sys, pathlib
from followup.report.texts import IndexedRegister, keeping
from followup.report.search import Search
keeping.WORTH_IT = 0
root, own = pathlib.Path(sys.argv[1]), sys.argv[2]
for number in range(15):
    (root / f"records/topics/t{own}.toml").write_text(f'name = "Own{own}x{number}"')
    register = IndexedRegister.open(root)
    assert register.label(f"topics/t{own}") == f"Own{own}x{number}"
    assert [hit.id for hit in Search(register).find(f"own{own}x{number}")] == [f"topics/t{own}"]
"""
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(root), str(own)], stderr=subprocess.PIPE)
        for own in range(3)
    ]
    for each in running:
        _, said = each.communicate(timeout=60)
        assert each.returncode == 0, said.decode()
    assert_equal(root)


def test_two_processes_make_what_one_does(root, monkeypatch):
    from followup.report.texts import making, surveying

    def rows():
        register = IndexedRegister.open(root, kept=False)
        return [register.rows(name) for name in register.schemas]

    alone = rows()
    monkeypatch.setattr(making, "_WORTH_IT", 0)
    monkeypatch.setattr(surveying, "_WORTH_IT", 0)
    assert rows() == alone
    monkeypatch.setattr(making, "_send", lambda *_: 1 / 0)
    assert rows() == alone


def test_a_register_that_was_opened_stays_as_it_was_until_it_is_refreshed(root):
    settle()
    register = IndexedRegister.open(root)
    write(root, "topics/new", 'name = "New"\n')
    assert "topics/new" not in register
    fresh = register.refreshed()
    assert "topics/new" in fresh
    assert fresh.get("topics/new").data == {"name": "New"}
    assert isinstance(fresh, Register)


def test_a_name_that_is_no_utf_8(root):
    odd = os.fsencode(root / "records" / "topics") + b"/\xff.toml"
    try:
        Path(os.fsdecode(odd)).write_text('name = "Odd"\n')
    except OSError:
        pytest.skip("the file system takes no such name")
    write(root, "topics/crime", 'name = "Crimes"\nbroader = "topics/none"\n')
    assert_equal(root)


def test_git_leaves_it_alone(root):
    IndexedRegister.open(root).close()
    done = subprocess.run(["git", "status", "--porcelain"], cwd=root, check=True, capture_output=True)
    assert done.stdout == b""
    git(root, "gc", "-q")
    assert index_of(root).exists()


def test_a_register_answers_while_it_is_read_again(root, monkeypatch):
    from followup.report.texts import keeping

    settle()
    register = IndexedRegister.open(root)
    write(root, "topics/new", 'name = "New"\n')
    answers = []

    def surveyed(records):
        answers.append(("topics/new" in register, register.count_of("topics")))
        return surveys(records)

    surveys = keeping.surveyed
    monkeypatch.setattr(keeping, "surveyed", surveyed)
    fresh = register.refreshed()
    assert answers == [(False, fresh.count_of("topics") - 1)]
    monkeypatch.undo()
    monkeypatch.setattr(keeping, "surveyed", lambda _: 1 / 0)  # nobody waits for that to have an answer
    assert "topics/new" in register
    fresh.close()
    assert "topics/new" in register
    register.close()


def test_what_is_too_much_to_change_leaves_the_index_to_others(root, monkeypatch):
    from followup.report.texts import keeping

    settle()
    IndexedRegister.open(root).close()
    write(root, "topics/new", 'name = "New"\n')
    monkeypatch.setattr(keeping, "_FEW", 0)
    monkeypatch.setattr(keeping, "_SHARE", 10**9)
    left = []

    def filled(keeper, where, surveys):
        left.append(IndexedRegister.as_left(root))
        return fill(keeper, where, surveys)

    fill = keeping.Keeper._filled
    monkeypatch.setattr(keeping.Keeper, "_filled", filled)
    assert "topics/new" in IndexedRegister.open(root)
    assert [each and "topics/new" in each for each in left] == [False]
