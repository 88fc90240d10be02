"""The table of actions: no two mean the same key at the same place, and each is done by somebody."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
from followup.tui import actions
from followup.tui.actions import ACTIONS, CONTEXTS, for_contexts, key_name


def pages():
    from followup.tui import (
        agenda_page,
        changes_page,
        coverage_page,
        doubts_page,
        form_page,
        history_page,
        register_page,
        search_page,
        side_page,
        text_page,
    )

    return [
        register_page.RegisterPage,
        text_page.ReadingPage,
        text_page.PlainPage,
        side_page.SidePage,
        form_page.FormPage,
        changes_page.ChangesPage,
        history_page.HistoryPage,
        search_page.SearchPage,
        agenda_page.AgendaPage,
        coverage_page.CoveragePage,
        doubts_page.DoubtsPage,
    ]


def test_ids_are_unique():
    assert [name for name, count in Counter(each.id for each in ACTIONS).items() if count > 1] == []


@pytest.mark.parametrize("action", ACTIONS, ids=lambda each: each.id)
def test_every_action_says_what_it_does_in_a_known_context(action):
    assert set(action.contexts) <= set(CONTEXTS)
    assert action.title
    assert action.help.endswith(".")
    assert len(action.short) <= 9


@pytest.mark.parametrize("page", pages(), ids=lambda each: each.__name__)
def test_no_key_means_two_things_on_a_page(page):
    keys = Counter(key for action in for_contexts(*page.CONTEXTS) for key in action.keys)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("page", pages(), ids=lambda each: each.__name__)
def test_every_action_of_a_page_is_done_by_it(page):
    missing = [each.id for each in for_contexts(*page.CONTEXTS) if not hasattr(page, f"action_{each.method}")]
    assert missing == []


def test_widgets_do_the_actions_of_their_contexts():
    from followup.tui.field_box import FieldBox
    from followup.tui.picker import Picker
    from followup.tui.reader import Reader
    from followup.tui.virtual_list import VirtualList

    for context, widget in {"list": VirtualList, "reader": Reader, "picker": Picker, "answer": FieldBox}.items():
        for action in for_contexts(context):
            assert hasattr(widget, f"action_{action.method}"), action.id


@pytest.mark.parametrize("key", ["ctrl+m", "ctrl+i", "ctrl+h", "ctrl+c"])
def test_keys_that_terminals_confuse_are_bound_to_nothing(key):
    assert not [each.id for each in ACTIONS if key in each.keys]


@pytest.mark.parametrize("page", pages(), ids=lambda each: each.__name__)
def test_the_bottom_line_fits_in_eighty_columns(page):
    from followup.tui.keybar import KeyBar

    shown = KeyBar(*page.CONTEXTS)._actions
    assert shown[0].id == "help"
    assert shown[-1].id == "back"
    assert 1 + sum(len(key_name(each.keys[0])) + len(each.short) + 3 for each in shown) <= 82


def test_the_table_is_read_without_textual():
    code = "import sys, followup.tui, followup.tui.actions, followup.tui.listing; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_keys_are_shown_as_people_write_them():
    assert key_name("question_mark") == "?"
    assert key_name("ctrl+s") == "ctrl+s"
    assert actions.for_contexts("list")[0].id == "cursor-up"
