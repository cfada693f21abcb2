"""Draws the arcs of relations along their tracks and lanes, with labels where no other arc runs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from annotator.ui.reader.arcs import Arc, Side
from annotator.ui.reader.palette import ReaderPalette, mixed
from annotator.ui.reader.scene import Scene, ShownRow

# Beside the text edge stand quote bars and the region band; arcs run beyond them.
ARC_OFFSET = 34.0
_LANE_PITCH = 7.0
_TURN_STEP = 6.0
_RADIUS = 6.0
_REST_SHARE = 0.5
_PILL_PADDING = 10.0
_EDGE_KEPT = 3.0


@dataclass(frozen=True, slots=True)
class _End:
    """One end of an arc on the page: where its leg meets the chip, at what height it runs, in which track."""

    x: float
    y: float
    run_y: float
    track: int
    row: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Route:
    """An arc ready to be drawn, in coordinates of the page."""

    arc: Arc
    source: _End
    target: _End
    path: QPainterPath
    active: bool

    @property
    def flat(self) -> bool:
        return self.source.row == self.target.row


def routes_between(scene: Scene, top: float, bottom: float, active: frozenset[str]) -> list[Route]:
    """The arcs that can be seen in a stretch of the page; resting ones first, so that active ones lie on top."""
    first, last = scene.row_at(top), scene.row_at(bottom)
    low = first.block.position(first.block.line_starts[first.line])
    after = scene.next_line_start(last)
    found = [_route(scene, arc, _is_active(arc, active)) for arc in scene.arcs if arc.low < after and arc.high >= low]
    return sorted(found, key=lambda route: route.active)


def paint_routes(painter: QPainter, routes: list[Route], palette: ReaderPalette, scene: Scene) -> None:
    """Draw the arcs and their labels; the painter's origin is the page's corner."""
    for route in routes:
        _paint_line(painter, route, palette)
    painter.setFont(scene.metrics.chip_font)
    for route, spot in label_spots(routes, scene):
        _paint_label(painter, route, spot, palette)


def label_spots(routes: list[Route], scene: Scene) -> list[tuple[Route, QRectF]]:
    """Where labels stand, active arcs' first to choose; an arc whose label would be crossed everywhere has none."""
    spots: list[tuple[Route, QRectF]] = []
    legs = [leg for route in routes for leg in _legs(route)]
    for route in reversed(routes):
        spot = _label_spot(route, scene, legs, [taken for _, taken in spots])
        if spot is not None:
            spots.append((route, spot))
    return spots


def _is_active(arc: Arc, active: frozenset[str]) -> bool:
    target = arc.link.target
    return arc.link.active or arc.link.source in active or (isinstance(target, str) and target in active)


def _route(scene: Scene, arc: Arc, active: bool) -> Route:
    source = _end(scene, arc, "source")
    target = _end(scene, arc, "target")
    if source.row == target.row:
        corners = [QPointF(source.x, source.run_y), QPointF(target.x, source.run_y)]
    else:
        lane_x = _lane_x(scene, arc.lane)
        corners = [
            QPointF(source.x, source.run_y),
            QPointF(lane_x, source.run_y),
            QPointF(lane_x, target.run_y),
            QPointF(target.x, target.run_y),
        ]
    path = _rounded([QPointF(source.x, source.y), *corners, QPointF(target.x, target.y - 1.0)])
    return Route(arc, source, target, path, active)


def _lane_x(scene: Scene, lane: int) -> float:
    room = scene.start_margin - _EDGE_KEPT
    away = min(ARC_OFFSET + lane * _LANE_PITCH, room)
    return scene.start_edge + (away if scene.rtl else -away)


def _end(scene: Scene, arc: Arc, side: Side) -> _End:
    position = arc.source if side == "source" else arc.target
    turn = arc.source_turn if side == "source" else arc.target_turn
    if not scene.is_laid_out(position):
        # Far out of sight: only the side it lies on is seen, and painting must not set further paragraphs.
        index = scene.page.index_at(position)
        y = scene.page.tops[index]
        return _End(scene.start_edge, y, y, 0, (index, -1))
    row = scene.row_of(position)
    metrics = row.block.metrics
    left, right, top = _chip_or_letters(scene, row, arc, side, position)
    reach = max(0.0, (right - left) / 2 - 3.0)
    aside = (turn + 1) // 2 * _TURN_STEP * (1 if turn % 2 else -1)
    x = scene.left + (left + right) / 2 + max(-reach, min(reach, aside))
    _, track = scene.track_of(row.index, arc.link.id, side)
    run_y = row.baseline + metrics.track_top(track) + metrics.track_height / 2
    return _End(x, row.baseline + top, run_y, track, (row.index, row.line))


def _chip_or_letters(scene: Scene, row: ShownRow, arc: Arc, side: Side, position: int) -> tuple[float, float, float]:
    target = arc.link.target
    mark_id = arc.link.source if side == "source" else target
    chip = scene.decor(row).chip_of(mark_id) if isinstance(mark_id, str) else None
    if chip is not None:
        return chip.rect.left(), chip.rect.right(), chip.rect.top()
    x, rtl = row.block.shape(row.line).leading(row.block.unit(position))
    top = row.block.metrics.tint_top - 1.0
    return (x - 16.0, x, top) if rtl else (x, x + 16.0, top)


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


def _legs(route: Route) -> Iterator[tuple[tuple[int, int], float, int]]:
    for end in (route.source, route.target):
        yield end.row, end.x, end.track


def _label_spot(
    route: Route, scene: Scene, legs: Iterable[tuple[tuple[int, int], float, int]], taken: list[QRectF]
) -> QRectF | None:
    """Where on its level stretch the label stands clear of other arcs' legs and labels; None when nowhere."""
    if not route.arc.link.text:
        return None
    width = scene.metrics.chip_metrics.horizontalAdvance(route.arc.link.text) + _PILL_PADDING
    height = scene.metrics.track_height - 1.0
    row, y = route.source.row, route.source.run_y
    far = route.target.x if route.flat else scene.start_edge
    left, right = sorted((route.source.x, far))
    crossing = [x for at, x, track in legs if at == row and track > route.source.track]
    for share in (0.5, 0.35, 0.65, 0.2, 0.8):
        middle = left + (right - left) * share
        spot = QRectF(middle - width / 2, y - height / 2, width, height)
        fits = right - left >= width + 8.0 and left + 2.0 <= spot.left() and spot.right() <= right - 2.0
        clear = all(not spot.left() - 2.0 <= x <= spot.right() + 2.0 for x in crossing)
        if fits and clear and not any(spot.intersects(other) for other in taken):
            return spot
    return None


def _paint_line(painter: QPainter, route: Route, palette: ReaderPalette) -> None:
    colour = _colour(route, palette)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if route.active:
        painter.setPen(QPen(palette.page, 4.0))
        painter.drawPath(route.path)
    painter.setPen(QPen(colour, 1.7 if route.active else 1.1))
    painter.drawPath(route.path)
    tip = QPointF(route.target.x, route.target.y)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([tip, tip + QPointF(-3.0, -4.5), tip + QPointF(3.0, -4.5)]))


def _paint_label(painter: QPainter, route: Route, spot: QRectF, palette: ReaderPalette) -> None:
    colour = _colour(route, palette)
    painter.setPen(QPen(colour, 1.0))
    painter.setBrush(palette.page)
    painter.drawRoundedRect(spot, spot.height() / 2, spot.height() / 2)
    painter.setPen(palette.ink_of(route.arc.link.colour))
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, route.arc.link.text)


def _colour(route: Route, palette: ReaderPalette) -> QColor:
    ink = palette.ink_of(route.arc.link.colour)
    return ink if route.active else mixed(ink, palette.page, _REST_SHARE)
