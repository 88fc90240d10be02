"""The numbers that Word puts before paragraphs without their being part of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVEL = re.compile(r"%(\d)")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Counts the paragraphs of each list as Word does."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[str, Any]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._by_style: dict[str, Any] = {}
        self._headings: set[str] = set()
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read_lists(self, numbering: Any) -> None:
        abstract = {
            each.get(f"{_W}abstractNumId"): {level.get(f"{_W}ilvl"): level for level in each.findall(f"{_W}lvl")}
            for each in numbering.findall(f"{_W}abstractNum")
        }
        for each in numbering.findall(f"{_W}num"):
            name = _value(each, "abstractNumId")
            self._levels[each.get(f"{_W}numId")] = abstract.get(name, {})

    def _read_styles(self, styles: Any) -> None:
        for style in styles.findall(f"{_W}style"):
            name = style.get(f"{_W}styleId")
            properties = style.find(f"{_W}pPr/{_W}numPr")
            if properties is not None:
                self._by_style[name] = properties
            if re.match(r"(?i)heading|title", _value(style, "name")):
                self._headings.add(name)

    def is_heading(self, paragraph: Any) -> bool:
        """Whether the paragraph's style is that of a heading."""
        style = _value(paragraph, f"pPr/{_W}pStyle")
        return style in self._headings or bool(re.match(r"(?i)heading\d|title", style))

    def next(self, paragraph: Any) -> str:
        """The number of this paragraph, or its bullet; empty for one that has none."""
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            properties = self._by_style.get(_value(paragraph, f"pPr/{_W}pStyle"))
        if properties is None:
            return ""
        number = _value(properties, "numId")
        depth = _value(properties, "ilvl") or "0"
        level = self._levels.get(number, {}).get(depth)
        if level is None or not depth.isdecimal():
            return ""
        return self._counted(number, int(depth), level)

    def _counted(self, number: str, depth: int, level: Any) -> str:
        counts = self._counts[number]
        counts[depth] = counts.get(depth, _start(level) - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if _value(level, "numFmt") == "bullet":
            return "–"
        return _LEVEL.sub(lambda found: self._said(number, int(found[1]) - 1), _value(level, "lvlText"))

    def _said(self, number: str, depth: int) -> str:
        level = self._levels[number].get(str(depth))
        count = self._counts[number].get(depth, 1)
        return formatted(count, _value(level, "numFmt") if level is not None else "decimal")


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _start(level: Any) -> int:
    start = _value(level, "start")
    return int(start) if start.isdecimal() else 1


def formatted(count: int, form: str) -> str:
    """A number in the form that Word calls by this name: decimal, lowerLetter, upperRoman."""
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return str(count)


def _roman(count: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        while count >= value:
            said += letters
            count -= value
    return said
