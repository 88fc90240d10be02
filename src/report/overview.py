"""What a register holds, on a screen of text: for whoever has no terminal, or wants only a look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ..register import Dossier, Record, Register
from ..register.dates import describe
from . import deadlines
from .coverage import coverage
from .deadlines import Entry, State
from .phrases import summary
from .plain import wrapped
from .values import is_withdrawn, text_at
from .words import counted, listed

MOST_DOSSIERS = 5
MOST_DEADLINES = 5


def overview(register: Register, today: dt.date, columns: int = 80) -> str:
    """Dossiers with what became of their asks, the deadlines that matter now, and how to go on."""
    sections = [
        [*wrapped(_contents(register, register), columns), *_unreadable(register, columns)],
        *_dossiers(register, today, columns),
        *_deadlines(register, today, columns),
        _commands(),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections)


def _contents(register: Register, records: Iterable[Record]) -> str:
    """How many records of each kind there are."""
    numbers: dict[str, int] = {}
    for each in records:
        numbers[each.kind] = numbers.get(each.kind, 0) + (not is_withdrawn(each))
    said = [
        counted(numbers[name], kind.singular.lower(), kind.plural.lower())
        for name, kind in register.schemas.items()
        if numbers.get(name)
    ]
    return listed(said) or "The register holds no record yet."


def _unreadable(register: Register, columns: int) -> list[str]:
    number = len(register.unreadable)
    if not number:
        return []
    files = f"{counted(number, 'file')} can’t be read; see which and why: followup validate"
    return wrapped(files, columns)


def _dossiers(register: Register, today: dt.date, columns: int) -> Iterator[list[str]]:
    newest = list(register.dossiers.values())[::-1]
    for each in newest[:MOST_DOSSIERS]:
        yield [*wrapped(_title(register, each), columns, "", "  "), *_dossier(register, each, today, columns)]
    if len(newest) > MOST_DOSSIERS:
        yield [f"and {counted(len(newest) - MOST_DOSSIERS, 'older dossier')}"]


def _title(register: Register, dossier: Dossier) -> str:
    resolutions = [each for each in dossier.of_kind("documents") if text_at(each.data, "type") == "resolution"]
    return " ".join((dossier.procedure, "; ".join(register.label(each.id) for each in resolutions))).strip()


def _dossier(register: Register, dossier: Dossier, today: dt.date, columns: int) -> Iterator[str]:
    yield from wrapped(_contents(register, dossier.records), columns, "  ", "  ")
    for found in coverage(register, dossier.id, today):
        for sentence in summary(register, found, today):
            yield from wrapped(sentence, columns, "  ", "  ")


def _deadlines(register: Register, today: dt.date, columns: int) -> Iterator[list[str]]:
    found = deadlines.entries(register, today)
    overdue = [each for each in found if each.state is State.OVERDUE]
    coming = [each for each in found if each.state is State.DUE]
    for title, entries in ((f"Overdue on {describe(today)}", overdue[::-1]), ("Due next", coming)):
        if entries:
            yield [title, *_entries(entries, columns)]


def _entries(entries: list[Entry], columns: int) -> list[str]:
    shown = [
        line
        for each in entries[:MOST_DEADLINES]
        for line in wrapped(f"{each.title}: {each.timeliness}", columns, "  ", "    ")
    ]
    more = len(entries) - MOST_DEADLINES
    return [*shown, f"  and {more:,} more"] if more > 0 else shown


def _commands() -> list[str]:
    return [
        "followup                  open the register in a terminal",
        "followup list requests    list the records of a kind",
        "followup show ID          read one record",
        "followup report coverage  what was answered how",
    ]
