"""The tables of quotes and events under the text, by keys and by mouse, in the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.panels.frame_tables import FrameTables
from annotator.ui.window import Window
from tests.journeys.hand import CONTROL, Hand

Key = Qt.Key


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Hand:
    """A person who reads an article that somebody has annotated in full."""
    return Hand(window, qtbot)


@pytest.fixture
def drawer(hand: Hand) -> FrameTables:
    return hand.page.tabling.drawer


def of_kind(hand: Hand, kind: str) -> list[str]:
    return [one.id for one in hand.annotations if one.kind == kind]


def test_a_key_shows_every_quote_in_text_order_and_puts_the_table_away(hand: Hand, drawer: FrameTables) -> None:
    assert not drawer.isVisible()
    hand.press(Key.Key_T, CONTROL)
    assert drawer.isVisible()
    assert drawer.table.hasFocus()
    assert [line.annotation.id for line in drawer.shown] == of_kind(hand, "quote")
    hand.window.commands.trigger("table.events")
    assert drawer.tab == "event"
    assert [line.annotation.id for line in drawer.shown] == of_kind(hand, "event")
    hand.window.commands.trigger("table.events")
    assert not drawer.isVisible()
    assert hand.reader.hasFocus()


def test_opening_a_table_leaves_the_caret_where_it_is(hand: Hand, drawer: FrameTables) -> None:
    hand.put_caret("الحوار")
    place = hand.reader.caret()
    hand.press(Key.Key_T, CONTROL)
    assert hand.reader.caret() == place
    assert hand.stage.active is None
    assert drawer.table.current().annotation.end > place


def test_arrows_make_a_line_active_and_enter_goes_to_its_text(hand: Hand, drawer: FrameTables, qtbot: QtBot) -> None:
    hand.press(Key.Key_T, CONTROL)
    qtbot.keyClick(drawer.table, Key.Key_Home, CONTROL)
    qtbot.keyClick(drawer.table, Key.Key_Down)
    assert hand.active.id == of_kind(hand, "quote")[1]
    assert drawer.table.hasFocus()
    qtbot.keyClick(drawer.table, Key.Key_Return)
    assert hand.reader.hasFocus()
    assert hand.reader.caret() == hand.active.start


def test_a_frame_that_a_table_or_the_list_asks_for_is_worked_on_in_the_text(
    hand: Hand, drawer: FrameTables, qtbot: QtBot
) -> None:
    hand.start_own_layer()
    hand.drag("الحرب ضد الإرهاب")
    hand.press(Key.Key_Q)
    hand.press(Key.Key_Return)
    for place in ("table", "list"):
        hand.press(Key.Key_T, CONTROL)
        widget = drawer.table if place == "table" else hand.stage.list.view
        widget.setFocus()
        hand.stage.activate(of_kind(hand, "quote")[0])
        qtbot.keyClick(widget, Key.Key_Q)
        assert hand.mode == "frame"
        assert hand.reader.hasFocus()
        hand.press(Key.Key_Escape)
        assert hand.mode == "annotation"


def test_a_line_of_the_list_finishes_an_open_frame_as_enter_does(hand: Hand, qtbot: QtBot) -> None:
    hand.start_own_layer()
    hand.drag("روسيا")
    hand.press(Key.Key_1)
    hand.drag("الحرب ضد الإرهاب")
    hand.press(Key.Key_Q)
    assert hand.mode == "frame"
    view = hand.stage.list.view
    spot = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert hand.mode == "annotation"
    assert [a.kind for a in hand.annotations].count("quote") == 1


def test_a_double_click_goes_to_the_text(hand: Hand, drawer: FrameTables, qtbot: QtBot) -> None:
    hand.press(Key.Key_T, CONTROL)
    spot = drawer.table.visualRect(drawer.table.model().index(2, 1)).center()
    qtbot.mouseClick(drawer.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(drawer.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert hand.active.id == of_kind(hand, "quote")[2]
    assert hand.reader.hasFocus()


def test_what_is_active_in_the_text_is_chosen_in_the_table(hand: Hand, drawer: FrameTables) -> None:
    hand.press(Key.Key_T, CONTROL)
    wanted = of_kind(hand, "quote")[3]
    hand.stage.activate(wanted)
    assert drawer.table.current().annotation.id == wanted
    hand.stage.activate(next(one.id for one in hand.annotations if one.kind == "entity"))
    assert not drawer.table.selectionModel().hasSelection()


def test_a_new_quote_without_a_speaker_is_incomplete_until_it_has_one(hand: Hand, drawer: FrameTables) -> None:
    hand.start_own_layer()
    hand.press(Key.Key_T, CONTROL)
    hand.page.tabling.settle()
    assert drawer.shown == ()
    assert drawer._empty.text() == hand.stage.say("annotate.table.none.quote")
    hand.reader.setFocus()
    hand.drag("الحرب ضد الإرهاب")
    hand.press(Key.Key_Q)
    while hand.stage.state.frame is not None and any(r == "speaker" for r, _ in hand.stage.state.frame.frame.parts):
        hand.press(Key.Key_2, Qt.KeyboardModifier.ShiftModifier)
        hand.press(Key.Key_Delete)
    hand.press(Key.Key_Return)
    hand.page.tabling.settle()
    (line,) = drawer.shown
    assert line.missing == ("speaker",)
    assert drawer.table.model().index(0, 2).data() == hand.stage.say("annotate.table.missing")
    drawer.incomplete.setChecked(True)
    assert len(drawer.shown) == 1
    hand.stage.do(lambda: hand.stage.desk.fill(hand.stage.article, line.annotation.id, "speaker", unnamed()))
    hand.page.tabling.settle()
    assert drawer.shown == ()
    assert drawer._empty.text() == hand.stage.say("annotate.table.all_complete")
    drawer.incomplete.setChecked(False)
    assert drawer.shown[0].missing == ()


def unnamed():  # type: ignore[no-untyped-def]
    from annotator.model.annotation import Target
    from annotator.work.frames import Filling

    return Filling(Target(), "anonymous")


def test_letters_narrow_the_table_folded(hand: Hand, drawer: FrameTables) -> None:
    hand.press(Key.Key_T, CONTROL)
    every = len(drawer.shown)
    drawer.filter.setText("حركه طالبان")
    found = drawer.shown
    assert 0 < len(found) < every
    drawer.filter.setText("لا شيء من هذا")
    assert drawer._empty.text() == hand.stage.say("annotate.table.nothing_found")


def test_a_copy_is_a_table_of_all_lines_or_of_those_selected(hand: Hand, drawer: FrameTables, qtbot: QtBot) -> None:
    hand.press(Key.Key_T, CONTROL)
    qtbot.keyClick(drawer.table, Key.Key_C, CONTROL)
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert len(rows) == 1 + len(drawer.shown)
    assert {len(row) for row in rows} == {len(rows[0])}
    start, end = map(int, rows[1][:2])
    first = drawer.shown[0].annotation
    assert (start, end) == (first.start, first.end)
    assert rows[1][2] == first.surface(hand.stage.text).replace("\n", " ")
    qtbot.keyClick(drawer.table, Key.Key_Home, CONTROL)
    qtbot.keyClick(drawer.table, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(drawer.table, Key.Key_C, CONTROL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3


def test_the_drawer_is_as_it_was_left(hand: Hand, drawer: FrameTables, window: Window) -> None:
    hand.window.commands.trigger("table.events")
    hand.window.commands.trigger("language.ar" if window.session.language.code == "en" else "language.en")
    QApplication.processEvents()
    again = Hand(window, hand.qtbot).page.tabling.drawer
    assert again is not drawer
    assert again.isVisible()
    assert again.tab == "event"


def test_focus_mode_shows_the_text_alone(hand: Hand, drawer: FrameTables) -> None:
    hand.press(Key.Key_T, CONTROL)
    hand.window.commands.trigger("view.focus")
    assert not drawer.isVisible()
    hand.window.commands.trigger("view.focus")
    assert drawer.isVisible()
