"""The palette: one field that finds any command or label by a piece of its name."""

import unicodedata
from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.text.folding import fold_key
from annotator.ui.panels.fields import lean

MOST = 200
ROW = 28
WIDTH = 560
_MARGIN = 8
_FEWEST = 3  # rows, so that the sentence of an empty list has its room

Index = QModelIndex | QPersistentModelIndex


class Offer(msgspec.Struct, frozen=True):
    """One line of the palette: what it is called, by which other words it is found, its key, and what it does."""

    title: str
    words: str
    keys: str
    act: Callable[[], object]


def matching(offers: Sequence[Offer], query: str) -> tuple[Offer, ...]:
    """Offers whose title or words hold every word of the query, folded.

    Those whose title begins with it come first, then those of which it begins the words.
    """
    wanted = [fold_key(word) for word in query.split()]
    found = []
    for place, offer in enumerate(offers):
        title, text = fold_key(offer.title), fold_key(f"{offer.title} {offer.words}")
        if all(word in text for word in wanted):
            begins = bool(wanted) and title.startswith(wanted[0])
            named = all(word in title for word in wanted)
            whole = all(any(one.startswith(word) for one in text.split()) for word in wanted)
            found.append((not begins, not whole, not named, place, offer))
    return tuple(offer for *_, offer in sorted(found, key=lambda one: one[:4])[:MOST])


class Palette(QFrame):
    """A list under a field, over the window; Enter does the chosen line, Esc leaves.

    In a ``numbered`` one a digit does the line of that number while nothing is typed.
    """

    def __init__(
        self, parent: QWidget, offers: Sequence[Offer], *, hint: str, nothing: str, numbered: bool = False
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offers = offers
        self._numbered = numbered
        self.field = QLineEdit()
        lean(self.field)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.list = QListView()
        self.list.setModel(_Lines(self))
        self.list.setItemDelegate(_Line(self))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = QLabel(nothing)
        self._nothing.setProperty("role", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_MARGIN)
        for part in (self.field, self.list, self._nothing):
            layout.addWidget(part)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._do)
        self._filter("")

    def open_over(self, window: QWidget) -> None:
        """Show it near the top of ``window``, in its middle."""
        self.setFixedSize(min(WIDTH, window.width() - 64), min(self._wanted_height, 440, window.height() - 128))
        self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, 64)))
        self.show()
        self.field.setFocus()

    @property
    def _wanted_height(self) -> int:
        """What a few lines need; many of them scroll."""
        rows = max(_FEWEST, len(self._offers)) * ROW
        return 3 * _MARGIN + self.field.sizeHint().height() + rows + 2

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows of the field move in the list and Enter take its line."""
        if watched is not self.field or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        if event.key() in steps:
            self._move(steps[Qt.Key(event.key())])
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(self.list.currentIndex())
            return True
        if self._numbered and not self.field.text() and (row := _digit_of(event)) is not None:
            self._do(self._lines.index(row, 0))
            return True
        return super().eventFilter(watched, event)

    def _filter(self, query: str) -> None:
        lines = self._lines
        lines.show(matching(self._offers, query))
        self.list.setVisible(lines.rowCount() > 0)
        self._nothing.setVisible(lines.rowCount() == 0)
        self.list.setCurrentIndex(lines.index(0, 0))

    def _move(self, rows: int) -> None:
        last = self._lines.rowCount() - 1
        row = max(0, min(last, self.list.currentIndex().row() + rows))
        self.list.setCurrentIndex(self._lines.index(row, 0))

    def _do(self, index: QModelIndex) -> None:
        offer = self._lines.offer(index)
        self.close()
        if offer is not None:
            offer.act()

    @property
    def _lines(self) -> "_Lines":
        model = self.list.model()
        if not isinstance(model, _Lines):
            raise TypeError(model)
        return model


def _digit_of(event: QKeyEvent) -> int | None:
    """The row, from 0, that a digit of any script names; ``None`` for any other key."""
    text = event.text()
    value = unicodedata.digit(text, 0) if len(text) == 1 else 0
    return value - 1 if value else None


class _Lines(QAbstractListModel):
    """The offers that match."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown: tuple[Offer, ...] = ()

    def show(self, offers: tuple[Offer, ...]) -> None:
        self.beginResetModel()
        self._shown = offers
        self.endResetModel()

    def offer(self, index: Index) -> Offer | None:
        return self._shown[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        offer = self.offer(index)
        if offer is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return offer.keys
        return offer.title if role == Qt.ItemDataRole.DisplayRole else None


class _Line(QStyledItemDelegate):
    """A title at the start, its keys muted at the end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        keys = index.data(Qt.ItemDataRole.UserRole) or ""
        super().paint(painter, option, index)
        if not keys:
            return
        painter.save()
        painter.setPen(option.palette.color(option.palette.ColorRole.PlaceholderText))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(option.palette.color(option.palette.ColorRole.HighlightedText))
        end = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignTrailing)
        painter.drawText(option.rect.adjusted(8, 0, -8, 0), end | Qt.AlignmentFlag.AlignVCenter, keys)
        painter.restore()
