"""What stands in many places: equal differences in all articles, and how the same words were decided elsewhere."""

from collections.abc import Callable
from functools import partial

from annotator.ui.pages.review.acts import Acts
from annotator.ui.pages.review.sitting import ReviewSitting
from annotator.ui.pages.review.wording import Wording
from annotator.ui.session import Session
from annotator.work.cases import CaseView
from annotator.work.desk import Desk
from annotator.work.survey import CasePlace, Difference, Precedent, Survey
from annotator.work.sweeping import decide_alike

_MOST = 500  # lines of a list at most
Line = tuple[str, Callable[[], object]]


class Alike:
    """Bound to one page; `open_place` shows a case, `acts` does what may be refused."""

    def __init__(
        self,
        session: Session,
        desk: Desk,
        survey: Survey,
        sitting: ReviewSitting,
        *,
        acts: Acts,
        wording: Wording,
        open_place: Callable[[CasePlace], object],
    ) -> None:
        self._session = session
        self._desk = desk
        self._survey = survey
        self._sitting = sitting
        self._acts = acts
        self._wording = wording
        self._open_place = open_place

    # --- precedents

    def show_precedents(self, view: CaseView) -> Precedent:
        """List the places where the same words were decided; what waits elsewhere can be decided like them."""
        say, words = self._session.say, self._wording.all_words(view)
        precedent = self._survey.precedent(view.kind, words)
        lines = [*self._decidable(view, precedent, words), *self._places(precedent)]
        if not lines:
            self._session.hub.said.emit(say("review.precedents.none"))
        else:
            self._pick(say("review.precedents.pick"), lines)
        return precedent

    def _decidable(self, view: CaseView, precedent: Precedent, words: str) -> list[Line]:
        found: list[Line] = []
        for label, _ in precedent.by_label:
            waiting = self._survey.waiting(view.kind, words, label)
            if waiting:
                named = label or self._session.say("review.choice.none")
                title = self._session.say("review.precedents.decide", n=len(waiting), label=named)
                found.append((title, partial(self._decide, waiting)))
        return found

    def _places(self, precedent: Precedent) -> list[Line]:
        none = self._session.say("review.choice.none")
        return [
            (f"{label or none} · {self._words_at(place)}", partial(self._open_place, place))
            for label, some in precedent.by_label
            for place in some
        ]

    def _decide(self, waiting: tuple[tuple[CasePlace, str | None], ...]) -> None:
        review, say = self._sitting.review, self._session.say
        done = say("review.said.same", n=len(waiting))
        self._acts.do(lambda: decide_alike(review, waiting), lambda: done)
        view = self._sitting.view
        if view is not None and not view.is_open:
            self._sitting.step(only_open=True)

    # --- equal differences

    def show_groups(self) -> None:
        """List the differences that stand most often in all articles; Enter opens the first place of one."""
        groups = [one for one in self._survey.differences() if len(one.places) > 1]
        if not groups:
            self._session.hub.said.emit(self._session.say("review.groups.none"))
            return
        lines: list[Line] = [(self._say_group(one), partial(self._open_place, one.places[0])) for one in groups]
        self._pick(self._session.say("review.groups.pick"), lines)

    def _say_group(self, group: Difference) -> str:
        say = self._session.say
        verdicts = "، ".join(say(f"review.verdict.{one}") for one in group.verdicts)
        times = say("review.times", n=len(group.places))
        return f"{times} · {say(f'review.kind.{group.kind}')} · {verdicts} · {self._words_at(group.places[0])}"

    # --- pieces

    def _words_at(self, place: CasePlace) -> str:
        return self._wording.context(self._desk.project.text(place.document), place.spans)

    def _pick(self, question: str, lines: list[Line]) -> None:
        chosen = self._session.ask.pick(question, [words for words, _ in lines[:_MOST]])
        if chosen is not None:
            lines[chosen][1]()
