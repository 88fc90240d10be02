"""Checks and their reports.

Nothing heavy is imported before it is used: jsonschema, rapidfuzz and tree-sitter only when there is a
problem to explain.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .problem import Problem, Severity

if TYPE_CHECKING:
    from ..register import Register
    from ..register.plan import Plan
    from ..register.progress import Told
    from .reporters import FORMATS, TextReporter
    from .tree import Checked

__all__ = [
    "FORMATS",
    "Problem",
    "Severity",
    "TextReporter",
    "check",
    "check_bytes",
    "check_tree",
    "checks_document",
    "explain",
    "fails",
    "new_problems",
    "overview_of_checks",
    "records_of",
    "selected",
    "summary",
]

if not TYPE_CHECKING:  # a type checker knows all names, and that there are no others

    def __getattr__(name: str) -> Any:
        if name in ("FORMATS", "TextReporter"):
            from . import reporters

            return getattr(reporters, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def check(
    register: Register,
    *,
    today: dt.date,
    paths: Sequence[Path] | None = None,
    as_one: bool = False,
    only: str = "",
    told: Told | None = None,
) -> list[Problem]:
    """All problems of all records, sorted; see ``running.check``."""
    from .running import check as run

    return run(register, today=today, paths=paths, as_one=as_one, only=only, told=told)


def check_bytes(register: Register, record_id: str, raw: bytes, *, today: dt.date) -> list[Problem]:
    """The problems that a record would have with other bytes; see ``running.check_bytes``."""
    from .running import check_bytes as run

    return run(register, record_id, raw, today=today)


def new_problems(register: Register, plan: Plan, *, today: dt.date) -> list[Problem]:
    """The problems that a plan would bring; see ``running.new_problems``."""
    from .running import new_problems as run

    return run(register, plan, today=today)


def fails(problems: Sequence[Problem], *, strict: bool = False) -> bool:
    """Whether problems make a run fail: errors do, and with ``strict`` warnings too."""
    return any(each.severity == "error" or (strict and each.severity == "warning") for each in problems)


def check_tree(  # noqa: PLR0913 - each is a word about the run, given by name
    path: Path,
    *,
    today: dt.date,
    wanted: Callable[[Path], bool] | None = None,
    use_index: bool = True,
    only: str = "",
    as_one: bool = True,
    told: Told | None = None,
) -> Checked:
    """Check the register around ``path`` as its files are, or what of it the index doesn't know already.

    ``wanted``: of which files the problems are told. ``only``: the checks to make, as ``checks.chosen`` understands
    them, empty for all; a run of some neither uses an index nor leaves one. ``as_one``: see ``running.check``.
    ``told`` hears how far it is.

    Raises:
        NotARegister, NoSchemas, SchemaError: it can't be checked.
        NoSuchCheck: ``only`` names none.
    """
    from ..register.finding import RECORDS, find_root
    from ..register.git_folder import git_folder
    from ..register.surveying import Surveying

    root = find_root(path)
    is_kept = use_index and not only and git_folder(root) is not None
    with Surveying(root / RECORDS) if is_kept else nullcontext() as surveying:
        from .checks import chosen  # loaded while a second process looks at the files
        from .tree import check_tree as run

        codes = chosen(only) if only else None
        return run(root, surveying, today=today, wanted=wanted, only=codes, as_one=as_one, told=told)


def records_of(register: Register) -> int:
    """How many record files a register has, readable or not."""
    return len(register.records) + len(register.unreadable)


def summary(problems: Sequence[Problem], records: int) -> str:
    """One line: how many records were checked, and what was found."""
    counts = {severity: sum(each.severity == severity for each in problems) for severity in _MANY}
    found = [f"{count} {name if count == 1 else f'{name}s'}" for name, count in counts.items() if count]
    files = len({each.path for each in problems})
    said = f"{', '.join(found)} in {files} file{'' if files == 1 else 's'}" if found else "no problems"
    return f"{records} record{'' if records == 1 else 's'} checked: {said}."


_MANY = ("error", "warning", "note")


def selected(root: Path, paths: Sequence[Path]) -> Callable[[Path], bool]:
    """Whether a file is among the given files and folders.

    Raises:
        NothingThere, NotInRegister: one of the paths leads nowhere, or out of the register.
    """
    from .running import selected as select

    return select(root, paths)


def explain(code_or_name: str) -> str:
    """A check in words, with examples; see ``explaining.explain``."""
    from .explaining import explain as say

    return say(code_or_name)


def overview_of_checks() -> str:
    """All checks, a line each."""
    from .explaining import overview

    return overview()


def checks_document() -> str:
    """The text of docs/checks.md."""
    from .explaining import document

    return document()
