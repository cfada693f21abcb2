"""Where an article is reviewed: cases at the start, the text, the versions side by side, decisions below."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.problems import problem
from annotator.ui.hairline import hairline
from annotator.ui.pages.annotate.frame_editor import FrameEditor
from annotator.ui.pages.annotate.modes import State
from annotator.ui.pages.annotate.strip_keys import strip_keys
from annotator.ui.pages.review.acts import Acts
from annotator.ui.pages.review.case_list import CaseList
from annotator.ui.pages.review.case_marks import CaseMarks, case_of
from annotator.ui.pages.review.case_panel import CasePanel
from annotator.ui.pages.review.frame_making import FrameKind, FrameMaker
from annotator.ui.pages.review.making import Maker
from annotator.ui.pages.review.side_reader import SIDE_WIDTH, Lock, SideReader
from annotator.ui.pages.review.sitting import WHOLE, ReviewSitting
from annotator.ui.pages.review.strip import decision_keys, making_keys
from annotator.ui.pages.review.wording import Wording
from annotator.ui.palette import Offer, Palette
from annotator.ui.panels.label_strip import LabelStrip
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.view import ZOOM_STEP, Reader
from annotator.ui.session import Session
from annotator.work.cases import CaseView
from annotator.work.desk import Desk
from annotator.work.survey import Survey

_START_WIDTH, _END_WIDTH, _WIDE_END, _WIDE = 280, 340, 460, 1500
"""Pixels of the list and of the case; what stands side by side gets more where the page is wide."""
_USUAL_ZOOM = 100
_MOST_SIDES = 3
OVER_LANES = 2
"""Room for nested names of the first layer; deeper ones share the upper lane."""


class Table(QWidget):
    """Everything of one article under review; ``mode_changed``: a version is begun, or done with."""

    mode_changed = Signal()

    def __init__(self, session: Session, sitting: ReviewSitting, survey: Survey, desk: Desk) -> None:
        super().__init__()
        self._session = session
        self._sitting = sitting
        self._survey = survey
        codebook = sitting.review.desk.codebook
        palette = self._palette = session.theme.reader_palette(codebook)
        self.wording = Wording(session, sitting, codebook)
        self.reader = Reader(palette, session.preferences.text("reader.font"))
        self.list = CaseList(session, sitting, self.wording)
        self.panel = CasePanel(session, sitting, self.wording)
        self.strip = LabelStrip(palette)
        self._hint = QLabel()
        self._marking = CaseMarks(session, sitting, codebook)
        self._marks: Mapping[str, Mark] = MappingProxyType({})
        self._document = ""
        self._shown: tuple[CaseView | None, int] = (None, WHOLE)
        self.acts = Acts(session, sitting, self.wording, survey=survey, flash=self._flash, choose=self._choose_offer)
        self.maker = Maker(sitting, self.reader, self._tell_making)
        editor = FrameEditor(session, desk, palette)
        self.framer = FrameMaker(
            session, sitting, self.reader, editor=editor, told=self._tell_framing, choose=self._choose_offer
        )
        self._end = _end_panel(self.panel, editor)
        self._splitter, self._widths_chosen = QSplitter(Qt.Orientation.Horizontal), False
        self._sides: tuple[SideReader, ...] = ()
        self._gave_way = False
        self._lock: Lock | None = None
        self._beside = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._set_up(self.reader)
        self.reader.set_over_lanes(OVER_LANES)
        self._listen()

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What keys do here."""
        table: dict[str, Callable[[], object]] = {
            **self.acts.table(),
            **self.maker.table(),
            **self.framer.table(),
            "quote.open": partial(self._frame, "quote"),
            "event.open": partial(self._frame, "event"),
            "frame.accept": self._finish_frame,
            "review.edit": self._edit,
            "review.add": self._add,
            "review.side": lambda: self.show_sides(not self.sides),
            "review_edit.accept": self._finish,
            "view.zoom_in": partial(self._zoom, ZOOM_STEP),
            "view.zoom_out": partial(self._zoom, -ZOOM_STEP),
            "view.zoom_reset": partial(self._zoom, 0),
            "view.start_panel": partial(self._toggle, self.list),
            "view.end_panel": partial(self._toggle, self._end),
        }
        return MappingProxyType({name: partial(self._act, act) for name, act in table.items()})

    @property
    def front(self) -> Reader:
        """The reader that has the keys: the page with all layers, or the first of those side by side."""
        return self._sides[0].reader if self._beside.isVisibleTo(self) and self._sides else self.reader

    @property
    def sides(self) -> tuple[SideReader, ...]:
        """The layers that are shown side by side, none while they lie over one text."""
        return self._sides if self._beside.isVisibleTo(self) else ()

    @property
    def panes(self) -> Sequence[QWidget]:
        """Cases, text, decisions."""
        return tuple(one for one in (self.list.table, self.front, self.strip) if one.isVisible())

    def finish_quietly(self) -> None:
        """Write a version that is complete, drop one that says nothing yet."""
        if self.framer.draft is not None:
            self._finish_frame()
            if self.framer.draft is not None:
                self.framer.drop()
        draft = self.maker.draft
        if draft is not None:
            self._finish()
            if self.maker.draft is not None:
                self.maker.drop()

    # --- showing

    def refresh(self) -> None:
        """Show the article as it stands now."""
        sitting = self._sitting
        if not sitting.is_open:
            return
        article = sitting.article
        marks = {mark.id: mark for mark in self._marking.marks()}
        if article.document.id != self._document:
            self._document = article.document.id
            self.reader.set_article(article.text, article.document.direction)
            self.reader.set_marks(marks.values(), ())
        else:
            removed = [name for name, mark in self._marks.items() if marks.get(name) != mark]
            added = [mark for name, mark in marks.items() if self._marks.get(name) != mark]
            if removed or added:
                self.reader.patch_marks(removed, added)
        self._marks = MappingProxyType(marks)
        self._show_active()

    def _show_active(self) -> None:
        view = self._sitting.view
        self._shown = (view, self._sitting.line)
        self.reader.set_links(self._marking.links())
        for place, side in enumerate(self.sides):
            if place < len(self._sitting.article.authors):
                side.show_author(place)
        mine = tuple(name for name in self._marks if view is not None and case_of(name) == view.id)
        self.reader.set_active(mine)
        precedent = None
        if view is not None:
            precedent = self._survey.precedent(view.kind, self.wording.all_words(view))
        self.panel.show_case(view, precedent)
        self._show_strip()

    def _move(self) -> None:
        """Another case or line is active."""
        view = self._sitting.view
        if self._shown[0] is not view or self._shown[1] != self._sitting.line:
            self.refresh()
        if view is not None and self.maker.draft is None:
            self.reader.scroll_to(view.spans[0])
            for side in self.sides[:1]:
                side.bring()
                if self._lock is not None:
                    self._lock.follow(side.reader)

    def show_sides(self, shown: bool) -> None:
        """Lay the layers side by side, or over one text again."""
        self._beside.setVisible(shown)
        self.reader.setVisible(not shown)
        if shown:
            self._fill_sides(min(_MOST_SIDES, len(self._sitting.article.authors)))
            self.refresh()
            self._move()
        self._make_room()
        self.front.setFocus()

    def _make_room(self) -> None:
        """The list of cases gives way where the layers side by side do not fit beside it; keys walk the cases still."""
        shown = sum(side.isVisibleTo(self) for side in self.sides)
        crowded = shown > 0 and self.width() < shown * SIDE_WIDTH + _START_WIDTH + _END_WIDTH
        if crowded and self.list.isVisibleTo(self):
            self._gave_way = True
            self.list.hide()
        elif self._gave_way and not crowded:
            self._gave_way = False
            self.list.show()
        self._share_width()

    def _fill_sides(self, wanted: int) -> None:
        """Readers for so many layers; those that stand are used again."""
        preferences = self._session.preferences
        while len(self._sides) < wanted:
            side = SideReader(self._palette, preferences.text("reader.font"), self._sitting, self._marking)
            self._set_up(side.reader)
            self._beside.addWidget(side)
            self._sides = (*self._sides, side)
            self._lock = Lock([one.reader for one in self._sides])
        for place, side in enumerate(self._sides):
            side.setVisible(place < wanted)

    def _show_strip(self) -> None:
        draft, codebook = self.maker.draft, self._sitting.review.desk.codebook
        if self.framer.draft is not None:
            self.strip.show_keys(strip_keys(State(frame=self.framer.draft), codebook, self._session, True))
        elif draft is None:
            self.strip.show_keys(decision_keys(self._session, self._sitting))
        else:
            label = draft.label if draft.kind == "entity" else draft.kind
            keys = making_keys(self._session, codebook, label=label, kinds=draft.case is None)
            self.strip.show_keys(keys)
        self._hint.setVisible(draft is not None)
        if draft is not None:
            framed = draft.case is not None and draft.kind != "entity"
            self._hint.setText(self._session.say("review.edit.frame_hint" if framed else "review.edit.hint"))

    def _flash(self, case: str) -> None:
        self.reader.flash([name for name in self._marks if case_of(name) == case])

    # --- doing

    def _act(self, act: Callable[[], object]) -> None:
        if self._sitting.is_open:
            act()

    def _edit(self) -> None:
        view = self._sitting.view
        annotation = self.wording.shown_annotation(view) if view is not None else None
        if view is not None and annotation is not None and view.kind in ("quote", "event"):
            self.show_sides(False)
            self.framer.begin_with(view)
        elif view is not None and annotation is not None and view.kind != "link":
            self.show_sides(False)
            self.maker.begin(annotation, view.id)
        else:
            self.acts.say_fault((problem("review.nothing-to-edit"),))

    def _add(self) -> None:
        self.show_sides(False)
        self.maker.begin(None, None)

    def _frame(self, kind: FrameKind) -> None:
        """Make what everybody missed a whole frame, on what is selected."""
        if self.maker.draft is None or self.maker.draft.case is not None:
            return
        if self.framer.begin(kind):
            self.maker.drop()
        else:
            self.acts.say_fault((problem("review.nothing-selected"),))

    def _finish_frame(self) -> None:
        case, say = self.framer.case, self._session.say
        choice = say(f"review.choice.{'edit' if case else 'add'}")
        if self.acts.do(self.framer.finish, lambda: say("review.said.other", choice=choice)) and case is not None:
            self.acts.go_on(case)

    def _tell_framing(self) -> None:
        self._end.setCurrentIndex(0 if self.framer.draft is None else 1)
        self._show_strip()
        self.mode_changed.emit()

    def _finish(self) -> None:
        draft = self.maker.draft
        key = "review.choice.edit" if draft is not None and draft.case else "review.choice.add"
        say = self._session.say
        if self.acts.do(self.maker.finish, lambda: say("review.said.other", choice=say(key))):
            self._tell_making("")
            if draft is not None and draft.case is not None:
                self.acts.go_on(draft.case)

    def _tell_making(self, _why: str) -> None:
        self._show_strip()
        self.mode_changed.emit()

    def _press(self, command_id: str, _shift: bool) -> None:
        self._session.actions.trigger(command_id)
        self.front.setFocus()

    def _choose_offer(self, offers: Sequence[Offer], hint: str, nothing: str) -> None:
        say = self._session.say
        Palette(self, offers, hint=say(hint), nothing=say(nothing)).open_over(self.window())

    def _choose(self, case: str) -> None:
        self._sitting.go_to(case)

    def _activate(self, mark_id: str) -> None:
        if self.framer.draft is not None:
            self.framer.put_mark(mark_id)
        elif self.maker.draft is None:
            self._sitting.go_to(case_of(mark_id))

    def _zoom(self, percent: int) -> None:
        self.reader.set_zoom(self.reader.zoom + percent if percent else _USUAL_ZOOM)
        self._session.preferences.set("reader.zoom", self.reader.zoom)

    def _toggle(self, panel: QWidget) -> None:
        panel.setVisible(not panel.isVisible())

    # --- building

    def _set_up(self, reader: Reader) -> None:
        """Let a reader look as the person likes it and hear the keys of the page."""
        self._dress(reader)
        reader.key_filter = self._session.actions.press
        reader.mark_activated.connect(self._activate)

    def _dress(self, reader: Reader) -> None:
        preferences = self._session.preferences
        reader.set_typography(
            line_height=float(preferences.number("reader.line_height")),
            column_chars=int(preferences.number("reader.column")),
            family=preferences.text("reader.font"),
        )
        reader.set_zoom(int(preferences.number("reader.zoom")))

    def _prefer(self, keys: frozenset[str]) -> None:
        if any(key.startswith("reader.") for key in keys):
            for reader in (self.reader, *(side.reader for side in self._sides)):
                self._dress(reader)

    def _listen(self) -> None:
        self._session.hub.preferences_changed.connect(self._prefer)
        self._sitting.changed.connect(self.refresh)
        self._sitting.moved.connect(self._move)
        self.list.chosen.connect(self._choose)
        self.list.narrowed.connect(self._sitting.show_all)
        self.panel.line_chosen.connect(self._sitting.go_to_line)
        self.strip.pressed.connect(self._press)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew, as long as the person has not done so."""
        super().resizeEvent(event)
        self._make_room()

    def _share_width(self) -> None:
        if not self._widths_chosen:
            end = _WIDE_END if self.width() >= _WIDE else _END_WIDTH
            start = _START_WIDTH if self.list.isVisibleTo(self) else 0
            self._splitter.setSizes([start, max(1, self.width() - start - end), end])

    def _keep_widths(self, _place: int, _handle: int) -> None:
        self._widths_chosen = True

    def _lay_out(self) -> None:
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setContentsMargins(16, 8, 16, 8)
        self._hint.setProperty("role", "muted")
        self._hint.hide()
        middle = QWidget()
        middle.setObjectName("page")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._hint)
        column.addWidget(self.reader, 1)
        column.addWidget(self._beside, 1)
        self._beside.setHandleWidth(1)
        self._beside.setChildrenCollapsible(False)
        self._beside.hide()
        middle.setMinimumWidth(320)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for part in (self.list, middle, self._end):
            self._splitter.addWidget(part)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.splitterMoved.connect(self._keep_widths)
        line = hairline()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(line)
        layout.addWidget(self.strip)
        self.setFocusProxy(self.reader)


def _end_panel(panel: CasePanel, editor: FrameEditor) -> QStackedWidget:
    """The versions of the case, and in front of them the form of a frame while one is made."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    editor.setObjectName("panel")
    area.viewport().setObjectName("panel")
    area.setWidget(editor)
    end = QStackedWidget()
    for part in (panel, area):
        end.addWidget(part)
    return end
