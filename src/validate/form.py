"""Form: whether a file is laid out as all others are, so that a difference shows what was changed and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import FollowupError
from .checks import Finding, check
from .quick_form import is_plainly_canonical
from .subject import Subject
from .words import shortened, title

# What is given as text is compiled by the first who needs it: few do, and it takes longer than all else here.
_COMMENT = rb"(?m)^[ \t]*#|[\]\"'0-9a-z}][ \t]*#"
_SENTENCE_END = r"(?<=[^\s.][.!?])[)\]”’\"']{0,2}[ \u00a0\t]+(?=[“‘\"(]?[A-Z])"
_HASH = ord("#")
_PERHAPS = re.compile(r"\.[)\]”’\"']{0,2}[ \u00a0\t]")
"""Looked for in all texts: one sign is found sooner than one of three."""
_NO_END = (
    r"(?:^|[\s(“‘])(?:[A-Z]|No|Nos|Art|Arts|Dr|Mr|Mrs|Ms|St|e\.g|i\.e|cf|vol|pp?|para|paras|etc|approx|ed|eds"
    r"|[0-9]{1,3})\.$"
)


@check("C701", "not-canonical", stage="record", severity="note", silenceable=True)
def not_canonical(subject: Subject) -> Iterator[Finding]:
    """A file isn't laid out in the canonical form.

    The canonical form has the fields in the order of the schema, long text over several lines, an item a line in
    lists, and a blank line between tables. “followup fmt” brings a file into it, and keeps its comments.
    """
    raw = subject.record.raw
    if is_plainly_canonical(raw, subject.data, subject.kind.layout):
        return
    raw = raw.replace(b"\r\n", b"\n")
    wanted = _canonical(subject, raw)
    if raw != wanted:
        line = _first_difference(raw, wanted)
        said = shortened((wanted.split(b"\n") + [b""] * line)[line - 1].decode(errors="replace"), 80)
        yield Finding(
            (),
            "the file isn't in the canonical form from here on",
            hint=f"In the canonical form this line is: {said}\nBring it there: followup fmt",
            place=(line, 1, line, 1),
        )


def _canonical(subject: Subject, raw: bytes) -> bytes:
    """The file as “fmt” would write it; what that can't do is left as it is."""
    if _HASH not in raw or not re.search(_COMMENT, raw):
        from ..register.writing import render

        return render(subject.data, subject.kind.layout).encode()
    from ..register.formatting import canonical

    try:
        return canonical(raw, subject.kind.layout)
    except FollowupError:
        return raw


def _first_difference(raw: bytes, canonical: bytes) -> int:
    ours, theirs = raw.split(b"\n"), canonical.split(b"\n")
    same = next((at for at, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other), None)
    return (same if same is not None else min(len(ours), len(theirs)) - 1) + 1


@check("C702", "several-sentences-a-line", stage="record", severity="note", silenceable=True)
def several_sentences_a_line(subject: Subject) -> Iterator[Finding]:
    """A verbatim text has more than one sentence on a line.

    A reviewer reads sentences, and a change of one word in a line of 900 characters can't be seen. White space
    doesn't count in quotations, so begin a line with each sentence.
    """
    if not [each for each in subject.texts("verbatim") if _PERHAPS.search(each) or "!" in each or "?" in each]:
        return
    for use in subject.uses("verbatim"):
        if use.field.type != "long-text":
            continue
        at = 0
        for line in use.value.split("\n"):
            ends = list(sentence_ends(line))
            if ends:
                yield Finding(
                    use.path,
                    f"{title(subject.kind, use.path)} has {len(ends) + 1} sentences on one line: "
                    f"the second begins “{shortened(line[ends[0] :], 40)}”",
                    hint="Begin a new line with each sentence: followup fmt",
                    words=(at + ends[0], at + len(line)),
                )
                break
            at += len(line) + 1


def sentence_ends(line: str) -> Iterator[int]:
    """Where in a line each sentence after the first begins."""
    for match in re.finditer(_SENTENCE_END, line):
        if not re.search(_NO_END, line[: match.start()]):
            yield match.end()
