"""A comparison for programs: the values themselves, not their words."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from ..validate import Problem
from .comparison import ComparisonReport, RecordLine
from .effects import Effects

_UNSEEN = re.compile("[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]")


def to_json(report: ComparisonReport) -> str:
    """The comparison as one JSON object."""
    found = {
        "old": report.old,
        "new": report.new,
        "summary": report.summary,
        "records": [_record(each) for each in report.records],
        "others": [{"path": str(each.path), "event": str(each.event)} for each in report.others],
        "effects": _effects(report.effects),
    }
    return safe(json.dumps(found, ensure_ascii=False, indent=2, default=str))


def safe(text: str) -> str:
    """JSON in which the characters that act on a terminal are written as escapes."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _record(each: RecordLine) -> dict[str, Any]:
    changes = [{"field": change.label, "old": change.old, "new": change.new} for change in each.difference.changes]
    return {
        "id": each.id,
        "was": each.was,
        "what": str(each.what),
        "problem": each.difference.problem,
        "fields": changes,
    }


def _effects(found: Effects) -> dict[str, Any]:
    return {name: [_named(each) for each in items] for name, items in asdict(found).items()}


def _named(each: Any) -> Any:
    return each._asdict() if isinstance(each, Problem) else each
