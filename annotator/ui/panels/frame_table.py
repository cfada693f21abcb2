"""A table of quotes or of events: how its lines are drawn, and its keys."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from annotator.ui.actions import Actions
from annotator.ui.pages.rows import ROW_ROLE
from annotator.ui.pages.sheet import Column, SheetView
from annotator.ui.panels.chips import HEIGHT, chip_width, draw_line, paint_chip, start_side
from annotator.ui.panels.frame_columns import Layout
from annotator.ui.reader.palette import ReaderPalette
from annotator.work.frame_lines import FrameLine

Index = QModelIndex | QPersistentModelIndex

_EDGE: Final = 8
_GAP: Final = 8
_BAR: Final = 3
_LEAST: Final = 56
_MOST_WANTED: Final = 180
_FOR_WORDS: Final = 280
_SHRUNK: Final = 0.7
_MOST_READ: Final = 200
_LONGEST: Final = 60
_OWN_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class FrameTable(SheetView):
    """``gone_to`` carries the line that a key or a click has gone to; ``left`` wants the reader."""

    gone_to = Signal(object)
    left = Signal()

    def __init__(self, actions: Actions, *, name: str, chip: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(actions, name=name, several=True, parent=parent)
        self._chip = chip
        self.clicked.connect(self._tell)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self._columns: Sequence[Column] = ()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Columns with a width keep it; the others share what is left by how much they hold."""
        self._columns = tuple(columns)
        self.horizontalHeader().setMinimumSectionSize(_LEAST)
        self.fit()

    def fit(self) -> None:
        """Give the columns their widths for what stands in them now; no heading is cut while there is room for all."""
        least = {place: self._heading(place) for place, column in enumerate(self._columns) if not column.width}
        further = {place: max(0, self._longest(place) - width) for place, width in least.items()}
        fixed, room = sum(column.width for column in self._columns), self.viewport().width()
        # In a narrow window the columns that have a width of their own give way to those that hold sentences.
        share = min(1.0, max(_SHRUNK, (room - _FOR_WORDS) / fixed)) if fixed else 1.0
        widths = [int(column.width * share) for column in self._columns]
        left, whole = max(0, room - sum(widths) - sum(least.values())), sum(further.values())
        for place, width in least.items():
            widths[place] = width + int(left * (further[place] / whole if whole else 1 / len(least)))
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new width."""
        super().resizeEvent(event)
        self.fit()

    def _heading(self, place: int) -> int:
        return max(_LEAST, self.horizontalHeader().sectionSizeHint(place))

    def _longest(self, place: int) -> int:
        metrics, model = self.fontMetrics(), self.model()
        cells = (model.index(row, place) for row in range(min(model.rowCount(), _MOST_READ)))
        # Behind a chip stand fewer words than its tip says.
        role = Qt.ItemDataRole.ToolTipRole if place == self._chip else Qt.ItemDataRole.DisplayRole
        widths = (metrics.horizontalAdvance(str(cell.data(role) or "")[:_LONGEST]) for cell in cells)
        return min(max(widths, default=0), _MOST_WANTED) + 2 * _EDGE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the text, Esc leaves, arrows move here; other keys act on the line as in the reader."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _ENTER and self.current() is not None:
            self.chosen.emit(self.current())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _OWN_KEYS:
            QTableView.keyPressEvent(self, event)
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The line that a key has gone to becomes active; what the program chose is active already."""
        super().currentChanged(current, previous)
        if self.hasFocus() and current.isValid() and current.row() != previous.row():
            self.gone_to.emit(current.data(ROW_ROLE))

    def _tell(self, index: QModelIndex) -> None:
        self.gone_to.emit(index.data(ROW_ROLE))


class FrameDelegate(QStyledItemDelegate):
    """A bar in the speaker's colour before a quote, a chip before a type, a warning where a part is missing."""

    def __init__(
        self,
        layout: Layout,
        palette: ReaderPalette,
        *,
        warn: QColor,
        chip: Callable[[FrameLine], str],
        bar: Callable[[FrameLine], str | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._layout = layout
        self._palette = palette
        self._warn = warn
        self._chip = chip
        self._bar = bar

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell, mirrored where the interface is."""
        line: FrameLine = index.data(ROW_ROLE)
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        words, whole.text = whole.text, ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, option.widget)
        painter.save()
        painter.setFont(option.font)
        rect = option.rect.adjusted(_EDGE, 0, -_EDGE, 0)
        used = 0
        if index.column() == 0:
            used = self._paint_bar(painter, option, line)
        if index.column() == self._layout.chip:
            used = self._paint_chip(painter, option.direction, rect, line)
        role = self._layout.roles[index.column()]
        lacks = bool(role) and role in line.missing
        painter.setPen(self._warn if lacks else self._palette.ink)
        place = QStyle.visualRect(option.direction, rect, rect.adjusted(used, 0, 0, 0))
        cut = QFontMetrics(option.font).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        draw_line(painter, place, cut, start_side(option.direction))
        painter.restore()

    def _paint_bar(self, painter: QPainter, option: QStyleOptionViewItem, line: FrameLine) -> int:
        """The bar, or for a line that lacks something a warning mark; the room that it takes."""
        colour = self._bar(line)
        if colour is not None:
            bar = QRect(option.rect.left() + 2, option.rect.top() + 4, _BAR, option.rect.height() - 8)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(QStyle.visualRect(option.direction, option.rect, bar)), 1, 1)
        return _BAR if colour is not None else 0

    def _paint_chip(self, painter: QPainter, way: Qt.LayoutDirection, rect: QRect, line: FrameLine) -> int:
        word, colour = self._chip(line), line.annotation.kind.upper()
        width = min(chip_width(word, painter.font()), rect.width())
        chip = QRect(rect.left(), rect.top() + (rect.height() - HEIGHT) // 2, width, HEIGHT)
        ink, tint = self._palette.ink_of(colour), self._palette.tint_of(colour)
        paint_chip(painter, QStyle.visualRect(way, rect, chip), word, ink=ink, tint=tint)
        return width + _GAP
