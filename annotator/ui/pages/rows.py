"""Articles in lists: a table model that reads windows of rows as they come into sight, and how a row is drawn."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.store.queries import Sort
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.duration import say_duration
from annotator.ui.session import Session
from annotator.work.corpus import Corpus, Filter, Order, Row

ROW_HEIGHT = 28
WINDOW = 200
_KEPT = 40
"""Windows kept at once: 8,000 rows, however long the list."""

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
STATE_COLOURS = MappingProxyType(
    {
        "untouched": "disabled",
        "open": "accent",
        "submitted": "good",
        "returned": "warn",
        "accepted": "good",
        "excluded": "disabled",
    }
)
HOLLOW = frozenset({"untouched", "open", "excluded"})
"""States drawn as a ring: there is still something to do, or nothing to be done."""

Index = QModelIndex | QPersistentModelIndex

COLUMNS: tuple[Sort | Literal["people"], ...] = (
    "title",
    "publisher",
    "published",
    "state",
    "people",
    "annotations",
    "length",
    "seconds",
)
_NUMBERS = frozenset({"annotations", "length", "seconds"})


class ArticleRows(QAbstractTableModel):
    """Any number of articles; a window of rows is read when one of it is asked for."""

    def __init__(self, session: Session, corpus: Corpus | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._corpus = corpus
        self._filter = Filter()
        self._order = Order()
        self._count = self._counted()
        self._windows: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._texts: MappingProxyType[str, Callable[[Row], str]] = MappingProxyType(
            {
                "title": lambda row: isolate(row.title),
                "publisher": lambda row: isolate(row.publisher) if row.publisher else "",
                "published": lambda row: row.published.split("T")[0],
                "state": lambda row: self._session.say(f"state.{row.standing}"),
                "people": lambda row: session.say("list.comma").join(
                    isolate(strip_controls(one)) for one in row.people
                ),
                "annotations": lambda row: session.language.number(row.annotations) if row.annotations else "",
                "length": lambda row: session.language.number(row.length),
                "seconds": lambda row: say_duration(row.seconds, session.language) if row.seconds else "",
            }
        )

    def show(self, *, filter_: Filter | None = None, order: Order | None = None) -> None:
        """Filter or sort otherwise."""
        self.beginResetModel()
        self._filter = filter_ if filter_ is not None else self._filter
        self._order = order if order is not None else self._order
        self._windows.clear()
        self._count = self._counted()
        self.endResetModel()

    @property
    def order(self) -> Order:
        """How the list is sorted."""
        return self._order

    @property
    def filter(self) -> Filter:
        """What the list is narrowed to."""
        return self._filter

    def row(self, place: int) -> Row | None:
        """The article at a place of the list, from 0."""
        if self._corpus is None or not 0 <= place < self._count:
            return None
        number = place // WINDOW
        rows = self._windows.get(number)
        if rows is None:
            rows = tuple(self._read(self._corpus, number * WINDOW))
            self._windows[number] = rows
            while len(self._windows) > _KEPT:
                self._windows.popitem(last=False)
        else:
            self._windows.move_to_end(number)
        inside = place % WINDOW
        return rows[inside] if inside < len(rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many articles the list holds."""
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What one cell shows."""
        row = self.row(index.row())
        if row is None:
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[column](row)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and column == "title":
            return self._about(row)
        if role == Qt.ItemDataRole.ToolTipRole and column == "people":
            return "\n".join(map(strip_controls, row.people))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The columns' names."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._session.say(f"articles.column.{COLUMNS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignTrailing if COLUMNS[section] in _NUMBERS else Qt.AlignmentFlag.AlignLeading
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the project's own order."""
        by = COLUMNS[column] if 0 <= column < len(COLUMNS) else "added"
        # Who has it is no order; such a click brings back the project's own.
        by = "added" if by == "people" else by
        self.show(order=Order(by=by, descending=order == Qt.SortOrder.DescendingOrder))

    def _counted(self) -> int:
        return self._corpus.count(self._filter) if self._corpus is not None else 0

    def _read(self, corpus: Corpus, offset: int) -> Sequence[Row]:
        return corpus.rows(offset, WINDOW, wanted=self._filter, order=self._order)

    def _about(self, row: Row) -> str:
        title = strip_controls(row.title)
        if row.title_guessed:
            return f"{title}\n{self._session.say('articles.title_guessed')}"
        return title


class StateDelegate(QStyledItemDelegate):
    """A dot in the colour of the state before its word; open work is a ring."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        self.initStyleOption(option, index)
        words, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        row = index.data(ROW_ROLE)
        state = row.standing if isinstance(row, Row) else "untouched"
        right_to_left = option.direction == Qt.LayoutDirection.RightToLeft
        area = option.rect.adjusted(8, 0, -8, 0)
        dot = QRect(area.right() - 8 if right_to_left else area.left(), area.center().y() - 3, 8, 8)
        draw_dot(painter, dot, self._session.theme.token(STATE_COLOURS[state]), hollow=state in HOLLOW)
        rest = area.adjusted(0, 0, -16, 0) if right_to_left else area.adjusted(16, 0, 0, 0)
        start = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeading)
        shown = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, start | Qt.AlignmentFlag.AlignVCenter, shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the dot too."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 16, ROW_HEIGHT)


def draw_dot(painter: QPainter, area: QRect, colour: QColor, *, hollow: bool) -> None:
    """A small disc, or a ring."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
    painter.drawEllipse(area.adjusted(1, 1, -1, -1) if hollow else area)
    painter.restore()
