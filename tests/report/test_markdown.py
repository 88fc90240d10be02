from __future__ import annotations

import pytest
from followup.report.blocks import Heading, Item, Paragraph, Quote, Table
from followup.report.markdown import escape, to_markdown
from followup.report.plain import visible
from followup.report.plain_report import to_text
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

HOSTILE = [
    "# heading",
    "- item",
    "1. item",
    "1) item",
    "+ x",
    "===",
    "---",
    "> quote",
    "[a](http://evil.example)",
    "![a](b)",
    "[a]: b",
    "<script>alert(1)</script>",
    "<!-- comment",
    "&lt;b&gt; &copy; &#64;",
    "`code` ``x``",
    "*a* _b_ **c** ~~d~~ __e__",
    "a | b",
    "| --- |",
    "back\\slash \\",
    "    indented",
    "two\n\nparagraphs\n# and more",
    "Article 5[1](a) [sic] [/foo] [/",
    "foo #",
    "$x$ ^a^ [^1]",
    "***",
    "\u00a0",
    "\u202eabc\x1b[31m",
]


def parsed(markdown: str) -> list[str]:
    """What kinds of thing a renderer sees."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    return [inner.type for token in tokens for inner in (token, *(token.children or ()))]


def text_of(markdown: str) -> str:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    return "".join(inner.content for token in tokens for inner in token.children or ()).replace("\u200b", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_wherever_it_stands(text):
    shown = visible(text).strip()
    assert text_of(escape(text)) == shown
    assert set(parsed(to_markdown([Paragraph(text)]))) <= {
        "paragraph_open",
        "inline",
        "text",
        "text_special",
        "paragraph_close",
    }
    assert parsed(to_markdown([Heading(text, 2)]))[0] == "heading_open"
    assert text_of(to_markdown([Heading(text, 2)])) == shown
    table = to_markdown([Table(("a", "b"), ((text, text),))])
    assert parsed(table).count("td_open") == 2
    assert text_of(table) == "ab" + shown * 2


@given(st.text() | st.text("[]()<>*_`~#|\\&;:/.@!$^-+=0123 \n\tawx", max_size=30))
def test_no_text_becomes_markup(text):
    assert text_of(escape(text)) == visible(text).strip()
    for block in (Paragraph(text), Item(text, text), Heading(text)):
        inner = [each for each in parsed(to_markdown([block])) if not each.endswith(("_open", "_close"))]
        assert set(inner) <= {"inline", "text", "text_special"}


@pytest.mark.parametrize(
    "text", ["http://a.example", "HTTPS://a.example", "www.a.example", "mailto:a@b.example", "a_www.b.c"]
)
def test_bare_addresses_become_no_links(text):
    rendered = MarkdownIt("commonmark", {"linkify": True}).enable("linkify")
    rendered.linkify.set({"fuzzy_link": False, "fuzzy_email": True})
    assert "<a " not in rendered.render(escape(text))
    assert "\\" in escape(text)


def test_nobody_is_mentioned_and_no_issue_is_linked():
    assert escape("@team and a@b.c, #12, GH-3") == "@&#8203;team and a@&#8203;b.c, \\#&#8203;12, GH-&#8203;3"


BLOCKS = [
    Heading("Report"),
    Paragraph("A * star."),
    Heading("Part", 2),
    Item("Lead:", "text"),
    Item("", "below", 1),
    Quote("One.\n\nTwo.", 2),
    Item("Next", ""),
    Table(("a", "b"), (("1", "x|y"),)),
]


def test_the_layout_of_markdown():
    assert to_markdown(BLOCKS) == (
        "# Report\n\nA \\* star.\n\n## Part\n\n- **Lead:** text\n  - below\n\n    > One.\n    >\n    > Two.\n\n"
        "- **Next**\n\n| a | b |\n| --- | --- |\n| 1 | x\\|y |\n"
    )
    assert parsed(to_markdown(BLOCKS)).count("blockquote_open") == 1


def test_the_layout_of_plain_text():
    assert to_text(BLOCKS) == (
        "Report\n======\n\nA * star.\n\nPart\n----\n\n- Lead: text\n  - below\n    │ One.\n    │ Two.\n- Next\n\n"
        "a  b\n-  ---\n1  x|y\n"
    )


def test_plain_text_commands_no_terminal():
    assert "\x1b" not in to_text(
        [Paragraph("\x1b[2J"), Item("\x1b", "\x1b"), Quote("\x1b"), Table(("\x1b",), (("\x1b",),))]
    )
