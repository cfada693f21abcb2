"""The list of an article's annotations in text order, filtered by letters and kind."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

import msgspec
from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.annotation import KINDS, Annotation
from annotator.text.folding import fold_key
from annotator.ui.naming import name_box
from annotator.ui.panels.chips import HEIGHT, chip_width, draw_line, paint_chip, start_side
from annotator.ui.panels.fields import Chooser, lean, plain_label
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.session import Session

ROW_HEIGHT: Final = 28
_ID: Final = int(Qt.ItemDataRole.UserRole)
_ROW: Final = _ID + 1
_GAP: Final = 8
_ALL: Final = "all"
WAITING: Final = ("unlinked", "unsure")
"""Lists of open work that the filter knows besides the kinds."""
_AFTER_PAINT_MS: Final = 60

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
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
    }
)

Index = QModelIndex | QPersistentModelIndex
Order = tuple[int, int, str, str, str]


class Row(msgspec.Struct, frozen=True):
    """One annotation as the list shows it; ``order`` is its place in the text, ``key`` its folded letters."""

    id: str
    order: Order
    kind: str
    chip: str
    colour: str
    letters: str
    key: str
    waits: tuple[str, ...] = ()


def row_of(annotation: Annotation, *, chip: str, colour: str, letters: str, waits: tuple[str, ...] = ()) -> Row:
    """The row of an annotation whose chip and letters are known; ``waits`` are the lists of open work it is on."""
    order = (annotation.start, -annotation.end, annotation.kind, annotation.label, annotation.id)
    return Row(annotation.id, order, annotation.kind, chip, colour, letters, fold_key(letters), waits)


class Rows(QStringListModel):
    """All rows of one article by id, and in text order those that the filter lets through.

    After every step the view asks the model thousands of times how many rows there are: the model of strings answers
    by itself, without a call into Python. Its strings are empty; what a row shows stands here.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: dict[str, Row] = {}
        self._shown: list[Row] = []
        self._coming: list[Row] = []
        self._same: Counter[tuple[str, str]] = Counter()
        self._needle = ""
        self._kind = _ALL
        # Connected before any view is, so that views find the rows as the model of strings counts them.
        self.rowsInserted.connect(self._came)
        self.rowsRemoved.connect(self._went)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """To be chosen, never to be edited or dragged."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return chosen if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Letters for the eye, label and letters for a screen reader."""
        if not index.isValid():
            return None
        row = self._shown[index.row()]
        if role == _ROW:
            return (row, self._same[row.chip, row.key])
        if role == _ID:
            return row.id
        if role == int(Qt.ItemDataRole.DisplayRole):
            return row.letters
        return f"{row.chip}: {row.letters}" if role == int(Qt.ItemDataRole.AccessibleTextRole) else None

    @property
    def total(self) -> int:
        """Rows with and without the filter's leave."""
        return len(self._all)

    def fill(self, rows: Iterable[Row]) -> None:
        """Show another article."""
        self._all = {row.id: row for row in rows}
        self._same = Counter((row.chip, row.key) for row in self._all.values())
        self._show()

    def patch(self, removed: Iterable[str], added: Iterable[Row]) -> None:
        """Take rows out and put rows in; nothing else is touched."""
        for row_id in removed:
            self._take(row_id)
        for row in added:
            self._take(row.id)
            self._all[row.id] = row
            self._same[row.chip, row.key] += 1
            if self._passes(row):
                self._coming = [row]
                self.insertRows(self._place(row), 1)

    def narrow(self, needle: str, kind: str) -> None:
        """Show what holds these letters and is of this kind (``all``: any)."""
        self._needle, self._kind = fold_key(needle.strip()), kind
        self._show()

    def index_of(self, row_id: str) -> QModelIndex:
        """Where an annotation stands; an invalid index where the filter keeps it out."""
        row = self._all.get(row_id)
        if row is None:
            return QModelIndex()
        at = self._place(row)
        found = at < len(self._shown) and self._shown[at].id == row_id
        return self.index(at) if found else QModelIndex()

    def _take(self, row_id: str) -> None:
        at = self.index_of(row_id)
        if at.isValid():
            self.removeRows(at.row(), 1)
        row = self._all.pop(row_id, None)
        if row is not None:
            self._same[row.chip, row.key] -= 1

    def _show(self) -> None:
        self._shown = self._let_through()
        self.setStringList([""] * len(self._shown))

    def _came(self, _parent: QModelIndex, first: int, _last: int) -> None:
        self._shown[first:first] = self._coming

    def _went(self, _parent: QModelIndex, first: int, last: int) -> None:
        del self._shown[first : last + 1]

    def _place(self, row: Row) -> int:
        return bisect_left(self._shown, row.order, key=lambda one: one.order)

    def _let_through(self) -> list[Row]:
        return sorted((row for row in self._all.values() if self._passes(row)), key=lambda row: row.order)

    def _passes(self, row: Row) -> bool:
        return self._kind in (_ALL, row.kind, *row.waits) and (
            self._needle in row.key or self._needle == fold_key(row.chip)
        )


class RowDelegate(QStyledItemDelegate):
    """Chip at the start, letters cut at their logical end, how often the same is tagged so at the end."""

    def __init__(self, palette: ReaderPalette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as every other, and as wide as the view, also when a scroll bar has come."""
        del option, index
        return QSize(1, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row, mirrored where the interface is."""
        shown = index.data(_ROW)
        if not shown:
            return
        row, same = shown
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setFont(option.font)
        rect, direction = option.rect.adjusted(_GAP, 0, -_GAP, 0), option.direction
        width = min(chip_width(row.chip, option.font), rect.width() // 2)
        chip = QRect(rect.left(), rect.top() + (rect.height() - HEIGHT) // 2, width, HEIGHT)
        ink, tint = self._palette.ink_of(row.colour), self._palette.tint_of(row.colour)
        paint_chip(painter, QStyle.visualRect(direction, rect, chip), row.chip, ink=ink, tint=tint)
        end = rect.right()
        if same > 1:
            end -= option.fontMetrics.horizontalAdvance(str(same)) + _GAP
            number = QRect(end + _GAP, rect.top(), rect.right() - end - _GAP + 1, rect.height())
            painter.setPen(self._palette.muted)
            painter.drawText(QStyle.visualRect(direction, rect, number), int(Qt.AlignmentFlag.AlignCenter), str(same))
        letters = QRect(chip.right() + 1 + _GAP, rect.top(), end - chip.right() - 1 - _GAP, rect.height())
        cut = option.fontMetrics.elidedText(row.letters, Qt.TextElideMode.ElideRight, letters.width())
        painter.setPen(self._palette.ink)
        draw_line(painter, QStyle.visualRect(direction, rect, letters), cut, start_side(direction))
        painter.restore()


class _View(QListView):
    """The rows; Enter opens one, Esc goes back to the reader, other keys act on what is chosen as in the reader."""

    opened = Signal(str)
    left = Signal()
    gone_to = Signal(str)

    def __init__(self, key_filter: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self._key_filter = key_filter
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc are ours, the arrows are Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(str(self.currentIndex().data(_ID)))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _OWN_KEYS or not self._key_filter(event):
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The row that a key has gone to becomes active; what the program chose is active already."""
        super().currentChanged(current, previous)
        if self.hasFocus() and current.isValid():
            self.gone_to.emit(str(current.data(_ID)))


class AnnotationList(QWidget):
    """The panel at the start: heading with the count, filter, rows.

    ``activated`` carries an annotation's id, ``chosen_changed`` says that other rows are selected.
    """

    activated = Signal(str)
    opened = Signal(str)
    left = Signal()
    chosen_changed = Signal()

    def __init__(self, session: Session, palette: ReaderPalette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._session = session
        self._active: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_PAINT_MS)
        self._timer.timeout.connect(self._choose_row)
        self.rows = Rows(self)
        self._heading = plain_label("", role="title")
        self._filter = QLineEdit()
        lean(self._filter)
        self._filter.setPlaceholderText(session.say("annotate.list.filter"))
        self._filter.setAccessibleName(session.say("annotate.list.filter"))
        self._filter.setClearButtonEnabled(True)
        self._kind = Chooser()
        self._kind.offer([(kind, session.say(f"annotate.kinds.{kind}")) for kind in (_ALL, *WAITING, *KINDS)], _ALL)
        name_box(self._kind, session.say("annotate.list.kind"))
        self.view = _View(session.actions.press)
        self.view.setModel(self.rows)
        self.view.setItemDelegate(RowDelegate(palette, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(session.say("annotate.list.name"))
        self._empty = plain_label("", role="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._empty.setMargin(12)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._lay_out()
        self._filter.textChanged.connect(self._narrow)
        self._kind.chosen.connect(self._narrow)
        self.view.clicked.connect(lambda index: self.activated.emit(str(index.data(_ID))))
        self.view.gone_to.connect(self.activated)
        self.view.selectionModel().selectionChanged.connect(lambda _on, _off: self.chosen_changed.emit())
        self.view.opened.connect(self.opened)
        self.view.left.connect(self.left)
        self._settle()

    def focus_pane(self) -> QWidget:
        """What takes the focus when F6 comes here."""
        return self.view

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the rows that are selected, in text order."""
        rows = sorted(self.view.selectionModel().selectedRows(), key=lambda index: index.row())
        return tuple(str(index.data(_ID)) for index in rows)

    def fill(self, rows: Iterable[Row]) -> None:
        """Show another article."""
        self.rows.fill(rows)
        self._settle()

    def patch(self, removed: Iterable[str], added: Iterable[Row]) -> None:
        """Follow a gesture; several rows that were selected stay so."""
        chosen = self.chosen
        self.rows.patch(removed, added)
        self._settle()
        if self._active is not None:
            # Rows that came above it have pushed it away.
            self._timer.start()
        if len(chosen) > 1:
            for row_id in chosen:
                self.view.selectionModel().select(self.rows.index_of(row_id), QItemSelectionModel.SelectionFlag.Select)

    def show_active(self, annotation_id: str | None) -> None:
        """Choose an annotation's row and bring it into sight, once the page has been painted.

        Choosing a row after an insertion makes Qt lay out every row again: some milliseconds for thousands.
        """
        self._active = annotation_id
        self._timer.start()

    def _choose_row(self) -> None:
        index = self.rows.index_of(self._active) if self._active else QModelIndex()
        if index.isValid() and index == self.view.currentIndex() and len(self.chosen) > 1:
            return
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index, QListView.ScrollHint.EnsureVisible)
        else:
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(12, 8, 8, 0)
        heading.addWidget(self._heading, 1)
        self.corner = heading
        filters = QHBoxLayout()
        filters.setContentsMargins(8, 0, 8, 0)
        filters.setSpacing(8)
        filters.addWidget(self._filter, 3)
        filters.addWidget(self._kind, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(heading)
        layout.addLayout(filters)
        layout.addWidget(self._stack, 1)

    def _narrow(self) -> None:
        self.rows.narrow(self._filter.text(), str(self._kind.currentData()))
        self._settle()

    def _settle(self) -> None:
        self._heading.setText(self._session.say("annotate.list.heading", n=self.rows.total))
        shown = self.rows.rowCount()
        key = "annotate.list.empty" if not self.rows.total else "annotate.list.nothing_found"
        self._empty.setText(self._session.say(key))
        self._stack.setCurrentWidget(self.view if shown else self._empty)
