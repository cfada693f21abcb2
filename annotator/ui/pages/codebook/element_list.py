"""The list of labels, attributes and roles, narrowed by a word and by what they are."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from annotator.model.annotation import KINDS
from annotator.model.codebook import Codebook
from annotator.text.folding import fold_key
from annotator.ui.naming import name_box
from annotator.ui.pages.codebook.elements import Element, elements_of
from annotator.ui.pages.sheet import Column, Sheet, SheetView
from annotator.ui.panels.fields import lean
from annotator.ui.session import Session

WIDTH = 300
_NAME, _KEY = 112, 64
_ALL, _ATTRIBUTES, _ROLES = "", "attribute", "role"


class ElementList(QWidget):
    """``shown`` tells that the person has come to another line; ``entered`` wants the form."""

    shown = Signal()
    entered = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._elements: list[Element] = []
        say = session.say
        self.setObjectName("panel")
        self.setFixedWidth(WIDTH)
        self.field = QLineEdit()
        lean(self.field)
        self.field.setPlaceholderText(say("codebook.filter"))
        self.field.setAccessibleName(say("codebook.filter"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _text: self._narrow())
        self.field.returnPressed.connect(self.entered)
        self._sorts = QComboBox()
        name_box(self._sorts, say("codebook.sorts"))
        for sort in (_ALL, *KINDS, _ATTRIBUTES, _ROLES):
            self._sorts.addItem(say(f"codebook.sort.{sort or 'all'}"), sort)
        self._sorts.currentIndexChanged.connect(lambda _place: self._narrow())
        columns = (
            Column(say("codebook.column.id"), lambda one: one.name, _NAME),
            Column(say("codebook.column.words"), lambda one: one.words),
            Column(say("codebook.column.key"), lambda one: one.key, _KEY),
        )
        self._sheet = Sheet(columns, parent=self)
        self.table = SheetView(session.actions, name=say("command.section.codebook"), parent=self)
        self.table.setModel(self._sheet)
        self.table.set_columns(columns)
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        self.table.chosen.connect(lambda _line: self.entered.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.setSpacing(8)
        top.addWidget(self.field)
        top.addWidget(self._sorts)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)

    @property
    def current(self) -> Element | None:
        """The line where the person is."""
        found = self.table.current()
        return found if isinstance(found, Element) else None

    def show_codebook(self, codebook: Codebook, *, path: str = "") -> None:
        """Show the lines of a codebook; the person stays, or comes to the line of ``path``."""
        kept = path or (self.current.path if self.current else "")
        place = self.table.currentIndex().row()
        self._elements = list(elements_of(codebook, self._session.language.code))
        self._narrow(kept, place)

    def go_to(self, path: str) -> bool:
        """Come to a line; whether the list has it."""
        for place in range(self._sheet.rowCount()):
            if self._sheet.row(place).path == path:
                self.table.setCurrentIndex(self._sheet.index(place, 0))
                return True
        return False

    def _narrow(self, path: str = "", place: int = 0) -> None:
        path = path or (self.current.path if self.current else "")
        words, sort = fold_key(self.field.text()), str(self._sorts.currentData())
        self._sheet.show([one for one in self._elements if _is_meant(one, sort) and words in fold_key(_all_words(one))])
        if not self.go_to(path) and self._sheet.rowCount():
            near = max(0, min(place, self._sheet.rowCount() - 1))
            self.table.setCurrentIndex(self._sheet.index(near, 0))
        self.shown.emit()

    def _tell(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.shown.emit()


def _is_meant(element: Element, sort: str) -> bool:
    if sort in (_ATTRIBUTES, _ROLES):
        return element.sort == sort
    return not sort or (element.sort == "label" and element.kind == sort)


def _all_words(element: Element) -> str:
    return f"{element.name} {element.words}"
