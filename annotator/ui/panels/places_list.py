"""A list of places in their context, each with a box to check: what a gesture on many places is about to touch."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.text.bidi import strip_controls
from annotator.work.everywhere import Place

Index = QModelIndex | QPersistentModelIndex

_ROW: Final = 32
_BOX: Final = 32
_GAP: Final = 8
_CONTEXT: Final = 30
_PLACE: Final = int(Qt.ItemDataRole.UserRole)
_CHECK: Final = int(Qt.ItemDataRole.CheckStateRole)


class Places(QAbstractListModel):
    """Places with their boxes; ``counted`` says that another number of them is checked."""

    counted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: Sequence[Place] = ()
        self._off: set[int] = set()

    def show_places(self, places: Sequence[Place]) -> None:
        """Show other places; those where something stands already are not checked."""
        self.beginResetModel()
        self._places = places
        self._off = {n for n, place in enumerate(places) if not place.at.proposed}
        self.endResetModel()
        self.counted.emit(len(self.checked))

    @property
    def checked(self) -> tuple[Place, ...]:
        """The places that a person has left checked."""
        return tuple(place for n, place in enumerate(self._places) if n not in self._off)

    def check_all(self, on: bool) -> None:
        """Check every place where nothing stands, or none."""
        free = (n for n, place in enumerate(self._places) if on and place.at.proposed)
        self._off = set(range(len(self._places))) - set(free)
        self.dataChanged.emit(self.index(0), self.index(len(self._places) - 1), [_CHECK])
        self.counted.emit(len(self.checked))

    def rowCount(self, parent: Index | None = None) -> int:
        """Places that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._places)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What carries the same tag already cannot be checked."""
        able = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        free = index.isValid() and self._places[index.row()].at.standing != "tagged"
        return able | Qt.ItemFlag.ItemIsUserCheckable if free else able

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Box, place, and its words for a screen reader."""
        if not index.isValid():
            return None
        place = self._places[index.row()]
        if role == _CHECK:
            return Qt.CheckState.Unchecked if index.row() in self._off else Qt.CheckState.Checked
        if role == _PLACE:
            return place
        if role in (int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return f"{strip_controls(place.before + place.found + place.after)}\n{strip_controls(place.title)}"
        return None

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Check or uncheck a place."""
        if role != _CHECK or not index.isValid():
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._off.discard(index.row())
        else:
            self._off.add(index.row())
        self.dataChanged.emit(index, index, [_CHECK])
        self.counted.emit(len(self.checked))
        return True


class PlacesView(QListView):
    """The places to go through with the arrows; Space checks and unchecks."""

    def __init__(self, ink: QColor, muted: QColor) -> None:
        super().__init__()
        self.places = Places(self)
        self.setModel(self.places)
        self.setItemDelegate(_Delegate(ink, muted, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class _Delegate(QStyledItemDelegate):
    """A box, and the line of text with what was found in bold."""

    def __init__(self, ink: QColor, muted: QColor, parent: QWidget) -> None:
        super().__init__(parent)
        self._ink = ink
        self._muted = muted

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as every other."""
        del index
        return QSize(option.rect.width(), _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one place."""
        super().paint(painter, option, index)
        self._outline_box(painter, option, index)
        place: Place = index.data(_PLACE)
        # The style sets the box at the start of the interface; words begin behind it, or before it, from the right.
        start = option.direction == Qt.LayoutDirection.RightToLeft
        rect = option.rect.adjusted(_GAP if start else _BOX, 0, -_BOX if start else -_GAP, 0)
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

    def _outline_box(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """An empty box has an edge in the dark too."""
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        style = option.widget.style()
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, whole, option.widget)
        painter.save()
        painter.setPen(self._muted)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 2, 2)
        painter.restore()


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
