"""A person who uses the keyboard alone, under a Latin or an Arabic layout, and counts every press by its purpose."""

from collections import Counter

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.keys import ARABIC_101, XKB_POSITIONS
from annotator.ui.palette import Offer, Palette, matching
from annotator.ui.window import Window
from tests.journeys.hand import Hand

_SCAN = {name: code for code, name in XKB_POSITIONS.items()}
_ARABIC = {latin: letter for letter, latin in ARABIC_101.items()}
_NAMED = {
    "Return": Qt.Key.Key_Return,
    "Space": Qt.Key.Key_Space,
    "Backspace": Qt.Key.Key_Backspace,
    "Del": Qt.Key.Key_Delete,
    "Esc": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    **{f"F{n}": Qt.Key(int(Qt.Key.Key_F1) + n - 1) for n in range(1, 13)},
}
_HELD = {
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}
_SHIFTED = dict(zip("1234567890", "!@#$%^&*()", strict=True))


class Typist(Hand):
    """Every press goes to the widget that has the focus, as the system sends it; nothing else touches the window."""

    def __init__(self, window: Window, qtbot: QtBot, *, arabic: bool) -> None:
        super().__init__(window, qtbot)
        self.arabic = arabic
        self.presses: Counter[str] = Counter()

    def tap(self, *names: str, kind: str) -> None:
        """Press keys by their portable names, each counted as ``kind``."""
        for name in names:
            self.presses[kind] += 1
            *held, key = name.split("+") if name != "+" else ["+"]
            modifiers = Qt.KeyboardModifier.NoModifier
            for modifier in held:
                modifiers |= _HELD[modifier]
            self._send(*self._event(key, bool(held and "Shift" in held)), modifiers)

    def type(self, words: str, kind: str) -> None:
        """Type letters into the field that has the focus; each is a press."""
        for letter in words:
            self.presses[kind] += 1
            self._send(ord(letter.upper()), 0, letter, Qt.KeyboardModifier.NoModifier)

    def take(self, wanted: str, kind: str) -> None:
        """Take the line of the list that has come up whose words hold ``wanted`` as its value, with fewest letters."""
        palette = self.palette()
        query = self.shortest(palette._offers, wanted)
        if not palette._numbered or not (place := _digit(palette._offers, wanted)):
            self.type(query, kind)
            self.tap("Return", kind=kind)
        else:
            self.tap(place, kind=kind)

    def shortest(self, offers: tuple[Offer, ...], wanted: str) -> str:
        """The fewest letters of the layout's script after which the wanted line stands first."""
        target = _line(offers, wanted)
        words = f"{target.title} {target.words}".split()
        script = [w for w in words if w[:1].isalpha() and (w[:1] > "\u0600") == self.arabic] or words
        queries = ["", *(word[:n] for n in range(1, 9) for word in script if len(word) >= n)]
        queries += [f"{a[:n]} {b[:m]}" for n in (2, 3, 4) for m in (2, 3) for a in script for b in script if a != b]
        for query in sorted(dict.fromkeys(queries), key=len):
            found = matching(offers, query)
            if found and found[0] is target:
                return query
        raise AssertionError(f"no letters lead to {wanted}")

    @property
    def list_is_up(self) -> bool:
        """Whether a list with type-ahead waits for an answer."""
        return bool(_lists())

    def palette(self) -> Palette:
        """The list that is up."""
        assert self.list_is_up, "no list is up"
        return _lists()[-1]

    def _event(self, key: str, shifted: bool) -> tuple[int, int, str]:
        if key in _NAMED:
            return int(_NAMED[key]), 0, " " if key == "Space" else ""
        scan = _SCAN.get(key, 0)
        if key.isdigit():
            letter = _SHIFTED[key] if shifted else key
            return ord(letter), scan, letter
        letter = _ARABIC.get(key, key) if self.arabic else key.lower()
        return ord(letter.upper()), scan, letter

    def _send(self, key: int, scan: int, text: str, modifiers: Qt.KeyboardModifier) -> None:
        popup = QApplication.activePopupWidget()
        target: QWidget | None = self.palette().field if self.list_is_up else None
        target = target or (popup.focusWidget() if popup else QApplication.focusWidget())
        assert target is not None, "nothing has the focus"
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, scan, 0, 0, text))


def _lists() -> list[Palette]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Palette) and one.isVisible()]


def _line(offers: tuple[Offer, ...], wanted: str) -> Offer:
    """The line whose words are ``wanted``, or begin with it, or hold it."""
    for holds in (
        lambda o: wanted in (o.title, o.keys),
        lambda o: o.words.startswith(wanted + " "),
        lambda o: set(wanted.split()) <= set(f"{o.title} {o.words}".split()),
    ):
        found = [offer for offer in offers if holds(offer)]
        if found:
            return found[0]
    raise AssertionError(f"no line for {wanted}")


def _digit(offers: tuple[Offer, ...], wanted: str) -> str:
    place = [*offers].index(_line(offers, wanted)) + 1
    return str(place) if place <= 9 else ""
