"""What sort of document a text is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from .follow_up import TITLE, label_of
from .text import Block, Text

Sort = Literal["resolution", "follow-up"]

_HEAD = 60
_OTHERS = (
    (
        r"\b(?:JOINT )?MOTION FOR A RESOLUTION\b|^Motion for a resolution",
        "a motion for a resolution, which Parliament hasn't adopted in this form",
    ),
    (
        r"\bDRAFT (?:OPINION|REPORT)\b|^\s*REPORT\s*$|\bREPORT on\b|\bRapporteur\s*:",
        "a report of a committee, or a draft of one",
    ),
    (r"\bHAVE ADOPTED THIS DIRECTIVE\b|^DIRECTIVE \(?(?:EU\)? )?[0-9]|^Directive [0-9]{2,4}/[0-9]+/E", "a directive"),
    (
        (
            r"\bHAVE ADOPTED THIS REGULATION\b|\bHAS ADOPTED THIS REGULATION\b|^(?:COUNCIL |COMMISSION "
            r")?(?:IMPLEMENTING "
            r"|DELEGATED )?REGULATION \("
        ),
        "a regulation",
    ),
    (r"\bHA(?:S|VE) ADOPTED THIS DECISION\b|^(?:COUNCIL |COMMISSION )?DECISION\b", "a decision"),
    (r"COMMUNICATION FROM THE COMMISSION", "a communication of the Commission"),
    (r"REPORT FROM THE COMMISSION", "a report of the Commission"),
    (
        r"Question for (?:written|oral) answer|Parliamentary question|Answer given by",
        "a parliamentary question or its answer",
    ),
    (r"\bPress release\b|PRESS RELEASE|\bFor immediate release\b", "a press release"),
    (r"Council conclusions|COUNCIL CONCLUSIONS", "conclusions of the Council"),
    (r"\bMINUTES\b|Minutes of (?:the )?(?:sitting|proceedings)", "minutes"),
    (
        (
            r"Entschließung des Europäischen Parlaments|Résolution du Parlement européen|Resolución del Parlamento "
            r"Europeo|Risoluzione del Parlamento europeo"
            r"|Resolutie van het Europees Parlement|Rezolucja Parlamentu Europejskiego|Resolução do Parlamento Europeu|"
            r"Europa-Parlamentets beslutning|Europaparlamentets resolution"
        ),
        "a resolution in another language than English, the only one that can be read so far",
    ),
)
_RESOLUTION = re.compile(
    r"European Parliament (?:(?:non-legislative|legislative) )?(?:resolution|recommendation)\b|\bP[0-9]{1,2}_TA",
    re.IGNORECASE,
)
_TITLE = re.compile(r"European Parliament (?:(?:non-legislative|legislative) )?resolution of\b")
_OPENING = re.compile(r"The European Parliament\s*,?\s*$|The European Parliament\s*,\s", re.IGNORECASE)
_REGARD = re.compile(r"(?:[-–—•]\s*)?having regard to\b", re.IGNORECASE)
_CALL = re.compile(r"\(?[0-9]{1,3}[a-z]?[.)]?\s*[A-Z][a-z]+s\b")


def sort_of(text: Text) -> Sort | None:
    """What a text is, by its wording; None for neither."""
    head = text.blocks[:_HEAD]
    if _TITLE.match(head[0].text) and _is_resolution(text.blocks):
        return "resolution"
    if _is_follow_up(head):
        return "follow-up"
    if _is_motion(head):
        return None
    return "resolution" if _is_resolution(text.blocks) else None


def _is_follow_up(head: Sequence[Block]) -> bool:
    titled = any(TITLE.search(each.text) and len(each.text) < 600 for each in head[:15])
    labels = {label for each in head if (label := label_of(each.text))}
    opened = any(_OPENING.fullmatch(each.text) for each in head)
    return (titled and not opened and bool(labels or len(head) > 1)) or (len(labels) >= 3 and not opened)


def _is_motion(head: Sequence[Block]) -> bool:
    start = " ".join(each.text for each in head[:25])
    return bool(re.search(_OTHERS[0][0], start)) and not re.search(r"\bP[0-9]{1,2}_TA|Texts adopted", start)


def _is_resolution(blocks: Sequence[Block]) -> bool:
    head = blocks[:200]
    named = any(_RESOLUTION.search(each.text) for each in head[:_HEAD])
    opened = any(_OPENING.match(each.text) for each in head)
    regards = sum(bool(_REGARD.match(each.text)) for each in head)
    whereas = sum(bool(re.match(r"(?:\(?[A-Z]{1,2}[a-z]?[.)]?\s+)?whereas\b", each.text)) for each in blocks[:60])
    return (named and (opened or regards + whereas > 0)) or (opened and regards + whereas > 1)


def looks_like(text: Text) -> str:
    """In words, what a document is that is neither."""
    start = "\n".join(each.text for each in text.blocks[:40])
    for pattern, said in _OTHERS:
        if re.search(pattern, start, re.MULTILINE):
            return f"it looks like {said}"
    first = text.blocks[0].text
    return f"it begins “{first[:70]}{'…' if len(first) > 70 else ''}”"
