"""DOCX: the paragraphs of a Word document, with the numbers that Word counts by itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import Damaged, Encrypted, MissingExtra, NothingToRead, TooMuch, UnknownFormat
from ..text import Block, Origin, Text, assembled
from .charset import cleaned
from .numbering import Numbering

UNPACKED_LIMIT = 96 * 1024 * 1024

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NO_TEXT = frozenset(f"{_W}{name}" for name in ("del", "instrText", "moveFrom", "footnoteReference", "rPr", "pPr"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": ""}


def read_docx(path: Path, raw: bytes) -> Text:
    """The text of a Word document, without headers, footers and what was deleted in it; its footnotes last.

    Raises:
        MissingExtra: lxml isn't installed.
        UnknownFormat, Encrypted, Damaged, TooMuch, NothingToRead: it isn't such a document, or can't be read.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtra(path, "DOCX", "lxml") from error
    parts = _Parts(path, raw, etree)
    document = parts.part("word/document.xml")
    if document is None:
        raise UnknownFormat(path, "an archive (ZIP) that is no Word document")
    numbering = Numbering(parts.part("word/numbering.xml"), parts.part("word/styles.xml"))
    blocks = list(_blocks(document, numbering))
    if not blocks:
        raise NothingToRead(path)
    return assembled(Origin(path, raw, "DOCX"), blocks, (), list(_footnotes(parts.part("word/footnotes.xml"))))


class _Parts:
    """The parts of the archive, unpacked only up to a limit."""

    def __init__(self, path: Path, raw: bytes, etree: Any) -> None:
        self._path, self._etree = path, etree
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Damaged(path, "DOCX", str(error)) from error

    def part(self, name: str) -> Any:
        """The root element of a part; None where there is no such part."""
        try:
            info = self._archive.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 1:
            raise Encrypted(self._path)
        parser = self._etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
        try:
            return self._etree.fromstring(self._unpacked(info), parser=parser)
        except (self._etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise Damaged(self._path, "DOCX", str(error)[:200]) from error

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        if info.file_size > UNPACKED_LIMIT:
            raise TooMuch(self._path, "the document unpacks to", UNPACKED_LIMIT)
        with self._archive.open(info) as stream:
            data = stream.read(UNPACKED_LIMIT + 1)
        if len(data) > UNPACKED_LIMIT:
            raise TooMuch(self._path, "the document unpacks to", UNPACKED_LIMIT)
        return data


def _blocks(document: Any, numbering: Numbering) -> Iterator[Block]:
    for paragraph in document.iter(f"{_W}p"):
        if any(each.tag == _FALLBACK for each in paragraph.iterancestors()):
            continue
        text = " ".join(cleaned("".join(_words(paragraph))).split())
        if text:
            number = numbering.next(paragraph)
            yield Block(f"{number} {text}" if number else text, 0, numbering.is_heading(paragraph))


def _words(element: Any) -> Iterator[str]:
    """The text below an element, but not that of paragraphs inside (in text boxes): they come by themselves."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _NO_TEXT and child.tag not in (_FALLBACK, f"{_W}p") and isinstance(child.tag, str):
            yield from _words(child)


def _footnotes(notes: Any) -> Iterator[str]:
    for note in notes if notes is not None else ():
        if note.get(f"{_W}type") in (None, "normal"):
            words = (word for paragraph in note.iter(f"{_W}p") for word in (*_words(paragraph), " "))
            text = " ".join(cleaned("".join(words)).split())
            if text:
                yield f"({note.get(f'{_W}id')}) {text}"
