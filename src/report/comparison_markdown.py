"""A comparison as a reviewer reads it on a pull request: what matters on one screen, the rest folded.

No record can put anything but text into it: all that comes from one goes through `markdown.escape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .comparison import ComparisonReport, FieldLine, RecordLine
from .comparison_text import effect_lines
from .markdown import escape
from .plain import cut

LIMIT = 60_000
"""Characters that a comment may have: GitHub takes 65,536."""

_SHOWN = 5
"""How many of each sort of effect stand on the screen; the others are folded."""
_REST = 4000
"""How many characters of these are written at all, so that there is room for the records."""
_LINE, _FIELD = 300, 1200
"""The most characters of a line on the screen, and of a field's words among the details."""
_TAGS = {"-": "del", "+": "ins"}


def to_markdown(report: ComparisonReport) -> str:
    """The comparison as Markdown of GitHub's, GitLab's and Forgejo's dialects, within `LIMIT`."""
    parts = [f"### {escape(report.summary)}", f"{escape(report.old)} → {escape(report.new)}"]
    for head, lines in effect_lines(report.effects):
        parts.append(_effect(head, lines))
    room = LIMIT - sum(len(part) + 2 for part in parts)
    details = [*map(_record, report.records), *(f"- {each.event} {escape(str(each.path))}" for each in report.others)]
    if details:
        parts.append(_folded("Every record and field", _fitting(details, room - 500)))
    return "\n\n".join(parts) + "\n"


def _effect(head: str, lines: list[str]) -> str:
    shown = [f"- {escape(cut(line, _LINE))}" for line in lines]
    text = "\n".join([f"**{head}**", "", *shown[:_SHOWN]])
    rest = shown[_SHOWN:]
    return f"{text}\n\n{_folded(f'{len(rest):,} more', _fitting(rest, _REST))}" if rest else text


def _folded(title: str, lines: Iterable[str]) -> str:
    return f"<details><summary>{title}</summary>\n\n" + "\n".join(lines) + "\n\n</details>"


def _fitting(details: list[str], room: int) -> Iterator[str]:
    for number, each in enumerate(details):
        room -= len(each) + 1
        if room < 0:
            yield f"- and {len(details) - number:,} more, too many to show here: see `followup compare`"
            return
        yield each


def _record(each: RecordLine) -> str:
    label = f" {escape(cut(each.label, _LINE))}" if each.label else ""
    lines = [f"- **{each.what}** {escape(each.id)}{label}"]
    if each.was:
        lines.append(f"  - from {escape(each.was)}")
    if each.note:
        lines.append(f"  - {escape(cut(each.note, _LINE))}")
    return "\n".join([*lines, *(f"  - {escape(field.label)}: {_words(field)}" for field in each.fields)])


def _words(field: FieldLine) -> str:
    parts, room = [], _FIELD
    for number, (sign, text) in enumerate(field.pieces):
        if room <= 0:
            parts.append("…")
            break
        shown = cut(text, room)
        room -= len(shown)
        apart = number and sign != " " and field.pieces[number - 1][0] != " "
        parts.append((" " if apart else "") + _tagged(sign, shown))
    return "".join(parts)


def _tagged(sign: str, text: str) -> str:
    """A piece, with the blanks at its ends outside of what is escaped."""
    inner = escape(text)
    if not inner:
        return " "
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    tag = _TAGS.get(sign)
    return f"{before}<{tag}>{inner}</{tag}>{after}" if tag else f"{before}{inner}{after}"
