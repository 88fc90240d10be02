"""One record under the checks, and what it quotes."""

from __future__ import annotations

from collections.abc import Iterator

from ..register import DataPath, Field, Kind, Record, texts_below, values_at, values_below
from ..register.source import fold
from .context import Context
from .uses import Use

_RETURN, _BACKSLASH, _DELETE = b"\r\\\x7f"
"""Bytes by their numbers: so each is found in a fraction of the time."""


class Subject:
    """One record under the checks."""

    __slots__ = (
        *("_doubtful", "_doubtful_quotations", "_own_words", "_quotations", "_uses"),
        *("context", "data", "fields", "kind", "names", "record", "silenced"),
    )

    def __init__(self, context: Context, record: Record, kind: Kind) -> None:
        self.context = context
        self.record = record
        self.kind = kind
        self.data = record.data
        self.names = tuple(record.data)
        """The names of its fields."""
        self.fields = context.fields(kind, self.names)
        self._uses: dict[str, list[Use]] = {}
        self.silenced: frozenset[str] = frozenset()
        """The checks that a silence kept quiet, once all others have been made."""
        self._doubtful: list[Use] | None = None
        self._quotations: list[Quoted] | None = None
        self._doubtful_quotations: list[Quoted] | None = None
        self._own_words: list[str] | None = None

    @property
    def links(self) -> list[Use]:
        """The references of the record, whatever they lead to."""
        return self.uses("references")

    @property
    def doubtful_links(self) -> list[Use]:
        """The references that are not plainly right: nothing there, wrong kind, the record itself, withdrawn."""
        if self._doubtful is None:
            plain = self._has_plain_links_only()
            self._doubtful = [] if plain else [use for use in self.links if not self._is_plain(use.value, use.field)]
            self.context.has_doubtful_links |= not plain
        return self._doubtful

    def _has_plain_links_only(self) -> bool:
        """Whether all references are plainly right; most records are, and this is quicker than looking at each."""
        sound, own = self.context.sound_kinds, self.record.id
        for field in self.fields.used("references"):
            kinds, value = field.references, self.data[field.path[0]]
            for each in (value,) if type(value) is str else texts_below(value, field.path[1:]):
                if sound[each] not in kinds or each == own:
                    return False
        return True

    def texts(self, use: str) -> list[str]:
        """The texts in the fields that have a use, those at the top first; see ``uses``."""
        data = self.data
        found = [value for name in self.fields.plain(use) if type(value := data[name]) is str]
        for field in self.fields.deep(use):
            found += texts_below(data[field.path[0]], field.path[1:])
        return found

    def _is_plain(self, value: str, field: Field) -> bool:
        return self.context.sound_kinds[value] in field.references and value != self.record.id

    @property
    def doubtful_quotations(self) -> list[Quoted]:
        """What the record quotes, unless all of it plainly stands where it should."""
        if self._doubtful_quotations is None:
            self._doubtful_quotations = [] if self._has_plain_quotations_only() else self.quotations
        return self._doubtful_quotations

    def _has_plain_quotations_only(self) -> bool:
        """Whether all quotations plainly stand in their source text, and in the part of it that is named.

        In most records they do, and this is quicker than looking at each.
        """
        fields = self.fields.used("verbatim")
        own: list[str] = []
        for field in fields:
            if len(field.path) == 1 and (value := self.data[field.name]).__class__ is str:
                words = self._plain_words(field, value, inside=False)
                if not words:
                    return False
                if field.verbatim == "document":
                    own.append(words)
        self.context.keep_own_texts(self.record, tuple(own))
        return all(
            self._has_plain_words_only(field) for field in fields if len(field.path) > 1 and field.path[0] in self.data
        )

    def _has_plain_words_only(self, field: Field) -> bool:
        """The same for a field within tables, of which each may say for itself whose words it quotes."""
        value, steps = self.data[field.path[0]], field.path[1:]
        return not values_below(value, (*steps[:-1], field.verbatim)) and all(
            self._plain_words(field, each, inside=True) for each in texts_below(value, steps)
        )

    def _plain_words(self, field: Field, text: str, *, inside: bool) -> str:
        """The words of a quotation that plainly stands where it should; empty for any other."""
        whose = self.context.whose(self.data.get(field.verbatim))
        if whose.source is None:
            return ""
        words = self.context.plain_words(text, whose.source)
        holder = whose.target if whose.target is not whose.document else self.record if inside else None
        if not words or holder is None or holder is whose.document:
            return words
        held = self.context.own_texts(holder)
        return words if not held or any(words in each for each in held) else ""

    @property
    def quotations(self) -> list[Quoted]:
        """What the record quotes, each with the document and the record whose words it is said to be."""
        if self._quotations is None:
            found = self._quotations = [Quoted(self, use) for use in self.uses("verbatim")]
            own = (each.words for each in found if len(each.use.path) == 1 and each.use.field.verbatim == "document")
            self.context.keep_own_texts(self.record, tuple(own))
        return self._quotations

    @property
    def own_words(self) -> list[str]:
        """The texts in the register's own words."""
        if self._own_words is None:
            self._own_words = self.texts("own")
        return self._own_words

    @property
    def named_after(self) -> tuple[str, ...]:
        """The fields after which the record's file is called."""
        return self.kind.named_after

    @property
    def odd_bytes(self) -> bool:
        """Whether the file may have ends of lines as on Windows, or characters that can't be seen."""
        raw = self.record.raw
        return _RETURN in raw or _BACKSLASH in raw or _DELETE in raw or not raw.isascii()

    @property
    def source_text(self) -> bool:
        """Whether the record is about a source text: a document, or a quotation that isn't plainly there."""
        return self.record.kind == "documents" or bool(self.doubtful_quotations)

    @property
    def sources(self) -> list[Use]:
        """The fields that name a source text."""
        return self.uses("source")

    def uses(self, use: str) -> list[Use]:
        """The texts in the record's fields that have a use: references, quotations (verbatim), own words, sources."""
        found = self._uses.get(use)
        if found is None:
            found = self._uses[use] = list(self._find(use))
        return found

    def _find(self, use: str) -> Iterator[Use]:
        for field in self.fields.used(use):
            if len(field.path) == 1:  # most fields; the general way is slower
                value = self.data[field.name]
                if isinstance(value, str):
                    yield Use(field, (field.name,), value)
                continue
            for path, value in values_at(self.data, field.path):
                if isinstance(value, str):
                    yield Use(field, path, value)


class Quoted:
    """A quotation with the record and the document whose words it is said to be."""

    __slots__ = ("document", "is_missing", "named_at", "source", "target", "use", "words")

    def __init__(self, subject: Subject, use: Use) -> None:
        self.use = use
        self.words = fold(use.value)
        self.named_at = _named_at(subject, use)
        """The way to the field that says whose words these are."""
        plain = len(self.named_at) == 1
        name = subject.data.get(use.field.verbatim) if plain else subject.record.at(self.named_at)
        self.target, self.document, self.source = subject.context.whose(name)
        self.is_missing = self.source is not None and bool(self.words) and self.words not in self.source.folded


def _named_at(subject: Subject, use: Use) -> DataPath:
    """Where it stands whose words these are: beside the quotation, or else in the record."""
    if len(use.path) == 1:
        return (use.field.verbatim,)
    beside = (*use.path[:-1], use.field.verbatim)
    return beside if isinstance(subject.record.at(beside), str) else (use.field.verbatim,)
