"""The first page: my desk, recent projects, and how to begin."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.text.bidi import isolate
from annotator.ui.actions import plain_title
from annotator.ui.elided import ElidedLabel
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.page import Page
from annotator.ui.pages.rows import HOLLOW, ROW_HEIGHT, ROW_ROLE, STATE_COLOURS, ArticleRows, Index, draw_dot
from annotator.ui.places import Places
from annotator.ui.projects import shown_name
from annotator.ui.session import Session
from annotator.work.corpus import Row

_SIDE = 300
_NEAR = 100  # rows among which yesterday's article is looked for
_BEGINNINGS = ("project.new", "project.open", "project.sample", "import.files", "import.folder")


class HomePage(Page):
    """My desk at the start of the page, everything else in a narrow column at its end."""

    def __init__(self, session: Session, recent: Sequence[Path] = (), parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._recent = recent
        self._rows = ArticleRows(session, session.corpus, self, desk=True)
        self._list = self._made_list()
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
        session.hub.stepped.connect(self._refresh)
        session.hub.documents_touched.connect(self._refresh)
        self._say_how_it_stands()

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
        if self._rows.rowCount() and not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._rows.index(self._first_row(), 0))
        if self._rows.rowCount():
            self._list.setFocus()

    def _first_row(self) -> int:
        """The article in which the person was last, if it is among the first of the desk: Enter goes on there."""
        desk = self.session.desk
        last = Places(self.session.memory, desk.project.id).last if desk else None
        near = range(min(self._rows.rowCount(), _NEAR))
        return next((n for n in near if (row := self._rows.row(n)) is not None and row.id == last), 0)

    def _made_list(self) -> QListView:
        view = QListView()
        view.setModel(self._rows)
        view.setItemDelegate(_DeskDelegate(self.session, view))
        view.setUniformItemSizes(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName(self.session.say("home.desk"))
        view.activated.connect(self._open)
        return view

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

    def _refresh(self, _news: object) -> None:
        self._rows.show()
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
        self._summary.setText(say("home.summary", n=total, open=self._rows.waiting))
        if not found:
            key = "home.nothing_left" if total else "articles.none"
            self._empty.show_words(say(key), say(f"{key}.help"), None if total else self._action("import.files"))

    def _action(self, command_id: str) -> QAction:
        return self.session.actions.action(command_id)

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.row(index.row())
        if row is not None:
            self.session.hub.article_wanted.emit(row.id, None)


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


class _DeskDelegate(QStyledItemDelegate):
    """State, title, and at the end comments and annotations."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """A row of the grid."""
        return QSize(0, ROW_HEIGHT + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one article."""
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        theme, metrics = self._session.theme, option.fontMetrics
        area = option.rect.adjusted(8, 0, -8, 0)
        facts = self._facts(row)
        width = metrics.horizontalAdvance(facts)
        dot = QStyle.alignedRect(option.direction, _LEADING, QSize(8, 8), area)
        draw_dot(painter, dot, theme.token(STATE_COLOURS[row.standing]), hollow=row.standing in HOLLOW)
        title_area = area.adjusted(width + 16, 0, -20, 0) if mirrored else area.adjusted(20, 0, -width - 16, 0)
        title = metrics.elidedText(isolate(row.title), Qt.TextElideMode.ElideRight, title_area.width())
        leading = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeading)
        trailing = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignTrailing)
        painter.setPen(theme.token("ink"))
        painter.drawText(title_area, leading | Qt.AlignmentFlag.AlignVCenter, title)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(theme.token("ink" if selected else "muted"))
        painter.drawText(area, trailing | Qt.AlignmentFlag.AlignVCenter, facts)

    def _facts(self, row: Row) -> str:
        say = self._session.say
        parts = [say("home.comments", n=row.comments)] if row.comments else []
        parts.append(say("home.annotations", n=row.annotations) if row.annotations else say("home.untouched"))
        return " · ".join(isolate(part) for part in parts)


_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
