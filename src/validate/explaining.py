"""Checks in words: for ``followup explain``, and for docs/checks.md."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from ..errors import FollowupError
from .checks import FAMILIES, Check, all_checks, find
from .nearest import nearest_of

SAMPLES = Path(__file__).parent / "samples"

_LONGEST = 14


class NoSuchCheck(FollowupError):
    """There is no check of that code or name."""

    def __init__(self, wanted: str, nearest: str) -> None:
        super().__init__(
            f"there is no check “{wanted}”",
            hint=f"Did you mean {nearest}?" if nearest else "See what there is: followup explain",
        )


def explain(code_or_name: str) -> str:
    """What a check looks for and what to do, with a wrong and a right example.

    Raises:
        NoSuchCheck: there is none of that code or name.
    """
    check = find(code_or_name)
    if check is None:
        names = [name for each in all_checks().values() for name in (each.name, each.code)]
        raise NoSuchCheck(code_or_name[:100], nearest_of(code_or_name, names, 60))
    silence = f'To silence it in one record:\n\n  [ignore]\n  {check.name} = "the reason"\n'
    parts = [
        f"{check.code} {check.name} ({check.severity}, {check.family})\n",
        f"{check.title}\n",
        f"{check.explanation}\n",
        *(f"{heading}:\n\n{_indented(text)}" for heading, text in _examples(check)),
        silence if check.silenceable else "It can't be silenced.\n",
    ]
    return "\n".join(parts)


def overview_of_checks() -> str:
    """All checks, a line each."""
    width = max(len(each.name) for each in all_checks().values())
    lines = [f"{each.code}  {each.name:{width}}  {each.severity:7}  {each.title}\n" for each in all_checks().values()]
    return "".join(lines)


def checks_document() -> str:
    """The text of docs/checks.md."""
    parts = [_INTRODUCTION]
    for letter, (_, title) in FAMILIES.items():
        parts.append(f"## {title}\n")
        parts += [_section(each) for each in all_checks().values() if each.code.startswith(letter)]
    return "\n".join(parts)


_INTRODUCTION = """\
# Checks

`followup validate` makes all of these checks on every record. This page is made from the checks themselves and
from their samples; a test fails where it differs.

An *error* makes `followup validate` fail (exit 1). A *warning* does so with `--strict`. A *note* never does.
`followup explain NAME` shows one check on the command line.

Where a record is right all the same, a check can be silenced for that record, with the reason:

```toml
[ignore]
overdue = "The date was given up in an agreement that isn't public"
```

A silence that is no longer needed is itself a problem. Checks without which a record can't be understood can't be
silenced.
"""


def _section(check: Check) -> str:
    silence = "can be silenced" if check.silenceable else "can't be silenced"
    examples = "".join(f"\n{heading}:\n\n```\n{text}```\n" for heading, text in _examples(check))
    return f"""\
### {check.code} {check.name}

{check.title} *({check.severity}, {silence})*

{check.explanation}
{examples}"""


def _examples(check: Check) -> Iterator[tuple[str, str]]:
    """What the first wrong sample is reported as, and what the first right one has in its place."""
    folder = SAMPLES / check.name
    report = folder / "wrong.txt"
    if report.is_file():
        yield "Wrong", report.read_text(encoding="utf-8")
    right = "".join(_right_lines(folder))
    if right:
        yield "Right", right


def _right_lines(folder: Path) -> Iterator[str]:
    """The lines that the right sample has and the wrong one has not."""
    for path in sorted((folder / "right").rglob("*.toml")):
        wrong = folder / "wrong" / path.relative_to(folder / "right")
        ours = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        theirs = (
            wrong.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True) if wrong.is_file() else []
        )
        new = [line[2:] for line in difflib.ndiff(theirs, ours) if line.startswith("+ ")] if theirs else ours
        if new:
            yield from new[:_LONGEST]
            return


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)


def _indented(text: str) -> str:
    return "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))
