"""The article as laid-out paragraphs: lines, rows and heights, made only where they are looked at."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextLayout, QTextLine, QTextOption

from annotator.model.span import Span
from annotator.text.offsets import Utf16Map
from annotator.ui.reader.decor import LineDecor, decorate
from annotator.ui.reader.geometry import LineShape, unit_text
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.metrics import Metrics
from annotator.ui.reader.rows import Piece, Row, empty_row, make_row

TOP_MARGIN = 24.0
BOTTOM_MARGIN = 48.0
_BREAKS = ("\n", "\u2029")
_STRONG = frozenset({"L", "R", "AL"})
# Shown in their stead, one unit for one: PySide drops a leading BOM and swaps the bytes of a text behind U+FFFE,
# and an object character would be taken for an embedded picture.
_SHOWN_AS = str.maketrans({"\ufeff": "\u2060", "\ufffe": "\ufffd", "\ufffc": "\ufffd"})


@dataclass(slots=True)
class Block:
    """One paragraph. Everything from `layout` on is made when it is first looked at and dropped when it is stale."""

    start: int
    text: str
    units: str
    offsets: Utf16Map
    rtl: bool
    metrics: Metrics
    height: float
    pieces: list[Piece] = field(default_factory=list)
    layout: QTextLayout | None = None
    lines: list[QTextLine] = field(default_factory=list)
    line_starts: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    row_tops: list[float] = field(default_factory=list)
    by_line: dict[int, list[Piece]] = field(default_factory=dict)
    tracks: Mapping[int, int] = field(default_factory=dict)
    shapes: dict[int, LineShape] = field(default_factory=dict)
    decor: dict[int, LineDecor] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """Code point behind the paragraph's last letter."""
        return self.start + self.offsets.codepoints

    def unit(self, position: int) -> int:
        """UTF-16 unit of a code point of the article, brought inside the paragraph."""
        return self.offsets.to_utf16(min(max(position - self.start, 0), self.offsets.codepoints))

    def position(self, unit: int) -> int:
        """Code point of the article for a UTF-16 unit of the paragraph."""
        return self.start + self.offsets.to_codepoint(unit)

    def line_of(self, unit: int) -> int:
        """Line a caret at `unit` stands on: at a wrap, the next one."""
        return min(max(bisect_right(self.line_starts, unit) - 1, 0), len(self.lines) - 1)

    def line_at(self, y: float) -> int:
        """Line whose row holds `y` (from the paragraph's top), the nearest one outside."""
        return min(max(bisect_right(self.row_tops, y) - 1, 0), len(self.lines) - 1)

    def shape(self, line: int) -> LineShape:
        """Visual runs of a line, read once."""
        shape = self.shapes.get(line)
        if shape is None:
            assert self.layout is not None
            shape = LineShape(self.layout, self.lines[line], units=self.units, rtl=self.rtl)
            self.shapes[line] = shape
        return shape

    def decor_of(self, line: int, *, column: float) -> LineDecor:
        """Drawing of a line's marks, made once."""
        decor = self.decor.get(line)
        if decor is None:
            row = self.rows[line]
            shape = self.shape(line)
            decor = decorate(row, shape, self.metrics, column=column, owns_chip=partial(self._owns_chip, shape))
            self.decor[line] = decor
        return decor

    def _owns_chip(self, shape: LineShape, piece: Piece) -> bool:
        return shape.start <= piece.start < shape.end and self.position(piece.start) == piece.mark.start

    def text_origin(self, line: int) -> QPointF:
        """Where a line is drawn so that its baseline stands on the row's, from the paragraph's corner."""
        return QPointF(0.0, self.row_tops[line] + self.rows[line].baseline - self.lines[line].ascent())


# What tells how many arc tracks the lines of a paragraph need.
Tracks = Callable[[int, Block], Mapping[int, int]]


class Page:
    """All paragraphs of one article, one below the other.

    Positions are code points; y is in pixels from the top of the page; nothing here knows a widget. Heights of
    paragraphs not yet laid out are estimates: `ensure` makes one exact and says whether the page below it moved.
    """

    def __init__(self, text: str, *, metrics: Metrics, width: float, rtl: bool | None, tracks: Tracks) -> None:
        """`rtl` None takes each paragraph's direction from its first strong letter.

        `tracks` tells how many arc tracks the lines of a paragraph just laid out need.
        """
        self._tracks = tracks
        self.text = text
        self.width = width
        self.blocks = list(_split(text, metrics, rtl))
        self.starts = [block.start for block in self.blocks]
        for block in self.blocks:
            block.height = self._estimate(block)
        self._retop()

    @property
    def height(self) -> float:
        return self.tops[-1] + BOTTOM_MARGIN

    def set_measures(self, metrics: Metrics, width: float, *, headline: Metrics, headlines: Sequence[Span]) -> None:
        """Set everything anew: every cache is dropped."""
        self.width = width
        for block in self.blocks:
            block.metrics = headline if _enlarged(block, headlines) else metrics
            _forget_layout(block)
            block.height = self._estimate(block)
        self._retop()

    def space(self, metrics: Metrics, *, headline: Metrics, headlines: Sequence[Span]) -> None:
        """Set the rows at other heights; the fonts are the same, so the lines stay as they were broken."""
        for block in self.blocks:
            block.metrics = headline if _enlarged(block, headlines) else metrics
            if block.layout is None:
                block.height = self._estimate(block)
                continue
            block.decor = {}
            _fill_rows(block)
            _stack_rows(block)
        self._retop()

    def index_at(self, position: int) -> int:
        """Index of the paragraph a caret at `position` stands in."""
        return max(bisect_right(self.starts, position) - 1, 0)

    def index_at_y(self, y: float) -> int:
        """Index of the paragraph at a height, the nearest one outside the page."""
        return min(max(bisect_right(self.tops, y) - 1, 0), len(self.blocks) - 1)

    def ensure(self, index: int) -> Block:
        """The paragraph, laid out and measured; tops below it are corrected."""
        block = self.blocks[index]
        if block.layout is None:
            _lay_out(block, self.width)
            block.tracks = self._tracks(index, block)
            _fill_rows(block)
            self.measure(index)
        return block

    def measure(self, index: int) -> None:
        """Take a paragraph's height from its rows."""
        block = self.blocks[index]
        before = block.height
        _stack_rows(block)
        if block.height != before:
            self._retop()

    def put(self, marks: Iterable[Mark]) -> None:
        """Add marks; rows they touch are made anew."""
        touched: dict[int, list[Piece]] = {}
        for mark in marks:
            for index, piece in self._pieces_of(mark):
                touched.setdefault(index, []).append(piece)
        for index, pieces in touched.items():
            block = self.blocks[index]
            block.pieces.extend(pieces)
            self._renew(index, pieces, pieces)

    def take(self, marks: Iterable[Mark]) -> None:
        """Remove marks; rows they touched are made anew."""
        gone: dict[int, list[Piece]] = {}
        for mark in marks:
            for index, piece in self._pieces_of(mark):
                gone.setdefault(index, []).append(piece)
        for index, pieces in gone.items():
            block = self.blocks[index]
            ids = {piece.mark.id for piece in pieces}
            block.pieces = [piece for piece in block.pieces if piece.mark.id not in ids]
            self._renew(index, pieces, ())

    def clear(self) -> None:
        """Remove all marks."""
        for index, block in enumerate(self.blocks):
            if block.pieces:
                pieces, block.pieces = block.pieces, []
                self._renew(index, pieces, ())

    def set_tracks(self, index: int, tracks: Mapping[int, int]) -> None:
        """Give lines of a laid-out paragraph room for that many arc tracks."""
        block = self.blocks[index]
        before, block.tracks = block.tracks, tracks
        lines = {line for line in before.keys() | tracks.keys() if before.get(line, 0) != tracks.get(line, 0)}
        if lines:
            for line in lines:
                block.rows[line] = _row(block, line)
                block.decor.pop(line, None)
            self.measure(index)

    def drop_decor(self) -> None:
        """Forget cached drawings of every line, lines and heights stay."""
        for block in self.blocks:
            block.decor.clear()

    def _renew(self, index: int, pieces: Sequence[Piece], added: Sequence[Piece]) -> None:
        block = self.blocks[index]
        if block.layout is None:
            return
        lines: set[int] = set()
        kept = {piece.mark.id for piece in added}
        gone = {piece.mark.id for piece in pieces} - kept
        for piece in pieces:
            lines.update(_lines_of(block, piece))
        for line in lines:
            if gone:
                block.by_line[line] = [old for old in block.by_line.get(line, ()) if old.mark.id not in gone]
        for piece in added:
            for line in _lines_of(block, piece):
                block.by_line.setdefault(line, []).append(piece)
        for line in lines:
            block.rows[line] = _row(block, line)
            block.decor.pop(line, None)
        self.measure(index)

    def _pieces_of(self, mark: Mark) -> Iterator[tuple[int, Piece]]:
        for span in mark.spans:
            index = self.index_at(span.start)
            while index < len(self.blocks) and self.blocks[index].start < span.end:
                block = self.blocks[index]
                start, end = block.unit(span.start), block.unit(span.end)
                if start < end:
                    yield index, Piece(start, end, mark, span.start >= block.start, span.end <= block.end)
                index += 1

    def _estimate(self, block: Block) -> float:
        if not block.units:
            return _row(block, 0).height + block.metrics.paragraph_gap
        lines = max(1, -(-len(block.units) * block.metrics.letter // max(self.width, 1.0)))
        return lines * block.metrics.row_height(levels=0, tracks=0) + block.metrics.paragraph_gap

    def _retop(self) -> None:
        self.tops = list(accumulate((block.height for block in self.blocks), initial=TOP_MARGIN))


def _split(text: str, metrics: Metrics, rtl: bool | None) -> Iterator[Block]:
    start = 0
    fallback = bool(first_strong(text)) if rtl is None else rtl
    for paragraph in text.replace(_BREAKS[1], _BREAKS[0]).split(_BREAKS[0]):
        own = first_strong(paragraph) if rtl is None else rtl
        direction = fallback if own is None else own
        yield Block(start, paragraph, unit_text(paragraph), Utf16Map(paragraph), direction, metrics, 0.0)
        start += len(paragraph) + 1


def first_strong(text: str) -> bool | None:
    """True for right-to-left, False for left-to-right by the first letter that has a direction; None without one."""
    classes = (bidirectional(letter) for letter in text)
    strong = next((found for found in classes if found in _STRONG), None)
    return None if strong is None else strong != "L"


def _lay_out(block: Block, width: float) -> None:
    layout = QTextLayout(block.text.translate(_SHOWN_AS), block.metrics.font)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if block.rtl else Qt.LayoutDirection.LeftToRight)
    # A bare QTextLayout does not mirror AlignLeft, so right-to-left text asks for the right edge itself.
    option.setAlignment(Qt.AlignmentFlag.AlignRight if block.rtl else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    lines: list[QTextLine] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0.0, 0.0))
        lines.append(line)
    layout.endLayout()
    block.layout, block.lines = layout, lines
    block.line_starts = [line.textStart() for line in lines]
    block.by_line = {}
    for piece in block.pieces:
        for at in _lines_of(block, piece):
            block.by_line.setdefault(at, []).append(piece)
    block.shapes, block.decor, block.tracks = {}, {}, {}


def _enlarged(block: Block, headlines: Sequence[Span]) -> bool:
    return any(span.start < block.end and block.start < span.end for span in headlines)


def _stack_rows(block: Block) -> None:
    heights = list(accumulate((row.height for row in block.rows), initial=0.0))
    block.row_tops = heights[:-1]
    block.height = heights[-1] + block.metrics.paragraph_gap


def _fill_rows(block: Block) -> None:
    plain = _row(block, -1)
    marked = block.by_line.keys() | block.tracks.keys()
    block.rows = [_row(block, at) if at in marked else plain for at in range(len(block.lines))]


def _forget_layout(block: Block) -> None:
    block.layout = None
    block.shapes, block.decor, block.by_line, block.tracks = {}, {}, {}, {}
    block.lines, block.line_starts, block.rows, block.row_tops = [], [], [], []


def _lines_of(block: Block, piece: Piece) -> range:
    return range(block.line_of(piece.start), block.line_of(piece.end - 1) + 1)


def _row(block: Block, line: int) -> Row:
    if not block.units:
        return empty_row(block.metrics)
    return make_row(block.by_line.get(line, ()), block.metrics, tracks=block.tracks.get(line, 0))
