"""Writes docs/checks.md anew: ``python tests/validate/checks_page.py``."""

from __future__ import annotations

from pathlib import Path

from followup.validate import checks_document

if __name__ == "__main__":
    page = Path(__file__).parents[2] / "docs" / "checks.md"
    page.write_text(checks_document(), encoding="utf-8")
