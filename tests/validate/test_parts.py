"""The parts of the checker: numbering, quotations, names, places, work in two processes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest
from followup.register import Register, forking
from followup.register.editing import Remove, Set
from followup.register.plan import change, rename
from followup.register.points import points_of
from followup.register.source import fold
from followup.validate import check, check_tree, evidence, new_problems
from followup.validate.json_places import place_of
from followup.validate.nearest import Names, nearest_of
from followup.validate.numbering import padded, paragraphs, sections
from followup.validate.quotation import explained, left_out, part, word_span
from followup.validate.words import listed, shown
from hypothesis import given
from hypothesis import strategies as st
from samples import ROOT, TODAY, base, laid_over

RESOLUTION = """
A.  whereas the first recital;

1.  Calls on the Commission to:

(a)  do this;

(b)  do that;

A heading between

2.  Stresses 3. not a number;

2a.  Adds a paragraph;

4.  is not counted on;

3.  Instructs its President to forward this resolution.

(1) OJ L 335, 17.12.2011, p. 1.
"""


def test_paragraphs_go_on_counting_and_keep_their_points():
    assert [(each.number, each.text) for each in paragraphs(RESOLUTION)] == [
        ("1", "Calls on the Commission to: (a) do this; (b) do that;"),
        ("2", "Stresses 3. not a number;"),
        ("2a", "Adds a paragraph;"),
        ("3", "Instructs its President to forward this resolution."),
    ]


def test_no_paragraphs_and_no_sections_in_other_texts():
    assert paragraphs("Article 1\n\n5. Not a first paragraph") == ()
    assert sections("Nothing is numbered here") == ()


def test_sections_with_their_introduction():
    form = "1.\nTitle: x\n2.\nReply to these requests:\n\nIntro.\n\n"
    text = f"{form}Point 7: Heading\nBody\n\nParagraphs 8 and 9 – Other\nMore"
    assert [(each.number, each.text) for each in sections(text)] == [
        ("", "Intro."),
        ("Point 7: Heading", "Body"),
        ("Paragraphs 8 and 9 – Other", "More"),
    ]


def test_the_documents_of_this_register_are_numbered_as_printed():
    register = Register.open(ROOT)
    resolution = register.records["2015/2564-RSP/documents/resolution"]
    follow_up = register.records["2015/2564-RSP/documents/follow-up"]
    numbers = [each.number for each in paragraphs(register.source_of(resolution).text)]
    assert numbers == [str(number) for number in range(1, 22)]
    named = [points_of(each.number) for each in sections(register.source_of(follow_up).text)]
    assert named == [[], ["5", "6"], ["7"], ["9"], ["10"], ["11"], ["16"], ["19"]]


def test_padding():
    assert [padded(each, 2) for each in ("9", "9a", "21", "x", "")] == ["09", "09a", "21", "x", ""]


SOURCE = "The Commission will therefore not publish a further report but is ready to provide information."


@pytest.mark.parametrize(
    ("quotation", "said", "words"),
    [
        ("The Commission will not publish a further report", "from “not publish a further report” on", "will"),
        ("will therefore not publish another report", "has “a further” where the record has “another”", "another"),
        ("therefore not really publish a further report but", "“really”, which the source doesn't have", "really"),
        ("not publish a report but is ready to provide", "from “report but is ready to provide” on", "a"),
        ("not publish a further report but ready", "the source has “is”, which the record leaves out", "ready"),
        ("Nothing matches", "not one of its words stands there", None),
    ],
)
def test_where_a_quotation_and_its_source_part(quotation, said, words):
    found = part(quotation, SOURCE)
    assert said in explained(found)
    if words:
        start, end = word_span(quotation, found.word, found.words)
        assert quotation[start:end] == words


@given(st.lists(st.sampled_from(["ab", "bc", "cd;", "de", "ef", "fg"]), max_size=12), st.data())
def test_the_matching_part_always_stands_in_both(words, data):
    source = " ".join(words)
    others = st.lists(st.sampled_from(["ab", "bc", "cd;", "de", "ef", "xx"]), min_size=1, max_size=12)
    quotation = fold(" ".join(data.draw(others)))
    found = part(quotation, source)
    if found is None:
        assert not set(quotation.split()) & set(words)
    elif quotation not in f" {source} ":
        assert found.matched in source
        assert found.matched in quotation
        assert explained(found)
        start, end = word_span(quotation, found.word, found.words)
        assert 0 <= start < end <= len(quotation)


def test_what_is_left_out_of_a_text():
    text = "Welcomes the initiative; calls on the Commission to report; and calls on the Member States to act;"
    welcome, report = "Welcomes the initiative", "calls on the Commission to report;"
    act = "calls on the Member States to act;"
    assert left_out(text, [welcome, report, act]) == []
    assert left_out(text, [text]) == []
    assert left_out(text, [welcome, act]) == ["; calls on the Commission to report; and"]
    assert left_out(text, []) == [text]


def test_nearest():
    assert nearest_of("strenght", ["strength", "title"]) == "strength"
    assert nearest_of("call-on", ["calls-on", "asks"]) == "calls-on"
    assert nearest_of("zzz", ["strength", "title"]) == ""
    assert nearest_of("x", []) == ""


def test_nearest_record_by_any_of_its_names(tmp_path):
    names = Names(Register.open(base(tmp_path)))
    for text in ("European Commission", "the Commission", "EC", "european-commission", "actors/european_commission"):
        assert names.nearest(text, ("actors",)) == "actors/european-commission", text
    assert names.nearest("European Commission", ("topics",)) == ""


def test_words():
    assert shown("a\nb  c") == "“a b c”"
    assert shown("x" * 100).endswith("…”")
    assert shown("\x1b\u202e") == "“⟨U+001B⟩⟨U+202E⟩”"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert listed(map(str, range(20)), most=3) == "0, 1 and 18 more"
    assert listed([]) == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below, max_size=3),
)


@given(JSON, st.sampled_from([None, 1, "\t"]), st.data())
def test_places_in_json(value, indent, data):
    path, at = [], value
    while isinstance(at, dict | list) and at:
        step = data.draw(st.sampled_from(list(at) if isinstance(at, dict) else range(len(at))))
        path.append(step)
        at = at[step]
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    line, column = place_of(text, path)
    rest = "\n".join([text.split("\n")[line - 1][column - 1 :], *text.split("\n")[line:]])
    assert json.JSONDecoder().raw_decode(rest)[0] == at
    assert place_of(text, [*path, "nothing"])[0] == line


def test_a_second_process_that_dies_is_made_up_for(monkeypatch):
    import os

    me = os.getpid()
    monkeypatch.setattr(forking, "can_fork", lambda: True)
    monkeypatch.setattr(forking, "_processors", lambda: 3)

    def work(names, told):
        if os.getpid() != me:
            os._exit(7)
        return list(names)

    names = [f"topics/{number}" for number in range(20)]
    assert sorted(forking.divided(work, names, is_much=True)) == sorted(names)


def test_nothing_slow_is_imported_when_nothing_is_wrong(tmp_path):
    base(tmp_path)
    code = (
        "import sys, datetime; from pathlib import Path; from followup.register import Register\n"
        "from followup.validate import check\n"
        f"assert check(Register.open(Path({str(tmp_path)!r})), today=datetime.date(2026, 11, 22)) == []\n"
        "slow = {'jsonschema', 'tree_sitter', 'rapidfuzz', 'edtf', 'git', 'textual', 'xml.etree', 'difflib'}\n"
        "sys.exit(str(slow & set(sys.modules)) if slow & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_problems_that_a_plan_would_bring(tmp_path):
    register = Register.open(base(tmp_path))
    request = "2015/2564-RSP/requests/2b"
    bad = change(register, request, [Set(("strength",), "call-on")])
    assert [(each.code, each.record) for each in new_problems(register, bad, today=TODAY)] == [("S204", request)]
    good = change(register, request, [Set(("strength",), "urges")])
    assert new_problems(register, good, today=TODAY) == []
    moved = rename(register, "actors/europol", "actors/the-agency")
    assert new_problems(register, moved, today=TODAY) == []
    less = change(register, "2015/2564-RSP/documents/follow-up", [Remove(("follows_up",))])
    assert [each.code for each in new_problems(register, less, today=TODAY)] == ["S201"]


def test_old_problems_do_not_stand_in_the_way_of_a_change(tmp_path):
    register = Register.open(laid_over(tmp_path, ROOT / "src/validate/samples/not-in-list/wrong"))
    assert [each.code for each in check(register, today=TODAY)] == ["S204"]
    plan = change(register, "2015/2564-RSP/requests/2b", [Set(("title",), "Another title")])
    assert new_problems(register, plan, today=TODAY) == []


def test_how_many_quotations_are_compared_is_counted_for_each_dossier(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "COMPARED_AT_LENGTH", 1)
    records = base(tmp_path) / "records"
    shutil.copytree(records / "2015/2564-RSP", records / "2016/2000-RSP")
    for path in records.rglob("*.toml"):
        text = path.read_text().replace("not publish", "never publish")
        path.write_text(text.replace("2015/2564", "2016/2000") if "2000-RSP" in path.parts else text)
    alone = check_tree(tmp_path, today=TODAY, use_index=False, as_one=False).problems
    assert check(Register.open(tmp_path), today=TODAY) == alone
    assert sum("it matches up to" in each.message for each in alone) == 2
