"""Real repositories to work on, apart from the user's own git settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from followup.history import Repository


@dataclass(frozen=True)
class Clone:
    """A work tree and the register in it, driven by plain git."""

    tree: Path
    root: Path

    def git(self, *args: str, ok: bool = True, stdin: bytes | None = None, env: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            ["git", *args],
            cwd=self.tree,
            input=stdin,
            capture_output=True,
            check=False,
            env={**os.environ, **(env or {})},
        )
        if ok and done.returncode:
            raise AssertionError((args, done.returncode, done.stderr.decode(errors="replace")))
        return os.fsdecode(done.stdout)

    def write(self, path: str, content: str | bytes) -> Path:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Path(path)

    def record(self, identifier: str, content: str | bytes) -> Path:
        return self.write(f"records/{identifier}.toml", content)

    def save(self, subject: str = "Save", *, day: str = "", author: str = "") -> str:
        """Commit all that there is, by plain git; the new commit's sha."""
        self.git("add", "--all")
        stamp = f"{day}T12:00:00+02:00" if day else ""
        env = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp} if stamp else {}
        by = ["--author", author] if author else []
        self.git("commit", "--quiet", "--allow-empty", "-m", subject, *by, env=env)
        return self.sha()

    def sha(self, revision: str = "HEAD") -> str:
        return self.git("rev-parse", revision).strip()

    def hook(self, name: str, script: str) -> Path:
        place = Path(self.git("rev-parse", "--git-path", f"hooks/{name}").strip())
        place = self.tree / place
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"#!/bin/sh\n{script}\n")
        place.chmod(0o755)
        return place

    def files_of(self, revision: str = "HEAD") -> dict[str, str]:
        """The paths that a commit touches, with the letter that says how."""
        fields = self.git("show", "--format=", "--name-status", "--no-renames", "-z", revision).split("\0")
        return dict(zip(fields[1::2], fields[0::2], strict=False))

    @property
    def repo(self) -> Repository:
        return Repository.open(self.root)


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No settings, identity or repository of the person who runs the tests."""
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / "gitconfig"))
    monkeypatch.delenv("EMAIL", raising=False)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Clone]:
    """Makes a repository with a known user; ``inside`` is the register's folder in it."""

    def made(name: str = "clone", inside: str = ".", *, identity: bool = True) -> Clone:
        tree = tmp_path / name
        tree.mkdir()
        clone = Clone(tree, tree / inside)
        clone.git("init", "--quiet", "--initial-branch=main")
        if identity:
            clone.git("config", "user.name", "Ana Müller")
            clone.git("config", "user.email", "ana@example.org")
        clone.git("config", "gc.auto", "0")
        (clone.root / "records").mkdir(parents=True)
        (clone.root / "schema").mkdir()
        return clone

    return made


@pytest.fixture
def clone(make: Callable[..., Clone]) -> Clone:
    """A repository with a commit of two records."""
    clone = make()
    clone.record("requests/01", 'strength = "asks"\n')
    clone.record("requests/02", 'strength = "urges"\n')
    clone.save("Begin")
    return clone
