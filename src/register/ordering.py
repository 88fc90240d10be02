"""Beside which neighbour a new field belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Beside(NamedTuple):
    """Which neighbour, by its index, and on which side of it."""

    neighbour: int
    after: bool


def beside(names: Sequence[str], new: str, order: Mapping[str, object]) -> Beside:
    """After the nearest field that the order has before ``new``, else before the nearest that it has after it.

    ``names``: the fields that are there, as they stand, at least one. What the order does not know comes last.
    """
    ranks = {name: rank for rank, name in enumerate(order)}
    if new not in ranks:
        return Beside(len(names) - 1, after=True)
    found = [(ranks.get(name, len(ranks)), index) for index, name in enumerate(names)]
    earlier = [each for each in found if each[0] <= ranks[new]]
    return Beside(max(earlier)[1], after=True) if earlier else Beside(min(found)[1], after=False)
