"""Which way the arcs of the active marks go: over their row, or through the margin from one row to another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from annotator.ui.reader.arcs import SIDES, Arc, Side
from annotator.ui.reader.feet import Foot, find_foot
from annotator.ui.reader.lanes import stack
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.reader.scene import Scene, ShownRow

# Beside the text edge stand quote bars and the region band; arcs run beyond them.
ARC_OFFSET = 34.0
LINE_WIDTH = 1.6
HALO_WIDTH = 4.6
_LANE_PITCH = 6.0
_LEG_STEP = 6.0
_RADIUS = 5.0
_EDGE_KEPT = 3.0
_NARROWEST_TRACK = 3.6
_ARROW = (3.2, 5.0)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a route: where its leg stands, at what height it leaves the row; no foot when it is far away."""

    x: float
    y: float
    run_y: float
    foot: Foot | None


@dataclass(frozen=True, slots=True)
class Route:
    """An active arc ready to be drawn, in coordinates of the page; `lane_x` is where it runs down the margin."""

    arc: Arc
    source: End
    target: End
    lane_x: float | None

    def end(self, side: Side) -> End:
        """One of both ends."""
        return self.source if side == "source" else self.target

    def corners(self) -> list[QPointF]:
        """Points of the route from its source to its target."""
        source, target = self.source, self.target
        turns = [QPointF(source.x, source.run_y), QPointF(target.x, target.run_y)]
        if self.lane_x is not None:
            turns[1:1] = [QPointF(self.lane_x, source.run_y), QPointF(self.lane_x, target.run_y)]
        return [QPointF(source.x, source.y), *turns, QPointF(target.x, target.y - 1.0)]


def find_routes(scene: Scene, top: float, bottom: float, *, active: frozenset[str]) -> list[Route]:
    """The arcs of the active marks that touch a stretch of the page."""
    candidates = scene.arcs.at(active)
    if not candidates:
        return []
    first, last = scene.row_at(top), scene.row_at(bottom)
    low = first.block.position(first.block.line_starts[first.line])
    after = scene.next_line_start(last)
    arcs = [arc for arc in candidates if arc.low < after and arc.high >= low]
    pairs = [_pair(scene, arc) for arc in arcs]
    trunks = _trunks(scene, arcs, pairs, active)
    legs = _spread_legs(scene, pairs, trunks)
    heights = _run_heights(pairs, trunks, legs)
    routes = []
    for at, arc in enumerate(arcs):
        source, target = (_end(scene, arc, side, (pairs[at][side], legs, heights, at)) for side in SIDES)
        trunk = trunks[at]
        routes.append(Route(arc, source, target, None if trunk is None else trunk.x))
    return routes


def paint_routes(painter: QPainter, routes: Iterable[Route], palette: ReaderPalette, *, scale: float) -> None:
    """Draw the arcs over everything, on a seam of the page's colour; the painter's origin is the page's corner."""
    paths = [(route, _rounded(route.corners()), palette.ink_of(route.arc.link.colour)) for route in routes]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # All seams first: arcs side by side must not rub each other out.
    for _, path, _ in paths:
        _stroke(painter, path, palette.page, HALO_WIDTH)
    for _, path, ink in paths:
        _stroke(painter, path, ink, LINE_WIDTH)
    painter.setPen(Qt.PenStyle.NoPen)
    wide, tall = (max(1.0, sqrt(scale)) * size for size in _ARROW)
    for route, _, ink in paths:
        if route.target.foot is not None:
            tip = QPointF(route.target.x, route.target.y)
            painter.setBrush(ink)
            painter.drawPolygon(QPolygonF([tip, tip + QPointF(-wide, -tall), tip + QPointF(wide, -tall)]))


def _stroke(painter: QPainter, path: QPainterPath, colour: QColor, width: float) -> None:
    pen = QPen(colour, width)
    # A round or square end would reach into the chip.
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawPath(path)


@dataclass(frozen=True, slots=True)
class _Trunk:
    """What arcs of one active mark and one colour share: one line down the margin."""

    name: tuple[object, str]
    x: float


@dataclass(slots=True)
class _Leg:
    """What stands at a foot and leaves it in one direction, for one arc or for all of a trunk."""

    foot: Foot
    aim: float
    ends: list[tuple[int, Side]]
    x: float = 0.0


@dataclass(slots=True)
class _Run:
    """A level stretch over a row: all the places it joins, and the ends of arcs it carries."""

    row: ShownRow
    xs: list[float] = field(default_factory=list)
    ends: list[tuple[int, Side]] = field(default_factory=list)


_Pair = dict[Side, Foot | None]
_Heights = dict[tuple[int, Side], float]
_Legs = dict[tuple[int, Side], _Leg]


def _pair(scene: Scene, arc: Arc) -> _Pair:
    # Painting must not set further paragraphs: of an end far out of sight only its side is seen.
    return {
        side: find_foot(scene, scene.row_of(arc.position(side)), arc, side)
        if scene.is_laid_out(arc.position(side))
        else None
        for side in SIDES
    }


def _end(scene: Scene, arc: Arc, side: Side, found: tuple[Foot | None, _Legs, _Heights, int]) -> End:
    foot, legs, heights, at = found
    if foot is None:
        y = scene.page.tops[scene.page.index_at(arc.position(side))]
        return End(scene.start_edge, y, y, None)
    return End(legs[at, side].x, foot.top, heights[at, side], foot)


def _is_flat(pair: _Pair) -> bool:
    source, target = pair["source"], pair["target"]
    return source is not None and target is not None and source.place == target.place


def _trunks(scene: Scene, arcs: Sequence[Arc], pairs: Sequence[_Pair], active: frozenset[str]) -> list[_Trunk | None]:
    """The trunk of each arc that leaves its row; shorter trunks stand nearer to the text."""
    names: list[tuple[object, str] | None] = []
    reach: dict[tuple[object, str], tuple[int, int]] = {}
    for arc, pair in zip(arcs, pairs, strict=True):
        hub = next((end for side in SIDES if (end := arc.mark_id(side)) in active), arc.link.source)
        name = None if _is_flat(pair) else (hub, arc.link.colour)
        names.append(name)
        if name is not None:
            low, high = reach.get(name, (arc.low, arc.high))
            reach[name] = (min(low, arc.low), max(high, arc.high))
    order = sorted(reach, key=lambda name: (reach[name][1] - reach[name][0], reach[name][0]))
    lanes = stack([(reach[name][0], reach[name][1] + 1) for name in order])
    room = scene.start_margin - _EDGE_KEPT
    outwards = 1.0 if scene.rtl else -1.0
    away = {name: min(ARC_OFFSET + lane * _LANE_PITCH, room) for name, lane in zip(order, lanes, strict=True)}
    return [
        None if name is None else _Trunk(name, int(scene.start_edge + outwards * away[name]) + 0.5) for name in names
    ]


def _spread_legs(scene: Scene, pairs: Sequence[_Pair], trunks: Sequence[_Trunk | None]) -> _Legs:
    """Stand the legs at one chip side by side, in the order in which their arcs leave it: none crosses another."""
    beyond = scene.start_edge + (1e5 if scene.rtl else -1e5)
    at_foot: dict[tuple[tuple[int, int], float], dict[object, _Leg]] = {}
    legs: _Legs = {}
    for at, (pair, trunk) in enumerate(zip(pairs, trunks, strict=True)):
        for side, other in (SIDES, SIDES[::-1]):
            foot, far = pair[side], pair[other]
            if foot is not None:
                aim = far.middle if trunk is None and far is not None else beyond
                here = at_foot.setdefault((foot.place, foot.left), {})
                leg = here.setdefault((at, side) if trunk is None else trunk.name, _Leg(foot, aim - foot.middle, []))
                leg.ends.append((at, side))
                legs[at, side] = leg
    for here in at_foot.values():
        _stand(sorted(here.values(), key=lambda leg: (leg.aim > 0, -leg.aim, leg.ends)))
    return legs


def _stand(legs: Sequence[_Leg]) -> None:
    # Sorted from left to right: near ends on the left, far ones, far ends on the right, near ones.
    foot = legs[0].foot
    step = min(_LEG_STEP, max(0.0, foot.right - foot.left - 4.0) / len(legs))
    for number, leg in enumerate(legs):
        leg.x = foot.middle + step * (number - (len(legs) - 1) / 2)


def _run_heights(pairs: Sequence[_Pair], trunks: Sequence[_Trunk | None], legs: _Legs) -> _Heights:
    """Height of each level stretch; what belongs to one trunk runs as one. Shorter ones lie lower."""
    by_row: dict[tuple[int, int], dict[object, _Run]] = {}
    for at, (pair, trunk) in enumerate(zip(pairs, trunks, strict=True)):
        for side, other in (SIDES, SIDES[::-1]):
            foot = pair[side]
            if foot is not None:
                far = legs[at, other].x if trunk is None else trunk.x
                run = by_row.setdefault(foot.place, {}).setdefault(at if trunk is None else trunk.name, _Run(foot.row))
                run.xs += (legs[at, side].x, far)
                run.ends.append((at, side))
    heights: _Heights = {}
    for found in by_row.values():
        runs = sorted(found.values(), key=lambda run: (max(run.xs) - min(run.xs), min(run.xs)))
        levels = stack([(min(run.xs) - 1.0, max(run.xs) + 1.0) for run in runs])
        for run, y in zip(runs, _levels(runs[0].row, levels), strict=True):
            heights.update(dict.fromkeys(run.ends, y))
    return heights


def _levels(row: ShownRow, levels: Sequence[int]) -> list[float]:
    metrics = row.block.metrics
    chips = row.baseline + metrics.chip_top - 1.5
    # Over the lanes of the row above there is room as well, over its letters there is none.
    room = chips - row.top + metrics.fewest_lanes * metrics.lane_pitch
    most = max(1, int(room / _NARROWEST_TRACK))
    pitch = min(metrics.track_pitch * 1.6, max(_NARROWEST_TRACK, room / min(max(levels) + 1, most)))
    return [int(chips - (min(level, most - 1) + 1) * pitch) + 0.5 for level in levels]


def _rounded(points: list[QPointF]) -> QPainterPath:
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(corner, before))
        path.quadTo(corner, _towards(corner, after))
    path.lineTo(points[-1])
    return path


def _towards(corner: QPointF, other: QPointF) -> QPointF:
    way = other - corner
    length = (way.x() ** 2 + way.y() ** 2) ** 0.5
    return corner if length == 0 else corner + way * (min(_RADIUS, length / 2) / length)
