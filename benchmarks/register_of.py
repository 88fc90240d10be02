"""Makes a register of many records, like a real one and valid under all checks.

``python -m benchmarks.register_of FOLDER 10000`` writes one; the same number gives the same bytes.
Dossiers lie under their years, and share actors, topics and the rule; ``--committed`` makes it a git repository.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from followup.register import Schemas
from followup.register.schema import Kind
from followup.register.writing import render

from .dossier_of import COMMISSION, PARAGRAPHS, PARLIAMENT, RULE, STATES, Dossier, Shape
from .sentences import ROOT, Sentences

SEED = 2564
ALONE = 2_000
"""Up to so many records one process is quicker than several."""

Data = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What a register of so many records consists of, settled without writing any."""

    records: int

    @property
    def networks(self) -> int:
        return max(3, self.records // 60)

    @property
    def topics(self) -> int:
        return max(3, self.records // 200)

    def shapes(self) -> list[Shape]:
        """The dossiers; the last one is as long as there is room for it."""
        draw = random.Random(SEED)  # noqa: S311 - the same register every time
        left = self.records - len(list(self.shared()))
        shapes = []
        while True:
            asks = tuple(draw.choice((1, 1, 1, 2, 3)) for _ in range(PARAGRAPHS))
            shape = Shape(len(shapes), asks, self.networks, self.topics)
            while shape.records > left and len(shape.asks) > 3:
                shape = replace(shape, asks=shape.asks[:-1])
            if shape.records > left:
                return shapes
            shapes.append(shape)
            left -= shape.records

    def shared(self) -> Iterator[tuple[str, Data]]:
        """The records of no dossier."""
        sentences = Sentences(SEED)
        yield COMMISSION, {"name": "European Commission", "aliases": ["the Commission"], "type": "institution"}
        yield PARLIAMENT, {"name": "European Parliament", "abbreviation": "EP", "type": "institution"}
        yield STATES, {"name": "Member States", "type": "group-of-states"}
        yield (
            RULE,
            {
                "provision": "Framework Agreement of 20 October 2010, point 16",
                "months": 3,
                "extension_months": 4,
                "counted_from": "adopted",
                "replier": COMMISSION,
                "applies_to_types": ["resolution"],
                "valid_from": dt.date(2010, 1, 1),
            },
        )
        for number in range(self.networks):
            name = f"Network {number}"
            notes = {"notes": f"{sentences.sentence()}\n"} if number % 2 else {}
            yield f"actors/network-{number}", {"name": name, "type": "network", "part_of": STATES, **notes}
        for number in range(self.topics):
            yield f"topics/topic-{number}", {"name": f"Topic {number}", "description": sentences.sentence(16, 24)}

    def filling(self) -> Iterator[tuple[str, Data]]:
        """Bodies, until there are as many records as there should be."""
        missing = self.records - len(list(self.shared())) - sum(shape.records for shape in self.shapes())
        for number in range(missing):
            yield f"actors/body-{number}", {"name": f"Body {number}", "type": "body"}


def write_register(folder: Path, records: int) -> None:
    """Write a register of so many records into an empty or new folder."""
    plan = Plan(records)
    shutil.copytree(ROOT / "schema", folder / "schema", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for record in (*plan.shared(), *plan.filling()):
        _write(folder, *record)
    write = partial(_write_dossier, folder)
    if records <= ALONE:
        for shape in plan.shapes():
            write(shape)
        return
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(write, plan.shapes(), chunksize=8):
            pass


def write_committed(folder: Path, records: int) -> None:
    """The same as a git repository with one commit, and nothing that is not in it."""
    write_register(folder, records)
    shutil.copy(ROOT / ".taplo.toml", folder)
    author = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    for args in (("init", "-q"), ("config", "gc.auto", "0"), ("add", "."), (*author, "commit", "-qm", "Begin")):
        subprocess.run(["git", *args], cwd=folder, check=True)


def _write_dossier(folder: Path, shape: Shape) -> None:
    dossier = Dossier(shape, SEED)
    for name, text in dossier.sources.items():
        _put(folder / "records" / shape.folder / "sources" / f"{name}.txt", text)
    for record in dossier.records():
        _write(folder, *record)


def _write(folder: Path, record_id: str, data: Data) -> None:
    kind = _kinds()[record_id.split("/")[-2]]
    _put(folder / "records" / f"{record_id}.toml", render(data, kind.layout))


def _put(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@lru_cache(maxsize=1)
def _kinds() -> dict[str, Kind]:
    return dict(Schemas.load(ROOT / "schema"))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("records", type=int)
    arguments.add_argument("--committed", action="store_true")
    given = arguments.parse_args()
    (write_committed if given.committed else write_register)(given.folder, given.records)
