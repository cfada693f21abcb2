"""The open frame beside the page: its label, its parts with their digits, and what may fill the part under work."""

from collections.abc import Iterable
from typing import Final

import msgspec
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.text.bidi import strip_controls
from annotator.ui.naming import name_box
from annotator.ui.pages.annotate.frame_draft import CORE, Choice, FrameDraft, Part
from annotator.ui.pages.annotate.marks_of import short_label, short_surface
from annotator.ui.panels.chips import ChipLabel, draw_line, start_side
from annotator.ui.panels.fields import Chooser, plain_label
from annotator.ui.panels.warning_line import WarningLine
from annotator.ui.reader.palette import ReaderPalette
from annotator.ui.session import Session
from annotator.work.article import OpenArticle
from annotator.work.desk import Desk
from annotator.work.frames import Filling

_ROW: Final = 28
_NUMBER: Final = 20
_GAP: Final = 8
_SHOWN: Final = int(Qt.ItemDataRole.UserRole)
_LONGEST: Final = 60


class Line(msgspec.Struct, frozen=True):
    """One line of parts or candidates: its digit, what it is called, what stands in it."""

    digit: str
    title: str
    words: str
    needed: bool = False


class _LineDelegate(QStyledItemDelegate):
    """Digit, title in muted ink, words in ink; mirrored where the interface is."""

    def __init__(self, palette: ReaderPalette, title_width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self._title_width = title_width

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every line is as high as every other."""
        del index
        return QSize(option.rect.width(), _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        line: Line = index.data(_SHOWN)
        option.widget.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget
        )
        painter.save()
        painter.setFont(option.font)
        rect = option.rect.adjusted(_GAP, 0, -_GAP, 0)
        side = start_side(option.direction)
        left = rect.left()
        columns = ((line.digit, _NUMBER, self._palette.muted), (line.title, self._title_width, self._palette.muted))
        rest = rect.width() - _NUMBER - self._title_width
        for text, width, ink in (*columns, (line.words, rest, self._palette.ink)):
            room = QRect(left, rect.top(), max(width - 4, 0), rect.height())
            place = QStyle.visualRect(option.direction, rect, room)
            painter.setPen(ink)
            cut = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            draw_line(painter, place, cut, side)
            left += width
        painter.restore()


class _Lines(QListWidget):
    """Lines to click; the focus stays in the reader, where the keys are."""

    def __init__(self, palette: ReaderPalette, title_width: int) -> None:
        super().__init__()
        self.setItemDelegate(_LineDelegate(palette, title_width, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_lines(self, lines: Iterable[Line], current: int | None) -> None:
        """Show these lines with one of them chosen, or none."""
        wanted = list(lines)
        while self.count() > len(wanted):
            self.takeItem(self.count() - 1)
        for place, line in enumerate(wanted):
            item = self.item(place) if place < self.count() else QListWidgetItem(self)
            item.setData(_SHOWN, line)
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), f"{line.digit} {line.title} {line.words}")
            item.setToolTip(line.words)
        self.setCurrentRow(-1 if current is None else current)
        self.setFixedHeight(_ROW * len(wanted) + 2)


class FrameEditor(QWidget):
    """Shows a draft, changes nothing itself: every click is a wish that the page fulfils like the key."""

    label_asked = Signal(str)
    subtype_asked = Signal(str)
    part_asked = Signal(int)
    choice_asked = Signal(int)
    left = Signal()

    def __init__(self, session: Session, desk: Desk, palette: ReaderPalette) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        say = session.say
        self._chip = ChipLabel(palette)
        self._hint = plain_label(say("annotate.frame.hint"), role="muted", wrap=True)
        self._label, self._subtype = Chooser(), Chooser()
        name_box(self._label, say("annotate.choose.form"))
        name_box(self._subtype, say("annotate.inspector.subtype"))
        self._parts = _Lines(palette, 84)
        self._parts.setAccessibleName(say("annotate.frame.parts"))
        self._choices = _Lines(palette, 64)
        self._choices.setAccessibleName(say("annotate.frame.candidates"))
        self._heading = plain_label("", role="title", wrap=True)
        # Boxes of their own: hidden, they leave no empty line.
        self._subtype_box = self._inset(self._subtype)
        self._warning_box = self._inset(WarningLine(session, say("annotate.frame.unclosed")))
        self._lay_out()
        self._label.chosen.connect(self.label_asked)
        self._subtype.chosen.connect(self.subtype_asked)
        for chooser in (self._label, self._subtype):
            chooser.left.connect(self.left)
        self._parts.itemClicked.connect(lambda item: self.part_asked.emit(self._parts.row(item)))
        self._choices.itemClicked.connect(lambda item: self.choice_asked.emit(self._choices.row(item)))

    def focus_label(self) -> None:
        """Open the chooser of types: of an event the type is the first thing to say."""
        self._label.setFocus()
        self._label.showPopup()

    def show_draft(self, draft: FrameDraft, article: OpenArticle, choices: tuple[Choice, ...]) -> None:
        """Show the frame as it stands."""
        frame, language = draft.frame, self._session.language.code
        word = short_label(self._desk.codebook, frame.kind, frame.label, self._session.language)
        self._chip.show_label(word, frame.kind.upper())
        labels = [(one.id, one.name.of(language)) for one in self._desk.codebook.labels_of(frame.kind)]
        self._label.offer(labels, frame.label)
        label = self._desk.codebook.label(frame.kind, frame.label)
        subtypes = label.subtypes if label else ()
        self._subtype_box.setVisible(bool(subtypes))
        self._warning_box.setVisible(frame.kind == "quote" and not frame.closed)
        chosen = next((a.value for a in frame.attributes if a.name == "subtype"), "")
        none = self._session.say("annotate.attribute.none")
        self._subtype.offer([("", none), *((s.id, s.name.of(language)) for s in subtypes)], chosen)
        self._parts.show_lines((self._part_line(part, draft, article) for part in draft.parts), draft.at)
        self._heading.setText(
            self._session.say("annotate.frame.for_part", part=self.part_title(draft.part, frame.kind))
            if choices
            else self._session.say("annotate.frame.no_candidates")
        )
        lines = (self._choice_line(n, choice.filling, article) for n, choice in enumerate(choices, 1))
        self._choices.show_lines(lines, draft.choice)

    def part_title(self, part: Part, kind: str) -> str:
        """What a part is called."""
        if part.name == CORE or part.title is None:
            return self._session.say(f"annotate.frame.core.{kind}")
        return part.title.of(self._session.language.code)

    def _part_line(self, part: Part, draft: FrameDraft, article: OpenArticle) -> Line:
        words = " ، ".join(self._words(f, article) for f in draft.pieces(part))
        title = self.part_title(part, draft.frame.kind)
        if not words:
            words = self._session.say("annotate.frame.missing") if part.least else "—"
        return Line(part.symbol, title, words, needed=bool(part.least))

    def _choice_line(self, number: int, filling: Filling, article: OpenArticle) -> Line:
        mention = article.annotations.get(filling.target.annotation or "")
        if mention is not None:
            title = short_label(self._desk.codebook, mention.kind, mention.label, self._session.language)
        else:
            title = "" if filling.target.spans else "—"
        return Line(str(number), title, self._words(filling, article))

    def _words(self, filling: Filling, article: OpenArticle) -> str:
        mention = article.annotations.get(filling.target.annotation or "")
        status = self._session.say(f"annotate.status_of.{filling.status}")
        if filling.target.empty:
            return status
        if mention is not None:
            letters = short_surface(mention, article.text, longest=_LONGEST)
        elif filling.target.spans:
            letters = " … ".join(strip_controls(s.of(article.text)) for s in filling.target.spans)
        else:
            entry = self._desk.names.entry(filling.target.entry)
            letters = entry.name_ar if entry is not None else filling.target.entry or ""
        return letters if filling.status == "explicit" else f"{letters} · {status}"

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(8)
        for part in (self._chip, self._label):
            layout.addWidget(self._inset(part))
        for box in (self._subtype_box, self._warning_box):
            layout.addWidget(box)
        layout.addWidget(self._parts)
        layout.addWidget(self._inset(self._heading))
        layout.addWidget(self._choices)
        layout.addWidget(self._buttons())
        layout.addWidget(self._inset(self._hint))
        layout.addStretch(1)

    def _buttons(self) -> QWidget:
        """What Enter and Esc do, for a hand on the mouse."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        for command_id in ("frame.accept", "frame.drop"):
            action = self._session.actions.action(command_id)
            button = QPushButton(self._session.say(f"annotate.{command_id}"))
            button.setToolTip(action.toolTip())
            button.setDefault(command_id == "frame.accept")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, who=command_id: self._session.actions.trigger(who))
            row.addWidget(button)
        row.addStretch(1)
        return box

    def _inset(self, part: QWidget) -> QWidget:
        box = QWidget()
        inner = QVBoxLayout(box)
        inner.setContentsMargins(12, 0, 12, 0)
        inner.addWidget(part)
        return box
