"""A comparison for the terminal. Old and new words are told apart by signs; colour only helps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..register.dates import When, describe
from ..validate import Problem
from .comparison import ComparisonReport, Pieces, RecordLine
from .effects import Effects
from .plain import visible

_RED, _GREEN, _BOLD, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"
_SIGNS = {"-": ("[-", "-]", _RED), "+": ("{+", "+}", _GREEN)}


def to_text(report: ComparisonReport, *, color: bool = False) -> str:
    """The comparison as lines; nothing in it commands a terminal, but for the colours where they are wanted."""
    lines = [_bold(f"{visible(report.old)} → {visible(report.new)}", color=color), report.summary]
    for head, found in effect_lines(report.effects):
        lines += ["", _bold(head, color=color), *(f"  {visible(each)}" for each in found)]
    if report.records:
        lines += ["", _bold("Records", color=color)]
    for each in report.records:
        lines += _record(each, color=color)
    if report.others:
        lines += ["", _bold("Other files", color=color)]
        lines += [f"  {each.event} {visible(str(each.path))}" for each in report.others]
    return "\n".join(lines) + "\n"


def effect_lines(found: Effects) -> Iterator[tuple[str, list[str]]]:
    """What the change comes to: a heading, and a line for each; those that are empty are left out."""
    groups: tuple[tuple[str, Iterable[str]], ...] = (
        ("Newly answered", (f"{each.request} {each.label}: {'; '.join(each.answers)}" for each in found.answered)),
        ("No longer answered", (f"{each.request} {each.label}" for each in found.unanswered)),
        (
            "Deadlines moved",
            (
                f"{each.deadline} {each.label}: {date_words(each.old)} → {date_words(each.new)}; "
                f"{f'reason: {each.reason}' if each.reason else 'no reason is recorded'}"
                for each in found.moved
            ),
        ),
        ("Deadlines met", (f"{each.deadline} {each.label}: {date_words(each.on)}" for each in found.met)),
        ("New problems", map(problem_line, found.new_problems)),
        ("Problems gone", map(problem_line, found.gone_problems)),
    )
    for head, lines in groups:
        listed = list(lines)
        if listed:
            yield head, listed


def date_words(when: When | None) -> str:
    """A date for people; a word where there is none."""
    return "no date" if when is None else describe(when)


def problem_line(each: Problem) -> str:
    """A problem with its place, in a line."""
    return f"{each.severity} {each.code} {each.name}: {each.path}:{each.line}: {each.message}"


def _record(each: RecordLine, *, color: bool) -> Iterator[str]:
    label = f"  {visible(each.label)}" if each.label else ""
    yield f"  {each.what:<9} {_bold(visible(each.id), color=color)}{label}"
    if each.was:
        yield f"      from {visible(each.was)}"
    if each.note:
        yield f"      {visible(each.note)}"
    for field in each.fields:
        yield f"      {visible(field.label)}: {_pieces(field.pieces, color=color)}"


def _pieces(pieces: Pieces, *, color: bool) -> str:
    parts = []
    for number, (sign, text) in enumerate(pieces):
        shown = visible(text)
        if sign != " ":
            start, end, paint = _SIGNS[sign]
            shown = f"{paint}{start}{shown}{end}{_PLAIN}" if color else f"{start}{shown}{end}"
            if number and pieces[number - 1][0] != " ":
                shown = f" {shown}"
        parts.append(shown)
    return "".join(parts)


def _bold(text: str, *, color: bool) -> str:
    return f"{_BOLD}{text}{_PLAIN}" if color else text
