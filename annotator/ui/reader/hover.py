"""The card that says which marks lie under the pointer, innermost first."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.model.span import Span
from annotator.text.bidi import strip_controls
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.palette import ReaderPalette

DELAY_MS = 400
_WIDTH, _PADDING, _ROW, _INDENT, _SHADOW = 320, 10, 26, 10, 6
_NEAR = 18
_LONGEST = 120


@dataclass(frozen=True)
class CardRow:
    """One mark on the card: its chip, its letters, what is known of it."""

    mark: Mark
    words: str
    note: str


def card_rows(text: str, marks: Sequence[Mark]) -> tuple[CardRow, ...]:
    """Rows for marks given innermost first; every word is shown literally, direction controls taken out."""
    return tuple(CardRow(mark, _shown(text, mark.spans), strip_controls(mark.tooltip)) for mark in marks)


def _shown(text: str, spans: Sequence[Span]) -> str:
    words = " … ".join(span.of(text) for span in spans)
    return strip_controls(" ".join(words[:_LONGEST].split()))


class HoverCard(QWidget):
    """Floats over the page beside the pointer; it takes no mouse and no focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.rows: tuple[CardRow, ...] = ()
        self._palette: ReaderPalette | None = None
        self._rtl = True
        self._under: tuple[str, ...] = ()
        self._wanted: tuple[QPoint, tuple[CardRow, ...]] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._appear)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def dress(self, palette: ReaderPalette, font: QFont, *, rtl: bool) -> None:
        """Take colours, face and the article's direction."""
        self._palette, self._rtl = palette, rtl
        self.setFont(font)

    def point_at(self, point: QPoint, rows: tuple[CardRow, ...]) -> None:
        """The pointer rests over these marks (none hides the card); it appears after a moment."""
        under = tuple(row.mark.id for row in rows)
        if under == self._under:
            return
        self._under = under
        self.hide()
        self._wanted = (point, rows) if rows else None
        if rows:
            self._timer.start()
        else:
            self._timer.stop()

    def dismiss(self) -> None:
        """Hide until the pointer comes to other marks."""
        self._timer.stop()
        self.hide()

    def sizeHint(self) -> QSize:
        """Room for the rows and the shadow."""
        lines = sum(2 if row.note else 1 for row in self.rows)
        return QSize(_WIDTH + 2 * _SHADOW, lines * _ROW + 2 * _PADDING + 2 * _SHADOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        del event
        if self._palette is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        card = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        self._paint_ground(painter, card, self._palette)
        top = card.top() + _PADDING
        for depth, row in enumerate(self.rows):
            top = self._paint_row(painter, row, (card, top, min(depth, 4) * _INDENT))
        painter.end()

    def _appear(self) -> None:
        if self._wanted is None:
            return
        point, self.rows = self._wanted
        size, room = self.sizeHint(), self._over.rect()
        x = point.x() - size.width() + _NEAR if self._rtl else point.x() - _NEAR
        below = point.y() + _NEAR
        y = below if below + size.height() <= room.height() else point.y() - size.height() - _NEAR
        x = max(0, min(x, room.width() - size.width()))
        self.setGeometry(x, max(0, y), size.width(), size.height())
        self.show()
        self.raise_()
        self.update()

    def _paint_ground(self, painter: QPainter, card: QRectF, palette: ReaderPalette) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for spread in range(_SHADOW, 0, -1):
            painter.setBrush(QColor(0, 0, 0, 8))
            painter.drawRoundedRect(card.adjusted(-spread, 1 - spread, spread, spread), 8.0 + spread, 8.0 + spread)
        painter.setBrush(palette.page)
        painter.setPen(QPen(palette.hairline, 1.0))
        painter.drawRoundedRect(card, 8.0, 8.0)

    def _paint_row(self, painter: QPainter, row: CardRow, place: tuple[QRectF, float, float]) -> float:
        assert self._palette is not None
        card, top, indent = place
        measure = QFontMetricsF(self.font())
        name = row.mark.chip or row.mark.label
        wide = measure.horizontalAdvance(name) + 12.0
        inner = card.adjusted(_PADDING, 0.0, -_PADDING, 0.0)
        chip = self._beside(inner, (indent, wide), (top + 3.0, _ROW - 6.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._palette.tint_of(row.mark.colour))
        painter.drawRoundedRect(chip, 4.0, 4.0)
        painter.setPen(self._palette.ink_of(row.mark.colour))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, name)
        text = self._beside(inner, (indent + wide + 8.0, inner.width() - indent - wide - 8.0), (top, _ROW))
        painter.setPen(self._palette.ink)
        self._paint_text(painter, text, row.words)
        if row.note:
            text.translate(0.0, _ROW - 4.0)
            painter.setPen(self._palette.muted)
            self._paint_text(painter, text, row.note)
        return top + _ROW * (2 if row.note else 1)

    def _beside(self, inner: QRectF, across: tuple[float, float], down: tuple[float, float]) -> QRectF:
        away, width = across
        left = inner.right() - away - width if self._rtl else inner.left() + away
        return QRectF(QPointF(left, down[0]), QPointF(left + width, down[0] + down[1]))

    def _paint_text(self, painter: QPainter, box: QRectF, words: str) -> None:
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if self._rtl else Qt.LayoutDirection.LeftToRight)
        shown = QFontMetricsF(self.font()).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        side = Qt.AlignmentFlag.AlignRight if self._rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
