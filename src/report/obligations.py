"""Who owes a reply to a resolution, and by when: the rules, applied to the document's type and date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..register import Record, Register, natural_key
from ..register.dates import add_months, describe
from . import deadlines
from .answers import follow_ups_to
from .values import is_withdrawn, number_at, span_of, text_at, texts_at, when_at

DATES = ("adopted", "transmitted", "published")


@dataclass(frozen=True)
class Obligation:
    """A written reply that somebody owes to a document."""

    replier: str
    """The id of whoever owes it."""
    rule: Record
    due: dt.date | None
    """The last day for the reply; None where the day from which the months count isn't known."""
    extended: dt.date | None
    """The last day where the matter is complex, if the rule knows that."""
    deadline: Record | None
    """The record of this very deadline, if there is one; its date goes before the computed one."""
    follow_ups: tuple[Record, ...]
    """The replies that came, the oldest first."""

    @property
    def replied(self) -> bool:
        """Whether a reply came at all."""
        return bool(self.follow_ups)

    def overdue(self, today: dt.date) -> bool:
        """Whether no reply came, and its time is over."""
        return not self.replied and self.due is not None and today > self.due


def obligations(register: Register, document: Record) -> tuple[Obligation, ...]:
    """The replies owed to a document: one for each replier, by the rule that applied at the document's date."""
    found: dict[str, Obligation] = {}
    for rule in sorted(register.of_kind("rules"), key=_begins):
        if not is_withdrawn(rule) and _applies(rule, document):
            each = _obligation(register, rule, document)
            found[each.replier] = each
    return tuple(each for each in found.values() if each.replier)


def limit_words(register: Register, each: Obligation) -> str:
    """By when the reply was to come and by what rule, in words."""
    rule = register.label(each.rule.id)
    if each.due is None:
        return f"no day known ({rule})"
    complex_case = f"; where the matter is complex, {describe(each.extended)}" if each.extended else ""
    return f"{describe(each.due)} ({rule}{complex_case})"


def last_day(table: Record, name: str) -> dt.date | None:
    """The last day that a date of a record can mean."""
    found = span_of(when_at(table.data, name))
    return found.upper if found else None


def _begins(rule: Record) -> tuple[dt.date, object]:
    return (last_day(rule, "valid_from") or dt.date.min, natural_key(rule.id))


def _applies(rule: Record, document: Record) -> bool:
    if text_at(document.data, "type") not in texts_at(rule.data, "applies_to_types"):
        return False
    day = _judged_at(rule, document)
    begins, ends = last_day(rule, "valid_from"), last_day(rule, "valid_until")
    return day is None or ((begins or dt.date.min) <= day <= (ends or dt.date.max))


def _judged_at(rule: Record, document: Record) -> dt.date | None:
    """The document's date by which it is decided whether the rule holds: the one it counts from, or any other."""
    names = (text_at(rule.data, "counted_from"), *DATES)
    return next((day for name in names if (day := last_day(document, name))), None)


def _obligation(register: Register, rule: Record, document: Record) -> Obligation:
    replier = text_at(rule.data, "replier")
    start = last_day(document, text_at(rule.data, "counted_from"))
    recorded = _recorded(register, rule, document)
    came = tuple(each for each in follow_ups_to(register, document.id) if _by(each, replier))
    return Obligation(
        replier=replier,
        rule=rule,
        due=_recorded_day(recorded) or _after(start, number_at(rule.data, "months")),
        extended=_after(start, number_at(rule.data, "extension_months")),
        deadline=recorded,
        follow_ups=came,
    )


def _by(follow_up: Record, replier: str) -> bool:
    return text_at(follow_up.data, "author") in {"", replier}


def _after(start: dt.date | None, months: int | None) -> dt.date | None:
    if start is None or months is None:
        return None
    try:
        return add_months(start, months)
    except (ValueError, OverflowError):  # beyond the years that a calendar here knows
        return None


def _recorded(register: Register, rule: Record, document: Record) -> Record | None:
    """The deadline record that says when this reply is due."""
    for link in register.links_to(document.id):
        record = register.records[link.source]
        if (
            record.kind == deadlines.KIND
            and link.path[0] == "applies_to"
            and record.data.get("rule") == rule.id
            and not is_withdrawn(record)
        ):
            return record
    return None


def _recorded_day(record: Record | None) -> dt.date | None:
    found = span_of(deadlines.effective_due(record.data)) if record else None
    return found.upper if found else None
