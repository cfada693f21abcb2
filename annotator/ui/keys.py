"""Key presses by the place of the key, so that one table of keys serves every keyboard layout."""

import sys
from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_ROWS = ("1234567890-=", "QWERTYUIOP[]", "ASDFGHJKL;'", "ZXCVBNM,./")


def _positions(*starts: int) -> Mapping[int, str]:
    return MappingProxyType(
        {start + place: name for row, start in zip(_ROWS, starts, strict=True) for place, name in enumerate(row)}
    )


XKB_POSITIONS = _positions(10, 24, 38, 52)
"""X11 and Wayland: the kernel's key code + 8."""

WINDOWS_POSITIONS = _positions(2, 16, 30, 44)
"""Windows: scan codes of set 1."""

ARABIC_101 = MappingProxyType(
    dict(zip("ضصثقفغعهخحجد", _ROWS[1], strict=True))
    | dict(zip("شسيبلاتنمكط", _ROWS[2], strict=True))
    | dict(zip("ئءؤرىةوزظ", "ZXCVNM,./", strict=True))
    | {"ﻻ": "B"}
)
"""Letters of the Arabic (101) layout to the Latin key in the same place, for events that bring no scan code."""

ARABIC_DIGITS = MappingProxyType(
    {digit: str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)}
)

# What Shift puts on the top row of the layouts that have no scan code to tell the key by.
_SHIFTED_DIGITS = MappingProxyType(dict(zip("!@#$%^&*()", _ROWS[0][:10], strict=True)))

_MODIFIERS = (
    (Qt.KeyboardModifier.ControlModifier, "Ctrl"),
    (Qt.KeyboardModifier.AltModifier, "Alt"),
    (Qt.KeyboardModifier.ShiftModifier, "Shift"),
    (Qt.KeyboardModifier.MetaModifier, "Meta"),
)

_NAMES = MappingProxyType({Qt.Key.Key_Enter: "Return", Qt.Key.Key_Backtab: "Tab", Qt.Key.Key_Space: "Space"})


def positions_here(platform: str = sys.platform) -> Mapping[int, str]:
    """The table of key places of an operating system; empty where scan codes say nothing (macOS)."""
    if platform == "win32":
        return WINDOWS_POSITIONS
    return MappingProxyType({}) if platform == "darwin" else XKB_POSITIONS


def name_key(event: QKeyEvent, positions: Mapping[int, str]) -> str:
    """The portable name of what was pressed ("Ctrl+Z", "Shift+1", "Q"), by place before letter; "" for a modifier."""
    key = _place(event, positions) or _plain_name(event)
    if not key:
        return ""
    held = event.modifiers()
    names = [name for modifier, name in _MODIFIERS if held & modifier]
    if event.key() == Qt.Key.Key_Backtab and "Shift" not in names:
        names.append("Shift")
    return "+".join((*names, key))


def belongs_to_field(event: QKeyEvent) -> bool:
    """True if a text field types or edits with this key, so that no command may take it from there."""
    strong = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return not event.modifiers() & strong and not Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35


def is_arabic(event: QKeyEvent) -> bool:
    """True if the layout put an Arabic letter on the pressed key, which no shortcut with a Latin letter hears."""
    return 0x0600 <= event.key() <= 0x06FF or 0xFE70 <= event.key() <= 0xFEFF


def latin_event(event: QKeyEvent, name: str) -> QKeyEvent | None:
    """The same press as a Latin layout would have sent it, for Qt's own fields; ``name`` comes from ``name_key``."""
    letter = name.rpartition("+")[2]
    if len(letter) != 1:
        return None
    return QKeyEvent(event.type(), ord(letter), event.modifiers(), "", event.isAutoRepeat(), event.count())


def _place(event: QKeyEvent, positions: Mapping[int, str]) -> str:
    """The key by its place; the number pad's digits by what they type, since Num Lock decides it."""
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return ""
    return positions.get(event.nativeScanCode(), "")


def _plain_name(event: QKeyEvent) -> str:
    key = event.key()
    if key in _NAMES:
        return _NAMES[Qt.Key(key)]
    letter = _letter(event)
    if letter:
        return letter
    if key in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr):
        return ""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def _letter(event: QKeyEvent) -> str:
    """The Latin key of an Arabic letter, of a digit of any script, of a digit under Shift."""
    key = event.key()
    character = chr(key) if 0x20 < key < 0x110000 and not key & 0x01000000 else event.text()
    for table in (ARABIC_101, ARABIC_DIGITS):
        if character in table:
            return table[character]
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and character in _SHIFTED_DIGITS:
        return _SHIFTED_DIGITS[character]
    return ""
