"""Evidence: whether every quotation stands in its source, and whether anything of the source is left out."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import FollowupError
from ..register import DataPath, Record
from ..register.source import SourceText, fold
from .checks import PLACE, Finding, Spot, check
from .context import Context
from .folder import leaves
from .quotation import explained, part, same_but_case, same_but_signs, word_span
from .subject import Quoted, Subject
from .words import HIDDEN, shown, title

COMPARED_AT_LENGTH = 400
"""After so many quotations that don't match, the rest is reported without looking for where they part."""


@check("E401", "not-verbatim", stage="record", when="doubtful_quotations", silenceable=True)
def not_verbatim(subject: Subject) -> Iterator[Finding]:
    """A quotation doesn't stand in the source text, word for word.

    Only white space may differ. The message says how far the two agree, and what each has where they part. Copy
    the words from the source file. Mostly it is a quotation mark, an apostrophe or a hyphen that was typed anew.
    Where the words stand in another document of the dossier, it is the reference to the document that is wrong.
    """
    misattributed = dict[DataPath, Finding]()
    for quoted in subject.doubtful_quotations:
        source = quoted.source
        if (other := _elsewhere(subject, quoted)) is not None:
            misattributed.setdefault(quoted.named_at, _misattributed(subject, quoted, other))
        elif quoted.is_missing and source and quoted.document and not _is_changed(quoted.document, source):
            yield _mismatch(subject, quoted, source)
    yield from misattributed.values()


def _grounds(subject: Subject, quoted: Quoted) -> tuple[Spot, ...]:
    """What says in which document a quotation must stand."""
    named: Spot = (subject.record.id, quoted.named_at)
    if quoted.target is None or quoted.target is quoted.document:
        return (named,)
    return (named, (quoted.target.id, ("document",)))


def _elsewhere(subject: Subject, quoted: Quoted) -> Record | None:
    """The other document of the dossier in which all the words stand, though they don't in the one that is named."""
    context, named = subject.context, quoted.document
    has_none = named is not None and quoted.source is None and "source" not in named.data
    if quoted.source is not None and named is not None and _is_changed(named, quoted.source):
        return None
    if not (quoted.is_missing or has_none) or quoted.words.count(" ") < _TELLING or not subject.record.dossier:
        return None
    for document in context.in_folder(f"{subject.record.dossier}/documents/"):
        source = context.source(document) if document is not named else None
        if source is not None and quoted.words in source.folded:
            return document
    return None


_TELLING = 3
"""Shorter quotations stand in many documents, so they don't tell which one is meant."""


def _misattributed(subject: Subject, quoted: Quoted, document: Record) -> Finding:
    named = quoted.document.id if quoted.document else ""
    holder = document.id if quoted.target is quoted.document else _who_has(subject.context, quoted, document)
    where = _file(quoted.document) if quoted.source else f"{shown(named, 100)}, which has no source text"
    return Finding(
        quoted.named_at,
        f"{title(subject.kind, quoted.named_at)}: the words of {title(subject.kind, quoted.use.path)} "
        f"stand in {_file(document)}, not in {where}",
        hint=f"Did you mean {holder or document.id}?",
        rests_on=(*_grounds(subject, quoted)[1:], (named, ("source",))),
    )


def _mismatch(subject: Subject, quoted: Quoted, source: SourceText) -> Finding:
    context, use = subject.context, quoted.use
    context.compared += 1
    found = part(quoted.words, source.folded) if context.compared <= COMPARED_AT_LENGTH else None
    where = _file(quoted.document)
    why = f": {explained(found)}" if context.compared <= COMPARED_AT_LENGTH else ""
    return Finding(
        use.path,
        f"{title(subject.kind, use.path)} doesn't stand in {where} word for word{why}",
        hint=_mend(quoted.words, source.folded, where),
        words=word_span(use.value, found.word, found.words) if found else None,
        rests_on=(*_grounds(subject, quoted), *_if_only_hidden(subject, quoted, source)),
    )


def _if_only_hidden(subject: Subject, quoted: Quoted, source: SourceText) -> tuple[Spot, ...]:
    """The quotation itself, where nothing but hidden characters makes it differ: that is told already."""
    plain = fold(HIDDEN.sub("", quoted.use.value))
    return ((subject.record.id, quoted.use.path),) if plain in source.folded else ()


def _file(document: Record | None) -> str:
    source = document.data.get("source") if document else None
    return shown(source.get("file") if isinstance(source, dict) else "", 80)


def _mend(words: str, source: str, where: str) -> str:
    if same_but_signs(words, source):
        return f"Only quotation marks, apostrophes or dashes differ. Copy the words from {where}."
    if same_but_case(words, source):
        return f"Only capital letters differ. Copy the words from {where}."
    return f"Copy the words from {where}."


@check("E402", "not-in-record", stage="record", when="doubtful_quotations", silenceable=True)
def not_in_record(subject: Subject) -> Iterator[Finding]:
    """The words stand in the document, but not in the part of it that is named.

    A quotation that names a request or a reply must stand in its text, and what a reply quotes of itself in its
    own section. Name the record that has the words, or the document as a whole.
    """
    for quoted in subject.doubtful_quotations:
        target = _holder(subject, quoted)
        if target is None or not quoted.words or quoted.source is None or quoted.is_missing:
            continue
        own = subject.context.own_texts(target)
        if own and not any(quoted.words in text for text in own):
            use = quoted.use
            near = _who_has(subject.context, quoted, quoted.document)
            own_record = target is subject.record
            here = f"this {subject.kind.singular.lower()}" if own_record else shown(target.id, 100)
            yield Finding(
                use.path,
                f"{title(subject.kind, use.path)} stands in {_file(quoted.document)}, but not in the text of {here}",
                hint=f"It is in {near}." if near else "Name the record whose text has the words, or the document.",
                rests_on=(*_grounds(subject, quoted), *_own_words_of(subject.context, quoted, target)),
            )


def _own_words_of(context: Context, quoted: Quoted, target: Record) -> tuple[Spot, ...]:
    """The fields of a record that would hold the words, were they in order; none where the words stand elsewhere."""
    kind = context.register.kind(target)
    part = context.part_of_source(target)
    if kind is None or (part is not None and quoted.words not in part):
        return ()
    own = (each.name for each in kind.verbatim if len(each.path) == 1)
    return tuple((target.id, (name,)) for name in (*own, *kind.named_after))


def _holder(subject: Subject, quoted: Quoted) -> Record | None:
    """The record, other than a document, in whose own text the words must stand."""
    if quoted.target is None:
        return None
    if quoted.target is not quoted.document:
        return quoted.target
    inside = len(quoted.use.path) > 1 and quoted.use.field.verbatim in subject.data
    return subject.record if inside and len(quoted.use.path) > 1 and subject.record is not quoted.document else None


def _who_has(context: Context, quoted: Quoted, document: Record | None) -> str:
    """The record, among those that hold parts of a document, in whose text the words stand."""
    kinds = context.register.schemas if document else ()
    parts = [each for kind in kinds for each in context.parts_of(document, kind)] if document else []
    return next((each.id for each in parts if any(quoted.words in text for text in context.own_texts(each))), "")


@check("E403", "no-source", stage="record", when="doubtful_quotations", silenceable=True)
def no_source(subject: Subject) -> Iterator[Finding]:
    """Records quote from a document that has no source text.

    Without the text nobody can prove the quotation. Put the text that was read beside the records, and name it
    in the document: source, with its file and its sha256.
    """
    for quoted in subject.doubtful_quotations:
        document = quoted.document
        if document is not None and "source" not in document.data and _elsewhere(subject, quoted) is None:
            yield Finding(
                ("source",),
                "records quote from this document, but it has no source text to prove them by",
                hint="Put the text beside the records and name it here: [source] with file and sha256.",
                record=document.id,
                affected=(subject.record.id,) if subject.record is not document else (),
                rests_on=((document.id, ("source",)), *_grounds(subject, quoted)),
            )


@check("E404", "source-missing", stage="record", when="sources")
def source_missing(subject: Subject) -> Iterator[Finding]:
    """The source text that a document names can't be read.

    The file was renamed, wasn't added to git, or never was there. Correct the name, or add the file.
    """
    path, name = ("source", "file"), subject.record.at(("source", "file"))
    if subject.record.kind != "documents" or not isinstance(name, str) or not name or leaves(name):
        return
    file = subject.context.register.source_path(subject.record)
    if file is not None and subject.context.lacks_checkout_of(file):
        return
    try:
        subject.context.register.source_of(subject.record)
    except (FollowupError, OSError) as error:
        said = error.message if isinstance(error, FollowupError) else "the file can't be read"
        gone = f"there is no file {shown(name, 100)}" if "gone" in said else f"{shown(name, 100)}: {said}"
        yield Finding(
            path,
            f"{title(subject.kind, path)}: {gone}",
            hint=_folder_hint(subject),
            rests_on=((subject.record.id, PLACE),),
        )


def _folder_hint(subject: Subject) -> str:
    folder = f"records/{subject.record.dossier}/" if subject.record.dossier else "records/"
    return f"The name counts from {folder}. Correct it, or add the file."


@check("E405", "source-changed", stage="record", silenceable=True, when="source_text")
def source_changed(subject: Subject) -> Iterator[Finding]:
    """A source text isn't the one that was read: its SHA-256 is another.

    The fingerprint of the file's bytes changes when a single letter does. If the file was changed by mistake,
    restore it from git. If a better text was fetched, write the new fingerprint into the document, and check the
    quotations that the message names.
    """
    for quoted in subject.doubtful_quotations:
        if quoted.is_missing and quoted.source and quoted.document and _is_changed(quoted.document, quoted.source):
            yield _changed(subject.context, quoted.document, (subject.record.id,))
    if subject.record.kind == "documents":
        source = subject.context.source(subject.record)
        if source is not None and _is_changed(subject.record, source):
            yield _changed(subject.context, subject.record, ())


def _is_changed(document: Record, source: SourceText) -> bool:
    said = document.at(("source", "sha256"))
    return isinstance(said, str) and len(said) == 64 and said.lower() != source.sha256


def _changed(context: Context, document: Record, affected: tuple[str, ...]) -> Finding:
    right = context.file_of_fingerprint(document)
    if right:
        return Finding(
            ("source", "file"),
            f"{_file(document)} is not the text that was read: its fingerprint is another",
            hint=f"The file with this fingerprint is {right}. Did you mean it?",
            record=document.id,
            affected=affected,
        )
    return Finding(
        ("source", "sha256"),
        f"{_file(document)} is not the text that was read: its fingerprint is another",
        hint="Restore the file from git; or, if the new text is the right one, correct the fingerprint: "
        "sha256sum gives it.",
        record=document.id,
        affected=affected,
    )


@check("E406", "source-not-utf8", stage="record", when="sources")
def source_not_utf8(subject: Subject) -> Iterator[Finding]:
    """A source text is not written in UTF-8.

    Its words can't be compared with the records that quote it. Convert the file, note that in the document, and
    correct the fingerprint.
    """
    if subject.record.kind != "documents":
        return
    try:
        source = subject.context.register.source_of(subject.record)
        if source:
            source.text  # noqa: B018 - is it text at all?
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        yield Finding(
            ("source", "file"),
            f"{_file(subject.record)} is not UTF-8 from line {line} on",
            hint="Convert it to UTF-8, and correct the fingerprint: sha256sum gives it.",
        )
    except (FollowupError, OSError):
        return


@check("E411", "empty-quotation", stage="record", when="doubtful_quotations")
def empty_quotation(subject: Subject) -> Iterator[Finding]:
    """A quotation holds nothing but white space.

    Copy the words from the source, or take the field out.
    """
    for quoted in subject.doubtful_quotations:
        if not quoted.words:
            yield Finding(
                quoted.use.path,
                f"{title(subject.kind, quoted.use.path)} is empty",
                hint="Copy the words from the source, or take the field out.",
            )
