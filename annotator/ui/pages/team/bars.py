"""A bar that shows at a glance how many tasks are in which state."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.model.batch import TaskState
from annotator.ui.pages.rows import ROW_HEIGHT, ROW_ROLE, Index
from annotator.ui.session import Session

_HEIGHT = 8
ORDER: tuple[tuple[TaskState, str, float], ...] = (
    ("accepted", "good", 1.0),
    ("submitted", "good", 0.5),
    ("returned", "warn", 1.0),
    ("open", "accent", 0.75),
    ("untouched", "hairline", 1.0),
)
"""State, colour and how much of it, from the start of the bar: what is done first."""


@runtime_checkable
class Counted(Protocol):
    """A row that knows how many tasks are in which state."""

    @property
    def counts(self) -> Mapping[TaskState, int]:
        """Tasks by state."""
        ...


class BarDelegate(QStyledItemDelegate):
    """Draws the counts of a row as parts of one bar, in the direction of the interface."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A row of the grid."""
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one bar."""
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        row = index.data(ROW_ROLE)
        if not isinstance(row, Counted):
            return
        area = QRectF(option.rect.adjusted(8, 0, -8, 0))
        area = QRectF(area.left(), area.center().y() - _HEIGHT / 2 + 0.5, area.width(), _HEIGHT)
        draw_bar(painter, area, row.counts, self._session, mirrored=option.direction == Qt.LayoutDirection.RightToLeft)


def draw_bar(
    painter: QPainter, area: QRectF, counts: Mapping[TaskState, int], session: Session, *, mirrored: bool
) -> None:
    """Parts in proportion to their counts; nothing where nothing is to be done."""
    total = sum(counts.get(state, 0) for state, _, _ in ORDER)
    if not total:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QPainterPath()
    frame.addRoundedRect(area, area.height() / 2, area.height() / 2)
    painter.setClipPath(frame)
    done = 0
    for state, token, strength in ORDER:
        number = counts.get(state, 0)
        start, width = area.width() * done / total, area.width() * number / total
        left = area.right() - start - width if mirrored else area.left() + start
        colour = session.theme.token(token)
        colour.setAlphaF(strength)
        painter.fillRect(QRectF(left, area.top(), width, area.height()), colour)
        done += number
    painter.restore()


def count_words(counts: Mapping[TaskState, int], session: Session) -> str:
    """The same in words, a line for each state that anything is in."""
    say, number = session.say, session.language.number
    states = (*(state for state, _, _ in ORDER), "excluded")
    return "\n".join(f"{say(f'state.{state}')}: {number(counts[state])}" for state in states if counts.get(state))


NO_COUNTS: Mapping[TaskState, int] = MappingProxyType({})
