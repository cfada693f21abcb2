"""Keys after a field of the inspector was written, left or taken away, and what of the panel is in sight."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.text.segmentation import words
from annotator.ui.panels.fields import EditField
from annotator.ui.window import Window
from tests.journeys.hand import CONTROL, Hand

Key = Qt.Key


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Hand:
    """A person who has begun a layer of their own."""
    found = Hand(window, qtbot)
    found.start_own_layer()
    return found


def note(hand: Hand) -> EditField:
    """The field for a note of the form that is shown now."""
    hand.stage.inspector.settle()
    QApplication.processEvents()
    name = hand.stage.say("annotate.words.note")
    # Fields of the form before live until Qt has time: the last one is of this form.
    return [f for f in hand.stage.inspector.annotation_form.findChildren(EditField) if f.accessibleName() == name][-1]


def test_a_note_that_was_written_keeps_the_focus_and_esc_leads_back(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    field = note(hand)
    field.setFocus()
    hand.type_into(field, "1Q")
    qtbot.keyClick(field, Key.Key_Return)
    assert hand.active.note == "1Q"
    again = note(hand)
    assert QApplication.focusWidget() is again
    qtbot.keyClick(again, Key.Key_Escape)
    assert hand.reader.hasFocus()
    assert len(hand.annotations) == 1


def test_the_field_after_a_note_keeps_the_focus_too(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    field = note(hand)
    field.setFocus()
    hand.type_into(field, "نص")
    qtbot.keyClick(field, Key.Key_Tab)
    note(hand)
    focused = QApplication.focusWidget()
    assert isinstance(focused, EditField)
    assert focused.accessibleName() == hand.stage.say("annotate.comments.add")


def test_the_focus_comes_back_to_the_reader_when_an_undo_takes_the_form_away(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    note(hand).setFocus()
    hand.window.commands.trigger("edit.undo")
    hand.stage.inspector.settle()
    assert hand.annotations == []
    assert hand.reader.hasFocus()


def test_the_field_for_a_comment_on_the_article_comes_into_sight(hand: Hand, qtbot: QtBot) -> None:
    hand.press(Key.Key_F9)
    QApplication.processEvents()
    field = QApplication.focusWidget()
    assert isinstance(field, EditField)
    area = next(one for one in hand.stage.inspector.findChildren(QScrollArea) if one.isAncestorOf(field))
    place = QRect(field.mapTo(area.viewport(), QPoint()), field.size())
    assert area.viewport().rect().contains(place)


def test_the_inspector_begins_at_the_top_with_another_subject(hand: Hand) -> None:
    form, inspector = hand.stage.inspector.article_form, hand.stage.inspector
    area = next(one for one in inspector.findChildren(QScrollArea) if one.widget() is form)
    hand.window.resize(1280, 560)
    hand.qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert area.verticalScrollBar().value() > 0
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    inspector.settle()
    hand.press(Key.Key_Escape)
    inspector.settle()
    assert inspector.form is form
    assert area.verticalScrollBar().value() == 0


def test_the_row_of_the_active_stays_in_sight_when_rows_come_above_it(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("طالبان", 4)
    hand.press(Key.Key_2)
    active, article = hand.active.id, hand.stage.article
    bare = [Span(*word) for word in words(hand.stage.text) if word[1] < hand.active.start]
    for span in bare:
        hand.stage.desk.tag(article, (span,), "GPE")
    view, rows = hand.stage.list.view, hand.stage.list.rows

    def in_sight() -> bool:
        return view.viewport().rect().contains(view.visualRect(rows.index_of(active)))

    assert hand.active.id == active
    qtbot.waitUntil(lambda: rows.index_of(active).row() > 20 and view.currentIndex() == rows.index_of(active))
    qtbot.waitUntil(in_sight)


def test_a_field_shows_the_beginning_again_when_it_is_left(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    field = note(hand)
    field.setFocus()
    assert field.hasFocus()
    hand.type_into(field, "كلام كثير لا يتسع له حقل واحد في هذا المكان الضيق")
    assert field.cursorPosition() > 0
    hand.reader.setFocus()
    assert field.cursorPosition() == 0


def test_the_page_stays_where_it_is_when_another_layer_is_shown(window: Window, qtbot: QtBot) -> None:
    hand = Hand(window, qtbot)
    QApplication.processEvents()
    before = hand.reader.mapTo(window, QPoint())
    hand.press(Key.Key_M, CONTROL)
    QApplication.processEvents()
    assert hand.stage.writable
    assert hand.reader.mapTo(window, QPoint()) == before


def test_what_space_would_do_is_not_told_while_it_does_something_else(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    qtbot.waitUntil(lambda: hand.stage.status.proposal != "")
    hand.press(Key.Key_Q)
    assert hand.mode == "frame"
    assert hand.stage.status.proposal == ""
    hand.press(Key.Key_Escape)
    hand.press(Key.Key_Tab)
    qtbot.waitUntil(lambda: hand.stage.status.proposal != "")


def test_no_frame_of_the_mirror_is_seen_through_the_scroll_bar(hand: Hand) -> None:
    pane, bar = hand.reader.parentWidget(), hand.reader.verticalScrollBar()
    assert hand.reader.hasFocus()
    shown = pane.grab(QRect(bar.mapTo(pane, QPoint()), bar.size())).toImage()
    colours = {shown.pixelColor(x, y).name() for x in range(shown.width()) for y in range(shown.height())}
    assert hand.window.session.theme.token("accent").name() not in colours
