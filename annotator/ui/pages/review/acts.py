"""What the keys of a case do: each a decision, told at the foot of the window, and on to the next open case."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from annotator.model.problems import KnownError, Problem, problem
from annotator.model.review import REASONS
from annotator.model.step import Step
from annotator.text.bidi import isolate
from annotator.ui.ask import say_problem
from annotator.ui.pages.review.sitting import WHOLE, ReviewSitting
from annotator.ui.pages.review.wording import Wording
from annotator.ui.palette import Offer
from annotator.ui.session import Session
from annotator.work.cases import CaseView
from annotator.work.clauses import find_clauses
from annotator.work.survey import CasePlace, Survey
from annotator.work.sweeping import decide_alike

Act = Callable[[], object]
Choose = Callable[[Sequence[Offer], str, str], object]
"""Shows offers in a list with type-ahead: what is asked, and what is said where nothing fits, as keys."""
_MOST = 9


class Acts:
    """Bound to one sitting; `flash` shows on the page what was just decided, `choose` asks with type-ahead."""

    def __init__(
        self,
        session: Session,
        sitting: ReviewSitting,
        wording: Wording,
        *,
        survey: Survey,
        flash: Callable[[str], None],
        choose: Choose,
    ) -> None:
        self._session = session
        self._sitting = sitting
        self._wording = wording
        self._survey = survey
        self._flash = flash
        self._choose = choose

    def table(self) -> Mapping[str, Act]:
        """Command id to what it does on the active case."""
        sitting = self._sitting
        return MappingProxyType(
            {
                **dict(self._takes()),
                **dict(self._reasons()),
                "review.none": partial(self._on_case, self._reject),
                "review.union": partial(self._on_case, self._union),
                "review.intersection": partial(self._on_case, self._intersect),
                "review.comment": partial(self._on_case, self._comment),
                "review.gap": partial(self._on_case, self._mark_gap),
                "review.clause": partial(self._on_case, self._ask_clause),
                "review.uphold": partial(self._on_case, self._uphold),
                "review.reopen": partial(self._on_case, self._reopen),
                "review.same": partial(self._on_case, self._decide_same),
                "review.line.next": lambda: sitting.go_to_line(sitting.line + 1),
                "review.line.previous": lambda: sitting.go_to_line(sitting.line - 1),
                "review.next": sitting.step,
                "review.previous": lambda: sitting.step(back=True),
                "review.next_open": lambda: sitting.step(only_open=True),
                "review.previous_open": lambda: sitting.step(back=True, only_open=True),
                "review.filter": lambda: sitting.show_all(sitting.only_open),
            }
        )

    def do(self, gesture: Callable[[], tuple[Step, ...]], done: Callable[[], str]) -> bool:
        """Do something that may be refused; whether anything was written."""
        try:
            steps = gesture()
        except KnownError as fault:
            self.say_fault(fault.problems)
            return False
        if steps:
            self._session.hub.said.emit(done())
        return bool(steps)

    def say_fault(self, problems: tuple[Problem, ...]) -> None:
        """Tell why nothing was done."""
        self._session.hub.said.emit(say_problem(problems[0], self._session.language))

    def go_on(self, case: str) -> None:
        """Show what was decided of a case, and go to the next one that waits."""
        self._flash(case)
        if not self._sitting.step(only_open=True):
            self._session.hub.said.emit(self._session.say("review.done.said"))

    # --- one case

    def _takes(self) -> Iterator[tuple[str, Act]]:
        for number in range(1, _MOST + 1):
            yield f"review.take.{number}", partial(self._on_case, partial(self._take, number - 1))

    def _reasons(self) -> Iterator[tuple[str, Act]]:
        yield "review.reason.0", partial(self._on_case, partial(self._give_reason, None))
        for number, name in enumerate(REASONS, 1):
            yield f"review.reason.{number}", partial(self._on_case, partial(self._give_reason, name))

    def _on_case(self, act: Callable[[CaseView], object]) -> None:
        view = self._sitting.view
        if view is None:
            self._session.hub.said.emit(self._session.say("review.no_case"))
        else:
            act(view)

    def _take(self, place: int, view: CaseView) -> None:
        authors = self._sitting.article.authors
        if place >= len(authors):
            return
        author = authors[place]
        if self._sitting.line != WHOLE:
            self._take_line(view, author)
            return
        review, article = self._sitting.review, self._sitting.article
        self._decide(view, lambda: review.take(article, view.id, author), isolate(self._sitting.name_of(author)))

    def _take_line(self, view: CaseView, author: str | None) -> None:
        """Decide the line that is chosen; on to the next line in question, or to the next case when it was the last."""
        review, article, line, say = self._sitting.review, self._sitting.article, self._sitting.line, self._session.say
        name = isolate(self._sitting.name_of(author)) if author else say("review.choice.none")
        if self.do(
            lambda: review.take_line(article, view.id, line, author), lambda: say("review.said.line", name=name)
        ):
            later = [at for at, part in enumerate(view.parts) if at > line and part.verdicts != ("agree",)]
            now = self._sitting.view
            if now is not None and now.is_open:
                self._sitting.go_to_line(later[0] if later else WHOLE)
            else:
                self.go_on(view.id)

    def _reject(self, view: CaseView) -> None:
        if self._sitting.line != WHOLE:
            self._take_line(view, None)
            return
        review, article = self._sitting.review, self._sitting.article
        self._decide(view, lambda: review.reject(article, view.id), self._session.say("review.choice.none"))

    def _union(self, view: CaseView) -> None:
        review, article = self._sitting.review, self._sitting.article
        self._decide(view, lambda: review.union(article, view.id), self._session.say("review.choice.union"))

    def _intersect(self, view: CaseView) -> None:
        review, article = self._sitting.review, self._sitting.article
        self._decide(view, lambda: review.intersect(article, view.id), self._session.say("review.choice.intersection"))

    def _decide(self, view: CaseView, gesture: Callable[[], tuple[Step, ...]], choice: str) -> None:
        if self.do(gesture, lambda: self._session.say("review.said.other", choice=choice)):
            self.go_on(view.id)

    def _decide_same(self, view: CaseView) -> None:
        """Decide every case with the difference that the decided one was known by."""
        say = self._session.say
        if view.is_open:
            self._session.hub.said.emit(say("review.said.undecided_first"))
            return
        article, review = self._sitting.article, self._sitting.review
        others = [one.id for one in article.same_difference(view.id) if one.id != view.id]
        elsewhere = self._elsewhere(view)
        ways = [say("review.same.here", n=len(others))] if others else []
        ways += [say("review.same.everywhere", n=len(others) + len(elsewhere))] if elsewhere else []
        if not ways:
            self._session.hub.said.emit(say("review.said.none_same"))
            return
        chosen = self._session.ask.choose(say("review.same.ask"), ways) if elsewhere else 0
        if chosen is None:
            return
        everywhere = bool(elsewhere) and chosen == len(ways) - 1
        number = len(others) + (len(elsewhere) if everywhere else 0)
        if self.do(
            lambda: self._repeat_everywhere(view, elsewhere) if everywhere else review.repeat(article, view.id, others),
            lambda: say("review.said.same", n=number),
        ):
            self.go_on(view.id)

    def _repeat_everywhere(self, view: CaseView, elsewhere: Sequence[CasePlace]) -> tuple[Step, ...]:
        article, decision = self._sitting.article, view.decision
        same = (one for one in article.same_difference(view.id) if one.id != view.id)
        here = [CasePlace(article.document.id, one.spans, one.id) for one in same]
        author = decision.taken if decision is not None and decision.choice == "take" else None
        places = [(place, author) for place in (*here, *elsewhere)]
        return decide_alike(self._sitting.review, places, rule="same")

    def _elsewhere(self, view: CaseView) -> list[CasePlace]:
        """Open cases of other articles that differ just so, where the version that was taken has an author too."""
        decision, here = view.decision, self._sitting.article.document.id
        if decision is None or decision.choice not in ("take", "none") or not view.difference:
            return []
        group = next((one for one in self._survey.differences() if one.name == view.difference), None)
        places = [one for one in group.places if one.document != here] if group is not None else []
        if decision.choice == "none":
            return places
        cases = {one.id: one for place in places for one in self._survey.views(place.document)}
        return [one for one in places if decision.taken in cases[one.case].authors]

    def _reopen(self, view: CaseView) -> None:
        review, article = self._sitting.review, self._sitting.article
        self.do(lambda: review.reopen(article, view.id), lambda: self._session.say("review.said.reopened"))

    # --- why

    def _give_reason(self, reason: str | None, view: CaseView) -> None:
        review, article, say = self._sitting.review, self._sitting.article, self._session.say
        done = say("review.reason.none")
        if reason is not None:
            done = say("review.reason.said", reason=say(f"review.reason.{reason}"))
        self.do(lambda: review.give_reason(article, view.id, reason=reason), lambda: done)

    def _ask_clause(self, view: CaseView) -> None:
        """Offer the clauses of the codebook, those on what the case is about first."""
        say, language = self._session.say, self._session.language.code
        annotation = self._wording.shown_annotation(view)
        label = annotation.label if annotation is not None else None
        found = find_clauses(self._sitting.review.desk.codebook, view.kind, label)
        offers = [
            Offer(
                f"{one.name.of(language)} · {isolate(one.id)}",
                f"{one.id} {one.name.ar} {one.name.en} {one.text.ar} {one.text.en}",
                "",
                partial(self._name_clause, view, one.id),
            )
            for one in found
        ]
        if view.decision is not None and view.decision.clause:
            offers.insert(0, Offer(say("review.clause.none"), "none", "", partial(self._name_clause, view, None)))
        self._choose(offers, "review.clause.hint", "review.clause.nothing")

    def _name_clause(self, view: CaseView, clause: str | None) -> None:
        review, article, say = self._sitting.review, self._sitting.article, self._session.say
        done = say("review.clause.taken_away")
        if clause is not None:
            done = say("review.clause.said", clause=self._wording.clause(clause))
        self.do(lambda: review.name_clause(article, view.id, clause), lambda: done)

    def _uphold(self, view: CaseView) -> None:
        """Let the decision stand that was appealed, with a word, and go on."""
        review, article, say = self._sitting.review, self._sitting.article, self._session.say
        if not any(one.is_open for one in view.appeals):
            self.say_fault((problem("review.no-appeal"),))
            return
        text = self._session.ask.text(say("appeal.uphold.ask"))
        if text and self.do(lambda: review.uphold(article, view.id, text), lambda: say("appeal.said.upheld")):
            self.go_on(view.id)

    def _comment(self, view: CaseView) -> None:
        review, article, say = self._sitting.review, self._sitting.article, self._session.say
        held = (view.decision.comment if view.decision else None) or ""
        text = self._session.ask.text(say("review.comment.ask"), value=held)
        if text:
            self.do(lambda: review.comment(article, view.id, text), lambda: say("review.said.comment"))

    def _mark_gap(self, view: CaseView) -> None:
        review, article, say = self._sitting.review, self._sitting.article, self._session.say
        text = self._session.ask.text(say("review.gap.ask"), value=self._wording.words(view))
        if text:
            self.do(lambda: review.mark_gap(article, view.id, text), lambda: say("review.said.gap"))
