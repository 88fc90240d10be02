"""Where a branch is exchanged with: the remote, its branch, and its pages on the web."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from .exchange_errors import NoRemote, WhichRemote
from .repository import Repository

_UNSET = 1
_BRANCHES = "refs/heads/"
# user@host:path, as scp has it; not a drive letter, and not a path on this computer.
_SCP = re.compile(r"(?:[^@/:]+@)?(?P<host>[^/:]{2,}):(?P<path>(?!//).+)")


@dataclass(frozen=True, slots=True)
class Target:
    """A branch of a remote; ``url`` is where it lies."""

    remote: str
    branch: str
    url: str

    @property
    def tracking(self) -> str:
        """The ref that remembers where it was when we last looked."""
        return f"refs/remotes/{self.remote}/{self.branch}"

    def __str__(self) -> str:
        return f"{self.remote}/{self.branch}"


def target_of(repo: Repository, branch: str) -> Target:
    """Where a local branch is exchanged with: its upstream, else the branch of that name at the only remote, or origin.

    Raises: NoRemote, WhichRemote, GitFailed.
    """
    remote, merge = (_config(repo, f"branch.{branch}.{name}") for name in ("remote", "merge"))
    if not remote or remote == ".":
        remote, merge = _only_remote(repo, branch), ""
    name = merge.removeprefix(_BRANCHES) if merge.startswith(_BRANCHES) else branch
    return Target(remote, name, _config(repo, f"remote.{remote}.url") or remote)


def default_branch(repo: Repository, remote: str) -> str | None:
    """The branch that a remote's clones start with, as far as this clone knows."""
    head = f"refs/remotes/{remote}/HEAD"
    named = repo.git.run("symbolic-ref", "--quiet", head, accept=(0, _UNSET)).text
    if named:
        return named.removeprefix(f"refs/remotes/{remote}/")
    return next((name for name in ("main", "master") if exists(repo, f"refs/remotes/{remote}/{name}")), None)


def exists(repo: Repository, ref: str) -> str:
    """What commit a ref leads to; empty where there is no such ref."""
    return repo.git.run("rev-parse", "--quiet", "--verify", f"{ref}^{{commit}}", accept=(0, _UNSET)).text


def request_page(url: str, base: str | None, branch: str) -> str:
    """The page on which a pull request of ``branch`` is opened; empty where the address tells of no such place.

    GitHub, GitLab, and Forgejo or Gitea are told by the server's name.
    """
    found = web_address(url)
    if not found:
        return ""
    host = urlsplit(found).hostname or ""
    into, of = quote(base or "", safe=""), quote(branch, safe="")
    if "gitlab" in host:
        target = f"&merge_request%5Btarget_branch%5D={into}" if base else ""
        return f"{found}/-/merge_requests/new?merge_request%5Bsource_branch%5D={of}{target}"
    into, of = quote(base or "", safe="/"), quote(branch, safe="/")
    if "github" in host:
        return f"{found}/compare/{f'{into}...' if base else ''}{of}?expand=1"
    if any(name in host for name in ("forgejo", "gitea", "codeberg")):
        return f"{found}/compare/{f'{into}...' if base else ''}{of}"
    return ""


def web_address(url: str) -> str:
    """A repository's page, from an address that git clones from: of ssh, of http, or as scp has it. No passwords."""
    parts = urlsplit(url) if "://" in url else None
    if parts is None:
        found = _SCP.fullmatch(url)
        host, path = (found["host"], found["path"]) if found else ("", "")
    elif parts.scheme in {"http", "https"}:
        host, path = parts.netloc.rpartition("@")[2], parts.path
    else:
        # A port of ssh says nothing of the web's.
        host, path = parts.hostname or "" if parts.scheme in {"ssh", "git+ssh", "git"} else "", parts.path
    path = path.strip("/").removesuffix(".git")
    scheme = "http" if parts and parts.scheme == "http" else "https"
    return f"{scheme}://{host}/{quote(path, safe='/~')}" if host and path else ""


def _only_remote(repo: Repository, branch: str) -> str:
    names = repo.git.run("remote").text.split()
    if not names:
        raise NoRemote
    if "origin" in names:
        return "origin"
    if len(names) > 1:
        raise WhichRemote(names, branch)
    return names[0]


def _config(repo: Repository, name: str) -> str:
    return repo.git.run("config", "--get", name, accept=(0, _UNSET)).text
