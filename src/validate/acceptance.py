"""Whether a record has the shape that its schema says, found out fast.

jsonschema-rs is some eighty times as fast as jsonschema, and the two agree on most of what a schema
can say, but not on all. So: a schema that says anything on which they differ goes to jsonschema
alone; what TOML has beyond JSON (dates, 3.0 for 3) is settled here, by the places where the schema
has such fields; and what jsonschema-rs refuses, jsonschema judges. Of
a few records, ``few_judge`` stands in for jsonschema-rs. Nothing is accepted here that
jsonschema would refuse.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any, Protocol

from ..register import Kind
from ..register.dates import NotADate, bounds, full_day
from .few_judge import FewJudge

Json = dict[str, Any]
Tree = dict[str, Any]
"""Where a kind has dates and integers: a tree of field names, “*” for items, with a field type at its ends."""

_ANNOTATIONS = frozenset(("$schema", "$id", "title", "description", "examples", "$comment", "default"))
_PLAIN = frozenset(
    (
        *("type", "enum", "const", "pattern", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems"),
        *("minimum", "maximum", "required", "dependentRequired", "minProperties", "maxProperties", "propertyNames"),
    )
)
_BELOW = frozenset(("properties", "items", "additionalProperties", "if", "then", "else", "not", "allOf", "$defs"))
_UNCONDITIONAL = frozenset(("$ref", "format"))

_SAME_PATTERN = re.compile(
    r"(?:[^\\(.\[]|\\[^a-zA-Z0-9]|\\[trn]|\\u[0-9a-fA-F]{4}|\((?!\?)|\[(?:[^\\\[\]]|\\[^a-zA-Z0-9]|\\[trn]|\\u[0-9a-fA-F]{4})+\])*"
)
"""Patterns that mean the same to Python and to Rust: no classes by letter, no “.”, no look-around."""


class Judge(Protocol):
    """Says whether JSON is as a schema says."""

    def is_valid(self, instance: Any, /) -> bool:
        """Whether it is. Raises ValueError for what is no JSON."""


_FEW = 60
"""Records of a kind; with more of them the quicker judge is worth loading."""


class Acceptance:
    """The quick judge for one kind."""

    def __init__(self, kind: Kind, few: int = _FEW) -> None:
        """``few``: so many records are judged without jsonschema-rs, which takes its time to load."""
        self._kind = kind
        self._tree = _tree(kind)
        self._few = few
        self._judge: Judge | None = FewJudge(kind.schema) if _agreed(kind) else None

    def accepts(self, data: Json) -> bool:
        """True only for what jsonschema accepts too; False where jsonschema has to say."""
        if self._judge is None:
            return False
        if self._few == 0:
            self._judge = _judge_of(self._kind.schema)
        self._few -= 1
        try:
            return self._judge.is_valid(_as_json(data, self._tree))
        except (_Doubtful, ValueError, RecursionError):
            return False


def _judge_of(schema: Json) -> Judge:
    import jsonschema_rs  # 9 ms

    found: Judge = jsonschema_rs.Draft202012Validator(schema)
    return found


class _Doubtful(Exception):
    """A value on which the two libraries may differ."""


def _as_json(value: Any, tree: Tree) -> Any:
    """``value`` with the days in date fields as text; what is not touched is not copied."""
    if isinstance(value, dict):
        return _table_as_json(value, tree)
    if isinstance(value, list) and "*" in tree:
        return [_leaf_or_below(each, tree["*"]) for each in value]
    return value


def _table_as_json(table: Json, tree: Tree) -> Json:
    copy: Json | None = None
    for name, below in tree.items():
        if name in table:
            old = table[name]
            new = _leaf_or_below(old, below)
            if new is not old:
                copy = dict(table) if copy is None else copy
                copy[name] = new
    return table if copy is None else copy


def _leaf_or_below(value: Any, below: Any) -> Any:
    if isinstance(below, dict):
        return _as_json(value, below)
    if type(value) is dt.date:
        return value.isoformat() if below != "integer" else value
    if type(value) is float or (type(value) is str and not _is_time(value, below)):
        raise _Doubtful
    return value


@lru_cache(maxsize=8192)
def _is_time(text: str, field_type: str) -> bool:
    if field_type != "when" or full_day(text):
        return False
    try:
        bounds(text)
    except NotADate:
        return False
    return True


def _tree(kind: Kind) -> Tree:
    tree: Tree = {}
    for field in kind.walk():
        if field.type in ("day", "when", "integer"):
            node = tree
            for step in field.path[:-1]:
                node = node.setdefault(step, {})
            node[field.path[-1]] = field.type
    return tree


def _agreed(kind: Kind) -> bool:
    """Whether the schema says only what both libraries understand alike."""
    return _same(kind.schema, kind.schema, conditional=False, depth=0)


def _same(schema: Any, root: Json, *, conditional: bool, depth: int) -> bool:
    if isinstance(schema, bool):
        return True
    if depth > 20 or not isinstance(schema, dict):
        return False
    known = _ANNOTATIONS | _PLAIN | _BELOW | (frozenset() if conditional else _UNCONDITIONAL)
    if any(key not in known and not key.startswith("x-") for key in schema):
        return False
    if schema.get("format", "date") not in ("date", "edtf") or not _same_values(schema):
        return False
    return all(
        _same(below, root, conditional=conditional or under, depth=depth + 1)
        for below, under in _subschemas(schema, root)
    )


def _same_values(schema: Json) -> bool:
    pattern = schema.get("pattern", "")
    numbers = (schema.get(key, 0) for key in ("minimum", "maximum"))
    values = (*schema.get("enum", ()), schema.get("const", ""))
    return (
        isinstance(pattern, str)
        and _SAME_PATTERN.fullmatch(pattern) is not None
        and all(type(number) is int for number in numbers)
        and all(isinstance(value, str) for value in values)
    )


def _subschemas(schema: Json, root: Json) -> list[tuple[Any, bool]]:
    """What is below a schema, and whether it holds under a condition only. Definitions are met where they are used."""
    found: list[tuple[Any, bool]] = []
    if "$ref" in schema:
        found.append((_target(schema["$ref"], root), False))
    found += [(below, False) for below in schema.get("properties", {}).values()]
    found += [(schema[key], False) for key in ("items",) if key in schema]
    found += [(schema[key], True) for key in ("propertyNames", "if", "then", "else", "not") if key in schema]
    if isinstance(schema.get("additionalProperties"), dict):
        found.append((_free_text(schema["additionalProperties"], root), True))
    return found + [(below, True) for below in schema.get("allOf", ())]


def _free_text(schema: Json, root: Json) -> Any:
    """What a map's values are, with what they refer to in its place: the tree of dates has no names for them."""
    target = schema.get("$ref")
    return {**_target(target, root), **{k: v for k, v in schema.items() if k != "$ref"}} if target else schema


def _target(reference: Any, root: Json) -> Any:
    found: Any = root
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return None
    for step in reference[2:].split("/"):
        found = found.get(step) if isinstance(found, dict) else None
    return found
