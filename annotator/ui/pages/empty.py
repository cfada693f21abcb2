"""What stands where there is nothing to show: why, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.ui.actions import plain_title

_WIDTH = 480


class EmptyState(QWidget):
    """A sentence, a hint below it, and at most one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._hint, self._button = _words(large=True), _words(large=False), QPushButton()
        self._hint.setProperty("role", "muted")
        self._action: QAction | None = None
        self._button.clicked.connect(self._act, Qt.ConnectionType.QueuedConnection)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_words(self, title: str, hint: str, action: QAction | None = None) -> None:
        """Say why it is empty; ``action`` is what the button does."""
        self._title.setText(title)
        self._hint.setText(hint)
        for label in (self._title, self._hint):
            label.setMinimumHeight(label.heightForWidth(_WIDTH))
        self._action = action
        self._button.setVisible(action is not None)
        if action is not None:
            self._button.setText(plain_title(action))
            self._button.setToolTip(action.toolTip())

    def _act(self) -> None:
        if self._action is not None:
            self._action.trigger()


def _words(*, large: bool) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setFixedWidth(_WIDTH)
    if large:
        font = QFont(label.font())
        font.setPointSizeF(font.pointSizeF() + 3)
        label.setFont(font)
    return label
