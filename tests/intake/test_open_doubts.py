"""The doubts of an import, found again once it is written."""

from __future__ import annotations

import pytest
from followup.intake import Doubt
from followup.intake.open_doubts import doubts_of, open_after, span_of
from followup.register import Register
from followup.register.source import SourceText, fold

from .conftest import ROOT, TODAY

DOSSIER = "2015/2564-RSP"
SOURCES = sorted((ROOT / "records" / DOSSIER / "sources").glob("*.txt"))


@pytest.fixture
def imported(take_in):
    """The import of the two texts, written."""
    _, (one,) = take_in(*SOURCES)
    return one


def test_after_it_is_written_an_import_has_the_doubts_that_it_listed_before(imported, register_folder):
    found = doubts_of(Register.open(register_folder), DOSSIER, TODAY)
    assert len(found.found) > 20
    assert [each.doubt for each in found.found] == [doubt for _, doubt in imported.doubts]
    assert found.failures == ()


def test_looking_for_doubts_writes_nothing(imported, register_folder):
    before = {path: path.read_bytes() for path in register_folder.rglob("*") if path.is_file()}
    doubts_of(Register.open(register_folder), DOSSIER, TODAY)
    assert {path: path.read_bytes() for path in register_folder.rglob("*") if path.is_file()} == before


def test_each_doubt_has_a_key_of_its_own_that_stays(imported, register_folder):
    first, again = (doubts_of(Register.open(register_folder), DOSSIER, TODAY) for _ in range(2))
    keys = [each.key for each in first.found]
    assert len(set(keys)) == len(keys)
    assert keys == [each.key for each in again.found]


def test_each_doubt_leads_to_a_record_and_to_its_words(imported, register_folder):
    register = Register.open(register_folder)
    for each in doubts_of(register, DOSSIER, TODAY).found:
        assert each.record in register
        assert each.source.is_relative_to(register_folder / "records" / DOSSIER / "sources")
        text = SourceText(each.source.read_bytes())
        if each.doubt.line and text.has(each.doubt.words):
            start, end = span_of(text, each.doubt)
            assert fold(text.text[start:end]) == each.doubt.words
            assert text.text.count("\n", 0, start) >= each.doubt.line - 1


def test_settled_doubts_are_left_out(imported, register_folder):
    found = doubts_of(Register.open(register_folder), DOSSIER, TODAY)
    assert [each.key for each in found.left({found.found[0].key})] == [each.key for each in found.found[1:]]


def test_an_actor_whose_proposal_was_confirmed_is_doubted_no_more(imported, register_folder):
    (path,) = (register_folder / "records/actors").glob("educators.toml")
    path.write_text(path.read_text().replace("Proposed by the import", "Confirmed; proposed by the import"))
    records = [each.record for each in doubts_of(Register.open(register_folder), DOSSIER, TODAY).found]
    assert "actors/educators" not in records
    assert "actors/social-workers" in records


def test_a_record_that_was_split_is_found_under_its_new_name(imported, register_folder):
    register = Register.open(register_folder)
    requests = [each for each in doubts_of(register, DOSSIER, TODAY).found if "/requests/" in each.record]
    old = register_folder / "records" / f"{requests[0].record}.toml"
    old.rename(old.with_name("mine.toml"))
    again = {each.key: each.record for each in doubts_of(Register.open(register_folder), DOSSIER, TODAY).found}
    assert again[requests[0].key] in Register.open(register_folder)
    assert again[requests[0].key].startswith(f"{DOSSIER}/requests/")


def test_a_dossier_without_texts_has_no_doubts(register_folder):
    assert doubts_of(Register.open(register_folder), "2001/0001-INI", TODAY).found == ()


def test_a_text_that_is_gone_is_told(imported, register_folder):
    source = register_folder / "records" / DOSSIER / "sources/follow-up.txt"
    source.unlink()
    found = doubts_of(Register.open(register_folder), DOSSIER, TODAY)
    assert [each.path for each in found.failures] == [source]
    assert {each.source.name for each in found.found} == {"resolution.txt"}


def test_the_next_open_doubt_goes_round_at_the_ends(imported, register_folder):
    few = doubts_of(Register.open(register_folder), DOSSIER, TODAY).found[:3]
    assert open_after(few, set(), 2, 1) == 0
    assert open_after(few, {few[0].key}, 2, 1) == 1
    assert open_after(few, {few[2].key}, 0, -1) == 1
    assert open_after(few, {each.key for each in few}, 0, 1) is None


def test_words_are_sought_from_the_line_on_and_else_the_line_is_it():
    text = SourceText(b"the Council\nasks the\nCouncil\n")
    assert span_of(text, Doubt(2, "", "Council")) == (21, 28)
    assert span_of(text, Doubt(2, "", "the Parliament")) == (12, 20)
    assert span_of(text, Doubt(0, "", "the Council")) == (0, 11)
    assert span_of(text, Doubt(0, "", "")) is None
