"""References: whether each leads to a record, and to one that can be meant."""

from __future__ import annotations

from collections.abc import Iterator

from ..register import Kind, Record
from .checks import Finding, check
from .context import Context
from .subject import Subject
from .uses import Use
from .words import article, listed, shown, title


def _kinds(context: Context, use: Use, joint: str = "or") -> str:
    """The kinds to which a reference may lead, as “an actor”."""
    schemas = context.register.schemas
    names = [schemas[kind].singular.lower() if kind in schemas else kind for kind in use.field.references]
    return listed([article(name) for name in names], joint)


@check("R301", "nothing-there", stage="record", when="doubtful_links")
def nothing_there(subject: Subject) -> Iterator[Finding]:
    """A reference leads to nothing.

    A reference is the id of another record: its path under records/, without .toml, such as
    actors/european-commission. Correct it, or add the record that it should lead to.
    """
    for use in subject.doubtful_links:
        if not subject.context.is_there(use.value):
            name = title(subject.kind, use.path)
            yield Finding(
                use.path,
                f"{name}: there is no {shown(use.value, 100)}" if "/" in use.value
                else f"{name} must be the id of {_kinds(subject.context, use)}, not {shown(use.value)}",
                hint=_how(use),
                rests_on=((use.value, ()),),
                target=use.value if "/" in use.value else "",
                seek=(use.value, use.field.references),
            )  # fmt: skip


def _how(use: Use) -> str:
    kind = use.field.references[0]
    return f"An id is the record's path under records/, without .toml. See what there is: followup list {kind}"


@check("R302", "wrong-kind", stage="record", when="doubtful_links")
def wrong_kind(subject: Subject) -> Iterator[Finding]:
    """A reference leads to a record of a kind that can't stand there.

    An author is an actor, not a topic. The message says which kinds can stand there.
    """
    register = subject.context.register
    for use in subject.doubtful_links:
        target = register.records.get(use.value) or register.unreadable.get(use.value)
        if target is not None and target.kind not in use.field.references:
            kind = register.schemas.get(target.kind)
            what = article(kind.singular.lower()) if kind else "a record of another kind"
            yield Finding(
                use.path,
                f"{title(subject.kind, use.path)} must lead to {_kinds(subject.context, use)}; "
                f"{shown(use.value, 100)} is {what}",
                seek=(use.value.rpartition("/")[2], use.field.references),
            )


@check("R303", "to-itself", stage="record", when="doubtful_links", silenceable=True)
def to_itself(subject: Subject) -> Iterator[Finding]:
    """A record refers to itself.

    Nothing is part of itself, follows itself or repeats itself. Name the record that is meant.
    """
    for use in subject.doubtful_links:
        if use.value == subject.record.id and subject.record.kind in use.field.references:
            yield Finding(
                use.path,
                f"{title(subject.kind, use.path)} is the record itself",
                hint="Name the record that is meant, or take the field out.",
            )


@check("R304", "withdrawn-record", stage="record", when="doubtful_links", severity="warning", silenceable=True)
def withdrawn_record(subject: Subject) -> Iterator[Finding]:
    """A reference leads to a record that was withdrawn.

    What was withdrawn no longer holds; its reason often says what took its place. Refer to that.
    """
    if "withdrawn" in subject.data:
        return
    for use in subject.doubtful_links:
        target = subject.context.register.records.get(use.value)
        if target is not None and "withdrawn" in target.data and target is not subject.record:
            yield Finding(
                use.path,
                f"{title(subject.kind, use.path)}: {shown(use.value, 100)} was withdrawn",
                hint=_reason(target),
            )


def _reason(record: Record) -> str:
    withdrawn = record.data.get("withdrawn")
    reason = withdrawn.get("reason") if isinstance(withdrawn, dict) else None
    return f"The reason given: {shown(reason, 120)}" if isinstance(reason, str) else "See what took its place."


@check("R305", "circular-reference", stage="register")
def circular_reference(context: Context) -> Iterator[Finding]:
    """Records lead round in a circle.

    A body can't be part of a body that is part of it, nor a topic broader than one that is broader than it. One
    of the references in the circle is wrong.
    """
    for kind in context.register.schemas.values():
        for name in context.upward_fields(kind):
            for circle in _circles(context, kind, name):
                first, *others = circle
                way = " → ".join([*circle, first])
                yield Finding(
                    (name,),
                    f"{title(kind, (name,))} leads round in a circle: {shown(way, 300)[1:-1]}",
                    hint="One of these references is wrong.",
                    record=first,
                    affected=tuple(others),
                )


def _circles(context: Context, kind: Kind, name: str) -> Iterator[list[str]]:
    """Each circle of more than one record once, from its first record in the order of ids."""
    up = context.upward(kind, name)
    done: set[str] = set()
    for start in sorted(up):
        way: dict[str, None] = {}
        at = start
        while at in up and at not in done and at not in way:
            way[at] = None
            at = up[at]
        if at in way:
            circle = list(way)[list(way).index(at) :]
            turn = circle.index(min(circle))
            yield circle[turn:] + circle[:turn]
        done.update(way)
