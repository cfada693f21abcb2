"""Lines above the page that stay until their matter is settled: what happened, what is safe, one button."""

from collections.abc import Callable, Iterable
from typing import Final

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.model.problems import Problem
from annotator.ui.ask import directed, say_problem
from annotator.ui.session import Session

_ICON: Final = 20


class Notice(msgspec.Struct, frozen=True):
    """A known fault that goes on: ``act`` names the button that does something about it ("" without one).

    ``behind`` are the findings that a second button shows; a ``grave`` notice cannot be put away.
    """

    problem: Problem
    act: str = ""
    behind: tuple[Problem, ...] = ()
    grave: bool = False


class Banner(QWidget):
    """One row for each notice; nothing at all without one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: list[NoticeRow] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.hide()

    @property
    def rows(self) -> tuple["NoticeRow", ...]:
        """What is shown, from the top."""
        return tuple(self._shown)

    def show_notices(self, notices: Iterable[Notice], done: Callable[[Notice, str], object]) -> None:
        """Show these notices in place of those before; ``done`` hears "act", "details" or "close" of one."""
        for row in self._shown:
            self._rows.removeWidget(row)
            row.hide()
            # Later: the press of its own button may have led here.
            row.deleteLater()
        self._shown = [NoticeRow(self._session, notice, done) for notice in notices]
        for row in self._shown:
            self._rows.addWidget(row)
        self.setVisible(bool(self._shown))


class NoticeRow(QFrame):
    """One notice: a sign, the sentence, its buttons."""

    def __init__(self, session: Session, notice: Notice, done: Callable[[Notice, str], object]) -> None:
        super().__init__()
        self.notice = notice
        self.setObjectName("notice")
        self.setProperty("grave", notice.grave)
        self._session = session
        self._done = done
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(12)
        layout.addWidget(self._sign(), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._sentence(), 1)
        self.buttons = tuple(self._made_buttons())
        for button in self.buttons:
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _sign(self) -> QLabel:
        sign = QLabel()
        token = "bad" if self.notice.grave else "warn"
        icon = self._session.theme.icon("warning", right_to_left=self._session.right_to_left, token=token)
        sign.setPixmap(icon.pixmap(QSize(_ICON, _ICON)))
        return sign

    def _sentence(self) -> QLabel:
        words = say_problem(self.notice.problem, self._session.language)
        sentence = QLabel(directed(words, self._session.language))
        sentence.setTextFormat(Qt.TextFormat.PlainText)
        sentence.setWordWrap(True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(words)
        return sentence

    def _made_buttons(self) -> Iterable[QWidget]:
        say = self._session.say
        if self.notice.behind:
            details = QPushButton(say("care.details"))
            details.setProperty("role", "link")
            yield self._pressing(details, "details")
        if self.notice.act:
            yield self._pressing(QPushButton(say(f"care.act.{self.notice.act}")), "act")
        if not self.notice.grave:
            close = QToolButton()
            close.setIcon(self._session.theme.icon("close", right_to_left=self._session.right_to_left))
            close.setToolTip(say("ask.close"))
            close.setAccessibleName(say("ask.close"))
            yield self._pressing(close, "close")

    def _pressing(self, button: QPushButton | QToolButton, what: str) -> QWidget:
        # Queued: what it does may throw this row away, which must not happen inside its own press.
        button.clicked.connect(lambda: self._done(self.notice, what), Qt.ConnectionType.QueuedConnection)
        return button
