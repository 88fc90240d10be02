"""The source texts of a register's documents, and what of them its records hold."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..errors import FollowupError
from ..register import Record, Register
from ..register.source import SourceText, fold
from .numbering import Paragraph, paragraphs, sections


class Whose(NamedTuple):
    """Whose words a quotation is said to be: a record, the document that it belongs to, and that one's text."""

    target: Record | None
    document: Record | None
    source: SourceText | None


_NOBODY = Whose(None, None, None)

_TELLING = 40
"""So many letters stand in few places of a text; to find more takes longer than to compare them there."""
_MOST_TRIED = 50


class Texts:
    """The source texts that one run has to do with, each read and taken apart once."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._documents: dict[str, Record | None] = {}
        self._last: dict[int, int] = {}
        self._numbered_texts: dict[str, dict[str, str]] = {}
        self._paragraphs: dict[str, tuple[Paragraph, ...]] = {}
        self._sources: dict[str, SourceText | None] = {}
        self._texts: dict[str, tuple[str, ...]] = {}
        self._whose: dict[str, Whose] = {}

    def document_of(self, record: Record) -> Record | None:
        """The document in whose source text a record's words stand; see ``Register.document_of``."""
        if record.id not in self._documents:
            self._documents[record.id] = self.register.document_of(record.id)
        return self._documents[record.id]

    def source(self, document: Record) -> SourceText | None:
        """A document's source text, where it can be read as text; the document's own checks say why not."""
        if document.id not in self._sources:
            self._sources[document.id] = self._read(document)
        return self._sources[document.id]

    def _read(self, document: Record) -> SourceText | None:
        try:
            source = self.register.source_of(document)
            if source:
                source.text  # noqa: B018 - is it text at all?
        except (FollowupError, OSError, ValueError):
            return None
        return source

    def whose(self, name: object) -> Whose:
        """Whose words a field says that a quotation is, by the id that it holds."""
        if not isinstance(name, str):
            return _NOBODY
        found = self._whose.get(name)
        if found is None:
            target = self.register.records.get(name)
            document = target if target is None or target.kind == "documents" else self.document_of(target)
            found = self._whose[name] = Whose(target, document, self.source(document) if document else None)
        return found

    def plain_words(self, text: str, source: SourceText) -> str:
        """The words of a quotation that plainly stands in a source text, folded; empty for any other.

        What stands in a folded text with its lines joined is folded, too. Records of a kind come in the order of the
        text: so it is looked for from the last one on, and only then from the start.
        """
        words, folded, last = text.replace("\n", " ").strip(" "), source.folded, self._last.get(id(source), 0)
        at = _place(words, folded, last)
        if at < 0 and last:
            at = _place(words, folded, 0)
        if at >= 0:
            self._last[id(source)] = at
            return words
        return words if words in folded else ""

    def keep_own_texts(self, record: Record, texts: tuple[str, ...]) -> None:
        """Remember what was folded already."""
        self._texts[record.id] = texts

    def own_texts(self, record: Record) -> tuple[str, ...]:
        """The words of the document that a record holds itself, such as a request's text, folded."""
        found = self._texts.get(record.id)
        if found is None:
            kind = self.register.kind(record)
            named = [each for each in kind.verbatim if len(each.path) == 1] if kind else []
            values = (record.data.get(each.name) for each in named if each.verbatim == "document")
            found = tuple(fold(value) for value in values if isinstance(value, str))
            self._texts[record.id] = found
        return found

    def part_of_source(self, record: Record) -> str | None:
        """The paragraph or section that a record should hold, folded; None where that can't be told."""
        document = self.document_of(record)
        number, heading = record.data.get("paragraph"), record.data.get("heading")
        if document is None or document is record:
            return None
        if isinstance(number, str):
            return self._text_of("paragraphs", document, number)
        return self._text_of("sections", document, fold(heading) if isinstance(heading, str) else "")

    def _text_of(self, what: str, document: Record, number: str) -> str | None:
        """The text of the first paragraph or section of a document that has a number or heading."""
        key = f"{what} {document.id}"
        if key not in self._numbered_texts:
            parts = self.paragraphs(document) if what == "paragraphs" else self.sections(document)
            self._numbered_texts[key] = {each.number: each.text for each in reversed(parts)}
        return self._numbered_texts[key].get(number)

    def paragraphs(self, document: Record) -> tuple[Paragraph, ...]:
        """The numbered paragraphs of a resolution."""
        return self._numbered(document, "paragraphs", paragraphs)

    def sections(self, document: Record) -> tuple[Paragraph, ...]:
        """The sections of a follow-up."""
        return self._numbered(document, "sections", sections)

    def _numbered(self, document: Record, what: str, read: Any) -> tuple[Paragraph, ...]:
        key = f"{what} {document.id}"
        if key not in self._paragraphs:
            source = self.source(document)
            self._paragraphs[key] = read(source.text, source.fold) if source else ()
        return self._paragraphs[key]


def _place(words: str, folded: str, start: int) -> int:
    """Where words stand in a text, from a place on; less than 0 where they don't, or begin as too many others do."""
    beginning = words[:_TELLING]
    at = folded.find(beginning, start)
    for _ in range(_MOST_TRIED):
        if at < 0 or folded.startswith(words, at):
            return at
        at = folded.find(beginning, at + 1)
    return -1
