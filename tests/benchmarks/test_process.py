"""What a run took: also what its children took."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

MEASURED = """
import dataclasses, json, sys
from pathlib import Path
from benchmarks.process import Command, NotRun
ballast = bytearray(300_000_000)  # of the one who measures, so it must not count
try:
    print(json.dumps(dataclasses.asdict(Command(json.loads(sys.argv[1]), Path.cwd()).run())))
except NotRun as why:
    print(json.dumps(str(why)))
"""
MANY = """
import sys
from pathlib import Path
from benchmarks.process import Command
counting = "import sys; assert len(sys.argv) == 60_001"
Command([sys.executable, "-c", counting, *(["n" * 50] * 60_000)], Path.cwd()).run()
"""
PARENT = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"


@pytest.fixture
def measured():
    def run(*words: str) -> dict[str, float] | str:
        command = [sys.executable, "-c", MEASURED, json.dumps(words)]
        return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)

    return run


def test_memory_is_that_of_the_largest_process_and_of_no_other(measured):
    small = measured(sys.executable, "-c", "pass")
    large = measured(sys.executable, "-c", PARENT, "len(bytearray(b'x' * 100_000_000))")
    assert small["memory"] < 50
    assert 100 < large["memory"] < 280


def test_the_time_of_children_counts(measured):
    spinning = "import time\nwhile time.process_time() < 0.4: pass"
    taken = measured(sys.executable, "-c", PARENT, spinning)
    assert taken["wall"] >= 0.4
    assert taken["processor"] >= 0.4


def test_a_command_that_fails_is_not_measured(measured):
    said = measured(sys.executable, "-c", "import sys; sys.exit('a reason')")
    assert "gave 1" in said
    assert "a reason" in said


def test_more_names_than_a_process_gets_by_default():
    subprocess.run([sys.executable, "-c", MANY], cwd=ROOT, check=True)
