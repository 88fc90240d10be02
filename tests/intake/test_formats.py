"""Each format gives the same paragraphs; what belongs to the page is never among them."""

from __future__ import annotations

import pytest
from followup.intake import recognised
from followup.intake.formats import read

from . import making
from .conftest import FOLLOW_UP, RESOLUTION

FORMATS = {
    "html": making.html_page,
    "eur-lex": making.eur_lex_page,
    "formex": making.formex,
    "akoma-ntoso": making.akoma_ntoso,
    "own-xml": making.own_xml,
    "docx": making.docx,
    "docx-counted": lambda text: making.docx(text, counted=True),
    "pdf": making.pdf,
    "pdf-tight": lambda text: making.pdf(text, spaced=False),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le-without-mark": lambda text: text.encode("utf-16-le"),
    "latin-1": lambda text: text.replace("–", "-").encode("latin-1"),
    "windows-1252": lambda text: text.encode("cp1252"),
    "utf-8-with-mark": lambda text: text.encode("utf-8-sig"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "no-blank-lines": lambda text: text.replace("\n\n", "\n").encode(),
    "non-breaking": lambda text: text.replace(". ", ".\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}").encode(),
    "control-characters": lambda text: text.replace("rivers", "ri\x01v\u200bers").encode(),
}


@pytest.fixture(params=FORMATS)
def files(request, tmp_path):
    make = FORMATS[request.param]
    paths = tmp_path / "one.bin", tmp_path / "two.bin"
    paths[0].write_bytes(make(RESOLUTION))
    paths[1].write_bytes(make(FOLLOW_UP.replace("\n", "\n\n")))
    return paths


def without_marks(text):
    return text.replace("(1) ,", ",").replace("(1),", ",").replace(" ,", ",").replace("\N{NO-BREAK SPACE}", " ")


def test_the_resolution_is_the_same_in_every_format(files, tmp_path):
    plain = tmp_path / "plain.txt"
    plain.write_text(RESOLUTION, "utf-8")
    expected, found = recognised(plain).resolution, recognised(files[0]).resolution
    assert found is not None
    assert found.subject == "clean rivers"
    assert str(found.adopted) == "2015-10-08"
    assert found.identifiers.procedure == "2015/2001(INI)"
    for name in ("citations", "recitals", "paragraphs"):
        ours, theirs = getattr(found, name), getattr(expected, name)
        assert [each.number for each in ours] == [each.number for each in theirs]
        assert [without_marks(each.text) for each in ours] == [without_marks(each.text) for each in theirs]
    assert found.headings == ()


def test_the_follow_up_is_the_same_in_every_format(files):
    found = recognised(files[1]).follow_up
    assert found is not None
    assert str(found.adopted) == "2016-01-20"
    assert str(found.resolution_adopted) == "2015-10-08"
    assert found.subject == "Clean rivers"
    assert [each.points for each in found.sections] == [("2",), ("3", "4")]
    assert found.sections[0].text == "The Commission will publish a report on the state of rivers in 2017."
    assert found.introduction.text == "The Commission welcomes the resolution."


def test_both_are_taken_in_and_validate(files, take_in):
    intake, (one,) = take_in(*files)
    assert not intake.failures
    assert one.dossier == "2015/2001-INI"
    assert not one.errors
    reply = intake.register.get("2015/2001-INI/replies/2").data
    assert {each["request"][-2:]: each["disposition"] for each in reply["answers"]} == {
        "2a": "not-assessed",
        "2b": "not-assessed",
    }


def test_the_address_and_the_language_are_kept(tmp_path, take_in):
    path = tmp_path / "page"
    path.write_bytes(making.html_page(RESOLUTION))
    intake, _ = take_in(path)
    document = intake.register.get("2015/2001-INI/documents/resolution").data
    assert document["source"]["url"] == "https://www.europarl.europa.eu/doceo/document/TA-8-2015-0350_EN.html"
    assert document["identifiers"]["adopted_text"] == "P8_TA(2015)0350"
    assert "HTML file page, SHA-256" in document["notes"]


def test_words_broken_at_the_end_of_a_line_are_whole_again(tmp_path):
    lines = [
        "1. Calls on the Commission to publish the infor-",
        "mation on well-",
        "known polluters, as the information",
        "is needed;",
    ]
    path = tmp_path / "broken.pdf"
    path.write_bytes(making.pdf_pages([[(11.0, 700.0 - 14 * at, line) for at, line in enumerate(lines)]]))
    assert read(path).blocks[0].text == (
        "1. Calls on the Commission to publish the information on well-known polluters, as the information is needed;"
    )


def test_small_raised_digits_are_no_part_of_the_text(tmp_path):
    path = tmp_path / "raised.pdf"
    page = [
        (11.0, 700.0, "The Agenda on Security^1 names Directive 2011/93/EU^2, and 3 more."),
        (7.0, 60.0, "1 COM(2015)185"),
        (7.0, 52.0, "2 OJ L 335"),
    ]
    path.write_bytes(making.pdf_pages([page]))
    text = read(path)
    assert [each.text for each in text.blocks] == ["The Agenda on Security names Directive 2011/93/EU, and 3 more."]
    assert text.footnotes == ("1 COM(2015)185", "2 OJ L 335")


def test_a_paragraph_goes_on_over_the_edge_of_the_page(tmp_path):
    def page(number, *lines):
        found = [(9.0, 800.0, "Texts adopted"), (9.0, 30.0, str(number))]
        return found + [(11.0, 700.0 - 14 * at, line) for at, line in enumerate(lines)]

    path = tmp_path / "pages.pdf"
    path.write_bytes(
        making.pdf_pages(
            [
                page(
                    1, "1. Calls on the Commission to publish a report on the state", "of all rivers of the Union and"
                ),
                page(2, "on what is being done about it;", "2. Urges the Member States to act;"),
                page(3, "3. Instructs its President to forward this resolution to the Council."),
            ]
        )
    )
    assert [each.text for each in read(path).blocks] == [
        (
            "1. Calls on the Commission to publish a report on the state of all rivers of the Union and on what is "
            "being "
            "done about it;"
        ),
        "2. Urges the Member States to act;",
        "3. Instructs its President to forward this resolution to the Council.",
    ]


def test_pages_of_plain_text_lose_their_heads_and_numbers(tmp_path):
    path = tmp_path / "pages.txt"
    body = RESOLUTION.replace("2.  Calls", "\fTexts adopted\n\n2.  Calls").replace(
        "3.  Urges", "2\n\fTexts adopted\n\n3.  Urges"
    )
    path.write_text("Texts adopted\n\n" + body + "\n3\n", "utf-8")
    text = read(path)
    assert "Texts adopted" not in text.raw.decode()
    assert any("taken out" in each for each in text.remarks)


def test_a_browser_counts_the_items_of_a_list(tmp_path):
    path = tmp_path / "list.html"
    path.write_text(
        "<html><body><ol start=2><li>Calls on the Commission to:<ol type=a><li>act;</li><li>(b) report;</li></ol></li>"
        "<li>Urges</li></ol><ul><li>one</li><li>– two</li></ul></body></html>",
        "utf-8",
    )
    assert [each.text for each in read(path).blocks] == [
        *("2. Calls on the Commission to:", "(a) act;", "(b) report;", "3. Urges", "– one", "– two")
    ]
