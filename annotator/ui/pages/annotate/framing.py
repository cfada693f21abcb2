"""The gestures on frames: open a quote or an event, fill its parts, accept or drop it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Literal

import msgspec

from annotator.model.annotation import Annotation, Target, with_attribute
from annotator.model.codebook import Label
from annotator.model.span import Span
from annotator.suggest.clauses import cue_at, reported_clause
from annotator.suggest.quotations import QuoteProposal, propose_for, propose_in_marks
from annotator.suggest.quotemarks import MARKS
from annotator.ui.pages.annotate import frame_draft
from annotator.ui.pages.annotate.frame_draft import CORE, FrameDraft
from annotator.ui.pages.annotate.selection_rules import between_marks
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.pages.annotate.tagging import Choose, Tagging
from annotator.ui.palette import Offer
from annotator.work.frames import Filling, Frame, read_frame
from annotator.work.habits import Said

FrameKind = Literal["quote", "event"]
_USUAL_EVENT: Final = "STATEMENT"
_MOST_NUMBERED: Final = 9


class Framing:
    """What keys do while a frame is open, and how one is opened and closed."""

    def __init__(self, stage: Stage, tagging: Tagging, choose: Choose) -> None:
        self._stage = stage
        self._tagging = tagging
        self._choose = choose
        self._event_label = _USUAL_EVENT

    # --- opening and closing

    def open(self, kind: FrameKind) -> None:
        """Open the frame of the active quote or event, else a new one on what is meant."""
        stage = self._stage
        if not self._tagging.may_write():
            return
        standing = self._standing(kind)
        if standing is not None:
            self.open_standing(standing.id)
            return
        spans = self._core(kind)
        if spans:
            self._open_new(kind, spans)
        else:
            stage.tell(stage.say("annotate.said.nothing_here"))

    def open_standing(self, annotation_id: str) -> None:
        """Open a quote or an event that stands."""
        stage = self._stage
        if not self._tagging.may_write():
            return
        frame = read_frame(stage.article, annotation_id)
        stage.become(stage.state.activated(annotation_id))
        stage.become(stage.state.with_frame(frame_draft.opened(frame, stage.desk.codebook, fresh=False)))
        stage.tell(stage.say(f"annotate.said.frame.{frame.kind}"))
        stage.reader.setFocus()

    def _open_new(self, kind: FrameKind, spans: tuple[Span, ...]) -> None:
        stage = self._stage
        draft = self._proposed_quote(spans) if kind == "quote" else self._fresh_event(spans)
        if draft is None:
            return
        stage.become(stage.state.activated(None).with_frame(draft))
        stage.place_caret(draft.frame.spans[-1].end)
        self._tell_opened(draft)
        if kind == "event" and self._usual_type(spans) is None:
            self.choose_label()

    def _tell_opened(self, draft: FrameDraft) -> None:
        stage, frame = self._stage, draft.frame
        unclosed = frame.kind == "quote" and not frame.closed
        key = "unclosed" if unclosed else f"frame.{frame.kind}"
        stage.tell(stage.say(f"annotate.said.{key}"))

    def _usual_type(self, spans: tuple[Span, ...]) -> Said | None:
        """What the same trigger was said to be last."""
        stage = self._stage
        return stage.desk.habits.of_form(" … ".join(s.of(stage.text) for s in spans), "event")

    def _fresh_event(self, spans: tuple[Span, ...]) -> FrameDraft | None:
        codebook, usual = self._stage.desk.codebook, self._usual_type(spans)
        wanted = usual.label if usual is not None else self._event_label
        label = codebook.label("event", wanted) or next(iter(codebook.labels_of("event")), None)
        if label is None:
            return None
        attributes = usual.attributes if usual is not None else ()
        frame = Frame(kind="event", label=label.id, spans=spans, attributes=attributes)
        return frame_draft.at_part(frame_draft.opened(frame, codebook, fresh=True), 1)

    def _proposed_quote(self, spans: tuple[Span, ...]) -> FrameDraft | None:
        """What the text proposes at the caret, else for the spans that are meant."""
        stage = self._stage
        found = None
        if stage.reader.selection() is None and (stage.active is None or spans != stage.active.spans):
            found = self.proposal_at(stage.reader.caret())
        mentions = tuple(stage.article.annotations.values())
        found = found or propose_for(stage.text, spans[0], mentions, stage.lexicon)
        draft = frame_draft.proposed(found, stage.desk.codebook)
        return frame_draft.with_links(draft, stage.article, stage.lexicon) if draft is not None else None

    def proposal_at(self, position: int) -> QuoteProposal | None:
        """The quote that words of attribution at a place report, or in whose marks it lies."""
        stage = self._stage
        text, mentions = stage.text, tuple(stage.article.annotations.values())
        reported = self._reported(position, mentions)
        return reported or propose_in_marks(text, position, mentions, stage.lexicon)

    def _reported(self, position: int, mentions: tuple[Annotation, ...]) -> QuoteProposal | None:
        """What the words of attribution at a place report, in marks or without."""
        stage = self._stage
        text, lexicon = stage.text, stage.lexicon
        cue = cue_at(text, position, lexicon)
        clause = reported_clause(text, cue, lexicon) if cue is not None else None
        if cue is None or clause is None:
            return None
        found = None
        if text[: clause.start].rstrip()[-1:] in MARKS:
            found = propose_in_marks(text, clause.start, mentions, lexicon)
        found = found or propose_for(text, clause, mentions, lexicon)
        return msgspec.structs.replace(found, cue=cue.spans, cue_class=cue.cue_class)

    def accept(self) -> bool:
        """Write the frame as one step; a frame that says nothing new is just closed. False where it was refused."""
        stage = self._stage
        draft = stage.state.frame
        if draft is None:
            return True
        if not draft.changed:
            stage.become(stage.state.closed())
            return True
        opened = stage.state
        stage.become(opened.closed())
        if stage.do(lambda: stage.desk.put_frame(stage.article, draft.frame)):
            if draft.frame.kind == "event":
                self._event_label = draft.frame.label
            return True
        stage.become(opened)
        return False

    def drop(self) -> None:
        """Close the frame without a change."""
        stage = self._stage
        stage.become(stage.state.closed())
        stage.tell(stage.say("annotate.said.frame_dropped"))

    # --- parts

    def go(self, step: int) -> None:
        """Work on the next or previous part."""
        self._take(lambda draft: frame_draft.at_part(draft, draft.at + step))

    def go_to_place(self, place: int) -> None:
        """Work on the part on that line."""
        self._take(lambda draft: frame_draft.at_part(draft, place))

    def go_to(self, symbol: str) -> None:
        """Work on the part with that digit."""
        self._take(lambda draft: frame_draft.at_symbol(draft, symbol))

    def put(self, *, further: bool = False) -> None:
        """Put the selection, the candidate that the arrows stand on, or what is at the caret into the part."""
        stage = self._stage
        draft = stage.state.frame
        if draft is None:
            return
        if draft.choice is not None and stage.reader.selection() is None:
            self.take_choice(draft.choice)
            return
        filling = self._pointed(draft)
        if filling is None:
            stage.tell(stage.say("annotate.said.does_not_fit"))
            return
        self._take(lambda one: frame_draft.put(one, filling, further=further))
        stage.place_caret(stage.reader.caret())

    def put_annotation(self, annotation_id: str) -> None:
        """Put an annotation that was clicked into the part, where it fits."""
        stage = self._stage
        draft = stage.state.frame
        annotation = stage.article.annotations.get(annotation_id)
        if draft is None or annotation is None:
            return
        if draft.part.name in (CORE, "cue"):
            self._take(lambda one: frame_draft.put(one, Filling(Target(spans=annotation.spans))))
        elif annotation.kind in draft.part.fillers and annotation.id != draft.frame.id:
            self._take(lambda one: frame_draft.put(one, Filling(Target(annotation=annotation.id))))
        else:
            stage.tell(stage.say("annotate.said.does_not_fit"))

    def turn_status(self) -> None:
        """Say of the last filler of the part that it is inherited, implied or named elsewhere, or named again."""
        self._take(frame_draft.with_next_status)

    def turn_closed(self) -> None:
        """Say that the text does not close the quote, or that it does."""
        stage, draft = self._stage, self._stage.state.frame
        if draft is not None and draft.frame.kind == "quote":
            closed = not draft.frame.closed
            self._take(
                lambda one: msgspec.structs.replace(one, frame=msgspec.structs.replace(one.frame, closed=closed))
            )
            stage.tell(stage.say(f"annotate.said.{'closed' if closed else 'unclosed'}"))

    def take_out(self, *, everything: bool) -> None:
        """Take the last piece out of the part, or all of it."""
        self._take(lambda draft: frame_draft.take_out(draft, everything=everything))

    def take_choice(self, place: int) -> None:
        """Put a candidate into the part, by its place from 0."""
        stage = self._stage
        draft = stage.state.frame
        offered = frame_draft.choices(draft, stage.article, stage.reader.caret(), stage.lexicon) if draft else ()
        if 0 <= place < len(offered):
            self._take(lambda one: frame_draft.put(one, offered[place].filling))

    def move_choice(self, step: int) -> None:
        """Go down or up in the list of candidates."""
        stage = self._stage
        draft = stage.state.frame
        offered = frame_draft.choices(draft, stage.article, stage.reader.caret(), stage.lexicon) if draft else ()
        if draft is None or not offered:
            return
        before = draft.choice if draft.choice is not None else (-1 if step > 0 else len(offered))
        place = max(0, min(len(offered) - 1, before + step))
        self._take(lambda one: msgspec.structs.replace(one, choice=place))

    # --- label and attributes

    def choose_label(self) -> None:
        """Ask for the type of the open frame in a list with type-ahead, its subtypes among the lines."""
        stage = self._stage
        draft = stage.state.frame
        if draft is None:
            return
        kind = draft.frame.kind
        labels = stage.desk.codebook.labels_of(kind)
        # A short list is known by its digits: there every label stays where it is.
        ordered = stage.recent.ordered(labels) if len(labels) > _MOST_NUMBERED else labels
        offers = [o for label in ordered for o in self._label_offers(label)]
        self._choose(offers, f"annotate.choose.{kind}")

    def relabel(self, label: str, subtype: str | None = None) -> None:
        """Another type for the open frame, with a subtype where one was taken."""
        codebook = self._stage.desk.codebook
        self._take(lambda draft: frame_draft.relabelled(draft, label, codebook))
        if subtype is not None:
            self.set_subtype(subtype)

    def set_subtype(self, subtype: str) -> None:
        """Another subtype, or none."""

        def change(draft: FrameDraft) -> FrameDraft:
            attributes = with_attribute(draft.frame.attributes, "subtype", *((subtype,) if subtype else ()))
            return msgspec.structs.replace(draft, frame=msgspec.structs.replace(draft.frame, attributes=attributes))

        self._take(change)

    def _label_offers(self, label: Label) -> Sequence[Offer]:
        language = self._stage.session.language.code
        words = f"{label.id} {label.name.ar} {label.name.en}"
        title = label.name.of(language)
        # The id of a type of event is what the record holds, and what people who know it type.
        key = label.id if label.kind == "event" else ""
        offers = [
            Offer(
                f"{title} · {subtype.name.of(language)}",
                f"{words} {subtype.id} {subtype.name.ar} {subtype.name.en}",
                key,
                partial(self.relabel, label.id, subtype.id),
            )
            for subtype in label.subtypes
        ]
        return [Offer(title, words, key, partial(self.relabel, label.id)), *offers]

    # --- small things

    def _core(self, kind: FrameKind) -> tuple[Span, ...]:
        """What a new frame is about: the selection, what stands in marks, the active spans, or the word."""
        stage, active = self._stage, self._stage.active
        meant = self._tagging.meant(kind)
        if stage.reader.selection() is None:
            marked = between_marks(stage.text, stage.reader.caret()) if kind == "quote" else None
            if marked is None and active is not None:
                return active.spans
        return (meant,) if meant else ()

    def _take(self, change: Callable[[FrameDraft], FrameDraft]) -> None:
        stage = self._stage
        draft = stage.state.frame
        if draft is None:
            return
        after = change(draft)
        if after.frame != draft.frame:
            after = frame_draft.with_links(after, stage.article, stage.lexicon)
        stage.become(stage.state.with_frame(after))

    def _standing(self, kind: str) -> Annotation | None:
        """The quote or event that is active, or whose cue is."""
        stage = self._stage
        active = stage.active
        if active is None or stage.reader.selection() is not None:
            return None
        if active.kind == kind:
            return active
        if active.kind == "cue" and kind == "quote":
            sources = [r.source for r in stage.article.relations_to(active.id) if r.role == "cue"]
            return stage.article.annotations.get(sources[0]) if sources else None
        return None

    def _pointed(self, draft: FrameDraft) -> Filling | None:
        """What a person points at: an annotation where one fits, else bare letters where the part takes them."""
        stage, part = self._stage, draft.part
        selection = stage.reader.selection()
        meant = self._tagging.meant("quote" if part.name == CORE and draft.frame.kind == "quote" else "entity")
        if part.name in (CORE, "cue"):
            return Filling(Target(spans=(meant,))) if meant else None
        fitting = [
            a
            for a in stage.article.at(meant.start if selection and meant else stage.reader.caret())
            if a.kind in part.fillers and a.id != draft.frame.id and (selection is None or a.spans == (meant,))
        ]
        if fitting:
            return Filling(Target(annotation=fitting[0].id))
        return Filling(Target(spans=(meant,))) if meant is not None and "span" in part.fillers else None
