"""All commands with their keys as a list by mode that can be searched: for the key help and for the choice of keys."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from annotator.text.folding import fold_key
from annotator.ui.actions import shown_key, shown_keys, title_of
from annotator.ui.commands.command import MODES, Command
from annotator.ui.commands.keymap import MOST, Keymap
from annotator.ui.session import Session

EVERYWHERE: Final = "anywhere"
ORDER: Final = (*MODES, EVERYWHERE)

_ID: Final = int(Qt.ItemDataRole.UserRole)
_MODE: Final = _ID + 1
_ROW_PADDING: Final = 8


class KeyTree(QTreeWidget):
    """Headings are modes, what acts everywhere last; a command that acts in several stands under each of them.

    With ``places`` each of a command's keys has a column of its own, else one column holds them all.
    """

    def __init__(self, session: Session, *, places: bool, keyless: bool) -> None:
        super().__init__()
        self._session = session
        self._places = places
        columns = ("command", "key", "second") if places else ("keys", "command", "help")
        self.setHeaderLabels([session.say(f"keys.column.{name}") for name in columns])
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(session.say("keys.title"))
        self._lines: list[tuple[QTreeWidgetItem, str]] = []
        self._headings: list[QTreeWidgetItem] = []
        self._fill(session.actions.keymap, keyless=keyless)
        self.expandAll()
        self.setExpandsOnDoubleClick(False)
        self.setItemsExpandable(False)
        self._size()

    @property
    def chosen(self) -> str:
        """The id of the command on which the list stands; "" on a heading."""
        item = self.currentItem()
        return str(item.data(0, _ID) or "") if item is not None else ""

    def show_keys(self, keymap: Keymap, changed: Iterable[str]) -> None:
        """Show the keys of these commands anew."""
        wanted = frozenset(changed)
        for item, _ in self._lines:
            command_id = str(item.data(0, _ID))
            if command_id in wanted:
                self._write(item, keymap.find(command_id), keymap)

    def narrow(self, query: str, mode: str = "") -> int:
        """Show the lines that hold every word, of one mode (what acts everywhere included) or of all; how many."""
        wanted = [fold_key(word) for word in query.split()]
        shown = 0
        for item, said in self._lines:
            fits = not mode or item.data(0, _MODE) in (mode, EVERYWHERE)
            text = fold_key(f"{said} {self._keys_of(item)}")
            item.setHidden(not (fits and all(word in text for word in wanted)))
            shown += not item.isHidden()
        for heading in self._headings:
            inside = (heading.child(n) for n in range(heading.childCount()))
            heading.setHidden(all(item.isHidden() for item in inside if item is not None))
        return shown

    def lines(self, command_id: str) -> list[QTreeWidgetItem]:
        """The lines of one command that are shown."""
        return [item for item, _ in self._lines if item.data(0, _ID) == command_id and not item.isHidden()]

    def _keys_of(self, item: QTreeWidgetItem) -> str:
        return " ".join(item.text(column) for column in ((1, 2) if self._places else (0,)))

    def _fill(self, keymap: Keymap, *, keyless: bool) -> None:
        say = self._session.say
        for mode in ORDER:
            inside = [one for one in keymap.commands if mode in one.modes and (keyless or one.all_keys)]
            heading = QTreeWidgetItem(self, [say(f"mode.{mode}")])
            self._headings.append(heading)
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            heading.setFont(0, _bold(self.font()))
            heading.setForeground(0, self._session.theme.token("muted"))
            heading.setFirstColumnSpanned(True)
            for command in inside:
                item = QTreeWidgetItem(heading)
                item.setData(0, _ID, command.id)
                item.setData(0, _MODE, mode)
                said = say(command.help, argument=command.argument)
                title = title_of(command, self._session.language)
                item.setText(0 if self._places else 1, title)
                if not self._places:
                    item.setText(2, said)
                    item.setForeground(2, self._session.theme.token("muted"))
                for column in range(3):
                    item.setToolTip(column, said)
                self._write(item, command, keymap)
                self._lines.append((item, f"{title} {said}"))

    def _write(self, item: QTreeWidgetItem, command: Command, keymap: Keymap) -> None:
        if not self._places:
            item.setText(0, shown_keys(command))
            return
        changed = keymap.is_changed(command.id)
        for place in range(MOST):
            key = next(iter(command.all_keys[place : place + 1]), "")
            item.setText(1 + place, shown_key(key))
            item.setFont(1 + place, _bold(self.font()) if changed else self.font())
            item.setForeground(1 + place, self._session.theme.token("accent" if changed else "ink"))

    def _size(self) -> None:
        header = self.header()
        header.setStretchLastSection(not self._places)
        if self._places:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            for column in (1, 2):
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            return
        for column in (0, 1):
            self.resizeColumnToContents(column)
            self.setColumnWidth(column, self.columnWidth(column) + _ROW_PADDING)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
