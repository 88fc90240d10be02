"""Files that are not what they should be: each is refused with its reason, and none brings the program down."""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress

import pytest
from followup.errors import FollowupError
from followup.intake import recognised
from followup.intake.errors import (
    Damaged,
    Encrypted,
    NoTextLayer,
    NothingRecognised,
    NothingToRead,
    NotOfThisSort,
    TooMuch,
    UnknownFormat,
)
from followup.intake.importing import kept
from hypothesis import given
from hypothesis import strategies as st

from . import making
from .conftest import FOLLOW_UP, RESOLUTION

ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "rivers "><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]>'
    "<TA><P>European Parliament resolution of 8 October 2015 on rivers (2015/2001(INI))</P>"
    "<P>The European Parliament,</P><P>– having regard to &d;its rules,</P><P>1. Calls on the Commission to act "
    "&c;&d;;</P></TA>"
)

REFUSED = {
    "empty": (b"", NothingToRead, "no text"),
    "blank": (b"\n \t\n", NothingToRead, "no text"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), UnknownFormat, "picture"),
    "old-word": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000), UnknownFormat, "Word 2003"),
    "locked-word": (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        Encrypted,
        "password",
    ),
    "rtf": (b"{\\rtf1 Calls on}", UnknownFormat, "Rich Text"),
    "data": (bytes(range(256)) * 40, UnknownFormat, "data"),
    "zip": (making.zipped({"a.txt": "Calls on"}), UnknownFormat, "no Word document"),
    "broken-docx": (making.docx(RESOLUTION)[:900], Damaged, "DOCX"),
    "broken-xml": (b"<?xml version='1.0'?><a><b></a>", Damaged, "XML"),
    "broken-pdf": (b"%PDF-1.4\nnothing", Damaged, "PDF"),
    "locked-pdf": (making.locked_pdf(), Encrypted, "password"),
    "scanned-pdf": (making.scanned_pdf(), NoTextLayer, "scanned"),
    "html-without-text": (b"<html><body><script>1. Calls on</script></body></html>", NothingToRead, "no text"),
    "letter": (b"Dear Sir,\n\nThe Commission will act.\n", NotOfThisSort, "it begins “Dear Sir,"),
    "motion": (
        (
            b"MOTION FOR A RESOLUTION\n\nB8-0217/2015\n\nEuropean Parliament resolution on rivers (2015/2001(RSP))\n\n"
            b"The European Parliament,\n\n1. Calls on the Commission to act;\n"
        ),
        NotOfThisSort,
        "motion for a resolution",
    ),
    "directive": (
        (
            b"Directive 2011/93/EU of the European Parliament and of the Council\n\nHAVE ADOPTED THIS "
            b"DIRECTIVE:\n\nArticle 1\n"
        ),
        NotOfThisSort,
        "a directive",
    ),
    "german": (
        "Entschließung des Europäischen Parlaments zu Flüssen\n\nDas Europäische Parlament,\n".encode(),
        NotOfThisSort,
        "another language",
    ),
    "resolution-without-paragraphs": (
        RESOLUTION.split("1.  Stresses")[0].encode(),
        NothingRecognised,
        "no numbered paragraph",
    ),
    "follow-up-without-sections": (FOLLOW_UP.split("5. Brief")[0].encode(), NothingRecognised, "no section"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_the_reason(name, tmp_path):
    raw, error, words = REFUSED[name]
    path = tmp_path / "file.txt"
    path.write_bytes(raw)
    with pytest.raises(error) as refused:
        recognised(path)
    assert words in str(refused.value)
    assert str(path) in str(refused.value)
    assert refused.value.hint


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        part.write(f'<w:document xmlns:w="{making.W}"><w:body>'.encode())
        for _ in range(100):
            part.write(b"<w:p></w:p>" * 100_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(TooMuch, match="MiB"):
        recognised(path)


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    path = tmp_path / "entities.xml"
    path.write_text(ENTITIES, "utf-8")
    try:
        text = recognised(path).text.raw.decode()
    except Damaged:
        return
    assert "root:" not in text
    assert text.count("rivers") < 10


@pytest.mark.parametrize("form", ["text", "html"])
def test_five_thousand_paragraphs(form, tmp_path):
    body = "".join(f"{n}.  Calls on the Commission to act on river {n};\n\n" for n in range(1, 5001))
    text = RESOLUTION.split("1.  Stresses")[0] + body
    path = tmp_path / "long"
    path.write_bytes(making.html_page(text) if form == "html" else text.encode())
    start = time.perf_counter()
    found = recognised(path).resolution
    assert len(found.paragraphs) == 5000
    assert found.paragraphs[-1].text == "Calls on the Commission to act on river 5000;"
    assert time.perf_counter() - start < 10


def test_forty_megabytes_of_html(tmp_path):
    filler = b"<div class='x'><span></span></div>" * 30
    page = making.html_page(RESOLUTION)
    path = tmp_path / "large.html"
    path.write_bytes(page.replace(b"<footer>", filler * (40_000_000 // len(filler)) + b"<footer>"))
    assert path.stat().st_size > 39_000_000
    start = time.perf_counter()
    assert len(recognised(path).resolution.paragraphs) == 4
    assert time.perf_counter() - start < 30


def test_deeply_nested_html(tmp_path):
    path = tmp_path / "deep.html"
    path.write_bytes(b"<html><body>" + b"<div>" * 50_000 + making.html_page(RESOLUTION) + b"</div>" * 50_000)
    with suppress(FollowupError):
        recognised(path)


def test_one_long_line(tmp_path):
    path = tmp_path / "line.txt"
    path.write_text(RESOLUTION.replace("Stresses that", "Stresses that " + "clean and " * 200_000), "utf-8")
    start = time.perf_counter()
    assert len(recognised(path).resolution.paragraphs) == 4
    assert time.perf_counter() - start < 10


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "ignore")))
def test_any_bytes_are_read_or_refused(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_bytes(raw)
    with suppress(FollowupError):
        recognised(path)


PIECES = st.sampled_from(
    [
        *RESOLUTION.split("\n\n"),
        *FOLLOW_UP.split("\n"),
        "1. ",
        "ANNEX",
        "(a) one;",
        "Point 3",
        "Paragraphs 1-99999: x",
        "12",
        "\f",
    ]
)


@given(st.lists(PIECES, max_size=25))
def test_any_order_of_parts_is_read_or_refused(tmp_path_factory, pieces):
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_text("\n\n".join(pieces), "utf-8")
    with suppress(FollowupError):
        document = kept(recognised(path))
        text = " ".join(document.text.raw.decode().split())
        for part in document.resolution.paragraphs if document.resolution else document.follow_up.sections:
            assert " ".join(part.text.split()) in text
