"""Texts as a search sees them: without what makes no difference, and as words."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_PLAIN = str.maketrans("’‘‛“”„‟–—‐‑", '\'\'\'""""----')
_WHITE = re.compile(r"\s")
_WORD = re.compile(r"\w+")
_TERM = re.compile(r'(?:(?P<field>[^\W\d][\w-]*):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')


class Term(NamedTuple):
    """One thing that must occur; ``field`` is empty where it may be anywhere."""

    field: str
    text: str

    @property
    def words(self) -> list[str]:
        """The words that must follow one another, of the last perhaps only the beginning."""
        return words(self.text)


def fold(text: str) -> str:
    """``text`` without what makes no difference in a search: case, accents, the shape of quotation marks."""
    if text.isascii():
        return _WHITE.sub(" ", text.lower())
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return _WHITE.sub(" ", "".join(char for char in decomposed if not unicodedata.combining(char)).casefold())


def words(folded: str) -> list[str]:
    """The words of a folded text: letters and digits that stand together."""
    return _WORD.findall(folded)


def parse(query: str, fields: frozenset[str]) -> list[Term]:
    """The terms of a query. ``field:`` counts as such where the register knows the field, else as text."""
    terms = []
    for found in _TERM.finditer(query.translate(_PLAIN)):
        text = found["phrase"] if found["phrase"] is not None else found["word"]
        name = fold(found["field"] or "")
        if name and name not in fields:
            name, text = "", found[0]
        folded = " ".join(fold(text).split())
        if folded:
            terms.append(Term(name, folded))
    return terms
