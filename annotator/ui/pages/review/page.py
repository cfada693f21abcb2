"""The review page: the queue, an article with its cases, and how well the analysts agree."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.model.step import Step
from annotator.ui.commands.table import COMMANDS
from annotator.ui.pages.page import Memory, Page
from annotator.ui.pages.review.alike import Alike
from annotator.ui.pages.review.queue_view import SAMPLED, QueueView
from annotator.ui.pages.review.ruling import Ruling
from annotator.ui.pages.review.sitting import ReviewSitting
from annotator.ui.pages.review.surveying import Surveying
from annotator.ui.pages.review.table import Table
from annotator.ui.pages.review.top_bar import TopBar
from annotator.ui.session import Session
from annotator.work.desk import Desk
from annotator.work.gaps import count_gaps
from annotator.work.review import ReviewDesk
from annotator.work.survey import CasePlace, Survey

if TYPE_CHECKING:
    from annotator.ui.pages.review.agreement_view import AgreementView
    from annotator.ui.pages.review.answers_view import AnswersView

_AGREEMENT: Final = ("agreement.view", "agreement.gamma", "agreement.save", "agreement.save_all")
_VIEWS: Final = ("queue", "table", "agreement", "answers")
_ANSWERS: Final = tuple(one.id for one in COMMANDS if one.id.startswith("answers.") and one.id != "answers.open")


class ReviewPage(Page):
    """Views over one sitting: queue, article, agreement, own answers; which of them is in front decides the keys."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.review = review = ReviewDesk(desk)
        self.survey = Survey(review.desk.person, share=SAMPLED)
        self.sitting = ReviewSitting(review, session.language, self)
        self.queue = QueueView(session, self.survey)
        self.table = Table(session, self.sitting, self.survey, desk)
        self._desk = desk
        self._agreement: AgreementView | None = None
        self._answers: AnswersView | None = None
        self.surveying = Surveying(session, desk, self.survey, self)
        self.ruling = Ruling(session, desk, self.sitting, acts=self.table.acts, done=self._show_ruled)
        self.alike = Alike(
            session,
            desk,
            self.survey,
            self.sitting,
            acts=self.table.acts,
            wording=self.table.wording,
            open_place=self._open_place,
        )
        self.top = TopBar(session)
        self._body = QStackedWidget()
        for view in (self.queue, self.table):
            self._body.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        layout.addWidget(self._body, 1)
        self._listen()
        self._tell_top()

    # --- what the window asks

    @property
    def mode(self) -> str:
        """The keys of a case, of a version being made, or of the lists."""
        if self._in_front == "answers":
            return self.answers.mode or "review_queue"
        if self._body.currentWidget() is not self.table:
            return "agreement" if self._in_front == "agreement" else "review_queue"
        if self.table.framer.draft is not None:
            return "frame"
        return "review_edit" if self.table.maker.draft is not None else "review"

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Decisions on the active case, and what is done with an article as a whole."""
        return MappingProxyType(
            {
                **self.table.handlers,
                "review.precedents": self._show_precedents,
                "review.groups": self._show_groups,
                "review.queue": self.show_queue,
                "review.order": self.queue.turn_order,
                "review.agreement": self.show_agreement,
                **{name: partial(self._do_agreement, name) for name in _AGREEMENT},
                "review.names": self._turn_names,
                "review.rules": self.ask_rules,
                "review.accept": self._accept,
                "review.return": self._send_back,
                "review.answers": self.show_answers,
                "gaps.open": self._ask_gaps,
                "article.next": partial(self._go_to_article, 1),
                "article.previous": partial(self._go_to_article, -1),
                **{name: partial(self._do_answer, name) for name in _ANSWERS},
            }
        )

    @property
    def panes(self) -> Sequence[QWidget]:
        """The parts of the view in front."""
        places: dict[str, Sequence[QWidget]] = {"queue": (self.queue.table,), "table": self.table.panes}
        if self._in_front == "agreement":
            return self.agreement.panes
        return self.answers.panes if self._in_front == "answers" else places[self._in_front]

    @property
    def agreement(self) -> "AgreementView":
        """The numbers of agreement; what measures them is loaded when they are first asked for."""
        if self._agreement is None:
            from annotator.ui.pages.review.agreement_view import AgreementView

            self._agreement = AgreementView(self.session, self.review)
            self._agreement.wanted.connect(self._open_behind)
            self._agreement.article_wanted.connect(lambda name: self.session.hub.article_wanted.emit(name, None))
            self._body.addWidget(self._agreement)
        return self._agreement

    @property
    def answers(self) -> "AnswersView":
        """What other reviewers say of the person's own layers."""
        if self._answers is None:
            from annotator.ui.pages.review.answers_view import AnswersView

            self._answers = AnswersView(self.session, self._desk)
            self._answers.turned.connect(lambda: self.session.hub.mode_changed.emit(self.mode))
            self._body.addWidget(self._answers)
        return self._answers

    @property
    def _in_front(self) -> str:
        current = self._body.currentWidget()
        names: dict[QWidget | None, str] = {
            self.queue: "queue",
            self.table: "table",
            self._agreement: "agreement",
            self._answers: "answers",
        }
        return names[current]

    def enter(self) -> None:
        """Where the person was: in an article, or in the queue."""
        self.sitting.wake()
        self.surveying.catch_up()
        if self._in_front == "answers":
            self.answers.enter()
        if self._in_front == "queue":
            self.queue.refresh()
        self._focus()

    def leave(self) -> None:
        """Only Esc drops what is begun: a version with words and a label is written."""
        self.table.finish_quietly()
        self.sitting.rest()
        if self._answers is not None:
            self._answers.leave()

    def remember(self) -> Memory:
        """The view, the article and its case, what the list is narrowed to, how analysts are called."""
        view = self.sitting.view
        return MappingProxyType(
            {
                "view": _VIEWS.index(self._in_front),
                "article": self.sitting.article.document.id if self.sitting.is_open else "",
                "case": view.id if view else "",
                "all": not self.sitting.only_open,
                "names": self.review.names,
                "sides": bool(self.table.sides),
                **(self._answers.remember() if self._answers is not None else {}),
            }
        )

    def recall(self, memory: Memory) -> None:
        """Take them up again."""
        self.review.names = "hidden" if memory.get("names") == "hidden" else "shown"
        self.sitting.only_open = not memory.get("all")
        self.surveying.catch_up()
        document, case = str(memory.get("article") or ""), str(memory.get("case") or "")
        if document and self.review.desk.project.has_document(document):
            self.open_review(document, case or None)
            self.table.show_sides(bool(memory.get("sides")))
        if memory.get("view") == _VIEWS.index("agreement"):
            self.show_agreement()
        elif memory.get("view") == _VIEWS.index("answers"):
            self.answers.recall(memory)
            self.show_answers()
        elif memory.get("view") != 1:
            self.show_queue()
        # It is built anew behind another page perhaps; entering wakes it.
        self.sitting.rest()

    def show_taken_back(self, steps: Sequence[Step]) -> bool:
        """Go to the first case whose decision came or went."""
        gold = [(step.layer.document, step) for step in steps if step.layer and step.layer.purpose == "gold"]
        if not gold:
            return False
        document, step = gold[0]
        case = next((change.id for change in step.changes if change.what == "decision"), None)
        if not self.sitting.is_open or self.sitting.article.document.id != document:
            self.open_review(document, case)
        elif case is not None and any(one.id == case for one in self.sitting.article.views):
            self.sitting.go_to(case)
        return True

    # --- the three views

    def open_review(self, document: str, case: str | None = None) -> None:
        """Open an article for review, at a case where one is named."""
        self.sitting.open(document, case)
        self._show(self.table)

    def show_queue(self) -> None:
        """Show the articles."""
        if self._in_front == "agreement" and self.agreement.leave_cases():
            return
        self.table.finish_quietly()
        self.surveying.catch_up()
        self.queue.refresh()
        if self.sitting.is_open:
            self.queue.go_to(self.sitting.article.document.id)
        self._show(self.queue)

    def _do_agreement(self, name: str) -> None:
        """Do what a command of the agreement wants, while that is in front."""
        if self._in_front == "agreement":
            self.agreement.do(name)

    def show_agreement(self) -> None:
        """Show the numbers of agreement; once more leads back to where the person was."""
        if self._in_front == "agreement":
            self._show(self.table if self.sitting.is_open else self.queue)
            return
        self.surveying.catch_up()
        self.agreement.refresh()
        self._show(self.agreement)

    def show_answers(self) -> None:
        """Show what other reviewers say of the person's own layers; once more leads back."""
        if self._in_front == "answers":
            self._show(self.table if self.sitting.is_open else self.queue)
            return
        self.table.finish_quietly()
        self.answers.enter()
        self._show(self.answers)

    def open_answers(self, document_id: str) -> bool:
        """Show the answers to an article; whether there are any."""
        if not self._desk.sight.answers(document_id):
            return False
        self.answers.show_article(document_id)
        self._show(self.answers)
        return True

    def _do_answer(self, name: str) -> None:
        if self._in_front == "answers":
            self.answers.handlers[name]()

    def _show(self, view: QWidget) -> None:
        if self._answers is not None and view is not self._answers:
            self._answers.leave()
        self._body.setCurrentWidget(view)
        self._tell_top()
        self.session.hub.mode_changed.emit(self.mode)
        self._focus()

    def _focus(self) -> None:
        fronts: dict[str, Callable[[], QWidget]] = {
            "table": lambda: self.table.front,
            "queue": lambda: self.queue.table,
            "agreement": lambda: self.agreement.front,
            "answers": lambda: self.answers.front,
        }
        fronts[self._in_front]().setFocus()

    def _tell_top(self) -> None:
        self.top.setVisible(self._in_front != "answers")
        if self._in_front == "answers":
            return
        if self._in_front == "table" and self.sitting.is_open:
            article = self.sitting.article
            done = sum(not view.is_open for view in article.views)
            self.top.show_article(article.document.title, done=done, total=len(article.views))
        else:
            self.top.show_view("agreement" if self._in_front == "agreement" else "queue")
            self.top.show_gaps(count_gaps(self._desk))
        self.top.show_hidden(self.review.names == "hidden")

    def _listen(self) -> None:
        self.queue.wanted.connect(self.open_review)
        self.table.mode_changed.connect(lambda: self.session.hub.mode_changed.emit(self.mode))
        self.sitting.changed.connect(self._tell_top)
        self.session.hub.documents_touched.connect(self.surveying.forget)
        self.review.watch(self.surveying.forget)
        self.surveying.surveyed.connect(self.queue.refresh)

    # --- what is done with an article

    def _accept(self) -> None:
        if not self.sitting.is_open:
            return
        article, say = self.sitting.article, self.session.say
        waiting = len(article.open_views)
        rest = False
        if waiting and len(article.layers) == 1:
            question = say("review.rest.ask", n=waiting)
            rest = self.session.ask.confirm(question, verb=say("command.review.accept"))
            if not rest:
                return
        title = article.document.title
        if self.table.acts.do(
            lambda: self.review.accept(article, rest=rest), lambda: say("review.said.accepted", title=title)
        ):
            self._go_on(article.document.id)

    def _go_on(self, document: str) -> None:
        """The next article that is not done; the queue where there is none."""
        self.surveying.catch_up()
        later = [
            item.document for item in self.survey.queue(self.queue.order) if not item.done and item.document != document
        ]
        if later:
            self.open_review(later[0])
        else:
            self.show_queue()

    def _send_back(self) -> None:
        if not self.sitting.is_open:
            return
        article, say, ask = self.sitting.article, self.session.say, self.session.ask
        names = [self.sitting.name_of(author) for author in article.authors]
        chosen = ask.pick(say("review.return.to"), names) if len(names) > 1 else 0
        if chosen is None or not names:
            return
        text = ask.text(say("review.return.ask"))
        if text:
            author, title = article.authors[chosen], article.document.title
            self.table.acts.do(
                lambda: self.review.send_back(article, author, text),
                lambda: say("review.said.returned", title=title),
            )

    def _go_to_article(self, step: int) -> None:
        """The next or previous article of the queue."""
        self.surveying.catch_up()
        names = [item.document for item in self.queue.items]
        if not names:
            return
        here = self.sitting.article.document.id if self.sitting.is_open else ""
        at = names.index(here) + step if here in names else 0
        if 0 <= at < len(names):
            self.open_review(names[at])

    def _turn_names(self) -> None:
        self.review.names = "shown" if self.review.names == "hidden" else "hidden"
        view = self.sitting.view
        if self.sitting.is_open:
            self.sitting.open(self.sitting.article.document.id, view.id if view else None)
        if self._agreement is not None:
            self._agreement.rename()
        self._tell_top()

    # --- rules

    def ask_rules(self) -> None:
        """Show what rules would decide, and decide it where the person agrees."""
        self.surveying.catch_up()
        in_article = self._in_front == "table" and self.sitting.is_open
        self.ruling.ask(self.window(), self.survey, self.table.wording, in_article=in_article)

    def _show_ruled(self) -> None:
        if self._in_front == "queue":
            self.surveying.catch_up()
            self.queue.refresh()
        self._focus()

    def _ask_gaps(self) -> None:
        from annotator.ui.pages.review.gaps_dialog import show_gaps

        show_gaps(self.session, self._desk, self.window())

    def open_case(self, document_id: str, case: str) -> None:
        """Open an article for review at a case, decided or not."""
        self.sitting.only_open = False
        self.open_review(document_id, case)

    # --- precedents and what stands behind numbers

    def _show_precedents(self) -> None:
        view = self.sitting.view
        if view is not None:
            self.surveying.catch_up()
            self.table.panel.show_case(view, self.alike.show_precedents(view))

    def _show_groups(self) -> None:
        self.surveying.catch_up()
        self.alike.show_groups()

    def _open_place(self, place: CasePlace) -> None:
        self.sitting.only_open = False
        self.open_review(place.document, place.case)

    def _open_behind(self, found: object) -> None:
        """Open the case that a number was counted on, known by what was said there."""
        from annotator.work.agreeing import Behind

        if not isinstance(found, Behind):
            return
        self.sitting.only_open = False
        self.open_review(found.document)
        refs = set(found.members)
        case = next((one.id for one in self.sitting.article.views if refs & set(one.refs())), None)
        if case is not None:
            self.sitting.go_to(case)
