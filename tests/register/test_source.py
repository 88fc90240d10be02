import pytest
from followup.register.source import SourceText, fold
from hypothesis import given
from hypothesis import strategies as st

TEXT = "Calls\u00a0on the  Commission\n\tto\u202freport;\n\n10.\u00a0 Calls on the Council"


def test_white_space_is_folded_and_nothing_else():
    assert fold(TEXT) == "Calls on the Commission to report; 10. Calls on the Council"
    assert fold("‘a’ – “b”\u200b") == "‘a’ – “b”\u200b"


@pytest.mark.parametrize(
    ("quotation", "held"),
    [
        ("Calls on the Commission", True),
        ("Commission to report;", True),
        ("  Commission\nto  report; ", True),
        ("Calls on the Council", True),
        ("calls on the Council", False),
        ("Calls on the Parliament", False),
    ],
)
def test_a_quotation_stands_there_or_not(quotation, held):
    source = SourceText(TEXT.encode())
    assert source.has(quotation) is held
    span = source.span(quotation)
    assert (span is not None) is held
    if span:
        assert fold(TEXT[span[0] : span[1]]) == fold(quotation)


def test_nothing_is_quoted_by_no_words():
    assert SourceText(TEXT.encode()).span(" \n") is None


def test_a_source_that_is_not_text():
    with pytest.raises(UnicodeDecodeError):
        SourceText(b"\xff").has("a")


@given(st.text(st.sampled_from("ab \n\u00a0\u2009é"), max_size=40), st.data())
def test_every_passage_is_found_where_it_stands_first(text, data):
    source = SourceText(text.encode())
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    passage = text[begin:end]
    assert source.has(passage)
    span = source.span(passage)
    if fold(passage):
        assert span is not None
        assert fold(text[span[0] : span[1]]) == fold(passage)
        assert span[0] <= begin + len(passage) - len(passage.lstrip())


MUCH_LIKE_BLANKS = st.text(
    st.sampled_from("aé \n\t\r\x0b\x1f\x85\u00a0\u1680\u2009\u2028\u3000\u200b\ufeff"), max_size=30
)
PLAIN_LINES = st.lists(st.text("ab ", max_size=8).map(lambda line: " ".join(line.split())), max_size=9).map("\n".join)


@given(MUCH_LIKE_BLANKS)
def test_blanks_are_what_python_takes_for_white_space(text):
    assert fold(text) == " ".join(text.split())


@given(MUCH_LIKE_BLANKS | PLAIN_LINES, st.data())
def test_a_part_of_a_text_is_folded_as_any_text(text, data):
    begin = data.draw(st.integers(0, len(text)))
    part = text[begin : data.draw(st.integers(begin, len(text)))]
    assert SourceText(text.encode()).fold(part) == fold(part)
