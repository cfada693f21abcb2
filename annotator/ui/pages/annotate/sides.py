"""The panels beside the text: shown or put away as a person left them, laid over the text where there is no room."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from annotator.settings import Settings

NARROW: Final = 1100
"""Width of the window, in pixels, below which the panel at the end lies over the text and comes only when called."""

_KEY: Final = "window.layout"
_START_WIDTH: Final = 280
_END_WIDTH: Final = 300


class Sides:
    """Start (0) and end (2) of a splitter, with the text between them."""

    def __init__(self, splitter: QSplitter, start: QWidget, end: QWidget, *, memory: Settings, page: QWidget) -> None:
        self._splitter = splitter
        self._memory = memory
        self._page = page
        self._start, self._end = start, end
        self._shown = dict.fromkeys((0, 2), True)
        self._called = False
        self._focused = False
        self._recall()

    @property
    def narrow(self) -> bool:
        """Whether the panel at the end lies over the text."""
        return self._splitter.indexOf(self._end) < 0

    def toggle(self, place: int) -> None:
        """Show or put away the panel at the start (0) or at the end (2)."""
        if place == 2 and self.narrow:
            self.call(not self._called)
            return
        self._shown[place] = not self._shown[place]
        self._show()
        self.keep()

    def call(self, wanted: bool) -> None:
        """Lay the panel at the end over the text, or put it away; with room for it nothing happens."""
        if self.narrow and wanted != self._called:
            self._called = wanted
            self._show()

    def focus(self, on: bool) -> None:
        """Nothing but the text, or what was there before."""
        self._focused = on
        self._show()

    def fit(self) -> None:
        """Follow the width of the window."""
        wanted = self._page.window().width() < NARROW
        if wanted and not self.narrow:
            self._end.setParent(self._page)
            self._called = False
        elif not wanted and self.narrow:
            self._splitter.insertWidget(2, self._end)
            self._splitter.setSizes([_START_WIDTH, 2_000, _END_WIDTH])
        self._show()

    def keep(self) -> None:
        """Remember what is shown, and how wide."""
        sizes = self._splitter.sizes()
        if not self.narrow and len(sizes) == 3 and all(sizes):
            self._sizes = sizes
        kept = ",".join(map(str, self._sizes))
        self._memory.set(_KEY, f"{int(self._shown[0])} {int(self._shown[2])} {kept}")

    def _recall(self) -> None:
        self._sizes = [_START_WIDTH, 2_000, _END_WIDTH]
        words = self._memory.text(_KEY).split()
        if len(words) == 3 and all(part.isdigit() for part in (*words[:2], *words[2].split(","))):
            self._shown = {0: words[0] != "0", 2: words[1] != "0"}
            sizes = [int(part) for part in words[2].split(",")]
            self._sizes = sizes if len(sizes) == 3 else self._sizes
        self._splitter.setSizes(self._sizes)
        self._show()

    def _show(self) -> None:
        self._start.setVisible(self._shown[0] and not self._focused)
        if not self.narrow:
            self._end.setVisible(self._shown[2] and not self._focused)
            return
        place = QRect(0, 0, _END_WIDTH, self._splitter.height())
        if self._page.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            place.moveRight(self._page.width() - 1)
        self._end.setGeometry(place)
        self._end.setVisible(self._called and not self._focused)
        self._end.raise_()
