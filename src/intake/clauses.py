"""A paragraph taken apart at the joints of its sentences: its verbs, and the single things that each asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .verbs import BASE, CLAUSE, CONJUNCTION, Verb, asks_after_and, bare, verb_at

_ADVERBS = (
    r"(?:(?:[a-z]+ly|further|also|not|better|more|at least|no longer|never|instead|together|always|again|thus|"
    r"then|both|either|first|once|soon|even|actively)(?:,| and| or|)\s+){0,4}"
)
INFINITIVE = re.compile(rf"\bto\s+(?P<adverbs>{_ADVERBS})(?P<verb>[a-z][a-z-]+)\b")
_NOT_HEAD = re.compile(
    r"(?:\b(?:yet|failed|fail|fails|failing|continue|continues|have|has|wish|wishes|wishing|want|want|intend|intends|"
    r"able|unable|required|due|likely|refuse|refuses"
    r"|refused|committed|need|needs|allowed|entitled|willing|ready|obliged|decided|pledged|agreed|supposed|seeking|"
    r"aiming|tend|asked|urged|order|so as|efforts|ability|capacity"
    r"|right|as|how|what|where|when|whether|power|failure|commitment|obligation|duty|attempt|attempts|proposal|"
    r"proposals|plan|plans|decision|access|measures|steps|need|action|designed|used|enough|necessary|forced|"
    r"compelled))\s$"
)
_JOINT = re.compile(
    rf"(?P<before>[,;])?\s+(?P<and>(?:and|as well as|but|and also|but also|and then|and thus|and thereby|and, "
    rf"[^,;]{{1,40}},)\s+)(?P<to>(?:also\s+|furthermore\s+|in particular\s+)?to\s+{_ADVERBS}(?P<verb>[a-z][a-z-]+)\b)"
)
_SERIES = re.compile(rf"(?P<mark>[,;])\s+(?P<to>to\s+{_ADVERBS}(?P<verb>[a-z][a-z-]+)\b)")
_ASIDE = re.compile(
    r"(?:[a-z]+ing\b|including|such as|in particular|inter alia|especially|notably|as well as|where|which|who|when|"
    r"if|among|with|without|by|through|in|under|on|at|for|as|based|taking)\b"
)
_NO_THING = (
    r"(?!example|instance|this reason|these reasons|that (?:purpose|reason)|the (?:purpose|sake|time being)|"
    r"which|whom)"
)
_FOR = re.compile(rf"(?P<comma>,)?\s+(?:and|as well as)\s+(?:also\s+)?for\s+{_NO_THING}(?=[A-Za-z])")
_FOR_SERIES = re.compile(rf",\s+for\s+{_NO_THING}(?=[A-Za-z])")
_THAT = re.compile(
    r"(?P<comma>,)?\s+and\s+that\s+(?=(?:the|a|an|all|its|any|this|these|those|such|it|they|there|[A-Z])\b)"
)
_ON = re.compile(r",?\s+and\s+(?:also\s+)?(?:up)?on\s+(?=(?:the|its|all|those|each|[A-Z])\b[^,;]{0,120}?\bto\s+[a-z])")
_AND_OTHERS = re.compile(
    r"(?<!Commission)(?<!Council)(?<!States)(?<!Parliament),?\s+and\s+(?=(?:the (?:Commission|Council|Member States|"
    r"European [A-Z]\w+"
    r"|EEAS|VP/HR)|Member States|Parliament|Europol|Eurojust|Frontex)\s+to\s+[a-z])"
)
_FIRST_POINT = re.compile(r"(?::|\bto)\s+(?=(?:\((?:[a-z]{1,2}|[ivx]{1,5}|[0-9]{1,2})\)|[-–—•·])\s)")
_NEXT_POINT = re.compile(r"[;,]\s+(?:and\s+)?(?=(?:\((?:[a-z]{1,2}|[ivx]{1,5}|[0-9]{1,2})\)|[–—•·])\s)")
_RELATIVE = re.compile(
    r",\s+(?=(?:which|who)\s+(?:should|must|shall|ought to)\s+(?:[a-z]+ly\s+|also\s+)?(?!be\b)[a-z])"
)
_DUTY = re.compile(
    r"\b(?:(?:is|are|were|was) (?:legally |also |fully )?(?:required|obliged|bound|obligated|under an? (?:\w+ "
    r")?obligation)"
    r"|ha(?:s|ve) (?:a|an|the) (?:\w+ )?(?:duty|obligation|responsibility) to|must)\b"
)
_BODY = re.compile(r"\b(?:Member States?|Commission|Council|Parliament|Union|EU|authorities|governments?)\b")
_QUOTES = {"(": ")", "[": "]", "‘": "’", "“": "”"}
_SUB_ASK = re.compile(
    rf"(?:\(?(?:[a-z]{{1,2}}|[ivx]{{1,5}}|[0-9]{{1,2}})[).]|[-–—−•·▪])\s+(?:(?:to|that|by|"
    rf"for)\s+)?{_ADVERBS}(?P<word>[a-z][a-z-]+)\b"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """What one verb of Parliament governs."""

    start: int
    end: int
    verb: Verb


@dataclass(frozen=True, slots=True)
class Segment:
    """One ask, or a passage that asks for nothing: where it stands in the paragraph, and the clause that governs it."""

    start: int
    end: int
    clause: Clause
    relative: bool = False
    """Whether it is a relative clause that says what somebody named before it should do."""
    own_object: int = -1
    """Where the addressee stands, if this part of the clause has one of its own."""


def clauses(text: str) -> list[Clause]:
    """The clauses of a paragraph, each with its verb; the first begins with the paragraph."""
    starts = [0, *sorted(set(_later_starts(text)))]
    found: list[tuple[int, Verb]] = []
    for start in starts:
        verb = verb_at(text, start, first=start == 0)
        if verb or start == 0:
            found.append((start, verb or Verb("", "position", 0, 0)))
    ends = [start for start, _ in found[1:]] + [len(text)]
    return [Clause(start, end, verb) for (start, verb), end in zip(found, ends, strict=True)]


def _later_starts(text: str) -> Iterator[int]:
    depth = _depths(text)
    for match in CLAUSE.finditer(text):
        if not depth[match.start()] and verb_at(text, _after_marker(text, match.end())):
            yield match.end()
    for match in CONJUNCTION.finditer(text):
        verb_start = match.end()
        if depth[match.start()] or verb_at(text, verb_start) is None:
            continue
        if asks_after_and(text, match.start("verb")) or (match["comma"] and _is_plain_position(match["verb"])):
            yield (
                match.start()
                + (1 if match["comma"] else 0)
                + (len(match[0]) - len(match[0].lstrip(", ")) - (1 if match["comma"] else 0))
            )


def _after_marker(text: str, start: int) -> int:
    """Where the words of a sub-point begin, after its letter."""
    marker = re.match(r"(?:\(?(?:[a-z]{1,2}|[ivx]{1,5}|[0-9]{1,2})\)|[-–—−•·▪])\s+", text[start : start + 12])
    return start + marker.end() if marker else start


def _is_plain_position(verb: str) -> bool:
    return verb in (
        "welcomes",
        "stresses",
        "notes",
        "regrets",
        "considers",
        "believes",
        "recalls",
        "underlines",
        "emphasises",
    )


def _depths(text: str) -> bytearray:
    """For each character, whether it stands within brackets or quotation marks."""
    inside = bytearray(len(text) + 1)
    stack: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        if char in _QUOTES and not (char == "‘" and stack):
            stack.append((_QUOTES[char], at))
        elif (
            stack
            and char == stack[-1][0]
            and not (char == "’" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalpha())
        ):
            start = stack.pop()[1]
            inside[start : at + 1] = b"\1" * (at + 1 - start)
    return inside


def segments(text: str, breaks: Sequence[int] = ()) -> list[Segment]:
    """The asks of a paragraph, and what it says besides, in order and without a gap.

    ``breaks``: where its sub-points begin. A paragraph that asks for nothing is one segment.
    """
    found = clauses(text)
    parts: list[Segment] = []
    for clause in found:
        if clause.verb.asks:
            parts += _asks(text, clause, breaks)
        elif is_reminder(text, clause):
            parts.append(Segment(clause.start, clause.end, Clause(clause.start, clause.end, _reminding(clause.verb))))
        elif parts and not parts[-1].clause.verb.asks and not parts[-1].relative:
            parts[-1] = Segment(parts[-1].start, clause.end, parts[-1].clause)
        else:
            parts.append(Segment(clause.start, clause.end, clause))
    return parts


def is_reminder(text: str, clause: Clause) -> bool:
    """Whether a clause that begins “recalls that” speaks of somebody's duty."""
    words = text[clause.verb.end : clause.end]
    return verb_words(clause.verb) == "recalls" and bool(_DUTY.search(words)) and bool(_BODY.search(words))


def _reminding(verb: Verb) -> Verb:
    return Verb(verb.words, "reminds", verb.start, verb.end)


def _asks(text: str, clause: Clause, breaks: Sequence[int]) -> list[Segment]:
    starts = {clause.start: -1}
    inner = [each for each in breaks if clause.verb.end < each < clause.end] or _inline_points(text, clause)
    own = verb_words(clause.verb)
    if inner and _are_asks(text, clause, inner):
        starts |= dict.fromkeys(inner[1:], -1)
    elif own in ("calls for", "appeals for"):
        starts |= dict.fromkeys(_after_for(text, clause), -1)
    elif _governs_that(text, clause):
        starts |= dict.fromkeys(_after_that(text, clause), -1)
    else:
        starts |= dict.fromkeys(_infinitives(text, clause), -1)
        head = head_infinitive(text, clause.verb.end, clause.end) or clause.end
        for joint in (*_ON.finditer(text, head, clause.end), *_AND_OTHERS.finditer(text, head, clause.end)):
            starts[joint.start() + _blanks(joint[0])] = joint.end()
    relatives = {match.end() for match in _RELATIVE.finditer(text, clause.verb.end, clause.end)}
    ordered = sorted(starts.keys() | relatives)
    ends = [*ordered[1:], clause.end]
    return [
        Segment(start, end, clause, relative=start in relatives, own_object=starts.get(start, -1))
        for start, end in zip(ordered, ends, strict=True)
    ]


def _inline_points(text: str, clause: Clause) -> list[int]:
    """Where the points of a list begin that was printed on one line: “to: (a) …; (b) …”."""
    first = _FIRST_POINT.search(text, clause.verb.end, clause.end)
    if first is None:
        return []
    others = [each.end() for each in _NEXT_POINT.finditer(text, first.end(), clause.end)]
    return [first.end(), *others] if others else []


def verb_words(verb: Verb) -> str:
    """The verb without what interrupts it or strengthens it."""
    return bare(verb.words)


def _blanks(joint: str) -> int:
    return len(joint) - len(joint.lstrip(", "))


def _governs_that(text: str, clause: Clause) -> bool:
    return bool(re.match(r",?\s+(?:[^,;]{0,60},\s+)?that\b", text[clause.verb.end : clause.verb.end + 80]))


def _are_asks(text: str, clause: Clause, inner: Sequence[int]) -> bool:
    """Whether the sub-points of a list each say what is to be done."""
    if text[clause.verb.end : inner[0]].rstrip().endswith(("to:", "to", "that:", "to :", "by:")):
        return True
    found = [_SUB_ASK.match(text, each) for each in inner]
    return sum(bool(match and (match["word"] in BASE or match["word"].endswith("ing"))) for match in found) * 2 > len(
        inner
    )


def head_infinitive(text: str, start: int, end: int) -> int | None:
    """Where “to do” begins that says what the addressees before it are to do; None where there is none."""
    fallback = None
    for match in INFINITIVE.finditer(text, start, end):
        if _NOT_HEAD.search(text[max(start, match.start() - 16) : match.start()]):
            continue
        if match["verb"] in BASE:
            return match.start()
        if fallback is None and match["verb"] not in (
            "the",
            "a",
            "an",
            "its",
            "their",
            "this",
            "that",
            "these",
            "those",
            "which",
            "all",
        ):
            fallback = match.start()
    return fallback


def _infinitives(text: str, clause: Clause) -> Iterator[int]:
    """Where each further “to do” of a clause begins that stands beside the first, not below it."""
    head = head_infinitive(text, clause.verb.end, clause.end)
    colon = text.find(":", clause.verb.end, clause.end)
    if head is None:
        return
    if 0 <= colon < head and text[colon + 1 : head].strip():
        return
    depth = _depths(text[: clause.end])
    joints = [m for m in _JOINT.finditer(text, head + 3, clause.end) if m["verb"] in BASE and not depth[m.start()]]
    accepted: list[tuple[int, int]] = []
    last = head
    for match in joints:
        if match["before"] or not _has_infinitive(text, _after_infinitive(text, last), match.start()):
            accepted.append((match.start("and"), match.start("to")))
            last = match.start("to")
    for match in _SERIES.finditer(text, head + 3, clause.end):
        closes = any(start > match.start() for start, _ in accepted)
        if (
            match["verb"] in BASE
            and not depth[match.start()]
            and (match["mark"] == ";" or closes)
            and not _ends_aside(text, head, match.start())
        ):
            accepted.append((match.start("to"), match.start("to")))
    yield from sorted({start for start, _ in accepted})


def _after_infinitive(text: str, start: int) -> int:
    match = INFINITIVE.match(text, text.index("to", start))
    return match.end() if match else start


def _has_infinitive(text: str, start: int, end: int) -> bool:
    """Whether another “to do” stands between, to which a following “and to” would belong."""
    return any(match["verb"] in BASE for match in INFINITIVE.finditer(text, start, end))


def _ends_aside(text: str, head: int, comma: int) -> bool:
    """Whether a comma ends an aside (“, involving all actors,”), after which the sentence before it goes on."""
    before = text.rfind(", ", head, comma)
    return before >= 0 and bool(_ASIDE.match(text, before + 2)) and not INFINITIVE.search(text, before, comma)


def _after_for(text: str, clause: Clause) -> Iterator[int]:
    depth = _depths(text[: clause.end])
    last = clause.verb.end
    series = list(_FOR_SERIES.finditer(text, clause.verb.end, clause.end))
    for match in _FOR.finditer(text, clause.verb.end, clause.end):
        before = [each for each in series if each.start() < match.start() and not depth[each.start()]]
        if before:
            yield from (each.start() + _blanks(each[0]) for each in before)
            last = before[-1].end()
        if not depth[match.start()] and (match["comma"] or not re.search(r"\bfor\b", text[last : match.start()])):
            yield match.start() + _blanks(match[0])
            last = match.end()


def _after_that(text: str, clause: Clause) -> Iterator[int]:
    depth = _depths(text[: clause.end])
    for match in _THAT.finditer(text, clause.verb.end, clause.end):
        if not depth[match.start()]:
            yield match.start() + _blanks(match[0])
