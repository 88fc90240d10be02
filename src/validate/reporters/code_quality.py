"""Problems as GitLab shows them in a merge request: the Code Quality report."""

from __future__ import annotations

from collections.abc import Sequence

from ...register import Register
from ..problem import Problem
from .base import Reporter, as_json, fingerprints, with_hint

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


class CodeQualityReporter(Reporter):
    """A list of issues in the form of Code Climate, as far as GitLab reads it."""

    def report(self, problems: Sequence[Problem], register: Register) -> str:
        """The whole report; an empty list where there is no problem."""
        return as_json(
            [
                {
                    "description": with_hint(each),
                    "check_name": f"{each.code} {each.name}",
                    "fingerprint": fingerprint,
                    "severity": _SEVERITIES[each.severity],
                    "location": {
                        "path": self.path(each, register),
                        "lines": {"begin": each.line, "end": each.end_line},
                    },
                }
                for each, fingerprint in zip(problems, fingerprints(problems), strict=True)
            ]
        )
