"""A copy of the register that ships, in a repository of its own, and a way to run commands in it."""

import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from followup.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def own_git(tmp_path_factory, monkeypatch):
    """No settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    config = home / "gitconfig"
    config.write_text("[user]\n\tname = Ada Clerk\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("FOLLOWUP_DEBUG", raising=False)


def git(root, *args):
    return subprocess.run(["git", *args], cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def register(tmp_path):
    """The register's folder."""
    root = tmp_path / "register"
    for name in ("records", "schema"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copy(ROOT / ".gitattributes", root)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Begin")
    return root


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs a command; says what came out, and the exit code."""

    def run(*args, root=None):
        if root:
            monkeypatch.chdir(root)
        code = main(["--today", "2026-11-22", *map(str, args)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return SimpleNamespace(code=code, out=out, err=err)

    return run
