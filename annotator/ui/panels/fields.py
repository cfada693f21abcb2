"""Fields that write when they are left, drop at Esc, and never change by a stray turn of the wheel."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

_ONE_LINE: Final = 28


def lean(field: QLineEdit) -> None:
    """Let an empty field begin where the interface does: Qt goes by the keyboard's language while nothing is typed."""

    def settle(text: str) -> None:
        mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        field.setAlignment(Qt.AlignmentFlag.AlignLeading if text else side | Qt.AlignmentFlag.AlignAbsolute)

    field.textChanged.connect(settle)
    settle(field.text())


class EditField(QLineEdit):
    """One line of text; ``committed`` carries what was typed, once, on Enter or on leaving, ``left`` wants the reader.

    Esc drops the edit; Esc on an untouched field leaves it.
    """

    committed = Signal(str)
    left = Signal()

    def __init__(self, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        lean(self)
        self.setText(value)
        self.setCursorPosition(0)

    def set_value(self, value: str) -> None:
        """Show what is stored now; something half typed stays."""
        untouched = self.text() == self._value
        self._value = value
        if untouched:
            self.setText(value)
            self.setCursorPosition(0)

    def drop(self) -> bool:
        """Go back to what is stored; whether anything was typed."""
        touched = self.text() != self._value
        self.setText(self._value)
        self.setCursorPosition(0)
        return touched

    def finish(self) -> None:
        """Write what was typed, if anything."""
        typed = self.text().strip()
        if typed != self._value:
            self._value = typed
            self.setText(typed)
            self.committed.emit(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter writes; Esc drops, then leaves."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            if not self.drop():
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving writes and shows the beginning again, unless only a menu took the focus for a moment."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason):
            self.finish()
            self.setCursorPosition(0)


class Chooser(QComboBox):
    """One of a few values, each with the words for it; ``chosen`` carries the value a person has taken."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(20)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._tell)

    def offer(self, options: Iterable[tuple[str, str]], value: str) -> None:
        """Show ``(value, words)`` with ``value`` chosen; one that is not offered is shown as it stands."""
        self.blockSignals(True)
        self.clear()
        for known, words in options:
            self.addItem(words, known)
        if self.findData(value) < 0:
            self.addItem(value, value)
        self.setCurrentIndex(self.findData(value))
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the reader."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the panel: it must never change a value under the pointer."""
        event.ignore()

    def _tell(self, index: int) -> None:
        self.chosen.emit(str(self.itemData(index)))


class LinkButton(QPushButton):
    """A button that looks like a link, begins where the lines beside it begin, and gives way to a narrow panel."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = text
        self.setProperty("role", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        # "left" of a style sheet is the start: Qt turns it round with the interface.
        self.setStyleSheet("text-align: left; padding: 2px 0; min-height: 20px;")
        self.show_words(text)

    @property
    def words(self) -> str:
        """All of its text, however little of it fits."""
        return self._words

    def show_words(self, text: str) -> None:
        """Show another text."""
        self._words = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text to what fits, at its logical end."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        cut = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, max(self.width() - 4, 40))
        # An isolate keeps the ellipsis at the end of its letters where these run against the interface.
        self.setText(f"\u2068{cut}\u2069".replace("&", "&&"))
        self.setToolTip(self._words if cut != self._words else "")


def starts_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs right to left."""
    for character in text:
        way = unicodedata.bidirectional(character)
        if way in ("R", "AL", "L"):
            return way != "L"
    return False


def article_words(text: str, *, role: str = "") -> QLabel:
    """Letters of an article or of a person, laid out in their own direction under any interface.

    A line or less begins beside what stands before it; more is set flush with the edge at which its lines begin.
    """
    label = plain_label(text, role=role, wrap=True)
    own = Qt.LayoutDirection.RightToLeft if starts_right_to_left(text) else Qt.LayoutDirection.LeftToRight
    if own != QGuiApplication.layoutDirection() and len(text) <= _ONE_LINE:
        mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        label.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    label.setLayoutDirection(own)
    return label


def plain_label(text: str, *, role: str = "", wrap: bool = False) -> QLabel:
    """A label that shows its text literally; ``role`` is a word of the style sheet (``muted``, ``title``)."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label
