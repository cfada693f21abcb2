"""Small signs where invisible characters stand: painted over the page, never put into the text."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.text.bidi import CONTROLS
from annotator.ui.reader.scene import ShownRow

_SPACES = frozenset("\u00a0\u202f\u2007\u2009\u200a\u3000")
_WIDE = frozenset("\t\u2028")


def paint_invisibles(painter: QPainter, row: ShownRow, colour: QColor) -> None:
    """Mark the invisible characters of a row; the painter's origin stands on its baseline at the column's edge."""
    shape, units, metrics = row.block.shape(row.line), row.block.units, row.block.metrics
    for unit in range(shape.start, shape.end):
        letter = units[unit]
        if letter not in _SPACES and letter not in _WIDE and letter not in CONTROLS:
            continue
        painter.setPen(QPen(colour, 1.2))
        x, _ = shape.leading(unit)
        far, _ = shape.trailing(unit)
        if letter in _SPACES or letter in _WIDE:
            left, right = sorted((x, far))
            box = QRectF(left + 1.0, metrics.descent * 0.1, max(3.0, right - left - 2.0), 3.0)
            painter.drawPolyline([box.topLeft(), box.bottomLeft(), box.bottomRight(), box.topRight()])
        else:
            painter.drawLine(QPointF(x, metrics.tint_top + 4.0), QPointF(x, metrics.descent))
            painter.setBrush(colour)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(x, metrics.tint_top + 3.0), 2.2, 2.2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
