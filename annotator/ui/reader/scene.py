"""An article with its marks, set in a column: what stands where, in coordinates of the whole page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from annotator.model.span import Span
from annotator.ui.reader.arcs import NO_PLAN, Arc, Plan, Rest, plan_tracks
from annotator.ui.reader.decor import LineDecor
from annotator.ui.reader.layout import Block, Page, first_strong
from annotator.ui.reader.margin import bar_lanes
from annotator.ui.reader.marks import Link, Mark
from annotator.ui.reader.metrics import Metrics, Typography
from annotator.ui.reader.ties import Ties

Direction = Literal["rtl", "ltr", "auto"]

HEADLINE_SCALE = 1.25
NARROWEST_COLUMN = 120.0
# The margin at the reading start holds quote bars, region bands and the lanes of arcs.
_MARGINS = ((640, 84.0, 32.0), (420, 60.0, 20.0), (0, 40.0, 12.0))
_SETTLING = 5


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A laid-out line: its paragraph's index, its number there, and its baseline's y on the page."""

    index: int
    block: Block
    line: int
    baseline: float

    @property
    def top(self) -> float:
        return self.baseline - self.block.rows[self.line].baseline

    @property
    def bottom(self) -> float:
        return self.top + self.block.rows[self.line].height


class Scene:
    """Holds one article; positions are code points, x runs from the viewport's left, y from the page's top.

    `column` is the column's width, `left` its left edge, `start_edge` the edge at which lines begin and
    `start_margin` the room beside it, all in pixels.
    """

    def __init__(self, typography: Typography) -> None:
        self.typography = typography
        self._roomy = False
        self._measure()
        self.headlines: tuple[Span, ...] = ()
        self.marks: dict[str, Mark] = {}
        self.bars: Mapping[str, int] = {}
        self.arcs = Ties()
        self._ends: dict[int, dict[str, Arc]] = {}
        self._plans: dict[int, Plan] = {}
        self.rtl = True
        self.viewport = (0, 0)
        self.column = self.left = self.start_edge = self.start_margin = 0.0
        self._place_column()
        self.page = self._new_page("", rtl=True)

    @property
    def text(self) -> str:
        return self.page.text

    def set_article(self, text: str, direction: Direction) -> None:
        """Take another text; marks are forgotten."""
        self.rtl = first_strong(text) is not False if direction == "auto" else direction == "rtl"
        self._space(roomy=False)
        self._place_column()
        self.marks, self.bars = {}, {}
        self.headlines = ()
        self.arcs, self._ends, self._plans = Ties(), {}, {}
        self.page = self._new_page(text, rtl=None if direction == "auto" else self.rtl)

    def set_typography(self, typography: Typography) -> None:
        """Set the page anew in another face, size or width."""
        self.typography = typography
        self._measure()
        self.set_anew()

    def set_headlines(self, spans: Iterable[Span]) -> None:
        """Draw the paragraphs of these spans larger."""
        spans = tuple(spans)
        if spans != self.headlines:
            self.headlines = spans
            self.set_anew()

    def set_anew(self) -> None:
        """Drop every line and measure again."""
        self._place_column()
        self.page.set_measures(self.metrics, self.column, headline=self._headline, headlines=self.headlines)

    def resize(self, width: int, height: int) -> bool:
        """Fit another viewport; True when the column changed and the lines were broken anew."""
        self.viewport = (width, height)
        self._place_column()
        if self.column == self.page.width:
            return False
        self.set_anew()
        return True

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Replace all marks."""
        self.page.clear()
        self.marks = {mark.id: mark for mark in marks}
        self._make_room()
        self.page.put(self.marks.values())
        self.bars = bar_lanes(self.marks.values())
        self._lead(self.arcs.follow_all(self.marks))

    def set_links(self, links: Iterable[Link]) -> None:
        """Replace the arcs; rows get the room theirs need."""
        self._lead(self.arcs.set_links(links, self.marks))

    def patch_marks(self, removed: Iterable[str], added: Iterable[Mark]) -> None:
        """Take marks away and add others; a mark added under a known id replaces it."""
        added = tuple(added)
        gone = {*removed, *(mark.id for mark in added)}
        self.page.take([self.marks.pop(mark_id) for mark_id in gone if mark_id in self.marks])
        self.marks.update({mark.id: mark for mark in added})
        self._make_room()
        self.page.put(added)
        if any(mark_id in self.bars for mark_id in gone) or any(mark.kind == "quote" for mark in added):
            self.bars = bar_lanes(self.marks.values())
        self._lead(self.arcs.follow(gone, self.marks))

    def rests(self, row: ShownRow) -> tuple[Rest, ...]:
        """Arcs and stubs of arcs that rest above a row."""
        return self._plans.get(row.index, NO_PLAN).rests.get(row.line, ())

    def decor(self, row: ShownRow) -> LineDecor:
        """Drawing of a row's marks."""
        return row.block.decor_of(row.line, column=self.column)

    def rows_between(self, top: float, bottom: float) -> Iterator[ShownRow]:
        """Rows that touch a stretch of the page; paragraphs are laid out as they come."""
        index = self.page.index_at_y(top)
        while index < len(self.page.blocks) and self.page.tops[index] < bottom:
            block = self.page.ensure(index)
            block_top = self.page.tops[index]
            for line in range(block.line_at(top - block_top), len(block.lines)):
                if block_top + block.row_tops[line] >= bottom:
                    break
                yield self._row(index, block, line)
            index += 1

    def row_of(self, position: int) -> ShownRow:
        """The row a caret at `position` stands on."""
        index = self.page.index_at(position)
        block = self.page.ensure(index)
        return self._row(index, block, block.line_of(block.unit(position)))

    def row_at(self, y: float) -> ShownRow:
        """The row nearest a height."""
        index = self.page.index_at_y(y)
        block = self.page.ensure(index)
        index = self.page.index_at_y(y)
        block = self.page.ensure(index)
        return self._row(index, block, block.line_at(y - self.page.tops[index]))

    def settle(self, scroll: float) -> float:
        """Lay out what a viewport scrolled to `scroll` shows; the scroll at which the shown lines stand still."""
        height = self.viewport[1]
        for _ in range(_SETTLING):
            kept = self._first_laid_out(scroll, scroll + height)
            before = self.page.tops[kept]
            for _row in self.rows_between(scroll, scroll + height):
                pass
            moved = self.page.tops[kept] - before
            scroll += moved
            if not moved:
                break
        return scroll

    def caret_rect(self, position: int) -> QRectF:
        """Where the caret is drawn."""
        row = self.row_of(position)
        x = self.left + row.block.shape(row.line).caret_x(row.block.unit(position))
        metrics = row.block.metrics
        width = max(2.0, 2.0 * metrics.scale)
        top, height = row.baseline + metrics.tint_top, metrics.descent + 1.0 - metrics.tint_top
        return QRectF(x - width / 2, top, width, height)

    def range_rects(self, span: Span) -> list[QRectF]:
        """One rectangle for each visual piece of a span; its paragraphs are laid out."""
        rects: list[QRectF] = []
        row: ShownRow | None = self.row_of(span.start)
        while row is not None and row.block.position(row.block.line_starts[row.line]) < span.end:
            rects.extend(self.rects_on(row, span))
            row = self.next_row(row)
        return rects

    def rects_on(self, row: ShownRow, span: Span) -> Iterator[QRectF]:
        """Rectangles of the part of a span that stands on a row."""
        block, metrics = row.block, row.block.metrics
        if span.end <= block.start or block.end <= span.start:
            return
        top = row.baseline + metrics.tint_top
        height = metrics.descent + 0.5 - metrics.tint_top
        for left, right in block.shape(row.line).rects(block.unit(span.start), block.unit(span.end)):
            yield QRectF(self.left + left, top, right - left, height)

    def is_laid_out(self, position: int) -> bool:
        """True when the paragraph of a position can be asked for places without moving the page."""
        return self.page.blocks[self.page.index_at(position)].layout is not None

    def next_row(self, row: ShownRow) -> ShownRow | None:
        """The row below, in the next paragraph where this was the last line."""
        if row.line + 1 < len(row.block.lines):
            return self._row(row.index, row.block, row.line + 1)
        if row.index + 1 < len(self.page.blocks):
            return self._row(row.index + 1, self.page.ensure(row.index + 1), 0)
        return None

    def next_line_start(self, row: ShownRow) -> int:
        """Position behind the last letter of a row."""
        starts = row.block.line_starts
        return row.block.position(starts[row.line + 1]) if row.line + 1 < len(starts) else row.block.end + 1

    def previous_row(self, row: ShownRow) -> ShownRow | None:
        """The row above, in the paragraph before where this was the first line."""
        if row.line > 0:
            return self._row(row.index, row.block, row.line - 1)
        if row.index > 0:
            block = self.page.ensure(row.index - 1)
            return self._row(row.index - 1, block, len(block.lines) - 1)
        return None

    def position_at(self, point: QPointF) -> int:
        """Caret place nearest a point of the page."""
        row = self.row_at(point.y())
        return row.block.position(row.block.shape(row.line).caret_at(point.x() - self.left))

    def character_at(self, point: QPointF) -> int | None:
        """The letter under a point; None beside the text."""
        row = self.row_at(point.y())
        unit = row.block.shape(row.line).char_at(point.x() - self.left)
        return None if unit is None or not row.top <= point.y() <= row.bottom else row.block.position(unit)

    def marks_at(self, position: int) -> tuple[str, ...]:
        """Ids of the marks over the letter behind `position`, innermost first."""
        block = self.page.blocks[self.page.index_at(position)]
        unit = block.unit(position)
        over = [piece for piece in block.pieces if piece.start <= unit < piece.end]
        over.sort(key=lambda piece: (piece.end - piece.start, piece.mark.kind == "quote", piece.mark.id))
        return tuple(dict.fromkeys(piece.mark.id for piece in over))

    def marks_under(self, point: QPointF) -> tuple[str, ...]:
        """Ids of the marks a pointer means, the one it points at first: a chip, a lane, else innermost first."""
        row = self.row_at(point.y())
        if not row.top <= point.y() <= row.bottom:
            return ()
        x, y = point.x() - self.left, point.y() - row.baseline
        decor = self.decor(row)
        chips = [chip.mark.id for chip in decor.chips if chip.rect.adjusted(-1.0, -2.0, 1.0, 2.0).contains(x, y)]
        metrics = row.block.metrics
        over = [hit for hit in decor.hits if hit.left <= x < hit.right and y >= metrics.tint_top]
        lane = int((y - metrics.lane_top(0)) // metrics.lane_pitch) if y >= metrics.lane_top(0) - 1.0 else -1
        over.sort(key=lambda hit: hit.level != lane or lane < 0)
        return tuple(dict.fromkeys(chips + [hit.mark.id for hit in over]))

    def end_under(self, point: QPointF) -> str | None:
        """The mark at an arc's end that a pointer means; between the words of a quote it means none."""
        found = self.marks_under(point)
        if not found or not self.arcs.has(found[0]):
            return None
        row = self.row_at(point.y())
        y, metrics = point.y() - row.baseline, row.block.metrics
        beside = y < metrics.tint_top or y >= metrics.lane_top(0) - 1.0
        return found[0] if beside or self.marks[found[0]].kind != "quote" else None

    def shown_marks(self, top: float, bottom: float) -> frozenset[str]:
        """Ids of the marks with letters in a stretch of the page."""
        return frozenset(hit.mark.id for row in self.rows_between(top, bottom) for hit in self.decor(row).hits)

    def end_points(self, span: Span) -> tuple[QPointF, QPointF]:
        """The start and the end of a span, above the letters: a handle there hides none of them."""
        points: list[QPointF] = []
        for position, leading in ((span.start, True), (span.end - 1, False)):
            row = self.row_of(position)
            shape = row.block.shape(row.line)
            piece = row.block.unit(span.start), row.block.unit(span.end)
            x, _ = shape.start_edge(*piece) if leading else shape.end_edge(*piece)
            points.append(QPointF(self.left + x, row.baseline + row.block.metrics.tint_top - 1.0))
        return points[0], points[1]

    def _row(self, index: int, block: Block, line: int) -> ShownRow:
        baseline = self.page.tops[index] + block.row_tops[line] + block.rows[line].baseline
        return ShownRow(index, block, line, baseline)

    def _first_laid_out(self, top: float, bottom: float) -> int:
        first = index = self.page.index_at_y(top)
        while index < len(self.page.blocks) and self.page.tops[index] < bottom:
            if self.page.blocks[index].layout is not None:
                return index
            index += 1
        return first

    def _new_page(self, text: str, *, rtl: bool | None) -> Page:
        return Page(text, metrics=self.metrics, width=self.column, rtl=rtl, tracks=self._tracks)

    def _tracks(self, index: int, block: Block) -> Mapping[int, int]:
        ends = self._ends.get(index)
        plan = plan_tracks(block, tuple(ends.values())) if ends else NO_PLAN
        self._plans[index] = plan
        return plan.counts

    def _lead(self, changes: Iterable[tuple[Arc | None, Arc | None]]) -> None:
        """Bring the paragraphs of changed arcs up to date."""
        touched: set[int] = set()
        for before, after in changes:
            for arc in (before, after):
                if arc is not None:
                    places = {self.page.index_at(arc.source), self.page.index_at(arc.target)}
                    touched |= places
                    for index in places:
                        if arc is after:
                            self._ends.setdefault(index, {})[arc.link.id] = arc
                        else:
                            self._ends[index].pop(arc.link.id, None)
        for index in sorted(touched):
            block = self.page.blocks[index]
            if block.layout is not None:
                self.page.set_tracks(index, self._tracks(index, block))

    def _measure(self) -> None:
        self.metrics = Metrics.of(self.typography, roomy=self._roomy)
        self._headline = Metrics.of(self.typography, scale=HEADLINE_SCALE, roomy=self._roomy)

    def _space(self, *, roomy: bool) -> None:
        self._roomy = roomy
        self.metrics = replace(self.metrics, roomy=roomy)
        self._headline = replace(self._headline, roomy=roomy)

    def _make_room(self) -> None:
        """Set the rows farther apart with an article's first mark, and keep them so: later marks move nothing."""
        if self.marks and not self._roomy:
            self._space(roomy=True)
            self.page.space(self.metrics, headline=self._headline, headlines=self.headlines)

    def _place_column(self) -> None:
        """Find the column's width and its left edge; it stands in the middle when the window is wide."""
        _, start, end = next(found for found in _MARGINS if self.viewport[0] >= found[0])
        widest = self.metrics.letter * self.typography.column_chars
        self.column = float(int(max(NARROWEST_COLUMN, min(widest, self.viewport[0] - start - end))))
        spare = max(0.0, self.viewport[0] - self.column - start - end)
        self.left = float(int(spare / 2 + (end if self.rtl else start)))
        self.start_edge = self.left + self.column if self.rtl else self.left
        self.start_margin = start
