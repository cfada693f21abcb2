"""Paints what of a page is in sight: rows, margin, arcs, frames of active marks, caret."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter

from annotator.model.span import Span
from annotator.ui.reader.interaction import EdgeDrag
from annotator.ui.reader.invisibles import paint_invisibles
from annotator.ui.reader.margin import paint_margin
from annotator.ui.reader.painter import RowPainter
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.reader.pills import paint_pills, place_pills
from annotator.ui.reader.resting import paint_resting
from annotator.ui.reader.routes import find_routes, paint_routes
from annotator.ui.reader.scene import Scene, ShownRow


class PagePainter:
    """One paint of one viewport; `scroll` is the page height at its top."""

    def __init__(self, painter: QPainter, palette: ReaderPalette, scene: Scene, *, scroll: int) -> None:
        self._painter = painter
        self._palette = palette
        self._scene = scene
        self._scroll = scroll
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.rows: list[ShownRow] = []

    def paint(
        self,
        area: QRect,
        *,
        selection: Span | None,
        flashing: frozenset[str],
        invisibles: bool,
    ) -> None:
        """The page itself within `area` of the viewport."""
        painter, scene = self._painter, self._scene
        painter.fillRect(area, self._palette.page)
        top, bottom = self._scroll + area.top(), self._scroll + area.bottom() + 1
        self.rows = list(scene.rows_between(top, bottom))
        rows = RowPainter(painter, self._palette, flashing=flashing)
        for row in self.rows:
            painter.resetTransform()
            painter.translate(scene.left, row.baseline - self._scroll)
            self._paint_row(rows, row, selection)
            if invisibles:
                paint_invisibles(painter, row, self._palette.accent)
        painter.resetTransform()
        painter.translate(0, -self._scroll)
        painter.setPen(Qt.PenStyle.NoPen)
        paint_margin(painter, self.rows, scene, self._palette)
        painter.resetTransform()

    def paint_arcs(self, active: frozenset[str], *, resting: bool) -> None:
        """The arcs of the active marks over everything; with `resting` also those nobody is looking at."""
        if not self._scene.arcs:
            return
        painter, scene, palette = self._painter, self._scene, self._palette
        top = float(self._scroll)
        sight = (top, top + scene.viewport[1])
        painter.translate(0, -self._scroll)
        if resting:
            paint_resting(painter, self.rows, scene, palette, active=active)
        routes = find_routes(scene, *sight, active=active)
        paint_routes(painter, routes, palette, scale=scene.metrics.scale)
        paint_pills(painter, place_pills(routes, scene, active=active, sight=sight), palette, scene)
        painter.resetTransform()

    def paint_active(self, ids: Sequence[str], handles: Sequence[QPointF], edge: EdgeDrag | None) -> None:
        """Frames of the active marks, with handles in viewport coordinates, or of the edge being dragged."""
        rows = RowPainter(self._painter, self._palette)
        for mark_id in ids:
            mark = self._scene.marks.get(mark_id)
            if mark is not None:
                dragged = edge is not None and edge.mark_id == mark_id
                spans = (edge.span,) if edge is not None and dragged else mark.spans
                found = [rect for row in self.rows for span in spans for rect in self._scene.rects_on(row, span)]
                rects = [rect.translated(0.0, -self._scroll) for rect in found]
                rows.outline(rects, self._palette.ink_of(mark.colour))
        if ids and edge is None:
            rows.handles(handles, self._palette.ink_of(self._colour_of(ids[0])))

    def paint_caret(self, position: int) -> None:
        """The caret, where its row is in sight."""
        if self._scene.is_laid_out(position):
            rect = self._scene.caret_rect(position).translated(0.0, -self._scroll)
            self._painter.fillRect(rect, self._palette.accent)

    def shown_ids(self) -> frozenset[str]:
        """Marks with letters among the painted rows."""
        return frozenset(hit.mark.id for row in self.rows for hit in self._scene.decor(row).hits)

    def _paint_row(self, rows: RowPainter, row: ShownRow, selection: Span | None) -> None:
        decor, block = self._scene.decor(row), row.block
        rows.under(decor, block.metrics)
        if selection is not None:
            shape = block.shape(row.line)
            rows.fill(shape.rects(block.unit(selection.start), block.unit(selection.end)), block.metrics)
        rows.lanes(decor)
        rows.text(block, row.line)
        rows.chips(decor, block.metrics)

    def _colour_of(self, mark_id: str) -> str:
        mark = self._scene.marks.get(mark_id)
        return "" if mark is None else mark.colour
