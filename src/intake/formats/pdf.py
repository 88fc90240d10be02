"""PDF with a text layer: its lines put together to paragraphs, without what belongs to the page."""

from __future__ import annotations

import ctypes
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..errors import Damaged, Encrypted, MissingExtra, NoTextLayer
from ..text import Block, Origin, Text, assembled
from . import lines as printed
from .charset import cleaned
from .lines import Line

SMALL = 0.88
"""Letters smaller than this share of the page's usual size are those of footnotes and their marks."""

_PASSWORD = 4
# PDFium puts one of two characters of its own for a hyphen that ends a line, and leaves out the line's end.
_LINE_END = re.compile(r"(\r\n|\n|\r|(?<=[\ufffe\x02]))")
_MARK = re.compile(r"\s*\0+\s*(?=[,.;:)])|\0+")


def read_pdf(path: Path, raw: bytes) -> Text:
    """The text of a PDF: running heads, page numbers and line breaks taken out, footnotes put last.

    Raises:
        MissingExtra: pypdfium2 isn't installed.
        Encrypted, Damaged: it can't be opened.
        NoTextLayer: its pages are pictures.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingExtra(path, "PDF", "pypdfium2") from error
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise Encrypted(path) from error
        raise Damaged(path, "PDF", str(error)[:200]) from error
    try:
        pages = [_page_lines(document[number]) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise Damaged(path, "PDF", str(error)[:200]) from error
    finally:
        document.close()
    if not any(pages):
        raise NoTextLayer(path, len(pages))
    return _text(Origin(path, raw, "PDF"), pages)


def _text(origin: Origin, pages: list[list[Line]]) -> Text:
    usual = _usual_size(pages)
    for page in pages:
        for line in page:
            line.small = 0 < line.number < usual * SMALL
    plain, taken = printed.without_furniture(pages)
    bodies, notes = printed.without_footnotes(plain)
    lines = [line for page in _ungapped(bodies) for line in page]
    known = printed.words_of([each.text for each in lines])
    blocks = [Block(each.text, 0) for each in printed.paragraphs(lines, known)]
    said = f"{taken} lines of running heads and page numbers were taken out." if taken else ""
    return assembled(origin, blocks, [said] if said else [], notes)


def _ungapped(pages: list[list[Line]]) -> list[list[Line]]:
    """The edge of a page is no gap in the text."""
    for page in pages[1:]:
        if page:
            page[0].gap = False
    return pages


def _usual_size(pages: list[list[Line]]) -> float:
    """The size of most of the text, in tenths of a point."""
    sizes: Counter[int] = Counter()
    for page in pages:
        for line in page:
            sizes[line.number] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _page_lines(page: Any) -> list[Line]:
    """The lines of a page from the top, each with the size of its letters (in tenths of a point) for a number."""
    text_page = page.get_textpage()
    try:
        return list(_with_gaps(list(_raw_lines(text_page))))
    finally:
        text_page.close()
        page.close()


def _with_gaps(found: list[tuple[str, float, float]]) -> Iterator[Line]:
    """Lines with the space before them: more than usual is a gap."""
    steps = sorted(above[1] - line[1] for above, line in pairwise(found) if above[1] - line[1] > above[2] * 0.9)
    usual = steps[len(steps) // 10] if steps else 0
    before = None
    for text, bottom, size in found:
        gap = before is None or before - bottom > usual * 1.35 or before < bottom - 1
        before = bottom
        yield Line(text, round(size * 10), gap)


def _raw_lines(text_page: Any) -> Iterator[tuple[str, float, float]]:
    """Each line's text, how high it stands, and the size of its letters; footnote marks left out.

    PDFium ends a line at a raised digit; what stands at the same height is put together again.
    """
    last: tuple[str, float, float] | None = None
    for kept, bottom, size in _chunks(text_page):
        if last is not None and size and abs(last[1] - bottom) < size * 0.25 and abs(last[2] - size) < size * 0.2:
            last = (last[0] + kept, last[1], last[2])
        else:
            if last is not None:
                yield from _folded(last)
            last = (kept, bottom, size)
    if last is not None:
        yield from _folded(last)


def _folded(line: tuple[str, float, float]) -> Iterator[tuple[str, float, float]]:
    text = " ".join(cleaned(line[0]).split())
    if text:
        yield text, line[1], line[2]


def _chunks(text_page: Any) -> Iterator[tuple[str, float, float]]:
    from pypdfium2 import raw as pdfium

    boxes = _Boxes(text_page, pdfium)
    at = 0
    for line in _LINE_END.split(text_page.get_text_range()):
        if line and not line.isspace():
            yield _measured(line, at, boxes)
        at += len(line)


def _measured(line: str, at: int, boxes: _Boxes) -> tuple[str, float, float]:
    """A line without marks in small raised digits."""
    line = line.replace("\ufffe", "-").replace("\x02", "-")
    measures = [boxes.of(at + number) if not char.isspace() else (0.0, 0.0) for number, char in enumerate(line)]
    sizes = [size for size, _ in measures if size]
    size = statistics.median_high(sizes) if sizes else 0.0
    bottoms = [bottom for each, bottom in measures if each >= size * SMALL and each]
    base = statistics.median_low(bottoms) if bottoms else 0.0
    kept = "".join(
        "\0" if char.isdecimal() and 0 < each < size * SMALL and bottom > base + size * 0.1 else char
        for char, (each, bottom) in zip(line, measures, strict=True)
    )
    return _MARK.sub("", kept), base, size


class _Boxes:
    """How large a page's letters are, and where they stand."""

    def __init__(self, text_page: Any, pdfium: Any) -> None:
        self._page, self._pdfium = text_page.raw, pdfium
        self._sides = [ctypes.c_double() for _ in range(4)]

    def of(self, index: int) -> tuple[float, float]:
        """The size of a character in points, and the height of its line's foot."""
        size = self._pdfium.FPDFText_GetFontSize(self._page, index)
        left, right, bottom, top = self._sides
        if not self._pdfium.FPDFText_GetCharBox(self._page, index, left, right, bottom, top):
            return 0.0, 0.0
        height = top.value - bottom.value
        return (size if size > 1 else height), bottom.value
