"""What was measured: a figure with its bar, and the section of the page in which it stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from .process import Taken


@dataclass(frozen=True)
class Figure:
    """One thing that was measured, held against another; ``value`` None: it could not be, and ``measured`` says why."""

    what: str
    against: str
    value: float | None
    measured: str
    least: float | None = None
    most: float | None = None
    processor: float | None = None
    """The same ratio of processor time, where ``value`` is one of wall time."""
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether it keeps to its bar; what could not be measured doesn't."""
        if self.least is None and self.most is None:
            return True
        if self.value is None:
            return False
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    @property
    def bar(self) -> str:
        """The bar in words; empty where there is none."""
        if self.least is not None:
            return f"at least {self.least:g}{self.unit}"
        return f"at most {self.most:g}{self.unit}" if self.most is not None else ""

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return "not measured" if self.value is None else f"{short(self.value)}{self.unit}"

    def __str__(self) -> str:
        against = f" / {self.against}" if self.against else ""
        bar = f" ({self.bar}{'' if self.met else ', NOT MET'})" if self.bar else ""
        processor = "" if self.processor is None else f"   processor {short(self.processor)}"
        return f"{self.what + against:<84} {self.shown:>8}{bar}{processor}   {self.measured}"


@dataclass
class Section:
    """Figures that belong together."""

    title: str
    remark: str
    figures: list[Figure] = field(default_factory=list)
    text: str = ""
    """What is shown as it is, below the figures."""


def times_as_fast(what: str, ours: Taken, against: str, peer: Taken, least: float | None = None) -> Figure:
    """How many of ours fit into the peer's time: more is better."""
    processor = peer.processor / ours.processor
    return Figure(what, against, peer.wall / ours.wall, _both(ours, peer), least, processor=processor)


def times_as_long(what: str, ours: Taken, against: str, peer: Taken, most: float | None = None) -> Figure:
    """How many of the peer's times ours takes: less is better."""
    processor = ours.processor / peer.processor
    return Figure(what, against, ours.wall / peer.wall, _both(ours, peer), most=most, processor=processor)


def seconds(value: float) -> str:
    """A time with the unit that suits it."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def short(value: float) -> str:
    """A number with as many digits as say something."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _both(ours: Taken, peer: Taken) -> str:
    return f"{seconds(ours.wall)} to {seconds(peer.wall)}"
