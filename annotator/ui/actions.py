"""The commands of one window as Qt actions: who does them is bound here, and when they rest."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from annotator.language import Language
from annotator.text.bidi import isolate
from annotator.ui.commands.command import SUBMENUS, Command, Mode
from annotator.ui.commands.keymap import Keymap
from annotator.ui.commands.table import COMMANDS
from annotator.ui.keys import belongs_to_field, is_arabic, latin_event, name_key, positions_here
from annotator.ui.theme import Theme

Handler = Callable[[], object]

FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)
FIELD_KEYS = frozenset({"Ctrl+Z", "Ctrl+X", "Ctrl+C", "Ctrl+V", "Ctrl+A", "Ctrl+Y"})
"""What a text field does itself, under an Arabic layout too."""


class Actions(QObject):
    """One ``QAction`` for each command of the table.

    An action is enabled while somebody is bound to it, the reader's mode is one of its own, and nothing that writes
    is under way. ``press`` is the reader's key filter; as an event filter of the window it hears the keys that no
    shortcut took, so that Ctrl with an Arabic letter still does what the key in that place does. ``rested`` carries
    why a key that would write did nothing.
    """

    rested = Signal(str)

    def __init__(self, parent: QWidget, *, language: Language, theme: Theme) -> None:
        super().__init__(parent)
        self._positions = positions_here()
        self._keymap = Keymap()
        self._handlers: Mapping[str, Handler] = MappingProxyType({})
        self._mode: Mode | str = ""
        self._resting = ""
        self._forbidden = ""
        self._actions = {command.id: self._made(command) for command in COMMANDS}
        parent.addActions(list(self._actions.values()))
        self.retranslate(language, theme)

    def action(self, command_id: str) -> QAction:
        """The action of a command, for menus and tool buttons."""
        return self._actions[command_id]

    @property
    def keymap(self) -> Keymap:
        """All commands with the keys that they have at present."""
        return self._keymap

    def take_keys(self, keymap: Keymap) -> None:
        """Hear other keys from now on; menus and tooltips name them at once."""
        before, self._keymap = self._keymap, keymap
        for command in keymap.commands:
            if command.all_keys != before.find(command.id).all_keys:
                action = self._actions[command.id]
                action.setShortcuts([QKeySequence(key) for key in command.shortcuts])
                self.name(command.id, plain_title(action))

    def name_press(self, event: QKeyEvent) -> str:
        """The portable name of what was pressed, by the place of the key; "" for a modifier alone."""
        return name_key(event, self._positions)

    @property
    def mode(self) -> str:
        """What the reader is in the middle of."""
        return self._mode

    def bind(self, handlers: Mapping[str, Handler]) -> Callable[[], None]:
        """Let ``handlers`` do the commands of their keys until the returned function is called."""
        for command_id in handlers:
            self._actions[command_id]  # an unknown id is a bug: KeyError
        self._handlers = MappingProxyType({**self._handlers, **handlers})
        self._refresh()

        def unbind() -> None:
            left = {key: who for key, who in self._handlers.items() if handlers.get(key) is not who}
            self._handlers = MappingProxyType(left)
            self._refresh()

        return unbind

    def is_bound(self, command_id: str) -> bool:
        """True if somebody does this command at present."""
        return command_id in self._handlers

    def set_mode(self, mode: Mode | str) -> None:
        """Tell what the reader is in the middle of; "" where there is no reader."""
        if mode != self._mode:
            self._mode = mode
            self._refresh()

    def rest(self, reason: str) -> None:
        """Switch off what writes, with the sentence that says why; an empty one switches it on again."""
        if reason != self._resting:
            self._resting = reason
            self._rest_anew()

    def forbid(self, reason: str) -> None:
        """Switch off what writes for as long as the file may not be written to; an empty ``reason`` ends that."""
        if reason != self._forbidden:
            self._forbidden = reason
            self._rest_anew()

    @property
    def resting(self) -> str:
        """Why nothing that writes can be done now, "" while it can."""
        return self._forbidden or self._resting

    def trigger(self, command_id: str) -> bool:
        """Do a command if it is enabled; tells whether it was."""
        action = self._actions[command_id]
        enabled = action.isEnabled()
        if enabled:
            action.trigger()
        return enabled

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means in the reader's mode; false where it means nothing and the reader may have it."""
        name = name_key(event, self._positions)
        command = self._keymap.command_for(name, self._mode) if name else None
        if command is None:
            return False
        if not self._actions[command.id].isEnabled():
            self._say_why(command)
            return False
        self._actions[command.id].trigger()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear what no shortcut took: Ctrl and Alt with an Arabic letter."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not is_arabic(event):
            return super().eventFilter(watched, event)
        name = name_key(event, self._positions)
        focus = QApplication.focusWidget()
        if isinstance(focus, FIELDS):
            return self._type_into(focus, event, name)
        if belongs_to_field(event):
            return False
        command = self._keymap.command_for(name, self._mode)
        return command is not None and name in command.shortcuts and self.trigger(command.id)

    def name(self, command_id: str, title: str) -> None:
        """Call a command by what it does just now ("Undo: tag"), until the words are said anew."""
        action = self._actions[command_id]
        command = self._keymap.find(command_id)
        keys = shown_keys(command)
        # Not left to Qt: single keys are no shortcuts of its own, and "Ctrl+=" falls apart among Arabic.
        action.setText(f"{title}\t{keys}" if keys else title)
        self._tip(command)

    def _tip(self, command: Command) -> None:
        """What a command is called, its keys, and why it rests if it does."""
        action, keys = self._actions[command.id], shown_keys(self._keymap.find(command.id))
        title = plain_title(action)
        tip = f"{title} ({keys})" if keys else title
        action.setToolTip(f"{tip}\n{self.resting}" if self.resting and command.writes else tip)

    def retranslate(self, language: Language, theme: Theme) -> None:
        """Say titles and descriptions in another language, and paint icons anew."""
        right_to_left = language.right_to_left
        for command in COMMANDS:
            action = self._actions[command.id]
            title = title_of(command, language)
            self.name(command.id, title)
            action.setStatusTip(language.say(command.help, argument=command.argument))
            if command.icon:
                action.setIcon(theme.icon(command.icon, right_to_left=right_to_left))

    def _made(self, command: Command) -> QAction:
        action = QAction(self)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(key) for key in command.shortcuts])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked=False, who=command.id: self._do(who))
        action.setCheckable(command.group in SUBMENUS)
        action.setEnabled(False)
        return action

    def _say_why(self, command: Command) -> None:
        """Tell why a key does nothing, where it is only that nothing may be written."""
        if self.resting and command.writes and command.id in self._handlers:
            self.rested.emit(self.resting)

    def _do(self, command_id: str) -> None:
        self._handlers[command_id]()

    def _refresh(self) -> None:
        for command in COMMANDS:
            rests = bool(self.resting) and command.writes
            bound = command.id in self._handlers
            enabled = bound and command.acts_in(self._mode) and not rests
            action = self._actions[command.id]
            if action.isEnabled() != enabled:
                action.setEnabled(enabled)

    def _rest_anew(self) -> None:
        self._refresh()
        for command in COMMANDS:
            if command.writes:
                self._tip(command)

    def _type_into(self, field: QWidget, event: QKeyEvent, name: str) -> bool:
        """Give Ctrl with an Arabic letter to a field as the Latin press it knows."""
        if name in FIELD_KEYS:
            latin = latin_event(event, name)
            return latin is not None and QGuiApplication.sendEvent(field, latin)
        if belongs_to_field(event):
            return False
        command = self._keymap.command_for(name, self._mode)
        return command is not None and name in command.shortcuts and self.trigger(command.id)


def title_of(command: Command, language: Language) -> str:
    """What menus, palette and key help call a command."""
    return language.say(command.title, argument=command.argument)


def shown_keys(command: Command) -> str:
    """Its keys as people read them: Latin capitals, Enter for Return, always from left to right."""
    return _one_way(" · ".join(map(_read_out, command.all_keys)))


class Presses:
    """Says in a sentence which key a command has at present: ``{press:entry.accept}``."""

    def __init__(self, keymap: Keymap, language: Language) -> None:
        self._keymap = keymap
        self._language = language

    def __format__(self, command_id: str) -> str:
        """The first key of the command; without one, what the command is called where it can be chosen instead."""
        command = self._keymap.find(command_id)
        key = next(iter(command.all_keys), "")
        return shown_key(key) if key else isolate(title_of(command, self._language))


def shown_key(key: str) -> str:
    """One key as people read it; nothing for none."""
    return _one_way(_read_out(key))


def first_key(command: Command) -> str:
    """The sign of its first key, for where there is room for one alone; "" without a key."""
    return _read_out(next(iter(command.all_keys), "")).replace("Shift+", "⇧")


def plain_title(action: QAction) -> str:
    """What an action is called, without the keys that its text carries for the menus."""
    return action.text().split("\t")[0]


_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"  # isolate, so that a sign at the end of a key's name stays there


def _read_out(key: str) -> str:
    return key.replace("Return", "Enter").replace("-", "−")


def _one_way(names: str) -> str:
    return f"{_LEFT_TO_RIGHT}{names}{_END}" if names else ""
