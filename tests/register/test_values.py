"""The ways from a record to the values in it: the quick ones find what the one that says where each stands does."""

import pytest
from followup.register import texts_below, values_at, values_below
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.sampled_from(["answers", "quote", "note"])
DATA = st.recursive(
    st.text("ab", max_size=2) | st.integers(0, 2) | st.booleans(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below, max_size=3),
    max_leaves=12,
)
STEPS = st.lists(NAMES | st.just("*"), max_size=3).map(tuple)


@given(DATA, STEPS)
def test_all_find_the_same_in_the_same_order(data, steps):
    values = [value for _, value in values_at(data, steps)]
    assert values_below(data, steps) == values
    assert texts_below(data, steps) == [each for each in values if isinstance(each, str)]


@pytest.mark.parametrize(
    ("data", "steps", "texts"),
    [
        (["a", 1, "b"], ("*",), ["a", "b"]),
        ({"note": "a"}, ("note",), ["a"]),
        ({"note": 1}, ("note",), []),
        ({}, ("note",), []),
        ("a", (), ["a"]),
        ([{"quote": "a"}, {}, {"quote": "b"}], ("*", "quote"), ["a", "b"]),
    ],
)
def test_texts(data, steps, texts):
    assert texts_below(data, steps) == texts
