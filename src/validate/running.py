"""One run of all checks over a register, or over what a change would make of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..register import DataPath, Record, Register, Unreadable
from ..register.collecting import without_collection
from ..register.forking import divided
from ..register.lazy import LazyRegister
from ..register.progress import Told, watched
from ..register.units import unit_of
from .checks import Check, Stage, When, all_checks, chosen, in_stage
from .context import Context
from .echoes import grounds_elsewhere, together, without_echoes
from .file import has_conflict
from .nearest import Names, named
from .placing import Found, file_of, problems_of
from .problem import Problem
from .selecting import selected
from .shape import Shapes
from .silence import silences
from .subject import Subject
from .uses import Fields

if TYPE_CHECKING:
    from ..register.plan import Plan


WORTH_IT = 1500
"""Below so many records a second process costs more than it saves."""


def check(
    register: Register,
    *,
    today: dt.date,
    paths: Sequence[Path] | None = None,
    as_one: bool = False,
    only: str = "",
    told: Told | None = None,
) -> list[Problem]:
    """All problems of all records, sorted by file and line; ``told`` hears how far it is.

    ``paths`` limits what is shown to these files and folders; what is looked at stays the whole register. With
    ``as_one``, references of several records to one that is missing are one problem, at the first of them. ``only``:
    the checks to make, as ``checks.chosen`` understands them; empty for all.

    Raises:
        SchemaError: a schema or the vocabulary can't be used.
        NothingThere, NotInRegister: one of the paths leads nowhere, or out of the register.
        NoSuchCheck: ``only`` names none.
    """
    wanted = selected(register.root, paths) if paths is not None else None
    return Run(register, today, chosen(only) if only else None).everything(wanted, as_one=as_one, told=told)


def check_bytes(register: Register, record_id: str, raw: bytes, *, today: dt.date) -> list[Problem]:
    """The problems that one record would have if its file held these bytes; there may be no such file yet.

    Raises:
        SchemaError: a schema or the vocabulary can't be used.
    """
    changed = register.with_changes({record_id: raw})
    if isinstance(changed, LazyRegister):
        from .tree import problems_after

        return problems_after(changed, [record_id], today)
    found = Run(changed, today).some(_with_documents(changed, [record_id]))
    return [each for each in found if each.record == record_id]


def new_problems(register: Register, plan: Plan, *, today: dt.date) -> list[Problem]:
    """The problems that a plan would bring, in the records that it changes and in those that refer to them."""
    changed = register.with_changes({step.id: step.after for step in plan})
    ids = {step.id for step in plan}
    ids |= {link.source for each in tuple(ids) for link in (*register.links_to(each), *changed.links_to(each))}
    after = _problems_of(changed, ids, today)
    if not after:
        return []
    before = {_identity(each) for each in _problems_of(register, ids, today)}
    return [each for each in after if _identity(each) not in before]


def _problems_of(register: Register, ids: Iterable[str], today: dt.date) -> list[Problem]:
    """The problems of some records, and of the documents whose parts they hold."""
    wanted = _with_documents(register, ids)
    if isinstance(register, LazyRegister):
        from .tree import problems_after

        return problems_after(register, wanted, today)
    return Run(register, today).some(wanted)


def _identity(problem: Problem) -> tuple[str, ...]:
    return (problem.record, problem.code, problem.field, problem.message)


def _with_documents(register: Register, ids: Iterable[str]) -> list[str]:
    """The records, and the documents whose parts they hold: those say what is left out."""
    found = dict.fromkeys(ids)
    for each in tuple(found):
        document = register.document_of(each)
        if document is not None:
            found[document.id] = None
    return list(found)


class Run:
    """The checks, applied to one register on one day; all of them, or only those with certain codes."""

    def __init__(self, register: Register, today: dt.date, only: Collection[str] | None = None) -> None:
        from .schemas import verify

        verify(register)
        self.register = register
        self.context = Context(register, today)
        self.context.vocabulary  # noqa: B018 - a vocabulary that can't be read is no record's problem
        self._shapes = Shapes()
        self._only = only
        self._checks = [each for each in self._in_stage("record") if each.name not in _LATE]
        self._late = [each for each in self._in_stage("record") if each.name in _LATE]
        self._unreadable_checks = list(in_stage("unreadable"))
        self._fitting: dict[Fields, list[tuple[When, list[Check]]]] = {}

    def _in_stage(self, stage: Stage) -> Iterator[Check]:
        return (each for each in in_stage(stage) if self._only is None or each.code in self._only)

    def everything(
        self, wanted: Callable[[Path], bool] | None = None, *, as_one: bool = False, told: Told | None = None
    ) -> list[Problem]:
        """The problems of the whole register, or of those of its files that are wanted."""
        of_unit: dict[str, list[str]] = {}
        for each in sorted(self._ids()):
            of_unit.setdefault(unit_of(each), []).append(each)

        def found_in(units: Sequence[str], told: Told | None) -> list[Found]:
            return self.found_in(watched([each for unit in units for each in of_unit[unit]], told))

        with without_collection():
            is_much = sum(map(len, of_unit.values())) > WORTH_IT
            found = divided(found_in, list(of_unit), is_much=is_much, told=told)
            found += self.found_in_register()
            return self.problems(found, silencing(self.register.records.values()), wanted, as_one=as_one)

    def some(self, ids: Iterable[str]) -> list[Problem]:
        """The problems of some records, and what is told of them where all are looked at."""
        wanted = list(ids)
        found = self.found_in([each for each in wanted if self.context.is_there(each)])
        others = [each for each in grounds_elsewhere(found, wanted) if self.context.is_there(each)]
        found += self.found_in(others)
        found += self.found_in_register()
        records = [self.register.records[each] for each in (*wanted, *others) if each in self.register]
        mistakes = self._mistakes(found, silencing(records))
        return problems_of(self.register, named([each for each in mistakes if each[1] in wanted], self._names))

    def problems(
        self,
        found: list[Found],
        silencing: Mapping[str, list[str]],
        wanted: Callable[[Path], bool] | None = None,
        *,
        as_one: bool = False,
    ) -> list[Problem]:
        """What was found in all of the register, as problems: each mistake once, unless it is silenced."""
        found = named(self._mistakes(found, silencing), self._names)
        if wanted is not None:
            found = [each for each in found if wanted(self.register.root / file_of(each))]
        return problems_of(self.register, together(found) if as_one else found)

    @cached_property
    def _names(self) -> Names:
        return Names(self.register)

    def _ids(self) -> list[str]:
        return [*self.register.records, *self.register.unreadable]

    def found_in(self, ids: Iterable[str]) -> list[Found]:
        """What is found in the files of some records, each by itself."""
        found, documents = list[Found](), list[str]()
        unit = "\0"  # what begins with no id
        for each in ids:
            if not each.startswith(unit):
                found += self._of_documents(documents)
                unit, documents, self.context.compared = unit_of(each), [], 0
            if "/documents/" in each:
                documents.append(each)
            else:
                found += self._of_file(each)
        return found + self._of_documents(documents)

    def _of_documents(self, ids: list[str]) -> list[Found]:
        """The documents of a dossier, after all that quotes them: they are held against texts that were folded then."""
        return [found for each in ids for found in self._of_file(each)]

    def _of_file(self, record_id: str) -> Iterable[Found]:
        record = self.register.records.get(record_id)
        if record is None:
            return self._of_unreadable(self.register.unreadable[record_id])
        if not has_conflict(record.raw):
            return self._of_record(record)
        self.context.has_doubtful_links = True  # none of them is looked at
        entry = Unreadable(record.id, record.kind, record.path, record.raw, ValueError("merge conflict"))
        return self._of_unreadable(entry)

    def _of_unreadable(self, entry: Unreadable) -> list[Found]:
        """What keeps a file from being read: the first reason, since the others may follow from it."""
        for each in self._unreadable_checks:
            found = [(each, entry.id, finding) for finding in each.run(entry)]
            if found:
                return found
        return []

    def _of_record(self, record: Record) -> Iterator[Found]:
        kind = self.register.schemas.get(record.kind)
        if kind is None:
            return
        subject = Subject(self.context, record, kind)
        wrong: set[DataPath] = set()
        has_errors = False
        for each, finding in self._shapes.findings(subject):
            wrong.add(finding.path)
            has_errors = True
            if self._only is None or each.code in self._only:
                yield each, record.id, finding
        for when, checks in self._checks_for(subject):
            if when and not getattr(subject, when):
                continue
            for each in checks:
                if has_errors and each.severity == "note":
                    continue  # the form is a matter for a record that is right
                for finding in each.run(subject):
                    if finding.record or finding.path not in wrong or not finding.path:
                        has_errors = has_errors or each.severity == "error"
                        yield each, finding.record or record.id, finding

    def _checks_for(self, subject: Subject) -> list[tuple[When, list[Check]]]:
        """The checks that matter to a record of its kind with its fields, by what else it must have.

        Many records have the same. Those of the form come last: they matter to what is right otherwise.
        """
        found = self._fitting.get(subject.fields)
        if found is None:
            fitting = [
                each
                for each in self._checks
                if (not each.kinds or subject.kind.name in each.kinds)
                and (not each.fields or not each.fields.isdisjoint(subject.names))
                and (each.when not in _USES or subject.fields.used(_USES[each.when]))
            ]
            found = self._fitting[subject.fields] = [
                (when, list(checks)) for when, checks in groupby(fitting, key=lambda each: each.when)
            ]
        return found

    def found_in_register(self) -> list[Found]:
        """What is found by looking at all files together."""
        return [
            (each, finding.record or finding.file, finding)
            for each in self._in_stage("register")
            for finding in each.run(self.context)
        ]

    def _mistakes(self, found: list[Found], silencing: Mapping[str, list[str]]) -> list[Found]:
        """Without what is silenced or follows from another mistake, and with what is wrong with the silences."""
        kept, silenced = list[Found](), list[Found]()
        for each in found:
            check, record, _ = each
            is_silenced = check.silenceable and check.name in silencing.get(record, ())
            (silenced if is_silenced else kept).append(each)
        for record in silencing:
            used = {check.name for check, at, _ in silenced if at == record}
            kept += self._of_silences(self.register.records[record], used)
        return without_echoes(kept, silenced)

    def _of_silences(self, record: Record, used: set[str]) -> Iterator[Found]:
        kind = self.register.schemas.get(record.kind)
        if kind is not None and not has_conflict(record.raw):
            subject = Subject(self.context, record, kind)
            subject.silenced = frozenset(used | self._not_made)
            for each in self._late:
                for finding in each.run(subject):
                    yield each, record.id, finding

    @cached_property
    def _not_made(self) -> set[str]:
        """The checks that might have found what a silence silences, had they been made."""
        return {each.name for each in all_checks().values() if self._only is not None and each.code not in self._only}


def silencing(records: Iterable[Record]) -> dict[str, list[str]]:
    """The records that silence checks, each with the names of those."""
    return {record.id: silences(record.data) for record in records if "ignore" in record.data}


_USES = {
    "links": "references",
    "doubtful_links": "references",
    "doubtful_quotations": "verbatim",
    "own_words": "own",
    "sources": "source",
}
"""The use (see ``uses``) of the fields from which each comes that a check may need."""

_LATE = ("unknown-check", "cannot-be-silenced", "unused-silence")
"""Checks that can only be made when all others have been."""
