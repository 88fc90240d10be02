"""Which characters a text file's bytes stand for."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ..errors import UnknownFormat

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe]")
_UNREADABLE_SHARE = 0.02


def beginning(raw: bytes) -> str:
    """The first characters of a file, good enough to tell what it is."""
    for mark, name, _ in _MARKS:
        if raw.startswith(mark):
            return raw[:4096].decode(name, "ignore")
    return raw[:2048].replace(b"\0", b"").decode("latin-1")


def decode(path: Path, raw: bytes) -> tuple[str, str]:
    """The text of a file, and a remark where its bytes were not UTF-8.

    Official English texts that are not in Unicode are in Windows-1252, of which Latin-1 is a part.

    Raises:
        UnknownFormat: the bytes are no text.
    """
    text, said = _decoded(raw)
    if _share_of_controls(text) > _UNREADABLE_SHARE:
        raise UnknownFormat(path, "a file of data, not of text")
    return text, f"It was written in {said}, and is kept in UTF-8." if said else ""


def _decoded(raw: bytes) -> tuple[str, str]:
    for mark, name, said in _MARKS:
        if raw.startswith(mark):
            return raw.decode(name, "replace"), said
    head = raw[:4096]
    if head.count(0) > len(head) // 4:
        name = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        return raw.decode(name, "replace"), "UTF-16"
    try:
        return raw.decode(), ""
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), "Windows-1252 (or Latin-1)"


def _share_of_controls(text: str) -> float:
    sample = text[:4000]
    return (len(_CONTROL.findall(sample)) + sample.count("\ufffd")) / max(1, len(sample))


def cleaned(text: str) -> str:
    """``text`` without characters that can't be seen but change what is shown; soft hyphens go too."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub("", text).replace("\xad", "")


def has_hidden(text: str) -> bool:
    """Whether ``cleaned`` would take anything out."""
    return bool(_CONTROL.search(text)) or "\xad" in text
