"""The reader: shows an article with its marks, holds caret and selection, says what a person did."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.model.span import Span
from annotator.text.selection import snap_to_words
from annotator.ui.reader.caret import Motion, motion_of
from annotator.ui.reader.hover import HoverCard, card_rows
from annotator.ui.reader.interaction import Pointer
from annotator.ui.reader.marks import Link, Mark
from annotator.ui.reader.metrics import Typography
from annotator.ui.reader.painting import PagePainter
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.reader.scene import Direction, Scene
from annotator.ui.reader.scrolling import Scroller
from annotator.ui.reader.walking import walk

ZOOM_RANGE = (80, 300)
ZOOM_STEP = 10
FLASH_MS = 120

ShownArcs = Literal["all", "active", "none"]


class Reader(QAbstractScrollArea):
    """Positions in and out are code points of the article; points are in viewport coordinates."""

    selection_changed = Signal(object)
    selection_finished = Signal(object, bool)
    caret_moved = Signal(int)
    mark_activated = Signal(str)
    mark_double_clicked = Signal(str)
    edge_dragged = Signal(str, object)
    zoom_changed = Signal(int)
    context_requested = Signal(QPoint, int)
    article_changed = Signal()
    painted = Signal(int)

    def __init__(self, palette: ReaderPalette, font_family: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self.scene = Scene(Typography(font_family))
        self.key_filter: Callable[[QKeyEvent], bool] | None = None
        self.exact_letters = False
        self.anchor = 0
        self.active: tuple[str, ...] = ()
        self.drag_span: Span | None = None
        self.paint_serial = 0
        self._caret = 0
        self._goal: float | None = None
        self._flashing: frozenset[str] = frozenset()
        self._invisibles = False
        self._arcs: ShownArcs = "all"
        self._pointed: str | None = None
        self._shown: frozenset[str] = frozenset()
        self._scroller = Scroller(self.verticalScrollBar(), self.viewport(), self.scene)
        self._pointer = Pointer(self)
        self._card = HoverCard(self.viewport())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that came and went would break the lines anew in the middle of a paint.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setMouseTracking(True)

    # ---- what is shown

    @property
    def text(self) -> str:
        return self.scene.text

    def set_article(self, text: str, direction: Direction) -> None:
        """Show another text from its beginning, without marks; `direction` is the document's, not the interface's."""
        self.scene.set_article(text, direction)
        self._pointer.cancel()
        self._card.dismiss()
        self.anchor = self._caret = 0
        self.active, self._flashing = (), frozenset()
        self._pointed = None
        self._goal = self.drag_span = None
        self._scroller.reset()
        self.viewport().update()
        self.article_changed.emit()
        self.selection_changed.emit(None)

    def set_marks(self, marks: Iterable[Mark], links: Iterable[Link]) -> None:
        """Replace everything drawn over the text."""
        with self._scroller.anchored(self._caret):
            self.scene.set_marks(marks)
            self.scene.set_links(links)

    def patch_marks(self, removed: Iterable[str], added: Iterable[Mark]) -> None:
        """Take some marks away and add others; only the lines they touch are made anew."""
        with self._scroller.anchored(self._caret):
            self.scene.patch_marks(removed, added)

    def set_links(self, links: Iterable[Link]) -> None:
        """Replace the arcs."""
        with self._scroller.anchored(self._caret):
            self.scene.set_links(links)

    def set_active(self, ids: tuple[str, ...]) -> None:
        """Frame these marks and give them handles."""
        if ids != self.active:
            self.active = ids
            self.viewport().update()

    def flash(self, ids: Iterable[str]) -> None:
        """Show marks in a strong tint for a moment: what was just done is seen where it was done."""
        self._flashing = frozenset(ids)
        self.viewport().update()
        QTimer.singleShot(FLASH_MS, self, self._end_flash)

    def set_palette(self, palette: ReaderPalette) -> None:
        """Show in other colours; nothing is measured again."""
        self._palette = palette
        self.viewport().update()

    @property
    def colours(self) -> ReaderPalette:
        return self._palette

    def set_zoom(self, percent: int) -> None:
        """Show the text larger or smaller, 80 to 300 percent."""
        self._set_typography(zoom=max(ZOOM_RANGE[0], min(ZOOM_RANGE[1], percent)))

    @property
    def zoom(self) -> int:
        return self.scene.typography.zoom

    def set_compact(self, compact: bool) -> None:
        """Hide or show the chips, and the room for them."""
        self._set_typography(compact=compact)

    def set_typography(self, line_height: float, column_chars: int, family: str) -> None:
        """Line height in ems, letters in a column, font family."""
        self._set_typography(line_height=line_height, column_chars=column_chars, family=family)

    def set_over_lanes(self, most: int) -> None:
        """Keep room for so many lanes above the letters, for marks that are `over`."""
        self._set_typography(overs=most)

    def set_headline_spans(self, spans: Iterable[Span]) -> None:
        """Draw the paragraphs of these spans larger; the text is the same."""
        with self._scroller.anchored(self._caret):
            self.scene.set_headlines(spans)

    def set_show_invisibles(self, shown: bool) -> None:
        """Show where invisible characters stand."""
        self._invisibles = shown
        self.viewport().update()

    def set_arcs(self, shown: ShownArcs) -> None:
        """Show the arcs of all relations, of the active marks alone, or none; nothing on the page moves."""
        self._arcs = shown
        self.viewport().update()

    @property
    def arcs(self) -> ShownArcs:
        return self._arcs

    def shown_mark_ids(self) -> frozenset[str]:
        """Marks with letters on the screen at the last paint."""
        return self._shown

    # ---- caret and selection

    def caret(self) -> int:
        return self._caret

    def set_caret(self, position: int) -> None:
        """Put the caret somewhere and drop the selection."""
        self.take_selection(position, position)

    def selection(self) -> Span | None:
        if self.anchor == self._caret:
            return None
        return Span(min(self.anchor, self._caret), max(self.anchor, self._caret))

    def select(self, span: Span | None) -> None:
        """Select a span, the caret at its end; None drops the selection."""
        if span is None:
            self.take_selection(self._caret, self._caret)
        else:
            self.take_selection(span.start, span.end)

    def take_selection(self, anchor: int, caret: int) -> None:
        """Select between a fixed end and the caret; both are brought inside the text."""
        anchor, caret = (min(max(at, 0), len(self.text)) for at in (anchor, caret))
        before, moved = (self.anchor, self._caret), caret != self._caret
        self.anchor, self._caret = anchor, caret
        if before == (anchor, caret):
            return
        self._goal = None
        self.viewport().update()
        if moved:
            self.caret_moved.emit(caret)
        if before[0] != before[1] or anchor != caret:
            self.selection_changed.emit(self.selection())

    def finish_selection(self, raw: Span, *, exact: bool, whole: bool = False) -> None:
        """Trim and snap what the mouse left selected, unless exact or whole units, and say so.

        `drag_span` keeps what it was before.
        """
        self.drag_span = raw
        found = (raw.start, raw.end) if exact or whole else snap_to_words(self.text, raw.start, raw.end)
        if found is None:
            self.take_selection(self._caret, self._caret)
            return
        backwards = self._caret < self.anchor
        self.take_selection(*(reversed(found) if backwards else found))
        self.selection_finished.emit(Span(*found), exact)

    def copy(self) -> None:
        """Put the selected characters on the clipboard, as they stand in the article."""
        selection = self.selection()
        if selection is not None:
            QGuiApplication.clipboard().setText(selection.of(self.text))

    # ---- places

    def marks_at(self, position: int) -> tuple[str, ...]:
        """Ids of the marks over the letter behind `position`, innermost first."""
        return self.scene.marks_at(position)

    def marks_under(self, point: QPointF) -> tuple[str, ...]:
        """Ids of the marks a pointer means, the likeliest first."""
        return self.scene.marks_under(self._on_page(point))

    def position_at(self, point: QPointF | QPoint) -> int:
        """Caret place nearest a point."""
        return self.scene.position_at(self._on_page(QPointF(point)))

    def character_at(self, point: QPointF) -> int | None:
        """The letter under a point; None beside the text."""
        return self.scene.character_at(self._on_page(point))

    def range_rects(self, span: Span) -> list[QRectF]:
        """One rectangle for each visual piece of a span, in reading order of the lines."""
        return [rect.translated(0.0, -self._scroller.value) for rect in self.scene.range_rects(span)]

    def handles(self) -> list[tuple[str, Span, tuple[QPointF, QPointF]]]:
        """The handles of the active marks: id, piece, points of its start and end."""
        shift = QPointF(0.0, self._scroller.value)
        found = []
        for mark_id in self.active:
            mark = self.scene.marks.get(mark_id)
            for span in mark.spans if mark else ():
                # Asked for while painting: an end out of sight must not set paragraphs and move the page.
                if not (self.scene.is_laid_out(span.start) and self.scene.is_laid_out(span.end - 1)):
                    continue
                first, last = self.scene.end_points(span)
                found.append((mark_id, span, (first - shift, last - shift)))
        return found

    def scroll_to(self, span: Span) -> None:
        """Bring a span to a third of the window's height, where it is not already well in sight."""
        self._scroller.bring(span)

    def ensure_visible(self, position: int | None = None) -> None:
        """Scroll as little as shows the row of a position (the caret's without one) and a line around it."""
        self._scroller.reveal(self._caret if position is None else position)

    # ---- events

    def paintEvent(self, event: QPaintEvent) -> None:
        self._scroller.settle()
        painter = QPainter(self.viewport())
        try:
            self._paint(painter, event.rect())
        finally:
            # A painter left open by a fault would crash the process when its widget goes.
            painter.end()
        self.paint_serial += 1
        self.painted.emit(self.paint_serial)

    def resizeEvent(self, event: QResizeEvent) -> None:
        del event
        with self._scroller.anchored(self._caret):
            self.scene.resize(self.viewport().width(), self.viewport().height())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab come in as a key: it goes from annotation to annotation here, and F6 leads out."""
        del forward
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._card.dismiss()
        if self.key_filter is not None and self.key_filter(event):
            event.accept()
            return
        motion = motion_of(event.key(), event.modifiers())
        if event.key() == Qt.Key.Key_Escape and self._pointer.cancel():
            self.viewport().update()
        elif motion is not None:
            self.move_caret(motion, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.take_selection(0, len(self.text))
        else:
            event.ignore()
            return
        event.accept()

    def move_caret(self, motion: Motion, *, extend: bool) -> None:
        """Take one step; with `extend` the other end of the selection stays."""
        found = walk(self.scene, motion, self._caret, anchor=self.anchor if extend else None, goal=self._goal)
        self.take_selection(self.anchor if extend else found.position, found.position)
        self._goal = found.goal
        self.ensure_visible()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._card.dismiss()
            self._pointer.move(event)
        elif not event.buttons():
            self._point_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._card.point_at(QPoint(), ())
        self._light(None)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() != QContextMenuEvent.Reason.Keyboard:
            self.context_requested.emit(event.globalPos(), self.position_at(event.pos()))
            return
        self.ensure_visible()
        below = self.scene.caret_rect(self._caret).translated(0.0, -self._scroller.value).bottomLeft().toPoint()
        self.context_requested.emit(self.viewport().mapToGlobal(below), self._caret)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom + (ZOOM_STEP if event.angleDelta().y() > 0 else -ZOOM_STEP))
            self.zoom_changed.emit(self.zoom)
            event.accept()
        else:
            super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()
        super().focusOutEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._card.dismiss()
        del dx, dy
        self.viewport().update()

    # ---- within

    def _on_page(self, point: QPointF) -> QPointF:
        return QPointF(point.x(), point.y() + self._scroller.value)

    def _set_typography(self, **changes: object) -> None:
        typography = replace(self.scene.typography, **changes)  # type: ignore[arg-type]
        if typography != self.scene.typography:
            with self._scroller.anchored(self._caret):
                self.scene.set_typography(typography)

    def _point_at(self, point: QPointF) -> None:
        marks = [self.scene.marks[mark_id] for mark_id in self.marks_under(point)]
        # The card shows the nesting, whatever part of a mark the pointer is on.
        marks.sort(key=lambda mark: sum(span.length for span in mark.spans))
        self._card.dress(self._palette, self.scene.metrics.chip_font, rtl=self.scene.rtl)
        self._card.point_at(point.toPoint(), card_rows(self.text, marks))
        self._light(self.scene.end_under(self._on_page(point)))
        near_handle = self._pointer.edge_under(point)
        self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if near_handle else Qt.CursorShape.IBeamCursor)

    def _light(self, mark_id: str | None) -> None:
        """Show the arcs of the mark under the pointer as those of an active one."""
        if mark_id != self._pointed:
            self._pointed = mark_id
            self.viewport().update()

    def _paint(self, painter: QPainter, area: QRect) -> None:
        page = PagePainter(painter, self._palette, self.scene, scroll=self._scroller.value)
        page.paint(area, selection=self.selection(), flashing=self._flashing, invisibles=self._invisibles)
        if self._arcs != "none":
            lit = frozenset(self.active) if self._pointed is None else frozenset((*self.active, self._pointed))
            page.paint_arcs(lit, resting=self._arcs == "all")
        ends = [point for _, _, pair in self.handles() for point in pair]
        page.paint_active(self.active, ends, self._pointer.edge)
        if self.hasFocus():
            page.paint_caret(self._caret)
        self._shown = page.shown_ids()

    def _end_flash(self) -> None:
        self._flashing = frozenset()
        self.viewport().update()
