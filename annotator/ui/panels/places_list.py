"""A list of places in their context, each with a box to check: what a gesture on many places is about to touch."""

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from annotator.text.bidi import strip_controls
from annotator.ui.panels.check_list import BOX, GAP, ROW, CheckDelegate, CheckRows, CheckView, Index
from annotator.work.everywhere import Place

_CONTEXT: Final = 30


class Places(CheckRows):
    """Places: where something stands already is not checked, and where the same tag does cannot be."""

    @property
    def checked(self) -> tuple[Place, ...]:
        """The places that a person has left checked."""
        return self.checked_rows

    def words_of(self, row: Place) -> str:
        """The line of text, and the article."""
        return f"{strip_controls(row.before + row.found + row.after)}\n{strip_controls(row.title)}"

    def is_proposed(self, row: Place) -> bool:
        """Where nothing stands."""
        return row.at.proposed

    def is_free(self, row: Place) -> bool:
        """Where the same tag does not stand."""
        return row.at.standing != "tagged"

    def is_in_all(self, row: Place) -> bool:
        """Where nothing stands."""
        return row.at.proposed


class PlacesView(CheckView):
    """The list of them."""

    def __init__(self, ink: QColor, muted: QColor) -> None:
        self.places = Places()
        super().__init__(self.places, _Delegate(ink, muted))


class _Delegate(CheckDelegate):
    """A box, and the line of text with what was found in bold."""

    def __init__(self, ink: QColor, muted: QColor) -> None:
        super().__init__(muted)
        self._ink = ink

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one place."""
        place: Place = index.data(ROW)
        # The style sets the box at the start of the interface; words begin behind it, or before it, from the right.
        start = option.direction == Qt.LayoutDirection.RightToLeft
        rect = option.rect.adjusted(GAP if start else BOX, 0, -BOX if start else -GAP, 0)
        # Whole words alone: half a word would read as another.
        before = strip_controls(place.before)[-_CONTEXT:].partition(" ")[2]
        after = strip_controls(place.after)[:_CONTEXT].rpartition(" ")[0]
        found = strip_controls(place.found)
        layout = QTextLayout(f"{before}{found}{after}", option.font)
        wrap = QTextOption(Qt.AlignmentFlag.AlignRight if start else Qt.AlignmentFlag.AlignLeft)
        wrap.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(wrap)
        taken = place.at.standing == "tagged"
        layout.setFormats(_formats(len(before), len(found), self._muted if taken else self._ink, self._muted))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(rect.width())
        layout.endLayout()
        painter.save()
        painter.setClipRect(rect)
        layout.draw(painter, QPointF(rect.left(), rect.top() + (rect.height() - line.height()) / 2))
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            option.widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter)


def _formats(start: int, length: int, ink: QColor, muted: QColor) -> list[QTextLayout.FormatRange]:
    around, found = QTextLayout.FormatRange(), QTextLayout.FormatRange()
    around.start, around.length = 0, start + length + 2 * _CONTEXT
    plain = QTextCharFormat()
    plain.setForeground(muted)
    around.format = plain
    found.start, found.length = start, length
    bold = QTextCharFormat()
    bold.setForeground(ink)
    bold.setFontWeight(QFont.Weight.Bold)
    found.format = bold
    return [around, found]
