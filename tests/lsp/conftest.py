"""A copy of the register that ships, and an editor on it."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from .editor import Editor

ROOT = Path(__file__).parents[2]

# Who has no pygls, which only the language server needs, can run all other tests; CI has it.
collect_ignore_glob = [] if importlib.util.find_spec("pygls") or os.environ.get("CI") else ["test_*.py"]


def copied(folder):
    for name in ("records", "schema"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    """For tests that leave what is on disk as it is."""
    with Editor(copied(tmp_path_factory.mktemp("register").resolve())) as editor:
        yield editor


@pytest.fixture
def register(tmp_path):
    return copied(tmp_path.resolve() / "a réģister")
