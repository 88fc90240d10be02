"""Conditions on values, as FIELD=VALUE asks for them, by the tokens of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ...register import Field, Kind
from ..folding import fold
from .asking import NOTHING
from .rows import BEGINNING, CASED, LONG, LONGEST, PART, PLAIN, TABLE, kind_token, token
from .store import Store

_AT_ONCE = 500

Meets = Callable[[str], bool]
"""Whether the record with an id meets a condition: what decides where the index doesn't know."""


class Answer(NamedTuple):
    """Which records meet a condition: what an expression of FTS5 finds, and some beside that, by number."""

    expression: str
    besides: set[int]


def ids_meeting(store: Store, kind: Kind, answers: Iterable[Answer]) -> list[str]:
    """The ids of the records of a kind that meet all conditions, in natural order."""
    given = list(answers)
    if not given:
        return store.ids_of_kind(kind.name)
    if not any(each.besides for each in given):
        # A field is of one kind only, so that its values say the kind.
        return store.ids_matching(" AND ".join(f"({each.expression})" for each in given))
    found = [store.matches(each.expression) | each.besides for each in given]
    return store.ids_of(set.intersection(*found))


def meeting(store: Store, kind: Kind, pattern: tuple[str, ...], wanted: str, meets: Meets) -> Answer:
    """The records of a kind whose field has a value; empty ``wanted``: that haven't the field."""
    number = store.columns.paths.get((kind.name, pattern))
    every = _quoted(kind_token(kind.name))
    if number is None:  # a field whose values aren't kept
        return Answer(NOTHING, _decided(store, store.matches(every), meets))
    if not wanted:
        return Answer(f"{every} NOT ({_quoted(number)} *)", set())
    field = kind.by_path[pattern]
    said = fold(wanted).strip()
    certain, doubtful = _values(number, said, dates=field.type == "when")
    for each in store.called(said) if refers(field) else ():
        folded = fold(each).strip()
        # What was folded may have been spelled otherwise in the record, and then it is no id.
        (certain if folded == each and len(each) <= LONGEST else doubtful).append(_quoted(token(PLAIN, number, each)))
        doubtful += [_quoted(token(CASED, number, folded)), _quoted(token(LONG, number, folded[:PART]))]
    if len(certain) > _AT_ONCE:
        return Answer(NOTHING, _any(store, certain) | _decided(store, _any(store, doubtful), meets))
    return Answer(" OR ".join(certain) or NOTHING, _decided(store, _any(store, doubtful), meets))


def refers(field: Field | None) -> bool:
    """Whether a field, or each item of it, names another record."""
    return field is not None and bool(field.references or (field.item and field.item.references))


def _values(number: str, said: str, *, dates: bool) -> tuple[list[str], list[str]]:
    """The values that are met for sure, and those of which the index keeps only the beginning."""
    certain = [_quoted(token(mark, number, said)) for mark in (PLAIN, CASED)]
    certain.append(_quoted(token(BEGINNING, number, said)) + " *")
    doubtful = [_quoted(token(LONG, number, said[:PART])) + (" *" if dates else "")]
    if len(said) > LONGEST:
        certain = []
    elif not dates:
        doubtful = []
    if said[:1] in {"{", "["}:
        doubtful.append(_quoted(token(TABLE, number, "")))
    return certain, doubtful


def _any(store: Store, expressions: list[str]) -> set[int]:
    found = set[int]()
    for start in range(0, len(expressions), _AT_ONCE):
        found |= store.matches(" OR ".join(expressions[start : start + _AT_ONCE]))
    return found


def _decided(store: Store, numbers: set[int], meets: Meets) -> set[int]:
    return {n for n in numbers for each in store.listed_by((n,)) if meets(each.id)}


def _quoted(text: str) -> str:
    return f'"{text}"'
