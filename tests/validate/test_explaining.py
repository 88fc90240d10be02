"""Checks explained: on the command line, and in a page that can't drift from them."""

from __future__ import annotations

import pytest
from followup.errors import FollowupError
from followup.validate import explain, overview_of_checks
from followup.validate.checks import all_checks


@pytest.mark.parametrize("code", all_checks())
def test_explain_by_code_and_by_name(code):
    check = all_checks()[code]
    text = explain(code.lower())
    assert text == explain(check.name)
    assert check.title in text
    assert f"{code} {check.name}" in text
    assert "Wrong:" in text
    assert f"[{check.name}" not in text


def test_explain_shows_a_right_example():
    assert 'strength = "calls-on"' in explain("required-field").split("Right:")[1]


def test_explain_offers_the_nearest():
    with pytest.raises(FollowupError, match="no check “overdu”") as caught:
        explain("overdu")
    assert caught.value.hint == "Did you mean overdue?"


def test_overview_has_a_line_for_each():
    assert len(overview_of_checks().splitlines()) == len(all_checks())
