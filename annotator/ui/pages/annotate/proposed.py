"""The list of suggestions beside the text: filled at rest, walked, answered, and in step with the page."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from PySide6.QtCore import QObject

from annotator.model.annotation import Annotation
from annotator.model.review import Decision
from annotator.model.span import Span
from annotator.model.step import Step
from annotator.text.bidi import strip_controls
from annotator.ui.pages.annotate.marks_of import colour_of, short_label, short_surface
from annotator.ui.pages.annotate.outlines import Outlines
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.pages.annotate.suggesting import Suggesting
from annotator.ui.panels.suggestion_list import Line, SuggestionList
from annotator.work.consistency import Finding, findings
from annotator.work.rejecting import stream_for
from annotator.work.untagged import Untagged

_LONGEST: Final = 80


class Proposed(QObject):
    """What ``outlines`` has found, as lines; what does not agree in the own layer stands above them.

    ``finish`` closes what is open on the page, or says that it cannot be closed.
    """

    def __init__(self, stage: Stage, suggesting: Suggesting, outlines: Outlines, finish: Callable[[], bool]) -> None:
        super().__init__(stage)
        self._stage = stage
        self._suggesting = suggesting
        self._outlines = outlines
        self._finish = finish
        self._suggested: dict[str, Untagged] = {}
        self._doubts: dict[str, Finding] = {}
        self._acting: tuple[str, ...] = ("",)
        self.panel = SuggestionList(stage.session, stage.palette)
        view = self.panel.view
        outlines.renewed.connect(self._renew)
        stage.opened.connect(lambda _document: self._forget())
        stage.suggestion_changed.connect(self._follow_state)
        view.gone_to.connect(self._go)
        view.clicked.connect(lambda _index: self._go(view.chosen))
        view.opened.connect(self._open)
        view.left.connect(stage.reader.setFocus)
        view.entered_anew.connect(self._stand)
        view.about_to_act.connect(self._prepare)
        view.acted.connect(self._advance)
        view.unanswerable.connect(lambda: stage.tell(stage.say("annotate.suggestions.no_answer")))

    def follow(self, steps: tuple[Step, ...]) -> None:
        """Let go of what a gesture has answered; where the hands are elsewhere that waits until they rest."""
        self._outlines.follow(steps)
        if not self.panel.view.hasFocus() or not self._stage.is_open:
            return
        article, desk = self._stage.article, self._stage.desk
        back = next(_taken_back(steps, article.stream), None)
        if back is not None:
            self._outlines.renew()
            self._go(_id_of(back))
            return
        streams = (article.stream, stream_for(article.document.id, desk.person.id))
        gone = tuple(_answered(steps, streams))
        left = {i: one for i, one in self._suggested.items() if not any(_goes(one.span, span) for span in gone)}
        if len(left) < len(self._suggested):
            self._suggested = left
            self._show()

    # --- what is shown

    def _forget(self) -> None:
        """Another article or layer: nothing of the one before is shown while this one is looked through."""
        self._suggested, self._doubts = {}, {}
        self.panel.show_lines((), title=self._stage.say("annotate.suggestions.title"), empty="")

    def _renew(self) -> None:
        stage, why = self._stage, self._outlines.why_none
        self.panel.setVisible(why != "off")
        if why == "off" or not stage.is_open:
            return
        doubts = findings(stage.article, stage.desk.codebook) if not why else ()
        self._suggested = {_id_of(one.span): one for one in self._outlines.found}
        self._doubts = {f"{one.doubt}.{one.annotation}": one for one in doubts}
        self._show()

    def _show(self) -> None:
        say, why = self._stage.say, self._outlines.why_none
        lines = tuple(self._lines())
        title = (
            say("annotate.suggestions.title") if why else say("annotate.suggestions.heading", n=len(self._suggested))
        )
        if self._doubts:
            title = f"{title} · {say('annotate.suggestions.doubts', n=len(self._doubts))}"
        self.panel.show_lines(lines, title=title, empty=say(f"annotate.suggestions.none.{why or 'left'}"))
        self._follow_state()

    def _lines(self) -> Iterator[Line]:
        say = self._stage.say
        if self._doubts:
            yield Line("", say("annotate.suggestions.group.doubts"))
            yield from (line for i, one in self._doubts.items() if (line := self._line_of(i, one)) is not None)
        if self._doubts and self._suggested:
            yield Line("", say("annotate.suggestions.group.suggested"))
        for line_id, one in self._suggested.items():
            yield Line(
                line_id,
                strip_controls(one.span.of(self._stage.text)),
                chip=self._word(one.label),
                colour=one.label,
                source=say(f"annotate.suggestions.source.{one.why}"),
                more=self._suggesting.more(one),
            )

    def _line_of(self, line_id: str, finding: Finding) -> Line | None:
        """The line of what gives pause; ``None`` where its annotation has gone meanwhile."""
        annotation = self._stage.article.annotations.get(finding.annotation)
        if annotation is None:
            return None
        source = self._stage.say(f"annotate.suggestions.doubt.{finding.doubt}", label=self._word(finding.label))
        letters = short_surface(annotation, self._stage.text, longest=_LONGEST)
        chip = short_label(self._stage.desk.codebook, annotation.kind, annotation.label, self._stage.session.language)
        return Line(line_id, letters, chip=chip, colour=colour_of(annotation), source=source, outlined=False)

    def _word(self, label: str) -> str:
        return short_label(self._stage.desk.codebook, "entity", label, self._stage.session.language)

    def _follow_state(self) -> None:
        """Stand on the suggestion that the page shows; on none where it shows none and the hands are elsewhere."""
        shown = self._stage.state.suggestion
        if shown is not None:
            self.panel.choose(_id_of(shown.span))
        elif not self.panel.view.hasFocus():
            self.panel.choose("")

    # --- what a person does

    def _go(self, line_id: str) -> bool:
        """Show what a line is about in the text; false where that is over."""
        stage, suggested, doubt = self._stage, self._suggested.get(line_id), self._doubts.get(line_id)
        if stage.state.drafting and not self._finish():
            return False
        if suggested is not None:
            shown = stage.state.suggestion
            return (shown is not None and shown.span == suggested.span) or self._suggesting.look(suggested.span)
        if doubt is None or doubt.annotation not in stage.article.annotations:
            return False
        stage.activate(doubt.annotation)
        return True

    def _open(self, line_id: str) -> None:
        if self._go(line_id):
            self.panel.view.left.emit()

    def _prepare(self, line_id: str) -> None:
        """What keys are about is what the line shows, also where the person has only come by."""
        ids = [line.id for line in self.panel.lines.all]
        row = self.panel.view.currentIndex().row()
        # Lines before it may go too: a longer name of which this was a part.
        self._acting = (line_id, *ids[row + 1 :], *reversed(ids[:row]))
        doubt = self._doubts.get(line_id)
        if doubt is None or self._stage.state.active != doubt.annotation:
            self._go(line_id)

    def _advance(self) -> None:
        """The line that has been answered is gone: go on with the next, at the end with the one before."""
        line_id, *others = self._acting
        stays = self.panel.lines.row_of(line_id) is not None or self._stage.state.suggestion is not None
        if stays or not self.panel.view.hasFocus():
            return
        # The first that still is a suggestion: a part of what was just tagged may be none any more.
        next((other for other in others if other in self._suggested and self._go(other)), None)

    def _stand(self) -> None:
        """Stand on what the page shows, else on the first suggestion from the caret on, else on the first line."""
        shown, caret = self._stage.state.suggestion, self._stage.reader.caret()
        behind = (i for i, one in self._suggested.items() if one.span.start >= caret)
        first = (line.id for line in self.panel.lines.all if line.id)
        self.panel.choose(_id_of(shown.span) if shown else next(behind, next(first, "")))


def _id_of(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _answered(steps: Iterable[Step], streams: Collection[str]) -> Iterator[Span]:
    """The stretches of which a gesture has said something."""
    for value in (change.after for step in steps if step.stream in streams for change in step.changes):
        tagged = isinstance(value, Annotation) and value.kind == "entity"
        rejected = isinstance(value, Decision) and value.choice == "none"
        if isinstance(value, Annotation | Decision) and (tagged or rejected):
            yield from value.spans


def _goes(suggested: Span, answered: Span) -> bool:
    """Whether nothing is suggested over a stretch any more; what lies within a longer name still may be."""
    return suggested.contains(answered) or answered.crosses(suggested)


def _taken_back(steps: Iterable[Step], stream: str) -> Iterator[Span]:
    """Where an accepted suggestion has been taken back."""
    undone = (step for step in steps if step.undoes is not None and step.stream == stream)
    for before in (change.before for step in undone for change in step.changes if change.after is None):
        if isinstance(before, Annotation) and before.provenance.origin == "suggestion_accepted":
            yield before.spans[0]
