"""Builds registers from the samples of checks.

``src/validate/samples`` has a folder a check. In it, each folder ``wrong…`` holds files that are laid
over the register in ``samples/base``, and ``wrong….txt`` the report that this must give; each folder
``right…`` what must give none. ``%`` and two digits stand for a character that a file's name can't
have everywhere; ``NAME.removed`` takes a file away, ``NAME.link`` holds what a symbolic link leads to,
``NAME.size`` how many bytes a file has; ``NAME.absent`` says that git has the file, but a sparse
checkout has left it out.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

from followup.register import Register
from followup.validate import FORMATS, Problem, check

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "src" / "validate" / "samples"
TODAY = dt.date(2026, 11, 22)


def base(folder: Path) -> Path:
    """A register with the records of samples/base, in which nothing is wrong."""
    shutil.copytree(ROOT / "schema", folder / "schema", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    shutil.copytree(SAMPLES / "base" / "records", folder / "records")
    return folder


def laid_over(folder: Path, sample: Path) -> Path:
    """The register in ``folder`` with the files of a sample."""
    base(folder)
    for path in sorted(each for each in sample.rglob("*") if each.is_file()):
        _lay(folder / unquote(str(path.relative_to(sample))), path.read_bytes())
    leave_out(folder, sorted(folder.rglob("*.absent")))
    return folder


def leave_out(folder: Path, marks: list[Path]) -> None:
    """Make the register a sparse checkout without the files that have such a mark."""
    for mark in marks:
        mark.unlink()
    for command in (["init", "-q"], ["add", "."]) if marks else ():
        subprocess.run(["git", *command], cwd=folder, check=True)
    for mark in marks:
        left_out = mark.with_suffix("")
        subprocess.run(["git", "update-index", "--skip-worktree", str(left_out)], cwd=folder, check=True)
        left_out.unlink()
        (folder / ".git/info/sparse-checkout").write_text("/*\n")


def _lay(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    plain = target.with_suffix("")
    if target.suffix == ".removed":
        plain.unlink()
    elif target.suffix == ".link":
        plain.symlink_to(data.decode().strip())
    elif target.suffix == ".size":
        plain.write_bytes(b"#" * int(data))
    else:
        target.write_bytes(data)


def problems_in(folder: Path) -> list[Problem]:
    return check(Register.open(folder), today=TODAY)


def report_of(folder: Path, form: str = "text") -> str:
    register = Register.open(folder)
    return report(check(register, today=TODAY), register, form)


def report(problems: list[Problem], register: Register, form: str = "text") -> str:
    return FORMATS[form]().report(problems, register)
