"""Which registry entry a mention means: the one that is linked, likely ones, a search, a new one."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.registry import Entry
from annotator.text.bidi import isolate
from annotator.ui.panels.fields import LinkButton, lean, plain_label
from annotator.ui.session import Session
from annotator.work.candidates import Names, Ranking

_MOST: Final = 6
_ROW: Final = 28
_ID: Final = int(Qt.ItemDataRole.UserRole)


class _Search(QLineEdit):
    """The search field; Down goes to the list, Enter takes its first row, Esc empties it and then leaves."""

    went_down = Signal()
    taken = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that go out of the field."""
        if event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)


class EntryPicker(QWidget):
    """``linked`` carries an entry's id, or "" to link none; ``created`` the name that a new entry is to have."""

    linked = Signal(str)
    created = Signal(str)
    left = Signal()

    def __init__(self, session: Session, names: Names, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._names = names
        self._surface = ""
        self._ranking = Ranking((), 0)
        self._name = plain_label("", wrap=True)
        self._unlink = QToolButton()
        self._unlink.setIcon(session.theme.icon("close", right_to_left=session.right_to_left))
        self._unlink.setToolTip(session.say("annotate.entry.unlink"))
        self._unlink.setAccessibleName(session.say("annotate.entry.unlink"))
        self._unlink.clicked.connect(lambda: self.linked.emit(""))
        self.search = _Search()
        lean(self.search)
        self.search.setPlaceholderText(session.say("annotate.entry.search"))
        self.search.setAccessibleName(session.say("annotate.entry.search"))
        self.list = QListWidget()
        self.list.setAccessibleName(session.say("annotate.entry.candidates"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._new = LinkButton()
        self._new.clicked.connect(lambda: self.created.emit(self.search.text().strip() or self._surface))
        self._lay_out()
        self.search.textChanged.connect(self._fill)
        self.search.went_down.connect(self.list.setFocus)
        self.search.taken.connect(self._take_first)
        self.search.left.connect(self.left)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)

    def ask(self, surface: str, ranking: Ranking, linked: Entry | None) -> None:
        """Ask for the letters of a mention with its ``ranking``; ``linked`` is the entry that it has."""
        self._surface, self._ranking = surface, ranking
        self._linked = linked
        self._name.setText(self._words(linked) if linked else self._session.say("annotate.entry.none"))
        self._name.setProperty("role", "" if linked else "muted")
        self._unlink.setVisible(linked is not None)
        self._fill()

    def _lay_out(self) -> None:
        now = QHBoxLayout()
        now.setSpacing(4)
        now.addWidget(self._name, 1)
        now.addWidget(self._unlink, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(now)
        for part in (self.search, self.list, self._new):
            layout.addWidget(part)

    def _fill(self) -> None:
        query = self.search.text().strip()
        self.list.clear()
        if query:
            self._add_entries(self._names.search(query, limit=_MOST))
        else:
            found = [one.entry for one in self._ranking.candidates[:_MOST]]
            likelier = found[: self._ranking.new_at]
            self._add_entries(likelier)
            # A new entry stands where it is likely, so that Enter on the first row does what is likeliest.
            self._add_row(self._session.say("annotate.entry.new", name=self._surface), "")
            self._add_entries(found[len(likelier) :])
        self.list.setVisible(self.list.count() > 0)
        self.list.setFixedHeight(_ROW * self.list.count() + 4)
        self._new.setVisible(bool(query))
        self._new.show_words(self._session.say("annotate.entry.new", name=query or self._surface))

    def _add_entries(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if self._linked is None or entry.id != self._linked.id:
                self._add_row(self._words(entry), entry.id).setToolTip(" · ".join(entry.names))

    def _add_row(self, words: str, entry_id: str) -> QListWidgetItem:
        item = QListWidgetItem(words, self.list)
        item.setData(_ID, entry_id)
        item.setSizeHint(QSize(0, _ROW))
        return item

    def _take(self, item: QListWidgetItem) -> None:
        entry_id = str(item.data(_ID))
        if entry_id:
            self.linked.emit(entry_id)
        else:
            self.created.emit(self._surface)

    def _take_first(self) -> None:
        if self.list.count():
            self._take(self.list.item(0))

    def _words(self, entry: Entry) -> str:
        return f"{isolate(entry.name_ar)}  {isolate(entry.name_latin)}" if entry.name_latin else entry.name_ar
