"""The annotate page: reader in the middle, list and inspector beside it, label strip below."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.model.layer import LayerKey
from annotator.model.span import Span
from annotator.model.step import Step
from annotator.ui.hairline import hairline
from annotator.ui.pages.annotate import edges as edging
from annotator.ui.pages.annotate.acts import Acts
from annotator.ui.pages.annotate.framing import Framing
from annotator.ui.pages.annotate.ghosts import OFFERED
from annotator.ui.pages.annotate.going import Going
from annotator.ui.pages.annotate.jumping import Jumping
from annotator.ui.pages.annotate.leading import Leading
from annotator.ui.pages.annotate.linking import Linking
from annotator.ui.pages.annotate.looking import Looking
from annotator.ui.pages.annotate.offers import page_offers
from annotator.ui.pages.annotate.outlines import OUTLINED, Outlines
from annotator.ui.pages.annotate.proposed import Proposed
from annotator.ui.pages.annotate.repeating import Repeating
from annotator.ui.pages.annotate.shaping import Shaping
from annotator.ui.pages.annotate.sides import END, START, Sides
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.pages.annotate.suggesting import Suggesting
from annotator.ui.pages.annotate.tabling import Tabling
from annotator.ui.pages.annotate.tagging import Tagging
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.page import Memory, Page
from annotator.ui.palette import Offer, Palette
from annotator.ui.panels.find_bar import FindBar
from annotator.ui.panels.frame_tables import TABS
from annotator.ui.panels.layer_bar import LayerBar
from annotator.ui.reader.mirror import ReaderPane
from annotator.ui.session import Session
from annotator.work.desk import Desk

_MOST_NUMBERED = 9


class AnnotatePage(Page):
    """Composition only: what keys do stands in ``acts``, what is open in ``stage``."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._desk = desk
        self.stage = Stage(session, desk, self)
        self.find_bar = FindBar(session)
        self.layer_bar = LayerBar(session)
        self.tagging = Tagging(self.stage, self._choose)
        self.suggesting = Suggesting(self.stage, self.tagging)
        self.outlines = Outlines(self.stage, self.suggesting)
        self.proposed = Proposed(self.stage, self.suggesting, self.outlines, self.finish)
        self._leading = Leading(self.stage.list, self.proposed.panel, session.memory)
        self._splitter = self._made_splitter()
        self._halves = QSplitter(Qt.Orientation.Vertical)
        self._halves.setHandleWidth(1)
        self._halves.addWidget(self._splitter)
        self.framing = Framing(self.stage, self.tagging, self._choose)
        self._going = Going(self.stage, self.tagging, choose=self._choose, bar=self.find_bar, finish=self.finish)
        self._sides = Sides(self._splitter, self._leading, self.stage.inspector, memory=session.memory, page=self)
        self.tabling = Tabling(self.stage, self._halves, session.memory)
        self.repeating = Repeating(self.stage, self.tagging)
        self.linking = Linking(self.stage, self.tagging)
        self._looking = Looking(self.stage, self.outlines)
        self.jumping = Jumping(self.stage)
        self._acts = Acts(
            self.stage,
            tagging=self.tagging,
            framing=self.framing,
            going=self._going,
            looking=self._looking,
            linking=self.linking,
            suggesting=self.suggesting,
            jumping=self.jumping,
            sides=self._sides,
            tabling=self.tabling,
            repeating=self.repeating,
            shaping=Shaping(self.stage, self.tagging, self._choose),
        )
        self._memory: dict[str, object] = {}
        self._places: dict[str, int] = {}
        self._layers: dict[str, LayerKey] = {}
        self._lay_out()
        self._listen()
        self._looking.take_preferences()

    # --- what the window asks

    @property
    def mode(self) -> str:
        """What the reader is in the middle of."""
        return self.stage.state.mode if self.stage.is_open else ""

    @property
    def task(self) -> str | None:
        """The open article, while its layer is mine."""
        stage = self.stage
        mine = stage.is_open and stage.article.key.author == self._desk.person.id
        return stage.article.document.id if mine else None

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Everything that acts on an open article; nothing while none is open."""
        table = {**self._acts.table(), "layer.mine": self._show_mine}
        return MappingProxyType({name: partial(self._act, act) for name, act in table.items()})

    @property
    def panes(self) -> Sequence[QWidget]:
        """List, suggestions, reader, inspector, tables, strip."""
        stage = self.stage
        listed = (stage.list, self.proposed.panel)
        parts = (*listed, stage.reader, stage.inspector, self.tabling.drawer, stage.strip)
        return tuple(part for part in parts if part.isVisible())

    @property
    def status(self) -> QWidget | None:
        """Word at the caret, badges and zoom, for the foot of the window."""
        return self.stage.status

    def offers(self) -> Sequence[Offer]:
        """Labels, subtypes and registry entries for the palette."""
        return page_offers(self.stage, self.tagging, self.framing) if self.stage.is_open else ()

    def open_article(self, document_id: str, place: object) -> None:
        """Show an article at a ``Span``, at a code point, or (``None``) where the person was."""
        stage = self.stage
        if not stage.is_open or stage.article.document.id != document_id:
            if not self.finish():
                return
            self._keep_place()
            stage.open(document_id, key=self._wanted_layer(document_id))
            place = self._places.get(document_id) if place is None else place
        if isinstance(place, Span):
            stage.reader.select(place)
            stage.reader.scroll_to(place)
        elif isinstance(place, int):
            stage.place_caret(min(place, len(stage.text)))
            stage.reader.ensure_visible()
        stage.reader.setFocus()

    def enter(self) -> None:
        """Give the reader the focus; without an article open the one that was open last, else the first."""
        if not self.stage.is_open:
            wanted = self._memory.get("document")
            if not isinstance(wanted, str) or not self._desk.project.has_document(wanted):
                wanted = self._first_article()
            if wanted is not None:
                self.open_article(wanted, None)
            self._show_bare(wanted is None)
        self.stage.reader.setFocus()

    def _show_bare(self, bare: bool) -> None:
        """Say that there is nothing to annotate yet, in place of everything else."""
        if bare:
            say, action = self.session.say, self.session.actions.action("import.files")
            self._bare.show_words(say("articles.none"), say("articles.none.help"), action)
        self._bare.setVisible(bare)
        for part in (self._halves, self._line, self.stage.strip):
            part.setVisible(not bare)

    def leave(self) -> None:
        """Write what is half typed or drafted: only Esc drops."""
        self.finish()
        self.stage.inspector.finish()

    def remember(self) -> Memory:
        """The article, the layer, the caret and what was active."""
        self._keep_place()
        self._sides.keep()
        self._leading.keep()
        self.tabling.keep()
        self.stage.recent.keep()
        kept: dict[str, object] = {
            "places": dict(self._places),
            "layers": dict(self._layers),
        }
        if self.stage.is_open:
            kept |= {
                "document": self.stage.article.document.id,
                "layer": self.stage.article.key,
                "active": self.stage.state.active,
            }
        return kept

    def recall(self, memory: Memory) -> None:
        """Open the article that was open, at its caret."""
        self._memory = dict(memory)
        places, document = memory.get("places"), memory.get("document")
        if isinstance(places, dict):
            self._places.update(places)
        table = next((tab for tab in TABS if tab == memory.get("table")), None)
        if table is not None:
            self.tabling.show(table)
        layers = memory.get("layers")
        if isinstance(layers, dict):
            self._layers.update(layers)
        if isinstance(document, str) and self._desk.project.has_document(document):
            layer = memory.get("layer")
            self.stage.open(document, key=layer if isinstance(layer, LayerKey) else self._wanted_layer(document))
            self.stage.place_caret(self._places.get(document, 0))
            active = memory.get("active")
            if isinstance(active, str):
                self.stage.activate(active)

    def finish(self) -> bool:
        """Write an open frame or moved edges, as Enter does; false where that was refused."""
        state = self.stage.state
        if state.frame is not None:
            return self.framing.accept()
        return self._acts.accept_edges() if state.edges is not None else True

    def show_layer(self, key: LayerKey) -> None:
        """Show another layer of the open article."""
        if self.finish():
            caret = self.stage.reader.caret()
            self._layers[key.document] = key
            self.stage.open(key.document, key=key)
            self.stage.place_caret(caret)
            self.stage.reader.setFocus()

    def _show_mine(self) -> None:
        self.show_layer(self._my_key(self.stage.article.document.id))

    # --- building

    def _made_splitter(self) -> QSplitter:
        middle = QWidget()
        middle.setObjectName("page")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.layer_bar)
        column.addWidget(self.find_bar)
        column.addWidget(ReaderPane(self.stage.reader, name=self.session.say("annotate.reader.name")), 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for part in (self._leading, middle, self.stage.inspector):
            splitter.addWidget(part)
        self.stage.inspector.setMinimumWidth(240)
        middle.setMinimumWidth(360)
        splitter.setStretchFactor(1, 1)
        return splitter

    def _lay_out(self) -> None:
        self._line = hairline()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._bare = EmptyState()
        self._bare.hide()
        layout.addWidget(self._bare, 1)
        layout.addWidget(self._halves, 1)
        layout.addWidget(self._line)
        layout.addWidget(self.stage.strip)
        self.setFocusProxy(self.stage.reader)

    def _listen(self) -> None:
        stage, hub = self.stage, self.session.hub
        reader, editor = stage.reader, stage.editor
        reader.key_filter = self.session.actions.press
        reader.caret_moved.connect(self._caret_moved)
        reader.selection_changed.connect(lambda _span: stage.show_word())
        reader.selection_finished.connect(self._selection_finished)
        reader.mark_activated.connect(self._mark_activated)
        reader.edge_dragged.connect(self._edge_dragged)
        reader.zoom_changed.connect(lambda _percent: self._looking.keep_zoom())
        reader.context_requested.connect(self._show_menu)
        stage.mode_changed.connect(hub.mode_changed)
        stage.mode_changed.connect(lambda mode: self._sides.call(END, mode == "frame"))
        stage.inspector.left.connect(lambda: self._sides.call(END, False))
        for listed in (stage.list, self.proposed.panel.view):
            listed.left.connect(lambda: self._sides.call(START, False))
        stage.opened.connect(self._article_opened)
        stage.list.activated.connect(self._go_to)
        stage.list.opened.connect(self._open_from_list)
        stage.inspector.frame_asked.connect(self.framing.open_standing)
        stage.inspector.goto_asked.connect(stage.activate)
        for part in (stage.list, stage.inspector, editor):
            part.left.connect(reader.setFocus)
        editor.label_asked.connect(self.framing.relabel)
        editor.subtype_asked.connect(self.framing.set_subtype)
        editor.part_asked.connect(self.framing.go_to_place)
        editor.choice_asked.connect(self.framing.take_choice)
        stage.strip.pressed.connect(self._strip_pressed)
        stage.status.undo_asked.connect(lambda: self.session.actions.trigger("edit.undo"))
        stage.status.zoom_asked.connect(partial(self._looking.zoom, 0))
        stage.status.invisibles_asked.connect(self._looking.toggle_invisibles)
        self.layer_bar.wanted.connect(self.show_layer)
        hub.said.connect(self._withdraw_undo)
        hub.stepped.connect(self._follow)
        hub.documents_touched.connect(self._reopen)
        hub.focus_mode_changed.connect(self._focus_mode)
        hub.preferences_changed.connect(self._prefer)

    # --- what happens

    def _act(self, act: Callable[[], object]) -> None:
        if self.stage.is_open:
            act()

    def _follow(self, steps: tuple[Step, ...]) -> None:
        for step in steps:
            key = step.layer
            if key is not None and key == self._my_key(key.document):
                # Also where an undo has left nothing of it: what I work in is what I see when I come back.
                self._layers[key.document] = key
        self.stage.follow(steps)
        self.tabling.follow(steps)
        self.repeating.follow()
        self.suggesting.follow(steps)
        self.proposed.follow(steps)

    def _reopen(self, documents: Collection[str]) -> None:
        """A long work has changed articles: the open one is read anew."""
        stage = self.stage
        if stage.is_open and stage.article.document.id in documents:
            stage.open(stage.article.document.id, key=stage.article.key)

    def _withdraw_undo(self, _sentence: str) -> None:
        """Another sentence stands at the foot now. A method, so that the hub lets go of a page that is thrown away."""
        self.stage.status.offer_undo(False)

    def _article_opened(self, document_id: str) -> None:
        if self._bare.isVisible():
            self._show_bare(False)
        keys = self._desk.sight.layer_keys(document_id)
        self.layer_bar.show_layers(self.stage.article.key, keys, mine=self._my_key(document_id))
        self.session.hub.article_opened.emit(document_id)
        self.stage.ahead.await_rest(self._next_layer)

    def _next_layer(self) -> LayerKey | None:
        """The layer that will be shown when the person goes on from the open article."""
        corpus = self.session.corpus
        if corpus is None or not self.stage.is_open or self.session.jobs.current is not None:
            return None
        found = corpus.neighbour_of(self.stage.article.document.id, before=False)
        return self._wanted_layer(found) if found else None

    def _caret_moved(self, _position: int) -> None:
        stage = self.stage
        if stage.moving:
            return
        if stage.state.mode == "edges":
            self._acts.accept_edges()
        if stage.state.mode in ("annotation", "suggestion"):
            stage.become(stage.state.activated(None))
        elif stage.state.frame is not None:
            stage.show_draft()
        stage.show_word()

    def _selection_finished(self, span: Span, exact: bool) -> None:
        self.tagging.note_drag(span, exact)
        if self.stage.state.frame is None and self.stage.state.armed:
            self.tagging.paint()

    def _mark_activated(self, mark_id: str) -> None:
        stage = self.stage
        if stage.state.frame is not None and mark_id.startswith(OFFERED):
            self.framing.take_choice(int(mark_id.removeprefix(OFFERED)) - 1)
        elif stage.state.frame is not None:
            self.framing.put_annotation(mark_id)
        elif mark_id in stage.article.annotations:
            stage.become(stage.state.activated(mark_id))
        elif mark_id.startswith(OUTLINED):
            self._click_outline(int(mark_id.removeprefix(OUTLINED)))

    def _click_outline(self, place: int) -> None:
        """Show what stands there, else what is suggested."""
        standing = self.stage.article.at(place)
        if standing:
            self.stage.become(self.stage.state.activated(standing[0].id))
        else:
            self.suggesting.look_at(place)

    def _edge_dragged(self, mark_id: str, span: Span) -> None:
        stage = self.stage
        annotation = stage.article.annotations.get(mark_id)
        if annotation is None or not self.tagging.may_write():
            return
        piece = edging.piece_of(annotation, span)
        spans = tuple(span if n == piece else s for n, s in enumerate(annotation.spans))
        stage.do(lambda: stage.desk.respan(stage.article, mark_id, spans))

    def _go_to(self, annotation_id: str) -> None:
        if self.finish():
            self.stage.activate(annotation_id)

    def _open_from_list(self, annotation_id: str) -> None:
        self._go_to(annotation_id)
        self._sides.call(START, False)
        self.stage.reader.setFocus()

    def _strip_pressed(self, command_id: str, beside: bool) -> None:
        wanted = command_id.replace("tag.", "tag_beside.") if beside else command_id
        self.session.actions.trigger(wanted)
        self.stage.reader.setFocus()

    def _show_menu(self, point: QPoint, position: int) -> None:
        from annotator.ui.pages.annotate.menu import context_menu

        menu = context_menu(self.stage, self.session, position)
        menu.setParent(self, menu.windowFlags())
        menu.popup(point)

    def _choose(self, offers: Sequence[Offer], hint: str) -> None:
        nothing = self.session.say("annotate.choose.nothing")
        numbered = len(offers) <= _MOST_NUMBERED
        Palette(self, offers, hint=self.session.say(hint), nothing=nothing, numbered=numbered).open_over(self.window())

    def _prefer(self, keys: frozenset[str]) -> None:
        if any(key.startswith("reader.") for key in keys):
            self._looking.take_preferences()

    def _focus_mode(self, on: bool) -> None:
        self._sides.focus(on)
        self.tabling.focus(on)
        for part in (self.stage.strip, self._line):
            part.setVisible(not on and not self._bare.isVisible())

    def _first_article(self) -> str | None:
        corpus = self.session.corpus
        return next((row.id for row in corpus.rows(0, 1)), None) if corpus is not None else None

    def _my_key(self, document_id: str) -> LayerKey:
        return LayerKey(document_id, "own", self._desk.person.id)

    def _wanted_layer(self, document_id: str) -> LayerKey:
        """My layer; where I have none and others have, the first of theirs, so that the page is not bare."""
        if document_id in self._layers:
            return self._layers[document_id]
        mine, keys = self._my_key(document_id), self._desk.sight.layer_keys(document_id)
        own = [key for key in keys if key.purpose == "own"]
        return mine if mine in keys or not own else sorted(own)[0]

    def _keep_place(self) -> None:
        if self.stage.is_open:
            self._places[self.stage.article.document.id] = self.stage.reader.caret()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the panels over the text where the window is narrow."""
        super().resizeEvent(event)
        self._sides.fit()
