"""Which of several overlapping stretches takes which lane."""

from bisect import bisect_right
from collections.abc import Sequence

Stretch = tuple[float, float]


def stack(stretches: Sequence[Stretch]) -> list[int]:
    """Lane of each half-open stretch, taken in the order given: the lowest lane in which nothing overlaps it.

    The caller's order decides who lies nearest the text: shortest first puts inner annotations inside. Stretches
    that only touch may share a lane. An empty stretch is taken as a point and takes a lane like any other.
    """
    taken: list[tuple[list[float], list[float]]] = []
    return [_place(taken, start, end) for start, end in stretches]


def _place(taken: list[tuple[list[float], list[float]]], start: float, end: float) -> int:
    for lane, (starts, ends) in enumerate(taken):
        at = bisect_right(starts, start)
        if (at == 0 or ends[at - 1] <= start) and (at == len(starts) or starts[at] >= end):
            starts.insert(at, start)
            ends.insert(at, end)
            return lane
    taken.append(([start], [end]))
    return len(taken) - 1
