"""Checks and their reports.

What is named here is loaded when it is asked for: jsonschema, rapidfuzz and tree-sitter only when there is a
problem to explain, and the checks while the files are looked at already.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .beginning import check_tree
    from .explaining import checks_document, explain, overview_of_checks
    from .outcome import fails, records_of, summary
    from .problem import Problem, Severity
    from .reporters import FORMATS, TextReporter
    from .running import check, check_bytes, new_problems
    from .selecting import selected

__all__ = [
    "FORMATS",
    "Problem",
    "Severity",
    "TextReporter",
    "check",
    "check_bytes",
    "check_tree",
    "checks_document",
    "explain",
    "fails",
    "new_problems",
    "overview_of_checks",
    "records_of",
    "selected",
    "summary",
]

_HOMES = {
    "beginning": ("check_tree",),
    "explaining": ("checks_document", "explain", "overview_of_checks"),
    "outcome": ("fails", "records_of", "summary"),
    "problem": ("Problem", "Severity"),
    "reporters": ("FORMATS", "TextReporter"),
    "running": ("check", "check_bytes", "new_problems"),
    "selecting": ("selected",),
}

if not TYPE_CHECKING:  # a type checker knows all names, and that there are no others

    def __getattr__(name: str) -> Any:
        for home, names in _HOMES.items():
            if name in names:
                found = globals()[name] = getattr(import_module(f".{home}", __name__), name)
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
