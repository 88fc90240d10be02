"""Problems as test results, which most CI systems can show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ...register import Register
from ..problem import Problem
from ..words import visible
from .base import Reporter, with_hint

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JunitReporter(Reporter):
    """A test case a problem: errors fail, warnings and notes are output of a case that passes."""

    def report(self, problems: Sequence[Problem], register: Register) -> str:
        """The whole report; one case that passes where there is no problem."""
        return self.changes(problems, (), register)

    def changes(self, brought: Sequence[Problem], removed: Sequence[Problem], register: Register) -> str:
        """What came, and as cases that pass what is gone."""
        from xml.etree import ElementTree as ET

        failures = sum(each.severity == "error" for each in brought)
        counts: dict[str, Any] = {
            "tests": str(max(1, len(brought) + len(removed))),
            "failures": str(failures),
            "errors": "0",
            "skipped": "0",
        }
        suites = ET.Element("testsuites", name="followup validate", **counts)
        suite = ET.SubElement(suites, "testsuite", name="followup validate", **counts)
        for each in brought:
            self._add(suite, each, self.path(each, register))
        for each in removed:
            _case(suite, each, self.path(each, register))
        if not (brought or removed):
            ET.SubElement(suite, "testcase", classname="followup", name="all records")
        ET.indent(suites)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'

    def _add(self, suite: Any, problem: Problem, path: str) -> None:
        from xml.etree import ElementTree as ET

        case = _case(suite, problem, path)
        text = _xml(f"{path}:{problem.line}:{problem.column}: {with_hint(problem)}")
        if problem.severity == "error":
            ET.SubElement(case, "failure", type=problem.code, message=_xml(problem.message)).text = text
        else:
            ET.SubElement(case, "system-out").text = text


def _case(suite: Any, problem: Problem, path: str) -> Any:
    from xml.etree import ElementTree as ET

    name = f"{problem.code} {problem.name} at {problem.line}:{problem.column}"
    return ET.SubElement(suite, "testcase", classname=_xml(path), name=name)


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", visible(text))
