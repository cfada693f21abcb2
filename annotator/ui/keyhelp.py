"""The key help: every command with its keys and what it does, by what the reader is in the middle of."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from annotator.ui.keytree import ORDER, KeyTree
from annotator.ui.naming import name_box
from annotator.ui.panels.fields import Chooser, plain_label
from annotator.ui.session import Session

_MODES_WIDTH: Final = 224


class KeyHelp(QDialog):
    """One list that a field and a mode narrow; it begins with the mode in which it was asked for."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(session.say("keys.title"))
        self.resize(840, 600)
        self._session = session
        self._field = QLineEdit()
        self._field.setPlaceholderText(session.say("keys.filter"))
        self._field.setAccessibleName(session.say("keys.filter"))
        self._field.setClearButtonEnabled(True)
        self.list = KeyTree(session, places=False, keyless=False)
        self.modes = made_modes(session)
        self._nothing = plain_label(session.say("keys.nothing"), role="muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        mode = session.actions.mode
        self.modes.offer(mode_words(session), mode if mode in ORDER else "")
        self._field.textChanged.connect(lambda _text: self._narrow())
        self.modes.chosen.connect(lambda _mode: self._narrow())
        self._narrow()

    def narrow(self, query: str) -> None:
        """Show what a word finds, as if it were typed."""
        self._field.setText(query)

    def _lay_out(self) -> None:
        note = QLabel(self._session.say("keys.note"))
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._field, 1)
        first.addWidget(self.modes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(first)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._nothing, 1)
        layout.addWidget(note)

    def _narrow(self) -> None:
        found = self.list.narrow(self._field.text(), str(self.modes.currentData() or ""))
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)


def made_modes(session: Session) -> Chooser:
    """A list of modes, wide enough for the longest."""
    modes = Chooser()
    modes.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    modes.setFixedWidth(_MODES_WIDTH)
    name_box(modes, session.say("keys.mode"))
    return modes


def mode_words(session: Session) -> list[tuple[str, str]]:
    """All modes with their words, and before them "" for all of them."""
    return [("", session.say("keys.mode.all")), *((mode, session.say(f"mode.{mode}")) for mode in ORDER)]
