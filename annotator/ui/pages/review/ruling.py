"""Deciding by rule from the review page: the preview, and doing it here or beside the window."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from annotator.model.problems import Problem
from annotator.ui.ask import say_problem
from annotator.ui.pages.review.acts import Acts
from annotator.ui.pages.review.rules_dialog import RulesDialog
from annotator.ui.pages.review.sitting import ReviewSitting
from annotator.ui.pages.review.wording import Wording
from annotator.ui.session import Session
from annotator.work.desk import Desk
from annotator.work.merging import Proposal, Rule
from annotator.work.survey import Survey
from annotator.work.sweeping import Sweep, apply_beside, apply_everywhere, preview_beside, preview_everywhere

AT_ONCE: Final = 400
"""So many cases are decided while a key is down; more of them in a thread that can be stopped."""


class Ruling:
    """Bound to one page; `done` is called when cases were decided."""

    def __init__(
        self, session: Session, desk: Desk, sitting: ReviewSitting, *, acts: Acts, done: Callable[[], None]
    ) -> None:
        self._session = session
        self._desk = desk
        self._sitting = sitting
        self._acts = acts
        self._done = done

    def ask(self, window: QWidget, survey: Survey, wording: Wording, *, in_article: bool) -> RulesDialog:
        """Show what rules would decide, and decide it where the person agrees."""
        items = survey.queue("added")
        names = tuple(item.document for item in items)
        layers = max((len(item.authors) for item in items), default=0)
        review = self._sitting.review
        dialog = RulesDialog(
            self._session,
            window,
            preview=self._preview,
            beside=lambda rules, report: preview_beside(self._desk, rules, names, report, names=review.names),
            words=partial(self._say, wording),
            authors=layers,
        )
        dialog.here.setVisible(in_article)
        dialog.here.setChecked(in_article)
        dialog.accepted.connect(lambda: self._apply(dialog.proposals))
        dialog.finished.connect(dialog.deleteLater)
        dialog.look()
        dialog.open()
        return dialog

    def _preview(self, rules: tuple[Rule, ...]) -> Sweep:
        names = [self._sitting.article.document.id] if self._sitting.is_open else []
        return preview_everywhere(self._sitting.review, rules, names)

    def _apply(self, proposals: Sequence[Proposal]) -> None:
        say, number, review = self._session.say, len(proposals), self._sitting.review
        if number <= AT_ONCE:
            self._acts.do(lambda: apply_everywhere(review, proposals), lambda: say("review.rules.done", n=number))
            self._go_on()
            return
        work = partial(apply_beside, self._desk, proposals, names=review.names)
        job = self._session.jobs.run(lambda report: work(report=report), writes=True)
        if job is None:
            self._session.hub.said.emit(say("job.busy"))
            return
        job.done.connect(partial(self._finish, number))
        job.failed.connect(self._refuse)
        job.cancelled.connect(lambda: self._session.hub.said.emit(say("job.stopped")))

    def _finish(self, number: int, written: object) -> None:
        self._desk.follow(written.steps)  # type: ignore[attr-defined]
        self._session.hub.documents_touched.emit(written.touched)  # type: ignore[attr-defined]
        self._session.hub.said.emit(self._session.say("review.rules.done", n=number))
        self._go_on()

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        self._session.hub.said.emit(say_problem(problems[0], self._session.language))

    def _go_on(self) -> None:
        view = self._sitting.view
        if view is not None and not view.is_open:
            self._sitting.step(only_open=True)
        self._done()

    def _say(self, wording: Wording, proposal: Proposal) -> str:
        return wording.proposal(proposal, self._desk.project.text(proposal.document))
