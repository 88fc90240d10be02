"""Exchange with others: fetch, merge by field, check, push. Nothing is forced, put aside or rewritten."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from . import equipping, locks, remains
from .committing import PATIENCE, refuse_operation
from .errors import CommitFailed, HookRefused, NoIdentity
from .exchange_errors import (
    BadBranch,
    HistoryRewritten,
    NothingCommitted,
    NothingInCommon,
    NotOnABranch,
    Overtaken,
    PushRefused,
    WouldOverwrite,
    unreachable,
    visible_lines,
)
from .operations import Operation
from .remotes import Target, default_branch, exists, request_page, target_of
from .repository import Repository
from .running import Answer

ATTEMPTS = 8
"""How often work is merged and sent again when others were quicker."""

_PAUSE = 0.1
_ADDRESS = re.compile(r"https?://\S+")
_QUICKER = re.compile(r"\[rejected\]|cannot lock ref|failed to update ref|reference already exists|incorrect old value")

Check = Callable[[str, str], Sequence[Any]]
"""What a commit (the first) brings that must not be sent, given what the others have (the second; empty: nothing)."""


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What was exchanged. ``taken`` and ``sent`` count commits.

    ``conflicts``: files in which a merge, now under way, waits for a choice. ``problems``: what ``check`` found in
    what would have been sent, and was not. ``page``: where a pull request can be opened.
    """

    target: str
    taken: int = 0
    sent: int = 0
    conflicts: tuple[PurePosixPath, ...] = ()
    problems: tuple[Any, ...] = ()
    page: str = ""

    @property
    def stopped(self) -> bool:
        """Whether something is left to be done before the work can be sent."""
        return bool(self.conflicts or self.problems)


def sync(repo: Repository, check: Check, tell: Callable[[str], None], *, branch: str = "") -> SyncResult:
    """Take what others sent, merge it, and send what is committed here, unless ``check`` finds something.

    ``branch``: put the commits on a new branch of that name and send that, so that they can be reviewed.
    ``tell`` is given each step in words. Changes that are not committed stay as they are.

    Raises: ExchangeRefused, CommitRefused (of the merge), GitFailed.
    """
    refuse_operation(repo)
    if repo.head.unborn:
        raise NothingCommitted
    work = _Sync(repo, check, tell)
    return work.on_a_branch(branch) if branch and branch != repo.head.branch else work.here()


class _Sync:
    def __init__(self, repo: Repository, check: Check, tell: Callable[[str], None]) -> None:
        self._repo = repo
        self._check = check
        self._tell = tell
        self._taken = 0

    def here(self) -> SyncResult:
        """Exchange the branch that the work tree is on."""
        branch = self._repo.head.branch
        if branch is None:
            raise NotOnABranch
        target = target_of(self._repo, branch)
        self._fetch(target)
        return self._exchange(target, self._start(target))

    def _start(self, target: Target) -> Target:
        """Itself, or for a branch that the others don't know yet the one that all start with."""
        known = exists(self._repo, target.tracking)
        default = None if known else default_branch(self._repo, target.remote)
        return Target(target.remote, default, target.url) if default else target

    def on_a_branch(self, name: str) -> SyncResult:
        """Exchange by way of a new branch, which the work tree is on from then."""
        repo, former = self._repo, self._repo.head.branch
        base = target_of(repo, former or name)
        self._refuse_branch(name)
        self._fetch(base)
        if exists(repo, f"refs/remotes/{base.remote}/{name}"):
            raise BadBranch(name, f"{base.remote} has one", f"Choose another name, or: git switch {name}")
        repo.git.run("switch", "--quiet", "--no-track", "--create", name)
        self._tell(f"The work tree is on the new branch {name} now; back: git switch {former or '-'}")
        return self._exchange(Target(base.remote, name, base.url), self._start(base))

    def _refuse_branch(self, name: str) -> None:
        if self._repo.git.run("check-ref-format", "--branch", name, accept=()).status or name.startswith("-"):
            raise BadBranch(name, "git takes no such name", "Use letters, digits and hyphens.")
        if exists(self._repo, f"refs/heads/{name}"):
            raise BadBranch(name, "there is one", f"Choose another name, or go there first: git switch {name}")

    def _exchange(self, target: Target, base: Target) -> SyncResult:
        """``base`` is what is merged before the first push: another than ``target`` for a new branch."""
        repo = self._repo
        for attempt in range(ATTEMPTS):
            if attempt:
                # Each waits for a time of its own, so that two don't meet again and again.
                time.sleep(_PAUSE * random.uniform(0.5, 2 + attempt))  # noqa: S311
                self._fetch(target)
            merged = target if exists(repo, target.tracking) else base
            conflicts = self._merge(merged)
            if conflicts:
                return SyncResult(str(merged), self._taken, conflicts=conflicts)
            sent = self._push(target, merged)
            if sent is not None:
                return sent
        raise Overtaken(str(target), ATTEMPTS)

    def _fetch(self, target: Target) -> None:
        before = exists(self._repo, target.tracking)
        self._tell(f"Fetching from {target.remote} …")
        deadline = time.monotonic() + PATIENCE
        while (answer := self._network("fetch", "--quiet", target.remote)).status:
            reason = unreachable(target.remote, target.url, answer)
            busy = answer.lock or _QUICKER.search(answer.said)
            if reason or not busy or time.monotonic() > deadline:
                raise reason or answer.checked("fetch")  # type: ignore[misc]
            time.sleep(_PAUSE)
        now = exists(self._repo, target.tracking)
        lost = _count(self._repo, before, now) if before and now else 0
        if lost:
            raise HistoryRewritten(str(target), lost, before)

    def _merge(self, base: Target) -> tuple[PurePosixPath, ...]:
        """Take what the others have; the files in conflict."""
        repo, theirs = self._repo, exists(self._repo, base.tracking)
        with locks.one_at_a_time(repo.git_dir, PATIENCE) as alone:
            if remains.tidy(repo, alone=alone):
                self._tell("A merge was cut short; what it left half done is put back …")
            coming = _count(repo, theirs, "HEAD") if theirs else 0
            if not coming:
                return ()
            self._tell(f"Merging {_commits(coming)} of {base} …")
            if _count(repo, "HEAD", theirs) and repo.identity is None:
                raise NoIdentity
            with remains.noted(repo, theirs):
                message = f"Merge {_commits(coming)} of {base}"
                answer = repo.git.run(*equipping.settings(), *_MERGE, "-m", message, base.tracking, accept=())
            if answer.status:
                return self._unmerged(base, answer)
        self._taken += coming
        return ()

    def _unmerged(self, base: Target, answer: Answer) -> tuple[PurePosixPath, ...]:
        repo = self._repo
        if repo.operation is Operation.MERGE:
            listed = repo.git.run("diff", "--name-only", "--diff-filter=U", "--relative", "-z").text
            if listed:
                return tuple(PurePosixPath(name) for name in listed.split("\0") if name)
            # All was merged, but there is no commit: a hook said no, or it could not be signed.
            repo.git.run("merge", "--abort")
            raise HookRefused(answer.said) if answer.status == 1 else CommitFailed(answer.status, answer.said)
        if answer.lock:
            raise locks.held(answer.lock, repo.work_tree)
        if "unrelated histories" in answer.said:
            raise NothingInCommon(str(base))
        if "would be overwritten" in answer.said:
            raise WouldOverwrite(_listed(answer.said))
        raise answer.checked("merge")  # type: ignore[misc]

    def _push(self, target: Target, merged: Target) -> SyncResult | None:
        """Send what is committed; None where others were quicker."""
        repo, theirs = self._repo, exists(self._repo, target.tracking)
        sha = repo.git.run("rev-parse", "HEAD").text
        ahead = _count(repo, sha, theirs or exists(repo, merged.tracking))
        page = self._page(target)
        if theirs and not ahead:
            return SyncResult(str(target), self._taken, page=page)
        self._tell("Checking what is to be sent …")
        problems = tuple(self._check(sha, exists(repo, merged.tracking)))
        if problems:
            return SyncResult(str(target), self._taken, problems=problems, page=page)
        self._tell(f"Sending {_commits(ahead)} to {target} …")
        answer = self._network("push", "--porcelain", target.remote, f"{sha}:refs/heads/{target.branch}")
        if answer.status:
            self._not_sent(target, answer)
            return None
        if not theirs and repo.head.branch:
            repo.git.run("branch", "--quiet", f"--set-upstream-to={target}", repo.head.branch, accept=())
        told = next((line for line in _ADDRESS.findall(visible_lines(answer.said))), "") if page else ""
        return SyncResult(str(target), self._taken, sent=ahead, page=page and (told or page))

    def _not_sent(self, target: Target, answer: Answer) -> None:
        reason = unreachable(target.remote, target.url, answer)
        if reason:
            raise reason
        said = f"{answer.text}\n{answer.said}"
        if "[remote rejected]" in said and not _QUICKER.search(said.replace("[remote rejected]", "")):
            raise PushRefused(str(target), visible_lines(answer.said))
        if not _QUICKER.search(said):
            answer.checked("push")
        self._tell("Others were quicker; merging theirs first …")

    def _page(self, target: Target) -> str:
        """Where to ask for the branch to be taken over; nowhere for the one that all others go into."""
        base = default_branch(self._repo, target.remote)
        return "" if base in (None, target.branch) else request_page(target.url, base, target.branch)

    def _network(self, *args: str) -> Answer:
        return self._repo.git.run(*_PATIENT, *args, accept=(), env=_no_prompts(self._repo))


_MERGE = (
    *("merge", "--quiet", "--no-edit", "--commit", "--ff", "--no-squash", "--no-autostash"),
    # Someone may want to see what came; we tell it ourselves.
    "--no-stat",
)
_PATIENT = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60")


def _no_prompts(repo: Repository) -> dict[str, str]:
    """Nobody answers a question here: git's helpers may know a password, else it is an error."""
    env = {"GIT_ASKPASS": "", "SSH_ASKPASS": "", "SSH_ASKPASS_REQUIRE": "never"}
    own = {"GIT_SSH", "GIT_SSH_COMMAND"} & os.environ.keys()
    if own or repo.git.run("config", "--get", "core.sshCommand", accept=(0, 1)).text:
        return env
    return {**env, "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=20"}


def _count(repo: Repository, there: str, without: str) -> int:
    """How many commits lead to the one and not to the other."""
    limits = [f"^{without}"] if without else []
    return int(repo.git.run("rev-list", "--count", there, *limits).text)


def _commits(number: int) -> str:
    return "1 commit" if number == 1 else f"{number:,} commits"


def _listed(said: str) -> list[str]:
    """The files that git names, a line each behind a tab, or all in one line."""
    return [line.strip() for line in said.splitlines() if line.startswith(("\t", "  "))]
