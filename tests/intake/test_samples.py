"""Every sample is a test: a document NAME.txt, and beside it in NAME.toml what must be found in it.

Only what the expectation names is compared. To add a variation, add two files. What can be named:
sort, title, adopted, subject, legal_basis, procedure, identifiers, citations (their number), recitals
(their numbers), headings, footnotes (their number), paragraphs (a table: number = beginning … end),
asks (a list: id, strength, addressees, text as beginning … end, due, restriction), sections (a list:
heading, points, text as beginning … end), introduction, kept (whether the file is kept byte for byte),
doubts (words that must stand in one of them).
"""

from __future__ import annotations

import tomllib

import pytest
from followup.intake import recognised

from .conftest import SAMPLES

NAMES = sorted(path.stem for path in SAMPLES.glob("*.toml"))
PROCEDURE = "1999/0001(INI)"


@pytest.fixture(params=NAMES)
def sample(request):
    return SAMPLES / f"{request.param}.txt", tomllib.loads((SAMPLES / f"{request.param}.toml").read_text("utf-8"))


def matches(text, pattern):
    """“Calls on … act;” is the beginning and the end of a text; without “…” it is all of it."""
    first, dots, last = pattern.partition("…")
    text = " ".join(text.split())
    return text.startswith(first.strip()) and text.endswith(last.strip()) if dots else text == pattern


def assert_texts(found, patterns):
    assert len(found) == len(patterns), found
    wrong = [(text, pattern) for text, pattern in zip(found, patterns, strict=True) if not matches(text, pattern)]
    assert not wrong


def test_it_is_taken_apart(sample):
    path, expected = sample
    document = recognised(path)
    found = document.resolution or document.follow_up
    assert ("resolution" if document.resolution else "follow-up") == expected.get("sort", "resolution")
    for name in ("title", "subject", "legal_basis"):
        if name in expected:
            assert getattr(found, name) == expected[name]
    if "adopted" in expected:
        assert found.adopted == expected["adopted"]
    if "procedure" in expected:
        assert found.identifiers.procedure == expected["procedure"]
    for name, value in expected.get("identifiers", {}).items():
        assert found.identifiers.table().get(name) == value
    if document.resolution:
        assert_resolution(found, expected)
    else:
        assert_follow_up(found, expected)


def assert_resolution(found, expected):
    for name in ("citations", "footnotes"):
        if name in expected:
            assert len(getattr(found, name)) == expected[name]
    if "recitals" in expected:
        assert [each.number for each in found.recitals] == expected["recitals"]
    if "headings" in expected:
        assert [each.text for each in found.headings] == expected["headings"]
    if "paragraphs" in expected:
        assert [each.number for each in found.paragraphs] == list(expected["paragraphs"])
        assert_texts([each.text for each in found.paragraphs], list(expected["paragraphs"].values()))


def assert_follow_up(found, expected):
    if "sections" in expected:
        assert [each.heading for each in found.sections] == [each["heading"] for each in expected["sections"]]
        assert [list(each.points) for each in found.sections] == [each["points"] for each in expected["sections"]]
        assert_texts([each.text for each in found.sections], [each["text"] for each in expected["sections"]])
    if "introduction" in expected:
        assert matches(found.introduction.text, expected["introduction"])


def test_it_becomes_records_that_validate(sample, take_in):
    path, expected = sample
    resolution = [] if expected.get("sort", "resolution") == "resolution" else [SAMPLES / expected["answers"]]
    intake, imports = take_in(*resolution, path, procedure=PROCEDURE)
    assert not intake.failures
    (one,) = imports
    assert not one.errors
    records = {record.id.rpartition("/")[2]: record.data for record in intake.register if record.kind == "requests"}
    if "asks" in expected:
        assert list(records) == [each["id"] for each in expected["asks"]]
    for ask in expected.get("asks", ()):
        assert_ask(records[ask["id"]], ask)
        dues = [
            str(record.data.get("due", record.data.get("recurrence", "none")))
            for record in intake.register.of_kind("deadlines")
            if record.data.get("basis", "").endswith(f"/requests/{ask['id']}")
        ]
        assert dues == ask.get("dues", dues)
    told = " | ".join(doubt.message for _, doubt in one.doubts)
    for words in expected.get("doubts", ()):
        assert words in told
    if "kept" in expected:
        source = next(drafts.text for drafts in one.drafted if drafts.text.origin.path == path)
        assert source.kept_as_read == expected["kept"]


def assert_ask(found, expected):
    assert matches(found["text"], expected.get("text", "…"))
    assert found["strength"] == expected.get("strength", found["strength"])
    if "addressees" in expected:
        assert [each.removeprefix("actors/") for each in found.get("addressees", [])] == expected["addressees"]
    if "restriction" in expected:
        assert found.get("restriction", "") == expected["restriction"]
