"""The field that looks for words in the open article."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from annotator.ui.panels.fields import lean, plain_label
from annotator.ui.session import Session


class _Field(QLineEdit):
    """Enter goes on, Shift+Enter back, Esc closes."""

    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that go out of the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindBar(QWidget):
    """``asked`` carries the words while they are typed, ``stepped`` 1 or -1, ``closed`` gives the focus back."""

    asked = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._session = session
        self.field = _Field()
        lean(self.field)
        self.field.setPlaceholderText(session.say("annotate.find.hint"))
        self.field.setAccessibleName(session.say("annotate.find.hint"))
        self._count = plain_label("", role="muted")
        self._count.setMinimumWidth(72)
        close = QToolButton()
        close.setIcon(session.theme.icon("close", right_to_left=session.right_to_left))
        close.setToolTip(session.say("annotate.find.close"))
        close.setAccessibleName(session.say("annotate.find.close"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self._count)
        row.addWidget(close)
        self.field.textChanged.connect(self.asked)
        self.field.stepped.connect(self.stepped)
        self.field.left.connect(self._leave)
        close.clicked.connect(self._leave)
        self.hide()

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.field.text()

    def open(self, words: str) -> None:
        """Show the field, with other words in it where some are given."""
        self.show()
        if words:
            self.field.setText(words)
        self.field.selectAll()
        self.field.setFocus()

    def show_count(self, place: int, total: int) -> None:
        """Show which of how many places is selected."""
        if not self.words.strip():
            self._count.setText("")
        elif not total:
            self._count.setText(self._session.say("annotate.find.nothing"))
        else:
            self._count.setText(self._session.say("annotate.find.count", place=place, total=total))

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()
