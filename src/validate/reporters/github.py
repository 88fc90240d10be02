"""Problems as GitHub shows them beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from ...register import Register
from ..problem import Problem
from ..words import visible
from .base import Reporter, with_hint

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


class GithubReporter(Reporter):
    """One workflow command a problem: ``::error file=…,line=…::message``."""

    def report(self, problems: Sequence[Problem], register: Register) -> str:
        """The whole report; empty where there is no problem."""
        return "".join(f"{self._command(each, self.path(each, register))}\n" for each in problems)

    def _command(self, problem: Problem, path: str) -> str:
        said = {"file": path, "line": problem.line, "endLine": problem.end_line}
        if problem.line == problem.end_line:  # columns of several lines are refused
            said |= {"col": problem.column, "endColumn": problem.end_column}
        said["title"] = f"{problem.code} {problem.name}"
        properties = ",".join(f"{key}={_property(str(value))}" for key, value in said.items())
        return f"::{_LEVELS[problem.severity]} {properties}::{_escaped(with_hint(problem))}"


def _escaped(text: str) -> str:
    """GitHub's log is a terminal, too: what steers one is spelled out."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
