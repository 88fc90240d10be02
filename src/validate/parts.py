"""Evidence: whether what requests and replies say of the part that they hold agrees with that part."""

from __future__ import annotations

from collections.abc import Iterator

from ..register.points import points_of
from ..register.source import fold
from .checks import Finding, check
from .numbering import padded
from .subject import Subject
from .words import listed, shown, title


@check("E409", "foreign-answer", stage="record", silenceable=True, kinds=("replies",))
def foreign_answer(subject: Subject) -> Iterator[Finding]:
    """A reply answers a request of another resolution than the one that its follow-up follows up.

    Name the request of the resolution that is followed up; or correct the document of the reply, or what the
    follow-up follows up.
    """
    register = subject.context.register
    document = subject.context.document_of(subject.record)
    followed = document.data.get("follows_up") if document else None
    if document is None or not isinstance(followed, str) or followed not in register.records:
        return
    others = subject.context.answered(document)
    if "withdrawn" not in subject.data and others.keys() <= {followed}:
        return  # its own are among them
    if len(others) == 1 and followed not in others and sum(others.values()) > 1:
        (asked, count), = others.items()  # fmt: skip
        yield Finding(
            ("follows_up",),
            f"{title(subject.kind, ('answers',))} of its replies are to {count} requests of {shown(asked, 100)}, "
            f"not of {shown(followed, 100)}, which it follows up",
            hint=f"Did you mean {asked}?",
            record=document.id,
            rests_on=((document.id, ("follows_up",)),),
        )
        return
    for use in subject.links:
        target = register.records.get(use.value) if use.field.path == ("answers", "*", "request") else None
        if target is not None and target.kind == "requests":
            of = target.data.get("document")
            if isinstance(of, str) and of in register.records and of != followed:
                yield Finding(
                    use.path,
                    f"{shown(use.value, 100)} is a request of {shown(of, 100)}, and this reply follows up "
                    f"{shown(followed, 100)}",
                    hint="Name a request of the resolution that is followed up.",
                    rests_on=(
                        (subject.record.id, ("document",)),
                        (document.id, ("follows_up",)),
                        (target.id, ("document",)),
                    ),
                )


@check("E410", "points-differ", stage="record", silenceable=True, kinds=("replies",), fields=("heading", "points"))
def points_differ(subject: Subject) -> Iterator[Finding]:
    """The points of a reply aren't those that its heading names.

    “Points 5 and 6: …” is about the paragraphs 5 and 6, and the field says the same: points = ["5", "6"]. Where
    the heading names none, leave the field out.
    """
    heading, points = subject.data.get("heading", ""), subject.data.get("points", [])
    if not isinstance(heading, str) or not isinstance(points, list):
        return
    named = points_of(heading)
    if set(named) == {str(point) for point in points}:
        return
    if "heading" not in subject.data:
        yield Finding(
            ("heading",),
            f"{title(subject.kind, ('heading',))} is missing, though {title(subject.kind, ('points',))} has "
            f"{listed([shown(point, 20) for point in points])}: these are the numbers that the heading names",
            hint="Copy the section's heading from the source; or, where it has none, take the points out.",
        )
        return
    said = f"the heading names {listed(named)}" if named else "the heading names none"
    has = listed([shown(point, 20) for point in points]) or "none"
    hint = f"Write: points = [{', '.join(f'{chr(34)}{each}{chr(34)}' for each in named)}]"
    yield Finding(
        ("points",) if points else ("heading",),
        f"{title(subject.kind, ('points',))} has {has}, but {said}",
        hint=hint if named else "Take the field out.",
        rests_on=((subject.record.id, ("heading",)), (subject.record.id, ("points",))),
    )


@check(
    "E413",
    "verb-not-there",
    stage="record",
    severity="warning",
    silenceable=True,
    kinds=("requests",),
    fields=("verbs",),
)
def verb_not_there(subject: Subject) -> Iterator[Finding]:
    """A verb of a request stands neither in its text nor in its paragraph.

    The verbs are those by which the paragraph asks, as it has them. Copy them from the text, in small letters.
    """
    context, verbs = subject.context, subject.data.get("verbs")
    if not isinstance(verbs, list):
        return
    own = " ".join(context.own_texts(subject.record)).lower()
    missing = [
        at
        for at, verb in enumerate(verbs)
        if isinstance(verb, str) and verb not in own and fold(verb).lower() not in own
    ]
    text = context.part_of_source(subject.record) if missing else None
    if text is None:
        return
    for index, verb in ((at, verbs[at]) for at in missing):
        if fold(verb).lower() not in text.lower():
            yield Finding(
                ("verbs", index),
                f"{title(subject.kind, ('verbs', index))}: {shown(verb)} stands nowhere in the paragraph",
                hint="Copy the verb as the text has it, in small letters.",
                rests_on=tuple((subject.record.id, (name,)) for name in ("text", "paragraph", "document")),
            )


@check("E414", "more-than-all", stage="record", silenceable=True, kinds=("deadlines",), fields=("progress",))
def more_than_all(subject: Subject) -> Iterator[Finding]:
    """More are counted than there are.

    Progress is counted as so many of so many: 18 of 27 Member States. One of the two numbers is wrong.
    """
    progress = subject.data.get("progress")
    for index, each in enumerate(progress if isinstance(progress, list) else ()):
        count, of = (each.get("count"), each.get("of")) if isinstance(each, dict) else (None, None)
        if type(count) is int and type(of) is int and count > of:
            path = ("progress", index, "count")
            yield Finding(path, f"{title(subject.kind, path)} is {shown(count)}, more than all {shown(of)}",
                hint="One of the two numbers is wrong.")  # fmt: skip


@check("E412", "wrong-paragraph", stage="record", silenceable=True, kinds=("requests",))
def wrong_paragraph(subject: Subject) -> Iterator[Finding]:
    """A request's text stands in another paragraph than the one that the request names.

    Correct the number, and with it the file's name (followup rename), or copy the right paragraph.
    """
    context, number = subject.context, subject.data.get("paragraph")
    document = context.document_of(subject.record)
    if document is None or document is subject.record or not isinstance(number, str):
        return
    paragraphs = context.paragraphs(document)
    text = next(iter(context.own_texts(subject.record)), "")
    if not text or not paragraphs:
        return
    part = context.part_of_source(subject.record) or ""
    if part.startswith(text) or text in part:  # the one is told sooner, and true of most
        return
    if any(text in each.text for each in paragraphs if each.number == number):
        return
    found = [each.number for each in paragraphs if text in each.text]
    if found:
        yield Finding(
            ("paragraph",),
            f"the text stands in paragraph {listed(found, 'or')}, not in {shown(number)}",
            hint=f'Write: paragraph = "{found[0]}"{_renamed(subject, found[0])}',
            rests_on=((subject.record.id, ("document",)),),
        )
    elif not any(each.number == number for each in paragraphs):
        highest = paragraphs[-1].number
        yield Finding(
            ("paragraph",),
            f"the resolution has no paragraph {shown(number)}; its last is {highest}",
            hint="Correct the number.",
        )


def _renamed(subject: Subject, number: str) -> str:
    """What else to do, unless the file is called after that paragraph already."""
    name = subject.record.parts.name
    right = name.startswith(padded(number, subject.context.width(subject.record)))
    return "" if right else ", and rename the file after it: followup rename"
