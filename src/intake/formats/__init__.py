"""Files of any format as text: what a file is, its content says, not its name."""

from __future__ import annotations

from pathlib import Path

from ...register import files
from ..errors import Encrypted, NothingToRead, UnknownFormat
from ..text import Text

LIMIT = files.SOURCE_LIMIT

_ARCHIVE = b"PK\x03\x04"
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_FOREIGN = {
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"II*\x00": "a scanned picture (TIFF)",
    b"MM\x00*": "a scanned picture (TIFF)",
    b"{\\rtf": "a document in Rich Text Format",
    b"%!PS": "a PostScript file",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"BZh": "a compressed file (bzip2)",
    b"7z\xbc\xaf": "a compressed file (7-Zip)",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "a database",
}


def read(path: Path) -> Text:
    """The text of a file.

    Raises:
        files.FileError: the file can't be read.
        IntakeError: it can't be read as a document; which subclass says why.
    """
    raw = files.read(path, limit=LIMIT)
    if not raw.strip(b"\0 \t\r\n\f\xef\xbb\xbf\xfe\xff"):
        raise NothingToRead(path)
    return _reader(path, raw)


def _reader(path: Path, raw: bytes) -> Text:
    head = raw[:1024].lstrip()
    if b"%PDF-" in raw[:1024]:
        from .pdf import read_pdf

        return read_pdf(path, raw)
    if raw.startswith(_ARCHIVE):
        from .docx import read_docx

        return read_docx(path, raw)
    if raw.startswith(_OLD_OFFICE):
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in raw[:65536]:
            raise Encrypted(path)
        raise UnknownFormat(path, "a document of Word 2003 or older (DOC)")
    for magic, looks_like in _FOREIGN.items():
        if head.startswith(magic) and not (magic in (b"MZ", b"BZh") and head[:200].isascii() and b"\0" not in head):
            raise UnknownFormat(path, looks_like)
    return _marked_up_or_plain(path, raw)


def _marked_up_or_plain(path: Path, raw: bytes) -> Text:
    from .charset import beginning, decode

    head = beginning(raw).lstrip().lower()
    if head.startswith("<?xml") and "<html" not in head and "<!doctype html" not in head:
        from .xml import read_xml

        return read_xml(path, raw)
    if head.startswith("<") and _is_html(head):
        from .html import read_html

        return read_html(path, raw)
    if head.startswith("<") and head[1:2].isalpha():
        from .xml import read_xml

        return read_xml(path, raw)
    from .plain import read_plain

    text, remark = decode(path, raw)
    return read_plain(path, raw, text, remark)


def _is_html(head: str) -> bool:
    return any(tag in head for tag in ("<!doctype html", "<html", "<head", "<body", "<p", "<div", "<table", "<meta"))
