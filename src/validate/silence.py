"""Silenced checks: whether each silence names a check that can be silenced, and is still needed."""

from __future__ import annotations

from collections.abc import Iterator

from ..register.ids import NAME
from .checks import Check, Finding, all_checks, check
from .nearest import nearest_of
from .subject import Subject
from .words import shown


def silences(data: object) -> list[str]:
    """The names in a record's table of silenced checks."""
    ignore = data.get("ignore") if isinstance(data, dict) else None
    return list(ignore) if isinstance(ignore, dict) else []


def _named(name: str) -> Check | None:
    return next((each for each in all_checks().values() if each.name == name), None)


@check("G801", "unknown-check", stage="record")
def unknown_check(subject: Subject) -> Iterator[Finding]:
    """A silence names a check that doesn't exist.

    The names of all checks stand in docs/checks.md, and each problem shows the name of its check. Correct the
    name, or take the silence out.
    """
    names = [each.name for each in all_checks().values() if each.silenceable]
    for name in silences(subject.data):
        if _named(name) is None and NAME.fullmatch(name):
            near = nearest_of(name, names, 60)
            hint = f"Did you mean {near}?" if near else "See what there is: followup explain"
            yield Finding(
                ("ignore", name), f"there is no check {shown(name)}", hint=hint, at_key=True,
                doubts=((subject.record.id, ("ignore", near)),) if near else (),
            )  # fmt: skip


@check("G802", "cannot-be-silenced", stage="record")
def cannot_be_silenced(subject: Subject) -> Iterator[Finding]:
    """A silence names a check that can't be silenced.

    A record that lacks a required field, or that refers to nothing, is wrong whatever the reason. Mend the
    problem, and take the silence out.
    """
    for name in silences(subject.data):
        each = _named(name)
        if each is not None and not each.silenceable:
            yield Finding(
                ("ignore", name),
                f"the check {shown(name)} can't be silenced",
                hint="Mend what it finds, and take this out.",
                at_key=True,
            )


@check("G803", "unused-silence", stage="record", severity="warning")
def unused_silence(subject: Subject) -> Iterator[Finding]:
    """A silence isn't needed: the check finds nothing in this record.

    The record was mended, or the check was. Take the silence out, so that the check speaks when it has to.
    """
    for name in silences(subject.data):
        each = _named(name)
        if each is not None and each.silenceable and name not in subject.silenced:
            yield Finding(
                ("ignore", name),
                f"the check {shown(name)} finds nothing here, so this silences nothing",
                hint="Take it out.",
                at_key=True,
            )
