"""What ``followup validate`` does with the files as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .given import Settings, report
from .progress import Progress

if TYPE_CHECKING:
    from ..register import Register
    from ..validate.reporters import Reporter

PROBLEMS = 1

_FOR_REPOSITORIES = ("github", "sarif", "code-quality")
"""Formats for programs that look for files from where the repository begins; there CI runs."""


def validate(paths: tuple[Path, ...], form: str, settings: Settings, *, strict: bool) -> int:
    """Check every record, or those at some paths, and report what is wrong; the result is the exit code."""
    from ..validate import check, fails, summary

    progress = Progress(quiet=settings.quiet)
    register = settings.register(told=progress.stage("Reading"))
    reporter = reporter_for(form, register, settings)
    told = progress.stage("Checking")
    problems = check(register, today=settings.day, paths=paths or None, as_one=True, told=told)
    progress.clear()
    report(reporter.report(problems, register))
    settings.tell(summary(problems, register))
    return PROBLEMS if fails(problems, strict=strict) else 0


def reporter_for(form: str, register: Register, settings: Settings) -> Reporter:
    """The reporter of a format, with paths as those who read it look for them."""
    from ..validate import FORMATS

    return FORMATS[form](color=settings.color, base=_base(form, register.root))


def _base(form: str, root: Path) -> Path | None:
    here = Path.cwd().resolve()
    return here if form in _FOR_REPOSITORIES and root.resolve().is_relative_to(here) else None
