"""A chart as the plotting library sets it: axes with names, bars, lines, intervals; mirrored where Arabic is read."""

import math
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from annotator.text.bidi import isolate
from annotator.ui.pages.agreement.chart import Chart, Mark
from annotator.ui.pages.agreement.look import Look
from annotator.ui.pages.agreement.painting import BAR, MarksItem

_ROW: Final = 40.0  # pixels that a row takes at most
_COLUMN: Final = 96.0
_NAMES: Final = 0.34  # of the width, at most, for the names of rows
_ROOM: Final = 1.16  # of the scale, so that numbers find room behind the longest bar
_HEAD: Final = 30.0  # pixels above what has a legend
_HALF: Final = 0.5


class Plot:
    """One chart in a widget of the library; it takes neither keys nor mouse, which belong to who shows it."""

    def __init__(self, chart: Chart, look: Look, font: QFont, *, mirrored: bool, parent: QWidget) -> None:
        self._chart = chart
        self._look = look
        self._font = font
        self._mirrored = mirrored
        self._plot: Any = pg.PlotWidget(parent, background=look.page, enableMenu=False)
        self._item: Any = self._plot.getPlotItem()
        self._box: Any = self._item.getViewBox()
        self.marks = MarksItem(chart, look, font, mirrored=mirrored)
        self._set_up()
        self._add()
        self.fit()

    @property
    def widget(self) -> QWidget:
        """The widget itself."""
        found: QWidget = self._plot
        return found

    def render(self, painter: QPainter, target: QRectF) -> None:
        """Draw it elsewhere: the same scene at the same size, so that letters stay what they are."""
        self._plot.scene().render(painter, target, QRectF(self._plot.viewport().rect()))

    def update(self) -> None:
        """Draw anew what is active."""
        self.marks.update()

    def fit(self) -> None:
        """Give rows and columns their sizes, and names as much as there is room for."""
        self._fit()
        # The library would work out places at the next paint alone, and keys may come before.
        self._item.layout.activate()
        self._box.updateMatrix()

    def _fit(self) -> None:
        chart, wide, high = self._chart, self._plot.width(), self._plot.height()
        names = chart.rows if chart.form != "lines" else ("0.00",)
        metrics = QFontMetricsF(self._font)
        most = wide * _NAMES
        room = min(max((metrics.horizontalAdvance(one) for one in names), default=0) + 12, most)
        self._leading.setWidth(room)
        if chart.form == "lines":
            self._fit_lines(wide - room)
            return
        rows = max(len(chart.rows), 1)
        head = metrics.height() + 10 if chart.form == "grid" else 0
        legend = _HEAD if chart.form == "stack" else 0
        row = min(_ROW, max((high - head - legend) / rows, 1))
        above = legend / row
        self._box.setYRange(-above, (high - head) / row - above, padding=0)
        self._leading.setTicks([self._cut(names, room - 8)])
        if chart.form == "grid":
            column = min(_COLUMN, (wide - room) / max(len(chart.columns), 1))
            self._item.getAxis("top").setHeight(head)
            self._item.getAxis("top").setTicks([self._cut(chart.columns, column - 4)])
            self._box.setXRange(0, (wide - room) / column, padding=0)
        else:
            self._box.setXRange(0, (chart.top or 1) * _ROOM, padding=0)

    def _fit_lines(self, wide: float) -> None:
        chart = self._chart
        low = self._floor
        self._box.setYRange(low, 1.0 + (1.0 - low) * 0.3, padding=0)
        # The first and the last week are not to be cut, whose names are wider than their columns.
        name = max(map(QFontMetricsF(self._font).horizontalAdvance, chart.columns), default=0) + 8
        each = (wide - name) / max(len(chart.columns) - 1, 1)
        over = max(name / 2 / max(each, 1) - _HALF, 0)
        self._box.setXRange(-over, max(len(chart.columns), 1) + over, padding=0)
        every = max(1, math.ceil(name / max(each, 1)))
        ticks = [(place + _HALF, isolate(week)) for place, week in enumerate(chart.columns) if place % every == 0]
        self._item.getAxis("bottom").setTicks([ticks])
        marked = [round(one / 10, 1) for one in range(11) if one / 10 >= low]
        self._leading.setTicks([[(one, f"{one:.1f}") for one in marked]])

    @property
    def _floor(self) -> float:
        """Where the scale of lines begins: a little below the least of them."""
        values = [mark.value for mark in self._chart.marks if mark.value is not None]
        return max(0.0, min([0.8, *values]) - 0.05)

    def _set_up(self) -> None:
        plot = self._plot
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # Names are isolated one by one and sides are chosen below: nothing is left for Qt to turn round again.
        plot.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._item.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._item.hideButtons()
        self._item.setMouseEnabled(x=False, y=False)
        self._item.layout.setContentsMargins(0, 0, 0, 0)
        self._box.invertX(self._mirrored)
        self._box.invertY(self._chart.form != "lines")
        side = "right" if self._mirrored else "left"
        shown = {side, *({"top"} if self._chart.form == "grid" else ()), *({"bottom"} if self._is_lines else ())}
        for name in ("left", "right", "top", "bottom"):
            self._item.showAxis(name, show=name in shown)
            axis = self._item.getAxis(name)
            axis.setStyle(tickFont=self._font, tickLength=0, tickAlpha=0, tickTextOffset=4, hideOverlappingLabels=False)
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTextPen(self._look.ink)
        self._leading: Any = self._item.getAxis(side)

    @property
    def _is_lines(self) -> bool:
        return self._chart.form == "lines"

    def _add(self) -> None:
        self._box.addItem(self.marks, ignoreBounds=True)
        if self._chart.form == "bars":
            self._add_bars()
        elif self._is_lines:
            self._add_lines()

    def _add_bars(self) -> None:
        marks = [mark for mark in self._chart.marks if mark.value is not None]
        centres = [mark.row + _HALF for mark in marks]
        # An edge of the bar's own colour, and not the library's.
        pen = QPen(self._look.accent)
        pen.setCosmetic(True)
        wide = [max(mark.value or 0, 0.0) for mark in marks]
        if marks:
            self._box.addItem(pg.BarGraphItem(x0=0, y=centres, width=wide, height=BAR, brush=self._look.bar, pen=pen))
        sure = [mark for mark in marks if mark.low is not None and mark.high is not None]
        if sure:
            self._box.addItem(self._whiskers(sure))

    def _whiskers(self, marks: list[Mark]) -> Any:
        import numpy as np

        pen = QPen(self._look.ink, 1.5)
        pen.setCosmetic(True)
        values = np.array([(mark.value, mark.low, mark.high) for mark in marks], dtype=float)
        return pg.ErrorBarItem(
            x=values[:, 0],
            y=np.array([mark.row + _HALF for mark in marks]),
            left=values[:, 0] - values[:, 1],
            right=values[:, 2] - values[:, 0],
            beam=BAR / 3,
            pen=pen,
        )

    def _add_lines(self) -> None:
        grid = QPen(self._look.hairline, 1)
        grid.setCosmetic(True)
        for one in (tenth for tenth in range(11) if tenth / 10 >= self._floor):
            self._box.addItem(pg.InfiniteLine(pos=one / 10, angle=0, pen=grid), ignoreBounds=True)
        for row in range(len(self._chart.rows)):
            points = [mark for mark in self._chart.marks if mark.row == row and mark.value is not None]
            pen = self._look.line(row)
            self._box.addItem(
                pg.PlotDataItem(
                    [mark.column + _HALF for mark in points],
                    [mark.value for mark in points],
                    pen=pen,
                )
            )

    def _cut(self, names: tuple[str, ...], room: float) -> list[tuple[float, str]]:
        """Names at the middle of their rows or columns, cut at the end where they are too long."""
        metrics = QFontMetricsF(self._font)
        mode = Qt.TextElideMode.ElideRight
        return [(place + _HALF, isolate(metrics.elidedText(one, mode, room))) for place, one in enumerate(names)]
