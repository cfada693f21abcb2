"""One article under work: its state, and the reader and panels that follow every change of it."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from PySide6.QtCore import QObject, Signal

from annotator.model.annotation import Annotation
from annotator.model.layer import LayerKey
from annotator.model.problems import KnownError
from annotator.model.span import Span
from annotator.model.step import Step
from annotator.suggest.lexicon import Lexicon, shipped_lexicon
from annotator.text.bidi import strip_controls
from annotator.text.dates import DateWords, shipped_date_words
from annotator.ui.ask import say_problem
from annotator.ui.pages.annotate.ahead import Ahead
from annotator.ui.pages.annotate.frame_draft import Choice, choices
from annotator.ui.pages.annotate.frame_editor import FrameEditor
from annotator.ui.pages.annotate.ghosts import DRAFT, ghosts_of
from annotator.ui.pages.annotate.marks_of import Marking, colour_of, short_label, short_surface
from annotator.ui.pages.annotate.modes import State
from annotator.ui.pages.annotate.recent import Recent
from annotator.ui.pages.annotate.selection_rules import split_word, word_at
from annotator.ui.pages.annotate.strip_keys import strip_keys
from annotator.ui.panels.annotation_list import AnnotationList, Row, row_of
from annotator.ui.panels.inspector import Inspector
from annotator.ui.panels.label_strip import LabelStrip
from annotator.ui.panels.status_line import StatusLine
from annotator.ui.reader.marks import Link, Mark
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.reader.view import Reader
from annotator.ui.session import Session
from annotator.work.article import OpenArticle
from annotator.work.desk import Desk

_ROW_LETTERS: Final = 80
_SAID_LETTERS: Final = 40
_HEADLINE: Final = "headline"


class Stage(QObject):
    """Gestures come in through ``do``; what they changed comes back through ``follow`` and is patched, not re-read."""

    mode_changed = Signal(str)
    opened = Signal(str)
    subject_changed = Signal()
    suggestion_changed = Signal()

    def __init__(self, session: Session, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.desk = desk
        self.palette: ReaderPalette = session.theme.reader_palette(desk.codebook)
        self.reader = Reader(self.palette, session.preferences.text("reader.font"))
        self.list = AnnotationList(session, self.palette)
        self.inspector = Inspector(session, desk, self.palette, self.do, date_words=lambda: self.date_words)
        self.editor = FrameEditor(session, desk, self.palette)
        self.inspector.add(self.editor)
        self.strip = LabelStrip(self.palette)
        self.status = StatusLine(session)
        self.state = State()
        self.ahead = Ahead(desk, self)
        self._article: OpenArticle | None = None
        self._marking: Marking | None = None
        self._ghosts: tuple[str, ...] = ()
        self._moving = False
        self._linked = True
        self._inspected: tuple[str, ...] = ()
        self.recent = Recent(session.memory, desk.project.id)
        self.list.chosen_changed.connect(self._follow_chosen)
        self.last_active: str | None = None

    # --- what is open

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of attribution, read when the first frame is opened."""
        return shipped_lexicon()

    @cached_property
    def date_words(self) -> DateWords:
        """The words of dates, read when the first is looked for."""
        return shipped_date_words()

    @property
    def article(self) -> OpenArticle:
        """The open article; asking for it where none is open is our bug."""
        if self._article is None:
            raise RuntimeError("no article is open")
        return self._article

    @property
    def is_open(self) -> bool:
        """Whether an article is open at all."""
        return self._article is not None

    @property
    def text(self) -> str:
        """The letters of the open article."""
        return self.article.text

    @property
    def writable(self) -> bool:
        """Whether the open layer is mine and the project can be written."""
        key = self.article.key
        mine = key.author == self.desk.person.id and key.purpose == "own"
        return mine and not self.desk.project.read_only

    @property
    def active(self) -> Annotation | None:
        """The annotation that gestures are about."""
        return self.article.annotations.get(self.state.active or "") if self._article else None

    def open(self, document_id: str, *, key: LayerKey | None = None) -> None:
        """Show another article, or another layer of it, without anything active."""
        fresh = self._article is None or self._article.document.id != document_id
        wanted = key or LayerKey(document_id, "own", self.desk.person.id)
        self._article = self.ahead.take(wanted) or self.desk.open(document_id, key=wanted)
        article = self._article
        self.state = State(armed=self.state.armed)
        self._ghosts = ()
        self.last_active = None
        if fresh:
            self.reader.set_article(article.text, article.document.direction)
            self.status.show_article(article.text, article.document.direction)
        self.redraw()
        self._show_state()
        self.opened.emit(document_id)

    def redraw(self) -> None:
        """Make every mark and row of the article anew."""
        dark = self.session.theme.dark
        self._marking = Marking(self.article, self.desk.codebook, language=self.session.language, dark=dark)
        marks = self._marking.marks()
        self.reader.set_marks(marks, self._links())
        self._show_headlines()
        self.list.fill(self._row(a) for a in self.article.annotations.values())
        self._ghosts = ()
        self.show_ghosts()

    # --- gestures

    def do(self, gesture: Callable[[], tuple[Step, ...]]) -> bool:
        """Run a gesture; say what came of it, and make what it made or changed active. False where it was refused."""
        try:
            steps = gesture()
        except KnownError as fault:
            self.refuse(fault)
            return False
        if steps:
            self._tell_steps(steps)
            # Answer within the frame: Qt would wait for more to paint, and then paint the panels first.
            self.reader.viewport().repaint()
        return True

    def refuse(self, fault: KnownError) -> None:
        """Say why nothing was done."""
        self.tell(say_problem(fault.problem, self.session.language))

    def tell(self, sentence: str, *, undoable: bool = False) -> None:
        """Say something at the foot of the window, with a link that takes it back where it can be."""
        self.session.hub.said.emit(sentence)
        self.status.offer_undo(undoable)

    def say(self, key: str, **values: object) -> str:
        """A sentence in the language of the interface."""
        return self.session.say(key, **values)

    def follow(self, steps: Sequence[Step]) -> None:
        """Patch page, list and inspector with the steps of a gesture, whoever made it."""
        if self._article is None or self._marking is None:
            return
        what = {change.what for step in steps for change in step.changes}
        if "codebook" in what or any(s.stream == self.article.stream and not s.changes for s in steps):
            self.redraw()
        else:
            self._patch(steps)
        if self.state.active and self.state.active not in self.article.annotations:
            self.become(self.state.activated(None))
        elif what & {"annotation", "relation", "entry", "comment", "document"}:
            self._show_subject()
        taken_back = next((s for s in steps if s.undoes and s.stream == self.article.stream), None)
        if taken_back is not None:
            self._show_taken_back(taken_back)

    def _patch(self, steps: Sequence[Step]) -> None:
        assert self._marking is not None
        patch = self._marking.patch(steps)
        if not (patch.removed or patch.added or patch.links):
            return
        self.reader.patch_marks(patch.removed, patch.added)
        values = (value for step in steps for c in step.changes for value in (c.before, c.after))
        if any(isinstance(value, Annotation) and value.label == _HEADLINE for value in values):
            self._show_headlines()
        if patch.links:
            self.reader.set_links(self._links())
        living = (self.article.annotations[mark.id] for mark in patch.added)
        self.list.patch(patch.removed, map(self._row, living))

    def _show_headlines(self) -> None:
        """Set the paragraphs of headlines larger."""
        found = (a for a in self.article.annotations.values() if a.label == _HEADLINE)
        self.reader.set_headline_spans(span for a in found for span in a.spans)

    def _show_taken_back(self, step: Step) -> None:
        values = [c.after for c in step.changes if isinstance(c.after, Annotation)]
        spans = [c.before for c in step.changes if isinstance(c.before, Annotation)]
        self.reader.flash([a.id for a in values])
        if values or spans:
            self.reader.scroll_to((values or spans)[0].spans[0])

    def _tell_steps(self, steps: Sequence[Step]) -> None:
        changed = [
            c.after
            for s in steps
            if s.stream == self.article.stream
            for c in s.changes
            if isinstance(c.after, Annotation)
        ]
        act = self.session.say(f"step.{steps[-1].name}")
        main = next((a for a in changed if a.kind != "cue"), None)
        if main is not None:
            self.reader.flash(a.id for a in changed)
            self.recent.note(main.kind, main.label)
            self.become(self.state.activated(main.id))
            self.tell(self.say("annotate.said.done", act=act, letters=self._named(main)), undoable=True)
        else:
            self.tell(self.say("annotate.said.done_plain", act=act), undoable=True)

    def _named(self, annotation: Annotation) -> str:
        """Label in full and letters: who hears the sentence sees neither chip nor colour."""
        label = self.desk.codebook.label(annotation.kind, annotation.label)
        name = label.name.of(self.session.language.code) if label is not None else annotation.label
        return f"{name} · {short_surface(annotation, self.text, longest=_SAID_LETTERS)}"

    # --- state

    def become(self, state: State) -> None:
        """Take another state and show it."""
        before, self.state = self.state, state
        if before == state:
            return
        self._show_state(before)

    def activate(self, annotation_id: str | None, *, scroll: bool = True) -> None:
        """Make an annotation active and put the caret to its start."""
        annotation = self.article.annotations.get(annotation_id or "")
        if annotation is None:
            self.become(self.state.activated(None))
            return
        self.place_caret(annotation.start)
        if scroll:
            self.reader.scroll_to(annotation.spans[0])
        self.become(self.state.activated(annotation.id))

    def place_caret(self, position: int) -> None:
        """Move the caret without leaving what is active."""
        self._moving = True
        try:
            self.reader.set_caret(position)
        finally:
            self._moving = False
        self.show_word()

    def select(self, span: Span) -> None:
        """Select letters without leaving what is active."""
        self._moving = True
        try:
            self.reader.select(span)
        finally:
            self._moving = False
        self.show_word()

    @property
    def moving(self) -> bool:
        """Whether the caret is moved by the program just now, not by a person."""
        return self._moving

    def show_ghosts(self) -> None:
        """Outline what is being edited."""
        ghosts: tuple[Mark, ...] = ()
        if self._article is not None:
            ghosts = ghosts_of(self.state, self.article, word=self._suggested_word(), offered=self.offered())
        if ghosts or self._ghosts:
            self.reader.patch_marks(self._ghosts, ghosts)
        self._ghosts = tuple(mark.id for mark in ghosts)

    def show_word(self) -> None:
        """Show the word at the caret, or where the selection or the active annotation begins, with its proclitics."""
        selection, active = self.reader.selection(), self.active
        edges = self.state.edges
        span = edges.span if edges else selection or (active.spans[0] if active else None)
        span = span or word_at(self.text, self.reader.caret())
        pieces = split_word(self.text, span, self.desk.names.knows) if span else ()
        self.status.show_word(tuple(map(strip_controls, pieces)))

    def offered(self) -> tuple[Choice, ...]:
        """What may fill the part of the open frame that is worked on."""
        draft = self.state.frame
        return choices(draft, self.article, self.reader.caret(), self.lexicon) if draft is not None else ()

    def show_draft(self) -> None:
        """Show the open frame in the editor and the strip."""
        draft = self.state.frame
        if draft is not None:
            self.editor.show_draft(draft, self.article, self.offered())
            self.inspector.show_form(self.editor)

    def show_strip(self) -> None:
        """Show labels, or the parts of the open frame."""
        self.strip.show_keys(strip_keys(self.state, self.desk.codebook, self.session, self.writable))

    def _show_state(self, before: State | None = None) -> None:
        state = self.state
        self.last_active = state.active or self.last_active
        self.show_ghosts()
        shown = (DRAFT,) if state.edges else (state.active,) if state.active else ()
        self.reader.set_active(shown)
        if before is None or before.active != state.active:
            self.list.show_active(state.active)
            self._light_links(before.active if before else None)
        if before is None or before.suggestion != state.suggestion:
            self.suggestion_changed.emit()
        self.show_strip()
        if state.frame is not None:
            self.show_draft()
        elif before is None or before.active != state.active or before.frame is not None:
            self._show_subject()
        self.show_word()
        if before is None or before.mode != state.mode:
            self.mode_changed.emit(state.mode)

    def _suggested_word(self) -> str:
        found = self.state.suggestion
        return short_label(self.desk.codebook, "entity", found.label, self.session.language) if found else ""

    def _show_subject(self) -> None:
        self.subject_changed.emit()
        if self.state.frame is not None:
            self.show_draft()
        elif self.state.active is not None:
            self._inspected = self.targets
            self.inspector.show_annotation(
                self.article, self.state.active, writable=self.writable, together=self._inspected
            )
        else:
            self.inspector.show_article(self.article)

    def _follow_chosen(self) -> None:
        """Other rows are selected in the list: what is set in the inspector holds for all of them."""
        active, targets = self.state.active, self.targets
        if active is not None and self.state.mode == "annotation" and targets != self._inspected:
            self.reader.set_active((active, *(one for one in targets if one != active)))
            self._show_subject()

    # --- what is drawn

    def bar_of(self, annotation: Annotation) -> str | None:
        """The colour of a quote's bar, by its speaker; ``None`` for all that has no bar."""
        return self._marking.mark(annotation).speaker_colour if self._marking is not None else None

    def show_links(self, shown: bool) -> None:
        """Draw arcs, or none."""
        self._linked = shown
        if self._article is not None:
            self.reader.set_links(self._links())

    def _links(self) -> tuple[Link, ...]:
        assert self._marking is not None
        active = (self.state.active,) if self.state.active else ()
        return self._marking.links(active) if self._linked else ()

    def _light_links(self, before: str | None) -> None:
        touched = [i for i in (before, self.state.active) if i]
        article = self.article
        if any(article.relations_of(i) or article.relations_to(i) for i in touched):
            self.reader.set_links(self._links())

    def _row(self, annotation: Annotation) -> Row:
        assert self._marking is not None
        return row_of(
            annotation,
            chip=self._marking.chip(annotation),
            colour=colour_of(annotation),
            letters=short_surface(annotation, self.text, longest=_ROW_LETTERS),
            waits=self._waits(annotation),
        )

    def _waits(self, annotation: Annotation) -> tuple[str, ...]:
        label = self.desk.codebook.label(annotation.kind, annotation.label)
        unlinked = annotation.entry is None and label is not None and label.links_to_registry
        unsure = annotation.value("certainty") == "unsure"
        return tuple(name for name, so in (("unlinked", unlinked), ("unsure", unsure)) if so)

    @property
    def targets(self) -> tuple[str, ...]:
        """What a gesture on annotations is about: all that are selected in the list with the active one, else it."""
        chosen, active = self.list.chosen, self.state.active
        if active is None:
            return ()
        return chosen if len(chosen) > 1 and active in chosen else (active,)
