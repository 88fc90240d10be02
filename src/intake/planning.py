"""What an import would write: new records only. What people have edited stays, and where it differs is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..register import Record, Register, Unreadable, parse_id, path_of
from ..register import files as disk
from ..register.editing import Set, splice
from ..register.plan import Plan, Step
from ..register.register import RECORDS
from ..register.source import SourceText, fold
from ..register.writing import render
from ..validate import Problem, new_problems
from .drafts import KINDS, Draft, Drafts

SOURCES = "sources"

_COMPARED = frozenset(
    (
        *("text", "heading", "points", "paragraph", "part", "verbs", "strength", "addressees", "restriction"),
        *("type", "adopted", "identifiers", "legal_basis", "due", "words", "document", "follows_up"),
    )
)
"""The fields that a document decides. In all others people judge, and their judgement is not questioned."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a record and the document differ."""

    record: str
    field: str
    here: str
    """What the record has."""
    there: str
    """What the document gives."""


@dataclass
class Writing:
    """The files that one import writes, and what it leaves as it is."""

    root: Path
    plan: Plan
    sources: list[Step] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Records that exist and say the same."""
    differences: list[Difference] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Why parts of the document were not planned."""

    @property
    def new(self) -> list[str]:
        """The ids of the records that are added."""
        return [step.id for step in self.plan if step.before is None]

    @property
    def paths(self) -> list[Path]:
        """All files that are written, those of the texts first."""
        return [step.path for step in (*self.sources, *self.plan)]

    def write(self) -> None:
        """Write the source texts, then the records.

        Raises:
            files.FileError: a file changed since, or can't be written; those before it are written.
        """
        Plan(self.root, tuple(self.sources)).write()
        self.plan.write()

    def problems(self, register: Register, today: dt.date) -> list[Problem]:
        """The problems that the new records would bring.

        Only the dossier and what belongs to none is looked at: in a large register the rest would take
        most of the time, and an import can't change it.
        """
        dossiers = {"", *(step.id.rpartition(f"/{SOURCES}/")[0] for step in self.sources)}
        dossiers |= {parts.dossier for step in self.plan if (parts := parse_id(step.id))}
        entries: list[Record | Unreadable] = [*register.records.values(), *register.unreadable.values()]
        near = Register(register.root, register.schemas, (each for each in entries if _dossier_of(each.id) in dossiers))
        near._blobs = {**_kept_texts(near), **{step.path: step.after or b"" for step in self.sources}}  # noqa: SLF001
        return new_problems(near, self.plan, today=today)


def _dossier_of(record_id: str) -> str:
    parts = parse_id(record_id)
    return parts.dossier if parts else ""


def _kept_texts(register: Register) -> dict[Path, bytes]:
    """The source texts of some documents, as they are on the disk."""
    found: dict[Path, bytes] = {}
    for record in register:
        path = register.source_path(record) if record.kind == "documents" else None
        if path is not None:
            with suppress(disk.FileError):
                found[path] = disk.read(path, limit=disk.SOURCE_LIMIT)
    return found


def planned(register: Register, drafted: list[Drafts]) -> Writing:
    """The plan that adds what the register doesn't hold yet."""
    writing = Writing(register.root, Plan(register.root, ()))
    steps: dict[str, Step] = {}
    for drafts in drafted:
        if _source(register, drafts, writing, steps):
            _records(register, drafts, writing, steps)
    order = {kind: at for at, kind in enumerate(KINDS)}
    wanted = sorted(steps.values(), key=lambda step: order.get(step.id.split("/")[-2], len(KINDS)))
    writing.plan = Plan(register.root, tuple(wanted))
    return writing


def _source(register: Register, drafts: Drafts, writing: Writing, steps: dict[str, Step]) -> bool:
    """Plan the text that is kept. False where it can't stand beside what the register has."""
    path = register.root / RECORDS / drafts.dossier / drafts.source_name
    raw = drafts.text.raw
    document = register.records.get(drafts.document)
    named = register.source_path(document) if document else None
    path = named or path
    try:
        before: bytes | None = disk.read(path, limit=disk.SOURCE_LIMIT)
    except disk.Vanished:
        before = None
    if before == raw:
        return True
    if before is not None and document is not None:
        lost = _no_longer_proved(register, document, raw)
        if lost:
            writing.refused.append(
                f"{drafts.document}: this text is another than the one that was read before, and {len(lost)} "
                f"record{'s' if len(lost) > 1 else ''} quote what it no longer has "
                f"({', '.join(lost[:3])}{' …' if len(lost) > 3 else ''}). "
                "The text that is kept stays; nothing was added from the new one."
            )
            return False
    writing.sources.append(Step(f"{drafts.dossier}/{drafts.source_name}", path, before, raw))
    if document is not None and document.at(("source", "sha256")) != disk.digest(raw):
        steps[document.id] = _with_digest(register, document, disk.digest(raw))
    return True


def _with_digest(register: Register, document: Record, digest: str) -> Step:
    """A document's record with the fingerprint of the corrected text, and nothing else changed."""
    kind = register.kind(document)
    after = splice(document.raw, [Set(("source", "sha256"), digest)], *([kind.layout] if kind else []))
    return Step(document.id, document.path, document.raw, after)


def _no_longer_proved(register: Register, document: Record, raw: bytes) -> list[str]:
    """The records that quote from a document what another text of it doesn't have."""
    text = SourceText(raw)
    return [
        record.id
        for record in register
        if record.data.get("document") == document.id
        and any(
            isinstance(record.data.get(name), str) and not text.has(record.data[name]) for name in ("text", "heading")
        )
    ]


def _records(register: Register, drafts: Drafts, writing: Writing, steps: dict[str, Step]) -> None:
    replaced = replaced_by(register, drafts)
    for draft in drafts.records.values():
        known = replaced.get(draft.id) or ([draft.id] if draft.id in register.records else [])
        if known:
            _compare(register, draft, known, writing)
        elif draft.id in register.unreadable:
            writing.refused.append(f"{draft.id}: there is a file of this name that can't be read; it was left alone")
        elif draft.id not in steps:
            steps[draft.id] = _new(register, draft, replaced)


def _new(register: Register, draft: Draft, replaced: Mapping[str, list[str]]) -> Step:
    kind = register.schemas[draft.kind]
    data = _relinked(draft.data, replaced)
    return Step(draft.id, register.root / RECORDS / path_of(draft.id), None, render(data, kind.layout).encode())


def _relinked(value: Any, replaced: Mapping[str, list[str]]) -> Any:
    """The data with ids of drafts for which the register has other records replaced by theirs."""
    if isinstance(value, dict):
        return {key: _relinked(each, replaced) for key, each in value.items()}
    if isinstance(value, list):
        found: list[Any] = []
        for each in value:
            ids = replaced.get(each) if isinstance(each, str) else None
            for new in ids or [_relinked(each, replaced)]:
                if new not in found:
                    found.append(new)
        return found
    if isinstance(value, str) and value in replaced:
        return replaced[value][0]
    return value


def replaced_by(register: Register, drafts: Drafts) -> dict[str, list[str]]:
    """For drafts that the register holds under other ids: those ids.

    People split a paragraph in another way, or name a deadline or a section anew; theirs stays.
    """
    alike: dict[tuple[str, ...], list[Record]] = {}
    for record in register:
        if record.dossier == drafts.dossier and record.kind in _REPLACEABLE:
            alike.setdefault(_key(record.kind, record.data), []).append(record)
    found: dict[str, list[str]] = {}
    for draft in drafts.records.values() if alike else ():
        if draft.kind in _REPLACEABLE:
            near = alike.get(_key(draft.kind, draft.data), [])
            same = [
                record.id for record in near if draft.kind != "deadlines" or _same_deadline(draft.data, record.data)
            ]
            if same and same != [draft.id]:
                found[draft.id] = [draft.id] if draft.id in same and draft.kind != "requests" else same
    return {draft: ids for draft, ids in found.items() if ids != [draft]}


_REPLACEABLE = ("requests", "replies", "deadlines")


def _key(kind: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    """What two records must have in common to be about the same part of a document."""
    if kind == "requests":
        return (kind, str(data.get("document")), str(data.get("paragraph")))
    if kind == "replies":
        return (kind, str(data.get("document")), _folded(data.get("heading")) or f"without {bool(data.get('points'))}")
    return (kind, str(data.get("type") == "reply-due"))


def _same_deadline(data: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if data.get("type") == "reply-due":
        return other.get("type") == "reply-due" and data.get("applies_to") == other.get("applies_to")
    mine, theirs = _folded(data.get("words")).rstrip(".;, "), _folded(other.get("words")).rstrip(".;, ")
    return (
        bool(mine and theirs)
        and (mine in theirs or theirs in mine)
        and (data.get("due") == other.get("due") or not data.get("due") or not other.get("due"))
    )


def _folded(value: Any) -> str:
    return fold(value) if isinstance(value, str) else ""


def _compare(register: Register, draft: Draft, known: list[str], writing: Writing) -> None:
    """Note where the register's record says something else than the document."""
    if len(known) > 1 or known[0] != draft.id:
        if draft.kind == "requests" and not _covered(register, draft, known):
            writing.differences.append(Difference(known[0], "text", "", fold(str(draft.data["text"]))))
        else:
            writing.kept += [each for each in known if each not in writing.kept]
        return
    record = register.records[draft.id]
    different = [
        Difference(draft.id, name, _said(record.data.get(name)), _said(value))
        for name, value in draft.data.items()
        if name in _COMPARED and not _agrees(record.data.get(name), value)
    ]
    if draft.kind in ("actors", "rules") or (draft.kind == "documents" and "source" not in draft.data):
        different = []
    writing.differences += different
    if not different:
        writing.kept.append(draft.id)


def _covered(register: Register, draft: Draft, known: list[str]) -> bool:
    """Whether the register's requests of a paragraph hold, together or one of them, the words of a draft."""
    held = fold(" ".join(str(register.records[each].data.get("text", "")) for each in known))
    return fold(str(draft.data["text"])) in held


def _agrees(here: Any, there: Any) -> bool:
    if isinstance(here, str) and isinstance(there, str):
        return fold(here) == fold(there)
    if isinstance(here, list) and isinstance(there, list):
        return all(each in here for each in there) or here == there
    if isinstance(here, dict) and isinstance(there, dict):
        return all(_agrees(here.get(key), value) for key, value in there.items())
    return bool(here == there)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_said(each)}" for key, each in value.items())
    return "" if value is None else fold(str(value))


def with_plan(register: Register, writing: Writing) -> Register:
    """The register as it is once the plan is carried out."""
    changed = register.with_changes({step.id: step.after for step in writing.plan})
    texts = {step.path: SourceText(step.after) for step in writing.sources if step.after is not None}
    changed._sources.update(register._sources)  # noqa: SLF001
    changed._sources.update(texts)  # noqa: SLF001
    return changed
