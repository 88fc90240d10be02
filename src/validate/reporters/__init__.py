"""Reports of problems, each in the form that the place it goes to reads.

A new format is one class with ``report(problems, register)``, and its line in ``FORMATS``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from .base import Reporter
from .text import TextReporter

__all__ = ["FORMATS", "Reporter", "TextReporter"]


class _Formats(Mapping[str, type[Reporter]]):
    """The reporter of each format, loaded when it is asked for."""

    def __init__(self, places: Mapping[str, tuple[str, str]]) -> None:
        self._places = places

    def __getitem__(self, form: str) -> type[Reporter]:
        module, name = self._places[form]
        reporter: type[Reporter] = getattr(import_module(f".{module}", __package__), name)
        return reporter

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


FORMATS = _Formats(
    {
        "text": ("text", "TextReporter"),
        "json": ("json", "JsonReporter"),
        "github": ("github", "GithubReporter"),
        "sarif": ("sarif", "SarifReporter"),
        "junit": ("junit", "JunitReporter"),
        "code-quality": ("code_quality", "CodeQualityReporter"),
    }
)
