"""The preferences: every setting has its field, a change acts at once, keys are taken by pressing them."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontDatabase, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.settings import PREFERENCES, Settings
from annotator.ui.keyhelp import KeyHelp
from annotator.ui.preferences.dialog import Preferences
from annotator.ui.preferences.fonts import FontRow, arabic_families, fault_of
from annotator.ui.preferences.rows import PARTS, SliderRow
from annotator.ui.window import Window
from tests.ui.answers import MakeWindow

X = 53  # scan code of X11


def opened(window: Window, part: str = "general") -> Preferences:
    window.deeds.open_preferences(part)
    found = window.findChild(Preferences)
    assert isinstance(found, Preferences)
    return found


def press(dialog: Preferences, key: int, *, scan: int = 0, text: str = "") -> None:
    """Press a key as the system sends it."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, scan, 0, 0, text)
    QApplication.sendEvent(dialog.keys.catcher, event)


def test_every_group_of_settings_has_its_page() -> None:
    shown = {group for groups in PARTS.values() for group in groups}
    assert {setting.group for setting in PREFERENCES} == shown | {"keys"}


def test_every_setting_has_a_field_with_a_name(window: Window) -> None:
    dialog = opened(window)
    assert set(dialog.fields) == {setting.key for setting in PREFERENCES} - {"keys.changed"}
    for key, field in dialog.fields.items():
        assert field.accessibleName() or (isinstance(field, QCheckBox) and field.text()), key


def test_ctrl_comma_opens_it(window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(Preferences) is not None)


def test_letters_change_in_the_open_reader_and_the_place_stays(window: Window) -> None:
    window.show_section("annotate")
    reader = window.page.stage.reader
    reader.select(Span(400, 420))
    reader.scroll_to(Span(400, 420))
    top = reader.range_rects(Span(400, 401))[0].top()
    dialog = opened(window, "reading")
    line_height = dialog.fields["reader.line_height"]
    assert isinstance(line_height, SliderRow)
    line_height.slider.setValue(line_height.slider.maximum())
    column = dialog.fields["reader.column"]
    assert isinstance(column, SliderRow)
    column.slider.setValue(0)
    chips = dialog.fields["reader.chips"]
    assert isinstance(chips, QCheckBox)
    chips.click()
    typography = reader.scene.typography
    assert (typography.line_height, typography.column_chars, typography.compact) == (3.0, 40, True)
    assert dialog.sample.scene.typography == typography
    assert reader.selection() == Span(400, 420)
    assert abs(reader.range_rects(Span(400, 401))[0].top() - top) < reader.viewport().height() / 2
    assert window.page.stage.reader is reader


def test_another_language_builds_the_dialog_anew_at_its_place(window: Window, qtbot: QtBot) -> None:
    dialog = opened(window)
    language = dialog.fields["ui.language"]
    language.setFocus()
    language.chosen.emit("ar")
    qtbot.waitUntil(lambda: dialog.windowTitle() == "التفضيلات")
    assert dialog.part == "general"
    assert dialog.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert dialog.fields["ui.language"].currentText() == "العربية"


def test_arabic_digits_are_for_arabic(make_window: MakeWindow, sample: Path) -> None:
    window = make_window("ar")
    window.projects.open(sample)
    window.session.preferences.set("ui.digits", "arabic")
    assert window.session.say("header.place", place=3, total=14) == "٣ من ١٤"
    assert window.session.language.number(12345) == "١٢٬٣٤٥"
    window.session.preferences.set("ui.language", "en")
    assert window.session.say("header.place", place=3, total=14) == "3 of 14"


def test_a_page_goes_back_to_its_defaults(window: Window, qtbot: QtBot) -> None:
    preferences = window.session.preferences
    preferences.change({"reader.zoom": 150, "reader.links": False, "person.name": "سلمى"})
    dialog = opened(window, "reading")
    dialog.reset.click()
    assert (preferences.number("reader.zoom"), preferences.switch("reader.links")) == (100, True)
    assert preferences.text("person.name") == "سلمى"
    qtbot.waitUntil(lambda: dialog.fields["reader.zoom"].slider.value() == 2)


def test_the_bundled_face_stands_first_and_has_nothing_against_it(window: Window) -> None:
    row = opened(window, "reading").fields["reader.font"]
    assert isinstance(row, FontRow)
    assert row.chooser.itemText(0) == "Noto Naskh Arabic"
    assert row.warning == ""


def test_a_face_that_swallows_the_caret_or_is_missing_is_told_and_can_be_had(window: Window) -> None:
    row = opened(window, "reading").fields["reader.font"]
    assert isinstance(row, FontRow)
    row.chooser.chosen.emit("No Such Face")
    assert "No Such Face" in row.warning
    assert window.session.preferences.text("reader.font") == "No Such Face"
    faults = {family: fault_of(family) for family in arabic_families("Noto Naskh Arabic")}
    assert set(faults) <= set(QFontDatabase.families())
    assert faults["Noto Naskh Arabic"] == ""
    for family in (family for family, fault in faults.items() if fault == "ligature"):
        row.chooser.chosen.emit(family)
        assert "لا" in row.warning


def test_the_next_key_pressed_becomes_the_command_s_under_an_arabic_layout(window: Window) -> None:
    window.show_section("annotate")
    dialog = opened(window, "keys")
    keys = dialog.keys
    keys.list.setCurrentItem(keys.list.lines("quote.open")[0])
    keys.ask(0)
    press(dialog, 0x0621, scan=X, text="ء")
    assert window.session.preferences.names("keys.changed") == ("quote.open=X F5",)
    assert window.commands.keymap.command_for("X", "caret").id == "quote.open"
    assert window.commands.action("quote.open").text().endswith("\u2066X · F5\u2069")
    assert "X" in [chip.shown.key for chip in window.page.stage.strip.chips]
    assert all(item.text(1) == "\u2066X\u2069" for item in keys.list.lines("quote.open"))


def test_a_key_that_another_has_is_refused_by_name_and_swapped_when_wanted(window: Window) -> None:
    dialog = opened(window, "keys")
    keys = dialog.keys
    keys.list.setCurrentItem(keys.list.lines("quote.open")[0])
    keys.ask(0)
    press(dialog, Qt.Key.Key_E, scan=26, text="e")
    assert "Event" in keys.words.text()
    assert window.session.preferences.names("keys.changed") == ()
    keys.swap.click()
    assert window.session.preferences.names("keys.changed") == ("event.open=Q F7", "quote.open=E F5")
    keys.buttons["reset"].click()
    assert window.session.preferences.names("keys.changed") == ()


@pytest.mark.parametrize("key", [Qt.Key.Key_F10, Qt.Key.Key_Left])
def test_a_key_of_the_menus_or_the_caret_is_refused(window: Window, key: Qt.Key) -> None:
    dialog = opened(window, "keys")
    keys = dialog.keys
    keys.list.setCurrentItem(keys.list.lines("quote.open")[0])
    keys.ask(1)
    before = keys.words.text()
    press(dialog, key)
    assert keys.words.text() != before
    assert not keys.swap.isVisible()
    assert window.session.preferences.names("keys.changed") == ()


def test_tab_and_shortcuts_are_caught_and_escape_leaves(window: Window) -> None:
    dialog = opened(window, "keys")
    keys = dialog.keys
    keys.list.setCurrentItem(keys.list.lines("history.restore")[0])
    keys.ask(1)
    QTest.keyClick(keys.catcher, Qt.Key.Key_Tab)
    assert window.session.preferences.names("keys.changed") == ("history.restore=R Tab",)
    keys.ask(0)
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert not keys.catcher.isVisible()
    assert dialog.focusWidget() is keys.list


def test_keys_are_taken_away_and_all_given_back(window: Window) -> None:
    keys = opened(window, "keys").keys
    keys.list.setCurrentItem(keys.list.lines("find.next")[0])
    keys.buttons["clear"].click()
    assert window.commands.action("find.next").shortcuts() == []
    keys.buttons["reset_all"].click()
    assert [one.toString() for one in window.commands.action("find.next").shortcuts()] == ["F3"]


def test_a_new_shortcut_acts(window: Window, qtbot: QtBot) -> None:
    window.session.preferences.set("keys.changed", ("help.keys=Ctrl+F1",))
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.findChild(KeyHelp) is None
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(KeyHelp) is not None)


def test_a_file_with_nonsense_is_told_and_nothing_breaks(make_window: MakeWindow, tmp_path: Path, sample: Path) -> None:
    file = tmp_path / "preferences.json"
    file.write_text(
        json.dumps({"keys.changed": ["poem.open=X", "quote.open=E", "event.open=Ctrl+"], "reader.zoom": 9000}),
        encoding="utf-8",
    )
    preferences = Settings(PREFERENCES, file)
    window = make_window(preferences=preferences)
    window.projects.open(sample)
    told = {notice.problem.key: str(notice.problem.named) for notice in window.care.notices}
    assert all(name in told["preferences.keys-ignored"] for name in ("poem.open", "event.open", "quote.open"))
    assert "reader.zoom" in told["preferences.ignored"]
    assert window.commands.keymap.lines == ()
    assert preferences.number("reader.zoom") == 100


def test_the_key_help_finds_by_key_and_by_word(window: Window) -> None:
    window.deeds.show_keys()
    help_ = window.findChild(KeyHelp)
    assert help_ is not None
    assert help_.list.narrow("zoom") + help_.list.narrow("Ctrl+Enter") >= 2
    assert help_.list.narrow("no such words") == 0
    help_.narrow("no such words")
    assert not help_.list.isVisible()
