"""An audit of the history in words, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..history.auditing import Author, Rewrite
from ..history.walking import Commit
from ..validate import Problem
from .audit import Audit, Bypass
from .comparison_json import safe
from .comparison_text import problem_line
from .plain import visible
from .words import counted, listed

_MOST = 10


def to_text(found: Audit) -> str:
    """The audit as lines; nothing in it commands a terminal."""
    parts = [_rewrites(found), _bypasses(found)]
    if found.commits:
        parts += [_signatures(found), _authors(found)]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _rewrites(found: Audit) -> Iterator[str]:
    if not found.rewrites:
        yield "Never rewritten: no branch of a remote lost a commit, as far as this clone has seen."
        return
    yield f"Rewritten {counted(len(found.rewrites), 'time')}:"
    for each in found.rewrites:
        lost = counted(each.lost, "commit")
        yield f"  {each.when:%Y-%m-%d %H:%M}  {visible(each.branch)} lost {lost}; see them: git log {each.old[:10]}"


def _bypasses(found: Audit) -> Iterator[str]:
    commits = counted(found.commits, "commit")
    if not found.commits:
        yield "No commit touched a record."
        return
    if not found.bypasses:
        yield f"All checked: none of {commits} brought an error into the register."
        return
    yield f"{len(found.bypasses):,} of {commits} brought errors past validation:"
    for each in found.bypasses:
        yield f"  {_commit(each.commit)}"
        if each.why:
            yield f"      can't be checked: {visible(each.why)}"
        if each.unproved:
            yield f"      {counted(len(each.unproved), 'quotation')} not where the record says"
        yield from (f"      {visible(problem_line(problem))}" for problem in each.problems[:_MOST])
        if len(each.problems) > _MOST:
            yield f"      and {len(each.problems) - _MOST:,} more"


def _signatures(found: Audit) -> Iterator[str]:
    counts = [f"{number:,} {state}" for state, number in sorted(found.signatures.items())]
    yield f"Signatures: {listed(counts) or 'none'}."
    yield from (f"  bad: {_commit(each)}" for each in found.badly_signed)


def _authors(found: Audit) -> Iterator[str]:
    yield "Who wrote what:"
    for each in found.authors:
        wrote = f"{counted(each.commits, 'commit')}, {counted(each.records, 'record')}, {counted(each.fields, 'field')}"
        yield f"  {visible(each.name)} <{visible(each.email)}>: {wrote}"


def _commit(commit: Commit) -> str:
    return f"{commit.short}  {commit.date:%Y-%m-%d}  {visible(commit.author)}  {visible(commit.subject)}"


def to_json(found: Audit) -> str:
    """The audit as one JSON object."""
    return safe(
        json.dumps(
            {
                "commits": found.commits,
                "clean": found.clean,
                "rewrites": [_rewrite_object(each) for each in found.rewrites],
                "bypasses": [_bypass_object(each) for each in found.bypasses],
                "authors": [_author_object(each) for each in found.authors],
                "signatures": {str(state): number for state, number in found.signatures.items()},
                "badly_signed": [each.sha for each in found.badly_signed],
            },
            ensure_ascii=False,
            indent=2,
        )
    )


def _rewrite_object(each: Rewrite) -> dict[str, Any]:
    return {"branch": each.branch, "when": each.when.isoformat(), "old": each.old, "new": each.new, "lost": each.lost}


def _bypass_object(each: Bypass) -> dict[str, Any]:
    return {
        **each.commit.told,
        "why": each.why,
        "problems": [_problem_object(problem, problem in each.unproved) for problem in each.problems],
    }


def _problem_object(each: Problem, unproved: bool) -> dict[str, Any]:
    names = ("record", "code", "name", "path", "line", "message")
    return {**{name: getattr(each, name) for name in names}, "unproved": unproved}


def _author_object(each: Author) -> dict[str, Any]:
    return {name: getattr(each, name) for name in ("name", "email", "commits", "records", "fields")}
