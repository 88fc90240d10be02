from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from followup.register import Record, Register
from followup.report.folding import Term, fold, parse
from followup.report.folding import words as words_of
from followup.report.search import Search
from hypothesis import given
from hypothesis import strategies as st

from .conftest import COMMISSION, DOSSIER, RESOLUTION, STATES, answer, asks, reply, request, sections

FIELDS = frozenset({"title", "paragraph", "kind"})


@pytest.fixture
def search(build):
    long = (
        "Many words before it. " * 20
        + "The Commission will therefore not publish a further report. "
        + "And after. " * 30
    )
    return Search(
        build(
            asks(
                r09b=request("9", "b", title="Report on the children’s Déjà-vu"), r19=request("19", addressees=[STATES])
            )
            | sections(
                s09=reply("9", text=long, answers=(answer("09b", "declined", quote="not publish a further report"),))
            )
            | {"actors/europol": {"name": "Europol", "type": "agency", "aliases": ["European Police Office"]}}
        )
    )


def found(search, query) -> list[str]:
    return [hit.id for hit in search.find(query)]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("two words", [("", "two"), ("", "words")]),
        ('"a phrase" x', [("", "a phrase"), ("", "x")]),
        ("title:Report", [("title", "report")]),
        ('title:"a phrase"', [("title", "a phrase")]),
        ("TITLE:x", [("title", "x")]),
        ("http://a.b", [("", "http://a.b")]),
        ("unknown:x", [("", "unknown:x")]),
        ("title:", [("", "title:")]),
        ('"open phrase', [("", "open phrase")]),
        ("", []),
        ("  ", []),
        ('""', []),
        ("Déjà “x y”", [("", "deja"), ("", "x y")]),
    ],
)
def test_queries(query, terms):
    assert parse(query, FIELDS) == [Term(*each) for each in terms]


@pytest.mark.parametrize("query", ["deja-vu", "DÉJÀ", "children's", "children’s report", '"children\'s deja"'])
def test_case_accents_and_quotation_marks_make_no_difference(search, query):
    assert f"{DOSSIER}/requests/09b" in found(search, query)


def test_every_term_must_occur(search):
    assert found(search, "further report") == [f"{DOSSIER}/replies/09"]
    assert found(search, "further nonsense") == []


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("paragraph:9", [f"{DOSSIER}/requests/09b"]),
        ("paragraph:19", [f"{DOSSIER}/requests/19"]),
        ("disposition:declined", [f"{DOSSIER}/replies/09"]),
        ("answers:declined", [f"{DOSSIER}/replies/09"]),
        ("addressees:member", [f"{DOSSIER}/requests/19"]),
        ("addressees:actors/member-states", [f"{DOSSIER}/requests/19"]),
        ("kind:requests", [f"{DOSSIER}/requests/09b", f"{DOSSIER}/requests/19"]),
        ("id:follow-up", [f"{DOSSIER}/documents/follow-up"]),
        ("also-called:police", ["actors/europol"]),
        ("adopted:2015-03-11", [RESOLUTION]),
        ('adopted:"11 March"', [RESOLUTION]),
        (f"dossier:{DOSSIER} kind:replies", [f"{DOSSIER}/replies/09"]),
    ],
)
def test_a_field_restricts_a_word(search, query, ids):
    assert found(search, query) == ids


def test_names_come_before_texts(search):
    assert found(search, "commission")[0] == COMMISSION
    assert found(search, "europol")[0] == "actors/europol"


@pytest.mark.parametrize("query", ["comission", "Europool", "Eurpean Comission"])
def test_a_slip_in_a_name_is_forgiven(search, query):
    assert found(search, query)


def test_what_is_like_nothing_is_not_found(search):
    assert found(search, "xyzzy") == []
    assert found(search, "title:comission") == []


def test_an_excerpt_shows_the_words_in_their_place(search):
    (hit,) = search.find('"therefore not" report')
    excerpt = next(each for each in hit.excerpts if each.path == ("text",))
    assert excerpt.title == "Text"
    assert excerpt.text.startswith("…")
    assert excerpt.text.endswith("…")
    assert [excerpt.text[start:end] for start, end in excerpt.spans] == ["therefore not", "report"]


def test_the_best_come_first_and_no_more_than_asked_for(search):
    hits = search.find("report")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(search.find("e", limit=2)) == 2


words = st.text("abcßéΣİﬁ’“ \n日本e\u0301\u00a0-", min_size=1, max_size=12)


@given(text=words, query=words)
def test_highlighted_is_what_was_looked_for(schemas, text, query):
    record = Record("topics/t", "topics", Path(), {"description": text}, b"")
    search = Search(Register(Path(), schemas, [record]))
    terms = [term.words for term in parse(query, search.fields)]
    for hit in search.find(query):
        for excerpt in hit.excerpts:
            for start, end in excerpt.spans:
                assert 0 <= start < end <= len(excerpt.text)
                if excerpt.path:
                    said = " ".join(words_of(fold(excerpt.text[start:end])))
                    assert any(" ".join(term) in said for term in terms)


@given(
    st.dictionaries(
        st.text(max_size=4),
        st.integers() | st.floats() | st.text() | st.booleans() | st.dates() | st.times() | st.lists(st.text()),
        max_size=4,
    ),
    st.text(max_size=8),
)
def test_no_value_and_no_query_makes_it_fail(schemas, data, query):
    Search(Register(Path(), schemas, [Record("odd/x", "odd", Path(), data, b"")])).find(query)


def test_numbers_beyond_all_bounds_are_passed_over(schemas):
    record = Record("odd/x", "odd", Path(), {"a": 16**5000, "b": dt.date(2015, 1, 1)}, b"")
    assert Search(Register(Path(), schemas, [record])).find("january")


def test_a_list_without_schema_is_called_by_its_name(schemas):
    record = Record("odd/x", "odd", Path(), {"colours": ["red"]}, b"")
    (hit,) = Search(Register(Path(), schemas, [record])).find("red")
    assert [(each.title, each.path) for each in hit.excerpts] == [("colours", ("colours", 0))]
