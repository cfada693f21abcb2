"""A list of annotations with a box to check on each: what a gesture is about to bring to another place."""

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.ui.panels.chips import HEIGHT, chip_width, draw_line, paint_chip, start_side
from annotator.ui.reader.palette import ReaderPalette

Index = QModelIndex | QPersistentModelIndex

_ROW: Final = 32
_BOX: Final = 32
_GAP: Final = 8
_LINE: Final = int(Qt.ItemDataRole.UserRole)
_CHECK: Final = int(Qt.ItemDataRole.CheckStateRole)


class CopyRow(msgspec.Struct, frozen=True):
    """One annotation: its chip and colour, its letters, where it comes from and goes to, and whether it is checked."""

    chip: str
    colour: str
    letters: str
    way: str
    on: bool


class CopyRows(QAbstractListModel):
    """The rows with their boxes; ``counted`` says that another number of them is checked."""

    counted = Signal(int)

    def __init__(self, rows: Sequence[CopyRow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = tuple(rows)
        self._on = {n for n, row in enumerate(rows) if row.on}

    @property
    def checked(self) -> tuple[int, ...]:
        """The places, from 0, of the rows that are checked."""
        return tuple(sorted(self._on))

    def check_all(self, on: bool) -> None:
        """Check every row, or none."""
        self._on = set(range(len(self._rows))) if on else set()
        self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [_CHECK])
        self.counted.emit(len(self._on))

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be checked."""
        del index
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Box, row, and its words for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == _CHECK:
            return Qt.CheckState.Checked if index.row() in self._on else Qt.CheckState.Unchecked
        if role == _LINE:
            return row
        if role in (int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return f"{row.chip}: {row.letters}\n{row.way}"
        return None

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Check or uncheck a row."""
        if role != _CHECK or not index.isValid():
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._on.add(index.row())
        else:
            self._on.discard(index.row())
        self.dataChanged.emit(index, index, [_CHECK])
        self.counted.emit(len(self._on))
        return True


class CopiesView(QListView):
    """The rows to go through with the arrows; Space checks and unchecks."""

    def __init__(self, rows: Sequence[CopyRow], palette: ReaderPalette) -> None:
        super().__init__()
        self.rows = CopyRows(rows, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(palette, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class _Delegate(QStyledItemDelegate):
    """A box, a chip, the letters, and at the end of the line where they go."""

    def __init__(self, palette: ReaderPalette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as every other."""
        del index
        return QSize(option.rect.width(), _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row, mirrored where the interface is."""
        super().paint(painter, option, index)
        self._outline_box(painter, option, index)
        row: CopyRow = index.data(_LINE)
        rect, way = option.rect.adjusted(_BOX, 0, -_GAP, 0), option.direction
        whole = option.rect
        painter.save()
        painter.setFont(option.font)
        ink, tint = self._palette.ink_of(row.colour), self._palette.tint_of(row.colour)
        chip = QRect(rect.left(), rect.top() + (rect.height() - HEIGHT) // 2, chip_width(row.chip, option.font), HEIGHT)
        paint_chip(painter, QStyle.visualRect(way, whole, chip), row.chip, ink=ink, tint=tint)
        metrics = QFontMetrics(option.font)
        end = rect.right() - metrics.horizontalAdvance(row.way)
        painter.setPen(self._palette.muted)
        goes = QRect(end, rect.top(), rect.right() - end + 1, rect.height())
        painter.drawText(QStyle.visualRect(way, whole, goes), int(Qt.AlignmentFlag.AlignCenter), row.way)
        letters = QRect(chip.right() + 1 + _GAP, rect.top(), end - chip.right() - 1 - 2 * _GAP, rect.height())
        painter.setPen(self._palette.ink)
        cut = metrics.elidedText(row.letters, Qt.TextElideMode.ElideRight, letters.width())
        draw_line(painter, QStyle.visualRect(way, whole, letters), cut, start_side(way))
        painter.restore()

    def _outline_box(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """An empty box has an edge in the dark too."""
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        style = option.widget.style()
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, whole, option.widget)
        painter.save()
        painter.setPen(self._palette.muted)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 2, 2)
        painter.restore()
