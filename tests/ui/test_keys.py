"""Keys are told by their place: under an Arabic layout with a Latin one beside it, alone, and beside a French one."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.language import Language
from annotator.ui.actions import Actions
from annotator.ui.keys import ARABIC_101, WINDOWS_POSITIONS, XKB_POSITIONS, name_key, positions_here
from annotator.ui.theme import Theme

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
PAD = Qt.KeyboardModifier.KeypadModifier

Q, E, R, Z, ONE, TWO, MINUS = 24, 26, 27, 52, 10, 11, 20  # scan codes of X11


def press(key: int, *, scan: int = 0, text: str = "", held: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, held, scan, 0, 0, text)


LAYOUTS = {
    "us": [(ord("Q"), Q, "q"), (ord("E"), E, "e"), (ord("1"), ONE, "1"), (ord("-"), MINUS, "-")],
    "us+ara": [(0x636, Q, "ض"), (0x62B, E, "ث"), (ord("1"), ONE, "1"), (ord("-"), MINUS, "-")],
    "ara": [(0x636, Q, "ض"), (0x62B, E, "ث"), (0x661, ONE, "١"), (ord("-"), MINUS, "-")],
    "fr+ara": [(ord("A"), Q, "a"), (ord("E"), E, "e"), (ord("&"), ONE, "&"), (ord(")"), MINUS, ")")],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_place_of_a_key_decides(layout: str) -> None:
    names = [name_key(press(key, scan=scan, text=text), XKB_POSITIONS) for key, scan, text in LAYOUTS[layout]]
    assert names == ["Q", "E", "1", "-"]


def test_windows_numbers_its_keys_otherwise() -> None:
    assert name_key(press(0x636, scan=16, text="ض"), WINDOWS_POSITIONS) == "Q"
    assert name_key(press(ord("&"), scan=2, text="&"), WINDOWS_POSITIONS) == "1"


def test_shift_keeps_the_digit_of_the_place() -> None:
    assert name_key(press(ord("!"), scan=ONE, text="!", held=SHIFT), XKB_POSITIONS) == "Shift+1"
    assert name_key(press(ord("@"), scan=0, text="@", held=SHIFT), XKB_POSITIONS) == "Shift+2"


@pytest.mark.parametrize(("letter", "latin"), sorted(ARABIC_101.items()))
def test_without_a_scan_code_the_arabic_letter_tells_the_place(letter: str, latin: str) -> None:
    assert name_key(press(ord(letter), text=letter), XKB_POSITIONS) == latin
    assert name_key(press(ord(letter), text=letter, held=CTRL), XKB_POSITIONS) == f"Ctrl+{latin}"


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "0123456789"])
def test_digits_of_all_scripts_are_digits(digits: str) -> None:
    assert [name_key(press(ord(digit), text=digit), {}) for digit in digits] == list("0123456789")


def test_the_number_pad_tags_too_and_moves_when_num_lock_is_off() -> None:
    assert name_key(press(ord("7"), scan=79, text="7", held=PAD), XKB_POSITIONS) == "7"
    assert name_key(press(Qt.Key.Key_Home, scan=79, held=PAD), XKB_POSITIONS) == "Home"
    assert name_key(press(Qt.Key.Key_Enter, scan=104, held=PAD), XKB_POSITIONS) == "Return"


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (press(Qt.Key.Key_Backtab, scan=23, held=SHIFT), "Shift+Tab"),
        (press(Qt.Key.Key_Tab, scan=23), "Tab"),
        (press(Qt.Key.Key_Space, scan=65, text=" "), "Space"),
        (press(Qt.Key.Key_Delete, scan=119), "Del"),
        (press(Qt.Key.Key_Escape, scan=9), "Esc"),
        (press(Qt.Key.Key_F7, scan=73, held=SHIFT), "Shift+F7"),
        (press(Qt.Key.Key_Shift, scan=50, held=SHIFT), ""),
        (press(Qt.Key.Key_Left, scan=113, held=CTRL), "Ctrl+Left"),
    ],
)
def test_keys_without_a_letter(event: QKeyEvent, name: str) -> None:
    assert name_key(event, XKB_POSITIONS) == name


def test_scan_codes_say_nothing_on_macos() -> None:
    assert positions_here("darwin") == {}
    assert positions_here("win32") is WINDOWS_POSITIONS
    assert positions_here("linux") is XKB_POSITIONS


class Desk:
    """A window with a text field, its actions, and a note of what was done."""

    def __init__(self, qtbot: QtBot) -> None:
        self.done: list[str] = []
        self.window = QWidget()
        self.field = QLineEdit(self.window)
        self.other = QWidget(self.window)
        self.other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.field)
        layout.addWidget(self.other)
        language = Language.load("en", assets.path("i18n"))
        self.actions = Actions(self.window, language=language, theme=Theme.load("light"))
        self.actions._positions = XKB_POSITIONS
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.windowHandle().installEventFilter(self.actions)

    def note(self, command_id: str) -> Callable[[], None]:
        return lambda: self.done.append(command_id)

    def bind(self, *command_ids: str) -> Callable[[], None]:
        return self.actions.bind({command_id: self.note(command_id) for command_id in command_ids})

    def type(self, event: QKeyEvent) -> None:
        QGuiApplication.sendEvent(self.window.windowHandle(), event)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    yield desk
    desk.window.windowHandle().removeEventFilter(desk.actions)


def test_a_digit_means_what_the_mode_says(desk: Desk) -> None:
    desk.bind("tag.1", "candidate.1", "tag_beside.1", "part.1")
    digit, shifted = press(ord("1"), scan=ONE, text="1"), press(ord("!"), scan=ONE, text="!", held=SHIFT)
    for mode in ("caret", "frame", "edges"):
        desk.actions.set_mode(mode)
        desk.actions.press(digit)
        desk.actions.press(shifted)
    assert desk.done == ["tag.1", "tag_beside.1", "candidate.1", "part.1"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_quote_and_event_open_under_every_layout(desk: Desk, layout: str) -> None:
    desk.bind("quote.open", "event.open", "tag.1", "clitic.trim")
    desk.actions.set_mode("annotation")
    taken = [desk.actions.press(press(key, scan=scan, text=text)) for key, scan, text in LAYOUTS[layout]]
    assert taken == [True] * 4
    assert desk.done == ["quote.open", "event.open", "tag.1", "clitic.trim"]


def test_a_key_without_meaning_is_left_to_the_reader(desk: Desk) -> None:
    desk.bind("tag.1")
    desk.actions.set_mode("caret")
    assert not desk.actions.press(press(Qt.Key.Key_Left, scan=113))
    assert not desk.actions.press(press(ord("K"), scan=45, text="k"))


def test_ctrl_with_an_arabic_letter_undoes(desk: Desk) -> None:
    desk.bind("edit.undo")
    desk.other.setFocus()
    desk.type(press(0x626, scan=Z, text="ئ", held=CTRL))
    assert desk.done == ["edit.undo"]


def test_in_a_field_ctrl_with_an_arabic_letter_is_the_fields(desk: Desk) -> None:
    desk.bind("edit.undo", "find.open")
    desk.field.setFocus()
    desk.field.insert("نص")
    desk.type(press(0x626, scan=Z, text="ئ", held=CTRL))
    assert desk.field.text() == ""
    assert desk.done == []
    desk.type(press(0x628, scan=41, text="ب", held=CTRL))
    assert desk.done == ["find.open"]


def test_letters_typed_into_a_field_stay_there(desk: Desk) -> None:
    desk.bind("quote.open", "tag.1")
    desk.actions.set_mode("caret")
    desk.field.setFocus()
    for event in (press(0x636, scan=Q, text="ض"), press(ord("1"), scan=ONE, text="1")):
        desk.type(event)
    assert desk.field.text() == "ض1"
    assert desk.done == []


def test_function_keys_act_from_a_field_only_in_their_mode(desk: Desk, qtbot: QtBot) -> None:
    desk.bind("quote.open", "event.open")
    desk.field.setFocus()
    qtbot.keyClick(desk.field, Qt.Key.Key_F5)
    desk.actions.set_mode("annotation")
    qtbot.keyClick(desk.field, Qt.Key.Key_F7)
    assert desk.done == ["event.open"]


def test_no_key_is_ambiguous_for_qt(desk: Desk) -> None:
    for mode in ("caret", "annotation", "edges", "frame", "suggestion"):
        desk.actions.bind({name: desk.note(name) for name in desk.actions._actions})
        desk.actions.set_mode(mode)
        enabled = [action for action in desk.actions._actions.values() if action.isEnabled()]
        keys = [sequence.toString() for action in enabled for sequence in action.shortcuts()]
        assert len(keys) == len(set(keys))


def test_what_writes_rests_and_the_rest_goes_on(desk: Desk) -> None:
    unbind = desk.bind("tag.1", "section.home")
    desk.actions.set_mode("caret")
    desk.actions.rest("busy")
    assert not desk.actions.press(press(ord("1"), scan=ONE, text="1"))
    assert desk.actions.trigger("section.home")
    desk.actions.rest("")
    assert desk.actions.trigger("tag.1")
    unbind()
    assert not desk.actions.trigger("tag.1")
    assert QApplication.activeModalWidget() is None
