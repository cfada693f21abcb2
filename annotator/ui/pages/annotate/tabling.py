"""The drawer with the tables of quotes and events: shown, put away, kept in step with the page."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from annotator.model.step import Step
from annotator.settings import Settings
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.panels.frame_tables import LEAST_HEIGHT, TABS, FrameTables, Tab
from annotator.work.frame_lines import FrameLine, frame_lines

_KEY: Final = "annotate.drawer"
_USUAL_HEIGHT: Final = 212
_AFTER_PAINT_MS: Final = 70
_TOUCHING: Final = frozenset({"annotation", "relation", "entry", "codebook"})


class Tabling:
    """What the two table commands do; the drawer lies under ``splitter``'s first widget and is remembered."""

    def __init__(self, stage: Stage, splitter: QSplitter, memory: Settings) -> None:
        self._stage = stage
        self._splitter = splitter
        self._memory = memory
        self._wanted = False
        self._focused = False
        self._height = _USUAL_HEIGHT
        self.drawer = FrameTables(stage.session, stage.desk, stage.palette, self._bar)
        self._timer = QTimer(stage)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_PAINT_MS)
        self._timer.timeout.connect(self.settle)
        splitter.addWidget(self.drawer)
        splitter.setCollapsible(1, False)
        splitter.setStretchFactor(0, 1)
        splitter.splitterMoved.connect(lambda _at, _handle: self._note_height())
        self._listen()
        self._recall()

    def toggle(self, tab: Tab) -> None:
        """Show a table and go into it; where one is in it already, put the drawer away."""
        drawer = self.drawer
        focused: QWidget | None = QApplication.focusWidget()
        inside = focused is not None and drawer.isVisible() and drawer.isAncestorOf(focused)
        if inside and drawer.tab == tab:
            self.close()
            return
        self.show(tab)
        if self._stage.is_open:
            drawer.show_near(self._stage.reader.caret())
        drawer.focus_pane().setFocus()
        self.keep()

    def show(self, tab: Tab) -> None:
        """Show a table; the focus stays where it is."""
        self._wanted = True
        self.drawer.show_tab(tab)
        self._show()
        self.settle()

    def close(self) -> None:
        """Put the drawer away; the reader has the focus again."""
        self._wanted = False
        self._stage.reader.setFocus()
        self._show()
        self.keep()

    def copy(self) -> bool:
        """Copy the table's lines if it has the focus; whether it had."""
        inside = self.drawer.isVisible() and self.drawer.table.hasFocus()
        if inside:
            self.drawer.copy()
        return inside

    def focus(self, on: bool) -> None:
        """Nothing but the text, or what was there before."""
        self._focused = on
        self._show()

    def settle(self) -> None:
        """Fill the table now."""
        self._timer.stop()
        stage, drawer = self._stage, self.drawer
        if not self._wanted or self._focused or not stage.is_open:
            return
        lines = frame_lines(stage.article, drawer.tab, stage.desk.codebook)
        kinds = Counter(one.kind for one in stage.article.annotations.values())
        drawer.show_lines(lines, {tab: kinds[tab] for tab in TABS})
        drawer.show_active(stage.state.active)

    def keep(self) -> None:
        """Remember whether it is shown, what, and how high."""
        self._memory.set(_KEY, f"{self.drawer.tab if self._wanted else '-'} {self._height}")

    def _listen(self) -> None:
        stage, drawer = self._stage, self.drawer
        drawer.gone_to.connect(stage.activate)
        drawer.opened.connect(self._open)
        drawer.left.connect(stage.reader.setFocus)
        drawer.closed.connect(self.close)
        drawer.tab_changed.connect(self._tab_changed)
        drawer.copied.connect(lambda n: stage.tell(stage.say("annotate.table.copied", n=n)))
        stage.mode_changed.connect(self._hand_over)
        stage.opened.connect(lambda _document: self._timer.start())
        stage.subject_changed.connect(self._follow_active)

    def _open(self, annotation_id: str) -> None:
        self._stage.activate(annotation_id)
        self._stage.reader.setFocus()

    def _hand_over(self, mode: str) -> None:
        """What is drafted is worked on in the text, also where a table or the list was asked for it."""
        focused: QWidget | None = QApplication.focusWidget()
        lists = (self._stage.list, self.drawer)
        if mode in ("frame", "edges") and focused is not None and any(one.isAncestorOf(focused) for one in lists):
            self._stage.reader.setFocus()

    def _tab_changed(self) -> None:
        self.settle()
        if self._wanted:
            self.keep()

    def follow(self, steps: Sequence[Step]) -> None:
        """Read the table anew soon, where steps may have changed what stands in it."""
        what = {change.what for step in steps for change in step.changes}
        if self._wanted and (what & _TOUCHING or any(not step.changes for step in steps)):
            self._timer.start()

    def _follow_active(self) -> None:
        if self._wanted and not self._timer.isActive():
            self.drawer.show_active(self._stage.state.active)

    def _bar(self, line: FrameLine) -> str | None:
        return self._stage.bar_of(line.annotation)

    def _show(self) -> None:
        shown = self._wanted and not self._focused
        if shown != self.drawer.isVisibleTo(self._splitter):
            self.drawer.setVisible(shown)
            if shown:
                whole = max(self._splitter.height(), LEAST_HEIGHT + self._height)
                self._splitter.setSizes([whole - self._height, self._height])
                self._timer.start()

    def _note_height(self) -> None:
        self._height = max(LEAST_HEIGHT, self._splitter.sizes()[1])

    def _recall(self) -> None:
        tab, _, height = self._memory.text(_KEY).partition(" ")
        self._height = int(height) if height.isdigit() else _USUAL_HEIGHT
        self._wanted = tab in TABS
        if self._wanted:
            self.drawer.show_tab(TABS[TABS.index(tab)])
        self.drawer.setVisible(self._wanted)
        self._splitter.setSizes([2_000, self._height])
