"""XML: the Parliament's own adopted texts, Formex of the Official Journal, Akoma Ntoso.

What is a paragraph is told by where text stands, not by the names of elements: an element beside
text of its parent belongs to the line, any other begins a new one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..errors import Damaged, MissingExtra, NothingToRead
from ..text import Block, Origin, Text, assembled
from .charset import cleaned

_SKIPPED = frozenset(("meta", "bib.instance", "bib.data", "bib.doc", "metadata", "head", "script", "style"))
_NOTES = frozenset(("note", "authorialnote", "footnote", "gr.notes", "notes"))
_NOTE_MARKS = frozenset(("noteref", "note.ref", "footnotereference", "reference.note"))
_HEADINGS = frozenset(("heading", "ti", "title", "subheading", "ti.cj", "stitle", "ti.grseq", "sti.grseq"))


def read_xml(path: Path, raw: bytes) -> Text:
    """The text of an XML document. Entities are not resolved and nothing outside the file is read.

    Raises:
        MissingExtra: lxml isn't installed.
        Damaged: the file is not well-formed.
        NothingToRead: it has no words.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtra(path, "XML", "lxml") from error
    root = _parsed(path, raw, etree)
    reading = _Reading()
    reading.over(root, etree)
    if not reading.blocks:
        raise NothingToRead(path)
    origin = Origin(path, raw, f"XML ({_vocabulary(root)})", _address(root), _language(root))
    return assembled(origin, reading.blocks, (), reading.notes)


def _parsed(path: Path, raw: bytes, etree: Any) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(raw, parser=parser)
    except (etree.XMLSyntaxError, ValueError, RecursionError) as error:
        raise Damaged(path, "XML", str(error)[:200]) from error


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _vocabulary(root: Any) -> str:
    name = _name(root)
    if name == "akomantoso":
        return "Akoma Ntoso"
    schema = " ".join(str(value) for value in root.attrib.values()).lower()
    return "Formex" if "formex" in schema or name in ("act", "general", "agr", "communication", "resolution") else name


def _language(root: Any) -> str:
    for key, value in root.attrib.items():
        if key.rpartition("}")[2].lower() in ("lang", "language"):
            return str(value)[:2].lower()
    for element in root.iter("{*}FRBRlanguage", "LG.DOC"):
        found = element.get("language") or element.text or ""
        return "en" if str(found).lower() == "eng" else str(found)[:2].lower()
    return ""


def _address(root: Any) -> str:
    for element in root.iter("{*}FRBRuri"):
        if re.match(r"https?://\S+$", element.get("value") or ""):
            return str(element.get("value"))
    return ""


class _Reading:
    """One pass over the elements, without recursion."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[str] = []
        self._words: list[str] = []

    def over(self, root: Any, etree: Any) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = _name(element)
            if event == "start" and (not name or name in _SKIPPED or name in _NOTES or name in _NOTE_MARKS):
                if name in _NOTES:
                    self._note(element)
                walk.skip_subtree()
            elif event == "start":
                if not _in_line(element):
                    self._flush()
                self._words.append(_sign(element, name) + (element.text or ""))
            else:
                if name and not _in_line(element):
                    self._flush(heading=name in _HEADINGS)
                if element is not root:
                    self._words.append(element.tail or "")
        self._flush()

    def _note(self, element: Any) -> None:
        words = " ".join(cleaned(" ".join(element.itertext())).split())
        mark = element.get("marker") or element.get("NUMREF") or ""
        if words:
            self.notes.append(words if words.startswith("(") or not mark else f"({mark.strip('()')}) {words}")

    def _flush(self, *, heading: bool = False) -> None:
        text = " ".join(cleaned("".join(self._words)).split())
        self._words.clear()
        if text:
            self.blocks.append(Block(text, 0, heading))


def _in_line(element: Any) -> bool:
    """Whether an element stands in the midst of its parent's text."""
    parent = element.getparent()
    if parent is None:
        return False
    if (parent.text or "").strip() or (element.tail or "").strip():
        return True
    return any((each.tail or "").strip() for each in element.itersiblings(preceding=True))


def _sign(element: Any, name: str) -> str:
    """Formex writes quotation marks as empty elements with the character's number."""
    code = element.get("CODE") if name in ("quot.start", "quot.end") else None
    try:
        return chr(int(code, 16)) if code else ""
    except (ValueError, OverflowError):
        return ""
