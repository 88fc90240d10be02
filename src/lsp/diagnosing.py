"""Problems as an editor shows them, and what mends them where their hint says how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lsprotocol import types

from ..validate import Problem
from .changing import formatting
from .positions import Text
from .session import Document

SOURCE = "followup"

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}
_MEANT = re.compile(r"Did you mean “?(.+?)”?\?(?:\s|$)")
_WRITE = re.compile(r"(?:^|[:.,] )(?P<key>[A-Za-z_]\w*) = (?P<value>[^\n]+)$", re.MULTILINE)
_EXAMPLE = re.compile("example")
"""A hint whose value is one that could be, and not what is meant."""
_FORMAT = "followup fmt"


def diagnostics(problems: Iterable[Problem], text: Text) -> list[types.Diagnostic]:
    """Problems of one file, in the form of the protocol."""
    return [
        types.Diagnostic(
            range=text.range(*text.span(each)),
            message=f"{each.message}\n{each.hint}" if each.hint else each.message,
            severity=_SEVERITIES[each.severity],
            code=each.code,
            source=SOURCE,
        )
        for each in problems
    ]


def actions(document: Document, wanted: types.Range) -> list[types.CodeAction]:
    """What mends the problems in a range."""
    start, end = document.text.offset(wanted.start), document.text.offset(wanted.end)
    found = [each for each in document.problems if _meets(document.text.span(each), start, end)]
    return [action for each in found for action in _actions(document, each)]


def _meets(span: tuple[int, int], start: int, end: int) -> bool:
    return span[0] <= end and start <= span[1]


def _actions(document: Document, problem: Problem) -> Iterator[types.CodeAction]:
    edit = _as_meant(document, problem) or _as_written(document, problem)
    if edit:
        yield _action(document, problem, f"Write {edit.new_text}", [edit])
    if _FORMAT in problem.hint and (edits := formatting(document)):
        yield _action(document, problem, "Bring the file into canonical form", edits)


def _as_meant(document: Document, problem: Problem) -> types.TextEdit | None:
    """“Did you mean …?”, where that is a key, an id or one of a choice, and stands alone in the problem's place."""
    meant = _MEANT.search(problem.hint)
    start, end = document.text.span(problem)
    spot = document.outline.at(start)
    if meant is None or spot is None or (spot.start, spot.end) != (start, end):
        return None
    field = document.field(spot)
    known = field is not None and (meant[1] in document.shelf.register or meant[1] in field.values)
    if spot.role == "value" and not known:
        return None
    quote = spot.quote or ('"' if spot.role == "value" else "")
    return types.TextEdit(document.text.range(start, end), f"{quote}{meant[1]}{quote}")


def _as_written(document: Document, problem: Problem) -> types.TextEdit | None:
    """“Write: key = value”, where the problem's place is the value of that key."""
    write = _WRITE.search(problem.hint)
    if write is None or "…" in write["value"] or _EXAMPLE.search(problem.hint[: write.start() + 1]):
        return None
    start, end = document.text.span(problem)
    if not re.search(rf"(?:^|\n)[ \t]*{write['key']}[ \t]*=[ \t]*$", document.text.text[:start]):
        return None
    return types.TextEdit(document.text.range(start, end), write["value"])


def _action(document: Document, problem: Problem, title: str, edits: list[types.TextEdit]) -> types.CodeAction:
    named = types.OptionalVersionedTextDocumentIdentifier(version=document.version, uri=document.uri)
    change: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = [
        types.TextDocumentEdit(named, list(edits))
    ]
    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=diagnostics([problem], document.text),
        is_preferred=True,
        edit=types.WorkspaceEdit(document_changes=change),
    )
