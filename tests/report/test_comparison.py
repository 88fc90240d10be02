from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest
import tomli_w
from followup.history.comparing import Comparison, OtherDifference, RecordDifference
from followup.history.versions import NOTHING, version
from followup.history.walking import Event
from followup.report.comparing import FORMATS, NO_EFFECTS
from followup.report.comparison import compared, renamed
from followup.report.comparison_markdown import LIMIT
from followup.report.comparison_text import to_text
from followup.report.effects import Answered, Effects, Moved
from followup.validate import Problem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from .test_markdown import HOSTILE

LONG = (
    "The Commission will publish a report on the progress made by the Global Alliance before the end of 2015, "
    "and Parliament expects to be heard on each of its chapters before that."
)


def _version(data):
    return NOTHING if data is None else version(data if isinstance(data, bytes) else tomli_w.dumps(data).encode())


def _difference(record_id, old, new, was=None, identify=None):
    event = Event.CREATED if old is None else Event.REMOVED if new is None else Event.RENAMED if was else Event.CHANGED
    return RecordDifference(record_id, was, event, _version(old), _version(new), identify or {})


@pytest.fixture
def report(build):
    empty = build({})

    def made(*records, effects=NO_EFFECTS, others=(), names=("A", "B")):
        return compared(Comparison("a", "b", records, others), effects, empty, empty, names)

    return made


def _problem(message: str, record: str = "actors/x") -> Problem:
    return Problem(f"records/{record}.toml", 3, 1, 3, 2, "E401", "not-verbatim", "error", record, "text", message)


def _effects(text: str, number: int = 1) -> Effects:
    answered = tuple(Answered(f"requests/{text}", text, (text, text)) for _ in range(number))
    moved = (Moved("deadlines/x", text, "2015", None, text), Moved("deadlines/y", text, None, "2015", ""))
    return Effects(answered, answered, moved, (), (_problem(text),), (_problem(text),))


def test_what_became_of_each_record(report):
    found = report(
        _difference("actors/new", None, {"name": "N"}),
        _difference("actors/gone", {"name": "G", "type": "x"}, None),
        _difference("actors/now", {"a": 1}, {"a": 1}, was="actors/was"),
        _difference("actors/w", {"a": 1}, {"a": 1, "withdrawn": {"reason": "twice"}}),
        _difference("actors/broken", b"a = 1", b"a ="),
        _difference("actors/laid-out", b"a=1", b"a = 1"),
        _difference("actors/european-commission", {"a": 1, "l": ["x", "y"]}, {"a": 2, "l": ["y", "z"], "b": True}),
        others=[OtherDifference(PurePosixPath("schema/x"), None, Event.CHANGED)],
    )
    assert found.summary == "7 records: 1 new, 1 removed, 1 renamed, 1 withdrawn and 3 changed; 1 other file."
    assert to_text(found) == (
        "A → B\n"
        "7 records: 1 new, 1 removed, 1 renamed, 1 withdrawn and 3 changed; 1 other file.\n"
        "\n"
        "Records\n"
        "  new       actors/new\n"
        "      1 field\n"
        "  removed   actors/gone\n"
        "      2 fields\n"
        "  renamed   actors/now\n"
        "      from actors/was\n"
        "  withdrawn actors/w\n"
        "      withdrawn.reason: {+twice+}\n"
        "  changed   actors/broken\n"
        "      its fields can't be compared: this version is not valid TOML: Invalid value (at end of document)\n"
        "  changed   actors/laid-out\n"
        "      layout or comments alone\n"
        "  changed   actors/european-commission  European Commission\n"
        "      a: [-1-] {+2+}\n"
        "      l: [-x-], {+z+}\n"
        "      b: {+true+}\n"
        "\n"
        "Other files\n"
        "  changed schema/x\n"
    )
    assert renamed(Comparison("a", "b", tuple(each.difference for each in found.records), ())) == {
        "actors/now": "actors/was"
    }


def test_of_long_text_the_words_that_differ(report):
    new = LONG.replace("2015", "March 2016").replace("before that", "afterwards")
    found = to_text(report(_difference("actors/x", {"text": LONG}, {"text": new})))
    assert (
        "text: … Global Alliance before the end of [-2015-] {+March 2016+}, and Parliament expects to be heard on each"
        " of its chapters [-before that-] {+afterwards+}."
    ) in found


def test_a_word_left_over_between_two_changes_is_part_of_them(report):
    old, new = f"{LONG} He walked on the old road.", f"{LONG} He ran off the new track."
    assert "He [-walked on the old road-] {+ran off the new track+}." in to_text(
        report(_difference("actors/x", {"text": old}, {"text": new}))
    )


def test_colour_only_helps(report):
    found = report(_difference("actors/x", {"a": 1}, {"a": 2}))
    plain, painted = to_text(found), to_text(found, color=True)
    assert re.sub("\x1b\\[[0-9]*m", "", painted) == plain


def test_what_it_comes_to(report):
    text = to_text(report(effects=_effects("hear")))
    assert "No record differs; 1 request newly answered, 1 request no longer answered, 2 deadlines moved" in text
    assert "Deadlines moved\n  deadlines/x hear: 2015 → no date; reason: hear\n" in text
    assert "deadlines/y hear: no date → 2015; no reason is recorded\n" in text
    assert "New problems\n  error E401 not-verbatim: records/actors/x.toml:3: hear\n" in text


def _everywhere(report, text):
    record = f"actors/{text}"
    return report(
        _difference(record, {"text": LONG, text: text, "l": [text]}, {"text": LONG + text, text: text + "x", "l": []}),
        _difference(record, {"t": [{"q": text, "n": 1}]}, {"t": [{"q": text, "n": 2}]}, was=text, identify={"t": "q"}),
        _difference(record, text.encode(errors="replace"), b"a = 1"),
        effects=_effects(text),
        others=[OtherDifference(PurePosixPath(text or "x"), None, Event.CHANGED)],
        names=(text, text),
    )


TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "ul", "li", "article", "code"}
TAGS |= {"dl", "dt", "dd", "del", "ins"}
ALLOWED = re.compile(r"</?(?:details|summary|del|ins)>")


@pytest.mark.parametrize("text", [*HOSTILE, "@team", "#12", "GH-3", "</details><details open>", "</del><img src=x>"])
def test_nothing_in_a_record_acts(report, text):
    found = _everywhere(report, text)
    _check_markdown(FORMATS["markdown"](found))
    _check_html(FORMATS["html"](found))
    for form in ("text", "markdown", "html", "json"):
        shown = FORMATS[form](found)
        assert all(char.isprintable() or char == "\n" for char in shown.replace("\u00a0", " "))
    json.loads(FORMATS["json"](found))


def _check_markdown(markdown: str) -> None:
    parser = MarkdownIt("commonmark", {"linkify": True}).enable(["table", "strikethrough", "linkify"])
    for token in parser.parse(markdown):
        if token.type == "html_block":
            assert not ALLOWED.sub("", token.content).replace("Every record and field", "").strip()
        for inner in token.children or ():
            assert inner.type in {"text", "text_special", "softbreak", "strong_open", "strong_close", "html_inline"}
            assert not re.search(r"@[a-z0-9]|#[0-9]|\bGH-[0-9]", inner.content, re.IGNORECASE)
            assert inner.type != "html_inline" or ALLOWED.fullmatch(inner.content)


def _check_html(page: str) -> None:
    tags = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            tags.add(tag)
            assert tag in {"html", "meta"} or not attrs

    Reader().feed(page)
    assert tags <= TAGS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.text(max_size=20) | st.text("[]()<>*_`~#|\\&;:/.@!$^-+=0123 \n\tawx", max_size=20))
def test_no_text_at_all_acts(report, text):
    found = _everywhere(report, text.replace("\0", "").encode(errors="replace").decode())
    _check_markdown(FORMATS["markdown"](found))
    _check_html(FORMATS["html"](found))


def test_markdown_is_one_screen_with_the_rest_folded(report):
    records = [_difference(f"actors/{n}", {"text": LONG}, {"text": LONG.replace("2015", str(n))}) for n in range(2000)]
    markdown = FORMATS["markdown"](report(*records, effects=_effects("answer " * 200, 300)))
    assert len(markdown) <= LIMIT
    outside = re.sub(r"<details>.*?</details>", "", markdown, flags=re.DOTALL)
    lines = [line for line in outside.splitlines() if line.strip()]
    assert len(lines) <= 40
    assert max(map(len, lines)) < 500
    assert "more, too many to show here" in markdown
    assert markdown.count("<details>") == markdown.count("</details>") == 3


def test_json_has_the_values_themselves(report):
    found = json.loads(FORMATS["json"](report(_difference("actors/x", {"a": 1}, {"a": True}), effects=_effects("x"))))
    assert found["records"] == [
        {
            "id": "actors/x",
            "was": None,
            "what": "changed",
            "problem": "",
            "fields": [{"field": "a", "old": 1, "new": True}],
        }
    ]
    assert found["effects"]["moved"][0]["reason"] == "x"
    assert found["effects"]["new_problems"][0]["code"] == "E401"


def test_the_page_stands_alone(report):
    page = FORMATS["html"](report(_difference("actors/x", {"a": "<b>"}, {"a": "c"})))
    assert "<del>&lt;b&gt;</del> <ins>c</ins>" in page
    assert "default-src 'none'" in page
    assert not re.search(r"<script|src=|href=|url\(", page)
