"""``followup validate`` from a cold start, against tools that check the schemas alone.

Ours is run with ``--no-index``, once with schema and reference checks and once with all; the peers check the same
schemas in the same tree. Wall time is what the ratio is of, as it is what people wait for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from . import ours
from .figure import Figure, seconds, times_as_fast, times_as_long
from .peers import PEERS, refuses, taplo
from .process import NotRun, Taken, Work, after_another, interleaved
from .registers import Registers

SMALL = 60
SCHEMA, ALL = "schema and reference checks", "all checks"
_OURS = {SCHEMA: ours.SHAPE, ALL: ours.EVERYTHING}

BARS = {
    (SCHEMA, "check-jsonschema"): 20,
    (SCHEMA, "taplo lint"): 8,
    (ALL, "check-jsonschema"): 10,
}
LARGE = 100_000
"""From here on only peers that a bar names are run: a run takes them minutes."""
MEMORY = {10_000: 80, 100_000: 250}
GROWTH = 11
MILLION = 12


class Cold:
    """Cold runs on registers of several sizes, and how the time grows from the one to the other."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._taken: dict[int, dict[str, Taken]] = {}

    def small(self, runs: int = 21) -> Iterator[Figure]:
        """All checks on a dossier's worth of records, where starting is most of the time."""
        folder, what, peer = self._registers.of(SMALL), f"{ALL}, {SMALL} records", "taplo lint"
        try:
            works = {ALL: after_another([ours.validate(folder, *_OURS[ALL])]), peer: after_another(taplo(folder))}
            taken = interleaved(works, dict.fromkeys(works, runs))
        except NotRun as why:
            yield Figure(what, peer, None, str(why), most=3)
            return
        yield times_as_long(what, taken[ALL], peer, taken[peer], 3)

    def at(self, records: int, runs: int, peer_runs: int) -> Iterator[Figure]:
        """Ours against each peer, then the memory of ours."""
        folder = self._registers.of(records)
        barred = {peer for _, peer in BARS}
        peers = [name for name in PEERS if records < LARGE or name in barred]
        works, gaps = self._works(folder, peers)
        times = {each: runs if each in _OURS else peer_runs if each in barred else 1 for each in works}
        taken = interleaved(works, times)
        self._taken[records] = taken
        for own in _OURS:
            for peer in peers:
                what, least = f"{own}, {records:,} records", BARS.get((own, peer))
                gap = gaps.get(own) or gaps.get(peer)
                if gap:
                    yield Figure(what, peer, None, gap, least)
                else:
                    yield times_as_fast(what, taken[own], peer, taken[peer], least)
        yield self._memory(records)

    def _memory(self, records: int) -> Figure:
        taken = self._taken[records]
        what, most = f"peak memory of a process, {ALL}, {records:,} records", MEMORY.get(records)
        if ALL not in taken:
            return Figure(what, "", None, "see above", most=most, unit=" MB")
        peers = ", ".join(f"{name} {taken[name].memory:.0f} MB" for name in PEERS if name in taken)
        return Figure(what, "", taken[ALL].memory, peers, most=most, unit=" MB")

    def _works(self, folder: Path, peers: Sequence[str]) -> tuple[dict[str, Work], dict[str, str]]:
        """What can be run, and why the rest can't."""
        works: dict[str, Work] = {}
        gaps: dict[str, str] = {}
        for name, options in _OURS.items():
            try:
                works[name] = after_another([ours.validate(folder, *options)])
            except NotRun as why:
                gaps[name] = str(why)
        for name in peers:
            try:
                works[name] = after_another(PEERS[name](folder))
                if not refuses(name, self._registers.of(SMALL)):
                    gaps[name] = f"{name} accepts what is wrong"
            except NotRun as why:
                gaps[name] = str(why)
        return works, gaps

    def growth(self, fewer: int, more: int) -> Iterator[Figure]:
        """How the time of all checks grows between two sizes that were measured."""
        less, much = self._taken[fewer].get(ALL), self._taken[more].get(ALL)
        what, against = f"{ALL}, {more:,} records", f"{fewer:,} records"
        if less is None or much is None:
            yield Figure(what, against, None, "see above", most=GROWTH)
        else:
            yield times_as_long(what, much, against, less, GROWTH)

    def million(self, fewer: int, more: int) -> Iterator[Figure]:
        """How the processor time of all checks grows to a million records: one run."""
        what, against = f"{ALL}, {more:,} records, processor time", f"{fewer:,} records"
        less = self._taken[fewer].get(ALL)
        if less is None:
            yield Figure(what, against, None, "see above", most=MILLION)
            return
        work = ours.validate(self._registers.of(more), *_OURS[ALL])
        work.run()  # so many files are seldom in the page cache still
        much = work.run()
        measured = f"{seconds(much.processor)} to {seconds(less.processor)}; {seconds(much.wall)} wall, "
        measured += f"peak {much.memory:.0f} MB a process"
        yield Figure(what, against, much.processor / less.processor, measured, most=MILLION)
