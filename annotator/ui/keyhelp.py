"""The key help: every command with its keys and what it does, by what the reader is in the middle of."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QLineEdit, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from annotator.text.folding import fold_key
from annotator.ui.actions import shown_keys, title_of
from annotator.ui.commands.command import MODES, Command
from annotator.ui.commands.table import COMMANDS
from annotator.ui.session import Session


class KeyHelp(QDialog):
    """A tab for each mode; a field narrows them all."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(session.say("keys.title"))
        self.resize(760, 600)
        self._session = session
        self._field = QLineEdit()
        self._field.setPlaceholderText(session.say("keys.filter"))
        self._field.setAccessibleName(session.say("keys.filter"))
        self._field.setClearButtonEnabled(True)
        note = QLabel(session.say("keys.note"))
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        self._lists = tuple(self._add(tabs, mode) for mode in ("anywhere", *MODES))
        self._field.textChanged.connect(self._narrow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for part in (self._field, note, tabs):
            layout.addWidget(part)

    def _add(self, tabs: QTabWidget, mode: str) -> "_Keys":
        keys = _Keys(self._session, [one for one in COMMANDS if mode in one.modes and one.all_keys])
        title = self._session.say(f"mode.{mode}")
        area = QScrollArea()
        area.setAccessibleName(title)
        area.setWidgetResizable(True)
        area.setWidget(keys)
        tabs.addTab(area, title)
        return keys

    def _narrow(self, query: str) -> None:
        for keys in self._lists:
            keys.narrow(query)


class _Keys(QWidget):
    """The rows of one mode."""

    def __init__(self, session: Session, commands: list[Command]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._rows: list[tuple[str, tuple[QLabel, ...]]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        for place, command in enumerate(commands):
            words = (
                _label(shown_keys(command), role="muted"),
                _label(title_of(command, session.language), role="title"),
                _label(session.say(command.help, argument=command.argument), role="muted"),
            )
            words[1].setFont(_bold(words[1].font()))
            words[2].setWordWrap(True)
            # Latin keys are lower than Arabic words: the same height brings them on one line.
            words[0].setMinimumHeight(words[1].sizeHint().height())
            for column, label in enumerate(words):
                grid.addWidget(label, place, column, Qt.AlignmentFlag.AlignTop)
            self._rows.append((fold_key(" ".join(label.text() for label in words)), words))
        grid.setRowStretch(len(commands), 1)

    def narrow(self, query: str) -> None:
        wanted = [fold_key(word) for word in query.split()]
        for text, words in self._rows:
            for label in words:
                label.setVisible(all(word in text for word in wanted))


def _label(text: str, *, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
