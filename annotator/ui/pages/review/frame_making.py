"""A whole quote or event that the reviewer makes, in the same form and with the same keys as on the annotate page."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Final, Literal

import msgspec

from annotator.model.annotation import Annotation, Target, with_attribute
from annotator.model.codebook import Codebook
from annotator.model.problems import refuse
from annotator.model.span import Span
from annotator.model.step import Step
from annotator.suggest.lexicon import Lexicon, shipped_lexicon
from annotator.suggest.quotations import propose_for
from annotator.ui.commands.command import DIGITS
from annotator.ui.pages.annotate import frame_draft
from annotator.ui.pages.annotate.frame_draft import CORE, Choice, FrameDraft
from annotator.ui.pages.annotate.frame_editor import FrameEditor
from annotator.ui.pages.annotate.ghosts import OFFERED, ghosts_of
from annotator.ui.pages.annotate.modes import State
from annotator.ui.pages.annotate.selection_rules import span_for
from annotator.ui.pages.review.sitting import ReviewSitting
from annotator.ui.palette import Offer
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.view import Reader
from annotator.ui.session import Session
from annotator.work.additions import Pool
from annotator.work.article import OpenArticle
from annotator.work.cases import CaseView
from annotator.work.frames import Filling, Frame

FrameKind = Literal["quote", "event"]
Change = Callable[[FrameDraft], FrameDraft]
_USUAL_EVENT: Final = "STATEMENT"


class FrameMaker:
    """Begins, fills and ends a frame; `told` is called after every change, `choose` asks with type-ahead."""

    def __init__(
        self,
        session: Session,
        sitting: ReviewSitting,
        reader: Reader,
        *,
        editor: FrameEditor,
        told: Callable[[], None],
        choose: Callable[[Sequence[Offer], str, str], None],
    ) -> None:
        self._session = session
        self._sitting = sitting
        self._reader = reader
        self._editor = editor
        self._told = told
        self._choose = choose
        self._pool: OpenArticle | None = None
        self._ghosts: tuple[str, ...] = ()
        self.draft: FrameDraft | None = None
        self.case: str | None = None
        editor.label_asked.connect(self._relabel)
        editor.subtype_asked.connect(self._set_subtype)
        editor.part_asked.connect(lambda place: self._take(lambda one: frame_draft.at_part(one, place)))
        editor.choice_asked.connect(self._take_choice)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return shipped_lexicon()

    def table(self) -> dict[str, Callable[[], object]]:
        """Command id to what it does while a frame is made."""
        table: dict[str, Callable[[], object]] = {
            "part.next": partial(self._go, 1),
            "part.previous": partial(self._go, -1),
            "part.put": self._put,
            "part.add_piece": partial(self._put, further=True),
            "part.take_out": partial(self._take, frame_draft.take_out),
            "part.empty": partial(self._take, lambda one: frame_draft.take_out(one, everything=True)),
            "part.status": partial(self._take, frame_draft.with_next_status),
            "candidate.next": partial(self._move_choice, 1),
            "candidate.previous": partial(self._move_choice, -1),
            "frame.type": self._choose_label,
            "frame.closed": self._turn_closed,
            "frame.drop": self.drop,
        }
        for digit in DIGITS:
            table[f"candidate.{digit}"] = partial(self._take_choice, int(digit) - 1)
            table[f"part.{digit}"] = partial(self._go_to, digit)
        return table

    # --- beginning and ending

    def begin(self, kind: FrameKind) -> bool:
        """Begin what everybody missed, on the selection or the word at the caret; false where there is neither."""
        span = self._meant(kind)
        if span is None:
            return False
        self._pool = Pool(self._sitting.article).layer
        draft = self._fresh_quote(span) if kind == "quote" else self._fresh_event(span)
        self._open(draft, None)
        return draft is not None

    def begin_with(self, view: CaseView) -> None:
        """Begin with the frame of a case as it stands, or with its first version."""
        pool = Pool(self._sitting.article)
        self._pool = pool.layer
        frame = pool.frame_of(view)
        self._open(frame_draft.opened(frame, self._codebook, fresh=True), view.id)
        self._reader.scroll_to(frame.spans[0])

    def finish(self) -> tuple[Step, ...]:
        """Write it as the decision.

        Raises:
            KnownError: there is no content yet, or the codebook does not let it stand.
        """
        draft = self.draft
        if draft is None:
            return ()
        if not draft.frame.spans:
            raise refuse("review.nothing-selected")
        steps = self._sitting.review.put_frame(self._sitting.article, draft.frame, self.case)
        self.drop()
        return steps

    def drop(self) -> None:
        """Leave it."""
        self.draft = self._pool = None
        self._show_ghosts()
        self._told()

    def _open(self, draft: FrameDraft | None, case: str | None) -> None:
        self.draft, self.case = draft, case
        self._show()

    # --- parts

    def put_mark(self, mark_id: str) -> None:
        """Put a candidate that was clicked into the part."""
        if mark_id.startswith(OFFERED):
            self._take_choice(int(mark_id.removeprefix(OFFERED)) - 1)

    def _go(self, step: int) -> None:
        self._take(lambda one: frame_draft.at_part(one, one.at + step))

    def _go_to(self, symbol: str) -> None:
        self._take(lambda one: frame_draft.at_symbol(one, symbol))

    def _put(self, *, further: bool = False) -> None:
        """Put the selection, the candidate that the arrows stand on, or what is at the caret into the part."""
        draft = self.draft
        if draft is None:
            return
        if draft.choice is not None and self._reader.selection() is None:
            self._take_choice(draft.choice)
            return
        filling = self._pointed(draft)
        if filling is None:
            self._session.hub.said.emit(self._session.say("annotate.said.does_not_fit"))
        else:
            self._take(lambda one: frame_draft.put(one, filling, further=further))
            self._reader.set_caret(self._reader.caret())

    def _pointed(self, draft: FrameDraft) -> Filling | None:
        part, pool = draft.part, self._pool
        meant = self._meant("quote" if part.name == CORE and draft.frame.kind == "quote" else "entity")
        if part.name in (CORE, "cue"):
            return Filling(Target(spans=(meant,))) if meant else None
        place = meant.start if meant is not None and self._reader.selection() else self._reader.caret()
        fitting = [one for one in (pool.at(place) if pool else ()) if one.kind in part.fillers]
        if fitting:
            return Filling(Target(annotation=fitting[0].id))
        return Filling(Target(spans=(meant,))) if meant is not None and "span" in part.fillers else None

    def _take_choice(self, place: int) -> None:
        offered = self._offered()
        if 0 <= place < len(offered):
            self._take(lambda one: frame_draft.put(one, offered[place].filling))

    def _move_choice(self, step: int) -> None:
        offered, draft = self._offered(), self.draft
        if draft is None or not offered:
            return
        before = draft.choice if draft.choice is not None else (-1 if step > 0 else len(offered))
        place = max(0, min(len(offered) - 1, before + step))
        self._take(lambda one: msgspec.structs.replace(one, choice=place))

    def _turn_closed(self) -> None:
        def turned(one: FrameDraft) -> FrameDraft:
            return msgspec.structs.replace(one, frame=msgspec.structs.replace(one.frame, closed=not one.frame.closed))

        if self.draft is not None and self.draft.frame.kind == "quote":
            self._take(turned)

    def _choose_label(self) -> None:
        draft, language = self.draft, self._session.language.code
        if draft is None:
            return
        offers = [
            Offer(one.name.of(language), f"{one.id} {one.name.ar} {one.name.en}", "", partial(self._relabel, one.id))
            for one in self._codebook.labels_of(draft.frame.kind)
        ]
        self._choose(offers, f"annotate.choose.{draft.frame.kind}", "annotate.choose.nothing")

    def _relabel(self, label: str) -> None:
        self._take(lambda one: frame_draft.relabelled(one, label, self._codebook))

    def _set_subtype(self, subtype: str) -> None:
        values = (subtype,) if subtype else ()

        def given(one: FrameDraft) -> FrameDraft:
            attributes = with_attribute(one.frame.attributes, "subtype", *values)
            return msgspec.structs.replace(one, frame=msgspec.structs.replace(one.frame, attributes=attributes))

        self._take(given)

    # --- pieces

    def _fresh_quote(self, span: Span) -> FrameDraft | None:
        pool = self._pool
        mentions: tuple[Annotation, ...] = tuple(pool.annotations.values()) if pool else ()
        text = self._sitting.article.text
        return frame_draft.proposed(propose_for(text, span, mentions, self._lexicon), self._codebook)

    def _fresh_event(self, span: Span) -> FrameDraft | None:
        labels = self._codebook.labels_of("event")
        label = self._codebook.label("event", _USUAL_EVENT) or next(iter(labels), None)
        if label is None:
            return None
        frame = Frame(kind="event", label=label.id, spans=(span,))
        return frame_draft.at_part(frame_draft.opened(frame, self._codebook, fresh=True), 1)

    def _meant(self, kind: str) -> Span | None:
        text = self._sitting.article.text
        return span_for(text, self._reader.selection(), self._reader.caret(), kind=kind, edges="trim")

    def _offered(self) -> tuple[Choice, ...]:
        if self.draft is None or self._pool is None:
            return ()
        return frame_draft.choices(self.draft, self._pool, self._reader.caret(), self._lexicon)

    def _take(self, change: Change) -> None:
        if self.draft is not None:
            self.draft = change(self.draft)
            self._show()

    def _show(self) -> None:
        if self.draft is not None and self._pool is not None:
            self._editor.show_draft(self.draft, self._pool, self._offered())
        self._show_ghosts()
        self._told()

    def _show_ghosts(self) -> None:
        ghosts: tuple[Mark, ...] = ()
        if self.draft is not None and self._pool is not None:
            ghosts = ghosts_of(State(frame=self.draft), self._pool, offered=self._offered())
        if ghosts or self._ghosts:
            self._reader.patch_marks(self._ghosts, ghosts)
        self._ghosts = tuple(mark.id for mark in ghosts)

    @property
    def _codebook(self) -> Codebook:
        return self._sitting.review.desk.codebook
