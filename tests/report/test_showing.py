from __future__ import annotations

import unicodedata

import pytest
from followup.register import CannotBeRead, NoSuchRecord
from followup.report.plain import width
from followup.report.showing import show

from .conftest import COMMISSION, DOSSIER, TODAY, answer, asks, deadline, reply, request, sections

SECTION = f"{DOSSIER}/replies/09"


def test_a_record_is_read_from_top_to_bottom(build):
    said = answer("09b", "declined", quote="We will not.\nNever.")
    register = build(asks(r09b=request("9", "b")) | sections(s09=reply("9", "10", answers=(said,))))
    assert show(register, SECTION, TODAY) == (
        "Reply: Points 9, 10\n"
        f"{SECTION}\n"
        "\n"
        "Document         Follow-up on toys (2015/0001-RSP/documents/follow-up)\n"
        "Heading          │ Points 9, 10\n"
        "Points           - 9\n"
        "                 - 10\n"
        "Text             │ What the Commission says.\n"
        "Answers\n"
        "  Answer 1\n"
        "    Request      Ask 9b (2015/0001-RSP/requests/09b)\n"
        "    Disposition  declined (It will not be done.)\n"
        "    Quotation    │ We will not. Never."
    )


def test_who_refers_to_it_is_named_up_to_a_dozen(build):
    register = build(asks(**{f"r{number}": request(str(number)) for number in range(1, 21)}))
    text = show(register, COMMISSION, TODAY)
    assert "Referred to by\n  Documents › Author     Follow-up on toys" in text
    assert text.count("- Ask ") == 12
    assert "- and 8 more" in text


def test_how_a_deadline_stands_comes_first(build):
    register = build({f"{DOSSIER}/deadlines/a": deadline(due="2014")})
    assert "\n\nTimeliness  due in 2014; overdue by 8 months\n" in show(register, f"{DOSSIER}/deadlines/a", TODAY)


def test_unknown_fields_are_marked(build):
    assert "colour (not in the schema)\n" in show(
        build({"topics/t": {"name": "T", "colour": "red"}}), "topics/t", TODAY
    )


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_no_line_is_too_wide_and_nothing_commands_the_terminal(build, columns):
    text = "\x1b]0;title\x07 \u202eabc [/foo] " + "日本" * 300 + " עברית 👩\u200d🚀 " + "x" * 10_000
    register = build({"topics/t": {"name": "T\x1b[2J", "description": text, "notes": "Article 5[1](a) [sic]"}})
    shown = show(register, "topics/t", TODAY, columns)
    assert not [char for char in shown if unicodedata.category(char) == "Cc" and char != "\n"]
    assert "\u202e" not in shown
    assert all(width(line) <= max(columns, 32) for line in shown.split("\n"))
    assert columns < 80 or "Article 5[1](a) [sic]" in shown


def test_a_missing_and_a_broken_record_are_errors_that_say_what_to_do(build):
    register = build({"topics/broken": "name = "})
    with pytest.raises(NoSuchRecord, match="actors/european-commission"):
        show(register, "actors/european-comission", TODAY)
    with pytest.raises(CannotBeRead, match=r"“topics/broken” can’t be read.*\n.*followup validate"):
        show(register, "topics/broken", TODAY)
