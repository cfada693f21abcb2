"""Label chips in lists and forms, drawn as on the page: the label's ink on its tint."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.panels.fields import starts_right_to_left
from annotator.ui.reader.palette import ReaderPalette

HEIGHT = 20
_PADDING = 7
_LEAST_PADDING = 4
_RADIUS = 4.0
_SHARE = 0.88


def chip_font(font: QFont) -> QFont:
    """The font of a chip beside text in ``font``."""
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * _SHARE)
    return small


def chip_width(text: str, font: QFont) -> int:
    """Width of a chip in pixels."""
    return QFontMetrics(chip_font(font)).horizontalAdvance(text) + 2 * _PADDING


def paint_chip(painter: QPainter, rect: QRect, text: str, *, ink: QColor, tint: QColor) -> None:
    """Draw a chip into ``rect``, its text cut at the end where there is less room; the painter keeps its state."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRoundedRect(QRectF(rect), _RADIUS, _RADIUS)
    _paint_word(painter, rect, text, ink)
    painter.restore()


def outline_chip(painter: QPainter, rect: QRect, text: str, *, ink: QColor) -> None:
    """Draw the chip of what is only suggested: an edge, no ground; the painter keeps its state."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(ink)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    _paint_word(painter, rect, text, ink)
    painter.restore()


def _paint_word(painter: QPainter, rect: QRect, text: str, ink: QColor) -> None:
    font = chip_font(painter.font())
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width() - _LEAST_PADDING)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), shown)


def draw_line(painter: QPainter, rect: QRect, text: str, side: Qt.AlignmentFlag) -> None:
    """Draw one line at a side of ``rect``, in its letters' own direction: an ellipsis then stands at their end."""
    right_to_left = starts_right_to_left(text)
    flag = Qt.TextFlag.TextForceRightToLeft if right_to_left else Qt.TextFlag.TextForceLeftToRight
    flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect, int(flags) | int(flag) | int(Qt.TextFlag.TextSingleLine), text)


def start_side(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    """The side at which lines begin in an interface of that direction."""
    mirrored = direction == Qt.LayoutDirection.RightToLeft
    return Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft


class ChipLabel(QWidget):
    """One chip as a widget."""

    def __init__(self, palette: ReaderPalette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._text = self._colour = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_label(self, text: str, colour: str) -> None:
        """Show another word in another label's colour."""
        self._text, self._colour = text, colour
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the word."""
        return QSize(chip_width(self._text, self.font()), HEIGHT + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        del event
        ink, tint = self._palette.ink_of(self._colour), self._palette.tint_of(self._colour)
        paint_chip(QPainter(self), self.rect().adjusted(0, 1, 0, -1), self._text, ink=ink, tint=tint)
