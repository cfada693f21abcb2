"""Fields write once when they are left, drop at Esc, and leave the wheel alone."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.panels.fields import Chooser, EditField, LinkButton, starts_right_to_left


@pytest.fixture
def field(qtbot: QtBot) -> EditField:
    made = EditField("قديم")
    qtbot.addWidget(made)
    return made


def test_enter_writes_once(field: EditField, qtbot: QtBot) -> None:
    told: list[str] = []
    field.committed.connect(told.append)
    field.setText(" جديد ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    field.finish()
    assert told == ["جديد"]


def test_esc_drops_first_and_leaves_then(field: EditField, qtbot: QtBot) -> None:
    told: list[str] = []
    left: list[bool] = []
    field.committed.connect(told.append)
    field.left.connect(lambda: left.append(True))
    field.setText("جديد")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), left) == ("قديم", [])
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (told, left) == ([], [True])


def test_a_stored_value_does_not_overwrite_what_is_half_typed(field: EditField) -> None:
    field.set_value("أحدث")
    assert field.text() == "أحدث"
    field.setText("نصف")
    field.set_value("آخر")
    assert field.text() == "نصف"


def test_the_wheel_changes_no_choice(qtbot: QtBot) -> None:
    chooser = Chooser()
    qtbot.addWidget(chooser)
    chooser.offer([("a", "A"), ("b", "B")], "a")
    told: list[str] = []
    chooser.chosen.connect(told.append)
    event = QWheelEvent(
        QPointF(2, 2),
        QPointF(2, 2),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chooser, event)
    assert (chooser.currentData(), told) == ("a", [])
    chooser.offer([("a", "A")], "gone")
    assert chooser.currentText() == "gone"


def test_a_link_gives_way_and_keeps_its_words(qtbot: QtBot) -> None:
    words = "فلاديمير فلاديميروفيتش بوتين رئيس روسيا الاتحادية"
    link = LinkButton(words)
    qtbot.addWidget(link)
    link.resize(90, 24)
    link.show()
    assert link.words == words
    assert "…" in link.text()
    assert link.toolTip() == words


def test_direction_is_that_of_the_first_strong_letter() -> None:
    assert starts_right_to_left("12 طالبان")
    assert not starts_right_to_left("(Reuters) قال")
    assert not starts_right_to_left("12")


@pytest.mark.parametrize("way", [Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight])
def test_an_empty_field_begins_where_the_interface_does(qtbot: QtBot, way: Qt.LayoutDirection) -> None:
    before = QGuiApplication.layoutDirection()
    QGuiApplication.setLayoutDirection(way)
    try:
        field = EditField()
        qtbot.addWidget(field)
        field.resize(200, 30)
        mirrored = way == Qt.LayoutDirection.RightToLeft
        assert (_caret(field) > 100) is mirrored
        field.setText("Putin")
        field.setCursorPosition(0)
        assert (_caret(field) > 100) is False
        field.setText("")
        assert (_caret(field) > 100) is mirrored
    finally:
        QGuiApplication.setLayoutDirection(before)


def _caret(field: EditField) -> int:
    """Where the caret stands, from the left; Qt works it out when it paints."""
    field.grab()
    return field.cursorRect().center().x()
