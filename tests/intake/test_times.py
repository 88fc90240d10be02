"""Times in running text, and what only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest
from followup.intake.deadlines import promised_in
from followup.intake.times import times
from followup.register.dates import bounds

from .test_actors import actors  # noqa: F401 - a fixture

WRITTEN = dt.date(2015, 6, 3)

TIMES = {
    "by the end of 2015": "../2015-12-31",
    "by 18 December 2013": "2013-12-18",
    "by 18\N{NO-BREAK SPACE}December\N{NO-BREAK SPACE}2013": "2013-12-18",
    "before December 2013": "../2013-11-30",
    "no later than 31 March 2016": "2016-03-31",
    "at the latest by 1 May 2016": "2016-05-01",
    "by June": "../2015-06-30",
    "later this year": "2015-06-03/2015-12-31",
    "by the end of the year": "../2015-12-31",
    "early next year": "2016-01/2016-04",
    "in October 2015": "2015-10",
    "(June 2015)": "2015-06",
    "on 29-30 September 2014": "2014-09-29/2014-09-30",
    "between 1 and 5 May 2016": "2016-05-01/2016-05-05",
    "in the first half of 2016": "2016-01/2016-06",
    "by the end of the first quarter of 2016": "../2016-03-31",
    "by mid-2016": "../2016-08-31",
    "before the summer of 2016": "../2016-05-31",
    "by 2020": "../2020-12-31",
    "in the course of 2016": "2016",
    "by 30.6.2016": "2016-06-30",
    "within six months": "../2015-12-03",
    "is foreseen for 2017": "2017",
}
WORDS = [
    *("in a timely manner", "without further delay", "as a matter of urgency", "as soon as possible", "promptly"),
    *("within three months of the entry into force", "in the coming months", "before the end of its mandate"),
]
RECURRING = ["more regularly", "every two years", "on an annual basis", "annually", "twice a year"]
NO_TIMES = [
    *("Directive 2011/93/EU", "the 116 111 helpline", "Rule 123(2)", "COM(2015)0123", "Regulation (EU) 2016/679"),
    *(
        "No 1303/2013",
        "Horizon 2020",
        "the 2030 Agenda",
        "2015/2564(RSP)",
        "P8_TA(2015)0070",
        "31 June 2015",
        "rapidly changing",
    ),
]


@pytest.mark.parametrize("text", TIMES)
def test_a_time_is_as_exact_as_its_words(text):
    (found,) = times(text, WRITTEN)
    assert str(found.when) == TIMES[text]
    assert bounds(found.when)
    assert found.words(text) in text


@pytest.mark.parametrize("text", WORDS)
def test_words_without_a_date_keep_their_words(text):
    (found,) = times(f"to act {text}, as it said", WRITTEN)
    assert found.when is None
    assert found.limit


@pytest.mark.parametrize("text", RECURRING)
def test_what_comes_again_is_told_apart(text):
    (found,) = times(f"to report {text} to Parliament", WRITTEN)
    assert found.recurring


@pytest.mark.parametrize("text", NO_TIMES)
def test_numbers_that_look_like_dates_are_none(text):
    assert [each.words(text) for each in times(f"see {text} on this", WRITTEN) if each.when is not None] == []


def test_a_text_without_a_date_gives_no_relative_time():
    assert all(each.when is None for each in times("later this year, or within two months", None))


PROMISES = {
    "The Commission will present a proposal in the second quarter of 2016.": (
        "commitment",
        "2016-04/2016-06",
        ["european-commission"],
    ),
    "The Commission adopted the Agenda on 13 May 2015.": None,
    "The Commission does not intend to propose legislation at this stage.": None,
    "The Commission will not publish a report but is ready to inform Parliament.": (
        "commitment",
        "None",
        ["european-commission"],
    ),
    "The new rules will apply from 1 January 2017.": ("legal", "2017-01-01", []),
    "Member States have to transpose the Directive by 16 November 2015.": ("legal", "2015-11-16", ["member-states"]),
    "The Regulation entered into force on 17 September 2014 and shall apply as of 1 July 2016.": (
        "legal",
        "2016-07-01",
        [],
    ),
    "The conference will be held in Rome on 15 and 16 October 2015.": ("event", "2015-10-15/2015-10-16", []),
    "Europol will host a workshop in November 2015.": ("event", "2015-11", ["europol"]),
    "The Commission shares this view.": None,
    "Under Horizon 2020, € 80 million were allocated for the period 2014-2020.": None,
}


@pytest.mark.parametrize("sentence", PROMISES)
def test_a_promise_is_told_from_a_report_and_a_refusal(sentence, actors):  # noqa: F811
    found = list(promised_in(sentence, actors, WRITTEN))
    expected = PROMISES[sentence]
    if expected is None:
        assert found == []
    else:
        (due,) = found
        assert (due.type, str(due.when), [each.removeprefix("actors/") for each in due.responsible]) == expected
        assert due.words in sentence
