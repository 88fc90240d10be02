"""A register by its index holds what one that was read as a whole holds, however little of it is kept."""

from __future__ import annotations

import datetime as dt

import pytest
from followup.register import Record, Register, Unreadable
from followup.register.files import RECORD_LIMIT
from followup.register.lazy import LazyRegister
from followup.report.coverage import Standing, all_asks
from followup.report.texts import IndexedRegister

from .conftest import DOSSIER, write

BROKEN = f"{DOSSIER}/requests/3"


@pytest.fixture
def broken(root):
    """The register with a file that is no record."""
    write(root, BROKEN, "title = \n")
    return root


@pytest.fixture
def indexed(broken):
    register = IndexedRegister.open(broken)
    yield register
    register.close()


@pytest.mark.parametrize("name", ["records", "unreadable"])
def test_records_and_broken_files_by_id(broken, indexed, name):
    found, plain = getattr(indexed, name), getattr(Register.open(broken), name)
    sort = Record if name == "records" else Unreadable
    assert sorted(found) == sorted(plain)
    assert len(found) == len(plain) > 0
    for record_id in plain:
        assert record_id in found
        assert found[record_id].raw == found.get(record_id).raw == plain[record_id].raw
        assert isinstance(found[record_id], sort)


@pytest.mark.parametrize("name", ["records", "unreadable"])
def test_what_is_not_there(indexed, name):
    found, other = getattr(indexed, name), indexed.unreadable if name == "records" else indexed.records
    for record_id in ("no/such", *other):
        assert record_id not in found
        assert found.get(record_id) is None
        with pytest.raises(KeyError):
            found[record_id]
    assert 5 not in found


CASES = {
    "unchanged": (lambda path: None, False),
    "written again": (lambda path: path.write_bytes(path.read_bytes()), False),
    "other bytes": (lambda path: path.write_text('title = "Other"\n'), True),
    "broken": (lambda path: path.write_text("title ="), True),
    "gone": (lambda path: path.unlink(), True),
    "too large": (lambda path: path.write_bytes(b"#" * (RECORD_LIMIT + 1)), True),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), True),
    "a link to the same": (lambda path: path.symlink_to(path.rename(path.with_suffix(".txt"))), False),
    "a link to nothing": (lambda path: (path.unlink(), path.symlink_to("nothing")), True),
    "in a folder that is a link": (
        lambda path: path.parent.symlink_to(path.parent.rename(path.parents[1] / "x")),
        True,
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("record_id", [f"{DOSSIER}/requests/1", BROKEN])
def test_whether_a_file_differs(broken, indexed, case, record_id):
    change, differs = CASES[case]
    change(broken / "records" / f"{record_id}.toml")
    assert indexed.differs(record_id) is differs
    now = IndexedRegister.open(broken)
    assert now.differs(record_id) is False
    now.close()


def test_whether_a_file_came(indexed, broken):
    assert not indexed.differs("actors/new")
    write(broken, "actors/new", 'name = "New"\n')
    assert indexed.differs("actors/new")
    assert not indexed.differs("actors/no")


SECTION = f'document = "{DOSSIER}/documents/follow-up"\ntext = "We know."\npoints = ["1"]\n'
ANSWER = f'[[answers]]\nrequest = "{DOSSIER}/requests/1"\ndisposition = '


def test_coverage_is_the_same_though_nothing_is_kept(root, monkeypatch):
    resolution = f"{DOSSIER}/documents/resolution"
    write(root, resolution, 'type = "resolution"\ntitle = "Resolution"\nadopted = 2015-03-11\n')
    follow_up = f'type = "follow-up"\nauthor = "actors/commission"\nadopted = 2015-06-03\nfollows_up = "{resolution}"\n'
    write(root, f"{DOSSIER}/documents/follow-up", follow_up)
    rule = 'months = 3\ncounted_from = "adopted"\nreplier = "actors/commission"\napplies_to_types = ["resolution"]\n'
    write(root, "rules/three-months", rule)
    write(root, f"{DOSSIER}/replies/1", f'{SECTION}{ANSWER}"declined"\n')
    write(root, f"{DOSSIER}/replies/2", f'{SECTION}{ANSWER}"action-taken"\n')
    write(root, f"{DOSSIER}/replies/3", SECTION)
    monkeypatch.setattr(LazyRegister, "other_entry", lambda self, record_id: self._read(record_id))
    indexed = IndexedRegister.open(root)
    found = all_asks(indexed, dt.date(2016, 1, 1))
    assert found == all_asks(Register.open(root), dt.date(2016, 1, 1))
    assert [cell.standing for cell in found[0].cells] == [Standing.DECLINED]
    assert [each.id for each in found[0].sections] == [f"{DOSSIER}/replies/3"]
    indexed.close()
