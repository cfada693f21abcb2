"""A table of frozen values: columns that say what they show, rows that are handed in or fetched as they are needed."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from annotator.ui.actions import Actions
from annotator.ui.pages.row_table import RowTable
from annotator.ui.pages.rows import ROW_HEIGHT, ROW_ROLE, Index


class Column(msgspec.Struct, frozen=True):
    """One column: its heading, the words of a row in it, its width in pixels (0: what is left), and how it is set."""

    heading: str
    words: Callable[[Any], str]
    width: int = 0
    number: bool = False
    tip: Callable[[Any], str] | None = None


class Sheet(QAbstractTableModel):
    """Rows of any value; ``more`` fetches those that follow when the end comes into sight, none ends it."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        more: Callable[[], Sequence[Any]] | None = None,
        faint: Callable[[Any], bool] | None = None,
        ink: QColor | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Any] = []
        self._more = more
        self._faint = faint
        self._ink = ink
        self._ended = more is None

    def show(self, rows: Sequence[Any]) -> None:
        """Show these rows, and fetch further ones behind them if there is something to fetch from."""
        self.beginResetModel()
        self._rows = list(rows)
        self._ended = self._more is None or not rows
        self.endResetModel()

    def row(self, place: int) -> Any:
        """The value at a place, from 0; ``None`` outside."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are so far."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def canFetchMore(self, _parent: Index) -> bool:
        """Whether there may be further rows."""
        return not self._ended

    def fetchMore(self, _parent: Index) -> None:
        """Read on."""
        rows = self._more() if self._more else ()
        self._ended = not rows
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What one cell shows."""
        row, column = self.row(index.row()), self._columns[index.column()]
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.words(row)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip else column.words(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and self._faint is not None and self._faint(row):
            return self._ink
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The columns' headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        return _alignment(self._columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None


class SheetView(RowTable):
    """A quiet table of whole rows: ``chosen`` carries the value that Enter or a double click means.

    Single keys are those of the page, under any layout; in a dialog, without ``actions``, they do nothing.
    """

    chosen = Signal(object)

    def __init__(
        self, actions: Actions | None, *, name: str, several: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.activated.connect(self._choose)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Give the columns their widths."""
        header = self.horizontalHeader()
        for place, column in enumerate(columns):
            if column.width:
                self.setColumnWidth(place, column.width)
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def current(self) -> Any:
        """The value of the current row; ``None`` without one."""
        return self.currentIndex().data(ROW_ROLE)

    def selected(self) -> list[Any]:
        """The values of the selected rows, from top to bottom."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.model().index(place, 0).data(ROW_ROLE) for place in places]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys of the page come before the table's own search by letters."""
        if self._actions is None or not self._actions.press(event):
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys here: they never jump to a row that begins with them."""
        del search

    def _choose(self, index: QModelIndex) -> None:
        value = index.data(ROW_ROLE)
        if value is not None:
            self.chosen.emit(value)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignTrailing if column.number else Qt.AlignmentFlag.AlignLeading
    return side | Qt.AlignmentFlag.AlignVCenter
