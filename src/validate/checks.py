"""The list of all checks: what each is called, how bad it is, and the function that makes it.

A check is one function under ``@check(…)``. The decorator is all that there is to registering it:
explanations, docs/checks.md and the rules in reports are made from the list. The function's docstring
explains the check to staff: what is wrong, and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple, TypeVar

from ..errors import FollowupError
from ..register import DataPath
from .problem import Severity

Stage = Literal["unreadable", "shape", "record", "register"]
"""What a check's function looks at: a file that can't be read, one fault that the schema finds, one
record, or all of them."""

When = Literal[
    "",
    "links",
    "doubtful_links",
    "doubtful_quotations",
    "own_words",
    "sources",
    "source_text",
    "named_after",
    "odd_bytes",
]
"""What of a ``Subject`` a check is about: where a record has none of it, the check isn't called."""

FAMILIES = {
    "F": ("file", "Files: can each be read, and does it lie where it belongs?"),
    "S": ("shape", "Shape: does a record have the fields that its schema says?"),
    "R": ("reference", "References: does each lead to a record of the right kind?"),
    "E": ("evidence", "Evidence: does every quotation stand in its source, and is nothing left out?"),
    "T": ("time", "Time: can these dates be, and are they what the rules give?"),
    "W": ("wording", "Wording: are the register's own words those that Parliament wants?"),
    "C": ("form", "Form: is the file laid out as all others are?"),
    "G": ("silence", "Silenced checks: is each silence there for a reason that still holds?"),
}


Spot = tuple[str, DataPath]
"""A record, and the way to a field of it; an empty way is the record as a whole."""

PLACE: DataPath = ("", "place")
"""Stands for where a record's file lies, as a field that is in no file."""


class Finding(NamedTuple):
    """What a check found, before its place in the file is known."""

    path: DataPath
    message: str
    hint: str = ""
    record: str = ""
    """The record at fault, where it isn't the one that was looked at."""
    at_key: bool = False
    """The field itself is wrong, not its value."""
    words: tuple[int, int] | None = None
    """The part of a text value that is wrong: from and up to which character."""
    span: tuple[int, int] | None = None
    """The bytes of the file that are wrong, where no path leads to them."""
    place: tuple[int, int, int, int] | None = None
    """Line, column, end line and end column, where they are known already."""
    affected: tuple[str, ...] = ()
    """Records that suffer from the same mistake; they are named in the one problem."""
    file: str = ""
    """The path under records/ of a file that is no record."""
    rests_on: tuple[Spot, ...] = ()
    """What has to be right for this to be a mistake of its own: where it isn't, this only follows from that."""
    doubts: tuple[Spot, ...] = ()
    """What else is wrong by the same mistake, such as the field that a misspelled one was meant for."""
    target: str = ""
    """For a reference: the id to which it leads."""
    nearest: str = ""
    """For a reference: the id that is most like it."""
    seek: tuple[str, tuple[str, ...]] | None = None
    """A text that may be a record of these kinds misspelled: in the end it is searched, and the hint then names it."""


class Check(NamedTuple):
    """One check, as everybody knows it."""

    code: str
    name: str
    severity: Severity
    stage: Stage
    run: Callable[..., Any]
    silenceable: bool = False
    keywords: tuple[str, ...] = ()
    """For a check of the shape: the keywords of JSON Schema whose faults it explains."""
    kinds: tuple[str, ...] = ()
    """For a check of records: the kinds that it looks at; empty for all."""
    when: When = ""
    """For a check of records: what a record must have for it to matter; empty for all."""
    fields: frozenset[str] = frozenset()
    """For a check of records: the fields of which a record must have one for it to matter; empty for all."""

    def __reduce__(self) -> tuple[Callable[[str], Check], tuple[str]]:
        """Between processes a check goes by its code."""
        return check_of, (self.code,)

    @property
    def title(self) -> str:
        """One line: what is wrong."""
        return self._told()[0].strip()

    @property
    def explanation(self) -> str:
        """What it means and what to do, for staff."""
        return self._told()[2].strip()

    def _told(self) -> tuple[str, str, str]:
        import inspect  # only who explains a check needs it

        return inspect.cleandoc(self.run.__doc__ or "").partition("\n\n")

    @property
    def family(self) -> str:
        """The family's name, such as “evidence”."""
        return FAMILIES[self.code[0]][0]


_CHECKS: dict[str, Check] = {}
_Function = TypeVar("_Function", bound=Callable[..., Any])


def check(  # noqa: PLR0913 - each is a word about the check, given by name
    code: str,
    name: str,
    *,
    stage: Stage,
    severity: Severity = "error",
    silenceable: bool = False,
    keywords: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    when: When = "",
    fields: Iterable[str] = (),
) -> Callable[[_Function], _Function]:
    """Register the function below as a check."""

    def register(function: _Function) -> _Function:
        if code in _CHECKS or any(name == each.name for each in _CHECKS.values()):
            raise ValueError(f"there is a check {code} or {name} already")
        _CHECKS[code] = Check(
            code,
            name,
            severity,
            stage,
            function,
            silenceable,
            keywords,
            kinds,
            when,
            frozenset(fields),
        )
        return function

    return register


def all_checks() -> dict[str, Check]:
    """All checks by code, family by family."""
    from . import coverage, evidence, file, form, parts, placement, reference, shape, silence, timing, wording  # noqa: F401

    families = "".join(FAMILIES)
    return dict(sorted(_CHECKS.items(), key=lambda each: (families.index(each[0][0]), each[0])))


class NoSuchCheck(FollowupError):
    """A word that names neither a check nor a family of checks."""

    def __init__(self, word: str) -> None:
        families = ", ".join(name for name, _ in FAMILIES.values())
        super().__init__(
            f"there is no check and no family of checks “{word}”",
            hint=f"The families are {families}; all checks: followup explain",
        )


def chosen(words: str) -> frozenset[str]:
    """The codes of some checks, given with commas between: codes, names, or families by letter or name.

    Raises:
        NoSuchCheck: a word names none.
    """
    found = set[str]()
    for word in (each.strip().lower() for each in words.split(",")):
        of = {each.code for each in all_checks().values() if word in _words_for(each)}
        if not of:
            raise NoSuchCheck(word)
        found |= of
    return frozenset(found)


def _words_for(each: Check) -> tuple[str, ...]:
    return (each.code.lower(), each.name, each.family, each.code[0].lower())


def check_of(code: str) -> Check:
    """The check with a code."""
    return _CHECKS[code] if code in _CHECKS else all_checks()[code]


def find(code_or_name: str) -> Check | None:
    """A check by its code or name."""
    wanted = code_or_name.strip()
    return next(
        (each for each in all_checks().values() if wanted.upper() == each.code or wanted.lower() == each.name), None
    )


def in_stage(stage: Stage) -> Iterator[Check]:
    """The checks that look at one thing, in the order of codes."""
    return (each for each in all_checks().values() if each.stage == stage)
