"""The words on active arcs: pills between the chips of a row, where no text, no chip and no other arc runs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from annotator.ui.reader.arcs import SIDES, Side
from annotator.ui.reader.feet import Foot, find_foot
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.reader.routes import HALO_WIDTH, Route
from annotator.ui.reader.scene import Scene, ShownRow

_PADDING = 8.0
_GAP = 2.0
# How far off its chip a pill may stand where the arc itself does not lead to it.
_REACH = 24.0
_HANDLE = 5.0
_Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pill:
    """A word of an arc and the place it stands at, in coordinates of the page."""

    route: Route
    rect: QRectF


def place_pills(
    routes: Sequence[Route], scene: Scene, *, active: frozenset[str], sight: tuple[float, float]
) -> list[Pill]:
    """Find places beside the chips at the arcs' ends, first at those that are not active themselves.

    One word is said once at a chip, whatever the number of arcs. An arc that finds no place in `sight` (top and
    bottom on the page) has no pill; nor has any where chips are hidden, since rows keep no room then.
    """
    if not scene.metrics.chip_height:
        return []
    pills: list[Pill] = []
    taken: dict[tuple[int, int], list[_Stretch]] = {}
    said: set[tuple[str, tuple[int, int], float]] = set()
    for route in sorted(routes, key=lambda route: abs(route.source.x - route.target.x)):
        for foot in _feet(route, active, sight):
            word = (route.arc.link.text, foot.place, foot.left)
            if not word[0] or word in said:
                break
            if foot.place not in taken:
                taken[foot.place] = [*_taken(foot.row, scene, routes), *_handles(foot.row, scene, active)]
            rect = _free_place(route, foot, scene, taken[foot.place])
            if rect is not None:
                said.add(word)
                taken[foot.place].append((rect.left(), rect.right()))
                pills.append(Pill(route, rect))
                break
    return pills


def paint_pills(painter: QPainter, pills: Iterable[Pill], palette: ReaderPalette, scene: Scene) -> None:
    """Draw the pills; the painter's origin is the page's corner."""
    painter.setFont(scene.metrics.chip_font)
    for pill in pills:
        ink = palette.ink_of(pill.route.arc.link.colour)
        painter.setPen(QPen(ink, 1.0))
        painter.setBrush(palette.page)
        box = pill.rect.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.drawText(pill.rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, pill.route.arc.link.text)


def _feet(route: Route, active: frozenset[str], sight: tuple[float, float]) -> Iterator[Foot]:
    # The end that is not active says which of several arcs is meant; of two active ones the target does.
    order: list[Side] = sorted(SIDES, key=lambda side: (route.arc.mark_id(side) in active, side == "source"))
    for side in order:
        foot = route.end(side).foot
        if foot is not None and sight[0] <= foot.row.top and foot.row.bottom <= sight[1]:
            yield foot


def _taken(row: ShownRow, scene: Scene, routes: Sequence[Route]) -> Iterator[_Stretch]:
    """Stretches of a row's band of chips that are not free: chips, and legs that pass down to the letters."""
    for chip in scene.decor(row).chips:
        yield scene.left + chip.rect.left(), scene.left + chip.rect.right()
    for route in routes:
        for side in SIDES:
            end = route.end(side)
            if end.foot is not None and end.foot.bare and end.foot.place == (row.index, row.line):
                yield end.x - HALO_WIDTH / 2, end.x + HALO_WIDTH / 2
    for rest in scene.rests(row):
        for side in rest.sides:
            foot = find_foot(scene, row, rest.arc, side)
            if foot.bare:
                yield foot.left, foot.right


def _handles(row: ShownRow, scene: Scene, active: frozenset[str]) -> Iterator[_Stretch]:
    """Stretches in which the handles of active marks reach up between the chips."""
    for hit in scene.decor(row).hits:
        if hit.mark.id in active:
            for x in (hit.left, hit.right):
                yield scene.left + x - _HANDLE, scene.left + x + _HANDLE


def _free_place(route: Route, foot: Foot, scene: Scene, taken: Iterable[_Stretch]) -> QRectF | None:
    metrics = foot.row.block.metrics
    width = scene.metrics.chip_metrics.horizontalAdvance(route.arc.link.text) + _PADDING
    best: float | None = None
    for left, right in _gaps(taken, (scene.left, scene.left + scene.column)):
        if right - left < width:
            continue
        x = min(max(foot.middle - width / 2, left), right - width)
        if best is None or abs(x + width / 2 - foot.middle) < abs(best + width / 2 - foot.middle):
            best = x
    if best is None or not _belongs(route, foot, (best, best + width)):
        return None
    return QRectF(best, foot.row.baseline + metrics.chip_top, width, metrics.chip_height)


def _gaps(taken: Iterable[_Stretch], column: _Stretch) -> Iterator[_Stretch]:
    edge = column[0]
    for left, right in sorted(taken):
        yield edge, left - _GAP
        edge = max(edge, right + _GAP)
    yield edge, column[1]


def _belongs(route: Route, foot: Foot, box: _Stretch) -> bool:
    """True for a place near the chip, or under the level stretch of its arc."""
    if foot.left - _REACH <= box[1] and box[0] <= foot.right + _REACH:
        return True
    far = route.target.x if route.lane_x is None else route.lane_x
    left, right = sorted((route.source.x, far))
    return route.lane_x is None and left <= box[0] and box[1] <= right
