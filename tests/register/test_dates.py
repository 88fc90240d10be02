import datetime as dt

import pytest
from followup.register.dates import Bounds, NotADate, add_months, bounds, describe, full_day
from hypothesis import given
from hypothesis import strategies as st

DAY = dt.date


@pytest.mark.parametrize(
    ("when", "lower", "upper", "said"),
    [
        (DAY(2013, 12, 18), DAY(2013, 12, 18), DAY(2013, 12, 18), "18 December 2013"),
        ("2015-10", DAY(2015, 10, 1), DAY(2015, 10, 31), "October 2015"),
        ("2016-02", DAY(2016, 2, 1), DAY(2016, 2, 29), "February 2016"),
        ("2015", DAY(2015, 1, 1), DAY(2015, 12, 31), "2015"),
        ("../2015-12-31", None, DAY(2015, 12, 31), "by 31 December 2015"),
        ("../2015-12", None, DAY(2015, 12, 31), "by December 2015"),
        ("2015-06-03/..", DAY(2015, 6, 3), None, "from 3 June 2015 on"),
        ("2015-06-03/2015-12-31", DAY(2015, 6, 3), DAY(2015, 12, 31), "3 June 2015 to 31 December 2015"),
        ("2014-09-29/2014-09-30", DAY(2014, 9, 29), DAY(2014, 9, 30), "29 September 2014 to 30 September 2014"),
        ("/2015", None, DAY(2015, 12, 31), "unknown to 2015"),
        ("2015/", DAY(2015, 1, 1), None, "2015 to unknown"),
        ("2015-12~", DAY(2015, 12, 1), DAY(2015, 12, 31), "about December 2015"),
        ("2015?", DAY(2015, 1, 1), DAY(2015, 12, 31), "2015 (uncertain)"),
        ("201X", DAY(2010, 1, 1), DAY(2019, 12, 31), "201X"),
        ("Y12000", None, None, "Y12000"),
        ("-0500", None, None, "-0500"),
    ],
)
def test_precision_is_kept(when, lower, upper, said):
    assert bounds(when) == Bounds(lower, upper)
    assert describe(when) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2015-13",
        "2015-02-30",
        "2015-1",
        "20150311",
        "2016/2015",
        "2015-06-03T10:00:00",
        "11.3.2015",
        "2015-10/2015-09-30",
        "unknown/2015",
        "2015-03-11\n",
        " 2015",
        "²⁰¹⁵",
        "(" * 3000,
    ],
)
def test_what_is_no_date(text):
    with pytest.raises(NotADate):
        bounds(text)


def test_a_time_of_day_is_no_day():
    with pytest.raises(NotADate, match="time of day"):
        bounds(dt.datetime(2015, 3, 11, 10, 0, tzinfo=dt.UTC))


@given(st.text(max_size=30) | st.from_regex(r"[0-9./~?XY-]{1,20}", fullmatch=True))
def test_any_text_is_a_date_or_said_to_be_none(text):
    describe(text)
    try:
        found = bounds(text)
    except NotADate:
        return
    assert not (found.lower and found.upper) or found.lower <= found.upper
    found.sort_key()


@given(st.dates())
def test_a_day_is_its_own_bounds(day):
    assert bounds(day) == bounds(day.isoformat()) == Bounds(day, day)
    assert full_day(day.isoformat()) == day


def test_what_can_end_last_sorts_last():
    keys = [bounds(when).sort_key() for when in ("2015-10", "../2015-12-31", "2015", "2015-06-03/..")]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (DAY(2015, 3, 11), 3, DAY(2015, 6, 11)),
        (DAY(2015, 3, 11), 4, DAY(2015, 7, 11)),
        (DAY(2015, 11, 30), 3, DAY(2016, 2, 29)),
        (DAY(2014, 11, 30), 3, DAY(2015, 2, 28)),
        (DAY(2015, 12, 31), 12, DAY(2016, 12, 31)),
        (DAY(2015, 9, 15), 3, DAY(2015, 12, 15)),
        (DAY(2015, 12, 15), 1, DAY(2016, 1, 15)),
    ],
)
def test_months_end_with_the_same_day(day, months, due):
    assert add_months(day, months) == due
