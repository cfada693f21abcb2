"""Several lines of text that are written when they are left, in the direction of their letters."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

_LINES = 4


class TextField(QPlainTextEdit):
    """``committed`` carries what was typed, once, on leaving or at Ctrl+Enter; Esc drops it, and then ``left``."""

    committed = Signal(str)
    left = Signal()

    def __init__(self, value: str, *, right_to_left: bool, editable: bool = True, lines: int = _LINES) -> None:
        super().__init__()
        self._value = value
        option = QTextOption()
        way = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
        option.setTextDirection(way)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        self.document().setDefaultTextOption(option)
        self.setLayoutDirection(way)
        self.setPlainText(value)
        self.setReadOnly(not editable)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 16)

    def finish(self) -> None:
        """Write what was typed, if anything."""
        typed = " ".join(self.toPlainText().split())
        if typed != self._value:
            self._value = typed
            self.committed.emit(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc drops, then leaves."""
        if event.key() == Qt.Key.Key_Escape:
            if self.toPlainText() == self._value:
                self.left.emit()
            self.setPlainText(self._value)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving writes, unless a menu took the focus for a moment."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason):
            self.finish()
