"""The review section of an analyst: what reviewers have answered, and nothing of what others say."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.pages.page import Memory, Page
from annotator.ui.pages.review.answers_view import AnswersView
from annotator.ui.session import Session
from annotator.work.desk import Desk


class AnswersPage(Page):
    """The view of answers as a page of its own, for who reviews nothing."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._desk = desk
        self.view = AnswersView(session, desk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.turned.connect(lambda: session.hub.mode_changed.emit(self.mode))
        session.hub.documents_touched.connect(self._read_anew)

    @property
    def mode(self) -> str:
        """The keys of an article that came back."""
        return self.view.mode

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What keys do here."""
        return self.view.handlers

    @property
    def panes(self) -> Sequence[QWidget]:
        """The parts of what is in front."""
        return self.view.panes

    def enter(self) -> None:
        """Where the person was."""
        self.view.enter()

    def leave(self) -> None:
        """Follow nothing while another page is in front."""
        self.view.leave()

    def open_answers(self, document_id: str) -> bool:
        """Show the answers to an article; whether there are any."""
        if not self._desk.sight.answers(document_id):
            return False
        self.view.show_article(document_id)
        return True

    def remember(self) -> Memory:
        """The article and the difference in front."""
        return self.view.remember()

    def recall(self, memory: Memory) -> None:
        """Take them up again; entering wakes it."""
        self.view.recall(memory)
        self.view.leave()

    def _read_anew(self, _documents: object) -> None:
        if self.isVisible():
            self.view.refresh()
