"""The active case: what differs, how it stands, its versions side by side line by line, precedents, comment."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.review import REASONS
from annotator.text.bidi import isolate
from annotator.ui.pages.review.sitting import AnySitting
from annotator.ui.pages.review.wording import VersionLine, Wording
from annotator.ui.pages.rows import ROW_HEIGHT, Index
from annotator.ui.panels.fields import starts_right_to_left
from annotator.ui.session import Session
from annotator.work.cases import CaseView
from annotator.work.survey import Precedent

_TITLE_WIDTH, _NARROW = 96, 72  # pixels; the second where many versions stand side by side
_FEW = 2
_SHORT = 40
_SIDES, _AIR, _TALLEST = 18, 10, 4000  # pixels


class CasePanel(QWidget):
    """``line_chosen`` carries the line of a frame that was clicked, ``WHOLE`` for the case itself.

    `decides` is whether the person who looks gives reasons.
    """

    line_chosen = Signal(int)

    def __init__(self, session: Session, sitting: AnySitting, wording: Wording, *, decides: bool = True) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(280)
        self._session = session
        self._sitting = sitting
        self._wording = wording
        self._decides = decides
        self._lines: tuple[VersionLine, ...] = ()
        self._heading, self._state, self._appeals = _label(large=True), _label(), _label()
        self._same, self._precedents, self._comment, self._reasons = (_label(muted=True) for _ in range(4))
        self.table = self._made_table()
        self._lay_out()

    def show_case(self, view: CaseView | None, precedent: Precedent | None) -> None:
        """Show a case; ``None`` shows nothing."""
        for part in (self.table, self._state, self._same, self._precedents, self._comment):
            part.setVisible(view is not None)
        self._reasons.setVisible(view is not None and self._decides)
        self._appeals.setVisible(view is not None and bool(view.appeals))
        if view is None:
            self._heading.setText("")
            return
        say = self._session.say
        self._heading.setText(self._wording.heading(view))
        self._state.setText(self._wording.state(view))
        times = len(self._sitting.article.same_difference(view.id)) if view.is_open and view.difference else 0
        self._same.setText(say("review.same.hint", n=times))
        self._same.setVisible(times > 1)
        self._appeals.setText(self._wording.appeals(view))
        self._show_precedent(view, precedent)
        comment = view.decision.comment if view.decision else None
        self._comment.setText(comment or "")
        self._comment.setVisible(bool(comment))
        listed = " · ".join(f"{n}\u00a0{say(f'review.reason.{name}')}" for n, name in enumerate(REASONS, 1))
        self._reasons.setText(say("review.reasons", list=listed))
        self._show_lines(view)

    def show_line(self) -> None:
        """Show which line of the frame is chosen."""
        line = self._sitting.line
        wanted = next((at for at, one in enumerate(self._lines) if one.part == line), 0)
        blocked = self.table.blockSignals(True)
        self.table.setCurrentCell(wanted, 0)
        self.table.blockSignals(blocked)

    def _show_precedent(self, view: CaseView, precedent: Precedent | None) -> None:
        self._precedents.setVisible(precedent is not None and precedent.total > 0)
        if precedent is None or not precedent.total:
            return
        label, places = precedent.by_label[0]
        words = self._wording.words(view, longest=_SHORT)
        named = label or self._session.say("review.choice.none")
        said = self._session.say("review.precedents.said", words=words, label=named, n=len(places), all=precedent.total)
        self._precedents.setText(said)

    def _show_lines(self, view: CaseView) -> None:
        self._lines = self._wording.lines(view)
        names = [isolate(self._sitting.name_of(author)) for author in view.authors]
        table, theme = self.table, self._session.theme
        table.setColumnCount(1 + len(names))
        table.setRowCount(len(self._lines))
        table.setHorizontalHeaderLabels(["", *(f"{n} {name}" for n, name in enumerate(names, 1))])
        for at, line in enumerate(self._lines):
            table.setItem(at, 0, _item(line.title, ink=theme.token("muted")))
            for place, words in enumerate(line.said, 1):
                ink = theme.token("conflict" if line.differs else "ink")
                table.setItem(at, place, _item(words, ink=ink))
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        table.setColumnWidth(0, _TITLE_WIDTH if len(names) <= _FEW else _NARROW)
        for place, name in enumerate(names, 1):
            title = table.horizontalHeaderItem(place)
            if title is not None:
                title.setToolTip(name)
        self.show_line()

    def _choose(self, row: int, _column: int = 0) -> None:
        if 0 <= row < len(self._lines):
            self.line_chosen.emit(self._lines[row].part)

    def _made_table(self) -> QTableWidget:
        table = QTableWidget(self)
        table.setAccessibleName(self._session.say("review.cases"))
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.horizontalHeader().setHighlightSections(False)
        # Names often differ at their end, and the digit before them takes their version.
        table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        table.setItemDelegate(_Cells(table))
        table.cellClicked.connect(self._choose)
        return table

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 8)
        layout.setSpacing(8)
        for part in (self._heading, self._state, self._appeals):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        for part in (self._comment, self._same, self._precedents, self._reasons):
            layout.addWidget(part)


class _Cells(QStyledItemDelegate):
    """As high as their words: the style measures them without the room that it leaves at their sides."""

    def __init__(self, table: QTableWidget) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for every line of the words."""
        width = self._table.columnWidth(index.column())
        room = QRect(0, 0, max(1, width - _SIDES), _TALLEST)
        words = str(index.data() or "")
        needed = option.fontMetrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), words)
        return QSize(width, max(ROW_HEIGHT, needed.height() + _AIR))


def _item(words: str, *, ink: QColor) -> QTableWidgetItem:
    item = QTableWidgetItem(words)
    side = Qt.AlignmentFlag.AlignLeading
    if any(letter.isalpha() for letter in words):
        right = starts_right_to_left(words)
        side = Qt.AlignmentFlag.AlignAbsolute | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignTop)
    item.setToolTip(words)
    item.setForeground(ink)
    return item


def _label(*, large: bool = False, muted: bool = False) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setContentsMargins(12, 0, 12, 0)
    if muted:
        label.setProperty("role", "muted")
    if large:
        font = QFont(label.font())
        font.setBold(True)
        label.setFont(font)
    return label
