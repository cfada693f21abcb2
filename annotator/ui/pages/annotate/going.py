"""Getting about: from annotation to annotation, to what lies under the caret, to found words, to other articles."""

from collections.abc import Callable
from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.batch import Task
from annotator.model.layer import in_text_order
from annotator.model.span import Span
from annotator.text.bidi import strip_controls
from annotator.text.folding import Folded, fold, fold_key
from annotator.ui.pages.annotate.marks_of import short_label, short_surface, shortened
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.pages.annotate.tagging import Choose, Tagging
from annotator.ui.pages.team.lesson import show_lesson
from annotator.ui.palette import Offer
from annotator.ui.panels.annotation_form import now
from annotator.ui.panels.find_bar import FindBar
from annotator.work.checklist import Point, open_points
from annotator.work.mydesk import MyDesk

_MOST_POINTS: Final = 40
_LETTERS: Final = 48


class Going:
    """What Tab, Enter, Ctrl+F and the article commands do."""

    def __init__(
        self, stage: Stage, tagging: Tagging, *, choose: Choose, bar: FindBar, finish: Callable[[], bool]
    ) -> None:
        self._stage = stage
        self._tagging = tagging
        self._choose = choose
        self._bar = bar
        self._finish = finish
        self._folded: tuple[str, Folded] | None = None
        bar.asked.connect(self._look)
        bar.stepped.connect(self.find_next)
        bar.closed.connect(self._leave_find)

    # --- annotations

    def step(self, way: int) -> None:
        """Make the next or previous annotation active, counted from the active one or from the caret."""
        stage = self._stage
        ordered = in_text_order(stage.article.annotations.values())
        if not ordered:
            stage.tell(stage.say("annotate.said.no_annotations"))
            return
        active = stage.active
        if active is not None:
            place = ordered.index(active) + way
        else:
            caret = stage.reader.caret()
            before = sum(1 for a in ordered if a.start < caret)
            place = before if way > 0 else before - 1
        stage.activate(ordered[place % len(ordered)].id)

    def choose_here(self) -> None:
        """Make what lies under the caret active; where there is more than one, ask which."""
        stage = self._stage
        found = stage.article.at(stage.reader.caret()) or stage.article.at(max(0, stage.reader.caret() - 1))
        if not found:
            stage.tell(stage.say("annotate.said.nothing_under"))
        elif len(found) == 1:
            stage.become(stage.state.activated(found[0].id))
        else:
            self._choose([self._offer(a) for a in found], "annotate.choose.here")

    def _offer(self, annotation: Annotation) -> Offer:
        stage = self._stage
        label = short_label(stage.desk.codebook, annotation.kind, annotation.label, stage.session.language)
        letters = short_surface(annotation, stage.text, longest=_LETTERS)
        return Offer(
            f"{label}  {letters}",
            annotation.label,
            "",
            lambda: stage.become(stage.state.activated(annotation.id)),
        )

    # --- words

    def find(self) -> None:
        """Open the field, with what is selected in it."""
        selection = self._stage.reader.selection()
        self._bar.open(selection.of(self._stage.text) if selection and selection.length <= 60 else "")

    def find_next(self, way: int) -> None:
        """Go to the next or previous place where the words stand."""
        stage = self._stage
        places = self._places(self._bar.words)
        if not places:
            self._bar.show_count(0, 0)
            return
        selection = stage.reader.selection()
        here = selection.start if selection else stage.reader.caret()
        if way > 0:
            at = next((n for n, span in enumerate(places) if span.start > here), 0)
        else:
            at = next((n for n in range(len(places) - 1, -1, -1) if places[n].start < here), len(places) - 1)
        self._show(places, at)

    def _leave_find(self) -> None:
        """Back to the text; what was found counts as drawn over, so that a tag takes its words whole."""
        selection = self._stage.reader.selection()
        if selection is not None:
            self._tagging.note_drag(selection, False)
        self._stage.reader.setFocus()

    def _look(self, words: str) -> None:
        places = self._places(words)
        caret = self._stage.reader.caret()
        at = next((n for n, span in enumerate(places) if span.end >= caret), 0)
        self._show(places, at)

    def _show(self, places: list[Span], at: int) -> None:
        self._bar.show_count(at + 1 if places else 0, len(places))
        if places:
            self._stage.reader.select(places[at])
            self._stage.reader.scroll_to(places[at])

    def _places(self, words: str) -> list[Span]:
        key, text = fold_key(words).strip(), self._stage.text
        if not key:
            return []
        if self._folded is None or self._folded[0] is not text:
            self._folded = (text, fold(text))
        folded = self._folded[1]
        found, at = [], folded.key.find(key)
        while at >= 0:
            found.append(Span(*folded.original_span(at, at + len(key))))
            at = folded.key.find(key, at + 1)
        return found

    # --- articles

    def article(self, way: int) -> None:
        """Open the next or previous article of the project."""
        stage = self._stage
        corpus = stage.session.corpus
        found = corpus.neighbour_of(stage.article.document.id, before=way < 0) if corpus is not None else None
        if found is None:
            stage.tell(stage.say("annotate.said.last_article" if way > 0 else "annotate.said.first_article"))
        elif self._finish():
            self._leave_for(found)

    def unfinished(self) -> None:
        """Open the next article, in their order, of which my layer is not handed in."""
        stage = self._stage
        corpus, desk, here = stage.session.corpus, stage.desk, stage.article.document.id
        found = MyDesk(desk.project, desk.person, corpus).after(here) if corpus is not None else None
        if found is None:
            stage.tell(stage.say("annotate.said.all_finished"))
        elif self._finish():
            self._leave_for(found)

    def _leave_for(self, document_id: str) -> None:
        """Open another article; what was said at the foot was about this one."""
        self._stage.tell("")
        self._stage.session.hub.article_wanted.emit(document_id, None)

    def nothing_here(self) -> None:
        """Say, or take back, that the article holds nothing to annotate."""
        stage = self._stage
        if not self._tagging.may_write():
            return
        if stage.article.annotations:
            stage.tell(stage.say("annotate.said.nothing_but"))
            return
        nothing = not stage.article.facts.nothing_to_annotate
        if stage.do(lambda: stage.desk.nothing_here(stage.article, nothing)):
            stage.tell(stage.say(f"annotate.said.nothing_{'set' if nothing else 'unset'}"), undoable=True)

    def submit(self) -> None:
        """Hand my layer in and open the next article; what is still open is shown first, to go to or to let be."""
        stage = self._stage
        if not self._finish() or not self._tagging.may_write():
            return
        comments = stage.desk.sight.comments(stage.article.document.id)
        points = open_points(stage.article, comments, stage.desk.codebook)
        if not points or stage.article.state == "submitted":
            self._hand_in()
            return
        offers = [Offer(stage.say("annotate.check.submit", n=len(points)), "submit", "", self._hand_in)]
        if points[0].what == "empty":
            offers.insert(0, Offer(stage.say("annotate.check.nothing"), "nothing", "", self._hand_in_empty))
        offers += [self._point(point) for point in points[:_MOST_POINTS] if point.what != "empty"]
        self._choose(offers, "annotate.check.heading")

    def _point(self, point: Point) -> Offer:
        stage = self._stage
        annotation = stage.article.annotations.get(point.annotation or "")
        letters = short_surface(annotation, stage.text, longest=_LETTERS) if annotation else ""
        if point.what == "comment":
            letters = shortened(strip_controls(point.words), longest=_LETTERS)
        role = stage.desk.codebook.role(annotation.kind, point.role) if annotation and point.role else None
        title = stage.say(
            f"annotate.check.{point.what}",
            letters=letters,
            role=role.title.of(stage.session.language.code) if role else "",
        )
        return Offer(title, point.what, "", lambda: self._go_to_point(point))

    def _go_to_point(self, point: Point) -> None:
        self._stage.activate(point.annotation)
        if point.what == "comment":
            self._stage.session.actions.trigger("annotation.comment")

    def _hand_in_empty(self) -> None:
        stage = self._stage
        if stage.do(lambda: stage.desk.nothing_here(stage.article, True)):
            self._hand_in()

    def _hand_in(self) -> None:
        stage = self._stage
        title = stage.article.document.title
        if stage.article.state == "submitted" or stage.do(
            lambda: stage.desk.stand(stage.article, "submitted", at=now())
        ):
            task = Task(stage.article.document.id, stage.desk.person.id)
            if show_lesson(stage.session, stage.reader.window(), stage.desk, task):
                stage.tell(stage.say("team.said.lesson", title=title))
                return
            self._go_on()
            stage.tell(stage.say("annotate.said.submitted", title=title))

    def _go_on(self) -> None:
        """After what was handed in: the next article, in a batch the next that is not handed in."""
        corpus = self._stage.session.corpus
        if corpus is not None and corpus.is_given(self._stage.article.document.id):
            self.unfinished()
        else:
            self.article(1)
