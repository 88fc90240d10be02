"""Evidence, the other way round: whether the register holds all that a document says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..register import Record, natural_key
from ..register.source import fold
from .checks import PLACE, Finding, Spot, check
from .context import Context
from .numbering import Paragraph
from .quotation import left_out
from .subject import Subject
from .words import counted, listed, shortened


@check("E407", "paragraph-left-out", stage="record", severity="warning", silenceable=True, kinds=("documents",))
def paragraph_left_out(subject: Subject) -> Iterator[Finding]:
    """A numbered paragraph of the resolution is held by no request, or not in whole.

    Every paragraph belongs into the register, also one that asks nobody for anything: its strength is then
    “position”. The parts of a paragraph must together leave out nothing but what joins them.
    """
    context, document = subject.context, subject.record
    if document.data.get("type") != "resolution" or "withdrawn" in document.data:
        return
    requests: dict[str, list[Record]] = {}
    for record in context.parts_of(document, "requests"):
        requests.setdefault(str(record.data.get("paragraph")), []).append(record)
    missing, texts = [], list[str]()
    for paragraph in context.paragraphs(document):
        own = [text for each in requests.get(paragraph.number, ()) for text in context.own_texts(each)]
        if not left_out(paragraph.text, own):
            continue
        texts = texts or [text for parts in requests.values() for each in parts for text in context.own_texts(each)]
        gaps = left_out(paragraph.text, texts)
        if not gaps or paragraph.number in map(_number_in, _unknown(context, document, "requests")):
            continue
        if paragraph.number in requests:
            yield _gap(context, document, paragraph.number, gaps, requests[paragraph.number])
        else:
            missing.append(paragraph.number)
    if missing:
        yield Finding(
            ("source", "file"),
            f"no request holds {'paragraph' if len(missing) == 1 else 'the paragraphs'} {listed(_runs(missing))}",
            hint="Add a request for each; one that asks nobody for anything has the strength “position”.",
            rests_on=((f"{document.dossier}/requests/", PLACE),),
        )


def _unknown(context: Context, document: Record, kind: str) -> list[str]:
    """The names of records beside a document of which it can't be said what they hold, or that are missing."""
    folder = f"{document.dossier}/{kind}/"
    missing = [each.removeprefix(folder) for each in context.missing_below(folder)]
    return [*context.unclear(document, kind), *missing]


def _may_hold(context: Context, document: Record, kind: str) -> tuple[Spot, ...]:
    """What the records beside a document say of what they hold: were one wrong, nothing would be left out."""
    records = context.in_folder(f"{document.dossier}/{kind}/")
    names = ("document", "text", "paragraph", "part", "heading", "points")
    return ((f"{document.dossier}/{kind}/", PLACE), *((each.id, (name,)) for each in records for name in names))


def _runs(numbers: list[str]) -> list[str]:
    """“1 to 4” for 1, 2, 3, 4."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and number.isdecimal() and runs[-1][-1].isdecimal() and int(number) == int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        f"{run[0]} to {run[-1]}" if len(run) > 2 else " and ".join(run) if len(runs) == 1 else ", ".join(run)
        for run in runs
    ]


def _number_in(name: str) -> str:
    """The paragraph's number, as far as a file's name tells it: 9 for 09b."""
    found = re.match("0*([0-9]+)", name)
    return found[1] if found else ""


def _gap(context: Context, document: Record, number: str, gaps: list[str], parts: list[Record]) -> Finding:
    """What of a paragraph its requests leave out: told at the last of them."""
    others = f" and {counted(len(gaps) - 1, 'other passage')}" if len(gaps) > 1 else ""
    return Finding(
        ("text",),
        f"paragraph {number} is not held in whole: no request has “{shortened(gaps[0], 100)}”{others}",
        hint="Add it to the request that it belongs to, or add a request for it.",
        record=max(parts, key=lambda each: natural_key(each.id)).id,
        rests_on=tuple(
            (record, path)
            for record, path in _may_hold(context, document, "requests")[1:]
            if number in (_number_in(record.rpartition("/")[2]), context.register.records[record].data.get("paragraph"))
        ),
    )


@check("E408", "section-left-out", stage="record", severity="warning", silenceable=True, kinds=("documents",))
def section_left_out(subject: Subject) -> Iterator[Finding]:
    """A section of the follow-up is held by no reply, or not in whole.

    Each section belongs into the register as a reply of its own, with its heading and its whole text; the
    introduction too, which has no heading.
    """
    context, document = subject.context, subject.record
    if document.data.get("type") != "follow-up" or "withdrawn" in document.data:
        return
    replies = context.parts_of(document, "replies")
    by_heading = _by_heading(replies)
    missing = []
    for section in context.sections(document):
        holders = [each for each in by_heading.get(section.number, ()) if section.number or _is_in(each, section)]
        if not holders and not _unknown(context, document, "replies"):
            missing.append(f"“{shortened(section.number, 70)}”" if section.number else "the introduction")
        else:
            yield from _section_gaps(context, section, holders)
    if missing:
        yield Finding(
            ("source", "file"),
            f"no reply holds {'the section ' if len(missing) == 1 and missing[0][0] == '“' else ''}{listed(missing)}",
            hint="Add a reply for each, with its heading and its whole text.",
            rests_on=_may_hold(context, document, "replies"),
        )


def _by_heading(replies: list[Record]) -> dict[str, list[Record]]:
    """The replies under each heading, folded; those without one by an empty text."""
    found: dict[str, list[Record]] = {}
    for each in replies:
        heading = each.data.get("heading")
        if heading is None:
            found.setdefault("", []).append(each)
        elif isinstance(heading, str) and (folded := fold(heading)):
            found.setdefault(folded, []).append(each)
    return found


def _is_in(reply: Record, section: Paragraph) -> bool:
    text = reply.data.get("text")
    return isinstance(text, str) and fold(text) in section.text


def _section_gaps(context: Context, section: Paragraph, replies: list[Record]) -> Iterator[Finding]:
    texts = [text for each in replies for text in context.own_texts(each) if text != section.number]
    if not texts or not all(section.text.startswith(text) or text in section.text for text in texts):
        return
    gaps = left_out(section.text, texts)
    if gaps:
        others = f" and {counted(len(gaps) - 1, 'other passage')}" if len(gaps) > 1 else ""
        yield Finding(
            ("text",),
            f"the section is not held in whole: “{shortened(gaps[0], 100)}”{others} is left out",
            hint="A reply holds the whole section, without its heading.",
            record=replies[-1].id,
        )
