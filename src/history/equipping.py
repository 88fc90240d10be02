"""What a clone needs to be told once, since git takes no settings from a repository."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .repository import Repository

_UNSET = 1

# Git names the field or table that the lines of a difference stand in: one regular expression a line.
_HEADER = r"^\[\[?([^]]+)\]\]? *(#.*)?$"
_FIELD = r"^([A-Za-z0-9_.-]+|\"[^\"]+\") *="
FIELD_NAMES = f"{_HEADER}\n{_FIELD}"

ATTRIBUTES = "records/**/*.toml text eol=lf merge=followup diff=followup"
"""The line of .gitattributes that has records merged and compared so."""

_MADE_BY = "Made by: followup setup"
_HOOK = f"""\
#!/bin/sh
# Checks the register before each commit. {_MADE_BY} --hooks
exec {{command}}{{root}} validate
"""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a clone needs: in words; whether it had to be done now; whether the user has to do it."""

    said: str
    done: bool
    missing: bool = False


def equip(repo: Repository, *, hooks: bool = False) -> Iterator[Step]:
    """Set a clone up: merging and comparing by field, a quick history, and with ``hooks`` a check before commits.

    Doing it again changes nothing. A hook that is there is left alone.

    Raises: GitFailed, OSError.
    """
    command = _quoted(program())
    yield _setting(repo, "merge.followup.name", "records, field by field", "merges are made field by field")
    yield _setting(repo, "merge.followup.driver", driver(command), "")
    # Where two lines of work have several common ancestors, git merges those first, for itself.
    yield _setting(repo, "merge.followup.recursive", "binary", "")
    yield _setting(repo, "diff.followup.xfuncname", FIELD_NAMES, "git diff names the field of each difference")
    yield _setting(repo, "fetch.writeCommitGraph", "true", "git keeps an index of its history up to date")
    yield _commit_graph(repo)
    yield _attributes(repo)
    if hooks:
        yield _hook(repo, command)


def program() -> str:
    """How followup is called: where it lies beside this Python, else on the PATH."""
    beside = shutil.which("followup", path=str(Path(sys.executable).parent))
    return beside or shutil.which("followup") or "followup"


def driver(command: str) -> str:
    """The command that git merges with: ours, and git's own way should ours be gone or fail."""
    text = "git merge-file -L ours -L before -L theirs --marker-size=%L %A %O %B"
    return f"{command} merge-driver %O %A %B %L %P || {{ test $? -eq 1 && exit 1; {text}; }}"


def settings() -> tuple[str, ...]:
    """Options of git's for a merge in a clone that was never set up."""
    found = {"merge.followup.driver": driver(_quoted(program())), "merge.followup.recursive": "binary"}
    return tuple(part for name, value in found.items() for part in ("-c", f"{name}={value}"))


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "'\\''") + "'"


def _setting(repo: Repository, name: str, value: str, what: str) -> Step:
    found = repo.git.run("config", "--local", "--get", name, accept=(0, _UNSET))
    done = found.status == _UNSET or found.text != value
    if done:
        repo.git.run("config", "--local", "--replace-all", name, value)
    return Step(f"{name}{f': {what}' if what else ''}", done)


def _commit_graph(repo: Repository) -> Step:
    folder = repo.common_dir / "objects/info"
    there = (folder / "commit-graph").exists() or (folder / "commit-graphs").exists()
    if not there and not repo.head.unborn:
        repo.git.run("commit-graph", "write", "--reachable", "--changed-paths")
    return Step("commit-graph with changed paths: the history of a record comes at once", not there)


def _attributes(repo: Repository) -> Step:
    asked = repo.git.run("check-attr", "merge", "diff", "--", "records/2015/0001-RSP/requests/01.toml").text
    if all(line.endswith(": followup") for line in asked.split("\n")):
        return Step(".gitattributes: records are merged and compared so", done=False)
    return Step(f".gitattributes: this line is missing, add it: {ATTRIBUTES}", done=False, missing=True)


def _hook(repo: Repository, command: str) -> Step:
    place = repo.root / repo.git.run("rev-parse", "--git-path", "hooks/pre-commit").text
    if place.exists():
        ours = _MADE_BY in place.read_text(errors="replace")
        said = "records are checked before each commit" if ours else "left alone; it can call: followup validate"
        return Step(f"{place}: {said}", done=False)
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o755)
    with os.fdopen(descriptor, "w") as file:
        # A hook runs at the top of the work tree.
        root = f" --root {_quoted(str(repo.prefix))}" if repo.prefix.parts else ""
        file.write(_HOOK.format(command=command, root=root))
    return Step(f"{place}: records are checked before each commit", done=True)
