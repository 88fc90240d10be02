"""A register under git, of which an index is kept however small it is."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from followup.report.texts import keeping

SCHEMA = Path(__file__).parents[3] / "schema"
DOSSIER = "2015/0001-RSP"


def git(root: Path, *words: str) -> None:
    told = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words]
    subprocess.run(told, cwd=root, check=True, capture_output=True)


def write(root: Path, record_id: str, text: str) -> None:
    path = root / "records" / f"{record_id}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def index_of(root: Path) -> Path:
    """The file that is kept."""
    (found,) = (root / ".git" / "followup").glob("texts-*.sqlite")
    return found


@pytest.fixture
def always_kept(monkeypatch):
    monkeypatch.setattr(keeping, "WORTH_IT", 0)


def register_in(root: Path) -> Path:
    """A register of a few records that name one another."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copytree(SCHEMA, root / "schema", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    write(root, "actors/europol", 'name = "Europol"\ntype = "agency"\naliases = ["European Police Office"]\n')
    write(root, "actors/commission", 'name = "European Commission"\ntype = "institution"\n')
    write(root, "topics/crime", 'name = "Cybercrime"\n')
    write(root, f"{DOSSIER}/documents/resolution", 'title = "Resolution of March"\nadopted = 2015-03-11\n')
    for number in (1, 2, 9, 10):
        write(
            root,
            f"{DOSSIER}/requests/{number}",
            f'document = "{DOSSIER}/documents/resolution"\nparagraph = "{number}"\ntitle = "Ask number {number}"\n'
            'strength = "calls-on"\naddressees = ["actors/commission"]\ntext = """\nCalls on the Commission;\n"""\n',
        )
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Begin")
    return root


@pytest.fixture
def root(tmp_path, always_kept):
    return register_in(tmp_path / "register")
