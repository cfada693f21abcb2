"""Fields that write when they are left, drop at Esc, and never change by a stray turn of the wheel."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSizePolicy, QWidget


class EditField(QLineEdit):
    """One line of text. ``committed`` carries what was typed, once, on Enter or on leaving; ``left`` asks for the reader.

    Esc drops the edit; Esc on an untouched field leaves it.
    """

    committed = Signal(str)
    left = Signal()

    def __init__(self, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            if not self.drop():
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving writes, unless only the window or a menu took the focus for a moment."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason):
            self.finish()


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


def plain_label(text: str, *, role: str = "", wrap: bool = False) -> QLabel:
    """A label that shows its text literally; ``role`` is a word of the style sheet (``muted``, ``title``)."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label
