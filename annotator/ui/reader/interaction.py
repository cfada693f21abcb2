"""What the mouse does on a page: select, extend, take units, open marks, move edges, scroll on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.model.span import Span
from annotator.text.selection import snap_to_words
from annotator.ui.reader.caret import Unit, unit_at

if TYPE_CHECKING:
    from annotator.ui.reader.view import Reader

_UNITS: tuple[Unit, ...] = ("letter", "word", "sentence", "paragraph")
_SCROLL_EVERY_MS = 30
_HANDLE_REACH = 8.0


@dataclass(frozen=True)
class _Press:
    """A button held down: where, at which caret place, by which unit, on which marks."""

    point: QPoint
    origin: Span | int
    clicks: int
    under: tuple[str, ...]


@dataclass(frozen=True)
class EdgeDrag:
    """An end of a mark on its way: `span` is what it would become, `exact` when no word snaps it."""

    mark_id: str
    fixed: int
    span: Span


class Pointer:
    """Turns mouse events into selections; the reader hands events in and shows what comes out."""

    def __init__(self, reader: "Reader") -> None:
        self._reader = reader
        self._press: _Press | None = None
        self._dragged = False
        self._clicks = 0
        self._last = (0, QPoint())
        self._cycle: tuple[tuple[str, ...], int] = ((), 0)
        self.edge: EdgeDrag | None = None
        self._point = QPointF()
        self._timer = QTimer(reader)
        self._timer.setInterval(_SCROLL_EVERY_MS)
        self._timer.timeout.connect(self._scroll_on)

    def press(self, event: QMouseEvent) -> None:
        """A button went down (or down again, as a double click)."""
        reader, point = self._reader, event.position()
        self._count(event)
        self._dragged = False
        self._point = point
        edge = self.edge_under(point) if self._clicks == 1 else None
        if edge is not None:
            self.edge = edge
            return
        under = reader.marks_under(point)
        place = reader.position_at(point)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._press = _Press(point.toPoint(), reader.anchor, 1, under)
            self._dragged = True
            reader.take_selection(reader.anchor, place)
            return
        unit = self._unit_span(point, self._clicks)
        origin = place if unit is None else unit
        self._press = _Press(point.toPoint(), origin, self._clicks, under)
        if isinstance(origin, Span):
            reader.take_selection(origin.start, origin.end)
            if self._clicks == 2 and under:
                reader.mark_double_clicked.emit(under[0])
        else:
            reader.take_selection(origin, origin)

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved with the button down."""
        self._point = event.position()
        if self.edge is not None:
            self._move_edge()
        elif self._press is not None:
            far = (event.position().toPoint() - self._press.point).manhattanLength()
            if self._dragged or far >= 2:
                self._dragged = True
                self._select_to(event.position())
        self._autoscroll()

    def release(self, event: QMouseEvent) -> None:
        """The button came up: a selection is made, a mark opened or an edge moved."""
        self._timer.stop()
        exact = self._exact(event.modifiers())
        if self.edge is not None:
            self._finish_edge(exact)
            return
        press, self._press = self._press, None
        if press is None:
            return
        if self._dragged:
            self._select_to(event.position(), press)
        selection = self._reader.selection()
        if selection is not None:
            # A unit taken by clicks is whole already: trimming would take the stop off a sentence.
            self._reader.finish_selection(selection, exact=exact, whole=isinstance(press.origin, Span))
        elif press.under and not self._dragged:
            self._activate(press)

    def cancel(self) -> bool:
        """Let go of whatever is held; True when that was an edge on its way."""
        held, self.edge = self.edge is not None, None
        self._press = None
        self._timer.stop()
        return held

    def _exact(self, modifiers: Qt.KeyboardModifier) -> bool:
        return self._reader.exact_letters or bool(modifiers & Qt.KeyboardModifier.AltModifier)

    def _count(self, event: QMouseEvent) -> None:
        stamp, place = event.timestamp(), event.position().toPoint()
        near = (place - self._last[1]).manhattanLength() <= QApplication.startDragDistance()
        quick = stamp - self._last[0] <= QApplication.doubleClickInterval()
        double = event.type() == QMouseEvent.Type.MouseButtonDblClick
        again = self._clicks + 1 if near and (quick or double) else 1
        self._clicks = min(max(again, 2 if double else 1), len(_UNITS))
        self._last = (stamp, place)

    def _activate(self, press: _Press) -> None:
        # A further click on the same place goes on to the mark outside the one opened before.
        under, turn = self._cycle
        turn = (turn + 1) % len(press.under) if under == press.under and press.under[turn] in self._reader.active else 0
        self._cycle = (press.under, turn)
        self._reader.mark_activated.emit(press.under[turn])

    def _unit_span(self, point: QPointF, clicks: int) -> Span | None:
        if clicks < 2:
            return None
        reader = self._reader
        character = reader.character_at(point)
        place = reader.position_at(point) if character is None else character
        found = unit_at(reader.text, place, _UNITS[clicks - 1])
        return None if found is None else Span(*found)

    def _select_to(self, point: QPointF, press: _Press | None = None) -> None:
        press = press or self._press
        if press is None:
            return
        reader, place = self._reader, self._reader.position_at(point)
        if not isinstance(press.origin, Span):
            reader.take_selection(press.origin, place)
            return
        unit = self._unit_span(point, press.clicks) or (Span(place, place + 1) if place < press.origin.start else None)
        low = min(press.origin.start, unit.start if unit else place)
        high = max(press.origin.end, unit.end if unit else place)
        reader.take_selection(*((high, low) if low < press.origin.start else (low, high)))

    def edge_under(self, point: QPointF) -> EdgeDrag | None:
        """The handle within reach of a point."""
        for mark_id, span, ends in self._reader.handles():
            for at, fixed in zip(ends, (span.end, span.start), strict=True):
                if (at - point).manhattanLength() <= _HANDLE_REACH:
                    return EdgeDrag(mark_id, fixed, span)
        return None

    def _move_edge(self) -> None:
        assert self.edge is not None
        place = self._reader.position_at(self._point)
        if place == self.edge.fixed:
            return
        low, high = sorted((place, self.edge.fixed))
        self.edge = EdgeDrag(self.edge.mark_id, self.edge.fixed, Span(low, high))
        self._dragged = True
        self._reader.viewport().update()

    def _finish_edge(self, exact: bool) -> None:
        edge, self.edge = self.edge, None
        assert edge is not None
        self._reader.viewport().update()
        if self._dragged:
            self._reader.edge_dragged.emit(edge.mark_id, self._snapped(edge, exact))

    def _snapped(self, edge: EdgeDrag, exact: bool) -> Span:
        # Only the dragged end is snapped; the other stays where a person has put it.
        found = None if exact else snap_to_words(self._reader.text, edge.span.start, edge.span.end)
        if found is None:
            return edge.span
        start = edge.fixed if edge.span.start == edge.fixed else found[0]
        end = edge.fixed if edge.span.end == edge.fixed else found[1]
        return Span(start, end) if start < end else edge.span

    def _autoscroll(self) -> None:
        inside = 0 <= self._point.y() <= self._reader.viewport().height()
        held = self._press is not None or self.edge is not None
        if inside or not held:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _scroll_on(self) -> None:
        height = self._reader.viewport().height()
        beyond = self._point.y() if self._point.y() < 0 else self._point.y() - height
        bar = self._reader.verticalScrollBar()
        bar.setValue(bar.value() + int(max(-60.0, min(60.0, beyond))))
        if self.edge is not None:
            self._move_edge()
        else:
            self._select_to(self._point)
