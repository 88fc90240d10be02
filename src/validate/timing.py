"""Time: whether dates can be, and whether they are what the rules give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ..register import DataPath, Record
from ..register.dates import Bounds, NotADate, add_months, bounds, describe
from .checks import Finding, Spot, check
from .context import Context
from .subject import Subject
from .words import article, listed, shown, title


def _bounds(value: Any) -> Bounds | None:
    """The days between which a value lies; None for what is no date: the shape's checks say so."""
    if not isinstance(value, dt.date | str):
        return None
    try:
        return bounds(value)
    except NotADate:
        return None


def _before(first: Any, second: Any) -> bool:
    """Whether the one is certainly before the other."""
    one, other = _bounds(first), _bounds(second)
    return bool(one and other and one.upper and other.lower and one.upper < other.lower)


@check(
    "T501", "impossible-order", stage="record", silenceable=True, kinds=("documents", "deadlines", "rules", "actors")
)
def impossible_order(subject: Subject) -> Iterator[Finding]:
    """Something is dated before what must have come first.

    A follow-up isn't older than its resolution, a text isn't published before it is adopted, a deadline isn't met
    before it was set, and nothing ends before it begins. One of the two dates is wrong.
    """
    told: set[DataPath] = set()
    for path, value, than, reason, at in _orders(subject):
        if path not in told and _before(value, than):
            told.add(path)
            yield Finding(
                path,
                f"{title(subject.kind, path)}, {describe(value)}, is before {reason}, {describe(than)}",
                hint="One of the two dates is wrong.",
                rests_on=(at, (subject.record.id, path)),
                doubts=(at,),
            )


Order = tuple[DataPath, Any, Any, str, Spot]
"""The way to a date, the date, the one that must not be later, what that one is, and where it stands."""


def _orders(subject: Subject) -> Iterator[Order]:
    data = subject.data
    match subject.record.kind:
        case "documents":
            yield from _document_orders(subject)
        case "deadlines":
            yield from _deadline_orders(subject)
        case "rules":
            start: Spot = (subject.record.id, ("valid_from",))
            what = "the day from which it holds"
            yield ("valid_until",), data.get("valid_until"), data.get("valid_from"), what, start
        case "actors":
            for path, member in _tables(data, "members"):
                start = (subject.record.id, (*path, "from"))
                what = "the date from which it is a member"
                yield (*path, "until"), member.get("until"), member.get("from"), what, start


def _document_orders(subject: Subject) -> Iterator[Order]:
    data, register = subject.data, subject.context.register
    adopted = data.get("adopted")
    for name in ("transmitted", "published"):
        yield (name,), data.get(name), adopted, "the date of its adoption", (subject.record.id, ("adopted",))
    followed = register.records.get(str(data.get("follows_up")))
    if followed is not None:
        for name in ("adopted", "transmitted", "published"):
            resolved = followed.data.get("adopted")
            what = "the adoption of the resolution that it follows up"
            yield (name,), data.get(name), resolved, what, (followed.id, ("adopted",))
            if name in data and _before(data[name], resolved):
                break


def _deadline_orders(subject: Subject) -> Iterator[Order]:
    data, register = subject.data, subject.context.register
    met = data.get("met")
    own = subject.record.id
    basis = register.document_of(data["basis"]) if isinstance(data.get("basis"), str) else None
    set_on = basis.data.get("adopted") if basis else None
    at: Spot = (basis.id if basis else own, ("adopted",))
    if isinstance(met, dict):
        yield ("met", "on"), met.get("on"), set_on, "the day on which the deadline was set", at
        asked = _reply_due(subject)
        if asked is not None:
            _, document, start = asked
            what = "the document that is to be answered"
            yield ("met", "on"), met.get("on"), start, what, (document.id, ("adopted",))
        by = register.records.get(str(met.get("by")))
        if by is not None and by.kind == "documents":
            what = "the adoption of what met it"
            yield ("met", "on"), met.get("on"), by.data.get("adopted"), what, (by.id, ("adopted",))
    missed = data.get("missed")
    if isinstance(missed, dict):
        yield ("missed", "as_of"), missed.get("as_of"), _current(data)[1], "the deadline", (own, _current(data)[0])
    before, what = set_on, "the day on which the deadline was set"
    for path, revision in _tables(data, "revisions"):
        yield (*path, "on"), revision.get("on"), before, what, at
        before, what, at = revision.get("on"), "the revision before it", (own, (*path, "on"))


def _tables(data: dict[str, Any], name: str) -> Iterator[tuple[DataPath, dict[str, Any]]]:
    items = data.get(name)
    for index, each in enumerate(items if isinstance(items, list) else ()):
        if isinstance(each, dict):
            yield (name, index), each


@check("T502", "wrong-reply-date", stage="record", silenceable=True, kinds=("deadlines",), fields=("rule",))
def wrong_reply_date(subject: Subject) -> Iterator[Finding]:
    """The date of a reply due isn't what the rule gives.

    A rule gives so many months from the document's adoption (or its transmission or publication), some more where
    the matter is complex. Correct the date; if there was another agreement, silence the check with that reason.
    """
    found = _reply_due(subject)
    due = subject.data.get("due")
    if found is None or (when := _bounds(due)) is None:
        return
    rule, _, start = found
    given = [add_months(start, months) for months in _months(rule)]
    if given and not any((when.lower or day) <= day <= (when.upper or day) for day in given):
        days = listed([describe(day) for day in given], "or")
        yield Finding(
            ("due",),
            f"{shown(rule.id, 100)} gives {days}, counted from {describe(start)}, not {describe(_when(due))}",
            hint=f"Write: due = {given[0].isoformat()}"
            + (f" (or, where the matter is complex, {given[1].isoformat()})" if len(given) > 1 else ""),
            rests_on=_grounds(subject, found),
        )


def _grounds(subject: Subject, found: tuple[Record, Record, dt.date]) -> tuple[Spot, ...]:
    """What a reply due is counted from: the rule, the document and its date."""
    rule, document, _ = found
    own = tuple((subject.record.id, (name,)) for name in ("rule", "applies_to", "type"))
    of_document = ((document.id, ("type",)), (document.id, (str(rule.data.get("counted_from")),)))
    return (*own, *of_document, *((rule.id, (name,)) for name in _OF_RULES))


_OF_RULES = ("months", "extension_months", "counted_from", "applies_to_types", "valid_from", "valid_until")


def _when(value: Any) -> dt.date | str:
    return value if isinstance(value, dt.date) else str(value)


def _months(rule: Record) -> list[int]:
    values = (rule.data.get("months"), rule.data.get("extension_months"))
    return [value for value in values if value is not None]


def _has_months(rule: Record) -> bool:
    return all(type(value) is int and 0 < value <= 1200 for value in _months(rule)) and "months" in rule.data


def _reply_due(subject: Subject) -> tuple[Record, Record, dt.date] | None:
    """The rule of a reply due, the document that is to be answered, and the day from which the rule counts."""
    register = subject.context.register
    rule = register.records.get(str(subject.data.get("rule")))
    applies = subject.data.get("applies_to")
    if subject.data.get("type") != "reply-due" or rule is None or not isinstance(applies, list):
        return None
    if not _has_months(rule):
        return None
    for each in applies:
        document = register.document_of(each) if isinstance(each, str) else None
        start = document.data.get(str(rule.data.get("counted_from"))) if document else None
        if document is not None and isinstance(start, dt.date) and not isinstance(start, dt.datetime):
            return rule, document, start
    return None


@check("T503", "rule-not-valid", stage="record", silenceable=True, kinds=("deadlines",), fields=("rule",))
def rule_not_valid(subject: Subject) -> Iterator[Finding]:
    """The rule that a reply due names doesn't hold for its document.

    A rule holds from one day to another, and for some types of document. Name the rule that held when the
    document was adopted, or add it.
    """
    found = _reply_due(subject)
    if found is None:
        return
    rule, document, start = found
    first, last = _bounds(rule.data.get("valid_from")), _bounds(rule.data.get("valid_until"))
    types = rule.data.get("applies_to_types")
    kind = document.data.get("type")
    path = ("rule",)
    grounds = tuple(spot for spot in _grounds(subject, found) if spot != (subject.record.id, path))
    if (first and first.lower and start < first.lower) or (last and last.upper and start > last.upper):
        yield Finding(
            path,
            f"{shown(rule.id, 100)} doesn't hold on {describe(start)}",
            hint=_other_rule(subject.context, start, kind),
            rests_on=grounds,
        )
    elif isinstance(types, list) and kind not in types:
        yield Finding(
            path,
            f"{shown(rule.id, 100)} applies to {listed([article(str(each)) for each in types])}, "
            f"not to {article(str(kind))}",
            hint=_other_rule(subject.context, start, kind),
            rests_on=grounds,
        )


def _other_rule(context: Context, day: dt.date, document_type: Any) -> str:
    for rule in context.register.of_kind("rules"):
        first, last = _bounds(rule.data.get("valid_from")), _bounds(rule.data.get("valid_until"))
        types = rule.data.get("applies_to_types")
        holds = first and first.lower and first.lower <= day and not (last and last.upper and last.upper < day)
        if holds and isinstance(types, list) and document_type in types:
            return f"Did you mean {rule.id}?"
    return (
        f"No rule of this register holds on {describe(day)} for {article(str(document_type))}: add it, or correct it."
    )


@check("T504", "overdue", stage="record", severity="warning", silenceable=True, kinds=("deadlines",))
def overdue(subject: Subject) -> Iterator[Finding]:
    """A deadline is past, and nothing says what became of it.

    If it was kept, say when and by what ([met]). If it was moved, add a revision with its reason. If it is known
    not to have been kept in time, say as of when ([missed]).
    """
    data = subject.data
    if not _SETTLED.isdisjoint(data) or data.get("type") == "recurring":
        return
    path, due = _current(data)
    found = _bounds(due)
    if found and found.upper and subject.context.is_past(found.upper):
        days = (subject.context.today - found.upper).days
        yield Finding(
            path,
            f"the deadline has been past for {days} day{'' if days == 1 else 's'} ({describe(_when(due))}), "
            "and no outcome is recorded",
            hint=_outcome(subject.context, subject.record)
            or "Say when it was met ([met] on = …), that it was missed ([missed] as_of = …), or add a revision.",
            rests_on=tuple((subject.record.id, (name,)) for name in (*_SETTLED, "type", "due")),
        )


_SETTLED = frozenset({"met", "missed", "withdrawn", "condition"})
"""The fields that say what became of a deadline, or that it need not count."""


def _current(data: dict[str, Any]) -> tuple[DataPath, Any]:
    """The date that holds now: that of the last revision, else the one first set."""
    revised = [((*path, "due"), each["due"]) for path, each in _tables(data, "revisions") if "due" in each]
    return revised[-1] if revised else (("due",), data.get("due"))


def _outcome(context: Context, deadline: Record) -> str:
    """For a reply due: the follow-up that is in the register, if there is one."""
    applies = deadline.data.get("applies_to")
    if deadline.data.get("type") != "reply-due" or not isinstance(applies, list):
        return ""
    found = context.following([each for each in applies if isinstance(each, str)])
    return f"{found[0]} follows it up: record it as met ([met] with on and by)." if found else ""


_PAST = {
    "withdrawn.on": "withdrawn",
    "met.on": "met",
    "missed.as_of": "known",
    "source.retrieved": "fetched",
    "implementation.assessed_on": "judged",
    "revisions.*.on": "moved",
    "progress.*.as_of": "recorded",
    "adopted": "adopted",
    "transmitted": "sent",
    "published": "published",
}
_PAST_BELOW: dict[str, list[tuple[list[str], str]]] = {}
"""By the first step of each the others, and what was done."""
for _head, *_rest, _did in [(*_name.split("."), _done) for _name, _done in _PAST.items()]:
    _PAST_BELOW.setdefault(_head, []).append((_rest, _did))
_PAST_HEADS = frozenset(_PAST_BELOW)


@check("T505", "not-yet", stage="record", severity="warning", silenceable=True, fields=_PAST_HEADS)
def not_yet(subject: Subject) -> Iterator[Finding]:
    """Something is said to have happened on a day that hasn't come yet.

    Often two digits of the year are the wrong way round.
    """
    for head in _PAST_HEADS.intersection(subject.names):
        below = subject.data[head]
        for rest, did in _PAST_BELOW[head]:
            if rest and type(below) is dict and rest[0] not in below:
                continue  # as in most records; to go through nothing takes longer
            for path, value in _values(below, (head,), rest):
                when = _bounds(value)
                if when and when.lower and subject.context.is_to_come(when.lower):
                    yield Finding(
                        path,
                        f"{title(subject.kind, path)}: {describe(value)} hasn't come yet, so nothing was {did} then",
                        hint=f"Correct the date. Today is {describe(subject.context.today)}.",
                        rests_on=((subject.record.id, path),),
                    )


def _values(value: Any, path: DataPath, rest: list[str]) -> Iterator[tuple[DataPath, Any]]:
    if not rest:
        yield path, value
    elif rest[0] == "*" and isinstance(value, list):
        for index, each in enumerate(value):
            yield from _values(each, (*path, index), rest[1:])
    elif isinstance(value, dict) and rest[0] in value:
        yield from _values(value[rest[0]], (*path, rest[0]), rest[1:])
