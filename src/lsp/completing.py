"""What could be written at a place: ids by the names of their records, values of a choice, names of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from lsprotocol import types

from ..register import DataPath, Field, Kind, Record, Register
from ..report.folding import fold
from .cards import about_field, markup
from .outline import Spot
from .session import Document, Session

MOST = 100
"""More ids are not listed; whoever types on gets the others."""

TRIGGERS = ['"', "[", "=", "/", ".", " "]

_EQUALS = re.compile(r"[ \t]*=")


class Abilities(NamedTuple):
    """What the editor can do with what it is given."""

    markdown: bool = True
    snippets: bool = False


def complete(session: Session, document: Document, position: types.Position, able: Abilities) -> types.CompletionList:
    """What could stand at a position, the likeliest first."""
    kind, spot = document.kind, document.outline.around(document.text.offset(position))
    if kind is None or spot is None:
        return types.CompletionList(is_incomplete=False, items=[])
    completing = _Completing(session, document, kind, spot, position, able)
    items = list(completing.items())
    return types.CompletionList(is_incomplete=len(items) >= MOST or completing.by_name, items=items)


class _Completing:
    """One question, and the answers to it."""

    def __init__(
        self,
        session: Session,
        document: Document,
        kind: Kind,
        spot: Spot,
        position: types.Position,
        able: Abilities,
    ) -> None:
        self._session = session
        self._document = document
        self._kind = kind
        self._spot = spot
        self._position = position
        self._able = able
        self._offset = document.text.offset(position)
        self.by_name = False
        """Whether records were looked for: other letters find others."""

    def items(self) -> Iterator[types.CompletionItem]:
        match self._spot.role:
            case "value":
                yield from self._values()
            case "key":
                yield from self._keys()
            case "header":
                yield from self._headers()

    def _values(self) -> Iterator[types.CompletionItem]:
        field, spot = self._kind.field_at(self._spot.path), self._spot
        in_list = field is not None and field.type == "list" and field.item is not None
        if in_list and field is not None:
            field = field.item
        if field is None or spot.quote in ('"""', "'''") or not self._inside():
            return
        if field.references:
            self.by_name = True
            yield from self._records(field, in_list)
        elif field.values:
            for at, (value, meaning) in enumerate(field.values.items()):
                yield self._item(value, self._written(value, in_list), meaning, at, types.CompletionItemKind.EnumMember)
        elif field.type == "boolean" and not spot.quote:
            for at, value in enumerate(("true", "false")):
                yield self._item(value, value, field.title, at, types.CompletionItemKind.Keyword)
        elif field.type == "day" and not spot.quote:
            day = self._session.day().isoformat()
            yield self._item(day, day, "today", 0, types.CompletionItemKind.Value)

    def _inside(self) -> bool:
        """Whether the cursor is where the value is written, and not beside its quotes."""
        start, end = self._spot.inner
        return start <= self._offset <= end

    def _records(self, field: Field, in_list: bool) -> Iterator[types.CompletionItem]:
        typed = self._document.text.text[self._spot.inner[0] : self._offset]
        register = self._document.shelf.register
        for at, record in enumerate(_found(register, field.references, typed, self._document.id)):
            label, others = register.label(record.id), _other_names(record)
            kind = register.kind(record)
            item = self._item(
                label, self._written(record.id, in_list), record.id, at, types.CompletionItemKind.Reference
            )
            # What was typed may be one of its names, or letters of it: editors would look for it in the label.
            item.filter_text = typed or f"{label} {record.id}"
            item.documentation = markup([kind.singular if kind else "", *others], self._able.markdown)
            yield item

    def _written(self, value: str, in_list: bool) -> str:
        """A value with what is missing around it: quotes, brackets."""
        if self._spot.quote:
            return value if self._spot.closed else f"{value}{self._spot.quote}"
        return f'["{value}"]' if in_list else f'"{value}"'

    def _keys(self) -> Iterator[types.CompletionItem]:
        table = self._spot.table
        there = self._document.outline.names(table) - {self._spot.text}
        named = bool(_EQUALS.match(self._document.text.text, self._spot.end)) and self._spot.end > self._spot.start
        for at, field in enumerate(_fields(self._kind, table)):
            if field.name not in there:
                yield self._key(field, field.name if named else self._pair(field, table), at)
        if table and not named and self._begins_line():
            for at, field in enumerate(_tables(self._kind)):
                if field.tables or field.name not in self._document.outline.names(()):
                    yield self._key(field, _header(field), 1000 + at)

    def _begins_line(self) -> bool:
        text = self._document.text.text
        return not text[text.rfind("\n", 0, self._spot.start) + 1 : self._spot.start].strip()

    def _headers(self) -> Iterator[types.CompletionItem]:
        for at, field in enumerate(_fields(self._kind, _items_of(self._kind, self._spot.table))):
            if field.type == "table" or field.tables:
                yield self._key(field, field.name, at)

    def _key(self, field: Field, text: str, at: int) -> types.CompletionItem:
        detail = f"{field.title}, required" if field.required else field.title
        item = self._item(field.name, text, detail, at, types.CompletionItemKind.Field)
        item.documentation = markup(about_field(field), self._able.markdown)
        if "$" in text:
            item.insert_text_format = types.InsertTextFormat.Snippet
        return item

    def _pair(self, field: Field, table: DataPath) -> str:
        if field.type == "table" or field.tables:
            return _header(field) if self._begins_line() else f"{field.name} = "
        if not self._able.snippets:
            return f"{field.name} = "
        match field.type:
            case "long-text":
                return f'{field.name} = """\n$0\n"""'
            case "list":
                return f'{field.name} = ["$0"]'
            case "text" | "enum" | "reference":
                return f'{field.name} = "$0"'
        return f"{field.name} = $0"

    def _item(
        self, label: str, text: str, detail: str, at: int, kind: types.CompletionItemKind
    ) -> types.CompletionItem:
        start, end = self._spot.inner
        if not self._spot.closed or "\n" in self._document.text.text[start:end]:
            end = self._offset
        return types.CompletionItem(
            label=label,
            kind=kind,
            detail=detail,
            sort_text=f"{at:05}",
            text_edit=types.TextEdit(self._document.text.range(start, end), text),
        )


def _fields(kind: Kind, table: DataPath) -> tuple[Field, ...]:
    """The fields of a table: the record itself, a table in it, or an item of a list of tables."""
    if not table:
        return kind.fields
    found = kind.field_at(table)
    return found.fields if found else ()


def _items_of(kind: Kind, table: DataPath) -> DataPath:
    """The way to the items, where a way leads to a list of tables."""
    found = kind.field_at(table) if table else None
    return (*table, 0) if found and found.tables else table


def _tables(kind: Kind) -> Iterator[Field]:
    return (each for each in kind.fields if each.type == "table" or each.tables)


def _header(field: Field) -> str:
    name = ".".join(step for step in field.path if step != "*")
    return f"[[{name}]]" if field.tables else f"[{name}]"


def _other_names(record: Record) -> list[str]:
    aliases = record.data.get("aliases")
    found = [record.data.get("abbreviation"), *(aliases if isinstance(aliases, list) else [])]
    return [each for each in found if isinstance(each, str)]


def _found(register: Register, kinds: tuple[str, ...], typed: str, asking: str) -> list[Record]:
    """The records that go by what was typed, the nearest first; those of the asking record's dossier before others."""
    wanted = fold(typed).strip()
    words = wanted.split()
    dossier = asking.rpartition("/")[0].rpartition("/")[0]
    scored = []
    for kind in kinds:
        for at, (record, names) in enumerate(_names(register, kind)):
            score = _score(names, wanted, words)
            if score is not None and record.id != asking:
                nearness, length = score
                scored.append((nearness, record.dossier != dossier, length, at, record))
    return [each[-1] for each in sorted(scored, key=lambda each: each[:-1])[:MOST]]


def _score(names: tuple[str, ...], wanted: str, words: list[str]) -> tuple[int, int] | None:
    """How near names are to what is wanted, and how long the nearest is; None where a word of it is in none of them.

    0: begins so; 1: a word in it does; 2: has all the words somewhere.
    """
    beginning = [len(name) for name in names if name.startswith(wanted)]
    if beginning:
        return 0, min(beginning) if wanted else 0
    if any(f" {wanted}" in name or f"/{wanted}" in name for name in names):
        return 1, 0
    return (2, 0) if any(all(word in name for word in words) for name in names) else None


_Names = list[tuple[Record, tuple[str, ...]]]
_KNOWN: WeakKeyDictionary[Register, dict[str, _Names]] = WeakKeyDictionary()


def _names(register: Register, kind: str) -> _Names:
    """All records of a kind with what they go by, folded; made once for each register that was read."""
    known = _KNOWN.setdefault(register, {})
    if kind not in known:
        known[kind] = [
            (
                each,
                tuple(fold(name) for name in (each.parts.name, each.id, register.label(each.id), *_other_names(each))),
            )
            for each in register.of_kind(kind)
        ]
    return known[kind]
