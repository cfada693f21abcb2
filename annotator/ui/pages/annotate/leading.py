"""The panel at the start of the page: annotations above, suggestions at its foot, which fold to their heading."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from annotator.settings import Settings
from annotator.ui.panels.suggestion_list import SuggestionList

_KEY: Final = "annotate.suggestions"
_USUAL_HEIGHT: Final = 232
_UPPER: Final = 180
"""Pixels that annotations keep; where there are not even these the suggestions have two fifths of the height."""
_EMPTY_HEIGHT: Final = 112
"""Pixels of a heading and two lines that say why there is nothing."""
_PLENTY: Final = 4_000
_LEAST_WIDTH: Final = 200


class Leading(QWidget):
    """Two lists over one another; whether the lower one is folded, and how high it is, stays over restarts."""

    def __init__(self, upper: QWidget, lower: SuggestionList, memory: Settings) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setMinimumWidth(_LEAST_WIDTH)
        self._lower = lower
        self._memory = memory
        self._height = _USUAL_HEIGHT
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(upper)
        self._splitter.addWidget(lower)
        # A splitter puts what comes later under what is there; going round the panes follows that order.
        upper.lower()
        self._splitter.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self._splitter.splitterMoved.connect(lambda _at, _handle: self._note_height())
        lower.folded.connect(lambda _folded: self._fold())
        lower.emptied.connect(lambda _empty: self._set_height())
        self._recall()

    def keep(self) -> None:
        """Remember what is folded, and how high the list is."""
        self._memory.set(_KEY, f"{int(self._lower.is_open)} {self._height}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share what height there is: with a table open below the text there is little."""
        super().resizeEvent(event)
        self._set_height()

    def _note_height(self) -> None:
        if self._lower.is_open and not self._lower.is_empty:
            self._height = self._splitter.sizes()[1]

    def _fold(self) -> None:
        self._set_height()
        self.keep()

    def _recall(self) -> None:
        words = self._memory.text(_KEY).split()
        if len(words) == 2 and all(word.isdigit() for word in words):
            self._height = max(int(words[1]), 1)
            self._lower.set_open(words[0] != "0")
        else:
            self._lower.set_open(True)
        self._set_height()

    def _set_height(self) -> None:
        whole = sum(self._splitter.sizes()) or _PLENTY
        # Folded it is as low as it can be, which is its heading.
        wanted = min(self._height, _EMPTY_HEIGHT) if self._lower.is_empty else self._height
        height = min(wanted, max(whole - _UPPER, whole * 2 // 5)) if self._lower.is_open else 1
        self._splitter.setSizes([max(whole - height, 1), height])
