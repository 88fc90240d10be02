"""Everything that is measured, in one run, and docs/performance.md of it: ``python -m benchmarks`` (``make bench``).

Exit code 1: a figure is beyond its bar, or could not be measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from . import page
from .registers import Registers
from .run import GROUPS, Run

VALIDATE = ("cold", "warm", "profile")
"""What the name ``validate`` stands for."""


def main() -> int:
    given = _arguments()
    sections = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        run = Run(Registers(), Path(folder), large=not given.quick, million=given.million)
        for name in given.only or GROUPS:
            start = time.perf_counter()
            sections.append(GROUPS[name](run))
            print(f"[{name}: {time.perf_counter() - start:.0f} s]", file=sys.stderr, flush=True)
    whole = not given.only and not given.quick
    if whole or given.page:
        path = given.page or page.PAGE
        page.write(sections, path, "make bench ARGS=--million" if given.million else "make bench")
        print(f"wrote {path}")
    missed = [figure for section in sections for figure in section.figures if not figure.met]
    for figure in missed:
        print(f"not met: {figure}", file=sys.stderr)
    return int(bool(missed))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    names = ", ".join((*GROUPS, "validate"))
    parser.add_argument("--only", type=_names, metavar="NAMES", help=f"a list with commas of: {names}")
    parser.add_argument("--quick", action="store_true", help="10,000 records only; writes no page")
    parser.add_argument("--million", action="store_true", help="1,000,000 records, too: minutes, and 6 GB of disk")
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the page of this run here")
    return parser.parse_args()


def _names(given: str) -> list[str]:
    names = [name for each in given.split(",") for name in (VALIDATE if each == "validate" else (each,))]
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no {unknown[0]}")
    return names


if __name__ == "__main__":
    sys.exit(main())
