"""The checks of a register on disk: each unit by itself, and only those for which something may have changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..register import Schemas
from ..register.absent import by_unit, signed
from ..register.collecting import without_collection
from ..register.forking import divided
from ..register.lazy import LazyRegister
from ..register.progress import Told, watched
from ..register.register import RECORDS, SCHEMA
from ..register.units import NOTHING, about_records, unit_of_id, units
from .consulting import FACT, UNIT, Facts, answer_to
from .running import WORTH_IT

if TYPE_CHECKING:
    from ..register.earlier import EarlierRegister
    from ..register.surveying import Signatures, Surveying
    from .index import Index
    from .inspecting import Inspector, UnitReport
    from .problem import Problem

_FEW = 3
"""Units that are checked as soon as they are known to have changed; of more, the work is divided."""


class Checked(NamedTuple):
    """The outcome of a run: all problems, sorted, and of how many records."""

    problems: list[Problem]
    records: int
    register: LazyRegister


def check_tree(  # noqa: PLR0913 - each is a word about the run, given by name
    root: Path,
    surveying: Surveying | None,
    *,
    today: dt.date,
    wanted: Callable[[Path], bool] | None = None,
    only: Collection[str] | None = None,
    as_one: bool = True,
    told: Told | None = None,
) -> Checked:
    """Check a register; ``surveying`` looks at its files already, where what was found before is to be relied on.

    For all else see ``validate.check_tree``; ``only``: the codes of the checks to make.
    """
    inspector, index = _up_to_date(root, surveying, today, only, told)
    problems = _problems(inspector, index, wanted, as_one=as_one)
    index.save()
    return Checked(problems, index.records(), inspector.register)


def problems_after(register: LazyRegister, ids: Iterable[str], today: dt.date) -> list[Problem]:
    """The problems of some records with the register's changes; of all others it is as the index says.

    Raises:
        SchemaError: a schema or the vocabulary can't be used.
    """
    from .index import Index
    from .inspecting import Inspector

    wanted = set(ids)
    inspector, index = Inspector(register, today), Index.of(register.root, register.schemas)
    Tree(inspector, index).settle(sorted({unit_of_id(each) for each in (*wanted, *register.changes)}))
    return [each for each in _problems(inspector, index, as_one=False) if each.record in wanted]


def check_then_and_now(
    root: Path,
    surveying: Surveying | None,
    then: Callable[[Schemas], EarlierRegister | None],
    *,
    today: dt.date,
    told: tuple[Told | None, Told | None] = (None, None),
) -> tuple[Checked, list[Problem] | None]:
    """Check a register as ``check_tree`` does, and the problems that it had ``then``; None where that isn't said.

    Of the earlier state only that is checked which may have other problems. ``told`` hears how far each is.
    """
    from .earlier import EarlierInspector, concerned
    from .index import Index

    inspector, index = _up_to_date(root, surveying, today, None, told[0], for_later=True)
    now = Checked(_problems(inspector, index, as_one=False), index.records(), inspector.register)
    index.save()
    register = then(inspector.register.schemas)
    if register is None:
        return now, None
    earlier = EarlierInspector(register, today, for_later=False)
    if is_all := register.has_other_rules:
        index = Index()
    # From here on the index holds what was: it is not saved again.
    with without_collection():
        stale = register.units if is_all else concerned(register, index)
        Tree(earlier, index).settle(stale, told=told[1], is_all=is_all)
    return now, _problems(earlier, index, as_one=False)


def _problems(
    inspector: Inspector, index: Index, wanted: Callable[[Path], bool] | None = None, *, as_one: bool
) -> list[Problem]:
    with without_collection():
        found, silencing = index.found()
        found += inspector.whole(lambda key: (value for _, value in index.facts(key)))
        return inspector.run.problems(found, silencing, wanted, as_one=as_one)


def _up_to_date(
    root: Path,
    surveying: Surveying | None,
    today: dt.date,
    only: Collection[str] | None,
    told: Told | None,
    *,
    for_later: bool = False,
) -> tuple[Inspector, Index]:
    from .index import Index
    from .inspecting import Inspector

    register = LazyRegister(root, Schemas.load(root / SCHEMA))
    index = Index.of(root, register.schemas) if surveying else Index()
    with without_collection():
        inspector = Inspector(register, today, only, for_later=for_later or index.is_kept)
        absent = by_unit(register.absent)
        names = sorted({*(surveying.units if surveying else units(str(root / RECORDS))), *absent})
        seen = _seen(surveying, absent) if surveying and not index.is_empty else ()
        Tree(inspector, index).update(names, seen, today, told)
    return inspector, index


def _seen(surveying: Surveying, absent: Mapping[str, list[str]]) -> Iterator[Signatures]:
    """The signatures of all units, as they are found; ``absent``: what of each is not checked out."""
    for seen in surveying.signatures():
        yield {unit: signed(signature, absent.get(unit, [])) for unit, signature in seen.items()}
    yield {unit: signed(NOTHING, absent[unit]) for unit in absent.keys() - set(surveying.units)}


class Tree:
    """All units of a register, and the index that is brought up to date with them."""

    def __init__(self, inspector: Inspector, index: Index) -> None:
        self._inspector = inspector
        self._register = inspector.register
        self._index = index

    def update(self, names: list[str], seen: Iterable[Signatures], today: dt.date, told: Told | None = None) -> None:
        """Check what has changed; ``names``: all units; ``seen``: their signatures, where the index may know them.

        The first few that have changed are checked while the others are still looked at.
        """
        known, outdated = self._index.signatures(), set(self._index.outdated(today))
        causes = self._forget(sorted(known.keys() - set(names)))
        unchanged, done = set[str](), list[str]()
        for some in seen:
            same = {each for each, found in some.items() if found and found == known.get(each)} - outdated
            unchanged |= same
            others = sorted(some.keys() - same)
            if others and len(done) + len(others) <= _FEW:
                causes |= self._check(others, None)
                done += others
        stale = [each for each in names if each not in unchanged and each not in done]
        self.settle(stale, done, causes, told, is_all=len(stale) == len(names))

    def _forget(self, gone: Sequence[str]) -> set[str]:
        """Take units that are no longer there out of the index; the result is what others may have to know."""
        causes = {*gone, *(_fact(key) for unit in gone for key, _ in self._index.said(unit))}
        self._index.forget(gone)
        return causes

    def settle(
        self,
        stale: list[str],
        checked: Sequence[str] = (),
        others: Iterable[str] = (),
        told: Told | None = None,
        *,
        is_all: bool = False,
    ) -> None:
        """Check some units, then what has asked for them and now gets another answer, until nothing is left.

        ``checked``: units that have just been; ``others``: what else has changed; ``is_all``: there are no other
        units than those that are stale.
        """
        causes, done = {*stale, *checked, *others}, set(checked)
        while stale or causes:
            if is_all:
                causes = set()  # all was asked just now
            causes |= self._check(stale, told)
            done.update(stale)
            stale, causes = sorted(self._misled(causes, done)), set()

    def _check(self, stale: Sequence[str], told: Told | None) -> set[str]:
        """Make the checks of some units anew; the result is what others may have to know of it."""
        changed = set[str]()

        def inspected(part: Sequence[str], told: Told | None) -> list[UnitReport]:
            return [self._inspector.inspect(each, self._facts_for(each)) for each in watched(part, told)]

        for report in divided(inspected, stale, is_much=about_records(stale) > WORTH_IT, told=told):
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
