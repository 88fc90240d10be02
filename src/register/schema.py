"""Kinds and fields, derived from the schemas: the one place where a record's shape is said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ..errors import FollowupError, Place
from .digests import blake2b
from .finding import PATTERN as PATTERN  # noqa: PLC0414 - known from here
from .layout import Layout

FieldType = Literal[
    "text", "long-text", "integer", "boolean", "day", "when", "enum", "reference", "list", "table", "map"
]
Json = dict[str, Any]


class SchemaError(FollowupError):
    """A schema that can't be used: not JSON, or not saying what a kind needs."""


class NoSchemas(FollowupError):
    """A register without schemas can't be read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "there is no schema here: a register says what its records hold in schema/*.schema.json",
            place=Place(folder),
            hint="Restore the folder from git (git restore schema), or copy it from another register.",
        )


class SecondSchema(SchemaError):
    """Two schemas describe one kind."""

    def __init__(self, path: Path, kind: str, first: Path) -> None:
        super().__init__(
            f"the kind “{kind}” has a second schema; {first.name} is the first",
            place=Place(path),
            hint="Give each schema an x-kind of its own.",
        )


class Field(NamedTuple):
    """One field of a kind, or of a table in it, as forms, tables and checks need to know it."""

    name: str
    path: tuple[str, ...]
    """The names that lead to it; "*" stands for any item of a list."""
    type: FieldType
    title: str
    description: str
    required: bool = False
    values: Mapping[str, str] = {}
    """For an enum: each value with what it means."""
    references: tuple[str, ...] = ()
    """For a reference: the kinds that it may lead to."""
    verbatim: str = ""
    """The field that names the document in which the text must stand word for word."""
    own_words: bool = False
    identified_by: tuple[str, ...] = ()
    """For a list of tables: the fields by which an item is known again."""
    source_file: bool = False
    examples: tuple[Any, ...] = ()
    item: Field | None = None
    """For a list: what each item is."""
    fields: tuple[Field, ...] = ()
    """For a table: its fields, in the order in which files have them."""

    def walk(self) -> Iterator[Field]:
        """This field and all fields below it."""
        yield self
        for below in (*self.fields, *((self.item,) if self.item else ())):
            yield from below.walk()

    @property
    def tables(self) -> bool:
        """Whether it is a list of tables."""
        return self.item is not None and self.item.type == "table"


class Kind:
    """One kind of record, as its schema describes it."""

    def __init__(self, name: str, schema: Json, fields: tuple[Field, ...], path: Path) -> None:
        self.name = name
        """Also the name of the folder."""
        self.singular: str = schema.get("title", name)
        self.plural: str = schema.get("x-plural", name)
        self.description: str = schema.get("description", "")
        self.places: tuple[str, ...] = tuple(schema.get("x-places", ("dossier", "register")))
        """"dossier", "register", or both."""
        self.label: tuple[str, ...] = tuple(schema.get("x-label", ()))
        self.columns: tuple[str, ...] = tuple(schema.get("x-columns", ()))
        self.named_after: tuple[str, ...] = tuple(schema.get("x-name", ()))
        self.fields = fields
        self.schema = schema
        self.path = path

    def walk(self) -> Iterator[Field]:
        """All fields, at any depth, in the order of files."""
        for each in self.fields:
            yield from each.walk()

    @cached_property
    def layout(self) -> Layout:
        """How such a record is laid out in its file."""
        return Layout({each.name: _layout(each) for each in self.fields})

    @cached_property
    def by_path(self) -> dict[tuple[str, ...], Field]:
        """Fields by their path, with "*" for any item of a list."""
        return {each.path: each for each in self.walk()}

    def field_at(self, path: tuple[str | int, ...]) -> Field | None:
        """The field at a path into data, e.g. ``("answers", 0, "quote")``."""
        return self.by_path.get(tuple("*" if isinstance(step, int) else step for step in path))

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that hold ids of other records."""
        return tuple(each for each in self.walk() if each.references)

    @cached_property
    def verbatim(self) -> tuple[Field, ...]:
        """The fields whose text must be proved."""
        return tuple(each for each in self.walk() if each.verbatim)


class Schemas(Mapping[str, Kind]):
    """All kinds of a register, by name."""

    def __init__(self, kinds: Mapping[str, Kind], files: Mapping[str, bytes]) -> None:
        self._kinds = dict(kinds)
        self.files = files
        """The bytes of each schema, by the name of its file."""

    @cached_property
    def fingerprint(self) -> str:
        """Changes when any schema does."""
        digest = blake2b(digest_size=16)
        for name, data in self.files.items():
            digest.update(name.encode() + b"\0" + data + b"\0")
        return digest.hexdigest()

    def __getitem__(self, name: str) -> Kind:
        return self._kinds[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    @classmethod
    def load(cls, folder: Path) -> Schemas:
        """Read ``*.schema.json`` in ``folder``.

        Raises:
            NoSchemas: there is none.
            SchemaError: one can't be read, is not JSON, or doesn't describe a kind.
        """
        paths = sorted(folder.glob(PATTERN))
        if not paths:
            raise NoSchemas(folder)
        return cls.of({path: _read(path) for path in paths})

    @classmethod
    def of(cls, files: Mapping[Path, bytes]) -> Schemas:
        """The schemas in some files' bytes.

        Raises:
            SchemaError: one is not JSON, or doesn't describe a kind.
        """
        kinds: dict[str, Kind] = {}
        for path, data in files.items():
            kind = _kind(path, _parse(path, data))
            if kind.name in kinds:
                raise SecondSchema(path, kind.name, kinds[kind.name].path)
            kinds[kind.name] = kind
        return cls(kinds, {path.name: data for path, data in files.items()})


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SchemaError(f"the schema can't be read: {error.strerror}", place=Place(path)) from error


def _parse(path: Path, data: bytes) -> Json:
    try:
        schema = json.loads(data)
    except json.JSONDecodeError as error:
        raise SchemaError(
            f"the schema is not JSON: {error.msg}",
            place=Place(path, error.lineno, error.colno),
            hint="Mend it there, or restore it from git.",
        ) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise SchemaError("the schema is not JSON in UTF-8", place=Place(path), hint="Restore it from git.") from error
    if not isinstance(schema, dict):
        raise SchemaError("the schema must be a JSON object", place=Place(path), hint="Restore it from git.")
    return schema


def _kind(path: Path, schema: Json) -> Kind:
    try:
        builder = _Builder(schema)
        name = schema["x-kind"]
        if not isinstance(name, str) or schema.get("type") != "object":
            raise TypeError
        return Kind(name, schema, builder.fields(schema, ()), path)
    except RecursionError as error:
        raise SchemaError("the schema's definitions lead back to themselves", place=Place(path)) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        said = f": {error.args[0]!r} is missing or unknown" if isinstance(error, KeyError) else ""
        raise SchemaError(
            f"the schema doesn't describe a kind of record{said}",
            place=Place(path),
            hint="It needs at least x-kind, “type”: “object” and “properties”; compare schema/meta.json.",
        ) from error


class _Builder:
    """Turns one schema into fields, following the references inside it."""

    def __init__(self, schema: Json) -> None:
        self._schema = schema

    def fields(self, table: Json, path: tuple[str, ...]) -> tuple[Field, ...]:
        required = table.get("required", ())
        return tuple(
            self.field(name, sub, (*path, name), name in required)
            for name, sub in table.get("properties", {}).items()
            if sub is not False
        )

    def field(self, name: str, raw: Json, path: tuple[str, ...], required: bool) -> Field:
        said = self._resolve(raw)
        kind = _type(said)
        return Field(
            name=name,
            path=path,
            type=kind,
            title=said.get("title", name),
            description=said.get("description", ""),
            required=required,
            values={value: said.get("x-enum-descriptions", {}).get(value, "") for value in said.get("enum", ())},
            references=tuple(said.get("x-references", ())),
            verbatim=said.get("x-verbatim", ""),
            own_words=said.get("x-own-words", False),
            identified_by=tuple(said.get("x-identified-by", ())),
            source_file=said.get("x-source-file", False),
            examples=tuple(said.get("examples", ())),
            item=self.field("*", said.get("items", {}), (*path, "*"), False) if kind == "list" else None,
            fields=self.fields(said, path) if kind == "table" else (),
        )

    def _resolve(self, raw: Json) -> Json:
        """What a property says, with what it refers to; its own words win."""
        target = raw.get("$ref")
        if target is None:
            return raw
        found: Any = self._schema
        if not target.startswith("#/"):
            raise KeyError(target)
        for step in target[2:].split("/"):
            found = found[step]
        return {**self._resolve(found), **{key: value for key, value in raw.items() if key != "$ref"}}


def _type(said: Json) -> FieldType:
    match said.get("type"):
        case "array":
            return "list"
        case "object":
            return "table" if said.get("properties") else "map"
        case "integer" | "number":
            return "integer"
        case "boolean":
            return "boolean"
    if said.get("x-references"):
        return "reference"
    if said.get("enum"):
        return "enum"
    if said.get("format") == "date":
        return "day"
    if said.get("format") == "edtf":
        return "when"
    return "long-text" if said.get("x-long-text") else "text"


def _layout(said: Field) -> Layout:
    below = said.item or said
    return Layout({each.name: _layout(each) for each in below.fields}, long_text=said.type == "long-text")
