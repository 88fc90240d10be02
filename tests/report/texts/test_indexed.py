"""A register by its index holds what one that was read as a whole holds, however little of it is kept."""

from __future__ import annotations

import pytest
from followup.register import Record, Register, Unreadable
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
