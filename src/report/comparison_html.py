"""A comparison as a page of its own: no script, nothing fetched, and all text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from .comparison import ComparisonReport, FieldLine, RecordLine
from .comparison_text import effect_lines
from .plain import visible

_STYLE = """\
body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; }
article { border-top: 1px solid #bbb; padding: .5rem 0; }
article h3 { font-size: 1rem; margin: 0; }
dt { font-family: monospace; color: #555; }
dd { margin: 0 0 .5rem 1.5rem; overflow-wrap: anywhere; }
del { background: #fdd; } ins { background: #dfd; }
@media (prefers-color-scheme: dark) {
  body { background: #111; color: #ddd; } dt { color: #aaa; } del { background: #611; } ins { background: #163; }
}
"""

_TAGS = {"-": "del", "+": "ins"}


def to_html(report: ComparisonReport) -> str:
    """The comparison as one HTML file."""
    title = f"{_text(report.old)} → {_text(report.new)}"
    head = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n"
    )
    return f"{head}<body>\n<h1>{title}</h1>\n<p>{_text(report.summary)}</p>\n{''.join(_body(report))}</body>\n</html>\n"


def _body(report: ComparisonReport) -> Iterator[str]:
    for name, lines in effect_lines(report.effects):
        yield f"<h2>{name}</h2>\n{_list(lines)}"
    if report.records:
        yield "<h2>Records</h2>\n"
        yield from map(_record, report.records)
    if report.others:
        yield f"<h2>Other files</h2>\n{_list(f'{each.event} {each.path}' for each in report.others)}"


def _list(lines: Iterable[str]) -> str:
    return "<ul>\n" + "".join(f"<li>{_text(line)}</li>\n" for line in lines) + "</ul>\n"


def _record(each: RecordLine) -> str:
    label = f" {_text(each.label)}" if each.label else ""
    notes = "".join(f"<p>{_text(note)}</p>\n" for note in (f"from {each.was}" if each.was else "", each.note) if note)
    fields = "".join(f"<dt>{_text(field.label)}</dt><dd>{_words(field)}</dd>\n" for field in each.fields)
    listed = f"<dl>\n{fields}</dl>\n" if fields else ""
    return f"<article>\n<h3>{each.what} <code>{_text(each.id)}</code>{label}</h3>\n{notes}{listed}</article>\n"


def _words(field: FieldLine) -> str:
    return "".join(
        f"<{_TAGS[sign]}>{_text(text)}</{_TAGS[sign]}>" if sign in _TAGS else _text(text) for sign, text in field.pieces
    ).replace("</del><ins>", "</del> <ins>")


def _text(text: str) -> str:
    return escape(visible(text))
