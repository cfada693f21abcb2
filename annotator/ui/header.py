"""The line above the page: which article, how far, in what state; search, undo and redo."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from annotator.model.document import Document
from annotator.model.layer import State
from annotator.text.bidi import isolate
from annotator.ui.elided import ElidedLabel
from annotator.ui.panels.fields import lean
from annotator.ui.session import Session

HEIGHT = 56
_SEARCH_WIDTH = 240


class Header(QWidget):
    """What is told of the article that is open, or of the project where none is."""

    searched = Signal(str)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setFixedHeight(HEIGHT)
        self._session = session
        self._title = ElidedLabel()
        self._title.setObjectName("headline")
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() + 1.5)
        font.setBold(True)
        self._title.setFont(font)
        self._facts = ElidedLabel()
        self._facts.setProperty("role", "muted")
        self._progress = QLabel()
        self._progress.setProperty("role", "muted")
        self._state = QLabel()
        self._state.setProperty("role", "title")
        self.search = self._made_search()
        self._lay_out()
        self.show_nothing("", "")

    def show_article(self, document: Document, *, place: int, total: int, state: State) -> None:
        """Tell of an article; ``place`` counts from 1 in the list of ``total``."""
        source = document.source
        self._title.setText(isolate(document.title))
        facts = [part for part in (source.publisher, _date(document)) if part]
        self._facts.setText(" · ".join(isolate(part) for part in facts) or self._session.say("header.no_source"))
        self._progress.setText(self._session.say("header.place", place=place, total=total))
        self._state.setText(self._session.say(f"state.{state}"))

    def show_nothing(self, title: str, facts: str) -> None:
        """Tell of the project, or of the program, where no article is open."""
        self._title.setText(isolate(title) if title else "")
        self._facts.setText(facts)
        self._progress.clear()
        self._state.clear()

    def _made_search(self) -> QLineEdit:
        field = QLineEdit()
        lean(field)
        field.setPlaceholderText(self._session.say("header.search"))
        field.setAccessibleName(self._session.say("header.search"))
        field.setToolTip(self._session.actions.action("search.open").toolTip())
        field.setFixedWidth(_SEARCH_WIDTH)
        field.setClearButtonEnabled(True)
        leave = QAction(field)
        leave.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        leave.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        leave.triggered.connect(self.left)
        field.addAction(leave)
        field.returnPressed.connect(lambda: self.searched.emit(field.text().strip()))
        return field

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        words.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 4, 12, 4)
        line.setSpacing(16)
        line.addLayout(words, 1)
        for part in (self._progress, self._state, self.search):
            line.addWidget(part)
        line.addWidget(self._button("edit.undo"))
        line.addSpacing(-12)
        line.addWidget(self._button("edit.redo"))

    def _button(self, command_id: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._session.actions.action(command_id))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(20, 20))
        button.setFixedSize(32, 32)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _date(document: Document) -> str:
    published = document.source.published or ""
    return published.split("T")[0]
