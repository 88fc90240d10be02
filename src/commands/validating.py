"""What ``followup validate`` does with the files as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .given import Settings, report
from .progress import Progress

if TYPE_CHECKING:
    from ..register import Register
    from ..validate import Problem
    from ..validate.reporters import Reporter

PROBLEMS = 1

_FOR_REPOSITORIES = ("github", "sarif", "code-quality")
"""Formats for programs that look for files from where the repository begins; there CI runs."""


class Wish(NamedTuple):
    """What is to be checked, and what to be told of it."""

    paths: tuple[Path, ...] = ()
    form: str = "text"
    strict: bool = False
    use_index: bool = True
    only: str = ""


def validate(wish: Wish, settings: Settings) -> int:
    """Check every record, or those at some paths, and report what is wrong; the result is the exit code."""
    from ..validate import fails, summary

    progress = Progress(quiet=settings.quiet)
    problems, records, register = (_of_then if settings.at else _of_files)(wish, settings, progress)
    progress.clear()
    report(reporter_for(wish.form, register, settings).report(problems, register))
    settings.tell(summary(problems, records))
    return PROBLEMS if fails(problems, strict=wish.strict) else 0


def _of_files(wish: Wish, settings: Settings, progress: Progress) -> tuple[list[Problem], int, Register]:
    from ..register import find_root
    from ..validate import check_tree, selected

    root = find_root(settings.start)
    found = check_tree(
        root,
        today=settings.day,
        wanted=selected(root, wish.paths) if wish.paths else None,
        use_index=wish.use_index,
        only=wish.only,
        told=progress.stage("Checking", "dossiers and shared records"),
    )
    return found.problems, found.records, found.register


def _of_then(wish: Wish, settings: Settings, progress: Progress) -> tuple[list[Problem], int, Register]:
    from ..validate import check, records_of

    register = settings.register(told=progress.stage("Reading"))
    told = progress.stage("Checking")
    problems = check(register, today=settings.day, paths=wish.paths or None, as_one=True, only=wish.only, told=told)
    return problems, records_of(register), register


def reporter_for(form: str, register: Register, settings: Settings) -> Reporter:
    """The reporter of a format, with paths as those who read it look for them."""
    from ..validate import FORMATS

    return FORMATS[form](color=settings.color, base=_base(form, register.root))


def _base(form: str, root: Path) -> Path | None:
    here = Path.cwd().resolve()
    return here if form in _FOR_REPOSITORIES and root.resolve().is_relative_to(here) else None
