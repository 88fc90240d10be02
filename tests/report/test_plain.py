from __future__ import annotations

import unicodedata

import pytest
from followup.report.plain import cut, pad, table_lines, visible, width, wrap, wrapped
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain [text] é", "plain [text] é"),
        ("two\nlines\tand tab", "two lines and tab"),
        ("\x1b[31mred\x07", "<U+001B>[31mred<U+0007>"),
        ("ab\u202edc\u2066x", "ab<U+202E>dc<U+2066>x"),
        ("zero\u200bwidth\ufeff", "zero<U+200B>width<U+FEFF>"),
        ("\u2028", "<U+2028>"),
        ("👩\u200d🚀 می\u200cروم", "👩\u200d🚀 می\u200cروم"),
        ("\x85\x9b", "<U+0085><U+009B>"),
    ],
)
def test_what_hides_or_commands_is_spelled_out(text, shown):
    assert visible(text) == shown


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text):
    assert not [char for char in visible(text) if unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"}]


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("", 0), ("é", 1), ("👍", 2)])
def test_width(text, columns):
    assert width(text) == columns


def test_padding_and_cutting_count_columns():
    assert pad("日本", 6) == "日本  "
    assert [cut("日本語", columns) for columns in (6, 5, 4, 1, 0)] == ["日本語", "日本…", "日…", "…", ""]


def test_wrapping():
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("a\u00a0b c", 3) == ["a\u00a0b", "c"]
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrap("", 10) == [""]
    assert wrapped("one two three", 9, "- ", "  ") == ["- one two", "  three"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"])), st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text, columns):
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_ten_thousand_characters_are_wrapped_in_one_go():
    assert len(wrap("日" * 10_000, 80)) == 250


def test_a_table_gives_way_in_its_widest_column():
    lines = table_lines(["No", "Title"], [["1", "a rather long title here"], ["2", "日本"]], 20)
    assert lines == ["No  Title", "--  ----------------", "1   a rather long", "    title here", "2   日本"]


@given(st.lists(st.lists(st.text(max_size=40), min_size=3, max_size=3), max_size=4), st.integers(40, 100))
def test_a_table_fits(rows, columns):
    assert all(width(line) <= columns for line in table_lines(["a", "b", "c"], rows, columns))
