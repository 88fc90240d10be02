"""Draft records of a follow-up: the document, its sections, what they answer, and the times they set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from ..register.ids import natural_key
from ..register.plan import slug
from ..register.points import points_of
from ..validate.numbering import padded
from .actors import Actors
from .acts import mentions
from .answering import ENOUGH, Sentences, nearest
from .cited import Library
from .deadlines import promised_in, short
from .drafts import Drafts, laid_out, origin_note, pieces_laid_out, source_table
from .follow_up import FollowUp, Section
from .requests import keep_cited, keep_due, procedure
from .text import Text

COMMISSION = "actors/european-commission"
_NAMES_SOMEBODY = re.compile(r"(?:[0-9IVX]+[.)]\s*)?(?:co-)?rapporteurs?\b", re.IGNORECASE)
"""A field of the form that names a person: no record holds it."""


@dataclass(frozen=True)
class Asked:
    """A request that a section may answer: a draft, or a record of the register."""

    id: str
    paragraph: str
    text: str
    strength: str
    addressees: tuple[str, ...]


def asked(records: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Asked]:
    """The requests of a resolution, in the order of their paragraphs."""
    found = [
        Asked(
            name,
            str(data.get("paragraph", "")),
            str(data.get("text", "")),
            str(data.get("strength", "")),
            tuple(data.get("addressees", ())),
        )
        for name, data in records
    ]
    return sorted(found, key=lambda each: natural_key(each.id))


@dataclass
class _Writer:
    drafts: Drafts
    follow_up: FollowUp
    requests: Sequence[Asked]
    width: int

    def section(self, name: str, section: Section) -> None:
        drafts = self.drafts
        record = f"{drafts.dossier}/replies/{name}"
        known, unknown = self._split_points(section.points)
        data: dict[str, Any] = {
            "document": drafts.document,
            "heading": section.heading,
            "points": known,
            "text": pieces_laid_out(each.text for each in section.pieces),
            "actors": self._actors(section),
        }
        if unknown:
            drafts.doubt(
                section.line,
                f"the heading names {', '.join(unknown)}, but the resolution has no such paragraph",
                section.heading,
                record,
            )
            data["ignore"] = {"points-differ": f"The resolution has no paragraph {', '.join(unknown)}."}
        answers = self._answers(record, section, known)
        if answers:
            data["answers"] = answers
        drafts.add(record, data, section.line)
        self._deadlines(record, section, [each["request"] for each in answers])

    def _split_points(self, points: Sequence[str]) -> tuple[list[str], list[str]]:
        paragraphs = {each.paragraph for each in self.requests}
        if not paragraphs:
            return list(points), []
        return [each for each in points if each in paragraphs], [each for each in points if each not in paragraphs]

    def _actors(self, section: Section) -> list[str]:
        actors = self.drafts.actors
        found: dict[str, None] = {}
        for piece in section.pieces:
            for each in actors.named(piece.text):
                found[actors.use(each.actor, piece.text[each.start : each.end], piece.line)] = None
        return list(found)

    # What the section says to each ask of its paragraphs.

    def _answers(self, record: str, section: Section, points: Sequence[str]) -> list[dict[str, Any]]:
        said = Sentences(section)
        found = []
        for point in points:
            asks = [each for each in self.requests if each.paragraph == point]
            calls = [each for each in asks if each.strength not in ("position", "formal")] or asks
            for ask in asks:
                best, common = said.best(ask.text)
                if ask not in calls and common <= ENOUGH:
                    continue
                if common < ENOUGH and len(calls) > 1:
                    self.drafts.doubt(
                        section.line,
                        f"this section has hardly a word in common with {ask.id}: does it answer that?",
                        ask.text[:100],
                        record,
                    )
                found.append(self._answer(ask, calls, said, best if common >= ENOUGH else ""))
        return found

    def _answer(self, ask: Asked, calls: Sequence[Asked], said: Sentences, best: str) -> dict[str, Any]:
        mine = [each for each in calls if COMMISSION in each.addressees]
        if mine == [ask]:
            declined = said.declining(ask.text)
            if declined:
                return {"request": ask.id, "disposition": "declined", "quote": laid_out(declined)}
        answer = {"request": ask.id, "disposition": "not-assessed"}
        return answer | ({"quote": laid_out(best)} if best else {})

    def _deadlines(self, record: str, section: Section, answered: Sequence[str]) -> None:
        drafts = self.drafts
        texts = {each.id: each.text for each in self.requests}
        for piece in section.pieces:
            for due in promised_in(piece.text, drafts.actors, self.follow_up.adopted):
                about = nearest(due.words, [(each, texts[each]) for each in answered])
                keep_due(drafts, due, record, about or [record], piece.line, record.rsplit("/", 1)[-1])


def draft_follow_up(
    follow_up: FollowUp, text: Text, resolution: str, requests: Sequence[Asked], actors: Actors, library: Library
) -> Drafts:
    """All records of a follow-up to the resolution with that id."""
    dossier = resolution.rpartition("/documents/")[0]
    drafts = Drafts(dossier, f"{dossier}/documents/follow-up", text, actors)
    drafts.doubts += follow_up.doubts
    width = max((len(re.match(r"[0-9]*", each.paragraph)[0]) for each in requests), default=1)  # type: ignore[index]
    writer = _Writer(drafts, follow_up, requests, width)
    cites = _cited(drafts, follow_up, library)
    _document(drafts, follow_up, resolution, cites)
    for name, section in named_sections(follow_up, width):
        writer.section(name, section)
    return drafts


def named_sections(follow_up: FollowUp, width: int) -> list[tuple[str, Section]]:
    """The parts of a follow-up that become replies, each with the name of its record."""
    found: list[tuple[str, Section]] = []
    head = tuple(dropwhile(lambda piece: _NAMES_SOMEBODY.match(piece.text), follow_up.head))
    if head and follow_up.title:
        found.append(("head", Section(follow_up.title, (), head, head[0].line)))
    if follow_up.analysis:
        found.append(("brief-analysis", follow_up.analysis))
    if follow_up.introduction:
        found.append(("introduction" if follow_up.sections else "reply", follow_up.introduction))
    taken = {name for name, _ in found}
    for section in follow_up.sections:
        name = _name(section, width)
        if name in taken:
            name = f"{name}-{slug(re.sub(r'^[^:–—]*[:–—]', '', section.heading))[:40].strip('-')}".strip("-")
        while name in taken:
            name = f"{name}-{section.line}"
        taken.add(name)
        found.append((name, section))
    return found


def _name(section: Section, width: int) -> str:
    """“05-06” for points 5 and 6: numbers one after another as the first and the last of them."""
    runs: list[list[str]] = []
    for point in section.points:
        if runs and point.isdecimal() and runs[-1][-1].isdecimal() and int(point) == int(runs[-1][-1]) + 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    ends = [end for run in runs for end in dict.fromkeys((run[0], run[-1]))]
    return "-".join(padded(each, width) for each in ends) or slug(section.heading) or "section"


def _cited(drafts: Drafts, follow_up: FollowUp, library: Library) -> list[str]:
    found: dict[str, None] = {}
    pieces = [each for section in (follow_up.introduction, *follow_up.sections) if section for each in section.pieces]
    for piece in (*follow_up.head, *pieces):
        for each in mentions(piece.text, piece.line):
            found[keep_cited(drafts, each, library)] = None
    for section in follow_up.sections:
        for each in mentions(section.heading, section.line):
            found[keep_cited(drafts, each, library)] = None
    return list(found)


def _document(drafts: Drafts, follow_up: FollowUp, resolution: str, cites: Sequence[str]) -> None:
    about = follow_up.resolution_title or follow_up.subject
    numbers: dict[str, Any] = {"procedure": procedure(drafts.dossier)}
    if follow_up.identifiers.sp:
        numbers["sp"] = follow_up.identifiers.sp[0]
    reference = follow_up.fields.get("reference", "").partition(":")[2].strip()
    drafts.add(
        drafts.document,
        {
            "type": "follow-up",
            "title": short(f"Follow-up to the resolution{f' on {about}' if about else ''}", 200),
            "author": drafts.actors.use(COMMISSION, "the Commission", 1),
            "adopted": follow_up.adopted,
            "language": drafts.text.origin.language or "en",
            "identifiers": numbers,
            "aliases": [each for each in dict.fromkeys((reference, follow_up.title)) if each],
            "subjects": [follow_up.subject] if follow_up.subject else [],
            "follows_up": resolution,
            "cites": list(cites),
            "source": source_table(drafts),
            "notes": "".join(f"{each}\n" for each in origin_note(drafts.text)),
        },
        1,
    )
    if follow_up.adopted is None:
        drafts.doubt(0, "the text doesn't say when the Commission adopted it", "", drafts.document)


def named_points(follow_up: FollowUp) -> set[str]:
    """All paragraphs that any heading names."""
    return {point for section in follow_up.sections for point in points_of(section.heading)}
