"""However a file is made, checking it takes no more than ten times its size, and what any run takes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from followup.register.files import RECORD_LIMIT
from samples import base

MEGABYTE = 1024 * 1024
ANYWAY = 64 * MEGABYTE
"""What a run may take whatever the size: for twenty thousand values, and for as many problems."""

MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, timeout=60)
assert b"Traceback" not in done.stderr and b"mistake of followup" not in done.stderr, done.stderr
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, done.returncode)
"""

SIZE = RECORD_LIMIT - 100
FEW = 100_000
HOSTILE = {
    "one long text": b'name = "' + b"x" * SIZE + b'"\n',
    "sentences": b'name = "x"\ntype = "body"\nnotes = """\n' + b"A b. " * ((SIZE - 99) // 5) + b'"""\n',
    "a text that never ends": b'name = "' + b"x" * SIZE,
    "a long text that never ends": b'name = """' + b"x\n" * 19_000 + b"x" * (SIZE - 40_000),
    "quotes": b'"' * SIZE,
    "empty lines": b"\n" * SIZE,
    "few empty lines": b"\n" * 19_999,
    "Windows lines": b'name = "x"\r\n' * 19_000,
    "keys": b"".join(b"k%d = 1\n" % each for each in range(FEW // 10)),
    "too many keys": b"".join(b"k%d = 1\n" % each for each in range(SIZE // 12)),
    "tables": b"".join(b"[t%d]\n" % each for each in range(FEW // 10)),
    "lists of tables": b"[[a]]\n" * (FEW // 6),
    "the same key": b"a = 1\n" * (FEW // 6),
    "numbers": b"name = [" + b"1," * 19_000 + b"]\n",
    "dates": b"name = [" + b"2015-01-01," * 19_000 + b"]\n",
    "empty lists": b"name = [" + b"[]," * 9_000 + b"]\n",
    "brackets": b"name = " + b"[" * SIZE,
    "a long name": b"a" + b".a" * (SIZE // 2) + b" = 1\n",
    "a long number": b"name = " + b"1" * SIZE + b"\n",
    "escapes": b'name = "' + b"\\u202e" * (SIZE // 6 - 5) + b'"\n',
    "NUL": b"\0" * SIZE,
    "no UTF-8": b"\xff" * SIZE,
    "merge markers": b"<<<<<<< x\n" * (FEW // 10),
    "a fault at the end": b"".join(b"k%d = 1\n" % each for each in range(FEW // 10)) + b"x = = 1\n",
}


def peak(folder) -> tuple[int, int]:
    """The most memory that a run takes, in bytes, and its exit code."""
    command = [sys.executable, "-c", "from followup.cli import main; raise SystemExit(main())"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command, "--root", str(folder), "validate"],
        capture_output=True,
        text=True,
        check=True,
    )
    most, code = done.stdout.split()
    return int(most), int(code)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return base(tmp_path_factory.mktemp("register"))


@pytest.fixture(scope="module")
def usual(folder):
    most, code = peak(folder)
    assert code == 0
    return most


@pytest.mark.parametrize("name", HOSTILE)
def test_memory_is_bounded(folder, usual, name):
    path = folder / "records/actors/hostile.toml"
    path.write_bytes(HOSTILE[name])
    most, code = peak(folder)
    assert code == (0 if name == "sentences" else 1)
    assert most <= usual + 10 * path.stat().st_size + ANYWAY, f"{(most - usual) / path.stat().st_size:.0f} times"
