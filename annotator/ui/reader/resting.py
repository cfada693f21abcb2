"""Draws relations nobody is looking at: thin faint arcs above a row, stubs where an arc leaves its row."""

from collections.abc import Iterable
from math import sqrt

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from annotator.ui.reader.arcs import Rest
from annotator.ui.reader.feet import Foot, find_foot
from annotator.ui.reader.palette import ReaderPalette, mixed
from annotator.ui.reader.scene import Scene, ShownRow

REST_SHARE = 0.4
_STUB = 9.0
_DOT = 1.4
_ASIDE = 4.0
_CORNER = 2.5
_ARROW = (2.0, 3.0)


def paint_resting(
    painter: QPainter, rows: Iterable[ShownRow], scene: Scene, palette: ReaderPalette, *, active: frozenset[str]
) -> None:
    """Draw the arcs above these rows, without those of the active marks; the painter's origin is the page's corner."""
    for row in rows:
        stubs: dict[tuple[str | None, int], list[Rest]] = {}
        for rest in scene.rests(row):
            if rest.arc.touches(active):
                continue
            if len(rest.sides) == 2:
                _paint_arc(painter, scene, (row, rest), _colour(rest, palette))
            else:
                end = rest.arc.mark_id(rest.sides[0]), rest.arc.position(rest.sides[0])
                stubs.setdefault(end, []).append(rest)
        for found in stubs.values():
            _paint_stub(painter, scene, (row, found), _colour(found[0], palette))


def _colour(rest: Rest, palette: ReaderPalette) -> QColor:
    return mixed(palette.ink_of(rest.arc.link.colour), palette.page, REST_SHARE)


def _paint_arc(painter: QPainter, scene: Scene, place: tuple[ShownRow, Rest], colour: QColor) -> None:
    row, rest = place
    source, target = (find_foot(scene, row, rest.arc, side) for side in rest.sides)
    away = 1.0 if target.middle > source.middle else -1.0
    x = source.middle + away * min(_ASIDE, (source.right - source.left) / 3)
    y = _run_y(row, rest)
    path = QPainterPath(QPointF(_crisp(x), source.top))
    corner = min(_CORNER, abs(target.middle - x) / 2)
    path.lineTo(_crisp(x), y + corner)
    path.quadTo(_crisp(x), y, _crisp(x) + away * corner, y)
    path.lineTo(_crisp(target.middle) - away * corner, y)
    path.quadTo(_crisp(target.middle), y, _crisp(target.middle), y + corner)
    path.lineTo(_crisp(target.middle), target.top - 2.0)
    _stroke(painter, path, colour)
    _paint_tip(painter, target, colour)


def _paint_stub(painter: QPainter, scene: Scene, place: tuple[ShownRow, list[Rest]], colour: QColor) -> None:
    """One leg for all arcs that leave the row from one mark, with a turn to a dot on the margin's side.

    An arrow stands at its foot when any of them comes in there.
    """
    row, rests = place
    foot = find_foot(scene, row, rests[0].arc, rests[0].sides[0])
    away = 1.0 if scene.rtl else -1.0
    incoming = any(rest.sides[0] == "target" for rest in rests)
    x = _crisp(foot.middle)
    y = _run_y(row, rests[0])
    reach = x + away * _STUB * _grown(foot)
    path = QPainterPath(QPointF(x, foot.top - (2.0 if incoming else 0.0)))
    path.lineTo(x, y + _CORNER)
    path.quadTo(x, y, x + away * _CORNER, y)
    path.lineTo(reach, y)
    _stroke(painter, path, colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(reach, y), _DOT * _grown(foot), _DOT * _grown(foot))
    if incoming:
        _paint_tip(painter, foot, colour)


def _run_y(row: ShownRow, rest: Rest) -> float:
    return _crisp(row.baseline + row.block.metrics.track_y(rest.track))


def _grown(foot: Foot) -> float:
    """How much larger small things are drawn beside larger letters: they need less than the letters."""
    return max(1.0, sqrt(foot.row.block.metrics.scale))


def _crisp(at: float) -> float:
    # A line of one pixel is one pixel wide only where it runs through the pixels' middle.
    return int(at) + 0.5


def _stroke(painter: QPainter, path: QPainterPath, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _paint_tip(painter: QPainter, foot: Foot, colour: QColor) -> None:
    wide, tall = (size * _grown(foot) for size in _ARROW)
    # A hair above the chip: touching an alef it would pass for a hamza.
    tip = QPointF(_crisp(foot.middle), foot.top - 1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([tip, tip + QPointF(-wide, -tall), tip + QPointF(wide, -tall)]))
