"""Which paragraphs a heading names."""

from __future__ import annotations

import pytest
from followup.register import points as module
from followup.register.points import naming, points_of
from hypothesis import given
from hypothesis import strategies as st

HEADINGS = {
    "Point 7: Reporting mechanisms": ["7"],
    "Points 5 and 6: Cyber grooming": ["5", "6"],
    "Paragraphs 12-14": ["12", "13", "14"],
    "Paragraphs 12 to 14 – Ranges in words": ["12", "13", "14"],
    "Points 5, 6 and 12–14": ["5", "6", "12", "13", "14"],
    "Paragraph 7 and recital B": ["7"],
    "Recital B and paragraph 9:": ["9"],
    "Paragraphs 5(a), 6 and 9": ["5", "6", "9"],
    "Paragraphs 3 and paragraph 12:": ["3", "12"],
    "§§ 5-6": ["5", "6"],
    "Paragraph 1a: An inserted one": ["1a"],
    "Cyber grooming (paragraphs 5 and 6)": ["5", "6"],
    "Point 11: Victims’ Directive 2012/29/EU": ["11"],
    "Points 5 and 6: Annex 3": ["5", "6"],
    "Paragraph 7 - 2030 targets": ["7"],
    "Points no. 12 & 13: Data": ["12", "13"],
    "– Paragraph 5: Rivers": ["5"],
    "In reply to the requests made in paragraphs 5 and 6:": ["5", "6"],
    "Paragraph 5, first indent: Funding": ["5"],
}
SENTENCES = [
    "Point 7 of the Framework Agreement says so.",
    "Paragraph 7 calls on the Commission to act.",
    "Paragraph 12 of 5 May 2015 was the first.",
    "Pointing 5 times at it.",
    "Directive 2011/93/EU",
]


@pytest.mark.parametrize(("heading", "points"), HEADINGS.items(), ids=list(HEADINGS))
def test_a_heading_names_its_paragraphs(heading, points):
    found = naming(heading)
    assert found is not None
    assert found.is_heading
    assert points_of(heading) == points


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_no_heading(sentence):
    found = naming(sentence)
    assert found is None or not found.is_heading


def test_a_sentence_may_lead_to_the_paragraph_it_answers():
    found = naming("As regards paragraph 12, the Commission agrees.")
    assert found is not None
    assert (found.points, found.lead, found.is_heading) == (("12",), True, False)


def test_two_years_are_no_range():
    assert points_of("Paragraphs 2 - 2014") == ["2"]
    assert len(points_of("Paragraphs 1-300")) < 300


@given(st.from_regex(module._head(), fullmatch=True))
def test_nothing_that_names_paragraphs_begins_with_what_is_passed_over(line):
    assert line[0] not in module._NEVER_FIRST
