"""The side rail: the sections of the window, and at its foot language and theme."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QVBoxLayout, QWidget

from annotator.ui.actions import plain_title
from annotator.ui.session import Session

WIDTH = 80
_BUTTON = QSize(72, 56)


class Rail(QWidget):
    """A button for each section that exists; the one shown is checked."""

    def __init__(self, session: Session, sections: Iterable[str], settings: QMenu) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(session.say("rail.name"))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons = {name: self._button(session, name) for name in sections}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 8, 4, 8)
        layout.setSpacing(4)
        for button in self._buttons.values():
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(self._settings(session, settings))

    def check(self, section: str) -> None:
        """Show which section is in front."""
        self._buttons[section].setChecked(True)

    def enable(self, section: str, enabled: bool) -> None:
        """A section that has nothing to show yet can be seen but not entered."""
        self._buttons[section].setEnabled(enabled)

    def _button(self, session: Session, section: str) -> QToolButton:
        action = session.actions.action(f"section.{section}")
        button = _tool(plain_title(action), action.toolTip())
        button.setIcon(action.icon())
        button.setCheckable(True)
        button.clicked.connect(action.trigger)
        self._group.addButton(button)
        return button

    def _settings(self, session: Session, menu: QMenu) -> QToolButton:
        button = _tool(session.say("rail.settings"), session.say("rail.settings.help"))
        button.setIcon(session.theme.icon("settings", right_to_left=session.right_to_left))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button


def _tool(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setIconSize(QSize(20, 20))
    button.setFixedSize(_BUTTON)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
