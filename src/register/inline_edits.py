"""Fields put into and taken out of a table that is written between braces."""

from __future__ import annotations

from .lines import Patch
from .spans import Pair, Value


def add(table: Value, neighbour: Pair | None, text: bytes, *, after: bool) -> Patch:
    """Put ``key = value`` beside a field; without a neighbour the table is empty."""
    if neighbour is None:
        return Patch(table.span.start, table.span.end, b"{ " + text + b" }")
    span = neighbour.span
    return Patch(span.end, span.end, b", " + text) if after else Patch(span.start, span.start, text + b", ")


def remove(table: Value, gone: list[Pair]) -> list[Patch]:
    """Take fields away, each with one comma."""
    kept = [pair for pair in table.pairs if pair not in gone]
    if not kept:
        return [Patch(table.span.start, table.span.end, b"{}")]
    patches = []
    for pair, following in zip(table.pairs, table.pairs[1:], strict=False):
        if pair in gone and pair.span.start < kept[-1].span.start:
            patches.append(Patch(pair.span.start, following.span.start))
    if table.pairs[-1] in gone:
        patches.append(Patch(kept[-1].span.end, table.pairs[-1].span.end))
    return patches
