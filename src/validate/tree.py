"""The checks of a register on disk: each unit by itself, and only those for which something may have changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..register import Schemas, find_root
from ..register.absent import by_unit, signed
from ..register.collecting import without_collection
from ..register.git_folder import git_folder
from ..register.lazy import LazyRegister
from ..register.progress import Told, watched
from ..register.register import RECORDS, SCHEMA
from ..register.surveying import Surveying
from ..register.units import NOTHING, units
from .consulting import FACT, UNIT, Facts, answer_to
from .forking import divided

if TYPE_CHECKING:
    from .index import Index
    from .inspecting import Inspector, UnitReport
    from .problem import Problem

_OF_DOSSIER = 60
"""About so many records are in a dossier; one outside is a unit by itself."""
_WORTH_IT = 1500
"""Below so many records a second process costs more than it saves."""


class Checked(NamedTuple):
    """The outcome of a run: all problems, sorted, and of how many records."""

    problems: list[Problem]
    records: int
    register: LazyRegister


def check_tree(
    path: Path,
    *,
    today: dt.date,
    wanted: Callable[[Path], bool] | None = None,
    use_index: bool = True,
    only: Collection[str] | None = None,
    told: Told | None = None,
) -> Checked:
    """Check the register around ``path``, or what of it the index doesn't know already.

    ``wanted``: of which files the problems are told. ``only``: the codes of the checks to make; such a run neither
    uses an index nor leaves one. ``told`` hears how far it is.

    Raises:
        NotARegister, NoSchemas, SchemaError: it can't be checked.
    """
    root = find_root(path)
    is_kept = use_index and only is None and git_folder(root) is not None
    surveying = Surveying(root / RECORDS) if is_kept else None
    try:
        return _check(root, surveying, today, wanted, only, told)
    finally:
        if surveying:
            surveying.end()


def _check(
    root: Path,
    surveying: Surveying | None,
    today: dt.date,
    wanted: Callable[[Path], bool] | None,
    only: Collection[str] | None,
    told: Told | None,
) -> Checked:
    from .index import Index  # loaded while the files are looked at
    from .inspecting import Inspector

    register = LazyRegister(root, Schemas.load(root / SCHEMA))
    index = Index.of(root, register.schemas) if surveying else Index()
    with without_collection():
        inspector = Inspector(register, today, only)
        absent = by_unit(register.absent)
        names = sorted({*(surveying.units if surveying else units(str(root / RECORDS))), *absent})
        seen = surveying.signatures() if surveying and not index.is_empty else {}
        seen |= {unit: signed(seen.get(unit, NOTHING), paths) for unit, paths in absent.items()} if seen else {}
        Tree(inspector, index).update(names, seen, today, told)
        found, silencing = index.found()
        found += inspector.whole(lambda key: (value for _, value in index.facts(key)))
        problems = inspector.run.problems(found, silencing, wanted, as_one=True)
    index.save()
    return Checked(problems, index.records(), register)


class Tree:
    """All units of a register, and the index that is brought up to date with them."""

    def __init__(self, inspector: Inspector, index: Index) -> None:
        self._inspector = inspector
        self._register = inspector.register
        self._index = index

    def update(self, names: list[str], seen: Mapping[str, bytes], today: dt.date, told: Told | None = None) -> None:
        """Check what has changed, then what has asked for it and now gets another answer, until nothing is left.

        ``names``: all units; ``seen``: their signatures, where the index may know them.
        """
        stale, gone = self._stale(names, seen, today)
        causes = {*stale, *gone, *(_fact(key) for unit in gone for key, _ in self._index.said(unit))}
        self._index.forget(gone)
        done = set[str]()
        while stale or causes:
            if len(stale) == len(names):
                causes = set()  # all was asked just now
            causes |= self._check(stale, told)
            done.update(stale)
            stale, causes = sorted(self._misled(causes, done)), set()

    def _stale(self, names: list[str], seen: Mapping[str, bytes], today: dt.date) -> tuple[list[str], list[str]]:
        """The units that must be checked, and those that are no longer there."""
        known = self._index.signatures()
        unchanged = {each for each in names if seen.get(each) and seen[each] == known.get(each)}
        unchanged -= set(self._index.outdated(today))
        return [each for each in names if each not in unchanged], sorted(known.keys() - set(names))

    def _check(self, stale: Sequence[str], told: Told | None) -> set[str]:
        """Make the checks of some units anew; the result is what others may have to know of it."""
        changed = set[str]()

        def inspected(part: Sequence[str], told: Told | None) -> list[UnitReport]:
            return [self._inspector.inspect(each, self._facts_for(each)) for each in watched(part, told)]

        for report in divided(inspected, stale, is_much=_records_in(stale) > _WORTH_IT, told=told):
            before = self._index.said(report.unit)
            self._index.keep(report)
            changed |= {_fact(key) for key, _ in before ^ set(report.statements)}
        return changed

    def _facts_for(self, unit: str) -> Facts:
        return lambda key: (value for other, value in self._index.facts(key) if other != unit)

    def _misled(self, causes: Iterable[str], done: Collection[str]) -> set[str]:
        """The units that asked for something of which the answer was another, or has changed."""
        found = set[str]()
        for unit, question, answer in self._index.questions(causes):
            if unit in found:
                continue
            if question.startswith(f"{UNIT}:"):
                is_other = unit not in done
            else:
                is_other = answer_to(question, self._register, self._facts_for(unit)) != answer
            if is_other:
                found.add(unit)
        return found


def _fact(key: str) -> str:
    return f"{FACT}:{key}"


def _records_in(names: Iterable[str]) -> int:
    return sum(_OF_DOSSIER if each.endswith("/") else 1 for each in names)
