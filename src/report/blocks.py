"""What a report says, before it is known whether as plain text or as Markdown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the report's own is of level 1."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document; paragraphs are parted by empty lines."""

    text: str
    level: int = 0
    """Below how many items it stands."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: what stands out, and what follows it."""

    lead: str
    text: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of short texts."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Quote | Item | Table
