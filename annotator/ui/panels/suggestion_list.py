"""The list of what is suggested in an article, under a heading that folds it away."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.panels.chips import HEIGHT, chip_width, draw_line, outline_chip, paint_chip, start_side
from annotator.ui.panels.fields import plain_label
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.session import Session

ROW_HEIGHT: Final = 28
_LINE: Final = int(Qt.ItemDataRole.UserRole)
_GAP: Final = 8
_CHEVRON: Final = 12
_LEAST_LETTERS: Final = 72
"""Pixels that letters keep if they need them; the source gives way before them."""

_OWN_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
    }
)
_ANSWERS: Final = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Backspace})
_HELD: Final = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta})

Index = QModelIndex | QPersistentModelIndex


class Line(msgspec.Struct, frozen=True):
    """One line: ``source`` says in a word where it comes from, ``more`` in full what it would say.

    ``outlined``: only suggested. Without a chip the line is the heading of a group, which nothing chooses.
    """

    id: str
    letters: str
    chip: str = ""
    colour: str = ""
    source: str = ""
    more: str = ""
    outlined: bool = True


class Lines(QAbstractListModel):
    """The lines in their order; what is shown anew touches only the stretch that differs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[Line] = ()

    @property
    def all(self) -> Sequence[Line]:
        """Every line, headings included."""
        return self._lines

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are only read."""
        if not index.isValid() or not self._lines[index.row()].chip:
            return Qt.ItemFlag.NoItemFlags
        able = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return able | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Letters for the eye; source, label and letters for a screen reader."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == _LINE:
            return line
        if role == int(Qt.ItemDataRole.DisplayRole):
            return line.letters
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(part for part in (line.letters, line.chip, line.source) if part)
        if role == int(Qt.ItemDataRole.ToolTipRole) and line.chip:
            return "\n".join(part for part in (line.letters, line.more, line.source) if part)
        return None

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines; those before and behind the difference stay, chosen or not."""
        before = self._lines
        most = min(len(before), len(lines))
        head = next((n for n in range(most) if before[n] != lines[n]), most)
        tail = next((n for n in range(most - head) if before[-1 - n] != lines[-1 - n]), most - head)
        if len(before) > head + tail:
            self.beginRemoveRows(QModelIndex(), head, len(before) - tail - 1)
            self._lines = (*before[:head], *before[len(before) - tail :])
            self.endRemoveRows()
        if len(lines) > head + tail:
            self.beginInsertRows(QModelIndex(), head, len(lines) - tail - 1)
            self._lines = tuple(lines)
            self.endInsertRows()

    def row_of(self, line_id: str) -> int | None:
        """Where a line stands; ``None`` where it does not."""
        return next((n for n, line in enumerate(self._lines) if line.id == line_id and line.chip), None)


class _Delegate(QStyledItemDelegate):
    """A chip, outlined while it is only suggested; letters; at the end the source."""

    def __init__(self, palette: ReaderPalette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every line is as high as every other."""
        del index
        return QSize(option.rect.width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line, mirrored where the interface is."""
        line: Line = index.data(_LINE)
        style, side = option.widget.style(), start_side(option.direction)
        rect = option.rect.adjusted(_GAP, 0, -_GAP, 0)
        painter.save()
        painter.setFont(option.font)
        if not line.chip:
            painter.setPen(self._palette.muted)
            draw_line(painter, rect.adjusted(4, 0, -4, 0), line.letters, side)
            painter.restore()
            return
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        width = min(chip_width(line.chip, option.font), rect.width() // 3)
        chip = QRect(rect.left(), rect.top() + (rect.height() - HEIGHT) // 2, width, HEIGHT)
        self._chip(painter, QStyle.visualRect(option.direction, rect, chip), line)
        room = rect.right() - chip.right() - 2 * _GAP
        least = min(option.fontMetrics.horizontalAdvance(line.letters) + 2, _LEAST_LETTERS)
        said = min(option.fontMetrics.horizontalAdvance(line.source) + 2, max(0, room - least))
        source = QRect(rect.right() - said + 1, rect.top(), said, rect.height())
        letters = QRect(chip.right() + 1 + _GAP, rect.top(), room - said, rect.height())
        words = ((source, line.source, self._palette.muted), (letters, line.letters, self._palette.ink))
        for place, text, ink in words:
            cut = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.setPen(ink)
            draw_line(painter, QStyle.visualRect(option.direction, rect, place), cut, side)
        painter.restore()

    def _chip(self, painter: QPainter, rect: QRect, line: Line) -> None:
        ink, tint = self._palette.ink_of(line.colour), self._palette.tint_of(line.colour)
        if line.outlined:
            outline_chip(painter, rect, line.chip, ink=ink)
        else:
            paint_chip(painter, rect, line.chip, ink=ink, tint=tint)


class _View(QListView):
    """The lines; Enter goes into the text, Esc back to it, other keys act on the chosen line as in the reader."""

    gone_to = Signal(str)
    opened = Signal(str)
    about_to_act = Signal(str)
    acted = Signal()
    left = Signal()
    entered_anew = Signal()
    unanswerable = Signal()

    def __init__(self, key_filter: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self._key_filter = key_filter
        self.quiet = False

    @property
    def chosen(self) -> str:
        """The id of the line that keys are about; "" without one."""
        line = self.currentIndex().data(_LINE)
        return line.id if line is not None else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc are ours, the arrows are Qt's, the rest are commands."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.chosen)
        elif key in _OWN_KEYS or key in _HELD or not self.chosen:
            super().keyPressEvent(event)
        elif key in _ANSWERS and not self.currentIndex().data(_LINE).outlined:
            self.unanswerable.emit()
        else:
            self.about_to_act.emit(self.chosen)
            if self._key_filter(event):
                self.acted.emit()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home comes to the first line that can be chosen, past the heading of a group."""
        found = super().moveCursor(action, modifiers)
        while found.isValid() and not found.data(_LINE).id:
            found = found.siblingAtRow(found.row() + 1)
        return found

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on a line before Qt chooses the first."""
        if not self.chosen:
            self.entered_anew.emit()
        super().focusInEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The line that a key has gone to is shown in the text; what the program chose is shown already."""
        super().currentChanged(current, previous)
        if self.hasFocus() and not self.quiet and current.isValid():
            self.gone_to.emit(self.chosen)


class SuggestionList(QWidget):
    """Heading with the count, which folds the rest away, and the lines or a word for why there are none.

    ``folded`` says that a person has folded or unfolded it; the other signals are those of the lines, by their ids.
    """

    folded = Signal(bool)
    emptied = Signal(bool)

    def __init__(self, session: Session, palette: ReaderPalette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._session = session
        self.lines = Lines(self)
        self.view = _View(session.actions.press)
        self.view.setModel(self.lines)
        self.view.setItemDelegate(_Delegate(palette, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(session.say("annotate.suggestions.name"))
        self.view.setAccessibleDescription(session.say("annotate.suggestions.help"))
        self._empty = plain_label("", role="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._empty.setMargin(12)
        # A child before the heading is one, so that going round the panes comes to the lines first.
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.heading = QPushButton()
        self.heading.setProperty("role", "row")
        self.heading.setIconSize(QSize(_CHEVRON, _CHEVRON))
        self.heading.clicked.connect(self.turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addWidget(self._stack, 1)
        self._title = ""
        self._open = True
        self.show_lines((), title=session.say("annotate.suggestions.title"), empty="")

    @property
    def is_open(self) -> bool:
        """Whether the lines are shown, not the heading alone."""
        return self._open

    @property
    def is_empty(self) -> bool:
        """Whether there are no lines, for whatever reason."""
        return not self.lines.all

    @property
    def empty_word(self) -> str:
        """Why there are no lines; "" where there are some."""
        return "" if self.lines.all else self._empty.text()

    def show_lines(self, lines: Sequence[Line], *, title: str, empty: str) -> None:
        """Show other lines under a title, or the word ``empty``; a line that is still there stays chosen."""
        chosen, empty_before = self.view.chosen, not self.lines.all
        self.view.quiet = True
        try:
            self.lines.show(lines)
            if self.lines.row_of(chosen) is not None:
                self.choose(chosen)
        finally:
            self.view.quiet = False
        self._title = title
        self._empty.setText(empty)
        shown: QWidget = self.view if lines else self._empty
        if self.view.hasFocus() and not lines:
            self.heading.setFocus()
        self._stack.setCurrentWidget(shown)
        self._show_heading()
        if empty_before != (not lines):
            self.emptied.emit(not lines)

    def choose(self, line_id: str) -> None:
        """Stand on a line without showing it in the text; on none where there is no such line."""
        row = self.lines.row_of(line_id)
        quiet, self.view.quiet = self.view.quiet, True
        try:
            if row is None:
                self.view.clearSelection()
                self.view.setCurrentIndex(QModelIndex())
            elif self.view.chosen != line_id or not self.view.selectionModel().isRowSelected(row):
                self.view.setCurrentIndex(self.lines.index(row))
                self.view.scrollTo(self.lines.index(row), QListView.ScrollHint.EnsureVisible)
        finally:
            self.view.quiet = quiet

    def set_open(self, on: bool) -> None:
        """Show the lines, or the heading alone."""
        self._open = on
        self._stack.setVisible(on)
        self.setMinimumHeight(self.heading.sizeHint().height() + (2 * ROW_HEIGHT if on else 0))
        self.setMaximumHeight(16_777_215 if on else self.heading.sizeHint().height())
        self._show_heading()

    def turn(self) -> None:
        """Fold, or unfold."""
        self.set_open(not self._open)
        self.folded.emit(not self._open)

    def _show_heading(self) -> None:
        say = self._session.say
        self.heading.setText(self._title)
        state = say("annotate.suggestions.open" if self._open else "annotate.suggestions.folded")
        self.heading.setAccessibleName(f"{self._title}: {state}")
        self.heading.setToolTip(say(f"annotate.suggestions.{'fold' if self._open else 'unfold'}"))
        self.heading.setIcon(self._chevron())

    def _chevron(self) -> QIcon:
        """Down while open, towards the line's end while folded."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(_CHEVRON, _CHEVRON) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(_CHEVRON / 2, _CHEVRON / 2)
        if not self._open:
            painter.rotate(90 if self._session.language.right_to_left else -90)
        painter.setPen(QPen(self._session.theme.token("muted"), 1.6, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(-4, -2, 0, 2)
        painter.drawLine(0, 2, 4, -2)
        painter.end()
        return QIcon(pixmap)
