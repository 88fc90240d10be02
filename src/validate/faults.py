"""What jsonschema finds in a record, sorted out so that one mistake is one fault.

jsonschema reports each keyword that fails. A misspelled field then fails twice (one too many, one
missing), a wrong value in a condition makes other fields look out of place, and a value of the wrong
type is also none of those allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ..register import DataPath, Kind
from .nearest import nearest_of

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

Json = dict[str, Any]

_RANK = ("type", "format", "enum", "const", "pattern")
"""Of several faults of one value the first tells most."""


class Fault(NamedTuple):
    """One thing that the schema finds wrong."""

    keyword: str
    """The keyword that failed; “unknown”, “misplaced” and “unlisted” are told apart here."""
    path: DataPath
    value: Any
    schema: Json
    kind: Kind
    meant: str = ""
    """For an unknown field: the one that is probably meant."""
    condition: Json | None = None
    """What makes a field needed or out of place, where that depends on another."""
    because: str = ""
    """The field whose presence makes this one needed."""


class Judge:
    """jsonschema's verdict on records of one kind, fault by fault."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    @cached_property
    def _validator(self) -> Validator:
        from .conformance import make_validator

        return make_validator(self._kind.schema)

    def faults(self, data: Json) -> list[Fault]:
        """All faults of a record, one for each mistake."""
        found = [fault for error in self._validator.iter_errors(data) for fault in self._of(error)]
        return _without_echoes(_without_misspelled(_worst(found), self._kind))

    def _of(self, error: ValidationError) -> Iterator[Fault]:
        error = _leaf(error)
        path, keyword = tuple(error.absolute_path), str(error.validator)
        value: Any = error.instance
        said: Any = error.validator_value
        schema = error.schema if isinstance(error.schema, dict) else {}
        condition = self._condition(tuple(error.absolute_schema_path))
        if "propertyNames" in error.absolute_schema_path:
            yield Fault("propertyNames", (*path, str(value)), value, schema, self._kind)
        elif keyword == "required":
            for name in _absent(said, value):
                yield Fault("required", (*path, name), value, schema, self._kind, condition=condition)
        elif keyword == "dependentRequired":
            for there in [each for each in said if each in value]:
                for name in _absent(said[there], value):
                    yield Fault("required", (*path, name), value, schema, self._kind, because=there)
        elif keyword == "additionalProperties" and isinstance(value, dict):
            yield from self._unknown(path, value, schema)
        elif keyword == "None":
            yield Fault("misplaced", path, value, schema, self._kind, condition=condition)
        else:
            yield Fault(keyword, path, value, schema, self._kind, condition=condition)

    def _unknown(self, path: DataPath, value: Json, schema: Json) -> Iterator[Fault]:
        known = schema.get("properties", {})
        for name in value:
            if name not in known:
                yield Fault("unknown", (*path, name), value[name], schema, self._kind)

    def _condition(self, schema_path: tuple[str | int, ...]) -> Json | None:
        """The “if” that stands before the “then” or “else” on the way to what failed."""
        around: Any = self._kind.schema
        for step in schema_path:
            if step in ("then", "else") and isinstance(around, dict) and isinstance(around.get("if"), dict):
                return {"if": around["if"], "met": step == "then"}
            try:
                around = around[step]
            except (KeyError, IndexError, TypeError):
                return None
        return None


def _absent(names: list[str], table: Json) -> list[str]:
    return [name for name in names if name not in table]


def _leaf(error: ValidationError) -> ValidationError:
    """Where alternatives all fail: the fault that is nearest to the value, in the alternative that fits best."""
    from jsonschema.exceptions import best_match

    return best_match(iter([error])) if error.context else error


def _worst(faults: list[Fault]) -> list[Fault]:
    """One fault for each value."""
    found: dict[DataPath, Fault] = {}
    for fault in sorted(faults, key=lambda each: _RANK.index(each.keyword) if each.keyword in _RANK else len(_RANK)):
        found.setdefault(fault.path, fault)
    return list(found.values())


def _without_misspelled(faults: list[Fault], kind: Kind) -> list[Fault]:
    """Each unknown field with the one that it is meant for; that one isn't missing besides."""
    missing = {fault.path for fault in faults if fault.keyword == "required"}
    found: list[Fault] = []
    taken: set[DataPath] = set()
    for fault in faults:
        if fault.keyword == "unknown":
            meant = _meant(fault, missing - taken, kind)
            taken.add((*fault.path[:-1], meant))
            found.append(_with_meant(fault, meant))
    return [fault for fault in faults if fault.keyword != "unknown" and fault.path not in taken] + found


def _meant(fault: Fault, missing: set[DataPath], kind: Kind) -> str:
    name, around = str(fault.path[-1]), fault.path[:-1]
    absent = [str(path[-1]) for path in missing if path[:-1] == around]
    fields = [str(each) for each in fault.schema.get("properties", {}) if fault.schema["properties"][each] is not False]
    titles = {each.title: each.name for each in kind.walk() if each.path[:-1] == _pattern(around)}
    return nearest_of(name, absent, 60) or nearest_of(name, fields) or titles.get(nearest_of(name, titles, 85), "")


def _pattern(path: DataPath) -> tuple[str, ...]:
    return tuple("*" if isinstance(step, int) else step for step in path)


def _with_meant(fault: Fault, meant: str) -> Fault:
    return Fault(fault.keyword, fault.path, fault.value, fault.schema, fault.kind, meant=meant)


def _without_echoes(faults: list[Fault]) -> list[Fault]:
    """Without what only follows from another fault: from a condition that is judged by a faulty field."""
    wrong = {fault.path[0] for fault in faults if fault.path and fault.condition is None}
    wrong |= {fault.meant for fault in faults if fault.meant and len(fault.path) == 1}
    return [fault for fault in faults if fault.condition is None or not wrong & deciding(fault.condition)]


def deciding(condition: Json) -> set[str]:
    """The fields on which a condition depends."""
    asked = condition["if"]
    negated = asked.get("not", {})
    return {
        *asked.get("properties", {}),
        *asked.get("required", ()),
        *(negated.get("required", ()) if isinstance(negated, dict) else ()),
    }
