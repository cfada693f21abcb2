"""The panels beside the text: shown or put away as a person left them, laid over the text where there is no room."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from annotator.settings import Settings
from annotator.ui.panes import enter_next

NARROW: Final = 1100
"""Width of the window, in pixels, below which the panels lie over the text, one at a time, and come when called."""

START: Final = 0
END: Final = 2
"""Places in the splitter: the list, the inspector; between them is the text."""

_KEY: Final = "window.layout"
_WIDTHS: Final = MappingProxyType({START: 280, END: 300})
_USUAL: Final = (_WIDTHS[START], 2_000, _WIDTHS[END])


class Sides:
    """The first and the last of the three parts of a splitter."""

    def __init__(self, splitter: QSplitter, start: QWidget, end: QWidget, *, memory: Settings, page: QWidget) -> None:
        self._splitter = splitter
        self._memory = memory
        self._page = page
        self._panels: Mapping[int, QWidget] = MappingProxyType({START: start, END: end})
        self._shown = dict.fromkeys(_WIDTHS, True)
        self._called: int | None = None
        self._focused = False
        self._sizes: tuple[int, ...] = _USUAL
        self._recall()

    @property
    def narrow(self) -> bool:
        """Whether the panels lie over the text."""
        return self._splitter.indexOf(self._panels[END]) < 0

    def toggle(self, place: int) -> None:
        """Show or put away a panel; one that comes over the text takes the focus."""
        if not self.narrow:
            self._shown[place] = not self._shown[place]
            self._show()
            self.keep()
            return
        wanted = self._called != place
        self.call(place, wanted)
        if wanted:
            enter_next((self._panels[place],), 1)
        else:
            self._page.setFocus()

    def call(self, place: int, wanted: bool) -> None:
        """Lay a panel over the text, or put it away; with room for it nothing happens."""
        if not self.narrow or wanted == (self._called == place):
            return
        self._called = place if wanted else None
        self._show()

    def focus(self, on: bool) -> None:
        """Nothing but the text, or what was there before."""
        self._focused = on
        self._show()

    def fit(self) -> None:
        """Follow the width of the window."""
        wanted = self._page.window().width() < NARROW
        if wanted and not self.narrow:
            self.keep()
            for panel in self._panels.values():
                panel.setParent(self._page)
                _mark(panel, over=True)
            self._called = None
        elif not wanted and self.narrow:
            for place, panel in self._panels.items():
                self._splitter.insertWidget(place, panel)
                _mark(panel, over=False)
            self._splitter.setSizes(list(self._sizes))
        self._show()

    def keep(self) -> None:
        """Remember what is shown, and how wide."""
        sizes = self._splitter.sizes()
        # What was never on the screen has no widths of its own.
        if not self.narrow and self._splitter.isVisible() and len(sizes) == 3 and all(sizes):
            self._sizes = tuple(sizes)
        kept = ",".join(map(str, self._sizes))
        self._memory.set(_KEY, f"{int(self._shown[START])} {int(self._shown[END])} {kept}")

    def _recall(self) -> None:
        words = self._memory.text(_KEY).split()
        if len(words) == 3 and all(part.isdigit() for part in (*words[:2], *words[2].split(","))):
            self._shown = {START: words[0] != "0", END: words[1] != "0"}
            sizes = tuple(int(part) for part in words[2].split(","))
            self._sizes = sizes if len(sizes) == 3 else _USUAL
        self._splitter.setSizes(list(self._sizes))
        self._show()

    def _show(self) -> None:
        for place, panel in self._panels.items():
            wanted = self._called == place if self.narrow else self._shown[place]
            if self.narrow:
                panel.setGeometry(self._area(place))
                panel.raise_()
            panel.setVisible(wanted and not self._focused)

    def _area(self, place: int) -> QRect:
        """Where a panel lies over the text: at its own side, as high as the text."""
        area = QRect(0, 0, _WIDTHS[place], self._splitter.height())
        right_to_left = self._page.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if (place == START) == right_to_left:
            area.moveRight(self._page.width() - 1)
        return area


def _mark(panel: QWidget, *, over: bool) -> None:
    """What lies over the text has a ground and an edge of its own."""
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, over)
    panel.setProperty("over", over)
    panel.setContentsMargins(int(over), 0, int(over), 0)
    panel.style().unpolish(panel)
    panel.style().polish(panel)
