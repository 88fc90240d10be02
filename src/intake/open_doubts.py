"""The doubts about a dossier that was imported, found again from the texts that are kept. Nothing is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..register import Register
from ..register.files import digest
from ..register.source import SourceText
from .doubts import Doubt
from .drafts import Drafts
from .importing import PROPOSED, Failure, Import, Intake
from .planning import replaced_by


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """One doubt, with its place and the record of the register that it concerns."""

    key: str
    """What it is remembered by: the same as long as the words, the message, and the record are."""
    doubt: Doubt
    source: Path
    """The kept text; the doubt's line is a line of it."""
    document: str
    """The id of the document's record."""
    record: str
    """A record of the register: the document's own where the doubt is about no other. Empty for none."""

    @property
    def place(self) -> str:
        """The file and the line, in short."""
        return f"{self.source.name}:{self.doubt.line}" if self.doubt.line else self.source.name


@dataclass(frozen=True, slots=True)
class Doubts:
    """All doubts about a dossier, in the order of its texts, and the texts that could not be read again."""

    dossier: str
    found: tuple[OpenDoubt, ...]
    failures: tuple[Failure, ...] = ()

    def left(self, settled: Container[str]) -> list[OpenDoubt]:
        """Those that are not settled."""
        return [each for each in self.found if each.key not in settled]


def doubts_of(register: Register, dossier: str, today: dt.date) -> Doubts:
    """Read the kept texts of a dossier again, and say what is doubtful in them.

    An actor that an import proposed, and whose record still says so, is doubted again; so what the
    import listed before it wrote is listed after it too.
    """
    found = register.dossiers.get(dossier)
    paths = kept_texts(register, dossier)
    if found is None or not paths:
        return Doubts(dossier, ())
    intake = Intake(_without_proposals(register), today, found.procedure)
    imports = [each for each in intake.run(paths) if each.dossier == dossier]
    doubts = [doubt for each in imports for doubt in _placed(register, each)]
    return Doubts(dossier, tuple(doubts), tuple(intake.failures))


def kept_texts(register: Register, dossier: str) -> list[Path]:
    """The files with the texts of a dossier's documents."""
    documents = [each for each in register.of_kind("documents") if each.dossier == dossier]
    paths = (register.source_path(each) for each in documents)
    return list(dict.fromkeys(path for path in paths if path is not None))


def open_after(doubts: Sequence[OpenDoubt], settled: Container[str], at: int, step: int) -> int | None:
    """Where the next doubt that is not settled stands, going round at the ends; None where there is none."""
    several = len(doubts)
    way = ((at + step * number) % several for number in range(1, several + 1))
    return next((each for each in way if doubts[each].key not in settled), None)


def span_of(text: SourceText, doubt: Doubt) -> tuple[int, int] | None:
    """Where in a text a doubt's words stand, from its line on; where they don't, the line."""
    lines = text.text.split("\n")
    if not 0 < doubt.line <= len(lines):
        return text.span(doubt.words) if doubt.words else None
    start = sum(len(each) + 1 for each in lines[: doubt.line - 1])
    words = SourceText(text.text[start:].encode()).span(doubt.words) if doubt.words else None
    return (start + words[0], start + words[1]) if words else (start, start + len(lines[doubt.line - 1]))


def _without_proposals(register: Register) -> Register:
    proposals = [each for each in register.of_kind("actors") if str(each.data.get("notes", "")).startswith(PROPOSED)]
    return register.with_changes({each.id: None for each in proposals})


def _placed(register: Register, found: Import) -> Iterator[OpenDoubt]:
    seen: Counter[str] = Counter()
    held = {drafts.document: replaced_by(register, drafts) for drafts in found.drafted}
    for drafts, doubt in found.doubts:
        about = f"{drafts.document}\n{doubt.record}\n{doubt.message}\n{doubt.words}"
        seen[about] += 1
        key = digest(f"{about}\n{seen[about]}".encode())
        record = _record(register, drafts, doubt, held[drafts.document])
        yield OpenDoubt(key, doubt, drafts.text.origin.path, drafts.document, record)


def _record(register: Register, drafts: Drafts, doubt: Doubt, held: dict[str, list[str]]) -> str:
    """The record that holds what a doubt is about: people may have split it or named it anew."""
    candidates = [*held.get(doubt.record, ()), doubt.record, drafts.document]
    return next((each for each in candidates if each in register), "")
