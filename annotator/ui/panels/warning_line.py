"""A sentence with a warning sign before it, for a form."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from annotator.ui.panels.fields import plain_label
from annotator.ui.session import Session

_SIGN: Final = 16


class WarningLine(QWidget):
    """Says what a person should look at; colour is not all that tells it."""

    def __init__(self, session: Session, words: str) -> None:
        super().__init__()
        sign = QLabel()
        icon = session.theme.icon("warning", right_to_left=session.right_to_left, token="warn")
        sign.setPixmap(icon.pixmap(QSize(_SIGN, _SIGN)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(plain_label(words, role="warn", wrap=True), 1)
        self.setAccessibleName(words)
