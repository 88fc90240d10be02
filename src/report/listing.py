"""The records of one kind as a table, its columns as the schema says."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..errors import FollowupError
from ..register import Kind, Register
from ..register.register import nearest
from .plain import table_lines, width, wrapped
from .texts.indexed import IndexedRegister
from .texts.rows import cells_of


class NoSuchKind(FollowupError):
    """A kind that no schema describes."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        kinds = sorted(known)
        like = nearest(name, kinds)
        hint = f"Did you mean {like}?" if like else f"There are: {', '.join(kinds)}"
        super().__init__(f"there is no kind of record “{name}”", hint=hint)


@dataclass(frozen=True)
class Listing:
    """Titles of columns, and for each record its id and its cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def kind_named(register: Register, name: str) -> Kind:
    """The kind that staff mean: by its folder's name, or by what one or many of them are called.

    Raises:
        NoSuchKind: there is none.
    """
    wanted = name.strip().casefold()
    for kind in register.schemas.values():
        if wanted in {kind.name, kind.singular.casefold(), kind.plural.casefold()}:
            return kind
    raise NoSuchKind(name, register.schemas)


def listing(register: Register, kind_name: str, ids: Iterable[str] | None = None) -> Listing:
    """All records of one kind in natural order, or those that ``ids`` names, in its order.

    Raises:
        NoSuchKind: no schema describes the kind.
    """
    kind = kind_named(register, kind_name)
    columns = [(name, kind.by_path.get((name,))) for name in kind.columns]
    return Listing(
        header=("Id", *(field.title if field else name for name, field in columns)),
        rows=tuple(_rows(register, kind, ids)),
    )


def _rows(register: Register, kind: Kind, ids: Iterable[str] | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(register, IndexedRegister):
        found = register.rows(kind.name) if ids is None else register.rows_of(kind.name, list(ids))
        yield from ((each.id, each.cells) for each in found)
        return
    if ids is None:
        records = register.of_kind(kind.name)
    else:
        known = (register.records.get(each) for each in ids)
        records = [each for each in known if each and each.kind == kind.name]
    yield from ((each.id, cells_of(each, kind, register)) for each in records)


def listing_text(found: Listing, columns: int = 80) -> str:
    """A listing as plain text within ``columns``; where rows are too long, ids stand on lines of their own."""
    cells = [list(each) for _, each in found.rows]
    whole = table_lines(list(found.header), cells, sys.maxsize)
    if len(found.header) == 1 or all(width(line) <= columns for line in whole):
        return "\n".join(whole)
    below = [wrapped(each[0], columns, "  ", "  ") for each in cells]
    return "\n".join(table_lines(list(found.header[1:]), [each[1:] for each in cells], columns, below))
