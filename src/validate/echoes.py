"""One problem for each mistake: what only follows from another mistake is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..register import DataPath, natural_key
from .checks import Spot
from .placing import Found
from .words import counted, listed

_LATER = (
    *("unreadable-file", "source-missing", "no-source", "not-verbatim", "wrong-paragraph", "misnamed-file"),
    *("stray-file", "nothing-there", "wrong-kind", "points-differ", "not-in-record", "foreign-answer"),
    *("impossible-order", "not-yet", "rule-not-valid", "wrong-reply-date", "overdue"),
    *("paragraph-left-out", "section-left-out"),
)
"""Checks of which each is judged after those before it; what none of them rests on comes first."""

Mistake = tuple[str, str, DataPath]
"""A check, and where it found something: however many records suffer from one mistake, it doesn't hide itself."""
Doubts = dict[str, dict[DataPath, Mistake]]


def without_echoes(found: list[Found], silenced: Iterable[Found] = ()) -> list[Found]:
    """The findings whose grounds are in order; the others are found anew once those are.

    What is silenced is a mistake all the same: nothing is told of what follows from it.
    """
    doubts: Doubts = {}
    for each in silenced:
        _doubt(doubts, each)
    kept = []
    for each in sorted(found, key=_rank):
        if not any(_is_doubtful(doubts, spot, _mistake(each)) for spot in _grounds(each)):
            kept.append(each)
            _doubt(doubts, each)
    return kept


def _rank(found: Found) -> tuple[int, int]:
    check, _, finding = found
    return (_LATER.index(check.name) + 1 if check.name in _LATER else 0), len(finding.rests_on)


def _mistake(found: Found) -> Mistake:
    check, record, finding = found
    return check.code, record, finding.path


def _grounds(found: Found) -> tuple[Spot, ...]:
    check, record, finding = found
    # A misspelled silence has not silenced what it was meant for.
    return (*finding.rests_on, (record, ("ignore", check.name))) if check.silenceable else finding.rests_on


def _doubt(doubts: Doubts, found: Found) -> None:
    check, record, finding = found
    certain = check.severity == "error" and (finding.path or check.stage == "unreadable")
    for name, path in (*finding.doubts, *([(record, finding.path)] if certain or finding.doubts else ())):
        doubts.setdefault(name, {}).setdefault(path, _mistake(found))


def _is_doubtful(doubts: Doubts, spot: Spot, mistake: Mistake) -> bool:
    record, path = spot
    known = (each for each, of in doubts.get(record, {}).items() if of != mistake)
    return any(each == path[: len(each)] or bool(path and path == each[: len(path)]) for each in known)


def grounds_elsewhere(found: Iterable[Found], known: Iterable[str]) -> list[str]:
    """The records, other than those known, on which findings rest."""
    seen = dict.fromkeys(known)
    return list(dict.fromkeys(name for each in found for name, _ in each[2].rests_on if name not in seen))


def together(found: list[Found]) -> list[Found]:
    """References of several records to one that is missing, as the one mistake that it is."""
    groups: dict[str, list[Found]] = {}
    for each in found:
        if each[2].target:
            groups.setdefault(each[2].target, []).append(each)
    several = {target: group for target, group in groups.items() if len({record for _, record, _ in group}) > 1}
    rest = [each for each in found if each[2].target not in several]
    return rest + [_as_one(target, group) for target, group in several.items()]


def _as_one(target: str, group: list[Found]) -> Found:
    check, record, finding = min(group, key=lambda each: (natural_key(each[1]), each[2].path))
    others = sorted({each[1] for each in group if each[1] != record}, key=natural_key)
    is_like = _letters(finding.nearest) != _letters(target)  # another paragraph is not a misspelling of this one
    meant = f"; or, where {finding.nearest} is meant, write that" if finding.nearest and is_like else ""
    return (
        check,
        record,
        finding._replace(
            message=f"{finding.message}, and {counted(len(others), 'more record')} "
            f"{'refers' if len(others) == 1 else 'refer'} to it",
            hint=f"If {target} was removed or renamed by mistake, bring it back, or correct the references{meant}.\n"
            f"It is also named in {listed(others, most=6)}.",
        ),
    )


def _letters(record_id: str) -> str:
    return re.sub("[0-9]+[a-z]*", "", record_id)
