"""A list of rows with a box on each: what a gesture is about to touch, to be pruned by hand."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT: Final = 32
BOX: Final = 32
"""Pixels at the start of a row that belong to its box."""
GAP: Final = 8
ROW: Final = int(Qt.ItemDataRole.UserRole)
"""The role under which the model hands out the row itself."""

_CHECK: Final = int(Qt.ItemDataRole.CheckStateRole)
_SPOKEN: Final = (int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole))


class CheckRows(QAbstractListModel):
    """Rows with their boxes; ``counted`` says that another number of them is checked."""

    counted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Any] = ()
        self._on: set[int] = set()

    # --- what the lists differ in

    def words_of(self, row: Any) -> str:
        """What is read of a row, and shown over it."""
        raise NotImplementedError

    def is_proposed(self, row: Any) -> bool:
        """Whether a row is checked to begin with."""
        raise NotImplementedError

    def is_free(self, row: Any) -> bool:
        """Whether a row can be checked at all."""
        del row
        return True

    def is_in_all(self, row: Any) -> bool:
        """Whether checking all means a row too."""
        del row
        return True

    # --- what they share

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, checked as they propose."""
        self.beginResetModel()
        self._rows = rows
        self._on = {n for n, row in enumerate(rows) if self.is_proposed(row)}
        self.endResetModel()
        self.counted.emit(len(self._on))

    @property
    def checked_places(self) -> tuple[int, ...]:
        """The places, from 0, of the rows that are checked."""
        return tuple(sorted(self._on))

    @property
    def checked_rows(self) -> tuple[Any, ...]:
        """The rows that are checked."""
        return tuple(self._rows[place] for place in self.checked_places)

    def check_all(self, on: bool) -> None:
        """Check every row that this means, or none."""
        self._on = {n for n, row in enumerate(self._rows) if on and self.is_in_all(row)}
        self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [_CHECK])
        self.counted.emit(len(self._on))

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be checked as far as they are free."""
        able = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        free = index.isValid() and self.is_free(self._rows[index.row()])
        return able | Qt.ItemFlag.ItemIsUserCheckable if free else able

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Box, row, and its words for a screen reader."""
        if not index.isValid():
            return None
        if role == _CHECK:
            return Qt.CheckState.Checked if index.row() in self._on else Qt.CheckState.Unchecked
        row = self._rows[index.row()]
        if role == ROW:
            return row
        return self.words_of(row) if role in _SPOKEN else None

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


class CheckView(QListView):
    """The rows to go through with the arrows; Space checks and unchecks."""

    def __init__(self, rows: CheckRows, delegate: QStyledItemDelegate) -> None:
        super().__init__()
        rows.setParent(self)
        delegate.setParent(self)
        self.setModel(rows)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class CheckDelegate(QStyledItemDelegate):
    """Draws the box of a row; what stands beside it is drawn by ``paint_row``."""

    def __init__(self, muted: QColor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._muted = muted

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw what stands beside the box."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as every other."""
        del index
        return QSize(option.rect.width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        super().paint(painter, option, index)
        self._outline_box(painter, option, index)
        self.paint_row(painter, option, index)

    def _outline_box(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """An empty box has an edge in the dark too."""
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        style = option.widget.style()
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, whole, option.widget)
        painter.save()
        painter.setPen(self._muted)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 2, 2)
        painter.restore()
