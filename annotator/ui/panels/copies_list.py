"""A list of annotations with a box to check on each: what a gesture is about to bring to another place."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from annotator.ui.panels.check_list import BOX, GAP, ROW, CheckDelegate, CheckRows, CheckView, Index
from annotator.ui.panels.chips import HEIGHT, chip_width, draw_line, paint_chip, start_side
from annotator.ui.reader.palette import ReaderPalette


class CopyRow(msgspec.Struct, frozen=True):
    """One annotation: its chip and colour, its letters, where it comes from and goes to, and whether it is checked."""

    chip: str
    colour: str
    letters: str
    way: str
    on: bool


class CopyRows(CheckRows):
    """The rows; what is not free of other tags is not checked, but can be."""

    def __init__(self, rows: Sequence[CopyRow]) -> None:
        super().__init__()
        self.show_rows(tuple(rows))

    @property
    def checked(self) -> tuple[int, ...]:
        """The places, from 0, of the rows that are checked."""
        return self.checked_places

    def words_of(self, row: CopyRow) -> str:
        """Label, letters, and where they go."""
        return f"{row.chip}: {row.letters}\n{row.way}"

    def is_proposed(self, row: CopyRow) -> bool:
        """As it came."""
        return row.on


class CopiesView(CheckView):
    """The list of them."""

    def __init__(self, rows: Sequence[CopyRow], palette: ReaderPalette) -> None:
        self.rows = CopyRows(rows)
        super().__init__(self.rows, _Delegate(palette))


class _Delegate(CheckDelegate):
    """A box, a chip, the letters, and at the end of the line where they go."""

    def __init__(self, palette: ReaderPalette) -> None:
        super().__init__(palette.muted)
        self._palette = palette

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row, mirrored where the interface is."""
        row: CopyRow = index.data(ROW)
        rect, way = option.rect.adjusted(BOX, 0, -GAP, 0), option.direction
        whole = option.rect
        painter.save()
        painter.setFont(option.font)
        ink, tint = self._palette.ink_of(row.colour), self._palette.tint_of(row.colour)
        chip = QRect(rect.left(), rect.top() + (rect.height() - HEIGHT) // 2, chip_width(row.chip, option.font), HEIGHT)
        paint_chip(painter, QStyle.visualRect(way, whole, chip), row.chip, ink=ink, tint=tint)
        metrics = QFontMetrics(option.font)
        end = rect.right() - metrics.horizontalAdvance(row.way)
        painter.setPen(self._palette.muted)
        goes = QRect(end, rect.top(), rect.right() - end + 1, rect.height())
        painter.drawText(QStyle.visualRect(way, whole, goes), int(Qt.AlignmentFlag.AlignCenter), row.way)
        letters = QRect(chip.right() + 1 + GAP, rect.top(), end - chip.right() - 1 - 2 * GAP, rect.height())
        painter.setPen(self._palette.ink)
        cut = metrics.elidedText(row.letters, Qt.TextElideMode.ElideRight, letters.width())
        draw_line(painter, QStyle.visualRect(way, whole, letters), cut, start_side(way))
        painter.restore()
