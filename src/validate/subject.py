"""One record under the checks, and what it quotes."""

from __future__ import annotations

from collections.abc import Iterator

from ..register import DataPath, Field, Kind, Record, values_at
from ..register.source import SourceText, fold
from .context import Context, Use


class Subject:
    """One record under the checks."""

    __slots__ = ("_doubtful", "_quotations", "_uses", "context", "data", "kind", "record", "silenced")

    def __init__(self, context: Context, record: Record, kind: Kind) -> None:
        self.context = context
        self.record = record
        self.kind = kind
        self.data = record.data
        self._uses: dict[str, list[Use]] = {}
        self.silenced: frozenset[str] = frozenset()
        """The checks that a silence kept quiet, once all others have been made."""
        self._doubtful: list[Use] | None = None
        self._quotations: list[Quoted] | None = None

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
        fields, is_plain = self.context.fields(self.kind, "references"), self._is_plain
        for name, value in self.data.items():
            for field in fields.get(name, ()):
                if len(field.path) == 1:
                    if type(value) is str and not is_plain(value, field):
                        return False
                elif len(field.path) == 2 and field.path[1] == "*" and type(value) is list:
                    for each in value:
                        if type(each) is str and not is_plain(each, field):
                            return False
                else:
                    below = (each for _, each in values_at(self.data, field.path))
                    if not all(is_plain(each, field) for each in below if type(each) is str):
                        return False
        return True

    def _is_plain(self, value: str, field: Field) -> bool:
        return self.context.sound_kind(value) in field.references and value != self.record.id

    @property
    def quotations(self) -> list[Quoted]:
        """What the record quotes, each with the document and the record whose words it is said to be."""
        if self._quotations is None:
            found = self._quotations = [Quoted(self, use) for use in self.uses("verbatim")]
            own = (each.words for each in found if len(each.use.path) == 1 and each.use.field.verbatim == "document")
            self.context.keep_own_texts(self.record, tuple(own))
        return self._quotations

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
        fields = self.context.fields(self.kind, use)
        for name in self.data:
            for field in fields.get(name, ()):
                if len(field.path) == 1:  # most fields; the general way is slower
                    value = self.data[name]
                    if isinstance(value, str):
                        yield Use(field, (name,), value)
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
        register = subject.context.register
        self.target = register.records.get(name) if isinstance(name, str) else None
        is_document = self.target is not None and self.target.kind == "documents"
        self.document = self.target if is_document or not self.target else register.document_of(self.target.id)
        self.source: SourceText | None = subject.context.source(self.document) if self.document else None
        self.is_missing = self.source is not None and bool(self.words) and not subject.context.stands(self)


def _named_at(subject: Subject, use: Use) -> DataPath:
    """Where it stands whose words these are: beside the quotation, or else in the record."""
    if len(use.path) == 1:
        return (use.field.verbatim,)
    beside = (*use.path[:-1], use.field.verbatim)
    return beside if isinstance(subject.record.at(beside), str) else (use.field.verbatim,)
