"""A table in which the whole row under the pointer is tinted, as it is whole rows that are chosen."""

from PySide6.QtCore import Property, QEvent, QRect
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget


class RowTable(QTableView):
    """The colour of the tint comes from the style sheet (``qproperty-hover``)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pointed = -1
        self._tint = QColor()
        self.setMouseTracking(True)

    def _hover(self) -> QColor:
        return self._tint

    def _set_hover(self, tint: QColor) -> None:
        self._tint = tint
        self.viewport().update()

    hover = Property(QColor, _hover, _set_hover)

    @property
    def pointed(self) -> int:
        """The row under the pointer, -1 without one."""
        return self._pointed

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self._point_at(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Forget the row when the pointer leaves, and when the list moves away from under it."""
        if event.type() in (QEvent.Type.Leave, QEvent.Type.Wheel):
            self._point_at(-1)
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint lies under the cells, so that what they draw stands on it."""
        if self._pointed >= 0 and self._tint.isValid():
            painter = QPainter(self.viewport())
            painter.fillRect(self._row_area(self._pointed), self._tint)
            painter.end()
        super().paintEvent(event)

    def _row_area(self, row: int) -> QRect:
        return QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def _point_at(self, row: int) -> None:
        if row == self._pointed:
            return
        for one in (self._pointed, row):
            if one >= 0:
                self.viewport().update(self._row_area(one))
        self._pointed = row
