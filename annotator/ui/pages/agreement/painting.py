"""Draws the marks of a chart over the axes that the plotting library keeps: cells, numbers, legend, what is active."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from annotator.text.bidi import isolate
from annotator.ui.pages.agreement.chart import Chart, Mark
from annotator.ui.pages.agreement.look import Look

BAR: Final = 0.6
"""How much of its row a bar fills."""

_FAR: Final = 1e4
_POINT: Final = 9.0
_NUMBERED: Final = 12  # points at most that have their numbers beside them
_GAP: Final = 6.0
_SWATCH: Final = 12.0
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


class MarksItem(QGraphicsItem):
    """Everything of a chart that is no axis, line or bar; drawn in the scene's pixels, so that letters stay upright."""

    def __init__(self, chart: Chart, look: Look, font: QFont, *, mirrored: bool) -> None:
        super().__init__()
        self._chart = chart
        self._look = look
        self._font = font
        self._mirrored = mirrored
        self._painters: Mapping[str, Callable[[QPainter, Mark], None]] = MappingProxyType(
            {
                "grid": self._paint_cell,
                "bars": self._paint_bar,
                "stack": self._paint_part,
                "lines": self._paint_point,
            }
        )
        self.active: Mark | None = None
        self.setZValue(10)

    def box(self) -> QGraphicsItem:
        """The box of the plot, which holds a group that holds this."""
        return self.parentItem().parentItem()

    def boundingRect(self) -> QRectF:
        return QRectF(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.save()
        painter.setTransform(self.sceneTransform().inverted()[0], True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(self._font)
        paint_mark = self._painters[self._chart.form]
        for mark in self._chart.marks:
            paint_mark(painter, mark)
        if self._chart.form in ("stack", "lines"):
            self._paint_legend(painter)
        if self.active is not None:
            self._paint_active(painter, self.active)
        painter.restore()

    def rect_of(self, mark: Mark) -> QRectF:
        """Where a mark lies in the scene."""
        return self.sceneTransform().mapRect(self._data_rect(mark)).adjusted(*self._grown())

    def find(self, place: QPointF) -> Mark | None:
        """The mark at a place of the scene."""
        return next((mark for mark in self._chart.marks if self.rect_of(mark).contains(place)), None)

    def _data_rect(self, mark: Mark) -> QRectF:
        chart = self._chart
        if chart.form == "grid":
            return QRectF(mark.column, mark.row, 1, 1)
        if chart.form == "lines":
            return QRectF(mark.column + 0.5, mark.value or 0, 0, 0)
        before = sum(m.value or 0 for m in chart.marks if m.row == mark.row and m.column < mark.column)
        return QRectF(before, mark.row + (1 - BAR) / 2, mark.value or 0, BAR)

    def _grown(self) -> tuple[float, float, float, float]:
        if self._chart.form == "lines":
            return (-_POINT, -_POINT, _POINT, _POINT)
        # A bar of no length must be seen when it is active, and be hit by the mouse.
        return (-2, -2, 2, 2) if self._chart.form == "bars" else (0, 0, 0, 0)

    def _paint_cell(self, painter: QPainter, mark: Mark) -> None:
        rect = self.rect_of(mark).adjusted(1, 1, -1, -1)
        top = self._chart.top or 1
        agrees = mark.same or self._chart.id != "confusion"
        ground = self._look.cell((mark.value or 0) / top, agrees=agrees)
        painter.setPen(QPen(self._look.ink, 1.5) if mark.same else QPen(self._look.hairline, 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, 4, 4)
        if mark.value is None:
            painter.setBrush(QBrush(self._look.hairline, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(rect, 4, 4)
        quiet = mark.value is None or (not mark.value and self._chart.id == "confusion")
        painter.setPen(self._look.muted if quiet else self._look.ink)
        painter.drawText(rect, _CENTRE, "–" if mark.value is None else mark.text)

    def _paint_bar(self, painter: QPainter, mark: Mark) -> None:
        """The number of a bar, behind its end or that of its interval."""
        end = self.sceneTransform().map(QPointF(max(mark.value or 0, mark.high or 0), mark.row + 0.5))
        painter.setPen(self._look.muted if not mark.value else self._look.ink)
        self._write(painter, end, mark.text)

    def _paint_part(self, painter: QPainter, mark: Mark) -> None:
        rect = self.rect_of(mark)
        brush, pen = self._look.part(mark.column)
        painter.setBrush(brush)
        painter.setPen(pen)
        painter.drawRect(rect)
        metrics = QFontMetricsF(painter.font())
        wide, high = metrics.horizontalAdvance(mark.text) + 8, metrics.height()
        if wide > rect.width():
            return
        plate = QRectF(0, 0, wide, high)
        plate.moveCenter(rect.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.page)
        painter.drawRoundedRect(plate, 4, 4)
        painter.setPen(self._look.ink)
        painter.drawText(plate, _CENTRE, mark.text)

    def _paint_point(self, painter: QPainter, mark: Mark) -> None:
        """A point in the shape of its line; with its number where there are few, or where it is active."""
        if mark.value is None:
            return
        rect = self.rect_of(mark)
        painter.save()
        painter.translate(rect.center())
        painter.scale(_POINT, _POINT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.line(mark.row).color())
        painter.drawPath(self._look.symbol(mark.row))
        painter.restore()
        if mark == self.active or len(self._chart.marks) <= _NUMBERED:
            painter.setPen(self._look.ink if mark == self.active else self._look.muted)
            painter.drawText(rect.translated(0, -2 * _POINT).adjusted(-20, 0, 20, 0), _CENTRE, mark.text)

    def _write(self, painter: QPainter, end: QPointF, words: str) -> None:
        """Words behind a place, in the direction of the interface."""
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words) + 2
        left = end.x() - wide - _GAP if self._mirrored else end.x() + _GAP
        rect = QRectF(left, end.y() - 12, wide, 24)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, isolate(words))

    def _paint_legend(self, painter: QPainter) -> None:
        """What fills or lines mean, in a row above them."""
        view = self.box().sceneBoundingRect()
        stacked = self._chart.form == "stack"
        x = view.right() if self._mirrored else view.left()
        metrics, y = QFontMetricsF(painter.font()), view.top() + 14
        for place, name in enumerate(self._chart.columns if stacked else self._chart.rows):
            wide = metrics.horizontalAdvance(name) + 2
            swatch = QRectF(x - _SWATCH if self._mirrored else x, y - _SWATCH / 2, _SWATCH, _SWATCH)
            if stacked:
                brush, pen = self._look.part(place)
                painter.setBrush(brush)
                painter.setPen(pen)
                painter.drawRect(swatch)
            else:
                swatch = swatch.adjusted(-2 * _GAP, 0, 0, 0) if self._mirrored else swatch.adjusted(0, 0, 2 * _GAP, 0)
                painter.setPen(self._look.line(place))
                painter.drawLine(QPointF(swatch.left(), y), QPointF(swatch.right(), y))
            painter.setPen(self._look.muted)
            edge = swatch.left() if self._mirrored else swatch.right()
            self._write(painter, QPointF(edge, y), name)
            step = swatch.width() + wide + 3 * _GAP
            x += -step if self._mirrored else step

    def _paint_active(self, painter: QPainter, mark: Mark) -> None:
        """A ring in ink and accent: the one is seen on every ground, the other is what focus looks like elsewhere."""
        rect = self.rect_of(mark)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.page, 4))
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(QPen(self._look.ink, 2))
        painter.drawRoundedRect(rect, 4, 4)
