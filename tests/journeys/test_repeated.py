"""A headline that an article says twice: what one copy has is offered for the other, and goes along in one step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.pages.annotate.repeat_dialog import RepeatDialog
from annotator.ui.window import Window
from tests.journeys.hand import CONTROL, Hand

Key = Qt.Key
DOCUMENT = "001_9d01ffca6c2bf9eb"


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Hand:
    """A person in a layer of their own, in the article with its headline twice."""
    found = Hand(window, qtbot)
    window.hub.article_wanted.emit(DOCUMENT, None)
    found.start_own_layer()
    return found


def dialog_of(hand: Hand) -> RepeatDialog:
    hand.reader.setFocus()
    hand.press(Key.Key_D)
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, RepeatDialog) and one.isVisible()]
    return dialog


def tag(hand: Hand, words: str, key: Qt.Key) -> None:
    hand.put_caret(words)
    hand.press(key)


def surfaces(hand: Hand) -> list[str]:
    return [one.surface(hand.stage.text) for one in hand.annotations]


def test_the_foot_of_the_page_tells_quietly_what_the_other_copy_lacks(hand: Hand) -> None:
    hand.page.repeating.look()
    assert hand.stage.status.passage == ""
    tag(hand, "أفغانستان", Key.Key_3)
    hand.page.repeating.look()
    assert hand.stage.status.passage == hand.stage.say("annotate.repeat.waiting", n=1)
    dialog_of(hand).reject()
    assert hand.stage.status.passage == ""


def test_what_is_checked_goes_along_in_one_step_and_comes_back_in_one(hand: Hand, qtbot: QtBot) -> None:
    tag(hand, "أفغانستان", Key.Key_3)
    tag(hand, "الرئيس", Key.Key_7)
    dialog = dialog_of(hand)
    assert dialog.view.rows.rowCount() == 2
    dialog.view.setCurrentIndex(dialog.view.rows.index(0))
    qtbot.keyClick(dialog.view, Key.Key_Space)
    assert len(dialog.view.rows.checked) == 1
    qtbot.keyClick(dialog.view, Key.Key_Return)
    assert surfaces(hand) == ["الرئيس", "أفغانستان", "أفغانستان"]
    assert hand.annotations[-1].provenance.origin == "propagated"
    assert hand.said == hand.stage.say("annotate.repeat.done", n=1)
    hand.reader.setFocus()
    hand.press(Key.Key_Z, CONTROL)
    assert surfaces(hand) == ["الرئيس", "أفغانستان"]


def test_where_the_other_copy_says_something_of_its_own_the_box_is_empty(hand: Hand) -> None:
    tag(hand, "أفغانستان", Key.Key_3)
    hand.reader.set_caret(hand.find("أفغانستان", 1).start)
    hand.press(Key.Key_4)
    dialog = dialog_of(hand)
    assert dialog.view.rows.rowCount() == 2
    assert dialog.view.rows.checked == ()
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_an_article_without_a_repetition_says_so(hand: Hand) -> None:
    hand.window.hub.article_wanted.emit("000_86a1a680588ddadc", None)
    hand.start_own_layer()
    hand.press(Key.Key_D)
    assert hand.said == hand.stage.say("annotate.repeat.none")


def test_copies_that_say_the_same_leave_nothing_to_do(hand: Hand) -> None:
    hand.press(Key.Key_D)
    assert hand.said == hand.stage.say("annotate.repeat.nothing")
