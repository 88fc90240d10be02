"""The plain judge of a few records: what JSON Schema says, in the words that our schemas use.

To load jsonschema-rs and have it read the schemas takes longer than this takes for some hundred records, and mostly
one has changed. It may refuse what a schema allows: others judge that again. It accepts nothing that they refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

Json = dict[str, Any]

_TYPES: dict[str, type] = {
    "string": str,
    "integer": int,
    "number": int,  # what has a fraction is for others to judge
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


class FewJudge:
    """Judges by one schema, which holds only what ``acceptance`` knows to be understood alike by all."""

    def __init__(self, schema: Json) -> None:
        self._schema = schema
        self._steps: dict[int, list[tuple[_Check, Any]]] = {}
        """What has to hold, for each part of the schema by its identity; most of what a schema has is words."""

    def is_valid(self, value: Any) -> bool:
        """Whether a value is as the schema says.

        Raises:
            ValueError: that is for another to say.
        """
        return self.fits(value, self._schema)

    def fits(self, value: Any, schema: Any) -> bool:
        """The same for a part of it and what the schema says of that."""
        if isinstance(schema, bool):
            return schema
        if type(value) not in _KNOWN:
            raise ValueError("a value that JSON doesn't have")
        steps = self._steps.get(id(schema))
        if steps is None:
            steps = self._steps[id(schema)] = list(_steps(schema))
        for check, said in steps:  # noqa: SIM110 - done for every value, in half the time of all()
            if not check(self, value, said, schema):
                return False
        return True

    def target(self, said: str) -> Any:
        """What a reference in the schema leads to."""
        found: Any = self._schema
        for step in said.removeprefix("#/").split("/"):
            found = found[step]
        return found


def _type(_judge: FewJudge, value: Any, said: Any, _schema: Json) -> bool:
    return type(value) in [_TYPES[each] for each in ([said] if isinstance(said, str) else said)]


def _enum(_judge: FewJudge, value: Any, said: Any, _schema: Json) -> bool:
    return isinstance(value, str) and value in said


def _const(_judge: FewJudge, value: Any, said: Any, _schema: Json) -> bool:
    return isinstance(value, str) and value == said


def _pattern(_judge: FewJudge, value: Any, said: str, _schema: Json) -> bool:
    if not isinstance(value, str):
        return True
    if value.endswith("\n") and "$" in said:
        raise ValueError("to Python alone, the end is also before a line's end")
    return _compiled(said).search(value) is not None


def _properties(judge: FewJudge, value: Any, said: Json, _schema: Json) -> bool:
    if not isinstance(value, dict):
        return True
    return all(judge.fits(below, said[name]) for name, below in value.items() if name in said)


def _additional(judge: FewJudge, value: Any, said: Any, schema: Json) -> bool:
    if not isinstance(value, dict):
        return True
    known = schema.get("properties", {})
    return all(judge.fits(below, said) for name, below in value.items() if name not in known)


def _property_names(judge: FewJudge, value: Any, said: Any, _schema: Json) -> bool:
    return not isinstance(value, dict) or all(judge.fits(name, said) for name in value)


def _required(_judge: FewJudge, value: Any, said: Any, _schema: Json) -> bool:
    return not isinstance(value, dict) or all(name in value for name in said)


def _dependent(_judge: FewJudge, value: Any, said: Json, _schema: Json) -> bool:
    if not isinstance(value, dict):
        return True
    return all(other in value for name, others in said.items() if name in value for other in others)


def _items(judge: FewJudge, value: Any, said: Any, _schema: Json) -> bool:
    return not isinstance(value, list) or all(judge.fits(each, said) for each in value)


def _unique(_judge: FewJudge, value: Any, said: Any, _schema: Json) -> bool:
    if not said or not isinstance(value, list):
        return True
    if not all(isinstance(each, str) for each in value):
        raise ValueError("only texts are compared here")
    return len(set(value)) == len(value)


def _reference(judge: FewJudge, value: Any, said: str, _schema: Json) -> bool:
    return judge.fits(value, judge.target(said))


def _if(judge: FewJudge, value: Any, said: Any, schema: Json) -> bool:
    return judge.fits(value, schema.get("then" if judge.fits(value, said) else "else", True))


def _not(judge: FewJudge, value: Any, said: Any, _schema: Json) -> bool:
    return not judge.fits(value, said)


def _all_of(judge: FewJudge, value: Any, said: Any, _schema: Json) -> bool:
    return all(judge.fits(value, each) for each in said)


_Check = Callable[[FewJudge, Any, Any, Json], bool]
"""Whether a value is as one word of a schema says; with what is said, and the schema that it stands in."""


def _steps(schema: Json) -> Iterator[tuple[_Check, Any]]:
    for word, said in schema.items():
        if word in _CHECKS:
            yield _CHECKS[word], said
        elif word not in _SAYS_NOTHING and not word.startswith("x-"):
            raise ValueError(f"the keyword {word} is not known here")


def _bound(sort: type, holds: Callable[[Any, Any], bool]) -> _Check:
    """A limit to values of one type; True and False are no numbers."""
    return lambda _judge, value, said, _schema: type(value) is not sort or holds(value, said)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_KNOWN = frozenset((str, int, bool, list, dict))
_SAYS_NOTHING = frozenset(
    ("$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "format", "then", "else")
)
"""What is said elsewhere or means nothing by itself; formats are settled before."""
_CHECKS: dict[str, _Check] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "minLength": _bound(str, lambda value, said: len(value) >= said),
    "maxLength": _bound(str, lambda value, said: len(value) <= said),
    "minItems": _bound(list, lambda value, said: len(value) >= said),
    "maxItems": _bound(list, lambda value, said: len(value) <= said),
    "minProperties": _bound(dict, lambda value, said: len(value) >= said),
    "maxProperties": _bound(dict, lambda value, said: len(value) <= said),
    "minimum": _bound(int, lambda value, said: value >= said),
    "maximum": _bound(int, lambda value, said: value <= said),
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _property_names,
    "required": _required,
    "dependentRequired": _dependent,
    "items": _items,
    "uniqueItems": _unique,
    "$ref": _reference,
    "if": _if,
    "not": _not,
    "allOf": _all_of,
}
