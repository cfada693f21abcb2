"""A button that does a command: its words without the keys, which stand in the tooltip."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from annotator.ui.actions import plain_title


class ActionButton(QToolButton):
    """It follows its action's words, tooltip and icon, and rests while the action does."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        style = Qt.ToolButtonStyle
        icon = action.icon()
        self.setToolButtonStyle(style.ToolButtonTextOnly if icon.isNull() else style.ToolButtonTextBesideIcon)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        words = plain_title(self._action)
        if self.text() != words:
            self.setText(words)
            self.setAccessibleName(words)
        self.setToolTip(self._action.toolTip())
        self.setIcon(self._action.icon())
        self.setEnabled(self._action.isEnabled())
