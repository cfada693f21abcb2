"""The charts of a project beside one another, and what they are to show."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.measures.tallies import Pair
from annotator.ui.naming import name_box
from annotator.ui.pages.agreement.chart import Mark
from annotator.ui.pages.agreement.chart_view import ChartView
from annotator.ui.pages.agreement.charts import Choice, kinds_of, make_charts, measures_of
from annotator.ui.pages.agreement.look import Look
from annotator.ui.pages.agreement.saving import Drawn
from annotator.ui.pages.agreement.words import Words
from annotator.ui.session import Session
from annotator.work.counting import Figures

CHARTS: Final = ("pairs", "progress", "labels", "confusion", "bounds", "weeks")

_COLUMN: Final = 640  # pixels that a chart wants


class Dashboard(QWidget):
    """`chosen` carries the mark whose spans a person wants to see."""

    chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._figures: Figures | None = None
        self._words: Words | None = None
        self.choice = Choice()
        self.views = tuple(ChartView(session) for _ in CHARTS)
        for view in self.views:
            view.chosen.connect(self._choose)
        self._kind, self._measure, self._pair = (self._box(f"agreement.choice.{one}") for one in _BOXES)
        self._across = 0
        self._waiting: list[ChartView] = []
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setInterval(0)
        self._pace.timeout.connect(self._draw_next)
        self._lay_out()

    # --- showing

    def show_figures(self, figures: Figures, words: Words) -> None:
        """Draw everything anew, one chart after the other: a key between two of them waits for one alone."""
        self._figures, self._words = figures, words
        self._fill()
        for view, chart in zip(self.views, make_charts(figures, self.choice, words), strict=True):
            view.show_chart(chart)
        self._waiting = list(self.views)
        self._pace.start()

    def _draw_next(self) -> None:
        if self._waiting:
            self._waiting.pop(0).draw()
        if self._waiting:
            self._pace.start()

    @property
    def front(self) -> ChartView:
        """The chart that has the keys, or had them last."""
        return next((view for view in self.views if view.hasFocus()), self._last)

    @property
    def panes(self) -> Sequence[QWidget]:
        """All charts."""
        return self.views

    def drawn(self) -> tuple[Drawn, ...]:
        """All charts as they are saved, in the colours of the window."""
        return tuple(self.draw(view) for view in self.views if view.chart is not None)

    def draw(self, view: ChartView) -> Drawn:
        """One chart as it is saved."""
        if view.chart is None:
            raise ValueError("nothing is shown")
        font = QFont(self.font())
        look, mirrored = Look.of(self._session.theme), self._session.right_to_left
        return Drawn(view.chart, view.axes, look=look, font=font, mirrored=mirrored)

    # --- what to show

    def _fill(self) -> None:
        """Offer what there is, and stay with what is chosen as long as that is there."""
        figures, words = self._figures, self._words
        if figures is None or words is None:
            return
        kinds = kinds_of(figures)
        kind = self.choice.kind if self.choice.kind in kinds else next(iter(kinds), self.choice.kind)
        measures = measures_of(figures, kind)
        measure = self.choice.measure if self.choice.measure in measures else next(iter(measures), "f1.exact")
        pairs = [one.pair for one in figures.confusions if one.kind == kind]
        pair = self.choice.pair if self.choice.pair in pairs else next(iter(pairs), None)
        self.choice = Choice(kind, measure, pair)
        _offer(self._kind, [(words.kind(one), one) for one in kinds], kind)
        _offer(self._measure, [(words.measure(one), one) for one in measures], measure)
        _offer(self._pair, [(words.pair(one), one) for one in pairs], pair)

    def _change(self) -> None:
        pair: Pair | None = tuple(self._pair.currentData() or ()) or None
        choice = Choice(self._kind.currentData() or "entity", self._measure.currentData() or "f1.exact", pair)
        if self._figures is not None and self._words is not None and choice != self.choice:
            self.choice = choice
            self.show_figures(self._figures, self._words)

    def _choose(self, mark: Mark) -> None:
        self.chosen.emit(mark)

    # --- building

    def _box(self, key: str) -> QComboBox:
        box = QComboBox()
        name_box(box, self._session.say(key))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.currentIndexChanged.connect(lambda _place: self._change())
        return box

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        for name, box in zip(_BOXES, (self._kind, self._measure, self._pair), strict=True):
            label = QLabel(self._session.say(f"agreement.choice.{name}"))
            label.setProperty("role", "muted")
            row.addWidget(label)
            row.addWidget(box)
            row.addSpacing(8)
        row.addStretch(1)
        inner = QWidget()
        inner.setObjectName("page")
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(16, 4, 16, 16)
        self._grid.setSpacing(12)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(inner)
        self._area.setFocusPolicy(self.focusPolicy())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._area, 1)
        self._arrange(2)
        self._last = self.views[0]
        for view in self.views:
            view.entered.connect(self._bring)

    def _arrange(self, across: int) -> None:
        if across != self._across:
            self._across = across
            for place, view in enumerate(self.views):
                self._grid.addWidget(view, place // across, place % across)
            for column in range(3):
                self._grid.setColumnStretch(column, int(column < across))

    def _bring(self, view: ChartView) -> None:
        """A chart that gets the keys comes into sight."""
        self._last = view
        self._area.ensureWidgetVisible(view, 0, 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(max(1, min(3, round(self.width() / _COLUMN))))


_BOXES: Final = ("kind", "measure", "pair")


def _offer(box: QComboBox, choices: Sequence[tuple[str, object]], chosen: object) -> None:
    """Fill a box without anybody hearing of it."""
    box.blockSignals(True)
    box.clear()
    for words, value in choices:
        box.addItem(words, value)
    place = next((number for number, (_, value) in enumerate(choices) if value == chosen), -1)
    box.setCurrentIndex(place)
    box.setEnabled(len(choices) > 1)
    box.blockSignals(False)
