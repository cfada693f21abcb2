"""Relations as arcs: whose ends are known, and which tracks above its rows a paragraph keeps for resting ones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from annotator.ui.reader.lanes import stack
from annotator.ui.reader.layout import Block
from annotator.ui.reader.marks import Link, Mark

# Rows keep room for so many tracks of resting arcs; where there are more, these share the highest.
MOST_TRACKS = 2
# What the stub of an arc that leaves its line takes of the line, in letters.
_STUB_LETTERS = 4

Side = Literal["source", "target"]
SIDES: tuple[Side, Side] = ("source", "target")


@dataclass(frozen=True, slots=True)
class Arc:
    """A link whose ends are known, with the positions of their first letters."""

    link: Link
    source: int
    target: int

    @property
    def low(self) -> int:
        return min(self.source, self.target)

    @property
    def high(self) -> int:
        return max(self.source, self.target)

    def position(self, side: Side) -> int:
        """First letter of one end."""
        return self.source if side == "source" else self.target

    def mark_id(self, side: Side) -> str | None:
        """Mark at one end; None where that is bare letters."""
        end = self.link.source if side == "source" else self.link.target
        return end if isinstance(end, str) else None

    def touches(self, ids: frozenset[str]) -> bool:
        """True when one end is among these marks, or whoever made the link calls it active."""
        target = self.link.target
        return self.link.active or self.link.source in ids or (isinstance(target, str) and target in ids)


@dataclass(frozen=True, slots=True)
class Rest:
    """What of an arc rests above one line: both ends where it stays on the line, else the stub of one."""

    arc: Arc
    sides: tuple[Side, ...]
    track: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Resting arcs of one laid-out paragraph by line, and how many tracks each line keeps for them."""

    rests: Mapping[int, tuple[Rest, ...]]
    counts: Mapping[int, int]


NO_PLAN = Plan(MappingProxyType({}), MappingProxyType({}))


def resolve(links: Iterable[Link], marks: Mapping[str, Mark]) -> tuple[Arc, ...]:
    """Find the ends of links; a link to a mark that is not shown is left out."""
    found = []
    for link in links:
        source = marks.get(link.source)
        target = marks.get(link.target) if isinstance(link.target, str) else link.target
        if source is not None and target is not None:
            found.append(Arc(link, source.start, target.start))
    return tuple(found)


def plan_tracks(block: Block, arcs: Sequence[Arc]) -> Plan:
    """Give what rests above the lines of a laid-out paragraph its tracks, shorter arcs lower.

    Stubs at one letter share one place: seven quotes of one speaker leave one stub at the speaker.
    """
    by_line: dict[int, dict[tuple[int, int], list[tuple[Arc, tuple[Side, ...]]]]] = {}
    for arc in arcs:
        for line, stretch, sides in _stretches(block, arc):
            by_line.setdefault(line, {}).setdefault(stretch, []).append((arc, sides))
    rests: dict[int, tuple[Rest, ...]] = {}
    counts: dict[int, int] = {}
    for line, found in by_line.items():
        stubs = {stretch for stretch, ends in found.items() if all(len(sides) == 1 for _, sides in ends)}
        stretches = sorted(found, key=lambda stretch: (stretch in stubs, stretch[1] - stretch[0], stretch[0]))
        stacked = stack(stretches)
        # A stub takes what is free; for its sake alone no row grows.
        whole = [level for stretch, level in zip(stretches, stacked, strict=True) if stretch not in stubs]
        highest = min(max(whole, default=0), MOST_TRACKS - 1)
        levels = [min(level, highest) for level in stacked]
        counts[line] = highest + 1
        rests[line] = tuple(
            Rest(arc, sides, level)
            for stretch, level in zip(stretches, levels, strict=True)
            for arc, sides in found[stretch]
        )
    return Plan(rests, counts)


def _stretches(block: Block, arc: Arc) -> Iterator[tuple[int, tuple[int, int], tuple[Side, ...]]]:
    here = [(side, block.unit(arc.position(side))) for side in SIDES if block.start <= arc.position(side) <= block.end]
    lines = [block.line_of(unit) for _, unit in here]
    if len(here) == 2 and lines[0] == lines[1]:
        low, high = sorted(unit for _, unit in here)
        yield lines[0], (low, high + 1), SIDES
        return
    for (side, unit), line in zip(here, lines, strict=True):
        yield line, (max(block.line_starts[line], unit - _STUB_LETTERS), unit + 1), (side,)
