"""Reports of problems, each in the form that the place it goes to reads.

A new format is one class with ``report(problems, register)``, and its line in ``FORMATS``.
"""

from __future__ import annotations

from .base import Reporter
from .code_quality import CodeQualityReporter
from .github import GithubReporter
from .json import JsonReporter
from .junit import JunitReporter
from .sarif import SarifReporter
from .text import TextReporter

__all__ = ["FORMATS", "Reporter", "TextReporter"]

FORMATS: dict[str, type[Reporter]] = {
    "text": TextReporter,
    "json": JsonReporter,
    "github": GithubReporter,
    "sarif": SarifReporter,
    "junit": JunitReporter,
    "code-quality": CodeQualityReporter,
}
