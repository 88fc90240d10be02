"""The import, measured against the dossier made by hand: ``python -m benchmarks.intake``.

The two source texts of 2015/2564(RSP) are imported into an empty register that knows the Commission,
the Member States and Parliament's committee alone; what comes out is compared with the records in
``records/``. Recall is the share of what people recorded that was found, precision the share of what
was found that people recorded. Then the speed: reading against splitting lines, and its growth.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followup.intake import Intake, recognised
from followup.register import Register

from .figure import Figure

ROOT = Path(__file__).parents[1]
DOSSIER = ROOT / "records/2015/2564-RSP"
KNOWN = ("european-commission", "member-states", "libe-committee")
TODAY = dt.date(2026, 11, 22)
RUNS = 40

Data = dict[str, Any]


@dataclass(frozen=True)
class Score:
    """How much of one part agrees."""

    part: str
    expected: frozenset[Any]
    found: frozenset[Any]
    wanted: float

    @property
    def recall(self) -> float:
        return len(self.expected & self.found) / len(self.expected) if self.expected else 1.0

    @property
    def precision(self) -> float:
        return len(self.expected & self.found) / len(self.found) if self.found else 1.0


def empty_register(folder: Path) -> Register:
    """A register that knows three actors and nothing else."""
    shutil.copytree(ROOT / "schema", folder / "schema", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "records/actors").mkdir(parents=True)
    for name in KNOWN:
        shutil.copy(ROOT / f"records/actors/{name}.toml", folder / "records/actors")
    return Register.open(folder)


def imported(folder: Path, files: Iterable[Path]) -> dict[str, Data]:
    """All records of a register after an import of these files."""
    intake = Intake(empty_register(folder), TODAY)
    for each in intake.run(list(files)):
        if each.errors:
            raise SystemExit(str(each.errors))
        each.writing.write()
        intake.done(each)
    if intake.failures:
        raise SystemExit(str(intake.failures))
    return {record.id: record.data for record in Register.open(folder)}


def by_hand() -> dict[str, Data]:
    """The records that people made."""
    return {
        path.relative_to(ROOT / "records").with_suffix("").as_posix(): tomllib.loads(path.read_text("utf-8"))
        for path in (ROOT / "records").rglob("*.toml")
    }


def scores(expected: dict[str, Data], found: dict[str, Data]) -> list[Score]:
    """The agreement in each part."""

    def score(part: str, wanted: float, take: Callable[[dict[str, Data]], Iterable[Any]]) -> Score:
        return Score(part, frozenset(take(expected)), frozenset(take(found)), wanted)

    return [
        score("paragraphs", 0.95, lambda all_: ((d["paragraph"]) for _, d in of(all_, "requests"))),
        score("asks (words)", 0.9, lambda all_: ((d["paragraph"], fold(d["text"])) for _, d in of(all_, "requests"))),
        score(
            "verbs", 0.9, lambda all_: ((name, each) for name, d in of(all_, "requests") for each in d.get("verbs", ()))
        ),
        score("strength", 0.9, lambda all_: ((name, d["strength"]) for name, d in of(all_, "requests"))),
        score(
            "addressees",
            0.9,
            lambda all_: ((name, a) for name, d in of(all_, "requests") for a in d.get("addressees", ())),
        ),
        score(
            "sections (words)",
            0.95,
            lambda all_: ((d.get("heading", ""), fold(d["text"])) for _, d in of(all_, "replies")),
        ),
        score("points", 0.95, lambda all_: ((name, p) for name, d in of(all_, "replies") for p in d.get("points", ()))),
        score(
            "answers (section to ask)",
            0,
            lambda all_: ((name, a["request"]) for name, d in of(all_, "replies") for a in d.get("answers", ())),
        ),
        score("dates", 0.9, dates),
        Score("deadlines (words)", *same_words(expected, found), 0),
        score(
            "actors named in asks",
            0,
            lambda all_: (
                (name, a)
                for name, d in of(all_, "requests")
                for a in (*d.get("actors", ()), *d.get("beneficiaries", ()))
            ),
        ),
        score(
            "actors of the asks",
            0,
            lambda all_: {
                a
                for _, d in of(all_, "requests")
                for a in (*d.get("addressees", ()), *d.get("actors", ()), *d.get("beneficiaries", ()))
            },
        ),
        score("documents cited (CELEX)", 0, cited),
    ]


def of(records: dict[str, Data], kind: str) -> list[tuple[str, Data]]:
    """The records of one kind in the dossier."""
    return [(name, data) for name, data in records.items() if name.split("/")[-2] == kind and name.startswith("2015/")]


def same_words(expected: dict[str, Data], found: dict[str, Data]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that set deadlines; where one passage holds the other, they are taken for the same."""
    ours = [fold(data["words"]).rstrip(".;, ") for _, data in of(expected, "deadlines") if "words" in data]
    theirs = [fold(data["words"]).rstrip(".;, ") for _, data in of(found, "deadlines") if "words" in data]
    named = {their: next((our for our in ours if our in their or their in our), their) for their in theirs}
    return frozenset(ours), frozenset(named.values())


def dates(records: dict[str, Data]) -> Iterable[tuple[str, str]]:
    """The dates of the two documents and of all deadlines, each with the record in which it is."""
    for name, data in of(records, "documents"):
        if "source" in data and "adopted" in data:
            yield name, str(data["adopted"])
    for _, data in of(records, "deadlines"):
        if "due" in data:
            yield str(data.get("basis", "")).removeprefix("documents/framework-agreement-2010"), str(data["due"])


def cited(records: dict[str, Data]) -> set[str]:
    """The CELEX numbers of what the two documents cite."""
    names = {name for _, data in of(records, "documents") for name in data.get("cites", ())}
    numbers = {str(records[name].get("identifiers", {}).get("celex", "")) for name in names if name in records}
    return numbers - {""}


def fold(text: str) -> str:
    """A text with its white space folded."""
    return " ".join(text.split())


def long_resolution(paragraphs: int) -> str:
    """A resolution of so many paragraphs, made from those of the one that is there."""
    text = (DOSSIER / "sources/resolution.txt").read_text("utf-8")
    head, _, body = text.partition("\n1.")
    real = [each.partition(".")[2] for each in f"1.{body}".strip().split("\n\n")][:-1]
    return head + "\n" + "".join(f"{n}.{real[n % len(real)]}\n\n" for n in range(1, paragraphs + 1))


def speed(folder: Path) -> list[tuple[str, float, float]]:
    """Each measure with its ratio and its limit."""
    files = {}
    for count in (200, 500, 5000):
        files[count] = folder / f"{count}.txt"
        files[count].write_text(long_resolution(count), "utf-8")
    reading = timed(lambda: recognised(files[200]))
    lines = timed(lambda: files[200].read_text("utf-8").splitlines())
    whole = {
        count: timed(lambda count=count: whole_import(folder, files[count]), runs)
        for count, runs in ((200, 3), (500, 3), (5000, 1))
    }
    taken = {count: timed(lambda count=count: recognised(files[count]), 3) for count in (500, 5000)}
    return [
        ("reading 200 paragraphs / splitting lines", reading / lines, 20),
        ("reading 5,000 paragraphs / 500", taken[5000] / taken[500], 12),
        ("importing 5,000 paragraphs / 500", whole[5000] / whole[500], 12),
        ("importing 200 paragraphs, seconds", whole[200], 5),
    ]


def whole_import(folder: Path, file: Path) -> None:
    """Everything up to the plan, and its validation."""
    with tempfile.TemporaryDirectory(dir=folder) as register:
        intake = Intake(empty_register(Path(register)), TODAY)
        for _ in intake.run([file]):
            pass


def timed(work: Callable[[], object], runs: int = RUNS) -> float:
    """The shortest of several runs, in seconds: what else the machine does can only add to it."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def measure(folder: Path, *, fast: bool = True) -> Iterator[Figure]:
    """What agrees with the dossier made by hand, then, unless ``fast`` is False, the speed."""
    files = [DOSSIER / "sources/resolution.txt", DOSSIER / "sources/follow-up.txt"]
    for score in scores(by_hand(), imported(folder / "register", files)):
        least = score.wanted or None
        agreed = (
            f"{len(score.expected & score.found)} of {len(score.expected)}, {len(score.found - score.expected)} more"
        )
        yield Figure(f"{score.part}: found", "by hand", score.recall, agreed, least=least)
        yield Figure(f"{score.part}: right", "found", score.precision, "", least=least)
    for name, ratio, most in speed(folder) if fast else []:
        what, _, against = name.partition(" / ")
        yield Figure(what, against, ratio, "", most=most)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        if "-v" in sys.argv:
            differences(Path(folder, "differences"))
        figures = []
        for figure in measure(Path(folder), fast="--no-speed" not in sys.argv):
            print(figure, flush=True)
            figures.append(figure)
    return int(not all(figure.met for figure in figures))


def differences(folder: Path) -> None:
    """Everything that one side has and the other has not."""
    files = [DOSSIER / "sources/resolution.txt", DOSSIER / "sources/follow-up.txt"]
    for each in scores(by_hand(), imported(folder, files)):
        print(each.part)
        print("   missed", sorted(map(str, each.expected - each.found)))
        print("   more  ", sorted(map(str, each.found - each.expected)))


if __name__ == "__main__":
    sys.exit(main())
