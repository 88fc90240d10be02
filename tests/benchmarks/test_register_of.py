"""The register that benchmarks measure: as valid as a real one, and the same every time."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def written(folder: Path, records: int) -> dict[str, bytes]:
    command = [sys.executable, "-m", "benchmarks.register_of", str(folder), str(records)]
    subprocess.run(command, cwd=ROOT, check=True)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


@pytest.mark.parametrize("records", [60, 500])
def test_a_generated_register_is_valid_under_all_checks(records, tmp_path):
    files = written(tmp_path, records)
    assert sum(name.startswith("records/") and name.endswith(".toml") for name in files) == records
    command = [Path(sys.executable).parent / "followup", "--root", tmp_path, "validate", "--strict"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "no problems" in done.stdout + done.stderr) == (0, True), done.stdout[-2000:]


def test_several_processes_write_the_same_every_time(tmp_path):
    """Up to 2,000 records one process writes them."""
    assert written(tmp_path / "a", 2_100) == written(tmp_path / "b", 2_100)


def test_records_are_as_long_as_in_a_large_register(tmp_path):
    sizes = [len(content) for name, content in written(tmp_path, 2_000).items() if name.endswith(".toml")]
    assert 1_800 < statistics.median(sizes) < 2_000
