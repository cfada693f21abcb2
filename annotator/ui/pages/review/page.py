"""The review page: the queue, an article with its cases, and how well the analysts agree."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.model.step import Step
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.page import Memory, Page
from annotator.ui.pages.review.agreement_view import AgreementView
from annotator.ui.pages.review.queue_view import QueueView
from annotator.ui.pages.review.rules_dialog import RulesDialog
from annotator.ui.pages.review.sitting import Sitting
from annotator.ui.pages.review.table import Table
from annotator.ui.pages.review.top_bar import TopBar
from annotator.ui.session import Session
from annotator.work.agreeing import Behind
from annotator.work.desk import Desk
from annotator.work.merging import Proposal, Rule
from annotator.work.review import ReviewDesk
from annotator.work.survey import CasePlace, Survey
from annotator.work.sweeping import Sweep, apply_everywhere, preview_everywhere


class ReviewPage(Page):
    """Three views over one sitting; which of them is in front decides the keys."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.review = review = ReviewDesk(desk)
        self.survey = Survey(review.desk.person)
        self.sitting = Sitting(review, session.language, self)
        self.queue = QueueView(session, self.survey)
        self.table = Table(session, self.sitting, self.survey)
        self.agreement = AgreementView(session, review)
        self.top = TopBar(session)
        self._dialog: RulesDialog | None = None
        self._stale = True
        self._body = QStackedWidget()
        for view in (self.queue, self.table, self.agreement):
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
        if self._body.currentWidget() is not self.table:
            return "review_queue"
        return "review_edit" if self.table.maker.draft is not None else "review"

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Decisions on the active case, and what is done with an article as a whole."""
        return MappingProxyType(
            {
                **self.table.handlers,
                "review.precedents": self._show_precedents,
                "review.queue": self.show_queue,
                "review.agreement": self.show_agreement,
                "review.names": self._turn_names,
                "review.rules": self.ask_rules,
                "review.accept": self._accept,
                "review.return": self._send_back,
                "article.next": partial(self._go_to_article, 1),
                "article.previous": partial(self._go_to_article, -1),
            }
        )

    @property
    def panes(self) -> Sequence[QWidget]:
        """The parts of the view in front."""
        if self._body.currentWidget() is self.table:
            return self.table.panes
        return (self.queue.table,) if self._body.currentWidget() is self.queue else (self.agreement.front,)

    def enter(self) -> None:
        """Where the person was: in an article, or in the queue."""
        if self._stale:
            self._catch_up()
        if self._body.currentWidget() is self.queue:
            self.queue.refresh()
        self._focus()

    def leave(self) -> None:
        """Only Esc drops what is begun: a version with words and a label is written."""
        self.table.finish_quietly()

    def remember(self) -> Memory:
        """The view, the article and its case, what the list is narrowed to, how analysts are called."""
        view = self.sitting.view
        return MappingProxyType(
            {
                "view": self._body.currentIndex(),
                "article": self.sitting.article.document.id if self.sitting.is_open else "",
                "case": view.id if view else "",
                "all": not self.sitting.only_open,
                "names": self.review.names,
                "sides": bool(self.table.sides),
            }
        )

    def recall(self, memory: Memory) -> None:
        """Take them up again."""
        self.review.names = "hidden" if memory.get("names") == "hidden" else "shown"
        self.sitting.only_open = not memory.get("all")
        self._catch_up()
        document, case = str(memory.get("article") or ""), str(memory.get("case") or "")
        if document and self.review.desk.project.has_document(document):
            self.open_review(document, case or None)
            self.table.show_sides(bool(memory.get("sides")))
        if memory.get("view") == 2:
            self.show_agreement()
        elif memory.get("view") != 1:
            self.show_queue()

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
        if self._body.currentWidget() is self.agreement and self.agreement.leave_cases():
            return
        self.table.finish_quietly()
        if self._stale:
            self._catch_up()
        self.queue.refresh()
        if self.sitting.is_open:
            self.queue.go_to(self.sitting.article.document.id)
        self._show(self.queue)

    def show_agreement(self) -> None:
        """Show the numbers of agreement; once more leads back to where the person was."""
        if self._body.currentWidget() is self.agreement:
            self._show(self.table if self.sitting.is_open else self.queue)
            return
        if self._stale:
            self._catch_up()
        self.agreement.refresh()
        self._show(self.agreement)

    def _show(self, view: QWidget) -> None:
        self._body.setCurrentWidget(view)
        self._tell_top()
        self.session.hub.mode_changed.emit(self.mode)
        self._focus()

    def _focus(self) -> None:
        current = self._body.currentWidget()
        places: dict[object, QWidget] = {
            self.table: self.table.front,
            self.queue: self.queue.table,
            self.agreement: self.agreement.front,
        }
        places[current].setFocus()

    def _tell_top(self) -> None:
        in_article = self._body.currentWidget() is self.table and self.sitting.is_open
        agreement = self._body.currentWidget() is self.agreement
        if in_article:
            article = self.sitting.article
            done = sum(not view.is_open for view in article.views)
            self.top.show_article(article.document.title, done=done, total=len(article.views))
        else:
            self.top.show_view("agreement" if agreement else "queue")
        self.top.show_hidden(self.review.names == "hidden")

    def _listen(self) -> None:
        self.queue.wanted.connect(self.open_review)
        self.agreement.wanted.connect(self._open_behind)
        self.table.mode_changed.connect(lambda: self.session.hub.mode_changed.emit(self.mode))
        self.sitting.changed.connect(self._tell_top)
        self.session.hub.documents_touched.connect(lambda _ids: self._forget())
        self.review.watch(lambda _steps: self._forget())

    def _forget(self) -> None:
        self._stale = True

    def _catch_up(self) -> None:
        self.survey.catch_up(self.review.desk.project)
        self._stale = False

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
        self._catch_up()
        later = [item.document for item in self.survey.queue() if not item.done and item.document != document]
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
        if self._stale:
            self._catch_up()
        names = [item.document for item in self.survey.queue("added")]
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
        self._tell_top()

    # --- rules

    def ask_rules(self) -> None:
        """Show what rules would decide, and decide it where the person agrees."""
        if self._stale:
            self._catch_up()
        in_article = self._body.currentWidget() is self.table and self.sitting.is_open
        layers = max((len(item.authors) for item in self.survey.queue()), default=0)
        dialog = RulesDialog(
            self.session, self.window(), preview=self._preview, words=self._say_proposal, authors=layers
        )
        dialog.here.setVisible(in_article)
        if not in_article:
            dialog.here.setChecked(False)
        dialog.accepted.connect(lambda: self._apply(dialog.proposals))
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def _preview(self, rules: tuple[Rule, ...], here: bool) -> Sweep:
        names = [item.document for item in self.survey.queue("added")]
        if here and self.sitting.is_open:
            names = [self.sitting.article.document.id]
        return preview_everywhere(self.review, rules, names)

    def _apply(self, proposals: Sequence[Proposal]) -> None:
        say, number = self.session.say, len(proposals)
        self.table.acts.do(lambda: apply_everywhere(self.review, proposals), lambda: say("review.rules.done", n=number))
        view = self.sitting.view
        if view is not None and not view.is_open:
            self.sitting.step(only_open=True)
        if self._body.currentWidget() is self.queue:
            self._catch_up()
            self.queue.refresh()
        self._focus()

    def _say_proposal(self, proposal: Proposal) -> str:
        text = self.review.desk.project.text(proposal.document)
        return self.table.wording.proposal(proposal, text)

    # --- precedents and what stands behind numbers

    def _show_precedents(self) -> None:
        view = self.sitting.view
        if view is None:
            return
        if self._stale:
            self._catch_up()
        precedent, say = self.survey.precedent(view.kind, self.table.wording.all_words(view)), self.session.say
        places = [(label, place) for label, some in precedent.by_label for place in some]
        self.table.panel.show_case(view, precedent)
        if not places:
            self.session.hub.said.emit(say("review.precedents.none"))
            return
        chosen = self.session.ask.pick(say("review.precedents.pick"), [self._say_place(*one) for one in places])
        if chosen is not None:
            self._open_place(places[chosen][1])

    def _say_place(self, label: str | None, place: CasePlace) -> str:
        project = self.review.desk.project
        words = self.table.wording.context(project.text(place.document), place.spans)
        return f"{label or self.session.say('review.choice.none')} · {words}"

    def _open_place(self, place: CasePlace) -> None:
        self.sitting.only_open = False
        self.open_review(place.document, place.case)

    def _open_behind(self, found: object) -> None:
        """Open the case that a number was counted on, known by what was said there."""
        if not isinstance(found, Behind):
            return
        self.sitting.only_open = False
        self.open_review(found.document)
        refs = set(found.members)
        case = next((one.id for one in self.sitting.article.views if refs & set(one.refs())), None)
        if case is not None:
            self.sitting.go_to(case)


class ReviewersOnly(Page):
    """What stands here for a person who reviews nothing: nobody sees others' work before it is theirs to see."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        empty = EmptyState()
        empty.show_words(session.say("review.not_yours"), session.say("review.not_yours.help"))
        layout = QVBoxLayout(self)
        layout.addWidget(empty)
