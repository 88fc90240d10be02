"""Records and schemas as taplo and check-jsonschema judge them, with no network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from followup.register import Schemas
from followup.register.writing import render

from .subschemas import ROOT, SCHEMAS

SAMPLES = Path(__file__).parent / "samples"
TOOLS = Path(sys.executable).parent

# Whoever asks the network gets no answer, and fails.
OFFLINE = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9")


def run(tool: str, *arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [str(TOOLS / tool), *map(str, arguments)]
    # A terminal's settings of the one who runs the tests must not colour what is read here.
    environment = {key: value for key, value in os.environ.items() if key not in {"TAPLO_CONFIG", "FORCE_COLOR"}}
    return subprocess.run(
        command, cwd=cwd, env={**environment, **OFFLINE}, capture_output=True, text=True, timeout=60, check=False
    )


def check_jsonschema(kind: str, files: list[Path]) -> subprocess.CompletedProcess[str]:
    schema = ROOT / "schema" / f"{kind}.schema.json"
    return run("check-jsonschema", "--verbose", "--schemafile", schema, *files, cwd=ROOT)


@pytest.fixture(scope="module")
def register(tmp_path_factory) -> Path:
    """Two registers, of the positive and of the negative samples, with this repository's settings."""
    root = tmp_path_factory.mktemp("register")
    for kind, schema in SCHEMAS.items():
        for sort in ("positive", "negative"):
            dossier = "2015/2564-RSP" if "dossier" in schema["x-places"] else ""
            shutil.copytree(SAMPLES / kind / sort, root / sort / "records" / dossier / schema["x-kind"])
    for sort in ("positive", "negative"):
        shutil.copy(ROOT / ".taplo.toml", root / sort)
        shutil.copytree(ROOT / "schema", root / sort / "schema", ignore=shutil.ignore_patterns("__pycache__"))
    return root


def test_taplo_accepts_the_records():
    done = run("taplo", "lint", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    files = list((ROOT / "records").rglob("*.toml"))
    assert not files or f"found files total={len(files)} excluded=0" in done.stderr


def test_taplo_accepts_the_positive_samples(register):
    done = run("taplo", "lint", cwd=register / "positive")
    assert done.returncode == 0, done.stderr
    assert f"found files total={len(list(SAMPLES.glob('*/positive/*.toml')))}" in done.stderr


def test_taplo_refuses_the_negative_samples(register):
    """So its settings lead to the schema of each kind. The one keyword that it does not know is dependentRequired."""
    done = run("taplo", "lint", cwd=register / "negative")
    refused = set(re.findall(r'invalid file error=.* path="(.*)"', done.stderr))
    accepted = {path for path in (register / "negative").rglob("records/**/*.toml") if str(path) not in refused}
    # taplo writes from several threads, so that a line may be torn: who isn't named is asked about alone.
    accepted = {path for path in accepted if not run("taplo", "lint", str(path), cwd=register / "negative").returncode}
    expected = {path: set(re.findall(r"# expect: (\S+) at", path.read_text("utf-8"))) for path in accepted}
    assert {path.name: keywords for path, keywords in expected.items() if keywords != {"dependentRequired"}} == {}


@pytest.mark.parametrize("kind", SCHEMAS)
def test_taplo_finds_a_record_of_no_dossier(kind, tmp_path):
    shutil.copytree(ROOT / "schema", tmp_path / "schema")
    shutil.copy(ROOT / ".taplo.toml", tmp_path)
    file = tmp_path / "records" / SCHEMAS[kind]["x-kind"] / "a.toml"
    file.parent.mkdir(parents=True)
    file.write_text("no-such-field = 1\n")
    assert "no-such-field" in run("taplo", "lint", cwd=tmp_path).stderr


@pytest.mark.parametrize("kind", SCHEMAS)
def test_check_jsonschema_accepts_records_and_positive_samples(kind):
    records = ROOT.glob(f"records/**/{SCHEMAS[kind]['x-kind']}/*.toml")
    done = check_jsonschema(kind, [*records, *(SAMPLES / kind / "positive").glob("*.toml")])
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("kind", SCHEMAS)
def test_check_jsonschema_refuses_the_negative_samples(kind):
    files = sorted((SAMPLES / kind / "negative").glob("*.toml"))
    done = check_jsonschema(kind, files)
    assert done.returncode == 1
    assert [path.name for path in files if f"{path}::" not in done.stdout] == []


def test_check_jsonschema_accepts_the_schemas():
    done = run("check-jsonschema", "--check-metaschema", *sorted(ROOT.glob("schema/*.schema.json")), cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_an_editor_s_formatter_leaves_the_canonical_form_alone(tmp_path):
    shutil.copy(ROOT / ".taplo.toml", tmp_path)
    kinds = Schemas.load(ROOT / "schema")
    samples = [*SAMPLES.glob("*/positive/*.toml")]
    for sample in samples:
        said = kinds[SCHEMAS[sample.parts[-3]]["x-kind"]]
        record = tmp_path / "records" / said.name / sample.name
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(render(tomllib.loads(sample.read_text("utf-8")), said.layout), "utf-8", newline="\n")
    done = run("taplo", "format", "--check", "--diff", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"found files total={len(samples)}" in done.stderr
