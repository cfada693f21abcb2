"""The margin at the reading start: bars of quotes in their speakers' colours, bands of regions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from annotator.ui.reader.lanes import stack
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.palette import ReaderPalette

if TYPE_CHECKING:
    from annotator.ui.reader.scene import Scene, ShownRow

_BAR_OFFSET, _BAR_PITCH, _BAR_WIDTH = 9.0, 5.0, 3.0
_MOST_BARS = 3
_BAND_OFFSET, _BAND_WIDTH = 25.0, 4.0


@dataclass(frozen=True, slots=True)
class _Bar:
    mark: Mark
    offset: float
    width: float
    top: float
    bottom: float


def bar_lanes(marks: Iterable[Mark]) -> Mapping[str, int]:
    """Lane of each quote's bar, nearest the text first; nested and crossing quotes stand beside each other."""
    quotes = sorted((mark for mark in marks if mark.kind == "quote"), key=lambda mark: (mark.end - mark.start, mark.id))
    lanes = stack([(quote.start, quote.end) for quote in quotes])
    return {quote.id: min(lane, _MOST_BARS - 1) for quote, lane in zip(quotes, lanes, strict=True)}


def paint_margin(painter: QPainter, rows: Iterable["ShownRow"], scene: "Scene", palette: ReaderPalette) -> None:
    """Draw bars and bands beside the rows; the painter's origin is the page's corner."""
    for bar in _bars(rows, scene):
        near = scene.start_edge + (bar.offset if scene.rtl else -bar.offset - bar.width)
        rect = QRectF(near, bar.top, bar.width, bar.bottom - bar.top)
        painter.setBrush(_colour(bar.mark, palette))
        painter.drawRoundedRect(rect, bar.width / 2, bar.width / 2)


def _colour(mark: Mark, palette: ReaderPalette) -> QColor:
    if mark.kind == "quote" and mark.speaker_colour is not None:
        return QColor(mark.speaker_colour)
    return palette.ink_of(mark.colour)


def _bars(rows: Iterable["ShownRow"], scene: "Scene") -> list[_Bar]:
    bars: list[_Bar] = []
    open_bars: dict[str, int] = {}
    for row in rows:
        for piece, _ in row.block.rows[row.line].pieces:
            mark = piece.mark
            if mark.kind not in ("quote", "region") or mark.style == "suggestion":
                continue
            top = row.baseline + row.block.metrics.tint_top
            bottom = row.baseline + row.block.metrics.lane_top(1)
            at = open_bars.get(mark.id)
            # A piece that begins here starts a bar of its own; one that goes on lengthens the bar above.
            begins = piece.first and row.block.shape(row.line).start <= piece.start
            if at is None or begins:
                open_bars[mark.id] = len(bars)
                bars.append(_Bar(mark, *_place(mark, scene), top, bottom))
            else:
                bars[at] = _Bar(mark, bars[at].offset, bars[at].width, bars[at].top, bottom)
    return bars


def _place(mark: Mark, scene: "Scene") -> tuple[float, float]:
    if mark.kind == "region":
        return _BAND_OFFSET, _BAND_WIDTH
    return _BAR_OFFSET + scene.bars.get(mark.id, 0) * _BAR_PITCH, _BAR_WIDTH
