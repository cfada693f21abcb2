"""Keeps the scroll bar and the page together, though heights are found out only as one scrolls."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QScrollBar, QWidget

from annotator.model.span import Span
from annotator.ui.reader.scene import Scene

_TRIES = 4
_SIGHT = (0.1, 0.8)


class Scroller:
    """Moves one page in one viewport; y of the page is y of the viewport plus `value`."""

    def __init__(self, bar: QScrollBar, viewport: QWidget, scene: Scene) -> None:
        self._bar = bar
        self._viewport = viewport
        self._scene = scene

    @property
    def value(self) -> int:
        """Page height at the viewport's top."""
        return self._bar.value()

    def reset(self) -> None:
        """Stand at the top of another page."""
        self._fit()
        self._bar.setValue(0)

    def settle(self) -> None:
        """Lay out what is in sight and let what is shown stand still."""
        self._fit(self._scene.settle(float(self.value)))

    def until(self, wanted: Callable[[], float]) -> None:
        """Scroll to where `wanted` asks to be.

        Laying out what comes into sight may move it: it is asked again until it stands.
        """
        for _ in range(_TRIES):
            self._fit(wanted())
            self.settle()
            if self.value == min(max(round(wanted()), 0), self._bar.maximum()):
                break
        self._viewport.update()

    def bring(self, span: Span) -> None:
        """Bring the start of a span to a third of the height, where it is not already well in sight."""
        row, height = self._scene.row_of(span.start), self._viewport.height()
        if not self.value + height * _SIGHT[0] <= row.top <= self.value + height * _SIGHT[1]:
            self.until(lambda: self._scene.row_of(span.start).top - height / 3)

    def reveal(self, position: int) -> None:
        """Scroll as little as shows the row of a position and a line around it."""
        self.until(lambda: self._nearest(position))

    @contextmanager
    def anchored(self, position: int) -> Iterator[None]:
        """While the page changes, keep the row of a position where it is on the screen, or the top one if it is not.

        A page that stands at its beginning stays there as long as the row stays in sight.
        """
        scroll, height = self.value, self._viewport.height()
        row = self._scene.row_of(position) if self._scene.is_laid_out(position) else self._scene.row_at(scroll)
        if not scroll <= row.baseline <= scroll + height:
            row = self._scene.row_at(scroll)
        held, y = row.block.position(row.block.line_starts[row.line]), row.baseline - scroll
        yield
        if scroll > 0 or self._scene.row_of(held).baseline > height:
            self.until(lambda: self._scene.row_of(held).baseline - y)
        self._viewport.update()

    def _fit(self, scroll: float | None = None) -> None:
        height = self._viewport.height()
        # The bar follows the page here; were it heard, each correction would start another paint.
        with QSignalBlocker(self._bar):
            self._bar.setRange(0, max(0, round(self._scene.page.height) - height))
            self._bar.setPageStep(height)
            self._bar.setSingleStep(round(self._scene.metrics.pitch))
            if scroll is not None:
                self._bar.setValue(round(scroll))

    def _nearest(self, position: int) -> float:
        row, height = self._scene.row_of(position), self._viewport.height()
        around = min(self._scene.metrics.pitch, height / 4)
        if row.top - around < self.value:
            return row.top - around
        return max(float(self.value), row.bottom + around - height)
