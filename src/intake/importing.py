"""From files to plans: each document is read, recognised, paired and drafted; one that can't be stops no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import FollowupError
from ..register import Register
from ..register.source import fold
from ..validate import Problem
from ..validate.numbering import paragraphs as checker_paragraphs
from ..validate.numbering import sections as checker_sections
from .actors import Actors
from .cited import Library
from .doubts import Doubt
from .drafts import Drafts, dossier_for
from .errors import NoProcedure, NoResolution, NothingRecognised, NotOfThisSort
from .follow_up import FollowUp, headings_apart, read_follow_up
from .formats import read
from .pairing import Candidate, Match, best, candidate, matches, registered
from .planning import Writing, planned, with_plan
from .replies import Asked, asked, draft_follow_up
from .requests import draft_resolution, tabled_by
from .resolution import Resolution, read_resolution, whole_parts
from .ruled import draft_reply_due
from .sort import looks_like, sort_of
from .text import Text, assembled

Progress = Callable[[int, int, Path], None]
PROPOSED = "Proposed by the import"
"""How the notes of an actor begin that nobody has confirmed yet."""


@dataclass(frozen=True)
class Document:
    """One file that was recognised."""

    path: Path
    text: Text
    resolution: Resolution | None = None
    follow_up: FollowUp | None = None


@dataclass
class Import:
    """What came of the documents of one dossier."""

    dossier: str
    documents: list[Document]
    writing: Writing
    drafted: list[Drafts]
    match: Match | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def doubts(self) -> list[tuple[Drafts, Doubt]]:
        """All doubts, each with the drafts in whose text its line is."""
        found = [(drafts, doubt) for drafts in self.drafted for doubt in drafts.doubts]
        return sorted(found, key=lambda each: (self.drafted.index(each[0]), each[1].line))

    @property
    def errors(self) -> list[Problem]:
        """The problems for which nothing of the dossier may be written."""
        return [each for each in self.problems if each.severity == "error"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file of which nothing was taken in, and why."""

    path: Path
    error: FollowupError


@dataclass
class Intake:
    """One run over some files, against one register."""

    register: Register
    today: dt.date
    procedure: str = ""
    """The procedure of a resolution that doesn't say it."""
    failures: list[Failure] = field(default_factory=list)

    def run(self, paths: Sequence[Path], progress: Progress | None = None) -> Iterator[Import]:
        """Read the files, then draft dossier after dossier; what is written between two steps is known to the next."""
        documents = list(self._documents(paths, progress))
        for group in self._groups(documents):
            try:
                yield self._imported(group)
            except FollowupError as error:
                self.failures += [Failure(each.path, error) for each in group.documents]

    def done(self, finished: Import) -> None:
        """Take note that an import was written."""
        self.register = with_plan(self.register, finished.writing)

    def _documents(self, paths: Sequence[Path], progress: Progress | None) -> Iterator[Document]:
        for number, path in enumerate(paths, 1):
            if progress:
                progress(number, len(paths), path)
            try:
                yield recognised(path)
            except FollowupError as error:
                self.failures.append(Failure(path, error))

    def _groups(self, documents: Sequence[Document]) -> Iterator[_Group]:
        """The documents by dossier: each resolution, and with it the follow-ups that answer it."""
        follow_ups = [each for each in documents if each.follow_up]
        groups: dict[str, _Group] = {}
        for each in documents:
            if each.resolution:
                self._group_resolution(each, follow_ups, groups)
        new = [group.candidate for group in groups.values() if group.candidate]
        known = {each.document for each in new}
        candidates = [*new, *(each for each in registered(self.register) if each.document not in known)]
        for each in follow_ups:
            self._group_follow_up(each, candidates, groups)
        yield from groups.values()

    def _group_resolution(self, document: Document, follow_ups: Sequence[Document], groups: dict[str, _Group]) -> None:
        resolution = document.resolution
        assert resolution is not None  # noqa: S101 - for mypy
        procedure = (
            resolution.identifiers.procedure or self.procedure or self._procedure_elsewhere(resolution, follow_ups)
        )
        if not procedure:
            self.failures.append(Failure(document.path, NoProcedure(document.path)))
            return
        dossier = dossier_for(procedure)
        if dossier in groups:
            self.failures.append(
                Failure(
                    document.path,
                    NotOfThisSort(document.path, f"another file is the resolution of {procedure} already"),
                )
            )
            return
        groups[dossier] = _Group(
            dossier, [document], candidate(f"{dossier}/documents/resolution", resolution, procedure)
        )

    def _procedure_elsewhere(self, resolution: Resolution, follow_ups: Sequence[Document]) -> str:
        """The procedure that a follow-up gives, which by all else answers this resolution."""
        own = candidate("", resolution, "")
        for each in follow_ups:
            if each.follow_up and each.follow_up.identifiers.procedure and best(each.follow_up, [own]):
                return each.follow_up.identifiers.procedure
        return ""

    def _group_follow_up(self, document: Document, candidates: Sequence[Candidate], groups: dict[str, _Group]) -> None:
        follow_up = document.follow_up
        assert follow_up is not None  # noqa: S101 - for mypy
        found = best(follow_up, candidates)
        if found is None:
            near = matches(follow_up, candidates)
            said = f"it may be one of {', '.join(each.document for each in near[:3])}" if near else ""
            self.failures.append(Failure(document.path, NoResolution(document.path, said)))
            return
        dossier = found.document.rpartition("/documents/")[0]
        group = groups.setdefault(dossier, _Group(dossier, [], None))
        group.documents.append(document)
        group.resolution, group.match = found.document, found

    def _imported(self, group: _Group) -> Import:
        actors, library = Actors(self.register), Library(self.register)
        group.documents = [kept(each) for each in group.documents]
        drafted = [
            draft_resolution(each.resolution, each.text, group.dossier, actors, library)
            for each in group.documents
            if each.resolution
        ]
        resolution = drafted[0] if drafted else None
        requests = self._requests(group, resolution)
        drafted += [
            self._follow_up(each.follow_up, each.text, group, requests, actors, library)
            for each in group.documents
            if each.follow_up
        ]
        answer = next((each.follow_up for each in group.documents if each.follow_up), None)
        if resolution:
            self._complete(group, resolution, drafted, answer)
        _forget_repeated(drafted)
        _propose(drafted, actors)
        _ask_about_names(drafted[0], actors)
        writing = planned(self.register, drafted)
        problems = writing.problems(self.register, self.today)
        return Import(group.dossier, group.documents, writing, drafted, group.match, problems)

    def _requests(self, group: _Group, drafts: Drafts | None) -> list[Asked]:
        """The requests that a follow-up may answer: those of the register, and drafts of paragraphs that it lacks."""
        document = group.resolution or f"{group.dossier}/documents/resolution"
        known = [
            each
            for each in self.register
            if each.kind == "requests" and each.data.get("document") == document and "withdrawn" not in each.data
        ]
        paragraphs = {each.data.get("paragraph") for each in known}
        drafted = drafts.of_kind("requests") if drafts else []
        new = [(each.id, each.data) for each in drafted if each.data["paragraph"] not in paragraphs]
        return asked([*((each.id, each.data) for each in known), *new])

    def _follow_up(
        self,
        follow_up: FollowUp,
        text: Text,
        group: _Group,
        requests: Sequence[Asked],
        actors: Actors,
        library: Library,
    ) -> Drafts:
        drafts = draft_follow_up(follow_up, text, group.resolution, requests, actors, library)
        if group.match and not group.match.certain:
            drafts.doubt(
                0, f"it is taken to answer {group.resolution}: {'; '.join(group.match.reasons)}", "", drafts.document
            )
        return drafts

    def _complete(self, group: _Group, drafts: Drafts, drafted: Sequence[Drafts], answer: FollowUp | None) -> None:
        """What only both documents together say: who tabled the resolution, its other numbers, when a reply was due."""
        data = drafts.records[drafts.document].data
        if answer:
            numbers = data["identifiers"]
            for name, value in answer.identifiers.table().items():
                if name in ("provisional_text", "adopted_text", "motions", "joint_motion"):
                    numbers.setdefault(name, value)
            groups = tabled_by(answer.fields.get("tabled", ""), drafts.actors, 1)
            if groups:
                data["tabled_by"] = groups
            if groups or len(numbers) > 1:
                data["notes"] = (
                    data.get("notes", "")
                    + "What the text itself doesn't say of its numbers and of who tabled it is from the follow-up.\n"
                )
        met = next((each.document for each in drafted if each is not drafts), "")
        adopted = data.get("adopted")
        draft_reply_due(drafts, self.register, adopted, met, answer.adopted if answer else None)


def _forget_repeated(drafted: Sequence[Drafts]) -> None:
    """A legal time limit that a recital mentions is left out where a section sets it too."""
    limits = [
        (drafts, draft) for drafts in drafted for draft in drafts.of_kind("deadlines") if draft.data["type"] == "legal"
    ]
    for drafts, draft in limits:
        if draft.data.get("basis") == drafts.document and any(
            other is not draft and other.data["due"] == draft.data["due"] for _, other in limits
        ):
            del drafts.records[draft.id]


def _propose(drafted: Sequence[Drafts], actors: Actors) -> None:
    """Draft the actors that the register doesn't know, and ask about each."""
    for actor, proposal in actors.proposed.items():
        words, line = actors.first_words[actor]
        home = next(
            (each for each in drafted if any(_refers(draft.data, actor) for draft in each.records.values())), None
        )
        if home is not None:
            home.add(actor, proposal.record() | {"notes": f"{PROPOSED}, from the words “{words}”.\n"}, line)
            home.doubt(line, f"“{proposal.name}” is not in the register, and is proposed as a new actor", words, actor)


def _ask_about_names(drafts: Drafts, actors: Actors) -> None:
    for words, line in actors.not_proposed:
        drafts.doubt(line, "this may be a person's name, so no actor was proposed; is a body meant?", words)


def _refers(value: object, actor: str) -> bool:
    if isinstance(value, dict):
        return any(_refers(each, actor) for each in value.values())
    if isinstance(value, list):
        return any(_refers(each, actor) for each in value)
    return value == actor


@dataclass
class _Group:
    dossier: str
    documents: list[Document]
    candidate: Candidate | None
    resolution: str = ""
    match: Match | None = None


def recognised(path: Path) -> Document:
    """Read a file, and take it apart as what it is.

    Raises:
        IntakeError: it can't be read, is of another sort, or nothing was found in it.
    """
    text = read(path)
    sort = sort_of(text)
    if sort is None:
        raise NotOfThisSort(path, looks_like(text))
    return _resolution(path, text) if sort == "resolution" else _follow_up(path, text)


def _resolution(path: Path, text: Text) -> Document:
    found = read_resolution(text)
    if not found.paragraphs:
        raise NothingRecognised(path, "a resolution", "no numbered paragraph was found in it")
    return Document(path, text, resolution=found)


def _follow_up(path: Path, text: Text) -> Document:
    found = read_follow_up(text)
    if not found.sections and not found.introduction:
        raise NothingRecognised(path, "a follow-up", "no section and no reply was found in it")
    return Document(path, text, follow_up=found)


def kept(document: Document) -> Document:
    """The document with its text as it is to be kept: as it was read, if the checks find its parts in that too.

    A text whose paragraphs have no blank lines between them, or whose headings share a line with
    other text, is written anew, with the same words.
    """
    text = document.text
    if document.resolution and not _is_proved(document.resolution, text):
        text = assembled(text.origin, whole_parts(text.blocks), text.remarks, text.footnotes)
        return Document(document.path, text, resolution=read_resolution(text))
    if document.follow_up and [each.number for each in checker_sections(text.raw.decode()) if each.number] != [
        each.heading for each in document.follow_up.sections
    ]:
        text = assembled(text.origin, headings_apart(text.blocks), text.remarks, text.footnotes)
        return Document(document.path, text, follow_up=read_follow_up(text))
    return document


def _is_proved(resolution: Resolution, text: Text) -> bool:
    """Whether the checks number the paragraphs of the kept text alike, and each stands there in one piece."""
    raw = text.raw.decode()
    if [each.number for each in checker_paragraphs(raw)] != [each.number for each in resolution.paragraphs]:
        return False
    folded, at = fold(raw), 0
    for each in resolution.paragraphs:
        at = folded.find(each.text, at)
        if at < 0:
            return False
    return True
