"""What a shell is offered while a command is typed."""

from __future__ import annotations

import pytest
from click.shell_completion import ShellComplete
from followup.commands.group import followup


def offered(*words):
    *before, last = words
    return [each.value for each in ShellComplete(followup, {}, "followup", "_X").get_completions(before, last)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("val",), "validate"),
        (("show", "2015/2564-RSP/requests/"), "2015/2564-RSP/requests/09b"),
        (("edit", "actors/europ"), "actors/europol"),
        (("history", "topics/"), "topics/terminology"),
        (("list", "re"), "requests"),
        (("new", "do"), "documents"),
        (("explain", "over"), "overdue"),
        (("explain", "e4"), "E401"),
        (("show", "--fo"), "--format"),
        (("show", "--format", "j"), "json"),
        (("report", "cov"), "coverage"),
    ],
)
def test_offers(register, words, expected):
    found = offered("--root", str(register), *words)
    assert expected in found
    assert all(each.lower().startswith(words[-1].lower()) for each in found)


def test_outside_a_register_nothing_is_offered_and_nothing_fails(tmp_path):
    assert offered("--root", str(tmp_path), "show", "") == []
