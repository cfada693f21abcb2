"""Which way the arcs of relations go: tracks in the gaps above rows, lanes in the margin."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.ui.reader.lanes import stack
from annotator.ui.reader.layout import Block
from annotator.ui.reader.marks import Link, Mark

MOST_TRACKS = 6
# Nearer ends of one paragraph mostly share a line; where a wrap divides them the innermost margin lane will do.
_MARGIN_DISTANCE = 40

Side = Literal["source", "target"]


@dataclass(frozen=True, slots=True)
class Arc:
    """A link whose ends are known: their positions, its margin lane, how far its ends stand aside from others'."""

    link: Link
    source: int
    target: int
    lane: int
    source_turn: int
    target_turn: int

    @property
    def low(self) -> int:
        return min(self.source, self.target)

    @property
    def high(self) -> int:
        return max(self.source, self.target)


@dataclass(frozen=True, slots=True)
class Plan:
    """Tracks of one laid-out paragraph: for each end of an arc its line and track, for each line how many."""

    tracks: Mapping[tuple[str, Side], tuple[int, int]]
    counts: Mapping[int, int]


NO_PLAN = Plan({}, {})


def resolve(links: Iterable[Link], marks: Mapping[str, Mark]) -> tuple[Arc, ...]:
    """Find the ends of links; a link to a mark that is not shown is left out."""
    found: list[tuple[Link, int, int]] = []
    for link in links:
        source = marks.get(link.source)
        target = marks.get(link.target) if isinstance(link.target, str) else link.target
        if source is not None and target is not None:
            found.append((link, source.start, target.start))
    lanes = _margin_lanes([(min(a, b), max(a, b)) for _, a, b in found])
    turns: dict[int, int] = {}
    arcs = []
    for (link, source_at, target_at), lane in zip(found, lanes, strict=True):
        arcs.append(Arc(link, source_at, target_at, lane, _next_turn(turns, source_at), _next_turn(turns, target_at)))
    return tuple(arcs)


def plan_tracks(block: Block, arcs: Sequence[Arc]) -> Plan:
    """Give each arc end in a laid-out paragraph a track of its line, shorter ones lower so that legs cross little."""
    by_line: dict[int, list[tuple[int, int, tuple[tuple[str, Side], ...]]]] = {}
    for arc in arcs:
        for line, start, end, ends in _stretches(block, arc):
            by_line.setdefault(line, []).append((start, end, ends))
    tracks: dict[tuple[str, Side], tuple[int, int]] = {}
    counts: dict[int, int] = {}
    for line, stretches in by_line.items():
        stretches.sort(key=lambda found: (found[1] - found[0], found[0]))
        levels = [min(level, MOST_TRACKS - 1) for level in stack([(a, b) for a, b, _ in stretches])]
        counts[line] = max(levels) + 1
        for (_, _, ends), level in zip(stretches, levels, strict=True):
            tracks.update(dict.fromkeys(ends, (line, level)))
    return Plan(tracks, counts)


def _stretches(block: Block, arc: Arc) -> Iterator[tuple[int, int, int, tuple[tuple[str, Side], ...]]]:
    sides: tuple[tuple[Side, int], ...] = (("source", arc.source), ("target", arc.target))
    here = [(side, block.unit(at)) for side, at in sides if block.start <= at <= block.end]
    lines = [block.line_of(unit) for _, unit in here]
    name = arc.link.id
    if len(here) == 2 and lines[0] == lines[1]:
        low, high = sorted(unit for _, unit in here)
        yield lines[0], low, high + 1, ((name, "source"), (name, "target"))
        return
    for (side, unit), line in zip(here, lines, strict=True):
        # From the chip back to the margin at the line's beginning.
        yield line, block.line_starts[line], unit + 1, ((name, side),)


def _margin_lanes(ends: list[tuple[int, int]]) -> list[int]:
    order = sorted(range(len(ends)), key=lambda at: (ends[at][1] - ends[at][0], ends[at][0]))
    far = [at for at in order if ends[at][1] - ends[at][0] > _MARGIN_DISTANCE]
    lanes = dict(zip(far, stack([(ends[at][0], ends[at][1] + 1) for at in far]), strict=True))
    return [lanes.get(at, 0) for at in range(len(ends))]


def _next_turn(turns: dict[int, int], position: int) -> int:
    turn = turns.get(position, 0)
    turns[position] = turn + 1
    return turn
