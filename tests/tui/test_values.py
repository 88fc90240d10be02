"""What can be chosen for a field."""

from __future__ import annotations

import pytest
from followup.register import Register, natural_key
from followup.report.texts import IndexedRegister
from followup.tui import values
from followup.tui.picker import matching
from followup.tui.values import value_choices

DOSSIER = "2015/2564-RSP"
FIELDS = [
    ("requests", ("topics", "*")),
    ("requests", ("addressees", "*")),
    ("requests", ("document",)),
    ("requests", ("repeats", "*")),
    ("requests", ("implementation", "evidence", "*")),
    ("deadlines", ("applies_to", "*")),
]


@pytest.fixture
def large(root):
    """The small register with a second dossier, a record in none, and names that need care, as an index has it."""
    records = root / "records"
    first = (records / DOSSIER / "requests/09a.toml").read_text()
    other = records / "2014/0001-INI/requests"
    other.mkdir(parents=True)
    for name in ("2", "10", "1"):
        (other / f"{name}.toml").write_text(first.replace('"9"', f'"{name}"').replace("Implement", "D\\u202Eo [/ it"))
    (records / "documents").mkdir()
    (records / "documents/treaty.toml").write_text('type = "treaty"\ntitle = "Treaty"\naliases = ["the Lisbon one"]\n')
    return IndexedRegister.open(root, kept=False)


@pytest.mark.parametrize(("kind", "path"), FIELDS)
@pytest.mark.parametrize("dossier", [DOSSIER, "2014/0001-INI", ""])
def test_choices_are_the_same_from_an_index_those_of_the_dossier_first(large, kind, path, dossier):
    register = Register.open(large.root)
    field = register.schemas[kind].by_path[path]
    found = value_choices(large, field, dossier)
    assert [(each.value, each.label, each.haystack.split()) for each in found] == [
        (each.value, each.label, each.haystack.split()) for each in value_choices(register, field, dossier)
    ]
    ids = [each.id for name in field.references for each in register.of_kind(name)]
    assert [each.value for each in found] == sorted(
        ids, key=lambda each: (register.records[each].dossier != dossier, natural_key(each))
    )


def test_only_records_whose_aliases_matter_are_read(large, monkeypatch):
    read = []
    entry = IndexedRegister.entry
    monkeypatch.setattr(IndexedRegister, "entry", lambda self, name: read.append(name) or entry(self, name))
    requests = large.schemas["requests"].by_path
    assert len(value_choices(large, requests["repeats", "*"], DOSSIER)) == 7
    assert read == []
    value_choices(large, requests["document",], DOSSIER)
    assert set(read) == {row.id for row in large.rows("documents")}


def test_a_record_is_found_by_an_alias_unless_there_are_too_many(large, monkeypatch):
    field = large.schemas["requests"].by_path["document",]
    assert [each.value for each in matching(value_choices(large, field, DOSSIER), "lisbon")] == ["documents/treaty"]
    monkeypatch.setattr(values, "MOST_READ", 2)
    choices = value_choices(large, field, DOSSIER)
    assert "documents/treaty" in {each.value for each in choices}
    assert matching(choices, "lisbon") == []


def test_all_words_must_be_there_and_what_begins_so_comes_first(large):
    choices = value_choices(large, large.schemas["requests"].by_path["repeats", "*"], DOSSIER)
    assert [each.value.rpartition("/")[2] for each in matching(choices, "more alliance")] == ["09b"]
    assert [each.value.rpartition("/")[2] for each in matching(choices, "welcome")] == ["09c"]
