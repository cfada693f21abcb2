"""The inbox of gaps: what reviewers want the codebook to say, each opened at its case or closed with a version."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.problems import KnownError
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.ask import say_problem
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.session import Session
from annotator.work.desk import Desk
from annotator.work.gaps import Gap, close_gap, find_gaps, version_of

_SIZE = QSize(880, 400)


class GapsDialog(QDialog):
    """Enter opens the case of a gap on the review page; who leads closes gaps."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        say = session.say
        self.setWindowTitle(say("gaps.title"))
        self._people = {one.id: one.name for one in desk.project.people()}
        columns = self._made_columns()
        ink = session.theme.token("muted")
        self._sheet = Sheet(columns, faint=lambda gap: not gap.is_open, ink=ink, parent=self)
        self.table = SheetView(None, name=say("gaps.title"), parent=self)
        self.table.setModel(self._sheet)
        self.table.set_columns(columns)
        self.table.chosen.connect(self._open)
        self.table.installEventFilter(self)
        self.count = QLabel()
        self.closed = QCheckBox(say("gaps.all"))
        self._empty = EmptyState()
        self._empty.show_words(say("gaps.none"), say("gaps.none.help"))
        self._body = QStackedWidget()
        for part in (self.table, self._empty):
            self._body.addWidget(part)
        self._lay_out()
        self.closed.toggled.connect(self.refresh)
        self.table.selectionModel().currentRowChanged.connect(self._dress)
        self.refresh()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What the list shows."""
        return tuple(self._sheet.row(place) for place in range(self._sheet.rowCount()))

    def refresh(self, _state: object = None) -> None:
        """Read the gaps anew; the person stays at the same place."""
        every = find_gaps(self._desk)
        shown = [gap for gap in every if gap.is_open or self.closed.isChecked()]
        place = max(0, self.table.currentIndex().row())
        self._sheet.show(shown)
        self._body.setCurrentWidget(self.table if shown else self._empty)
        if shown:
            self.table.setCurrentIndex(self._sheet.index(min(place, len(shown) - 1), 0))
        self.count.setText(self._session.say("gaps.count", n=sum(gap.is_open for gap in every)))
        self.closed.setVisible(len(every) > sum(gap.is_open for gap in every))
        self._dress()

    def close_current(self) -> None:
        """Close the gap with the version of the codebook that is in force, and a word on what it says now."""
        gap, say = self.table.current(), self._session.say
        if not isinstance(gap, Gap):
            return
        version = version_of(self._desk.codebook)
        text = self._session.ask.text(say("gaps.close.ask", version=isolate(version)))
        if not text:
            return
        try:
            close_gap(self._desk, gap, text)
        except KnownError as fault:
            self._session.hub.said.emit(say_problem(fault.problem, self._session.language))
            return
        self._session.hub.said.emit(say("gaps.said.closed", version=isolate(version)))
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter closes the gap: to the table itself it would be Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_close(event):
            self.close_current()
            return True
        return super().eventFilter(watched, event)

    def _open(self, gap: object) -> None:
        if isinstance(gap, Gap) and gap.said.about is not None and self._opener.isEnabled():
            self.accept()
            self._session.hub.case_wanted.emit(gap.said.document, gap.said.about)

    def _dress(self, _now: object = None, _before: object = None) -> None:
        gap = self.table.current()
        person = self._desk.person
        self._opener.setEnabled(isinstance(gap, Gap) and gap.kind is not None and person.reviews)
        self._closer.setEnabled(isinstance(gap, Gap) and gap.is_open and person.leads)

    def _made_columns(self) -> tuple[Column, ...]:
        say = self._session.say

        def who(gap: Gap) -> str:
            return isolate(self._people.get(gap.said.author) or gap.said.author)

        def version(gap: Gap) -> str:
            return isolate(gap.answer.codebook or "") if gap.answer else ""

        return (
            Column(say("gaps.column.asked"), lambda gap: isolate(strip_controls(gap.said.text)), tip=_answered),
            Column(say("gaps.column.words"), lambda gap: isolate(strip_controls(gap.words)), 160),
            Column(say("gaps.column.article"), lambda gap: isolate(strip_controls(gap.title)), 200),
            Column(say("gaps.column.who"), who, 104),
            Column(
                say("gaps.column.version"), lambda gap: isolate(gap.answer.codebook or "") if gap.answer else "", 136
            ),
        )

    def _lay_out(self) -> None:
        say = self._session.say
        top = QHBoxLayout()
        top.addWidget(self.count, 1)
        top.addWidget(self.closed)
        buttons = QDialogButtonBox()
        self._opener = buttons.addButton(say("gaps.open"), QDialogButtonBox.ButtonRole.ActionRole)
        version = isolate(version_of(self._desk.codebook))
        self._closer = buttons.addButton(say("gaps.close", version=version), QDialogButtonBox.ButtonRole.ActionRole)
        self._closer.setToolTip("Ctrl+Enter")
        buttons.addButton(say("gaps.leave"), QDialogButtonBox.ButtonRole.RejectRole)
        self._opener.setAutoDefault(False)
        self._closer.setAutoDefault(False)
        self._opener.clicked.connect(lambda: self._open(self.table.current()))
        self._closer.clicked.connect(self.close_current)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self._body, 1)
        layout.addWidget(buttons)
        self.resize(_SIZE)
        self.table.setFocus(Qt.FocusReason.PopupFocusReason)


def _is_close(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def show_gaps(session: Session, desk: Desk, window: QWidget) -> GapsDialog:
    """Open the inbox over a window."""
    dialog = GapsDialog(session, desk, window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _answered(gap: Gap) -> str:
    """What was asked, and what the codebook says since."""
    return f"{gap.said.text}\n{gap.answer.text}" if gap.answer else gap.said.text
