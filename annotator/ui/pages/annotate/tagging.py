"""The gestures on single annotations: tag, retag, arm, remove, regions, proclitics, flags."""

from collections.abc import Callable, Sequence
from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.codebook import Label
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.model.step import Step
from annotator.text.segmentation import paragraphs, word_at
from annotator.ui.pages.annotate.modes import State
from annotator.ui.pages.annotate.selection_rules import (
    Edges,
    span_for,
    with_last_proclitic,
    without_next_proclitic,
)
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.palette import Offer
from annotator.work.untagged import known_forms

Choose = Callable[[Sequence[Offer], str], None]
"""Shows offers in a list with type-ahead under a hint, and does the one that is taken."""

_NAME_REACH: Final = 120
"""Code points in which a name of several words is looked for."""


class Tagging:
    """What digits, letters and the strip do to the text in the caret and annotation modes."""

    def __init__(self, stage: Stage, choose: Choose) -> None:
        self._stage = stage
        self._choose = choose
        self._drag: tuple[Span, bool] | None = None
        self._last: Label | None = None

    # --- what is meant

    def note_drag(self, span: Span, exact: bool) -> None:
        """Remember what the mouse has selected: it snaps by kind, unless a person wanted the letters."""
        self._drag = (span, exact)

    def meant(self, kind: str) -> Span | None:
        """The span that a gesture of ``kind`` is about: selection, marks round the caret, or the word there."""
        reader, suggestion = self._stage.reader, self._stage.state.suggestion
        if suggestion is not None and kind == "entity":
            return suggestion.span
        selection = reader.selection()
        edges: Edges = "trim"
        if self._drag is not None and selection == self._drag[0]:
            edges = "keep" if self._drag[1] else "snap"
            if kind == "quote" and edges == "snap" and reader.drag_span is not None:
                selection = reader.drag_span
        return span_for(self._stage.text, selection, reader.caret(), kind=kind, edges=edges)

    # --- tags

    def press_digit(self, digit: str, *, beside: bool) -> None:
        """Tag, retag or arm with the label of a digit."""
        label = self._stage.desk.codebook.label_for_key(digit)
        if label is not None and label.kind == "entity":
            self.tag(label, beside=beside)

    def repeat(self) -> None:
        """Tag with the label that was used last, if need be the last time the project was open."""
        codebook = self._stage.desk.codebook
        found = (codebook.label(kind, name) for kind, name in self._stage.recent.names if kind == "entity")
        last = self._last or next((label for label in found if label is not None), None)
        if last is not None:
            self.tag(last, beside=False)
        else:
            self._stage.tell(self._stage.say("annotate.said.nothing_to_repeat"))

    def tag_known(self, entry: Entry) -> None:
        """Tag what is meant with the label of a registry entry, and let it point there, as one step."""
        stage = self._stage
        label, meant = stage.desk.codebook.label("entity", entry.label), self.meant("entity")
        if label is None or meant is None or not self.may_write():
            return
        if stage.reader.selection() is None and stage.state.suggestion is None:
            meant = self._known_form(meant, label)
        self._last = label
        self._write(lambda: stage.desk.tag_known(stage.article, meant, label=label.id, entry=entry.id))

    def tag(self, label: Label, *, beside: bool) -> None:
        """Tag what is meant; on the active entity retag it, and where it is tagged so already arm the label."""
        stage = self._stage
        if not self.may_write():
            return
        active, selection = stage.active, stage.reader.selection()
        if active is not None and active.kind == label.kind and selection is None:
            spans: tuple[Span, ...] = active.spans
            standing: Annotation | None = active
        else:
            meant = self.meant(label.kind)
            if meant is None:
                stage.tell(stage.say("annotate.said.nothing_here"))
                return
            if selection is None and stage.state.suggestion is None:
                meant = self._known_form(meant, label)
            spans = (meant,)
            standing = next(iter(stage.article.same_spans(spans, label.kind)), None)
        self._last = label
        several = standing is active and len(stage.targets) > 1
        if standing is not None and standing.label == label.id and not beside and not several:
            stage.become(stage.state.activated(standing.id))
            self.arm(label)
        elif standing is not None and not beside:
            alike = [one for one in stage.targets if stage.article.annotations[one].kind == label.kind]
            chosen = alike if standing is active else [standing.id]
            stage.do(lambda: stage.desk.retag_several(stage.article, chosen, label.id))
        else:
            self._write(lambda: stage.desk.tag(stage.article, spans, label.id, kind=label.kind, beside=beside))

    def _known_form(self, word: Span, label: Label) -> Span:
        """The name that begins with a word, without its proclitic where the rest is a known form; else the word."""
        stage, names = self._stage, self._stage.desk.names
        end = min(len(stage.text), word.start + _NAME_REACH)
        starts = (
            Span(s.start + word.start, s.end + word.start)
            for s in known_forms(stage.text[word.start : end], names.knows)
        )
        begun = [span for span in starts if span.start < word.end]
        for span in begun:
            found = names.candidates(span.of(stage.text), label=label.id, limit=1)
            if found and found[0].entry.label == label.id:
                return span
        return Span(begun[-1].start, word.end) if begun else word

    def arm(self, label: Label) -> None:
        """Let the next drags of the mouse be tagged with a label, until Esc."""
        stage = self._stage
        stage.become(stage.state.armed_with(label.id))
        stage.tell(stage.say("annotate.said.armed", label=label.name.of(stage.session.language.code)))

    def paint(self) -> None:
        """Tag what the mouse has just selected, where a label is armed."""
        stage = self._stage
        label = stage.desk.codebook.label("entity", stage.state.armed or "")
        meant = self.meant("entity") if label else None
        if label is None or meant is None or not self.may_write():
            return
        standing = stage.article.same_spans((meant,), "entity")
        if any(a.label == label.id for a in standing):
            stage.become(stage.state.activated(standing[0].id))
        else:
            self._write(lambda: stage.desk.tag(stage.article, (meant,), label.id))

    def make_region(self) -> None:
        """Mark the selection, or the paragraph at the caret, as a region of a kind that is asked for."""
        stage = self._stage
        if not self.may_write():
            return
        span = self.meant("region") if stage.reader.selection() else self._paragraph()
        if span is None:
            stage.tell(stage.say("annotate.said.nothing_here"))
            return
        language = stage.session.language.code

        def offer(label: Label) -> Offer:
            return Offer(
                label.name.of(language),
                f"{label.id} {label.name.ar} {label.name.en}",
                "",
                lambda: self._write(lambda: stage.desk.tag(stage.article, (span,), label.id, kind="region")),
            )

        self._choose([offer(label) for label in stage.desk.codebook.labels_of("region")], "annotate.choose.region")

    def remove(self) -> None:
        """Take the active annotation out; undo brings it back."""
        stage = self._stage
        active = stage.active
        if active is None or not self.may_write():
            return
        doomed = list(stage.targets)
        if len(doomed) > 1:
            # A quote takes its cue along; of several a cue alone would be left without its quote's leave.
            doomed = [i for i in doomed if stage.article.annotations[i].kind != "cue"]
        elif active.kind == "cue":
            # A cue never stands without its quote; taking it out empties that part of the frame.
            doomed = []
            for relation in stage.article.relations_to(active.id):
                self._stage.do(lambda r=relation: self._without_cue(r.source))  # type: ignore[misc]
        if doomed:
            start = active.start
            if stage.do(lambda: stage.desk.remove(stage.article, doomed)):
                stage.place_caret(start)

    def _without_cue(self, quote_id: str) -> tuple[Step, ...]:
        import msgspec

        from annotator.work.frames import read_frame

        stage = self._stage
        frame = msgspec.structs.replace(read_frame(stage.article, quote_id), cue=())
        return stage.desk.put_frame(stage.article, frame)

    def toggle_unsure(self) -> None:
        """Flag the active annotation as unsure, or take the flag off."""
        stage = self._stage
        active = stage.active
        if active is not None and self.may_write():
            values = () if active.value("certainty") == "unsure" else ("unsure",)
            stage.do(lambda: stage.desk.set_attributes(stage.article, stage.targets, "certainty", *values))

    # --- proclitics

    def trim_proclitic(self, *, give_back: bool) -> None:
        """Move the start over a proclitic: of the edges that are open, the active annotation, or the selection."""
        stage = self._stage
        change = with_last_proclitic if give_back else without_next_proclitic
        edges, active = stage.state.edges, stage.active
        if edges is not None:
            import msgspec

            span = change(stage.text, edges.span)
            stage.become(stage.state.with_edges(msgspec.structs.replace(edges, span=span)))
        elif active is not None and stage.state.frame is None:
            if self.may_write():
                spans = (change(stage.text, active.spans[0]), *active.spans[1:])
                if spans != active.spans:
                    stage.do(lambda: stage.desk.respan(stage.article, active.id, spans))
        else:
            meant = self.meant("entity")
            if meant is not None:
                trimmed = change(stage.text, meant)
                self._drag = (trimmed, True)
                stage.select(trimmed)

    # --- small things

    def may_write(self) -> bool:
        """Whether this layer may be written; says why not."""
        stage = self._stage
        if stage.writable:
            return True
        if stage.desk.project.read_only:
            stage.tell(stage.say("annotate.said.read_only"))
        else:
            stage.tell(stage.say("annotate.said.not_mine", author=stage.article.key.author))
        return False

    def _write(self, gesture: Callable[[], tuple[Step, ...]]) -> None:
        if self._stage.do(gesture):
            # What was tagged is active now; its letters need no selection over them.
            self._stage.place_caret(self._stage.reader.caret())

    def _paragraph(self) -> Span | None:
        found = word_at(paragraphs(self._stage.text), self._stage.reader.caret(), touching=True)
        return Span(*found) if found and found[0] < found[1] else None


def disarmed(state: State) -> State:
    """No label paints any more."""
    return state.armed_with(None)
