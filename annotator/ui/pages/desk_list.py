"""My desk as a list: headings of piles, articles, and under what came back the words with which it did."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
from PySide6.QtCore import QAbstractListModel, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.text.bidi import isolate, strip_controls
from annotator.ui.pages.rows import HOLLOW, ROW_HEIGHT, ROW_ROLE, STATE_COLOURS, Index, draw_dot
from annotator.ui.session import Session
from annotator.work.mydesk import Lying

HEADING_ROLE = ROW_ROLE + 1
_HEADING_HEIGHT = 40
_COMMENT_HEIGHT = 24
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_NONE = Qt.ItemFlag.NoItemFlags


class Heading(msgspec.Struct, frozen=True):
    """The name of a pile, until when it is wanted, and whether that has passed."""

    words: str
    due: str = ""
    late: bool = False


class DeskRows(QAbstractListModel):
    """What lies on the desk, a heading before each pile; headings can be neither chosen nor reached by the arrows."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[Lying | Heading] = []

    def show(self, lying: Sequence[Lying], *, today: date) -> None:
        """Show these articles, in their order."""
        self.beginResetModel()
        self._rows = list(self._with_headings(lying, today))
        self.endResetModel()

    def place_of(self, document: str | None) -> int:
        """The row of an article; of the first one where it does not lie here, -1 where nothing does."""
        places = {one.row.id: at for at, one in reversed(list(enumerate(self._rows))) if isinstance(one, Lying)}
        return places.get(document or "", min(places.values(), default=-1))

    def lying(self, place: int) -> Lying | None:
        """The article of a row; ``None`` for a heading."""
        found = self._rows[place] if 0 <= place < len(self._rows) else None
        return found if isinstance(found, Lying) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are, headings among them."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings only stand there."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen if self.lying(index.row()) is not None else _NONE

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row shows, and what it says to who hears it."""
        found = self._rows[index.row()] if index.isValid() else None
        if isinstance(found, Heading):
            shown = {Qt.ItemDataRole.DisplayRole: " · ".join(filter(None, (found.words, found.due)))}
            return found if role == HEADING_ROLE else shown.get(Qt.ItemDataRole(role)) if role < ROW_ROLE else None
        if found is None:
            return None
        if role == ROW_ROLE:
            return found
        if role == Qt.ItemDataRole.DisplayRole:
            return " · ".join((isolate(found.row.title), self.facts(found), *self.comment(found)))
        if role == Qt.ItemDataRole.ToolTipRole:
            said = (strip_controls(one.text) for one in found.comments)
            return "\n".join((strip_controls(found.row.title), *said))
        return None

    def facts(self, lying: Lying) -> str:
        """What stands at the end of an article's line."""
        say, row = self._session.say, lying.row
        parts = [say("home.comments", n=row.comments)] if row.comments else []
        if lying.pile == "returned" and lying.batch:
            parts.append(strip_controls(lying.batch))
        parts.append(say("home.annotations", n=row.annotations) if row.annotations else say("home.untouched"))
        return " · ".join(isolate(part) for part in parts)

    def comment(self, lying: Lying) -> tuple[str, ...]:
        """The latest of the words with which an article came back."""
        return (isolate(" ".join(lying.comments[-1].text.split())),) if lying.comments else ()

    def _with_headings(self, lying: Sequence[Lying], today: date) -> Iterator[Lying | Heading]:
        before: tuple[str, str] | None = None
        alone = all(one.pile == "rest" for one in lying)
        for one in lying:
            pile = one.pile, one.batch if one.pile == "batch" else ""
            if pile != before and not alone:
                yield self._heading(one, today)
            before = pile
            yield one

    def _heading(self, one: Lying, today: date) -> Heading:
        say = self._session.say
        if one.pile != "batch":
            return Heading(say(f"home.pile.{one.pile}"))
        name = isolate(strip_controls(one.batch))
        return Heading(name, due_words(one.due, today, self._session), bool(one.due) and one.due < today.isoformat())


def due_words(due: str | None, today: date, session: Session) -> str:
    """A day until which something is wanted, said from today; empty without one."""
    if not due:
        return ""
    days = (date.fromisoformat(due) - today).days
    if days == 0:
        return session.say("due.today")
    if 0 < days <= _SOON:
        return session.say("due.in", n=days)
    return session.say("due.late", n=-days) if days < 0 else session.say("due.on", day=due)


_SOON = 14


class DeskList(QListView):
    """The list itself; Enter and a double click open an article."""

    def __init__(self, session: Session, rows: DeskRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self.setItemDelegate(_DeskDelegate(session, rows, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(session.say("home.desk"))


class _DeskDelegate(QStyledItemDelegate):
    """Headings in bold; of an article its state, its title and its facts, and a second line where it came back."""

    def __init__(self, session: Session, rows: DeskRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._rows = rows

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, or two where there is something to read."""
        if index.data(HEADING_ROLE) is not None:
            return QSize(0, _HEADING_HEIGHT)
        lying = index.data(ROW_ROLE)
        more = _COMMENT_HEIGHT if isinstance(lying, Lying) and lying.comments else 0
        return QSize(0, ROW_HEIGHT + 4 + more)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        heading, lying = index.data(HEADING_ROLE), index.data(ROW_ROLE)
        if isinstance(heading, Heading):
            self._draw_heading(painter, option, heading)
        elif isinstance(lying, Lying):
            self.initStyleOption(option, index)
            option.text = ""
            option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
            self._draw_article(painter, option, lying)

    def _draw_heading(self, painter: QPainter, option: QStyleOptionViewItem, heading: Heading) -> None:
        area = option.rect.adjusted(8, 8, -8, 0)
        painter.save()
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._session.theme.token("ink"))
        start = QStyle.visualAlignment(option.direction, _LEADING)
        painter.drawText(area, start, heading.words)
        width = painter.fontMetrics().horizontalAdvance(heading.words) + 12
        painter.setFont(option.font)
        painter.setPen(self._session.theme.token("warn" if heading.late else "muted"))
        painter.drawText(_cut(area, option.direction, at_start=width), start, heading.due)
        painter.restore()

    def _draw_article(self, painter: QPainter, option: QStyleOptionViewItem, lying: Lying) -> None:
        theme, metrics, way = self._session.theme, option.fontMetrics, option.direction
        area = option.rect.adjusted(8, 0, -8, 0)
        line = QRect(area.left(), area.top(), area.width(), ROW_HEIGHT + 4)
        row, facts = lying.row, self._rows.facts(lying)
        dot = QStyle.alignedRect(way, _LEADING, QSize(8, 8), line)
        draw_dot(painter, dot, theme.token(STATE_COLOURS[row.standing]), hollow=row.standing in HOLLOW)
        width = metrics.horizontalAdvance(facts)
        room = _cut(line, way, at_start=20, at_end=width + 16)
        start = QStyle.visualAlignment(way, _LEADING)
        end = QStyle.visualAlignment(way, Qt.AlignmentFlag.AlignTrailing) | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.token("ink"))
        painter.drawText(room, start, metrics.elidedText(isolate(row.title), _END, room.width()))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(theme.token("ink" if selected else "muted"))
        painter.drawText(line, end, facts)
        for words in self._rows.comment(lying):
            below = _cut(QRect(area.left(), line.bottom() - 4, area.width(), _COMMENT_HEIGHT), way, at_start=20)
            painter.drawText(below, start, metrics.elidedText(words, _END, below.width()))


_END = Qt.TextElideMode.ElideRight


def _cut(area: QRect, way: Qt.LayoutDirection, *, at_start: int = 0, at_end: int = 0) -> QRect:
    """``area`` less so many pixels at its start and end in the direction of the interface."""
    if way == Qt.LayoutDirection.RightToLeft:
        return area.adjusted(at_end, 0, -at_start, 0)
    return area.adjusted(at_start, 0, -at_end, 0)
