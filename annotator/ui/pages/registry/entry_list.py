"""The list of entries: a field that narrows it, a choice of label, and a line for each entry."""

from collections.abc import Sequence
from types import MappingProxyType

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.codebook import Codebook
from annotator.model.registry import Entry, EntryKind
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.naming import name_box
from annotator.ui.pages.annotate.marks_of import short_label
from annotator.ui.pages.rows import ROW_HEIGHT, ROW_ROLE, Index
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.panels.chips import chip_width, draw_line, paint_chip, start_side
from annotator.ui.panels.fields import lean
from annotator.ui.session import Session
from annotator.work.registry import EntryLine, Registry

WIDTH = 304
_TYPING = 80  # milliseconds without a key before the list is narrowed
_STEPS = MappingProxyType({Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10})
_CHIP_HEIGHT = 18


class EntryList(QWidget):
    """``shown`` carries the id of the entry that the person has come to, "" where there is none."""

    shown = Signal(str)
    entered = Signal()

    def __init__(self, session: Session, registry: Registry, codebook: Codebook) -> None:
        super().__init__()
        self._session = session
        self._registry = registry
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.field = self._made_field()
        self._labels = self._made_labels(codebook)
        self._sheet = Sheet((Column("", lambda line: strip_controls(line.entry.name_ar), tip=_about),), parent=self)
        self.table = self._made_table(codebook)
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._empty = EmptyNote()
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self._empty)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING)
        self._timer.timeout.connect(self.refresh)
        self.refresh()

    @property
    def current(self) -> str:
        """The id of the entry that is shown, "" without one."""
        line = self.table.current()
        return line.entry.id if isinstance(line, EntryLine) else ""

    @property
    def selected(self) -> list[Entry]:
        """The entries of the selected lines."""
        return [line.entry for line in self.table.selected() if isinstance(line, EntryLine)]

    @property
    def words(self) -> str:
        """What the list is narrowed to."""
        return self.field.text()

    @property
    def choice(self) -> str:
        """The kind and label that the list is narrowed to, "" for all."""
        return str(self._labels.currentData() or "")

    def narrow(self, words: str, choice: str) -> None:
        """Narrow the list to names that hold ``words`` and to one ``choice`` of kind and label."""
        self.field.setText(words)
        self._labels.setCurrentIndex(max(0, self._labels.findData(choice)))
        self.refresh()

    def refresh(self) -> None:
        """Read the list anew; the person stays at the same entry, or comes to the first."""
        self._timer.stop()
        kept = self.current
        lines = self._lines()
        self._sheet.show(lines)
        self._count.setText(self._session.say("registry.count", n=len(lines)))
        self._body.setCurrentWidget(self.table if lines else self._empty)
        narrowed = bool(self.words.strip() or self.choice)
        say = self._session.say
        self._empty.setText(say("registry.none_match") if narrowed else say("registry.none"))
        if not self.go_to(kept) and lines:
            self.table.setCurrentIndex(self._sheet.index(0, 0))
        elif not lines:
            self.shown.emit("")

    def go_to(self, entry_id: str) -> bool:
        """Come to an entry; whether the list has it."""
        for place in range(self._sheet.rowCount()):
            line = self._sheet.row(place)
            if line is not None and line.entry.id == entry_id:
                self.table.setCurrentIndex(self._sheet.index(place, 0))
                return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows of the field move in the list, and Enter go on to what is shown."""
        if watched is not self.field or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in _STEPS:
            place = self.table.currentIndex().row() + _STEPS[Qt.Key(event.key())]
            place = max(0, min(place, self._sheet.rowCount() - 1))
            self.table.setCurrentIndex(self._sheet.index(place, 0))
            return True
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            return True
        return super().eventFilter(watched, event)

    def _lines(self) -> Sequence[EntryLine]:
        kind, _, label = self.choice.partition(":")
        kinds: MappingProxyType[str, EntryKind] = MappingProxyType({"entity": "entity", "event": "event"})
        labels = frozenset({label}) if label else frozenset()
        return self._registry.lines(self.words, kind=kinds.get(kind), labels=labels)

    def _made_field(self) -> QLineEdit:
        field = QLineEdit()
        lean(field)
        field.setPlaceholderText(self._session.say("registry.filter"))
        field.setAccessibleName(self._session.say("registry.filter"))
        field.setClearButtonEnabled(True)
        field.textChanged.connect(lambda _text: self._timer.start())
        field.returnPressed.connect(self.entered)
        field.installEventFilter(self)
        return field

    def _made_labels(self, codebook: Codebook) -> QComboBox:
        box, say, language = QComboBox(), self._session.say, self._session.language.code
        name_box(box, say("registry.label"))
        box.setMaxVisibleItems(20)
        box.addItem(say("registry.any"), "")
        present = {(entry.kind, entry.label) for entry in self._registry.entries.values()}
        kinds: tuple[EntryKind, ...] = ("entity", "event")
        for kind in kinds:
            box.addItem(say(f"registry.kind.{kind}"), kind)
            for label in codebook.labels_of(kind):
                if (kind, label.id) in present:
                    box.addItem(f"    {label.id} · {label.name.of(language)}", f"{kind}:{label.id}")
        box.currentIndexChanged.connect(lambda _place: self.refresh())
        return box

    def _made_table(self, codebook: Codebook) -> SheetView:
        table = SheetView(
            self._session.actions, name=self._session.say("command.section.registry"), several=True, parent=self
        )
        table.setModel(self._sheet)
        table.set_columns((Column("", str),))
        table.horizontalHeader().hide()
        table.setItemDelegate(_Line(self._session, codebook, table))
        table.selectionModel().currentRowChanged.connect(self._tell)
        table.chosen.connect(lambda _line: self.entered.emit())
        return table

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.setSpacing(8)
        for part in (self.field, self._labels, self._count):
            top.addWidget(part)
        layout.addLayout(top)
        layout.addWidget(self._body, 1)

    def _tell(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.shown.emit(self.current)


class EmptyNote(QLabel):
    """Why a narrow list is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "muted")
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setContentsMargins(16, 32, 16, 16)


class _Line(QStyledItemDelegate):
    """The label's chip at the start, the name, at the end how many mentions; proposed and merged ones are marked."""

    def __init__(self, session: Session, codebook: Codebook, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._codebook = codebook
        self._palette = session.theme.reader_palette(codebook)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line."""
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        line = index.data(ROW_ROLE)
        if not isinstance(line, EntryLine):
            return
        painter.save()
        area = option.rect.adjusted(12, 0, -12, 0)
        entry = line.entry
        chip = short_label(self._codebook, entry.kind, entry.label, self._session.language)
        width = min(chip_width(chip, option.font), area.width() // 3)
        colour = entry.label if entry.kind == "entity" else "EVENT"
        box = _taken(option, area, QSize(width, _CHIP_HEIGHT), Qt.AlignmentFlag.AlignLeading)
        painter.setFont(option.font)
        ink, tint = self._palette.ink_of(colour), self._palette.tint_of(colour)
        paint_chip(painter, box, chip, ink=ink, tint=tint)
        count = self._session.language.number(line.mentions) if line.mentions else ""
        number = option.fontMetrics.horizontalAdvance(count)
        end = _taken(option, area, QSize(number, area.height()), Qt.AlignmentFlag.AlignTrailing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(self._session.theme.token("ink" if selected else "muted"))
        painter.drawText(end, Qt.AlignmentFlag.AlignCenter, count)
        gap = 8
        left, right = (number + gap, width + gap) if self._session.right_to_left else (width + gap, number + gap)
        self._draw_name(painter, option, area.adjusted(left, 0, -right, 0), line)
        painter.restore()

    def _draw_name(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, line: EntryLine) -> None:
        """The name, with a word behind it where the entry is no full member of the registry."""
        theme, metrics = self._session.theme, option.fontMetrics
        if line.standing != "adopted":
            mark = self._session.say(f"registry.mark.{line.standing}")
            size = QSize(metrics.horizontalAdvance(mark) + 8, area.height())
            box = _taken(option, area, size, Qt.AlignmentFlag.AlignTrailing)
            painter.setPen(theme.token("warn" if line.standing == "proposed" else "muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark)
            taken = size.width() + 4
            left, right = (taken, 0) if self._session.right_to_left else (0, taken)
            area = area.adjusted(left, 0, -right, 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(theme.token("muted" if line.standing == "merged" and not selected else "ink"))
        name = metrics.elidedText(strip_controls(line.entry.name_ar), Qt.TextElideMode.ElideRight, area.width())
        draw_line(painter, area, name, start_side(option.direction))


def _taken(option: QStyleOptionViewItem, area: QRect, size: QSize, side: Qt.AlignmentFlag) -> QRect:
    return QStyle.alignedRect(option.direction, side | Qt.AlignmentFlag.AlignVCenter, size, area)


def _about(line: EntryLine) -> str:
    return " · ".join(map(isolate, line.entry.names))
