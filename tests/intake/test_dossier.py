"""The two documents of 2015/2564(RSP), imported anew, against the records that people made of them."""

from __future__ import annotations

import tomllib

import pytest

from .conftest import ROOT

DOSSIER = ROOT / "records/2015/2564-RSP"
SOURCES = [DOSSIER / "sources/resolution.txt", DOSSIER / "sources/follow-up.txt"]
# What a person may say in other words than the text.
RESTATED = {"2015/2564-RSP/requests/19a": {"restriction"}}


@pytest.fixture
def records(take_in):
    intake, imports = take_in(*SOURCES)
    assert not intake.failures
    assert not [problem for each in imports for problem in each.errors]
    return {record.id: record.data for record in intake.register}


def by_hand(kind):
    for path in sorted((DOSSIER / kind).glob("*.toml")):
        yield f"2015/2564-RSP/{kind}/{path.stem}", tomllib.loads(path.read_text("utf-8"))


def fold(value):
    return " ".join(value.split()) if isinstance(value, str) else value


@pytest.mark.parametrize("field", ["paragraph", "part", "text", "verbs", "strength", "addressees"])
def test_every_ask_is_found_as_people_split_it(records, field):
    expected = {name: fold(data.get(field)) for name, data in by_hand("requests")}
    found = {name: fold(data.get(field)) for name, data in records.items() if "/requests/" in name}
    assert found == expected


@pytest.mark.parametrize("field", ["heading", "points", "text"])
def test_every_section_is_found(records, field):
    expected = {name: fold(data.get(field)) for name, data in by_hand("replies")}
    found = {name: fold(data.get(field)) for name, data in records.items() if "/replies/" in name}
    assert found == expected


def test_the_documents_say_of_themselves_what_they_print(records):
    resolution = records["2015/2564-RSP/documents/resolution"]
    assert str(resolution["adopted"]) == "2015-03-11"
    assert resolution["identifiers"] == {
        "procedure": "2015/2564(RSP)",
        "provisional_text": "P8_TA-PROV(2015)0070",
        "motions": ["B8-0217/2015"],
    }
    assert resolution["legal_basis"] == "Rule 123(2) and (4) of its Rules of Procedure"
    assert [each.removeprefix("actors/") for each in resolution["tabled_by"]] == [
        *("epp-group", "s-and-d-group", "ecr-group", "alde-group", "efdd-group")
    ]
    follow_up = records["2015/2564-RSP/documents/follow-up"]
    assert str(follow_up["adopted"]) == "2015-06-03"
    assert follow_up["follows_up"] == "2015/2564-RSP/documents/resolution"


def test_the_texts_are_kept_byte_for_byte(records, register_folder):
    for source in SOURCES:
        assert (register_folder / "records/2015/2564-RSP/sources" / source.name).read_bytes() == source.read_bytes()


def test_dates_come_with_the_precision_of_the_words(records):
    dues = {str(data["due"]) for name, data in records.items() if "/deadlines/" in name and "due" in data}
    expected = {str(data["due"]) for _, data in by_hand("deadlines") if "due" in data}
    assert dues <= expected
    # “May, if necessary, use legal steps” is a possibility that only a person will call a date.
    assert expected - dues == {"2015-11-16/.."}


def test_nothing_is_judged_but_what_leaves_no_doubt(records):
    dispositions = {
        answer["request"].rsplit("/", 1)[-1]: answer["disposition"]
        for name, data in records.items()
        if "/replies/" in name
        for answer in data.get("answers", ())
    }
    assert {key for key, value in dispositions.items() if value != "not-assessed"} == {"09b"}
    assert dispositions["09b"] == "declined"


def test_every_section_answers_what_people_found_it_to_answer(records):
    for name, data in by_hand("replies"):
        expected = {each["request"] for each in data.get("answers", ())}
        assert expected <= {each["request"] for each in records[name].get("answers", ())}


def test_numbers_that_look_like_dates_are_none(records):
    words = " ".join(str(data.get("due", "")) for name, data in records.items() if "/deadlines/" in name)
    assert "2011-93" not in words
    assert "0116" not in words
