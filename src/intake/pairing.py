"""Which resolution a follow-up answers, and by what that is known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..register import Register
from .follow_up import FollowUp
from .identifiers import Identifiers, text_number
from .resolution import Resolution

DECISIVE = 10
ENOUGH = 3
"""A date and a title that agree, or as much; a date alone is no proof: many resolutions are adopted on one day."""

_WORD = re.compile(r"[a-z0-9]{3,}")
_EMPTY = frozenset(
    (
        "the",
        "and",
        "for",
        "with",
        "from",
        "that",
        "its",
        "fight",
        "against",
        "european",
        "parliament",
        "resolution",
        "union",
    )
)
_RULE = re.compile(r"\bRules? ([0-9]+(?:\([0-9]+\))?)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A resolution as far as pairing needs to know it."""

    document: str
    """The id of its record, or of its draft."""
    title: str
    adopted: dt.date | None
    procedure: str
    text_numbers: frozenset[tuple[str, str, str]]
    tabled: frozenset[str]
    rule: str


@dataclass(frozen=True, slots=True)
class Match:
    """A resolution, and why it is held to be the one."""

    document: str
    reasons: tuple[str, ...]
    score: float

    @property
    def certain(self) -> bool:
        """Whether the two share a number."""
        return self.score >= DECISIVE


def candidate(document: str, resolution: Resolution, procedure: str) -> Candidate:
    """A resolution that was just read."""
    own = resolution.identifiers
    return Candidate(
        document,
        resolution.subject,
        resolution.adopted,
        procedure,
        own.text_numbers,
        frozenset((*own.motions, *own.joint)),
        _rule(resolution.legal_basis),
    )


def registered(register: Register) -> Iterable[Candidate]:
    """The resolutions that the register holds in a dossier."""
    for record in register.of_kind("documents"):
        if record.dossier and record.data.get("type") == "resolution" and "withdrawn" not in record.data:
            yield _of_record(record.id, record.data)


def _of_record(name: str, data: dict[str, Any]) -> Candidate:
    numbers = data.get("identifiers") if isinstance(data.get("identifiers"), dict) else {}
    assert isinstance(numbers, dict)  # noqa: S101 - for mypy
    keys = (text_number(str(numbers.get(each, ""))) for each in ("adopted_text", "provisional_text"))
    tabled = [str(each) for each in (*_listed(numbers.get("motions")), numbers.get("joint_motion", "")) if each]
    adopted = data.get("adopted")
    title = " ".join(str(each) for each in (*_listed(data.get("subjects")), data.get("title", "")))
    return Candidate(
        name,
        title,
        adopted if isinstance(adopted, dt.date) else None,
        str(numbers.get("procedure", "")),
        frozenset(key for key in keys if key),
        frozenset(tabled),
        _rule(str(data.get("legal_basis", ""))),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _rule(text: str) -> str:
    found = _RULE.search(text)
    return found[1] if found else ""


def matches(follow_up: FollowUp, candidates: Sequence[Candidate]) -> list[Match]:
    """The resolutions that the follow-up may answer, the likeliest first."""
    found = [match for each in candidates if (match := _compared(follow_up, each)).score >= ENOUGH]
    return sorted(found, key=lambda each: -each.score)


def best(follow_up: FollowUp, candidates: Sequence[Candidate]) -> Match | None:
    """The one resolution that the follow-up answers; None where none fits, or two fit as well."""
    found = matches(follow_up, candidates)
    if not found or (len(found) > 1 and found[0].score - found[1].score < 1):
        return None
    return found[0]


def _compared(follow_up: FollowUp, other: Candidate) -> Match:
    score, reasons = _by_numbers(follow_up.identifiers, other)
    day = follow_up.resolution_adopted
    if day and other.adopted:
        if day == other.adopted:
            score += 2
            reasons.append("both give the same day of adoption")
        else:
            score -= 4
            reasons.append("but the days of adoption differ")
    alike = max(_likeness(follow_up.subject, other.title), _likeness(follow_up.resolution_title, other.title))
    if alike >= 0.3:
        score += 2 if alike >= 0.6 else 1
        reasons.append("their titles share most words" if alike >= 0.6 else "their titles share words")
    rule = _rule(follow_up.fields.get("tabled", "") + " " + follow_up.fields.get("basis", ""))
    if rule and rule == other.rule:
        score += 1
        reasons.append(f"both name Rule {rule}")
    return Match(other.document, tuple(reasons), score)


def _by_numbers(own: Identifiers, other: Candidate) -> tuple[float, list[str]]:
    if other.procedure and other.procedure in own.procedures:
        return DECISIVE, [f"both name the procedure {other.procedure}"]
    if own.text_numbers & other.text_numbers:
        return DECISIVE, ["both name the same adopted text"]
    common = {*own.motions, *own.joint} & other.tabled
    if common:
        return DECISIVE, [f"both name {', '.join(sorted(common))}"]
    return 0, []


def _likeness(one: str, other: str) -> float:
    first, second = _words(one), _words(other)
    return len(first & second) / min(len(first), len(second)) if first and second else 0


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower())) - _EMPTY
