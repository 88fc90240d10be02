"""Who refers to a record: of very many the first, and how many more there are."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from followup.register import Register
from followup.report.texts import IndexedRegister
from followup.tui import reading_view
from followup.tui.reading_view import plain_text, referrers

COMMISSION = "actors/commission"


@pytest.mark.parametrize("sort", [Register, IndexedRegister])
def test_of_very_many_the_first_and_how_many_more(root, sort, monkeypatch):
    register = sort.open(root)
    session = SimpleNamespace(register=register)
    number = len(register.links_to(COMMISSION))
    assert number > 2
    whole = plain_text(referrers(session, COMMISSION)).splitlines()
    assert not any("more references" in each for each in whole)
    monkeypatch.setattr(reading_view, "MOST_REFERRERS", 2)
    asked, label = [], register.label
    monkeypatch.setattr(register, "label", lambda each: asked.append(each) or label(each))
    shown = plain_text(referrers(session, COMMISSION)).splitlines()
    assert shown[-1] == f"and {number - 2:,} more references"
    assert len([each for each in shown if each.startswith("  ")]) == 2
    assert set(shown[:-1]) <= set(whole)
    assert len(asked) == 2


@pytest.mark.parametrize("sort", [Register, IndexedRegister])
def test_nobody(root, sort):
    register = sort.open(root)
    nobody = next(each for each in register.records if not register.count_of_links_to(each))
    assert referrers(SimpleNamespace(register=register), nobody) == []
