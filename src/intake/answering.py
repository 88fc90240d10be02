"""Which sentence of a section speaks of which ask, by the words of weight that they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .follow_up import Section
from .times import sentences

_WORD = re.compile(r"[A-Za-z][a-z’'-]{3,}|[A-Z]{2,}|[0-9]{4}/[0-9]+")


_COMMON = frozenset(
    [
        "that",
        "this",
        "with",
        "from",
        "have",
        "been",
        "will",
        "their",
        "they",
        "which",
        "these",
        "those",
        "such",
        "also",
        "other",
        "more",
        "into",
        "than",
        "when",
        "where",
        "through",
        "towards",
        "under",
        "including",
        "order",
        "view",
        "commission",
        "member",
        "states",
        "parliament",
        "european",
        "union",
        "calls",
        "call",
        "urges",
        "asks",
        "notes",
        "welcomes",
        "stresses",
        "considers",
        "measures",
        "action",
        "actions",
        "appropriate",
        "ensure",
        "further",
        "necessary",
        "take",
        "taken",
        "taking",
        "level",
        "particular",
        "regard",
        "within",
        "between",
        "well",
        "should",
        "must",
        "about",
        "there",
        "some",
        "many",
        "most",
        "only",
        "both",
        "each",
        "very",
        "would",
        "could",
    ]
)


_DECLINES = re.compile(
    r"\bthe (?:European )?Commission (?:(?:will|does|can|could|is|has|would) (?:\w+ ){0,2}?(?:not|no)\b|cannot\b|"
    r"sees no (?:need|reason)|rejects|disagrees|is unable)",
    re.IGNORECASE,
)


_NO_DECISION = re.compile(r"\bnot (?:only|yet|a member)\b|\bnot,? itself\b|\bno (?:doubt|longer)\b", re.IGNORECASE)


ENOUGH = 2
"""So many words of weight in common make a sentence one that speaks of the ask."""


class Sentences:
    """The sentences of a section, by the words of weight in them."""

    def __init__(self, section: Section) -> None:
        self._all = [piece.text[start:end] for piece in section.pieces for start, end in sentences(piece.text)]
        self._words = [weighty(each) for each in self._all]
        self._often = Counter(word for words in self._words for word in words)

    def best(self, ask: str) -> tuple[str, int]:
        """The sentence that has most in common with an ask, and how many words of weight that is."""
        wanted = weighty(ask)
        scores = [(self._weight(words & wanted), -at) for at, words in enumerate(self._words)]
        if not scores:
            return "", 0
        _, at = max(scores)
        return self._all[-at], len(self._words[-at] & wanted)

    def _weight(self, words: frozenset[str]) -> float:
        return sum((1.0 / (1 + self._often[word]) for word in words), 0.0)

    def declining(self, ask: str) -> str:
        """A sentence by which the Commission declines, in so many words, what is asked."""
        wanted = weighty(ask)
        for sentence, words in zip(self._all, self._words, strict=True):
            if _DECLINES.search(sentence) and not _NO_DECISION.search(sentence) and words & wanted:
                return sentence
        return ""


def weighty(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, cut to their stems."""
    return frozenset(_stem(word.lower()) for word in _WORD.findall(text) if word.lower() not in _COMMON)


def _stem(word: str) -> str:
    word = re.sub(r"[’'].*$", "", word)
    return (
        re.sub(r"(?:ations?|ings?|ements?|ers?|ed|es|s|ive|ly|ion|al)$", "", word)
        if len(word) > 5
        else word.removesuffix("s")
    )


def nearest(words: str, asks: Sequence[tuple[str, str]]) -> list[str]:
    """The ask that has most in common with the words of a deadline."""
    wanted = weighty(words)
    scored = [(len(weighty(text) & wanted), -at) for at, (_, text) in enumerate(asks)]
    if not scored:
        return []
    best, at = max(scored)
    return [asks[-at][0]] if best else [asks[0][0]] if len(asks) == 1 else []
