"""Shape: what the schema finds wrong in a record, in words for those who never saw a schema."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ..register import DataPath, Kind
from ..register.dates import full_day
from .acceptance import Acceptance
from .checks import Check, Finding, all_checks, check, in_stage
from .fault_words import (
    NAMES,
    date_hint,
    day_in,
    described,
    elsewhere,
    example,
    field_of,
    is_long,
    name_of,
    reason,
    rewritten,
    sort_of,
    to_add,
    when,
    where_to_put,
    why_no_date,
)
from .faults import Fault, Judge, deciding
from .folder import leaves
from .nearest import nearest_of
from .subject import Subject
from .words import article, listed, shown, title


class Shapes:
    """Holds records to their schemas: quickly, and at length only where something is wrong."""

    def __init__(self) -> None:
        self._acceptances: dict[str, Acceptance] = {}
        self._judges: dict[str, Judge] = {}
        self._elsewhere = next(each for each in all_checks().values() if each.name == "wrong-place")
        self._checks = {keyword: each for each in in_stage("shape") for keyword in each.keywords}

    def findings(self, subject: Subject) -> Iterator[tuple[Check, Finding]]:
        """What is wrong with the shape of a record, each with the check that says so."""
        kind = subject.kind
        if self._acceptance(kind).accepts(subject.data):
            return
        if kind.name not in self._judges:
            self._judges[kind.name] = Judge(kind)
        faults = self._judges[kind.name].faults(subject.data)
        if (whole := self._as_a_whole(subject, faults)) is not None:
            yield whole
            return
        for fault in faults:
            if not _is_left_to_others(fault):
                each = self._checks.get(fault.keyword, self._checks["*"])
                found: Finding = each.run(fault)
                yield each, found._replace(doubts=tuple((subject.record.id, path) for path in _doubts(fault)))

    def _acceptance(self, kind: Kind) -> Acceptance:
        if kind.name not in self._acceptances:
            self._acceptances[kind.name] = Acceptance(kind)
        return self._acceptances[kind.name]

    def _as_a_whole(self, subject: Subject, faults: list[Fault]) -> tuple[Check, Finding] | None:
        """What is wrong with a record that is empty, or is one of another kind, instead of each of its fields."""
        if not subject.data:
            return self._checks["required"], Finding(
                (),
                f"the file is empty: it has none of the fields of {article(subject.kind.singular.lower())}",
                hint="Fill it in, restore it from git, or remove it.",
                doubts=((subject.record.id, ()),),
            )
        if sum(fault.keyword == "unknown" for fault in faults) < 2:
            return None
        for kind in subject.context.register.schemas.values():
            if self._acceptance(kind).accepts(subject.data):
                return self._elsewhere, Finding(
                    (),
                    f"by its fields this is {article(kind.singular.lower())}, "
                    f"and it lies among the {subject.kind.plural.lower()}",
                    hint=f"Move the file into a folder {kind.name}.",
                    doubts=(
                        (subject.record.id, ()),
                        *((each, ()) for each in subject.context.displaced(subject.record.id)),
                    ),
                )
        return None


def _doubts(fault: Fault) -> Iterator[DataPath]:
    """The fields that are in doubt with the one at fault: the one that was meant, and those that decide on it."""
    if fault.meant:
        yield (*fault.path[:-1], fault.meant)
    if fault.condition is not None:
        yield from ((name,) for name in deciding(fault.condition))


def _is_left_to_others(fault: Fault) -> bool:
    """What another family says better: a reference that isn't even an id, a path that leads out of its folder."""
    field = fault.kind.field_at(fault.path)
    if field is None or fault.keyword != "pattern":
        return False
    return bool(field.references) or (field.source_file and leaves(str(fault.value)))


@check("S201", "required-field", stage="shape", keywords=("required",))
def required_field(fault: Fault) -> Finding:
    """A field is missing.

    The record can't be understood without it, or another field that it has makes it necessary. Add the
    field; the hint says what belongs in it.
    """
    return Finding(fault.path, f"{name_of(fault)} is missing{reason(fault)}", hint=to_add(fault))


@check("S202", "unknown-field", stage="shape", keywords=("unknown",))
def unknown_field(fault: Fault) -> Finding:
    """A field has a name that such records don't know.

    Mostly it is misspelled, or it belongs into another table or another kind of record. Correct the name.
    If the field is really needed, it is added to the schema.
    """
    *around, name = fault.path
    owner = article(fault.kind.singular.lower()) if not around else f"“{title(fault.kind, tuple(around))}”"
    hint = f"Did you mean {fault.meant}?" if fault.meant else elsewhere(fault, str(name))
    return Finding(fault.path, f"{shown(name)} is not a field of {owner}", hint=hint, at_key=True)


@check("S203", "wrong-type", stage="shape", keywords=("type",))
def wrong_type(fault: Fault) -> Finding:
    """A value is of another sort than the field holds.

    Text stands in quotes ("9"), a number and a day without them (606, 2015-03-11), a list in square
    brackets (["5", "6"]). The hint shows how to write the value.
    """
    wanted = fault.schema.get("type", "string")
    types = [wanted] if isinstance(wanted, str) else list(wanted)
    name, hint = name_of(fault), rewritten(fault, types)
    if isinstance(fault.value, dt.datetime | dt.time) and fault.schema.get("format") in ("date", "edtf"):
        return Finding(fault.path, f"{name} is a day, and this has a time of day", hint=hint)
    needed = (
        "a day" if fault.schema.get("format") == "date" else listed([NAMES.get(each, each) for each in types], "or")
    )
    return Finding(fault.path, f"{name} must be {needed}, not {sort_of(fault.value)}", hint=hint)


@check("S204", "not-in-list", stage="shape", keywords=("enum", "const"))
def not_in_list(fault: Fault) -> Finding:
    """A value is not one of those that the field allows.

    Choose one of them; the schema says what each means.
    """
    allowed = [str(each) for each in fault.schema.get("enum", [fault.schema.get("const")])]
    near = nearest_of(str(fault.value), allowed, 60) if isinstance(fault.value, str) else ""
    meaning = fault.kind.field_at(fault.path)
    said = meaning.values.get(near, "") if meaning else ""
    return Finding(
        fault.path,
        f"{name_of(fault)} must be {'one of ' if len(allowed) > 1 else ''}{listed(allowed, 'or', 40)}, "
        f"not {shown(fault.value)}",
        hint=f"Did you mean {near}?{f' {said}' if said else ''}" if near else where_to_put(fault),
    )


@check("S205", "wrong-form", stage="shape", keywords=("pattern",))
def wrong_form(fault: Fault) -> Finding:
    """A text isn't written in the way that the field needs.

    Numbers and identifiers have a fixed form, and a line of text has no blank at either end. The hint
    shows what it looks like when it is right.
    """
    value, name = str(fault.value), name_of(fault)
    if not value.strip():
        field = field_of(fault)
        do = "Fill it in." if field and field.required else "Fill it in, or take the field out."
        return Finding(fault.path, f"{name} is empty", hint=f"{do} {described(fault)}")
    if value != value.strip():
        return Finding(fault.path, f"{name} begins or ends with a blank", hint="Take it away.")
    if "\n" in value and not is_long(fault):
        return Finding(fault.path, f"{name} must be on one line", hint="Put it on one line, without line breaks.")
    looks = example(fault)
    why = f": {looks}" if looks else ""
    return Finding(fault.path, f"{name} can't be {shown(value)}{why}", hint=described(fault))


_LIMITS = {
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
    "exclusiveMinimum": "must be more than {}",
    "exclusiveMaximum": "must be less than {}",
    "multipleOf": "must be a multiple of {}",
    "minLength": "must have at least {} characters",
    "maxLength": "must have at most {} characters",
    "minItems": "must have at least {} items",
    "maxItems": "must have at most {} items",
    "minProperties": "must have at least {} fields",
    "maxProperties": "must have at most {} fields",
}


@check("S206", "out-of-range", stage="shape", keywords=tuple(_LIMITS))
def out_of_range(fault: Fault) -> Finding:
    """A number is too small or too great, or a list or text too short or too long.

    An empty list says nothing: leave the field out instead.
    """
    limit = fault.schema.get(fault.keyword)
    if fault.keyword == "minItems" and fault.value == []:
        return Finding(fault.path, f"{name_of(fault)} is an empty list", hint="Fill it in, or take the field out.")
    number = f", not {shown(fault.value)}" if isinstance(fault.value, int | float) else ""
    return Finding(
        fault.path, f"{name_of(fault)} {_LIMITS[fault.keyword].format(limit)}{number}", hint=where_to_put(fault)
    )


@check("S207", "repeated-item", stage="shape", keywords=("uniqueItems",))
def repeated_item(fault: Fault) -> Finding:
    """A list has the same item twice.

    Take one of them out.
    """
    seen: list[Any] = []
    for index, each in enumerate(fault.value):
        if each in seen:
            return Finding(
                (*fault.path, index), f"{name_of(fault)} has {shown(each)} twice", hint="Take one of them out."
            )
        if len(seen) < 1000:
            seen.append(each)
    return Finding(fault.path, f"{name_of(fault)} has the same item twice", hint="Take one of them out.")


@check("S208", "date-form", stage="shape", keywords=("format",))
def date_form(fault: Fault) -> Finding:
    """A date isn't written as dates are here.

    A day stands without quotes: 2015-03-11. What is vaguer than a day stands in quotes, in the form EDTF:
    "2015-10" for a month, "2015" for a year, "2015-09-29/2015-09-30" for from and to, "../2015-12-31" for
    by then. Where the field asks for a day, nothing vaguer will do.
    """
    name, form, value = name_of(fault), fault.schema.get("format"), fault.value
    key = fault.path[-1] if fault.path and isinstance(fault.path[-1], str) else name
    if full_day(str(value)):
        return Finding(fault.path, f"{name} is a day in quotes", hint=f"Write it without quotes: {key} = {value}")
    if form == "date":
        day = day_in(value) or "2015-03-11"
        hint = f"Write year, month and day without quotes{'' if day_in(value) else ', for example'}: {key} = {day}"
        return Finding(fault.path, f"{name} must be a day, not {shown(value)}", hint=hint)
    if form == "edtf":
        return Finding(fault.path, f"{shown(value)} is not a date{why_no_date(str(value))}", hint=date_hint(value, key))
    return Finding(fault.path, f"{shown(value)} can't be the {name}: it is no {form}", hint=described(fault))


@check("S209", "field-out-of-place", stage="shape", keywords=("misplaced",))
def field_out_of_place(fault: Fault) -> Finding:
    """A field stands in a record to which it doesn't apply.

    Whether it applies depends on another field, often the type: only a follow-up follows up a resolution,
    only a reply due has a rule. Correct that other field, or take this one out.
    """
    said = when(fault)
    return Finding(
        fault.path,
        f"{name_of(fault)} doesn't belong here{f' {said}' if said else ''}",
        hint="Correct the one or take out the other.",
        at_key=True,
    )


@check("S210", "does-not-fit", stage="shape", keywords=("*",))
def does_not_fit(fault: Fault) -> Finding:
    """The record doesn't fit its schema in some other way.

    The message names the rule of the schema; the file schema/….schema.json has it in full.
    """
    if fault.keyword == "propertyNames":
        around = fault.path[:-1]
        field = fault.kind.field_at(around)
        return Finding(
            fault.path,
            f"{title(fault.kind, around)} can't have the name {shown(fault.path[-1])}",
            hint=field.description if field else "Correct the name.",
            at_key=True,
        )
    return Finding(
        fault.path,
        f"{name_of(fault)} doesn't fit the schema: the rule “{fault.keyword}” isn't kept",
        hint=where_to_put(fault),
    )
