"""The first page: my desk, recent projects, and how to begin."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.store.assignments import anything_handed_out
from annotator.text.bidi import isolate
from annotator.ui.actions import plain_title
from annotator.ui.elided import ElidedLabel
from annotator.ui.pages.desk_list import DeskList, DeskRows
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.page import Page
from annotator.ui.places import Places
from annotator.ui.projects import shown_name
from annotator.ui.session import Session
from annotator.work.mydesk import MyDesk

DESK_MOST = 500
"""Rows of the desk at most: a list view measures every row it has, and nobody works through more in a day."""

_SIDE = 300
_BEGINNINGS = ("project.new", "project.open", "project.sample", "import.files", "import.folder")


class HomePage(Page):
    """My desk at the start of the page, everything else in a narrow column at its end."""

    def __init__(self, session: Session, recent: Sequence[Path] = (), parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._recent = recent
        self._stale = True
        self._rows = DeskRows(session, self)
        self._list = DeskList(session, self._rows)
        self._list.activated.connect(self._open)
        self._empty = EmptyState()
        self._summary = ElidedLabel()
        self._summary.setProperty("role", "muted")
        self._body = QStackedWidget()
        self._body.addWidget(self._list)
        self._body.addWidget(self._empty)
        self._side = self._made_side()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(32)
        layout.addWidget(self._made_desk(), 1)
        layout.addWidget(self._side)
        session.hub.stepped.connect(self._follow)
        session.hub.documents_touched.connect(self._follow)
        self._refresh()

    @property
    def desk_list(self) -> QListView:
        """The articles on my desk."""
        return self._list

    @property
    def panes(self) -> Sequence[QWidget]:
        """The desk, then the column at the end."""
        return (self._list if self._rows.rowCount() else self._empty, self._side)

    def enter(self) -> None:
        """Put the focus on what Enter continues."""
        if self._stale:
            self._refresh()
        if self._rows.rowCount():
            if self._rows.lying(self._list.currentIndex().row()) is None:
                self._go_to(self._last_article())
            self._list.setFocus()

    def _last_article(self) -> str | None:
        """The article in which the person was last: where it lies on the desk, Enter goes on there."""
        desk = self.session.desk
        return Places(self.session.memory, desk.project.id).last if desk else None

    def _go_to(self, document: str | None) -> None:
        self._list.setCurrentIndex(self._rows.index(self._rows.place_of(document), 0))

    def _made_desk(self) -> QWidget:
        desk = QWidget()
        layout = QVBoxLayout(desk)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(heading(self.session.say("home.desk" if self.session.corpus else "home.welcome"), points=5))
        layout.addWidget(self._summary)
        layout.addSpacing(12)
        layout.addWidget(self._body, 1)
        return desk

    def _made_side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(_SIDE)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(heading(self.session.say("home.begin"), points=1))
        layout.addSpacing(4)
        for command_id in _BEGINNINGS:
            if self.session.corpus is not None or not command_id.startswith("import."):
                layout.addWidget(_CommandRow(self._action(command_id)))
        if self._recent:
            layout.addSpacing(20)
            layout.addWidget(heading(self.session.say("home.recent"), points=1))
            layout.addSpacing(4)
            for path in self._recent:
                layout.addWidget(self._recent_row(path))
        layout.addStretch(1)
        return side

    def _recent_row(self, path: Path) -> QPushButton:
        button = _RowButton(shown_name(path, self.session.language))
        button.setToolTip(isolate(str(path)))
        button.setIcon(self.session.theme.icon("book", right_to_left=self.session.right_to_left, token="muted"))
        button.clicked.connect(lambda: self.session.hub.project_wanted.emit(str(path)))
        return button

    def _follow(self, _news: object) -> None:
        """Read the desk anew; while another page is in front that waits."""
        self._stale = True
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        self._stale = False
        held = self._rows.lying(self._list.currentIndex().row())
        desk, corpus = self.session.desk, self.session.corpus
        mine = MyDesk(desk.project, desk.person, corpus) if desk is not None and corpus is not None else None
        self._rows.show(mine.lying(DESK_MOST) if mine else (), today=datetime.now(UTC).astimezone().date())
        self._waiting = mine.waiting() if mine else 0
        if held is not None and self._rows.rowCount():
            self._go_to(held.row.id)
        self._say_how_it_stands()

    def _say_how_it_stands(self) -> None:
        corpus, say = self.session.corpus, self.session.say
        found = self._rows.rowCount()
        self._body.setCurrentWidget(self._list if found else self._empty)
        if corpus is None:
            self._summary.setText(say("program.subtitle"))
            self._empty.show_words(say("home.no_project"), say("home.no_project.help"), self._action("project.sample"))
            return
        total = corpus.count()
        self._summary.setText(say("home.summary", n=total, open=self._waiting))
        if not found:
            key = "articles.none" if not total else "home.nothing_given" if self._is_handed_out else "home.nothing_left"
            self._empty.show_words(say(key), say(f"{key}.help"), None if total else self._action("import.files"))

    @property
    def _is_handed_out(self) -> bool:
        desk = self.session.desk
        return desk is not None and anything_handed_out(desk.project)

    def _action(self, command_id: str) -> QAction:
        return self.session.actions.action(command_id)

    def _open(self, index: QModelIndex) -> None:
        lying = self._rows.lying(index.row())
        if lying is not None:
            self.session.hub.article_wanted.emit(lying.row.id, None)


def heading(text: str, *, points: float) -> QLabel:
    """A title, ``points`` larger than the interface's letters."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "title")
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() + points)
    font.setBold(True)
    label.setFont(font)
    return label


class _RowButton(QPushButton):
    """A button that looks like a row of a list."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("role", "row")
        self.setIconSize(QSize(20, 20))
        self.setFixedHeight(32)


class _CommandRow(_RowButton):
    """A row that does a command and rests when the command does."""

    def __init__(self, action: QAction) -> None:
        super().__init__(plain_title(action))
        self._action = action
        self.setToolTip(action.toolTip())
        self.setIcon(action.icon())
        self._follow()
        action.changed.connect(self._follow)
        # Queued: what it does may throw this page away, which must not happen inside its own press.
        self.clicked.connect(action.trigger, Qt.ConnectionType.QueuedConnection)

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
