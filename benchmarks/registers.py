"""The registers that are measured: each size is made once, as a git repository with one commit, and kept.

Deleting many small files can take longer than writing them, so they stay below build/bench until ``make clean``, and
are made anew when what makes them changes.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path

from .peers import CACHE, ROOT
from .register_of import write_committed, write_register

LARGEST_COMMITTED = 100_000
"""git takes long to add more, and what is measured with more doesn't need it."""


class Registers:
    """Registers by size."""

    def of(self, records: int) -> Path:
        """A register of so many records."""
        path = CACHE / "registers" / f"{records}-{self._fingerprint}"
        if not path.exists():
            print(f"making a register of {records:,} records", file=sys.stderr, flush=True)
            part = path.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            if records <= LARGEST_COMMITTED:
                write_committed(part, records)
            else:
                write_register(part, records)
                subprocess.run(["git", "init", "--quiet"], cwd=part, check=True)
            part.rename(path)
        return path

    def fresh(self, records: int) -> Path:
        """The same as if nobody had worked in it: no index, and no change."""
        path = self.of(records)
        subprocess.run(["git", "checkout", "--quiet", "."], cwd=path, check=True)
        for each in (path / ".git").glob("followup*"):
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        return path

    @cached_property
    def _fingerprint(self) -> str:
        """Of everything that a register is made from."""
        own = [Path(__file__).with_name(f"{name}.py") for name in ("register_of", "dossier_of", "sentences")]
        made_from = [*own, *ROOT.glob("schema/*.json"), *ROOT.glob("records/*/*/sources/*.txt"), ROOT / ".taplo.toml"]
        return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(made_from))).hexdigest()[:12]
