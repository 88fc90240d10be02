"""Whether the history can be trusted: rewritten or not, checked or not, signed or not, and who wrote what."""

from __future__ import annotations

import datetime as dt
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..errors import FollowupError
from ..history import Repository
from ..history.auditing import Author, Rewrite, Step, Touched, authors, contents, rewrites, steps
from ..history.changes import identifying
from ..history.log import Signature, signatures
from ..history.snapshot import of_tree
from ..history.walking import Commit
from ..register import Register, Schemas, path_of
from ..register.plan import Plan
from ..register.plan import Step as Write
from ..register.register import RECORDS, SCHEMA
from ..validate import Problem, check, new_problems
from .effects import new_and_gone

UNPROVED = frozenset({"not-verbatim", "not-in-record"})
"""The checks by which a quotation is not where it is said to be."""

_KEPT = 4
"""How many states of the register are kept: of lines of work that go on side by side."""
_OFTEN = 200


@dataclass(frozen=True, slots=True)
class Bypass:
    """A commit that brought errors, which validation would have refused. ``why``: why it can't be judged, if so."""

    commit: Commit
    problems: tuple[Problem, ...]
    why: str = ""

    @property
    def unproved(self) -> tuple[Problem, ...]:
        """Those of quotations that aren't in their source."""
        return tuple(each for each in self.problems if each.name in UNPROVED)


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found; ``commits`` is how many were looked at."""

    commits: int
    rewrites: tuple[Rewrite, ...]
    bypasses: tuple[Bypass, ...]
    authors: tuple[Author, ...]
    signatures: Counter[Signature]
    badly_signed: tuple[Commit, ...]

    @property
    def clean(self) -> bool:
        """Whether there is nothing to look into."""
        return not (self.rewrites or self.bypasses or self.badly_signed)


def audit(repo: Repository, since: str = "", tell: Callable[[str], None] = lambda _: None) -> Audit:
    """Look at all commits to the register, or those after ``since``. ``tell`` is told how far it is.

    Each commit is checked with the schemas that it had, as of its own day; a mistake that its parents had is not its.

    Raises: UnknownRevision, BeforeHistory, GitFailed, SchemaError.
    """
    found = steps(repo, since)
    blobs = contents(repo, found)
    identify = {name: identifying(kind) for name, kind in Schemas.load(repo.root / SCHEMA).items()}
    signed = signatures(repo, [each.commit.sha for each in found])
    states = {sha: state for sha, (state, _) in signed.items()}
    return Audit(
        commits=len(found),
        rewrites=tuple(rewrites(repo)),
        bypasses=tuple(_Judging(repo, blobs, tell).bypasses(found)),
        authors=tuple(authors(found, blobs, identify)),
        signatures=Counter(states.values()),
        badly_signed=tuple(each.commit for each in found if states.get(each.commit.sha) is Signature.BAD),
    )


class _Judging:
    """The commits one after the other, each with the register as it left it."""

    def __init__(self, repo: Repository, blobs: dict[str, bytes | None], tell: Callable[[str], None]) -> None:
        self._repo = repo
        self._blobs = blobs
        self._tell = tell
        self._registers: OrderedDict[str, Register] = OrderedDict()

    def bypasses(self, found: Sequence[Step]) -> list[Bypass]:
        bypasses = []
        for number, step in enumerate(found):
            if number % _OFTEN == _OFTEN - 1:
                self._tell(f"{number + 1:,} of {len(found):,} commits checked …")
            judged = self._judged(step)
            if judged.problems or judged.why:
                bypasses.append(judged)
        return bypasses

    def _judged(self, step: Step) -> Bypass:
        try:
            problems = self._problems(step)
        except FollowupError as error:
            return Bypass(step.commit, (), error.message)
        return Bypass(step.commit, tuple(each for each in problems if each.severity == "error"))

    def _problems(self, step: Step) -> Sequence[Problem]:
        commit, today = step.commit, step.commit.date.date()
        if len(commit.parents) != 1 or any(each.record is None for each in step.files):
            return self._by_states(commit, today)
        before = self._register(commit.parents[0])
        plan = Plan(self._repo.root, tuple(self._write(each) for each in step.files))
        problems = new_problems(before, plan, today=today)
        self._keep(commit.sha, before.with_changes({each.id: each.after for each in plan}))
        return problems

    def _by_states(self, commit: Commit, today: dt.date) -> Sequence[Problem]:
        """What none of the parents had, whole against whole: schemas or sources changed, or lines of work met."""
        found: Sequence[Problem] = check(self._register(commit.sha), today=today)
        for parent in commit.parents:
            found, _ = new_and_gone(check(self._register(parent), today=today), found, {})
        return found

    def _write(self, each: Touched) -> Write:
        record = each.record or ""
        before, after = (self._blobs.get(name) if name else None for name in (each.before, each.after))
        return Write(record, self._repo.root / PurePosixPath(RECORDS, path_of(record)), before, after)

    def _register(self, sha: str) -> Register:
        found = self._registers.get(sha)
        if found is None:
            found = of_tree(self._repo, sha).register(self._repo.root)
            self._keep(sha, found)
        self._registers.move_to_end(sha)
        return found

    def _keep(self, sha: str, register: Register) -> None:
        self._registers[sha] = register
        if len(self._registers) > _KEPT:
            self._registers.popitem(last=False)
