"""One chart on the dashboard: its title, its drawing, and in words what is active; walked with the arrows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from annotator.text.bidi import isolate
from annotator.ui.announcing import announce
from annotator.ui.elided import ElidedLabel
from annotator.ui.pages.agreement.chart import Chart, Mark
from annotator.ui.pages.agreement.look import Look
from annotator.ui.pages.agreement.plot import Plot
from annotator.ui.session import Session

_LEAST: Final = 3
_ROW: Final = 28
_FRAME: Final = 112
_SMALLER: Final = 1.0  # points

_ARROWS: Final[Mapping[int, tuple[int, int]]] = MappingProxyType(
    {
        int(Qt.Key.Key_Down): (1, 0),
        int(Qt.Key.Key_Up): (-1, 0),
        int(Qt.Key.Key_Right): (0, 1),
        int(Qt.Key.Key_Left): (0, -1),
    }
)


class ChartView(QWidget):
    """`chosen` carries the mark whose spans a person wants to see; `entered` the view itself when it gets the keys."""

    chosen = Signal(object)
    entered = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = Look.of(session.theme)
        self.chart: Chart | None = None
        self._plot: Plot | None = None
        self._kept: tuple[int, int] | None = None
        self._title, self._said, self._empty = ElidedLabel(), ElidedLabel(), QLabel()
        self._said.setProperty("role", "muted")
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bold = QFont(self._title.font())
        bold.setBold(True)
        self._title.setFont(bold)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 8)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._empty, 1)
        self._layout.addWidget(self._said)

    # --- showing

    def show_chart(self, chart: Chart) -> None:
        """Take a chart in place of what was there; it is drawn by `draw`, or when it is first needed.

        What was active stays so where it is still there.
        """
        before = self.active
        self._kept = (before.row, before.column) if before else self._kept
        if self._plot is not None:
            self._layout.removeWidget(self._plot.widget)
            self._plot.widget.deleteLater()
            self._plot = None
        self.chart = chart
        self._title.setText(chart.title)
        self._empty.setText(chart.empty)
        self._empty.setVisible(not chart.marks)
        self._said.setText(self.axes)
        self.setAccessibleName(chart.title)
        self.setMinimumHeight(_FRAME + _ROW * max(_LEAST, len(chart.rows) if chart.form != "lines" else 6))
        self.setAccessibleDescription(chart.empty if not chart.marks else "")

    def draw(self) -> None:
        """Draw the chart, unless it stands there already."""
        chart = self.chart
        if chart is None or not chart.marks or self._plot is not None:
            return
        mirrored = self._session.right_to_left
        self._plot = Plot(chart, self._look, self._small_font(), mirrored=mirrored, parent=self)
        self._layout.insertWidget(1, self._plot.widget, 1)
        self._plot.widget.show()
        self._layout.activate()
        self._plot.fit()
        if self._kept is not None:
            self._activate(chart.at(*self._kept))
        elif self.hasFocus():
            self._activate(chart.marks[0])

    @property
    def plot(self) -> Plot | None:
        """What is drawn; none where there is nothing to draw."""
        self.draw()
        return self._plot

    @property
    def active(self) -> Mark | None:
        """The mark that Enter opens."""
        return self._plot.marks.active if self._plot is not None else None

    @property
    def said(self) -> str:
        """What stands at the foot."""
        return self._said.text()

    def go_to(self, mark: Mark) -> None:
        """Make a mark active, and say it."""
        self._activate(mark)
        announce(self, mark.said)

    def sizeHint(self) -> QSize:
        return QSize(520, 300)

    # --- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from mark to mark, Enter opens; all else belongs to the page."""
        chart = self.chart
        walked = chart is not None and bool(chart.marks) and self._walk(chart, event)
        if not walked and not self._session.actions.press(event):
            super().keyPressEvent(event)

    def _walk(self, chart: Chart, event: QKeyEvent) -> bool:
        active = self.active or chart.marks[0]
        key = event.key()
        if key in _ARROWS:
            self.go_to(self._next(chart, active, *_ARROWS[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(chart.marks[0 if key == Qt.Key.Key_Home else -1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_to(active)
            self.chosen.emit(active)
        else:
            return False
        return True

    def _next(self, chart: Chart, active: Mark, down: int, across: int) -> Mark:
        if self._session.right_to_left:
            across = -across
        if chart.form == "lines":
            # Lines lie over one another: up and down change the line, wherever it has its next point.
            return self._other_line(chart, active, down) if down else chart.step(active, rows=0, columns=across)
        if down and chart.at(active.row + down, active.column) is None and chart.form == "stack":
            row = [mark for mark in chart.marks if mark.row == active.row + down]
            return row[0] if row else active
        return chart.step(active, rows=down, columns=across)

    def _other_line(self, chart: Chart, active: Mark, down: int) -> Mark:
        others = [mark for mark in chart.marks if mark.row == active.row + down]
        return min(others, key=lambda mark: abs(mark.column - active.column), default=active)

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Something is always active while the keys are here."""
        if self.chart is not None and self.chart.marks and self.active is None:
            self._activate(self.chart.marks[0])
        if self.active is not None:
            announce(self, self.active.said)
        self.entered.emit(self)
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found is not None:
            self.go_to(found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found is not None:
            self.go_to(found)
            self.chosen.emit(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the dashboard."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), found.said if found else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout.activate()
        if self._plot is not None:
            self._plot.fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.page)
        focused = self.hasFocus()
        painter.setPen(QPen(self._look.accent if focused else self._look.hairline, 2 if focused else 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    # --- parts

    def _activate(self, mark: Mark | None) -> None:
        plot = self.plot
        if plot is None:
            return
        plot.marks.active = mark
        plot.update()
        self._said.setText(mark.said if mark else self.axes)
        self.setAccessibleDescription(mark.said if mark else "")

    @property
    def axes(self) -> str:
        """Whose labels stand where, in a comparison of labels."""
        chart = self.chart
        if chart is None or not chart.across:
            return ""
        return self._session.say("agreement.axes", down=isolate(chart.down), across=isolate(chart.across))

    def _at(self, place: QPointF) -> Mark | None:
        if self._plot is None:
            return None
        return self._plot.marks.find(place - QPointF(self._plot.widget.pos()))

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() - _SMALLER)
        return font
