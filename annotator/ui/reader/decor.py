"""What is drawn for the marks of one line, as rectangles ready to paint: made once, kept until the line changes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QRectF

from annotator.ui.reader.chips import DOT, Wanted, place
from annotator.ui.reader.geometry import LineShape
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.metrics import Metrics
from annotator.ui.reader.rows import Piece, Row

_CHIP_PADDING = 8.0
# One letter stands for too many labels.
SHORT = 2
_DOT_SHARE, _DOT_STEP = 1.35, 2.2
_DASH_SHARE, _DASH_STEP = 2.6, 4.0
_DOUBLE = 0.36
# Share of the lane's width: quotes and cues are thin, so that entities and triggers lead.
_THICKNESS = MappingProxyType({"entity": 1.0, "event": 1.0, "cue": 0.6, "quote": 0.6})


@dataclass(frozen=True, slots=True)
class Tint:
    """A rounded field behind letters: filled for annotations, outlined for suggestions, dashed for open frames."""

    mark: Mark
    rect: QRectF


@dataclass(frozen=True, slots=True)
class Chip:
    """A label chip; `form` 0 is the whole word, 1 its first two letters, 2 a dot."""

    mark: Mark
    rect: QRectF
    text: str
    form: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Letters of a mark on this line, from `left` to `right`, with its lane (-1 without one)."""

    mark: Mark
    left: float
    right: float
    level: int


@dataclass(frozen=True, slots=True)
class LineDecor:
    """Drawing of one line: x from the column's left edge, y from the baseline; tints outermost first."""

    tints: tuple[Tint, ...]
    lanes: tuple[tuple[str, tuple[QRectF, ...]], ...]
    chips: tuple[Chip, ...]
    hits: tuple[Hit, ...]

    def chip_of(self, mark_id: str) -> Chip | None:
        """The chip of a mark, when it stands on this line."""
        return next((chip for chip in self.chips if chip.mark.id == mark_id), None)


EMPTY = LineDecor((), (), (), ())


def decorate(
    row: Row, shape: LineShape, metrics: Metrics, *, column: float, owns_chip: Callable[[Piece], bool]
) -> LineDecor:
    """Build the drawing of a line; `owns_chip` tells whether a mark's chip belongs to this piece of it."""
    if not row.pieces:
        return EMPTY
    hits: list[Hit] = []
    tints: list[Tint] = []
    lanes: dict[str, list[QRectF]] = {}
    for piece, level in row.pieces:
        stretches = shape.rects(piece.start, piece.end)
        over = bool(piece.mark.over and metrics.overs)
        hits.extend(Hit(piece.mark, left, right, -1 if over else level) for left, right in stretches)
        tints.extend(_tints(piece.mark, stretches, level, metrics))
        if level >= 0:
            strokes = lanes.setdefault(piece.mark.colour, [])
            strokes.extend(_lane(piece.mark, stretches, level, metrics))
            strokes.extend(_ticks(piece, shape, level, metrics))
    named = [piece for piece, _ in row.pieces if metrics.chip_height and piece.mark.chip and owns_chip(piece)]
    chips = _chips(named, shape, metrics, column) if named else ()
    # Pieces come innermost first; what is painted first lies lowest.
    return LineDecor(
        tuple(reversed(tints)), tuple((colour, tuple(rects)) for colour, rects in lanes.items()), chips, tuple(hits)
    )


def _tints(mark: Mark, stretches: list[tuple[float, float]], level: int, metrics: Metrics) -> Iterator[Tint]:
    if mark.style == "solid" and mark.kind != "entity":
        return
    grow = 0.0 if mark.style != "solid" else min(level, 3) * 1.0
    top, bottom = metrics.tint_top - grow, metrics.descent + 0.5
    for left, right in stretches:
        yield Tint(mark, QRectF(left - 0.5, top, right - left + 1.0, bottom - top))


def _lane(mark: Mark, stretches: list[tuple[float, float]], level: int, metrics: Metrics) -> Iterator[QRectF]:
    height = metrics.lane_width * _THICKNESS.get(mark.kind, 1.0)
    lane_top = _lane_top(mark, level, metrics)
    tops: tuple[float, ...] = (lane_top + (metrics.lane_width - height) / 2,)
    if mark.style == "conflict":
        # A double lane keeps within the room of a single one.
        height = max(1.0, metrics.lane_width * _DOUBLE)
        tops = (lane_top, lane_top + metrics.lane_width - height)
    for left, right in stretches:
        for upper in tops:
            lane = (upper, height, metrics.lane_width)
            yield from _strokes(mark.kind, left + 1.0, max(left + 2.0, right - 1.0), lane)


def _lane_top(mark: Mark, level: int, metrics: Metrics) -> float:
    return metrics.over_top(level) if mark.over and metrics.overs else metrics.lane_top(level)


def _strokes(kind: str, left: float, right: float, lane: tuple[float, float, float]) -> Iterator[QRectF]:
    # Dots and dashes are rectangles made once: a dotted antialiased pen costs half a millisecond a line.
    top, height, width = lane
    shares = {"event": (_DOT_SHARE, _DOT_STEP), "cue": (_DASH_SHARE, _DASH_STEP)}.get(kind)
    if shares is None:
        yield QRectF(left, top, right - left, height)
        return
    dash, step = shares[0] * width, shares[1] * width
    while left < right - 0.5:
        yield QRectF(left, top, min(dash, right - left), height)
        left += step


def _ticks(piece: Piece, shape: LineShape, level: int, metrics: Metrics) -> Iterator[QRectF]:
    """Short uprights at the true ends of a mark: none where a line merely wraps."""
    width = max(1.5, metrics.lane_width * 0.7)
    lane, over = _lane_top(piece.mark, level, metrics), piece.mark.over and metrics.overs
    # They point to the letters.
    top, bottom = lane - (0.0 if over else 2.0), lane + metrics.lane_width + (2.0 if over else 0.0)
    if piece.first and shape.start <= piece.start < shape.end:
        x, rtl = shape.start_edge(piece.start, piece.end)
        yield QRectF(x - width - 1.0 if rtl else x + 1.0, top, width, bottom - top)
    if piece.last and shape.start < piece.end <= shape.end:
        x, rtl = shape.end_edge(piece.start, piece.end)
        yield QRectF(x + 1.0 if rtl else x - width - 1.0, top, width, bottom - top)


def _chips(pieces: list[Piece], shape: LineShape, metrics: Metrics, column: float) -> tuple[Chip, ...]:
    rtl = shape.rtl
    wanted = []
    for piece in pieces:
        stretches = shape.rects(piece.start, piece.end) or [(0.0, 0.0)]
        left, right = stretches[0][0], stretches[-1][1]
        text = piece.mark.chip
        widths = (_wide(text, metrics), _wide(text[:SHORT], metrics), DOT)
        wanted.append(Wanted(column - right, column - left, widths) if rtl else Wanted(left, right, widths))
    chips = []
    for piece, spot in zip(pieces, place(wanted, column=column), strict=True):
        height = metrics.chip_height if spot.form < 2 else DOT
        left = column - spot.near - spot.width if rtl else spot.near
        top = metrics.chip_top + (metrics.chip_height - height)
        text = (piece.mark.chip, piece.mark.chip[:SHORT], "")[spot.form]
        chips.append(Chip(piece.mark, QRectF(left, top, spot.width, height), text, spot.form))
    return tuple(chips)


def _wide(text: str, metrics: Metrics) -> float:
    return metrics.chip_metrics.horizontalAdvance(text) + _CHIP_PADDING
