"""Choosing keys: all commands by mode; the next key pressed becomes the chosen one's, if nobody else has it there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.ui.actions import shown_key, title_of
from annotator.ui.commands.keymap import Keymap, Refusal
from annotator.ui.keyhelp import made_modes, mode_words
from annotator.ui.keytree import KeyTree
from annotator.ui.panels.fields import plain_label
from annotator.ui.preferences.catcher import KeyCatcher
from annotator.ui.session import Session


class KeysPart(QWidget):
    """The list, and below it what is done with the line on which it stands.

    ``Keymap`` is stored and in force as soon as a key is taken; ``changed`` follows.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        say = session.say
        self.field = QLineEdit()
        self.field.setPlaceholderText(say("keys.filter"))
        self.field.setAccessibleName(say("keys.filter"))
        self.field.setClearButtonEnabled(True)
        self.modes = made_modes(session)
        self.modes.offer(mode_words(session), "")
        self.list = KeyTree(session, places=True, keyless=True)
        self.catcher = KeyCatcher(session.actions.name_press)
        self.catcher.setAccessibleName(say("preferences.keys.press"))
        self.catcher.setPlaceholderText(say("preferences.keys.press"))
        self.words = plain_label("", role="muted", wrap=True)
        self.swap = QPushButton(say("preferences.keys.swap"))
        self.buttons = {
            "first": QPushButton(say("preferences.keys.first")),
            "second": QPushButton(say("preferences.keys.second")),
            "clear": QPushButton(say("preferences.keys.clear")),
            "reset": QPushButton(say("preferences.keys.reset")),
            "reset_all": QPushButton(say("preferences.keys.reset_all")),
        }
        self._place = 0
        self._wanted = ""
        self._lay_out()
        self._listen()
        self._show_rest()

    @property
    def keymap(self) -> Keymap:
        """The keys that hold."""
        return Keymap(self._session.preferences.names("keys.changed"))

    # --- building

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.field, 1)
        top.addWidget(self.modes)
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self.words, 1)
        said.addWidget(self.swap)
        said.addWidget(self.catcher)
        self.catcher.setFixedWidth(200)
        row = QHBoxLayout()
        row.setSpacing(8)
        for name in ("first", "second", "clear", "reset"):
            row.addWidget(self.buttons[name])
        row.addStretch(1)
        row.addWidget(self.buttons["reset_all"])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(said)
        layout.addLayout(row)

    def _listen(self) -> None:
        self.field.textChanged.connect(lambda _text: self._narrow())
        self.modes.chosen.connect(lambda _mode: self._narrow())
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_rest())
        self.list.itemActivated.connect(self._activate)
        self.catcher.pressed.connect(self._take)
        self.catcher.left.connect(self._leave)
        self.swap.clicked.connect(self._swap)
        for name, act in (
            ("first", lambda: self.ask(0)),
            ("second", lambda: self.ask(1)),
            ("clear", self._clear),
            ("reset", self._reset),
            ("reset_all", lambda: self._store(Keymap())),
        ):
            self.buttons[name].clicked.connect(act)

    # --- what a person does

    def ask(self, place: int) -> None:
        """Wait for the first (0) or second (1) key of the command on which the list stands."""
        command = self.keymap.find(self.list.chosen)
        self._place, self._wanted = place, ""
        self.words.setText(
            self._session.say("preferences.keys.waiting", name=title_of(command, self._session.language))
        )
        self.swap.hide()
        self.catcher.clear()
        self.catcher.show()
        self.catcher.setFocus()

    def _activate(self, _item: QTreeWidgetItem, column: int) -> None:
        if self.list.chosen:
            self.ask(1 if column == 2 else 0)

    def _take(self, key: str) -> None:
        refusal = self.keymap.refuse(self.list.chosen, key)
        if refusal is None:
            self._store(self.keymap.with_key(self.list.chosen, self._place, key))
            self.list.setFocus()
            return
        self.catcher.setText(shown_key(key))
        self.words.setText(self._refused(key, refusal))
        self._wanted = key if refusal.other is not None else ""
        self.swap.setVisible(bool(self._wanted))
        if self._wanted:
            self.swap.setFocus()

    def _swap(self) -> None:
        self._store(self.keymap.swapped(self.list.chosen, self._place, self._wanted))
        self.list.setFocus()

    def _leave(self) -> None:
        # Going to the button that swaps is no leaving.
        if not self.swap.isVisible():
            self._show_rest()
            self.list.setFocus()

    def _clear(self) -> None:
        keymap, chosen = self.keymap, self.list.chosen
        self._store(keymap.with_key(chosen, 1, "").with_key(chosen, 0, ""))

    def _reset(self) -> None:
        self._store(self.keymap.reset(self.list.chosen))

    def _store(self, keymap: Keymap) -> None:
        before = self.keymap
        self._session.preferences.set("keys.changed", keymap.lines)
        touched = [one.id for one in keymap.commands if one.all_keys != before.find(one.id).all_keys]
        self.list.show_keys(keymap, touched)
        self._show_rest()
        self.changed.emit()

    # --- what is shown

    def _narrow(self) -> None:
        self.list.narrow(self.field.text(), str(self.modes.currentData() or ""))

    def _refused(self, key: str, refusal: Refusal) -> str:
        say, language = self._session.say, self._session.language
        other = title_of(refusal.other, language) if refusal.other is not None else ""
        return say(f"preferences.keys.refused.{refusal.reason}", pressed=shown_key(key), other=other)

    def _show_rest(self) -> None:
        """Nothing is waited for: what can be done with the chosen line."""
        chosen, keymap = self.list.chosen, self.keymap
        self.catcher.hide()
        self.swap.hide()
        for name in ("first", "second", "clear"):
            self.buttons[name].setEnabled(bool(chosen))
        self.buttons["clear"].setEnabled(bool(chosen and keymap.find(chosen).all_keys))
        self.buttons["reset"].setEnabled(bool(chosen) and keymap.is_changed(chosen))
        self.buttons["reset_all"].setEnabled(bool(keymap.lines))
        if not chosen:
            self.words.setText(self._session.say("preferences.keys.how"))
            return
        command = keymap.find(chosen)
        self.words.setText(self._session.say(command.help, argument=command.argument))
