"""F2 over everything, repeating the last label, and the list before an article is handed in, in the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.layer import LayerKey
from annotator.ui.palette import Palette
from annotator.ui.window import Window
from tests.journeys.hand import CONTROL, Hand
from tests.ui.answers import MakeWindow

Key = Qt.Key


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Hand:
    """A person who has begun a layer of their own."""
    found = Hand(window, qtbot)
    found.start_own_layer()
    return found


def titles() -> list[str]:
    """The lines of the list that is up."""
    (palette,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Palette) and one.isVisible()]
    return [offer.title for offer in palette._offers]


def test_a_bare_word_is_tagged_and_linked_by_the_name_of_an_entry(hand: Hand) -> None:
    hand.put_caret("بوتين", 1)
    hand.window.commands.trigger("palette.open")
    hand.take_offer("Vladimir")
    assert (hand.active.surface(hand.stage.text), hand.active.label, hand.active.entry) == ("بوتين", "PER", "per.putin")
    hand.undo()
    assert hand.annotations == []


def test_an_entry_needs_a_word_and_a_layer_that_can_be_written(hand: Hand) -> None:
    said = hand.stage.say("annotate.offer.known", name=hand.stage.desk.names.entries["per.putin"].name_ar)
    hand.put_caret("بوتين", 1)
    assert said in [offer.title for offer in hand.page.offers()]
    hand.press(Key.Key_1)
    assert said not in [offer.title for offer in hand.page.offers()]
    hand.press(Key.Key_Escape)
    hand.page.show_layer(LayerKey(hand.stage.article.document.id, "own", "analyst-a"))
    assert not hand.stage.writable
    assert said not in [offer.title for offer in hand.page.offers()]


def test_the_last_label_is_repeated_after_the_program_was_closed(
    hand: Hand, make_window: MakeWindow, qtbot: QtBot
) -> None:
    path = hand.window.projects.path
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    hand.window.close()
    window = make_window(memory=hand.window.session.memory)
    window.projects.open(path)
    again = Hand(window, qtbot)
    again.put_caret("روسيا")
    again.press(Key.Key_A)
    assert again.active.label == "ORG"


def test_an_open_comment_stands_in_the_list_by_its_words_and_is_gone_to(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    hand.press(Key.Key_F9)
    field = QApplication.focusWidget()
    assert field is not None
    hand.type_into(field, "لماذا")
    qtbot.keyClick(field, Key.Key_Return)
    hand.reader.setFocus()
    hand.stage.become(hand.stage.state.activated(None))
    hand.press(Key.Key_Return, CONTROL)
    assert hand.stage.say("annotate.check.comment", letters="لماذا", role="") in titles()
    hand.take_offer("لماذا")
    assert hand.active.surface(hand.stage.text) == "طالبان"
    field = QApplication.focusWidget()
    assert field is not None
    assert field.accessibleName() == hand.stage.say("annotate.comments.add")


def test_types_of_events_are_offered_by_name_and_found_by_id(hand: Hand) -> None:
    hand.put_caret("الحوار")
    hand.press(Key.Key_E)
    assert "Assault · Attack" in titles()
    hand.take_offer("ASSAULT attack")
    draft = hand.stage.state.frame
    assert draft is not None
    assert draft.frame.label == "ASSAULT"


def test_what_was_said_about_an_article_does_not_stand_under_the_next(hand: Hand) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    assert hand.said
    hand.window.commands.trigger("article.next")
    assert not hand.said
