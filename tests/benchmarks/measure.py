"""What was measured, beside what it must reach."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
import psutil


class Target(msgspec.Struct, frozen=True, omit_defaults=True):
    """Limits in the unit of the measure; ``least`` is for rates, where more is better."""

    p50: float | None = None
    p95: float | None = None
    most: float | None = None
    least: float | None = None
    ratio: float | None = None


class Measure(msgspec.Struct, frozen=True, omit_defaults=True):
    """Values of one measure, in ``unit``; ``plain`` is what the plainest way to do the same takes."""

    name: str
    unit: str
    values: tuple[float, ...]
    target: Target = Target()
    plain: float | None = None
    note: str = ""

    @property
    def p50(self) -> float:
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        return sorted(self.values)[min(len(self.values) - 1, int(len(self.values) * 0.95))]

    @property
    def ratio(self) -> float | None:
        """How many times the plain way this takes; of rates how many times faster the plain way is."""
        if not self.plain:
            return None
        return self.plain / self.p50 if self.unit.endswith("/s") else self.p50 / self.plain

    @property
    def over(self) -> tuple[str, ...]:
        """Names of the limits that are missed."""
        target, ratio = self.target, self.ratio
        found = (
            ("p50", target.p50 is not None and self.p50 > target.p50),
            ("p95", target.p95 is not None and self.p95 > target.p95),
            ("max", target.most is not None and max(self.values) > target.most),
            ("least", target.least is not None and self.p50 < target.least),
            ("ratio", target.ratio is not None and ratio is not None and ratio > target.ratio),
        )
        return tuple(name for name, missed in found if missed)


Measures = Iterator[Measure]


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def resident() -> float:
    """MB of memory that this process holds."""
    return float(psutil.Process().memory_info().rss) / 1e6


class Peak:
    """The most memory that the process held while it was watched, above what it held before, in MB."""

    def __init__(self) -> None:
        self.growth = 0.0


@contextmanager
def watched_memory() -> Iterator[Peak]:
    """Look at the memory of this process every few milliseconds."""
    peak, before, ended = Peak(), resident(), threading.Event()

    def watch() -> None:
        while not ended.wait(0.01):
            peak.growth = max(peak.growth, resident() - before)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        peak.growth = max(peak.growth, resident() - before)
        ended.set()
        watcher.join()
