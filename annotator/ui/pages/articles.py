"""All articles of a project: a table that is sorted and filtered, and search in their texts."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.store.queries import Wanted
from annotator.ui.naming import name_box
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.page import Memory, Page
from annotator.ui.pages.row_table import RowTable
from annotator.ui.pages.rows import COLUMNS, ROW_HEIGHT, ArticleRows, StateDelegate
from annotator.ui.panels.fields import lean
from annotator.ui.session import Session
from annotator.work.corpus import Filter, Order

if TYPE_CHECKING:
    from annotator.ui.pages.hits import Hits

_WIDTHS = MappingProxyType(
    {"publisher": 176, "published": 112, "state": 120, "people": 144, "annotations": 112, "length": 104, "seconds": 96}
)
_CLOSE = 120  # pixels for the source where the people stand there too
_TYPING = 120  # milliseconds without a key before a filter is applied
_STANDINGS: tuple[Wanted | None, ...] = (
    None,
    "untouched",
    "open",
    "returned",
    "submitted",
    "accepted",
    "excluded",
)


class ArticlesPage(Page):
    """The table; a search puts its hits in the table's place until it is closed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._rows = ArticleRows(session, session.corpus, self)
        self._field = self._made_field()
        self._states = self._made_states()
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._table = self._made_table()
        self._hits: Hits | None = None
        self._empty = EmptyState()
        self._body = QStackedWidget()
        self._body.addWidget(self._table)
        self._body.addWidget(self._empty)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING)
        self._timer.timeout.connect(self._narrow)
        session.hub.stepped.connect(self._refresh)
        session.hub.documents_touched.connect(self._refresh)
        self._show_count()

    @property
    def table(self) -> QTableView:
        """The list of articles."""
        return self._table

    @property
    def hits(self) -> "Hits":
        """What the last search found; made for the first one."""
        if self._hits is None:
            from annotator.ui.pages.hits import Hits

            self._hits = Hits(self.session)
            self._hits.chosen.connect(self.session.hub.article_wanted)
            self._hits.closed.connect(self._close_search)
            self._body.addWidget(self._hits)
        return self._hits

    @property
    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Ctrl+F narrows the list."""
        return MappingProxyType({"find.open": self._field.setFocus})

    @property
    def panes(self) -> Sequence[QWidget]:
        """The filter, and the list or what stands in its place."""
        return (self._field, self._shown)

    def search(self, query: str) -> None:
        """Look for words in all articles and show the hits; nothing closes the search."""
        if not query:
            self._close_search()
            return
        self._body.setCurrentWidget(self.hits)
        self.hits.search(query)
        self.hits.setFocus()

    def enter(self) -> None:
        """Put the focus where the arrows move something."""
        if self._table.isVisible() and not self._table.currentIndex().isValid() and self._rows.rowCount():
            self._table.setCurrentIndex(self._rows.index(0, 0))
        self._shown.setFocus()

    def remember(self) -> Memory:
        """Filter, order, the current row and the search."""
        return MappingProxyType(
            {
                "filter": self._rows.filter,
                "order": self._rows.order,
                "row": self._table.currentIndex().row(),
                "query": self._hits.query if self._hits and self._body.currentWidget() is self._hits else "",
            }
        )

    def recall(self, memory: Memory) -> None:
        """Take them up again."""
        filter_, order, row, query = (memory.get(key) for key in ("filter", "order", "row", "query"))
        if isinstance(filter_, Filter) and isinstance(order, Order):
            self._rows.show(filter_=filter_, order=order)
            self._field.setText(filter_.words)
            self._states.setCurrentIndex(_STANDINGS.index(filter_.standing))
            self._timer.stop()
        if isinstance(row, int) and row >= 0:
            self._table.setCurrentIndex(self._rows.index(row, 0))
        self._show_count()
        if isinstance(query, str) and query:
            self.search(query)

    @property
    def _shown(self) -> QWidget:
        return self._body.currentWidget() or self._table

    def _made_field(self) -> QLineEdit:
        field = QLineEdit()
        lean(field)
        field.setPlaceholderText(self.session.say("articles.filter"))
        field.setAccessibleName(self.session.say("articles.filter"))
        field.setClearButtonEnabled(True)
        field.setMaximumWidth(360)
        field.textChanged.connect(lambda _text: self._timer.start())
        field.returnPressed.connect(lambda: self._table.setFocus(Qt.FocusReason.ShortcutFocusReason))
        return field

    def _made_states(self) -> QComboBox:
        box = QComboBox()
        name_box(box, self.session.say("articles.column.state"))
        for state in _STANDINGS:
            box.addItem(self.session.say(f"state.{state}" if state else "articles.any_state"))
        box.currentIndexChanged.connect(lambda _place: self._narrow())
        return box

    def _made_table(self) -> QTableView:
        table = RowTable()
        table.setModel(self._rows)
        table.setAccessibleName(self.session.say("command.section.articles"))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.setItemDelegateForColumn(COLUMNS.index("state"), StateDelegate(self.session, table))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, column in enumerate(COLUMNS):
            if column in _WIDTHS:
                table.setColumnWidth(place, _WIDTHS[column])
        table.setColumnHidden(COLUMNS.index("people"), True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        table.activated.connect(self._open)
        return table

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(8)
        line.addWidget(self._field, 1)
        line.addWidget(self._states)
        line.addStretch(1)
        line.addWidget(self._count)
        # Rows end 8 px before the edge, so that their words stand under those of the filter.
        beside = QHBoxLayout()
        beside.setContentsMargins(8, 0, 8, 0)
        beside.addWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addLayout(beside, 1)

    def _narrow(self) -> None:
        self._timer.stop()
        wanted = Filter(words=self._field.text().strip(), standing=_STANDINGS[self._states.currentIndex()])
        if wanted != self._rows.filter:
            self._rows.show(filter_=wanted)
        self._show_count()

    def _refresh(self, _news: object) -> None:
        row = self._table.currentIndex().row()
        self._rows.show()
        if row >= 0:
            self._table.setCurrentIndex(self._rows.index(min(row, self._rows.rowCount() - 1), 0))
        self._show_count()

    def _show_columns(self) -> None:
        """To whom articles were given takes the place of their length where anything is handed out."""
        shown = self.session.corpus is not None and self.session.corpus.shows_people
        if shown == self._table.isColumnHidden(COLUMNS.index("people")):
            self._table.setColumnHidden(COLUMNS.index("people"), not shown)
            self._table.setColumnHidden(COLUMNS.index("length"), shown)
            self._table.setColumnWidth(COLUMNS.index("publisher"), _CLOSE if shown else _WIDTHS["publisher"])

    def _show_count(self) -> None:
        self._show_columns()
        found = self._rows.rowCount()
        self._count.setText(self.session.say("articles.count", n=found))
        if self._hits is not None and self._body.currentWidget() is self._hits:
            return
        self._body.setCurrentWidget(self._table if found else self._empty)
        if found:
            return
        narrowed = self._rows.filter != Filter()
        key = "articles.none_match" if narrowed else "articles.none"
        action = None if narrowed else self.session.actions.action("import.files")
        self._empty.show_words(self.session.say(key), self.session.say(f"{key}.help"), action)

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.row(index.row())
        if row is not None:
            self.session.hub.article_wanted.emit(row.id, None)

    def _close_search(self) -> None:
        self._body.setCurrentWidget(self._table)
        self._show_count()
        self._table.setFocus()
