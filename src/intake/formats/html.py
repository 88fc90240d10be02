"""HTML: the Parliament's older and newer pages, EUR-Lex, and what word processors save."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import Damaged, MissingExtra, NothingToRead
from ..text import Block, Origin, Text, assembled
from .charset import cleaned
from .numbering import formatted

_SKIPPED = frozenset(
    (
        "script",
        "style",
        "head",
        "noscript",
        "template",
        "svg",
        "nav",
        "footer",
        "button",
        "select",
        "form",
        "iframe",
        "textarea",
        "object",
        "math",
        "header",
        "aside",
    )
)
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "td",
        "th",
        "tr",
        "li",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "ul",
        "ol",
        "dl",
        "section",
        "article",
        "main",
        "blockquote",
        "pre",
        "hr",
        "body",
        "center",
        "caption",
        "figure",
        "tbody",
        "br",
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NOTE_MARK = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|\*{1,3})\s*[\])]?\s*")
_MARKED = re.compile(r"(?:\(?\w{1,4}[.)]|[-–—•·▪])(?:\s|$)")
_NOTE_LINK = re.compile(r"#?_?(?:def|ref|ftn|footnote|note|ntr|fn|ntc)[_-]?", re.IGNORECASE)


def read_html(path: Path, raw: bytes) -> Text:
    """A page's text: what a reader sees of the document, without menus.

    Raises:
        MissingExtra: lxml isn't installed.
        NothingToRead: the page has no words.
    """
    try:
        from lxml import etree, html
    except ImportError as error:
        raise MissingExtra(path, "HTML", "lxml") from error
    parser = html.HTMLParser(
        encoding=_encoding(raw), remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError) as error:
        raise Damaged(path, "HTML", str(error)[:200]) from error
    walk = _Walk()
    walk.over(_main(root))
    if not walk.blocks:
        raise NothingToRead(path)
    origin = Origin(path, raw, "HTML", _address(root), str(root.get("lang") or "")[:2].lower())
    return assembled(origin, walk.blocks)


def _encoding(raw: bytes) -> str | None:
    """The encoding, where the bytes leave no doubt; else what the page declares."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return "utf-16" if raw[0] != 0xEF else "utf-8"
    try:
        raw.decode()
    except UnicodeDecodeError:
        declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", raw[:4096])
        name = declared[1].decode("ascii").lower() if declared else ""
        return None if name and name not in ("utf-8", "utf8") else "cp1252"
    return "utf-8"


def _main(root: Any) -> Any:
    """The part of the page that holds the document, where the page says so."""
    body = root.find("body")
    whole = body if body is not None else root
    for xpath in ("//main", "//*[@id='website-body']", "//*[@id='document1']", "//*[@id='text']", "//*[@role='main']"):
        found = root.xpath(xpath)
        if len(found) == 1 and _length(found[0]) > _length(whole) * 0.5:
            return found[0]
    return whole


def _length(element: Any) -> int:
    return len(str(element.xpath("normalize-space(string())")))


def _address(root: Any) -> str:
    for xpath in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content", "//base/@href"):
        for value in root.xpath(xpath):
            if re.fullmatch(r"https?://[^\s]+", str(value)):
                return str(value)
    return ""


class _Walk:
    """One pass over the elements, without recursion, since pages may be nested however deep."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._heading = False
        self._marker = ""
        self._counts: dict[Any, int] = {}

    def over(self, top: Any) -> None:
        for event, element in _events(top):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "skip":
                self._words.append(element.tail or "")
            elif event == "start":
                self._enter(tag)
                if tag == "li":
                    self._marker = self._counted(element)
                self._words.append(element.text or "")
            else:
                self._leave(tag)
                if element is not top:
                    self._words.append(element.tail or "")
        self._flush()

    def _enter(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            self._heading = tag in _HEADINGS

    def _counted(self, item: Any) -> str:
        """The number or bullet that a browser puts before an item of a list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return "–"
        start = parent.get("start") or "1"
        number = self._counts.get(parent, int(start) - 1 if start.isdecimal() else 0) + 1
        self._counts[parent] = number
        kinds = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
        said = formatted(number, kinds.get(parent.get("type") or "1", "decimal"))
        return f"({said})" if parent.get("type") in ("a", "i") else f"{said}."

    def _leave(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            self._heading = False

    def _flush(self) -> None:
        text = " ".join(cleaned("".join(self._words)).split())
        self._words.clear()
        if text:
            marked = self._marker and not _MARKED.match(text)
            self.blocks.append(Block(f"{self._marker} {text}" if marked else text, 0, self._heading))
            self._marker = ""


def _events(top: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    walk = etree.iterwalk(top, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element is not top and _is_skipped(element):
            walk.skip_subtree()
            yield "skip", element
            # lxml still reports the end of what it skipped.
            next(walk, None)
        else:
            yield event, element


def _is_skipped(element: Any) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _SKIPPED:
        return True
    if "display:none" in (element.get("style") or "").replace(" ", "") or element.get("hidden") is not None:
        return True
    return tag in ("a", "sup", "span") and _is_note_mark(element, tag)


def _is_note_mark(element: Any, tag: str) -> bool:
    """Whether an element is nothing but the mark of a footnote in running text; the note itself keeps its mark."""
    linked = _NOTE_LINK.match(element.get("href") or "") if tag == "a" else element.find(".//a") is not None
    if not (linked or tag == "sup"):
        return False
    if not _NOTE_MARK.fullmatch("".join(element.itertext())):
        return False
    return bool(_before(element).strip())


def _before(element: Any) -> str:
    """The text before an element in its paragraph."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return "".join(previous.itertext()) + (previous.tail or "")
    if parent is None or parent.tag in _BLOCKS:
        return (parent.text or "") if parent is not None else ""
    return (parent.text or "") + _before(parent)
