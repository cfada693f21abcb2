"""The line above the review page: where the person is, how far the article is, and what is done with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.text.bidi import strip_controls
from annotator.ui.action_button import ActionButton
from annotator.ui.elided import ElidedLabel
from annotator.ui.hairline import hairline
from annotator.ui.session import Session

_ALWAYS = ("review.names", "review.rules", "review.agreement")
_IN_ARTICLE = ("review.return", "review.accept")
_AT_QUEUE = ("gaps.open", "review.groups")


class TopBar(QWidget):
    """Queue, title, progress; buttons of what the keys do."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        action = session.actions.action
        self._back = ActionButton(action("review.queue"))
        self._title = ElidedLabel()
        self._progress, self._hidden, self._gaps = QLabel(), QLabel(session.say("review.hidden")), QLabel()
        for label in (self._progress, self._hidden, self._gaps):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", "muted")
        self._buttons = {name: ActionButton(action(name)) for name in (*_AT_QUEUE, *_ALWAYS, *_IN_ARTICLE)}
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._back)
        row.addWidget(self._title, 1)
        for part in (self._hidden, self._progress, self._gaps, *self._buttons.values()):
            row.addWidget(part)
        line = hairline()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(line)

    def show_article(self, title: str, *, done: int, total: int) -> None:
        """An article is in front."""
        self._title.setText(strip_controls(title))
        self._progress.setText(self._session.say("review.progress", done=done, all=total))
        self._dress(in_article=True, at_queue=False)
        for name in _ALWAYS:
            self._buttons[name].setVisible(True)

    def show_view(self, name: str) -> None:
        """The queue or the numbers of agreement are in front."""
        self._title.setText(self._session.say(f"review.{name}"))
        self._dress(in_article=False, at_queue=name == "queue")
        self._buttons["review.agreement"].setVisible(name != "agreement")
        self._buttons["review.rules"].setVisible(name != "agreement")

    def show_hidden(self, hidden: bool) -> None:
        """Whether the names of analysts are hidden."""
        self._hidden.setVisible(hidden)

    def show_gaps(self, number: int) -> None:
        """How many gaps of the codebook wait for an answer."""
        self._gaps.setText(self._session.say("gaps.count", n=number) if number else "")

    def _dress(self, *, in_article: bool, at_queue: bool) -> None:
        self._back.setVisible(not at_queue)
        self._progress.setVisible(in_article)
        self._gaps.setVisible(at_queue)
        for name in _IN_ARTICLE:
            self._buttons[name].setVisible(in_article)
        for name in _AT_QUEUE:
            self._buttons[name].setVisible(at_queue)
