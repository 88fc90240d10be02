"""What can go wrong in exchanging work with others: what, where, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..errors import FollowupError
from .running import Answer
from .text import visible

_OFFLINE = re.compile(
    r"Could not resolve host|Name or service not known|Temporary failure in name resolution|Network is unreachable"
    r"|No route to host|Connection (?:refused|timed out|reset)|Operation timed out|Failed to connect|unable to connect",
    re.IGNORECASE,
)
_SIGN_IN = re.compile(
    r"Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|Permission denied \("
    r"|Host key verification failed|HTTP Basic: Access denied|The requested URL returned error: 40[13]",
    re.IGNORECASE,
)
_NOT_THERE = re.compile(
    r"does not appear to be a git repository|[Rr]epository not found|repository '.*' not found|No such remote"
)


class ExchangeRefused(FollowupError):
    """Nothing was sent; commits and files are as they were, or as the message says."""


class NoRemote(ExchangeRefused):
    def __init__(self) -> None:
        super().__init__(
            "This clone knows no other repository to exchange with.",
            hint="Name one: git remote add origin ADDRESS",
        )


class WhichRemote(ExchangeRefused):
    def __init__(self, names: Sequence[str], branch: str) -> None:
        super().__init__(
            f"This clone knows several other repositories: {', '.join(map(visible, names))}.",
            hint=f"Say which one {visible(branch)} is exchanged with: git push --set-upstream NAME {visible(branch)}",
        )


class NotOnABranch(ExchangeRefused):
    def __init__(self) -> None:
        super().__init__(
            "The work tree is on no branch, so there is nothing to exchange.",
            hint="Give these commits one: followup sync --branch NAME; or go back to the last: git switch -",
        )


class NothingCommitted(ExchangeRefused):
    def __init__(self) -> None:
        super().__init__("There is no commit yet, so there is nothing to exchange.", hint="followup commit")


class Offline(ExchangeRefused):
    def __init__(self, remote: str, said: str) -> None:
        super().__init__(
            f"{visible(remote)} can't be reached. Git said:\n{said.strip()}",
            hint="Your commits are safe here. Try again when you are connected: followup sync",
        )


class SignInNeeded(ExchangeRefused):
    def __init__(self, remote: str, said: str) -> None:
        super().__init__(
            f"{visible(remote)} doesn't let you in, and nobody is asked for a password here. Git said:\n{said.strip()}",
            hint=f"Sign in once in a terminal, where git can ask and keep the answer: git fetch {visible(remote)}",
        )


class RemoteNotThere(ExchangeRefused):
    def __init__(self, remote: str, url: str, said: str) -> None:
        super().__init__(
            f"There is no repository at {visible(url)}, or you may not see it. Git said:\n{said.strip()}",
            hint=f"See whether the address is right: git remote set-url {visible(remote)} ADDRESS",
        )


class WouldOverwrite(ExchangeRefused):
    """The merge would touch files with changes that are not committed."""

    def __init__(self, paths: Sequence[str]) -> None:
        shown = "\n".join(f"  {visible(path)}" for path in paths[:10])
        more = f"\n  and {len(paths) - 10} more" if len(paths) > 10 else ""
        super().__init__(
            f"Others changed what you have changed and not committed; nothing was merged:\n{shown}{more}",
            hint="Commit your changes first (followup commit); they are then merged field by field.",
        )
        self.paths = tuple(paths)


class NothingInCommon(ExchangeRefused):
    def __init__(self, tracking: str) -> None:
        super().__init__(
            f"Your commits and those of {visible(tracking)} have no beginning in common.",
            hint="This is another register, or was made anew. Clone it into a folder of its own.",
        )


class HistoryRewritten(ExchangeRefused):
    """Commits that were there when we last looked are no longer part of the remote's branch."""

    def __init__(self, tracking: str, lost: int, old: str) -> None:
        super().__init__(
            f"The history of {visible(tracking)} was rewritten: {lost} commits that it had are gone from it.",
            hint=f"See them: git log {old[:10]}; ask who did it. followup sync once more goes on all the same.",
        )


class PushRefused(ExchangeRefused):
    """The other side said no: a hook, or a protected branch."""

    def __init__(self, target: str, said: str) -> None:
        super().__init__(
            f"{visible(target)} doesn't take your commits. It said:\n{said.strip()}",
            hint="They are safe here. To propose them instead: followup sync --branch NAME",
        )


class Overtaken(ExchangeRefused):
    def __init__(self, target: str, attempts: int) -> None:
        super().__init__(
            f"Others sent their work to {visible(target)} each of the {attempts} times that yours was about to go.",
            hint="What is theirs is merged here. Try again: followup sync",
        )


class BadBranch(ExchangeRefused):
    def __init__(self, name: str, why: str, hint: str) -> None:
        super().__init__(f"{visible(name)} can't be the new branch: {why}.", hint=hint)


def unreachable(remote: str, url: str, answer: Answer) -> ExchangeRefused | None:
    """Why the remote could not be asked, as far as git's words tell."""
    said = visible_lines(answer.said)
    if _SIGN_IN.search(answer.said):
        return SignInNeeded(remote, said)
    if _OFFLINE.search(answer.said):
        return Offline(remote, said)
    return RemoteNotThere(remote, url, said) if _NOT_THERE.search(answer.said) else None


def visible_lines(text: str) -> str:
    """What the other side said, line by line: it may be anybody."""
    return "\n".join(map(visible, text.splitlines()))
