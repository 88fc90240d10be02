"""Draft records of a resolution: the document, its asks, what it cites, and the times it sets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..validate.numbering import number_width, padded
from .actors import Actors
from .acts import Cited, mentions
from .addressees import Finder, Roles
from .cited import Library, citations
from .clauses import Segment, head_infinitive, segments, verb_words
from .deadlines import Due, asked_by, promised_in, short
from .drafts import Drafts, file_name, laid_out, origin_note, source_table, spelled
from .parts import Part, is_closing
from .resolution import Resolution
from .text import Text

PARLIAMENT = "actors/european-parliament"
_FORCE = re.compile(r"\b(?:must|should|shall|be)\b")
_PRONOUN = re.compile(r"(?:and\s+)?(?:also\s+)?that\s+(?:it|they)\s+(?!(?:is|are|be)\b)")
_GROUPS = re.compile(r"\b(?:tabled|submitted)\b(?P<names>.*?)(?:\bpursuant\b|\bunder\b|\bto wind\b|$)", re.IGNORECASE)


@dataclass
class Ask:
    """One request as it was understood."""

    part: Part
    letter: str
    segment: Segment
    text: str
    verbs: tuple[str, ...]
    strength: str
    roles: Roles

    @property
    def line(self) -> int:
        """The line of the kept text on which it begins."""
        at = 0
        line = self.part.line
        for piece in self.part.pieces:
            if at <= self.segment.start:
                line = piece.line
            at += len(piece.text) + 1
        return line


def understood(part: Part, finder: Finder) -> list[Ask]:
    """The asks of one numbered paragraph."""
    text = part.text
    if is_closing(text):
        segment = segments(text)[0]
        whole = Segment(0, len(text), segment.clause)
        return [Ask(part, "", whole, text, ("instructs",), "formal", finder.roles(text, whole, part.line))]
    found = segments(text, _breaks(part))
    asks: list[Ask] = []
    for letter, segment in zip(_letters(len(found)), found, strict=True):
        ask = _ask(part, letter, segment, finder)
        if asks and _PRONOUN.match(ask.text) and not ask.roles.addressees:
            ask.roles = replace(ask.roles, addressees=asks[-1].roles.addressees)
        asks.append(ask)
    return asks


def _breaks(part: Part) -> list[int]:
    starts, at = [], 0
    for piece in part.pieces:
        starts.append(at)
        at += len(piece.text) + 1
    return starts[1:]


def _letters(count: int) -> list[str]:
    if count == 1:
        return [""]
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return [alphabet[at] if count <= 26 else alphabet[at // 26] + alphabet[at % 26] for at in range(count)]


def _ask(part: Part, letter: str, segment: Segment, finder: Finder) -> Ask:
    text = part.text[segment.start : segment.end].strip()
    roles = finder.roles(part.text, segment, part.line)
    if segment.relative:
        return Ask(part, letter, segment, text, ("should",) if "should" in text[:24] else ("must",), "asks", roles)
    verb = segment.clause.verb
    if verb.asks:
        strength = verb.strength
        if verb_words(verb) in ("insists", "recalls") and not roles.addressees and not _FORCE.search(text):
            strength = "position"
        return Ask(part, letter, segment, text, (verb.words,), strength, roles)
    from .clauses import clauses

    verbs = tuple(
        dict.fromkeys(
            each.verb.words
            for each in clauses(part.text)
            if segment.start <= each.start < segment.end and each.verb.words
        )
    )
    return Ask(part, letter, segment, text, verbs, "position", roles)


def draft_resolution(resolution: Resolution, text: Text, dossier: str, actors: Actors, library: Library) -> Drafts:
    """All records of a resolution."""
    drafts = Drafts(dossier, f"{dossier}/documents/resolution", text, actors)
    drafts.doubts += resolution.doubts
    finder = Finder(actors)
    asks = [ask for part in resolution.paragraphs for ask in understood(part, finder)]
    width = number_width([each.number for each in resolution.paragraphs])
    for ask in asks:
        _request(drafts, ask, width)
    cites = _cited(drafts, resolution, library)
    _document(drafts, resolution, cites)
    _deadlines(drafts, resolution, asks, width)
    return drafts


def request_id(dossier: str, ask: Ask, width: int) -> str:
    """The id of an ask's record: its paragraph's number, padded, and its letter."""
    return f"{dossier}/requests/{padded(ask.part.number, width)}{ask.letter}"


def _request(drafts: Drafts, ask: Ask, width: int) -> None:
    record = request_id(drafts.dossier, ask, width)
    drafts.add(
        record,
        {
            "document": drafts.document,
            "paragraph": ask.part.number,
            "part": ask.letter,
            "title": title_of(ask),
            "text": laid_out(ask.text),
            "verbs": list(ask.verbs),
            "strength": ask.strength,
            "addressees": list(ask.roles.addressees),
            "restriction": ask.roles.restriction,
            "beneficiaries": list(ask.roles.beneficiaries),
            "actors": list(ask.roles.named),
            "implementation": {
                "level": "not-assessed" if ask.strength != "position" or ask.roles.addressees else "not-applicable"
            },
        },
        ask.line,
    )
    if (
        ask.strength not in ("position", "formal")
        and not ask.roles.addressees
        and ask.verbs
        and not ask.verbs[0].endswith("for")
    ):
        drafts.doubt(ask.line, "it was not found out who is asked here, or nobody is named", ask.text[:100], record)


def title_of(ask: Ask) -> str:
    """A few words on what is asked, from the text: the verb in “to do”, or what comes after the verb of Parliament."""
    if ask.strength == "formal":
        return "Forward the resolution"
    text = re.sub(r"^(?:(?:\(?\w{1,3}[).]|[-–—•])\s+)?(?:(?:and|as well as|but|also)\s+)*", "", ask.text)
    verb = ask.segment.clause.verb
    start = max(0, verb.end - ask.segment.start) - (len(ask.text) - len(text)) if ask.segment.start <= verb.start else 0
    start = max(start, 0)
    head = head_infinitive(text, start, len(text)) if verb.asks else None
    point = re.search(r"\bto\s*:\s+(?:\S{1,4}\s)?", text) if verb.asks else None
    if point is not None and (head is None or point.start() <= head):
        text = text[point.end() :]
    elif head is not None and (head < 200 or start == 0):
        text = ("do not " if text[:head].endswith("not ") else "") + re.sub(r"^to\s+", "", text[head:])
    elif start and not re.match(r"[\s,]*(?:it|of)\b", text[start:]):
        text = re.sub(
            r"^[\s,]*(?:in th(?:is|at) (?:connection|regard|respect|"
            r"context),\s*)?(?:therefore,\s*)?(?:that\s+)?(?:the\s+(?=[a-z]))?",
            "",
            text[start:],
        )
    else:
        text = re.sub(r"^to\s+", "", text)
    return short(text)


def _document(drafts: Drafts, resolution: Resolution, cites: Sequence[str]) -> None:
    numbers: dict[str, Any] = {"procedure": procedure(drafts.dossier), **resolution.identifiers.table()}
    day = f" of {spelled(resolution.adopted)}" if resolution.adopted else ""
    subject = resolution.subject
    drafts.add(
        drafts.document,
        {
            "type": "resolution",
            "title": short(f"Resolution{day}{f' on {subject}' if subject else ''}", 200),
            "author": drafts.actors.use(PARLIAMENT, resolution.title[:60], 1),
            "adopted": resolution.adopted,
            "language": drafts.text.origin.language or "en",
            "identifiers": numbers,
            "aliases": [resolution.title] if resolution.title else [],
            "legal_basis": resolution.legal_basis,
            "subjects": [subject] if subject else [],
            "cites": list(cites),
            "source": source_table(drafts),
            "notes": "".join(f"{each}\n" for each in origin_note(drafts.text)),
        },
        1,
    )
    if resolution.adopted is None:
        drafts.doubt(0, "the text doesn't say when it was adopted", "", drafts.document)


def procedure(dossier: str) -> str:
    """The procedure number of a dossier as printed."""
    from ..register.ids import procedure_of

    return procedure_of(dossier)


def _cited(drafts: Drafts, resolution: Resolution, library: Library) -> list[str]:
    found: dict[str, None] = {}
    for each in citations(resolution.citations):
        found[keep_cited(drafts, each, library)] = None
    for part in (*resolution.recitals, *resolution.paragraphs):
        for each in mentions(part.text, part.line):
            found[keep_cited(drafts, each, library)] = None
    return list(found)


def keep_cited(drafts: Drafts, cited: Cited, library: Library) -> str:
    """The id of a cited document: that of the register's record, or of a draft that is made for it."""
    known = library.find(cited)
    if known:
        return known
    record = cited.record()
    if cited.author:
        record["author"] = drafts.actors.use(cited.author, (*cited.aliases, cited.title)[0], cited.line)
    library.add(cited.id, record)
    return drafts.add(cited.id, record, cited.line)


def _deadlines(drafts: Drafts, resolution: Resolution, asks: Sequence[Ask], width: int) -> None:
    for ask in asks:
        if ask.strength == "formal":
            continue
        record = request_id(drafts.dossier, ask, width)
        for due in asked_by(
            ask.text, ask.roles.addressees, resolution.adopted, title_of(ask), asks=ask.strength != "position"
        ):
            keep_due(drafts, due, record, [record], ask.line, ask.part.number + ask.letter)
    for recital in resolution.recitals:
        for due in promised_in(recital.text, drafts.actors, resolution.adopted):
            if due.type == "legal":
                keep_due(drafts, due, drafts.document, [], recital.line, "")


def keep_due(drafts: Drafts, due: Due, basis: str, applies_to: Sequence[str], line: int, where: str) -> str:
    """Draft a deadline. Its id is made from its title; where another has that, from the place too."""
    record = f"{drafts.dossier}/deadlines/{file_name(due.title) or 'deadline'}"
    for more in (where, str(due.when or due.type), str(line)):
        known = drafts.records.get(record)
        if known is not None and known.data.get("words") != laid_out(due.words) and more:
            record = f"{record}-{file_name(more)}"
    if (
        due.when is not None
        and isinstance(due.when, str)
        and re.search(r"\bthis year\b|\bnext year\b|\bwithin\b", due.words)
    ):
        drafts.doubt(line, f"the time was counted from the day of the document: {due.when}", due.words[:160], record)
    return drafts.add(
        record,
        {
            "title": due.title,
            "type": due.type,
            "due": due.when,
            "words": laid_out(due.words),
            "basis": basis,
            "applies_to": list(applies_to),
            "responsible": list(due.responsible),
            "recurrence": due.recurrence,
        },
        line,
    )


def tabled_by(field: str, actors: Actors, line: int) -> list[str]:
    """The groups that, as the follow-up says, tabled the resolution."""
    found = _GROUPS.search(field)
    names = found["names"] if found else field
    after = re.search(r"\bby (?:the )?(?P<names>.*?)[Gg]roups?\b", field)
    said = after["names"] if after else names
    return list(
        dict.fromkeys(actors.use(each.actor, said, line) for each in actors.named(said) if actors.is_group(each.actor))
    )
