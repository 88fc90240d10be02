"""What can be chosen for a field: values of an enum, yes or no, records to refer to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from ..register import Field, Kind, Record, Register, natural_key
from ..register.register import label_of
from ..report.plain import visible
from .picker import Choice

if TYPE_CHECKING:
    from ..report.texts.store import Listed

ALIASES = "aliases"
NAMES = ("abbreviation", "paragraph", "part")
"""Fields by which a record is found beside its label. Lists show them; they don't show aliases."""
MOST_READ = 5_000
"""Records of a kind that are read for their aliases, which takes some 200 ms; where there are more, none is."""


def value_choices(register: Register, field: Field, dossier: str) -> list[Choice]:
    """The choices; records of the same dossier come first."""
    if field.type == "boolean":
        return [Choice("true", "yes"), Choice("false", "no")]
    if field.type == "enum":
        return [Choice(value, value, about) for value, about in field.values.items()]

    @cache
    def order(folder: str) -> tuple[bool, Any]:
        return folder.rpartition("/")[0] != dossier, natural_key(folder)

    choices = [choice for kind in field.references for choice in _records(register, kind)]
    # The records of each folder are in their order already.
    return sorted(choices, key=lambda each: order(each.value.rpartition("/")[0]))


def _records(register: Register, name: str) -> Iterable[Choice]:
    """The records of a kind in natural order: as lists have them, or where aliases matter, read from their files."""
    kind = register.schemas.get(name)
    if kind is None or ((ALIASES,) in kind.by_path and register.count_of(name) <= MOST_READ):
        return [_record(each, kind) for each in register.of_kind(name)]
    places = [place for place, column in enumerate(kind.columns, 1) if column in NAMES]
    return [_row(each, kind, places) for each in register.rows(name)]


def _row(entry: Record | Listed, kind: Kind, places: Iterable[int]) -> Choice:
    if isinstance(entry, Record):
        return _record(entry, kind)
    cells = entry.cells if places else ()
    plain = entry.label.isascii() and entry.label.isprintable()  # which is quicker to see for very many
    label = entry.label if plain else visible(entry.label)
    return Choice(entry.id, label, entry.id, " ".join(cells[each] for each in places))


def _record(record: Record, kind: Kind | None) -> Choice:
    aliases = record.data.get(ALIASES)
    words = [str(each) for each in aliases] if isinstance(aliases, list) else []
    words += [str(record.data.get(name, "")) for name in NAMES]
    return Choice(record.id, visible(label_of(record, kind)), record.id, " ".join(words))
