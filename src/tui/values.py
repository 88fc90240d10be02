"""What can be chosen for a field: values of an enum, yes or no, records to refer to."""

from __future__ import annotations

from ..register import Field, Record, Register, natural_key
from ..report.plain import visible
from .picker import Choice


def value_choices(register: Register, field: Field, dossier: str) -> list[Choice]:
    """The choices; records of the same dossier come first."""
    if field.type == "boolean":
        return [Choice("true", "yes"), Choice("false", "no")]
    if field.type == "enum":
        return [Choice(value, value, about) for value, about in field.values.items()]
    records = [record for kind in field.references for record in register.of_kind(kind)]
    ordered = sorted(records, key=lambda each: (each.dossier != dossier, natural_key(each.id)))
    return [_record_choice(each, register.label(each.id)) for each in ordered]


def _record_choice(record: Record, label: str) -> Choice:
    aliases = record.data.get("aliases")
    words = [str(each) for each in aliases] if isinstance(aliases, list) else []
    words += [str(record.data.get(name, "")) for name in ("abbreviation", "paragraph", "part")]
    return Choice(record.id, visible(label), record.id, " ".join(words))
