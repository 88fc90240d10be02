"""Whether the schemas themselves can be relied on, before any record is held to them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from ..errors import Place
from ..register import Field, Kind, Register, SchemaError
from ..register.register import SCHEMA
from ..register.schema import PATTERN

META = "meta.json"
Steps = tuple[str | int, ...]


def verify(register: Register) -> None:
    """See to it that each schema is one, by the register's own schema/meta.json or else by the one shipped here.

    Raises:
        SchemaError: one isn't, with the line and column in it.
    """
    if _are_shipped(register.root / SCHEMA, register.schemas.files):
        return
    key = (register.root, register.schemas.fingerprint)
    if key not in _VERIFIED:
        _verify(register.root / SCHEMA, tuple(register.schemas.values()))
        _VERIFIED.add(key)


_VERIFIED: set[tuple[Path, str]] = set()
"""Schemas that haven't changed are verified once in a session."""


def _are_shipped(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether the schemas are a copy, byte for byte, of those that are shipped here, which tests have verified.

    In the repository of followup itself they are no copy: there they may just have been changed.
    """
    shipped = shipped_folder()
    try:
        if folder.samefile(shipped):
            return False
        names = {each.name for each in shipped.glob(PATTERN)}
        if names != set(files) or any((shipped / name).read_bytes() != data for name, data in files.items()):
            return False
        return not (folder / META).exists() or (folder / META).read_bytes() == (shipped / META).read_bytes()
    except OSError:
        return False


def shipped_folder() -> Path:
    """Where the schemas lie from which a new register starts."""
    package = import_module(f"{__package__.rpartition('.')[0]}.schema")
    return Path(str(package.__file__)).parent


def _verify(folder: Path, kinds: tuple[Kind, ...]) -> None:
    meta = _meta(folder / META)
    import jsonschema_rs

    judge = jsonschema_rs.Draft202012Validator(meta)
    for kind in kinds:
        if not judge.is_valid(kind.schema):
            _explain(kind, meta)
        for steps, why in _faults(kind, {each.name for each in kinds}):
            raise _error(kind, steps, why)


def _meta(path: Path) -> Any:
    import jsonschema_rs

    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        from importlib import resources

        text = resources.files(f"{__package__.rpartition('.')[0]}.schema").joinpath(META).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SchemaError("the schema of schemas can't be read", place=Place(path)) from error
    try:
        meta = json.loads(text)
        jsonschema_rs.Draft202012Validator(meta)
    except (ValueError, RecursionError, jsonschema_rs.ValidationError) as error:
        raise SchemaError(
            f"the schema of schemas can't be used: {str(error).splitlines()[0]}",
            place=Place(path),
            hint="Restore it from git: git restore schema",
        ) from error
    return meta


def _explain(kind: Kind, meta: Any) -> None:
    """Let jsonschema say what is wrong, and where; what it accepts is right after all."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(meta).iter_errors(kind.schema))
    if error is None:
        return
    steps: Steps = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        name = str(error.instance)
        raise _error(kind, (*steps, name), f"“{name}” is not one of the keywords that {META} describes")
    raise _error(kind, steps, error.message[:200])


def _error(kind: Kind, steps: Steps, why: str) -> SchemaError:
    from .json_places import place_of

    line, column = place_of(kind.path.read_text(encoding="utf-8"), steps)
    return SchemaError(
        f"the schema can't be used: {why}",
        place=Place(kind.path, line, column),
        hint="Mend it there, or restore it from git: git restore schema",
    )


def _faults(kind: Kind, kinds: set[str]) -> Iterator[tuple[Steps, str]]:
    """What the meta-schema can't see: patterns that are none, kinds and fields that don't exist."""
    for steps, key, value in _walk(kind.schema, ()):
        if key == "pattern":
            yield from _pattern_faults(steps, value)
        elif key == "$ref" and not _leads(kind.schema, value):
            yield steps, f"{value} leads to nothing in this file"
    for key, names in (("x-label", kind.label), ("x-columns", kind.columns), ("x-name", kind.named_after)):
        for index, name in enumerate(names):
            if (name,) not in kind.by_path:
                yield (key, index), f"{key} names the field “{name}”, which {kind.name} don't have"
    for each in kind.walk():
        yield from _field_faults(kind, each, kinds)


def _field_faults(kind: Kind, each: Field, kinds: set[str]) -> Iterator[tuple[Steps, str]]:
    if each.references or each.verbatim:
        steps = _steps(each.path)
        for index, target in enumerate(each.references):
            if target not in kinds:
                yield (*steps, "x-references", index), f"x-references names “{target}”, which is no kind of record"
        if each.verbatim and not _names_a_reference(kind, each.path, each.verbatim):
            yield (*steps, "x-verbatim"), f"x-verbatim names “{each.verbatim}”, which is no reference here"


def _pattern_faults(steps: Steps, value: Any) -> Iterator[tuple[Steps, str]]:
    try:
        re.compile(value)
    except (re.error, TypeError) as error:
        yield steps, f"“{value}” is not a regular expression: {error}"


def _walk(value: Any, steps: Steps) -> Iterator[tuple[Steps, str, Any]]:
    """The patterns and references of a schema. A field may be called “pattern”: then a schema follows, no text."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key in ("pattern", "$ref") and isinstance(below, str):
                yield (*steps, key), key, below
            elif key not in ("examples", "const", "enum", "default"):
                yield from _walk(below, (*steps, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _walk(below, (*steps, index))


def _leads(schema: Any, reference: str) -> bool:
    found: Any = schema
    for step in reference.removeprefix("#").strip("/").split("/") if reference != "#" else ():
        found = found.get(step) if isinstance(found, dict) else None
    return found is not None


def _steps(path: tuple[str, ...]) -> Steps:
    """The way to a field in the schema, as far as no reference stands on it."""
    steps: list[str | int] = []
    for step in path:
        steps += ["items"] if step == "*" else ["properties", step]
    return tuple(steps)


def _names_a_reference(kind: Kind, path: tuple[str, ...], name: str) -> bool:
    beside, top = kind.by_path.get((*path[:-1], name)), kind.by_path.get((name,))
    return any(field is not None and field.type == "reference" for field in (beside, top))
