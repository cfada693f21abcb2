"""What a search found, as a concordance: every hit in its context, the words found one under the other."""

from collections.abc import Sequence
from types import MappingProxyType

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.text.bidi import isolate, strip_controls
from annotator.text.offsets import Utf16Map
from annotator.ui.pages.empty import EmptyState
from annotator.ui.pages.rows import ROW_ROLE, Index
from annotator.ui.session import Session
from annotator.work.search import Hit

MOST = 200
"""Articles of which hits are shown; the rest asks for a narrower query."""

_PER_ARTICLE = 20
_CONTEXT = 60  # code points of context that a search brings on each side
_HEIGHT = 32
_TITLE_SHARE = 0.24


class Hits(QWidget):
    """The hits of one query; Enter opens the article at the hit."""

    chosen = Signal(str, object)
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.query = ""
        self._lines = _Lines(self)
        self._list = QListView()
        self._list.setModel(self._lines)
        self._list.setItemDelegate(HitDelegate(session, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName(session.say("header.search"))
        self._list.activated.connect(self._choose)
        self._said = QLabel()
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setProperty("role", "muted")
        close = QPushButton(session.say("hits.close"))
        close.setProperty("role", "link")
        close.clicked.connect(self.closed)
        self._empty = EmptyState()
        self._body = QStackedWidget()
        self._body.addWidget(self._list)
        self._body.addWidget(self._empty)
        self.setFocusProxy(self._list)
        line = QHBoxLayout()
        line.setContentsMargins(16, 0, 16, 8)
        line.addWidget(self._said, 1)
        line.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self._body, 1)

    @property
    def list(self) -> QListView:
        """The lines."""
        return self._list

    def search(self, query: str) -> None:
        """Find and show."""
        self.query = query
        search, say = self._session.search, self._session.say
        if search is None:
            return
        results = search.find(query, limit=MOST, per_article=_PER_ARTICLE)
        self._lines.show(results.hits)
        found = len(results.hits)
        self._body.setCurrentWidget(self._list if found else self._empty)
        self._empty.show_words(say("hits.none", query=query), say("hits.none.help"))
        key = "hits.more" if results.more else "hits.count"
        sentence = say(key, n=found, shown=found, query=query)
        if results.covered < results.total:
            sentence += " · " + say("hits.covered", covered=results.covered, total=results.total)
        self._said.setText(sentence)
        if found:
            self._list.setCurrentIndex(self._lines.index(0, 0))

    def _choose(self, index: QModelIndex) -> None:
        hit = index.data(ROW_ROLE)
        if isinstance(hit, Hit):
            self.chosen.emit(hit.document, hit.span)


class _Lines(QAbstractListModel):
    """The hits in their order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._hits: Sequence[Hit] = ()

    def show(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        hit = self._hits[index.row()]
        if role == ROW_ROLE:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return strip_controls(f"{hit.title}: {hit.before}{hit.found}{hit.after}")
        return None


class HitDelegate(QStyledItemDelegate):
    """The article's title at the start; in the rest the context, its found words always in the middle."""

    def __init__(self, session: Session, parent: QWidget, *, title_share: float = _TITLE_SHARE) -> None:
        super().__init__(parent)
        self._session = session
        self._title_share = title_share

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        hit = index.data(ROW_ROLE)
        if not isinstance(hit, Hit):
            return
        area = option.rect.adjusted(16, 0, -16, 0)
        title_width = int(area.width() * self._title_share)
        box = QStyle.alignedRect(
            option.direction, Qt.AlignmentFlag.AlignLeading, QSize(title_width, area.height()), area
        )
        rest = QStyle.alignedRect(
            option.direction,
            Qt.AlignmentFlag.AlignTrailing,
            QSize(area.width() - title_width - 16, area.height()),
            area,
        )
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(self._session.theme.token("ink" if selected else "muted"))
        leading = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeading)
        title = option.fontMetrics.elidedText(isolate(hit.title), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, leading | Qt.AlignmentFlag.AlignVCenter, title)
        painter.save()
        painter.setClipRect(rest)
        self._draw_context(painter, option.font, hit, QPointF(rest.center()))
        painter.restore()

    def _draw_context(self, painter: QPainter, font: QFont, hit: Hit, middle: QPointF) -> None:
        """One line whose found words lie in the middle; the whole is one layout, so that letters keep their joins."""
        before, found, after = (part.translate(_BREAKS) for part in whole_words(hit))
        layout = QTextLayout(before + found + after, font)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        mapped = Utf16Map(before + found + after)
        start, end = mapped.to_utf16(len(before)), mapped.to_utf16(len(before) + len(found))
        shown = QTextLayout.FormatRange()
        shown.start, shown.length = start, end - start
        shown.format = _found_format(self._session)
        layout.setFormats([shown])
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        x = middle.x() - (_x_of(line, start) + _x_of(line, end)) / 2
        painter.setPen(self._session.theme.token("ink"))
        layout.draw(painter, QPointF(x, middle.y() - line.height() / 2))


def whole_words(hit: Hit) -> tuple[str, str, str]:
    """Before, found and after, without the pieces of words at which the context was cut."""
    before, after = hit.before, hit.after
    if len(before) >= _CONTEXT and " " in before:
        before = before[before.index(" ") + 1 :]
    if len(after) >= _CONTEXT and " " in after:
        after = after[: after.rindex(" ")]
    return before, hit.found, after


def _x_of(line: QTextLine, place: int) -> float:
    # PySide gives the place back beside the distance; its stubs call the pair an object.
    found = line.cursorToX(place)
    return float(found[0]) if isinstance(found, tuple) else float(str(found))


_BREAKS = MappingProxyType({ord(one): " " for one in "\n\r\t\u2028\u2029"})


def _found_format(session: Session) -> QTextCharFormat:
    shown = QTextCharFormat()
    shown.setForeground(session.theme.token("accent"))
    return shown
