"""What came back to an analyst: the list of articles, and one of them with its differences."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.progress import Report
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.action_button import ActionButton
from annotator.ui.elided import ElidedLabel
from annotator.ui.hairline import hairline
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.page import Memory
from annotator.ui.pages.review.answers_table import AnswersTable
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.session import Session
from annotator.work.answers import AnswerDesk, AnswerItem, list_answers
from annotator.work.desk import Desk
from annotator.work.sight import visible

_AT_ONCE: Final = 20
"""So many articles are compared while the page opens; more of them beside it."""


class AnswersView(QWidget):
    """Two views over one desk; ``turned`` tells that the other one is in front."""

    turned = Signal()

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self.answers = AnswerDesk(desk)
        self.table = AnswersTable(session, self.answers)
        columns = self._made_columns()
        self._sheet = Sheet(columns, faint=lambda item: item.done, ink=session.theme.token("muted"), parent=self)
        self.queue = SheetView(session.actions, name=session.say("answers.title"), parent=self)
        self.queue.setModel(self._sheet)
        self.queue.set_columns(columns)
        self.queue.chosen.connect(self._open)
        self._empty = EmptyState()
        self._empty.show_words(session.say("answers.none"), session.say("answers.none.help"))
        self._body = QStackedWidget()
        for part in (self.queue, self._empty, self.table):
            self._body.addWidget(part)
        self._back = ActionButton(session.actions.action("answers.queue"))
        self._title, self._progress, self._comments = ElidedLabel(), QLabel(), QLabel()
        self._lay_out()
        self.table.sitting.changed.connect(self._tell_top)
        self.table.handed_in.connect(self._go_on)

    # --- what the page asks

    @property
    def mode(self) -> str:
        """The keys of an article that came back."""
        return "answers" if self._body.currentWidget() is self.table else ""

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What keys do here."""
        return MappingProxyType(
            {
                **self.table.handlers,
                "answers.queue": self.show_queue,
                "article.next": partial(self._go_to_article, 1),
                "article.previous": partial(self._go_to_article, -1),
            }
        )

    @property
    def panes(self) -> Sequence[QWidget]:
        """The parts of what is in front."""
        return self.table.panes if self._body.currentWidget() is self.table else (self.queue,)

    @property
    def front(self) -> QWidget:
        """What has the keys."""
        return self.table.reader if self._body.currentWidget() is self.table else self.queue

    @property
    def items(self) -> tuple[AnswerItem, ...]:
        """The articles that came back, in the order in which they are shown."""
        return tuple(self._sheet.row(place) for place in range(self._sheet.rowCount()))

    def leave(self) -> None:
        """Follow the article no longer while nobody looks at it."""
        self.table.sitting.rest()

    def remember(self) -> Memory:
        """The article and the difference in front."""
        view, in_article = self.table.sitting.view, self._body.currentWidget() is self.table
        document = self.table.sitting.article.document.id if in_article and self.table.sitting.is_open else ""
        return MappingProxyType({"answers": document, "difference": view.id if view else ""})

    def recall(self, memory: Memory) -> None:
        """Take them up again."""
        document, case = str(memory.get("answers") or ""), str(memory.get("difference") or "")
        if document and self._desk.sight.answers(document):
            self.show_article(document, case or None)

    # --- views

    def enter(self) -> None:
        """Read anew what is shown, and give the keys to what is in front."""
        sitting = self.table.sitting
        sitting.wake()
        if self._body.currentWidget() is self.table and not sitting.is_open:
            self._body.setCurrentWidget(self.queue)
            self.turned.emit()
        self.refresh()
        self.front.setFocus()

    def refresh(self) -> None:
        """Read what came back: at once where it is little, else beside the window."""
        if len(self._desk.sight.answered_documents()) <= _AT_ONCE:
            self._show_items(list_answers(self._desk.project, self._desk.sight))
            return
        job = self._session.jobs.run(self._listed)
        if job is not None:
            job.done.connect(self._show_items)

    def _listed(self, report: Report) -> tuple[AnswerItem, ...]:
        with self._desk.project.reading() as reads:
            return list_answers(reads, visible(reads, self._desk.person), report)

    def _show_items(self, found: object) -> None:
        items: tuple[AnswerItem, ...] = found  # type: ignore[assignment]
        held = self.queue.current()
        self._sheet.show(items)
        places = [n for n, item in enumerate(items) if isinstance(held, AnswerItem) and item.document == held.document]
        if items:
            self.queue.setCurrentIndex(self._sheet.index(places[0] if places else 0, 0))
        if self._body.currentWidget() is not self.table:
            self._body.setCurrentWidget(self.queue if items else self._empty)
        self._tell_top()

    def show_article(self, document: str, case: str | None = None) -> None:
        """Show an article that came back, at a difference."""
        self.table.open(document, case)
        self._body.setCurrentWidget(self.table)
        self._tell_top()
        self.turned.emit()
        self.front.setFocus()

    def show_queue(self) -> None:
        """Show the list."""
        self._body.setCurrentWidget(self.queue)
        self.refresh()
        self.turned.emit()
        self.front.setFocus()

    def _open(self, item: object) -> None:
        if isinstance(item, AnswerItem):
            self.show_article(item.document)

    def _go_on(self, document: str) -> None:
        """On to the next article that waits, to the list where there is none."""
        self._body.setCurrentWidget(self.queue)
        self.refresh()
        waiting = [item.document for item in self.items if item.open and item.document != document]
        if waiting:
            self.show_article(waiting[0])
        else:
            self.show_queue()

    def _go_to_article(self, step: int) -> None:
        names = [item.document for item in self.items]
        if not names:
            return
        here = self.table.sitting.article.document.id if self.table.sitting.is_open else ""
        at = names.index(here) + step if here in names else 0
        if 0 <= at < len(names):
            self.show_article(names[at])

    # --- words

    def _tell_top(self) -> None:
        say, sitting = self._session.say, self.table.sitting
        in_article = self._body.currentWidget() is self.table and sitting.is_open
        self._back.setVisible(in_article)
        self._progress.setVisible(in_article)
        self._comments.setVisible(False)
        if not in_article:
            self._title.setText(say("answers.title"))
            return
        article = sitting.article
        self._title.setText(strip_controls(article.document.title))
        self._progress.setText(say("answers.progress", n=len(article.open_views)))
        said = [c for c in self._desk.sight.comments(article.document.id) if c.author == article.key.author]
        remarks = [isolate(strip_controls(c.text)) for c in said if c.sort == "remark" and not c.resolved]
        self._comments.setText(say("answers.comments", text=" · ".join(remarks)))
        self._comments.setVisible(bool(remarks))

    def _made_columns(self) -> tuple[Column, ...]:
        say = self._session.say
        people = {one.id: one.name for one in self._desk.project.people()}
        return (
            Column(say("answers.column.article"), lambda item: isolate(item.title)),
            Column(
                say("answers.column.reviewer"), lambda item: isolate(people.get(item.reviewer) or item.reviewer), 144
            ),
            Column(say("answers.column.state"), lambda item: say(f"review.state.{item.state}"), 112),
            Column(say("answers.column.open"), lambda item: f"{item.open:,}", 96, number=True),
            Column(say("answers.column.appealed"), lambda item: f"{item.appealed:,}", 112, number=True),
            Column(say("answers.column.closed"), lambda item: f"{item.closed:,}", 136, number=True),
            Column(say("answers.column.comments"), lambda item: f"{item.comments:,}", 104, number=True),
        )

    def _lay_out(self) -> None:
        for label in (self._progress, self._comments):
            label.setProperty("role", "muted")
        self._comments.setContentsMargins(16, 6, 16, 6)
        self._comments.setWordWrap(True)
        top = QWidget()
        top.setObjectName("panel")
        row = QHBoxLayout(top)
        row.setContentsMargins(12, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(self._back)
        row.addWidget(self._title, 1)
        row.addWidget(self._progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (top, hairline(), self._comments):
            layout.addWidget(part)
        layout.addWidget(self._body, 1)
