"""Times by which something is due, promised or asked for, as sentences of both documents set them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..register.dates import When
from .actors import Actors
from .times import Time, sentences, times

Type = Literal["legal", "commitment", "requested", "event", "recurring"]

_LEGAL = re.compile(
    r"deadline\s+(?:for|of|to)\b|transposition (?:deadline|date|period)|(?:were|was|are|is) due to (?:be )?(?:adopt|"
    r"transpos|implement|notif|appl|enter|ratif|compl)"
    r"|(?:ha[sd]|have|had) (?:until|to (?:be )?(?:transpos|implement|comply|bring into force))|date of "
    r"(?:application|entry into)|enter(?:s|ed)? into (?:force|application)"
    r"|(?:should|must|shall|to be) (?:be |have been )?transposed|(?:becomes?|be) applicable|will apply (?:as "
    r")?(?:from|of)|obliged to (?:transpose|implement)",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:conference|summit|meeting|forum|month|week|campaign|event|workshop|seminar|round ?table|assembly|session|"
    r"hearing|dialogue|congress|symposium|launch|election|anniversary|European Year)s?\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|stands?\s+ready\s+to|remains?\s+(?:ready|committed)\s+to|intends?\s+to|plans?\s+to|aims?\s+to|"
    r"envisages?|foresees?|proposes\s+to|undertakes?\s+to|"
    r"pledges?\s+to|commits?\s+(?:itself\s+)?to|expects?\s+to|hopes?\s+to"
    r"|(?:is|are)\s+(?:also\s+|currently\s+|fully\s+|now\s+)?(?:ready|committed|expected|planned|scheduled|due|set|"
    r"willing|determined|foreseen|envisaged|considering|preparing|ongoing|under way|underway|working (?:on|towards)|"
    r"planning|to be)\b(?:\s+to)?)\b",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(r"\b(?:not|neither|nor|never)(?:\s\w+ly)?\s+$")
_DATED_BY_LAW = re.compile(r"deadline|date of|appl|enter", re.IGNORECASE)
_HELD = re.compile(r"organis|hold|host|take place|attend|held")
_NEGATED = re.compile(r"^\W*(?:\w+\s+){0,2}not\b")
_MUST = re.compile(
    r"\b(?:must|should|shall|ought to|needs? to|ha(?:s|ve) to|(?:is|are) (?:required|obliged|bound) "
    r"to)\b"
)
LONGEST_WORDS = 420
SHORTEST_TITLE = 4
"""In words: what comes after the verb and is shorter says too little."""


@dataclass(frozen=True, slots=True)
class Due:
    """A time limit in the words of a document."""

    type: Type
    words: str
    when: When | None
    title: str
    responsible: tuple[str, ...]
    recurrence: str = ""
    passage: int = 0
    """Where in the text it was read from the words begin."""


def asked_by(
    text: str, addressees: tuple[str, ...], adopted: dt.date | None, title: str, *, asks: bool = True
) -> Iterator[Due]:
    """The times in one ask of a resolution; in a view, those by which something must be done."""
    found: dict[str, Due] = {}
    if not asks and not _MUST.search(text) and not _LEGAL.search(text):
        return
    for time in times(text, adopted):
        if time.recurring:
            words = _passage(text, time)
            said = time.words(text).lower()
            found.setdefault("recurring", Due("recurring", words, None, title, addressees, f"{said}, as the text says"))
        elif time.limit or (time.when is not None and _is_later(time.when, adopted)):
            kind: Type = "legal" if time.when is not None and _LEGAL.search(text) else "requested"
            key = str(time.when or "")
            if key not in found:
                found[key] = Due(kind, _passage(text, time), time.when, title, () if kind == "legal" else addressees)
    if len(found) > 1 and "" in found:
        del found[""]
    yield from found.values()


def promised_in(text: str, actors: Actors, adopted: dt.date | None) -> Iterator[Due]:
    """The times and promises in a section of a follow-up, sentence by sentence."""
    for start, end in sentences(text):
        sentence = text[start:end]
        for each in _in_sentence(sentence, actors, adopted):
            yield Due(each.type, each.words, each.when, each.title, each.responsible, each.recurrence, start)


def _in_sentence(sentence: str, actors: Actors, adopted: dt.date | None) -> Iterator[Due]:
    found = [time for time in times(sentence, adopted) if time.when is not None]
    later = [time for time in found if _is_later(time.when, adopted)]
    legal = _legal(sentence, found, later, actors)
    modal = next((match for match in _FUTURE.finditer(sentence) if not _is_negated(sentence, match)), None)
    if legal is not None:
        yield legal
    elif modal is not None and (later or not _denies(sentence, modal.start())):
        yield _promise(sentence, modal, later, actors)
    elif not any(_is_negated(sentence, match) for match in _FUTURE.finditer(sentence)):
        yield from _announced(sentence, later, actors)


def _legal(sentence: str, found: list[Time], later: list[Time], actors: Actors) -> Due | None:
    """The time limit of a law, as far as the sentence sets one; of several times the one that is still to come."""
    said = _LEGAL.search(sentence)
    if said is None or not found:
        return None
    time = min(found, key=lambda each: (each not in later, not each.limit, abs(each.start - said.end())))
    if not time.limit and not _DATED_BY_LAW.search(said[0]):
        return None
    return Due("legal", sentence.strip(), time.when, _title(sentence), _subject(sentence[: said.start()], actors))


def _promise(sentence: str, modal: re.Match[str], later: list[Time], actors: Actors) -> Due:
    after = [time for time in later if time.limit or time.start > modal.start()] or later
    when = after[0].when if after else None
    near = sentence[max(0, after[0].start - 80) : after[0].end] if after else ""
    event = _EVENT.search(near) and _HELD.search(sentence[modal.start() :])
    title = _event_title(sentence, after[0]) if event else _title(sentence[modal.end() :])
    if len(title.split()) < SHORTEST_TITLE and not event:
        title = short(sentence)
    return Due(
        "event" if event else "commitment", sentence.strip(), when, title, _subject(sentence[: modal.start()], actors)
    )


def _announced(sentence: str, later: list[Time], actors: Actors) -> Iterator[Due]:
    """Times to come in a sentence that promises nothing: events, and limits."""
    for time in later:
        if _EVENT.search(sentence):
            yield Due("event", sentence.strip(), time.when, _event_title(sentence, time), _subject(sentence, actors))
        elif time.limit:
            yield Due("commitment", sentence.strip(), time.when, _title(sentence), _subject(sentence, actors))


def _is_negated(sentence: str, modal: re.Match[str]) -> bool:
    """Whether a verb of promise is denied: “will not”, “does not intend to”."""
    return bool(_NEGATED.match(sentence[modal.end() :]) or _NOT_BEFORE.search(sentence[: modal.start()]))


def _denies(sentence: str, end: int) -> bool:
    """Whether something is denied before: “will not publish a report but is ready to …” promises only the second."""
    before = sentence[:end]
    return not re.search(r"\bbut\b", before) and any(_is_negated(sentence, each) for each in _FUTURE.finditer(before))


def _is_later(when: When | None, adopted: dt.date | None) -> bool:
    """Whether a time may end after the text was written; its first day must not lie before that year."""
    if when is None or adopted is None:
        return False
    from .times import _last

    return _last(when) > adopted


def _subject(before: str, actors: Actors) -> tuple[str, ...]:
    """Who, by the words before the verb, does it: the last actor listed there, with those joined to it."""
    clause = re.split(r"[;:]\s|,\s(?:which|who|while|whereas|and)\s", before)[-1] if len(before) > 4 else before
    if re.search(r",\s(?:which|who)\s*(?:\w+\s)?$", before):
        clause = (
            re.split(r",\s(?:which|who)\s*", before)[-2] if re.search(r",\s(?:which|who)\s", before + " ") else before
        )
        named = actors.named(clause)
        return (actors.use(named[-1].actor, clause[named[-1].start : named[-1].end]),) if named else ()
    named = [
        each
        for each in actors.named(clause)
        if not re.match(r"\s[a-z]+(?:s|ing)?\s", clause[each.end : each.end + 1] * 0)
    ]
    if not named:
        return ()
    main = next(
        (each for each in named if clause[: each.start].strip().lower() in ("", "the", "its", "both the")), None
    )
    chosen = main or named[0]
    if main is None and re.match(r"(?:A|An|The|Projects?|These|This|Such)\b", clause.strip()) and chosen.start > 25:
        return ()
    found = [chosen]
    for each in named[named.index(chosen) + 1 :]:
        if not re.fullmatch(
            r"\s*(?:\([^)]*\))?\s*(?:,|and|,\s*and|,?\s*together with|,?\s*in cooperation with)\s*(?:the|its|all)?\s*",
            clause[found[-1].end : each.start],
        ):
            break
        found.append(each)
    return tuple(dict.fromkeys(actors.use(each.actor, clause[each.start : each.end]) for each in found))


def _passage(text: str, time: Time) -> str:
    """The words of an ask that set the time: the ask itself, or of a long one the part around the time."""
    whole = text.strip().rstrip(";,. ")
    if len(whole) <= LONGEST_WORDS:
        return whole
    start = max(text.rfind(mark, 0, time.start) + len(mark) for mark in ("; ", ", and ", ", ")) if time.start else 0
    ends = [at for mark in (";", ", and ", ".") if (at := text.find(mark, time.end)) >= 0]
    return text[start : min([*ends, len(text)])].strip().rstrip(";,. ")


def _title(words: str) -> str:
    """A few of the words as a title; a person will find a better one."""
    return short(re.sub(r"^(?:\s|,|to\b|also\b|therefore\b|be\b|continue to\b|in\b)+", "", words))


def _event_title(sentence: str, time: Time) -> str:
    event = list(_EVENT.finditer(sentence))
    nearest = min(event, key=lambda m: abs(m.start() - time.start))
    name = re.search(r"(?:[A-Z][\w’'-]*\s+(?:of\s+|for\s+|on\s+|and\s+)?){0,6}$", sentence[: nearest.start()])
    return short(f"{name[0] if name else ''}{nearest[0]}".strip())


def short(words: str, limit: int = 70) -> str:
    """Words cut to a length at a blank, beginning with a capital and without a mark at the end."""
    folded = " ".join(words.split()).strip(" ,;:.–-")
    folded = re.sub(r"[\[(]\d{1,3}[\])]", "", folded)
    if len(folded) > limit:
        folded = folded[: folded.rfind(" ", 0, limit)].rstrip(' ,;:.–-(‘“"')
        folded = re.sub(
            r"\s+(?:and|or|of|the|to|a|an|in|on|for|by|with|their|its|that|as|from|is|are|all|at|which)$", "", folded
        )
        folded = (
            re.sub(
                r"\s+(?:and|or|of|the|to|a|an|in|on|for|by|with|their|its|that|as|from|is|are|all|at|which)$",
                "",
                folded,
            )
            + " …"
        )
    return folded[:1].upper() + folded[1:] or "Without a title"
