"""The drawer under the text: the article's quotes and its events as tables, with what is incomplete in them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final, Literal, get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.text.folding import fold_key
from annotator.ui.hairline import hairline
from annotator.ui.pages.sheet import Sheet
from annotator.ui.panels.fields import lean, plain_label
from annotator.ui.panels.frame_columns import FrameWords, copied
from annotator.ui.panels.frame_table import FrameDelegate, FrameTable
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.session import Session
from annotator.work.desk import Desk
from annotator.work.frame_lines import FrameLine

Tab = Literal["quote", "event"]
TABS: tuple[Tab, ...] = get_args(Tab)
LEAST_HEIGHT: Final = 124
_FILTER_WIDTH: Final = 176


class FrameTables(QWidget):
    """``gone_to`` and ``opened`` carry an annotation's id; ``left`` wants the reader, ``closed`` the drawer put away.

    ``tab_changed`` says that the table in front must be filled.
    """

    gone_to = Signal(str)
    opened = Signal(str)
    left = Signal()
    closed = Signal()
    tab_changed = Signal()
    copied = Signal(int)

    def __init__(
        self, session: Session, desk: Desk, palette: ReaderPalette, bar: Callable[[FrameLine], str | None]
    ) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._words = FrameWords(session, desk)
        self._lines: Sequence[FrameLine] = ()
        layouts = {"quote": self._words.quotes(), "event": self._words.events()}
        self._layouts = MappingProxyType(layouts)
        self._sheets = {tab: Sheet(layouts[tab].columns, parent=self) for tab in TABS}
        self._bar_of = bar
        self.tables: Mapping[Tab, FrameTable] = MappingProxyType({tab: self._made_table(tab, palette) for tab in TABS})
        self._tabs = self._made_tabs()
        self.filter = QLineEdit()
        lean(self.filter)
        self.incomplete = QCheckBox()
        self._empty = plain_label("", role="muted", wrap=True)
        self._body = QStackedWidget()
        self._lay_out()
        self._tabs.currentChanged.connect(lambda _place: self.tab_changed.emit())
        self.filter.textChanged.connect(lambda _words: self._narrow())
        self.incomplete.toggled.connect(lambda _on: self._narrow())

    # --- what is shown

    @property
    def tab(self) -> Tab:
        """Which table is in front."""
        return TABS[max(0, self._tabs.currentIndex())]

    @property
    def table(self) -> FrameTable:
        """The table in front."""
        return self.tables[self.tab]

    @property
    def shown(self) -> tuple[FrameLine, ...]:
        """The lines that the filters let through."""
        sheet = self._sheets[self.tab]
        return tuple(sheet.row(place) for place in range(sheet.rowCount()))

    def focus_pane(self) -> QWidget:
        """What takes the focus when F6 comes here."""
        return self.table if self._body.currentWidget() is self.table else self._tabs

    def show_tab(self, tab: Tab) -> None:
        """Bring a table to the front."""
        self._tabs.setCurrentIndex(TABS.index(tab))

    def show_lines(self, lines: Sequence[FrameLine], counts: Mapping[Tab, int]) -> None:
        """Fill the table in front, and say on the tabs how many there are of each kind."""
        self._lines = lines
        for place, tab in enumerate(TABS):
            self._tabs.setTabText(place, self._session.say(f"annotate.table.{tab}", n=counts[tab]))
        self._narrow()

    def show_active(self, annotation_id: str | None) -> None:
        """Choose the line of an annotation, where it has one here."""
        lines = self.shown
        place = next((n for n, line in enumerate(lines) if line.annotation.id == annotation_id), None)
        table = self.table
        if place is None:
            table.clearSelection()
        elif table.currentIndex().row() != place or not table.selectionModel().hasSelection():
            table.setCurrentIndex(self._sheets[self.tab].index(place, 0))

    def show_near(self, position: int) -> None:
        """Choose the first line that ends behind a place, or the last one, where none is chosen."""
        lines = self.shown
        if lines and not self.table.currentIndex().isValid():
            place = next((n for n, line in enumerate(lines) if line.annotation.end > position), len(lines) - 1)
            self.table.setCurrentIndex(self._sheets[self.tab].index(place, 0))

    def copy(self) -> None:
        """Copy the selected lines, or all that are shown, as tab-separated text."""
        selected = [line for line in self.table.selected() if isinstance(line, FrameLine)]
        lines = selected if len(selected) > 1 else self.shown
        QGuiApplication.clipboard().setText(copied(self._layouts[self.tab], lines))
        self.copied.emit(len(lines))

    def _narrow(self) -> None:
        needle = fold_key(self.filter.text().strip())
        lacking = sum(1 for line in self._lines if line.missing)
        self.incomplete.setText(self._session.say("annotate.table.incomplete", n=lacking))
        self.incomplete.setEnabled(bool(lacking) or self.incomplete.isChecked())
        only = self.incomplete.isChecked()
        columns = self._layouts[self.tab].columns
        found = [
            line
            for line in self._lines
            if (line.missing or not only)
            and (not needle or any(needle in fold_key(column.words(line)) for column in columns))
        ]
        self._fill(found)
        self._empty.setText(self._session.say(self._why_empty(only)))
        self._body.setCurrentWidget(self.table if found else self._empty)

    def _fill(self, lines: Sequence[FrameLine]) -> None:
        """Show other lines; the current one stays, and where it has gone the one that took its place."""
        table, sheet = self.table, self._sheets[self.tab]
        current = table.current()
        place, scrolled = table.currentIndex().row(), table.verticalScrollBar().value()
        sheet.show(lines)
        table.fit()
        table.verticalScrollBar().setValue(scrolled)
        if isinstance(current, FrameLine) and lines:
            same = (n for n, line in enumerate(lines) if line.annotation.id == current.annotation.id)
            index = sheet.index(next(same, min(place, len(lines) - 1)), 0)
            flag = table.selectionModel().SelectionFlag
            table.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def _why_empty(self, only: bool) -> str:
        if not self._lines:
            return f"annotate.table.none.{self.tab}"
        return "annotate.table.all_complete" if only and not self.filter.text() else "annotate.table.nothing_found"

    # --- building

    def _made_table(self, tab: Tab, palette: ReaderPalette) -> FrameTable:
        say, theme = self._session.say, self._session.theme
        table = FrameTable(self._session.actions, name=say(f"annotate.table.name.{tab}"), chip=self._layouts[tab].chip)
        table.setModel(self._sheets[tab])
        table.set_columns(self._layouts[tab].columns)
        table.setItemDelegate(
            FrameDelegate(
                self._layouts[tab],
                palette,
                warn=theme.token("warn"),
                chip=self._words.chip,
                bar=self._bar_of,
                parent=table,
            )
        )
        table.gone_to.connect(partial(self._tell, self.gone_to))
        table.chosen.connect(partial(self._tell, self.opened))
        table.left.connect(self.left)
        return table

    def _tell(self, signal: object, line: object) -> None:
        if isinstance(line, FrameLine):
            signal.emit(line.annotation.id)  # type: ignore[attr-defined]

    def _made_tabs(self) -> QTabBar:
        tabs = QTabBar()
        tabs.setExpanding(False)
        tabs.setDrawBase(False)
        tabs.setUsesScrollButtons(False)
        tabs.setElideMode(Qt.TextElideMode.ElideNone)
        tabs.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for tab in TABS:
            tabs.addTab(self._session.say(f"annotate.table.{tab}", n=0))
        return tabs

    def _lay_out(self) -> None:
        say = self._session.say
        self.filter.setPlaceholderText(say("annotate.list.filter"))
        self.filter.setAccessibleName(say("annotate.list.filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(_FILTER_WIDTH)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._empty.setMargin(16)
        copy = self._button("copy", "annotate.table.copy", self.copy)
        close = self._button("close", "annotate.table.close", self.closed.emit)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.setSpacing(8)
        head.addWidget(self._tabs)
        head.addStretch(1)
        for part in (self.incomplete, self.filter, copy, close):
            head.addWidget(part)
        for table in self.tables.values():
            self._body.addWidget(table)
        self._body.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(self._body, 1)
        self.setMinimumHeight(LEAST_HEIGHT)

    def _button(self, icon: str, key: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setIcon(self._session.theme.icon(icon, right_to_left=self._session.right_to_left))
        button.setToolTip(self._session.say(key))
        button.setAccessibleName(self._session.say(key))
        button.clicked.connect(act)
        return button
