"""A field that takes the next key, whatever it is, by its place on the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit


class KeyCatcher(QLineEdit):
    """While it has the focus every key is told as ``pressed`` (its portable name), Tab and shortcuts included.

    Esc alone is told as ``left``, as is the loss of the focus.
    """

    pressed = Signal(str)
    left = Signal()

    def __init__(self, name_press: Callable[[QKeyEvent], str]) -> None:
        super().__init__()
        self._name_press = name_press
        self.setReadOnly(True)

    def event(self, event: QEvent) -> bool:
        """Take keys before shortcuts and the walk of the focus do."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._catch(self._name_press(event))
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever clicks elsewhere has changed their mind."""
        super().focusOutEvent(event)
        self.left.emit()

    def _catch(self, key: str) -> None:
        if key == "Esc":
            self.left.emit()
        elif key:
            self.pressed.emit(key)
