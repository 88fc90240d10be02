from __future__ import annotations

import datetime as dt

import pytest
from followup.report.words import capital, counted, duration, listed, share


@pytest.mark.parametrize(("number", "said"), [(0, "no asks"), (1, "1 ask"), (2, "2 asks"), (1200, "1,200 asks")])
def test_numbers_with_their_noun(number, said):
    assert counted(number, "ask") == said


def test_an_odd_plural():
    assert [counted(number, "reply", "replies") for number in (0, 1, 2)] == ["no replies", "1 reply", "2 replies"]


@pytest.mark.parametrize(
    ("items", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(items, said):
    assert listed(items) == said


@pytest.mark.parametrize(
    ("number", "total", "said"),
    [(0, 6, "none"), (1, 1, "it"), (2, 2, "both"), (6, 6, "all 6"), (4, 6, "4"), (0, 0, "none")],
)
def test_shares(number, total, said):
    assert share(number, total) == said


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (dt.date(2015, 1, 31), "no days"),
        (dt.date(2015, 2, 1), "1 day"),
        (dt.date(2015, 3, 30), "58 days"),
        (dt.date(2015, 3, 31), "2 months"),
        (dt.date(2016, 12, 31), "23 months"),
        (dt.date(2017, 1, 31), "2 years"),
    ],
)
def test_durations(end, said):
    assert duration(dt.date(2015, 1, 31), end) == said


def test_capitals():
    assert [capital(each) for each in ("", "a b", "Über")] == ["", "A b", "Über"]
