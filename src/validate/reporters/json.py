"""Problems for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from ...register import Register
from ..problem import Problem
from .base import Reporter, as_json


class JsonReporter(Reporter):
    """A list of objects with the fields of ``Problem``."""

    def report(self, problems: Sequence[Problem], register: Register) -> str:
        """The whole report; an empty list where there is no problem."""
        return as_json([{**asdict(each), "path": self.path(each, register)} for each in problems])
