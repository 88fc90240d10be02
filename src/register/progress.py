"""How far a long piece of work is, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

Told = Callable[[int, int], None]
"""Is told how many are done, and of how many."""

_EVERY = 256
"""After so many it is told again: each takes some microseconds, and nobody reads faster."""


def watched(items: Sequence[T], told: Told | None) -> Iterable[T]:
    """The items, one by one; ``told`` hears how many were taken."""
    return _watched(items, told) if told else items


def _watched(items: Sequence[T], told: Told) -> Iterator[T]:
    for done, each in enumerate(items):
        if not done % _EVERY:
            told(done, len(items))
        yield each
    told(len(items), len(items))
