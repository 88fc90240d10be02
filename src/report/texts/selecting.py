"""Conditions on values, as FIELD=VALUE asks for them, by the tokens of the index."""

from __future__ import annotations

from collections.abc import Callable

from ...register import Field, Kind
from ..folding import fold
from .rows import BEGINNING, CASED, LONG, LONGEST, PART, PLAIN, TABLE, kind_token, token
from .store import Store

_AT_ONCE = 500

Meets = Callable[[str], bool]
"""Whether the record with an id meets a condition: what decides where the index doesn't know."""


def of_kind(store: Store, kind: Kind) -> set[int]:
    """The numbers of all records of a kind."""
    return store.matches(_quoted(kind_token(kind.name)))


def meeting(store: Store, kind: Kind, pattern: tuple[str, ...], wanted: str, meets: Meets) -> set[int]:
    """The numbers of the records of a kind whose field has a value; empty ``wanted``: that haven't the field."""
    every = of_kind(store, kind)
    number = store.columns.paths.get((kind.name, pattern))
    if number is None:  # a field whose values aren't kept
        return _decided(store, every, meets)
    if not wanted:
        return every - store.matches(_quoted(number) + " *")
    field = kind.by_path[pattern]
    said = fold(wanted).strip()
    certain, doubtful = _values(number, said, dates=field.type == "when")
    for each in store.called(said) if refers(field) else ():
        folded = fold(each).strip()
        # What was folded may have been spelled otherwise in the record, and then it is no id.
        (certain if folded == each and len(each) <= LONGEST else doubtful).append(_quoted(token(PLAIN, number, each)))
        doubtful += [_quoted(token(CASED, number, folded)), _quoted(token(LONG, number, folded[:PART]))]
    found = _any(store, certain)
    return found | _decided(store, _any(store, doubtful) - found, meets)


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
