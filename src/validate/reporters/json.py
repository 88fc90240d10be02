"""Problems for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...register import Register
from ..problem import Problem
from .base import Reporter, as_json


class JsonReporter(Reporter):
    """A list of objects with the fields of ``Problem``."""

    def report(self, problems: Sequence[Problem], register: Register) -> str:
        """The whole report; an empty list where there is no problem."""
        return as_json([self._object(each, register) for each in problems])

    def changes(self, brought: Sequence[Problem], removed: Sequence[Problem], register: Register) -> str:
        """Both, each object with a ``change``: "brought" or "removed"."""
        marked = [(each, "brought") for each in brought] + [(each, "removed") for each in removed]
        return as_json([{**self._object(each, register), "change": change} for each, change in marked])

    def _object(self, problem: Problem, register: Register) -> dict[str, Any]:
        return {**problem._asdict(), "path": self.path(problem, register)}
