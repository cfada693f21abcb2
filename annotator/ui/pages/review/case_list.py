"""The list of cases: what differs as a chip, the words, how often the same difference stands here."""

from collections import Counter
from types import MappingProxyType

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.pages.review.sitting import AnySitting
from annotator.ui.pages.review.wording import Wording
from annotator.ui.pages.rows import ROW_HEIGHT, ROW_ROLE, Index, draw_dot
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.panels.chips import chip_width, draw_line, paint_chip, start_side
from annotator.ui.reader.palette import mixed
from annotator.ui.session import Session
from annotator.work.cases import CaseView

_CHIP_HEIGHT = 18
_GAP = 8
_DOTS = MappingProxyType({"decided": "good", "changed": "warn", "pending": "accent", "appealed": "warn"})


class CaseList(QWidget):
    """``chosen`` carries the id of the case that a person clicked; ``narrowed`` whether all are to be shown.

    `area` is that of the sentences and of the command that narrows: review, or answers.
    """

    chosen = Signal(str)
    narrowed = Signal(bool)

    def __init__(self, session: Session, sitting: AnySitting, wording: Wording, *, area: str = "review") -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(220)
        self._area = area
        self._session = session
        self._sitting = sitting
        self._moving = False
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        columns = (Column("", wording.words, tip=wording.heading),)
        self._sheet = Sheet(columns, parent=self)
        self.table = SheetView(session.actions, name=session.say(f"{area}.cases"), parent=self)
        self.table.setModel(self._sheet)
        self.table.set_columns(columns)
        self.table.horizontalHeader().hide()
        self._line = _Line(session, wording, self.table)
        self.table.setItemDelegate(self._line)
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        self._done = QLabel(f"{session.say(f'{area}.done')}\n\n{session.say(f'{area}.done.help')}")
        self._done.setTextFormat(Qt.TextFormat.PlainText)
        self._done.setWordWrap(True)
        self._done.setProperty("role", "muted")
        self._done.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._done.setContentsMargins(16, 32, 16, 16)
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self._done)
        self._buttons = self._made_buttons()
        self._lay_out()
        sitting.changed.connect(self.refresh)
        sitting.moved.connect(self._move)

    def refresh(self) -> None:
        """Show the cases as they are now."""
        if not self._sitting.is_open:
            return
        shown, views = self._sitting.shown, self._sitting.article.views
        waiting = len(self._sitting.article.open_views)
        if self._area == "review":
            self._line.times = Counter(one.difference for one in views if one.is_open and one.difference)
        self._moving = True
        try:
            self._sheet.show(shown)
            self._move()
        finally:
            self._moving = False
        self._count.setText(self._session.say(f"{self._area}.count", n=waiting))
        self._buttons[self._sitting.only_open].setChecked(True)
        done = self._sitting.only_open and not waiting
        self._body.setCurrentWidget(self._done if done else self.table)

    def _move(self) -> None:
        """Show which case is active."""
        active = self._sitting.view
        if not self._moving and self._sitting.is_open and self._sheet.rowCount() != len(self._sitting.shown):
            # What was decided has stood there until the person went on.
            self.refresh()
            return
        before, self._moving = self._moving, True
        try:
            for place in range(self._sheet.rowCount()):
                if active is not None and self._sheet.row(place).id == active.id:
                    self.table.setCurrentIndex(self._sheet.index(place, 0))
                    break
            else:
                self.table.setCurrentIndex(QModelIndex())
        finally:
            self._moving = before

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        view = now.data(ROW_ROLE)
        if isinstance(view, CaseView) and not self._moving:
            self.chosen.emit(view.id)

    def _made_buttons(self) -> dict[bool, QToolButton]:
        group = QButtonGroup(self)
        made: dict[bool, QToolButton] = {}
        tip = self._session.actions.action(f"{self._area}.filter").toolTip()
        for only_open in (True, False):
            button = QToolButton()
            button.setText(self._session.say(f"review.filter.{'open' if only_open else 'all'}"))
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, every=not only_open: self.narrowed.emit(every))
            group.addButton(button)
            made[only_open] = button
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 8, 0)
        top.setSpacing(4)
        top.addWidget(self._count, 1)
        for button in self._buttons.values():
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._body, 1)


class _Line(QStyledItemDelegate):
    """One case on one line."""

    def __init__(self, session: Session, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._wording = wording
        self.times: Counter[str] = Counter()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line."""
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        self.initStyleOption(option, index)
        words, option.text = option.text, ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        view = index.data(ROW_ROLE)
        if not isinstance(view, CaseView):
            return
        painter.save()
        painter.setFont(option.font)
        area = option.rect.adjusted(12, 0, -12, 0)
        start = self._draw_chip(painter, option, area, view)
        end = self._draw_end(painter, option, area, view)
        left, right = (end, start) if self._session.right_to_left else (start, end)
        rest = area.adjusted(left, 0, -right, 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(self._session.theme.token("ink" if view.is_open or selected else "muted"))
        shown = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, rest.width())
        draw_line(painter, rest, shown, start_side(option.direction))
        painter.restore()

    def _draw_chip(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, view: CaseView) -> int:
        """The verdict; the room that it takes, in pixels."""
        theme, words = self._session.theme, self._wording.verdict(view)
        width = min(chip_width(words, option.font), area.width() // 2)
        box = _taken(option, area, QSize(width, _CHIP_HEIGHT), Qt.AlignmentFlag.AlignLeading)
        token = "muted" if view.agreed or not view.is_open else "conflict"
        ink = theme.token(token)
        paint_chip(painter, box, words, ink=ink, tint=mixed(ink, theme.token("page"), theme.tint_share))
        return width + _GAP

    def _draw_end(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, view: CaseView) -> int:
        """How often the difference stands here, and a dot for the state; the room that they take, in pixels."""
        theme = self._session.theme
        dot = _taken(option, area, QSize(8, 8), Qt.AlignmentFlag.AlignTrailing)
        token = {"decided": "good", "changed": "warn", "pending": "accent", "appealed": "warn"}.get(
            view.state, "disabled"
        )
        draw_dot(painter, dot, theme.token(token), hollow=view.is_open)
        times = self.times[view.difference] if view.is_open and view.difference else 0
        if times < 2:
            return 8 + _GAP
        words = self._session.say("review.times", n=times)
        room = option.fontMetrics.horizontalAdvance(words) + 4
        place = area.adjusted(16, 0, 0, 0) if self._session.right_to_left else area.adjusted(0, 0, -16, 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(theme.token("ink" if selected else "muted"))
        box = _taken(option, place, QSize(room, area.height()), Qt.AlignmentFlag.AlignTrailing)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return room + 16 + _GAP


def _taken(option: QStyleOptionViewItem, area: QRect, size: QSize, side: Qt.AlignmentFlag) -> QRect:
    return QStyle.alignedRect(option.direction, side | Qt.AlignmentFlag.AlignVCenter, size, area)
