"""From a place to others: the record behind an id, the source of a quotation, who refers to a record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from ..errors import FollowupError
from ..register import Field, Link, Record, Register
from ..register.source import SourceText
from ..register.toml_document import TomlDocument
from .outline import Spot
from .positions import Text
from .session import Document, Shelf

_START = types.Range(types.Position(0, 0), types.Position(0, 0))


def definition(document: Document, position: types.Position, encoding: str) -> types.Location | None:
    """Where what stands at a position comes from: a record's file, or the words of a quotation in their source."""
    spot = document.spot(position)
    field = document.field(spot) if spot else None
    if spot is None or field is None or spot.role != "value":
        return None
    register = document.shelf.current()
    if field.references:
        there = spot.text in register or spot.text in register.unreadable
        return types.Location(document.shelf.uri(spot.text), _START) if there else None
    if field.verbatim:
        return _in_source(register, document, spot, field, encoding)
    return _source_file(register, document) if field.source_file else None


def _in_source(
    register: Register, document: Document, spot: Spot, field: Field, encoding: str
) -> types.Location | None:
    record = register.records.get(document.id)
    value = record.at(spot.path) if record else None
    found = _source_of(register, record, spot, field) if record else None
    if not isinstance(value, str) or found is None:
        return None
    path, source = found
    try:
        words = source.span(value)
        text = Text(source.text, encoding)
    except UnicodeDecodeError:
        return None
    return types.Location(path.as_uri(), text.range(*words) if words else _START)


def _source_of(register: Register, record: Record, spot: Spot, field: Field) -> tuple[Path, SourceText] | None:
    """The source text whose words a quotation is said to be: named beside it, or else in the record."""
    beside = record.at((*spot.path[:-1], field.verbatim))
    named = beside if isinstance(beside, str) else record.data.get(field.verbatim)
    document = register.document_of(named) if isinstance(named, str) else None
    path = register.source_path(document) if document else None
    try:
        source = register.source_of(document) if document else None
    except FollowupError:
        return None
    return (path, source) if path and source else None


def _source_file(register: Register, document: Document) -> types.Location | None:
    record = register.records.get(document.id)
    path = register.source_path(record) if record else None
    return types.Location(path.as_uri(), _START) if path and path.is_file() else None


def references(document: Document, position: types.Position, encoding: str, itself: bool) -> list[types.Location]:
    """Who refers to the record whose id stands at a position; elsewhere, to the record that the file is.

    ``itself``: its own file, too.
    """
    register, shelf = document.shelf.current(), document.shelf
    wanted = document.reference(document.spot(position)) or document.id
    found = [types.Location(shelf.uri(wanted), _START)] if itself and wanted in register else []
    for link in shelf.links_to(wanted):
        found += _place_of(shelf, register, link, encoding)
    return found


def _place_of(shelf: Shelf, register: Register, link: Link, encoding: str) -> Iterator[types.Location]:
    record = register.records[link.source]
    try:
        span = TomlDocument(record.raw).span(link.path)
    except FollowupError:
        span = None
    text = Text(record.raw.decode(), encoding)
    place = _START if span is None else text.range(*(len(record.raw[:at].decode()) for at in (span.start, span.end)))
    yield types.Location(shelf.uri(link.source), place)
