"""Files: whether each lies where it belongs, under a name that it can have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..register import Record, id_of, parse_id, procedure_of
from ..register.ids import DOSSIER, NAME, SUFFIX
from .checks import PLACE, Finding, Spot, check
from .context import Context
from .folder import folded_id, leaves
from .nearest import nearest_of
from .numbering import padded
from .subject import Subject
from .words import counted, listed, shown, title


@check("F108", "wrong-place", stage="register")
def wrong_place(context: Context) -> Iterator[Finding]:
    """A record lies in a folder where records of its kind don't lie.

    Records lie in a folder that is called after their kind. Requests, replies and a dossier's own documents lie
    in the dossier, such as records/2015/2564-RSP/requests; actors, topics and rules at the top, such as
    records/actors.
    """
    misplaced: dict[str, list[str]] = {}
    for entry in context.entries:
        parts = parse_id(entry.id)
        if parts is None:
            if _structure(entry.id) is None:
                misplaced.setdefault(_wrong_folder(entry.id), []).append(entry.id)
        elif (kind := context.register.schemas.get(parts.kind)) and kind.places:
            here = "dossier" if parts.dossier else "register"
            if here not in kind.places:
                where = (
                    f"records/{kind.name}/" if here == "dossier" else f"a dossier: records/2015/2564-RSP/{kind.name}/"
                )
                yield Finding(
                    (), f"{kind.plural} don't lie here", hint=f"They lie in {where}", record=entry.id,
                    doubts=_meant(context, [entry.id]),
                )  # fmt: skip
            elif document := _of_other_dossier(context, entry.id):
                yield Finding(
                    (),
                    f"this lies in the dossier {parts.dossier}, but its document in {document.dossier}",
                    hint=f"Move it there: followup rename {entry.id} {document.dossier}/{parts.kind}/{parts.name}",
                    record=entry.id,
                    doubts=_meant(context, [entry.id]),
                )
    for folder, ids in misplaced.items():
        held = f"the folder {shown(folder)} ({counted(len(ids), 'record')})" if len(ids) > 1 else "here"
        yield Finding(
            (),
            f"no record can lie {'in ' if len(ids) > 1 else ''}{held}",
            hint="Records lie in records/KIND/ or in a dossier: records/2015/2564-RSP/KIND/.",
            record=min(ids),
            doubts=(*_meant(context, ids), (f"{folder}/", PLACE)),
        )


def _wrong_folder(record_id: str) -> str:
    """The first folder on the way to a file that no record's way has."""
    first, *rest = record_id.split("/")[:-1] or [""]
    return "/".join([first, *rest[:1]]) if first.isdecimal() and rest and not DOSSIER.fullmatch(f"{first}/{rest[0]}") \
        else "/".join([first, *rest])  # fmt: skip


def _of_other_dossier(context: Context, record_id: str) -> Record | None:
    """The document of a record, where that lies in another dossier than the record."""
    document = context.register.document_of(record_id)
    parts = parse_id(record_id)
    if document is None or parts is None or not parts.dossier or not document.dossier:
        return None
    return document if document.id != record_id and document.dossier != parts.dossier else None


def _meant(context: Context, paths: list[str]) -> tuple[Spot, ...]:
    """The ids to which others refer, and which these files should perhaps have."""
    meant: list[Spot] = [(each, ()) for path in paths for each in context.displaced(path)]
    return (*meant, *((path, PLACE) for path in paths))


def _structure(record_id: str) -> tuple[str, str] | None:
    """The kind's folder and the name, where the folders at least are those of a record."""
    *folders, name = record_id.split("/")
    if len(folders) == 1:
        return folders[0], name
    if len(folders) == 3 and DOSSIER.fullmatch("/".join(folders[:2])):
        return folders[2], name
    return None


@check("F109", "unknown-kind", stage="register")
def unknown_kind(context: Context) -> Iterator[Finding]:
    """A folder is called after no kind of record.

    Its records can't be checked. Correct the folder's name; the kinds are those that have a schema in schema/.
    """
    folders: dict[str, list[str]] = {}
    for entry in context.entries:
        found = _structure(entry.id)
        if found and found[0] not in context.register.schemas:
            folders.setdefault(entry.id.rpartition("/")[0], []).append(entry.id)
    for folder, ids in folders.items():
        kinds = list(context.register.schemas)
        near = nearest_of(folder.rpartition("/")[2], kinds, 60)
        more = f" (it holds {counted(len(ids), 'record')})" if len(ids) > 1 else ""
        yield Finding(
            (),
            f"the folder {shown(folder.rpartition('/')[2])} is called after no kind of record{more}",
            hint=f"Did you mean {near}?" if near else f"The kinds are {listed(kinds)}.",
            record=min(ids),
            doubts=(*_meant(context, ids), (f"{folder.rpartition('/')[0]}/{near}/", PLACE)),
        )


@check("F110", "bad-name", stage="register")
def bad_name(context: Context) -> Iterator[Finding]:
    """A file's name has letters that names of records don't have.

    A record's file is called by small letters from a to z, digits and hyphens between them, since its name is how
    others refer to it.
    """
    for entry in context.entries:
        found = _structure(entry.id)
        if found and found[0] in context.register.schemas and not NAME.fullmatch(found[1]):
            if folded_id(entry.id) in context.alike:
                continue
            yield Finding(
                (),
                f"{shown(found[1] + SUFFIX)} can't be a record's name",
                hint=f"Names have small letters, digits and hyphens. Call it {_slug(found[1])}{SUFFIX}.",
                record=entry.id,
                doubts=_meant(context, [entry.id]),
            )


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "name"


@check("F111", "misnamed-file", stage="record", silenceable=True, when="named_after")
def misnamed_file(subject: Subject) -> Iterator[Finding]:
    """A file isn't called after the fields that name it.

    A request's file is the paragraph's number, with zeros before it to the width of the resolution's highest, and
    the letter of the part: 09b.toml. Rename the file (followup rename), or correct the field.
    """
    named_after = subject.kind.named_after
    values = [subject.data.get(name, "") for name in named_after]
    if {type(each) for each in values} != {str} or not values[0]:
        return
    if subject.context.document_of(subject.record) is None:
        return  # how many digits its numbers have can't be told
    wanted = padded(values[0], subject.context.width(subject.record)) + "".join(values[1:])
    name = subject.record.id.rpartition("/")[2]
    if name != wanted and NAME.fullmatch(wanted) and NAME.fullmatch(name):
        fields = listed(title(subject.kind, (name,)) for name in named_after if name in subject.data)
        old = subject.record.id
        new = f"{old.rpartition('/')[0]}/{wanted}"
        yield Finding(
            (named_after[0],),
            f"the file should be called {wanted}{SUFFIX}, after {fields}",
            hint=f"Rename it: followup rename {old} {new}\nOr correct the field.",
            rests_on=tuple((old, (name,)) for name in ("document", *named_after)),
            doubts=((new, ()),),
        )


@check("F113", "ids-alike", stage="register")
def ids_alike(context: Context) -> Iterator[Finding]:
    """Two records have ids that differ in capital letters or in the form of accents alone.

    On many computers the two would be one file, and one would overwrite the other. Rename one of them.
    """
    for ids in context.alike.values():
        first, *others = sorted(ids, key=lambda each: (parse_id(each) is None, each))
        for other in others:
            yield Finding(
                (),
                f"this is the same name as {shown(first + SUFFIX, 100)} on many computers",
                hint="Rename one of them, or remove it.",
                record=other,
            )


@check("F114", "symbolic-link", stage="register")
def symbolic_link(context: Context) -> Iterator[Finding]:
    """A symbolic link stands in the place of a file or folder.

    What it leads to may lie outside the register, and isn't under its version control. Put the file itself there.
    """
    for path, link in context.other_files:
        if link:
            hint = "Put the file itself there."
            yield Finding(
                (), "a symbolic link stands in the place of a file", hint=hint, file=path,
                doubts=((id_of(path), PLACE),),
            )  # fmt: skip


@check("F115", "stray-file", stage="register", severity="warning")
def stray_file(context: Context) -> Iterator[Finding]:
    """A file lies among the records that is neither a record nor a source text.

    Records end in .toml, and a source text is named by the document that it is the text of. Name it there (source,
    file), or move it out of records/.
    """
    for path, link in context.other_files:
        if not link and not context.is_source(path) and not context.is_wanted(path):
            yield Finding(
                (),
                "this is neither a record nor the source text of a document",
                hint=_stray_hint(path),
                file=path,
                rests_on=_documents_beside(context, path),
                doubts=_meant(context, [path]),
            )


def _stray_hint(path: str) -> str:
    if path.lower().endswith(SUFFIX):
        return f"A record's file ends in {SUFFIX}, in small letters. Rename it, or move it out of records/."
    return "Name it in its document (source, file), or move it out of records/."


def _documents_beside(context: Context, path: str) -> tuple[Spot, ...]:
    """The documents whose source text a file may be, and the folder in which they should lie."""
    folder = "/".join(path.split("/")[:2])
    documents = context.in_folder(f"{folder}/documents/")
    return ((f"{folder}/", PLACE), *((each.id, ("source",)) for each in documents))


@check("F119", "not-checked-out", stage="register", severity="note")
def not_checked_out(context: Context) -> Iterator[Finding]:
    """A sparse checkout has left out records, or source texts, to which others refer.

    They are taken to be right: that they are there is known from git, and what is in them isn't. So nothing is
    said of what rests on their text, such as quotations from it. Add their folder to the checkout, or let all be
    checked where all is checked out, as in CI.
    """
    folders: dict[str, list[str]] = {}
    for path in sorted(context.absent_targets):
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    for folder, paths in folders.items():
        many, what = len(paths) > 1, "record" if paths[0].endswith(SUFFIX) else "source text"
        yield Finding(
            (),
            f"{counted(len(paths), what)} to which others refer {'are' if many else 'is'} not checked out; "
            f"what rests on {'their' if many else 'its'} text is not checked",
            hint=f"Add {'them' if many else 'it'} to the sparse checkout: git sparse-checkout add records/{folder}",
            file=paths[0],
        )


@check("F118", "other-procedure", stage="record", silenceable=True, kinds=("documents",), fields=("identifiers",))
def other_procedure(subject: Subject) -> Iterator[Finding]:
    """A document gives another procedure than the one whose dossier it lies in.

    A dossier's folder is called after its procedure: 2015/2564-RSP for 2015/2564(RSP). Correct the number, or move
    the document.
    """
    path, dossier = ("identifiers", "procedure"), subject.record.dossier
    given = subject.record.at(path)
    if dossier and isinstance(given, str) and procedure_of(dossier) != given:
        yield Finding(
            path,
            f"{title(subject.kind, path)} is {shown(given)}, but the document lies in the dossier of "
            f"{shown(procedure_of(dossier))}",
            hint="Correct the number, or move the document into its own dossier.",
        )


@check("F117", "path-leaves-dossier", stage="record", when="sources")
def path_leaves_dossier(subject: Subject) -> Iterator[Finding]:
    """A record names a file outside its dossier's folder.

    A source text lies with the records that quote it, and goes with them. The path starts at the dossier's folder
    (for a document of no dossier at records/) and never leads up.
    """
    for use in subject.uses("source"):
        if leaves(use.value):
            yield Finding(
                use.path,
                f"{title(subject.kind, use.path)} leads out of the folder: {shown(use.value)}",
                hint="Put the file beside the records, and name it from there: sources/resolution.txt",
            )
