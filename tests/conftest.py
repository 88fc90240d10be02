"""Fixtures that several areas share."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from followup.register import Register
from hypothesis import HealthCheck, settings

settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), max_examples=150)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


SCHEMA = Path(__file__).parent.parent / "schema"

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def make_register(tmp_path: Path) -> Callable[[dict[str, str]], Register]:
    """Writes records, and with them source texts, into a register of their own, and opens it."""

    def make(files: dict[str, str]) -> Register:
        if not (tmp_path / "schema").exists():
            shutil.copytree(SCHEMA, tmp_path / "schema", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        (tmp_path / "records").mkdir(exist_ok=True)
        for name, text in files.items():
            path = tmp_path / "records" / (name if name.endswith(".txt") else f"{name}.toml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return Register.open(tmp_path)

    return make
