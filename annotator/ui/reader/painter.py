"""Paints the rows of a page: tints and lanes under the letters, chips above them."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.ui.reader.decor import Chip, LineDecor, Tint
from annotator.ui.reader.layout import Block
from annotator.ui.reader.metrics import Metrics
from annotator.ui.reader.palette import ReaderPalette, mixed

_RADIUS = 3.5
_RIM = 1.2
_CHIP_RADIUS = 3.0
FLASH_SHARE = 0.45
_HANDLE = 3.5


class RowPainter:
    """Paints one row at a time; the painter's origin stands on the row's baseline at the column's left edge."""

    def __init__(self, painter: QPainter, palette: ReaderPalette, *, flashing: frozenset[str] = frozenset()) -> None:
        self._painter = painter
        self._palette = palette
        self._flashing = flashing
        self._rim = QPen(palette.page, _RIM)

    def under(self, decor: LineDecor, metrics: Metrics) -> None:
        """Everything that lies beneath the letters and beneath a selection."""
        if self._flashing:
            self._flash(decor, metrics)
        for tint in decor.tints:
            self._tint(tint)

    def fill(self, stretches: Iterable[tuple[float, float]], metrics: Metrics) -> None:
        """The selection: opaque, so that ink on it keeps its contrast."""
        top, bottom = metrics.tint_top, metrics.descent + 1.0
        rects = [QRectF(left, top, right - left, bottom - top) for left, right in stretches]
        if rects:
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(self._palette.selection)
            self._painter.drawRects(rects)

    def lanes(self, decor: LineDecor) -> None:
        """Lanes and the uprights at their true ends."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        for colour, rects in decor.lanes:
            self._painter.setBrush(self._palette.ink_of(colour))
            self._painter.drawRects(rects)

    def text(self, block: Block, line: int) -> None:
        """The letters, never touched by what is drawn around them."""
        self._painter.setPen(self._palette.ink)
        drawn = block.lines[line]
        drawn.draw(self._painter, QPointF(0.0, -drawn.ascent()))

    def chips(self, decor: LineDecor, metrics: Metrics) -> None:
        """Label chips, or their short forms in a crowd."""
        if decor.chips:
            self._painter.setFont(metrics.chip_font)
            for chip in decor.chips:
                self._chip(chip)

    def outline(self, rects: Sequence[QRectF], colour: QColor) -> None:
        """The frame of an active mark."""
        painter = self._painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.8))
        for rect in rects:
            painter.drawRoundedRect(rect.adjusted(-2.0, -1.5, 2.0, 1.5), 4.0, 4.0)

    def handles(self, points: Sequence[QPointF], colour: QColor) -> None:
        """The handles by which the ends of an active mark are dragged."""
        self._painter.setPen(QPen(colour, 1.8))
        self._painter.setBrush(self._palette.page)
        for point in points:
            self._painter.drawEllipse(point, _HANDLE, _HANDLE)

    def _flash(self, decor: LineDecor, metrics: Metrics) -> None:
        # Only entities have a tint of their own to grow stronger; the others light up for the moment.
        self._painter.setPen(Qt.PenStyle.NoPen)
        for hit in decor.hits:
            if hit.mark.id in self._flashing and hit.mark.kind != "entity":
                self._painter.setBrush(self._palette.tint_of(hit.mark.colour))
                height = metrics.descent + 1.0 - metrics.tint_top
                self._painter.drawRect(QRectF(hit.left, metrics.tint_top, hit.right - hit.left, height))

    def _tint(self, tint: Tint) -> None:
        painter, mark = self._painter, tint.mark
        ink = self._palette.ink_of(mark.colour)
        if mark.style == "solid":
            painter.setPen(self._rim)
            flash = mark.id in self._flashing
            painter.setBrush(
                mixed(ink, self._palette.page, FLASH_SHARE) if flash else self._palette.tint_of(mark.colour)
            )
        else:
            style = Qt.PenStyle.DashLine if mark.style == "ghost" else Qt.PenStyle.SolidLine
            painter.setPen(QPen(ink, 1.6 if mark.style == "ghost" else 1.2, style))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(tint.rect, _RADIUS, _RADIUS)

    def _chip(self, chip: Chip) -> None:
        painter = self._painter
        ink = self._palette.ink_of(chip.mark.colour)
        solid = chip.mark.style == "solid"
        if chip.form == 2:
            painter.setPen(Qt.PenStyle.NoPen if solid else QPen(ink, 1.0))
            painter.setBrush(ink if solid else self._palette.page)
            painter.drawEllipse(chip.rect.adjusted(0.5, 0.5, -0.5, -0.5))
            return
        painter.setPen(Qt.PenStyle.NoPen if solid else QPen(ink, 1.0))
        painter.setBrush(self._palette.tint_of(chip.mark.colour) if solid else self._palette.page)
        painter.drawRoundedRect(
            chip.rect if solid else chip.rect.adjusted(0.5, 0.5, -0.5, -0.5), _CHIP_RADIUS, _CHIP_RADIUS
        )
        painter.setPen(ink)
        painter.drawText(chip.rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, chip.text)
