"""toml_rs is told to take no huge pages while it is loaded, and nobody else is."""

import os
import subprocess
import sys

import pytest

FAKE = """
import os
loads = None
print("loading", os.environ.get("MIMALLOC_ALLOW_THP"))
"""
PROGRAM = """
import os
before = dict(os.environ)
import followup.register.quick_toml
print("the same after", dict(os.environ) == before)
"""


@pytest.mark.parametrize(("said", "heard"), [({}, "0"), ({"MIMALLOC_ALLOW_THP": "1"}, "1")])
def test_it_is_told_so_unless_the_user_wants_it_otherwise(tmp_path, said, heard):
    (tmp_path / "toml_rs.py").write_text(FAKE)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MIMALLOC")}
    environment = {**plain, **said, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"loading {heard}", "the same after True"]
