"""Problems in SARIF 2.1.0, the form in which code scanning takes them (OASIS standard of 27 March 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from ... import __version__
from ...register import Register
from ..checks import Check, all_checks
from ..problem import Problem
from .base import Reporter, as_json, fingerprints, with_hint

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class SarifReporter(Reporter):
    """One run with all checks as its rules and a result a problem."""

    def report(self, problems: Sequence[Problem], register: Register) -> str:
        """The whole report."""
        return _log(self._results(problems, register))

    def changes(self, brought: Sequence[Problem], removed: Sequence[Problem], register: Register) -> str:
        """Both, each result with its baseline state."""
        return _log(
            [
                each | {"baselineState": state}
                for found, state in ((brought, "new"), (removed, "absent"))
                for each in self._results(found, register)
            ]
        )

    def _results(self, problems: Sequence[Problem], register: Register) -> list[dict[str, Any]]:
        index = {code: at for at, code in enumerate(all_checks())}
        return [
            self._result(each, index[each.code], self.path(each, register), fingerprint)
            for each, fingerprint in zip(problems, fingerprints(problems), strict=True)
        ]

    def _result(self, problem: Problem, rule: int, path: str, fingerprint: str) -> dict[str, Any]:
        region = {
            "startLine": problem.line,
            "startColumn": problem.column,
            "endLine": problem.end_line,
            "endColumn": problem.end_column,
        }
        return {
            "ruleId": problem.code,
            "ruleIndex": rule,
            "level": problem.severity,
            "message": {"text": with_hint(problem)},
            "locations": [{"physicalLocation": {"artifactLocation": _location(path), "region": region}}],
            "partialFingerprints": {"followup/v1": fingerprint},
        }


def _log(results: list[dict[str, Any]]) -> str:
    rules = [_rule(each) for each in all_checks().values()]
    driver = {"name": "followup", "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _location(path: str) -> dict[str, str]:
    """Relative to the repository's root, which whoever reads the report knows."""
    return {"uri": quote(path, errors="replace"), "uriBaseId": "%SRCROOT%"}


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.code,
        "name": check.name,
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.explanation},
        "defaultConfiguration": {"level": check.severity},
        "properties": {"tags": [check.family]},
    }
