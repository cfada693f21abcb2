"""What the inspector says of a date, of an annotation's life, and of several annotations at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.ui.panels.fields import EditField, LinkButton
from annotator.ui.panels.life_rows import LifeRows
from annotator.ui.window import Window
from tests.journeys.hand import CONTROL, SHIFT, Hand

Key = Qt.Key
LATE = "الرابع من يوليو الحالي"
MARCH = "مارس (آذار) الماضي"


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Hand:
    """A person in a layer of their own, in the article of July 2025 that copies older text."""
    found = Hand(window, qtbot)
    window.hub.article_wanted.emit("004_2d74ac5e9dc5bed1", None)
    found.start_own_layer()
    return found


def tag_date(hand: Hand, words: str) -> None:
    hand.reader.select(hand.find(words))
    hand.press(Key.Key_8)
    hand.stage.inspector.settle()


def shown(hand: Hand, kind: type) -> list:  # type: ignore[type-arg]
    hand.stage.inspector.settle()
    QApplication.processEvents()
    return [one for one in hand.stage.inspector.form.findChildren(kind) if one.isVisibleTo(hand.window)]


def field(hand: Hand, text: str) -> EditField:
    return next(one for one in shown(hand, EditField) if one.text() == text)


def test_one_press_takes_the_value_that_the_text_says(hand: Hand, qtbot: QtBot) -> None:
    tag_date(hand, MARCH)
    words = hand.stage.say("annotate.date.take", value="2025-03")
    (take,) = [one for one in shown(hand, LinkButton) if one.words == words]
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    assert (hand.active.value("value"), hand.active.value("subtype")) == ("2025-03", "DATE")


def test_space_takes_it_and_another_value_keeps_the_written_one(hand: Hand, qtbot: QtBot) -> None:
    tag_date(hand, MARCH)
    hand.press(Key.Key_Space)
    assert hand.active.value("value") == "2025-03"
    value = field(hand, "2025-03")
    value.setFocus()
    value.selectAll()
    hand.type_into(value, "2024-03")
    qtbot.keyClick(value, Key.Key_Return)
    assert (hand.active.value("value"), hand.active.value("value_as_written")) == ("2024-03", "2025-03")
    hand.reader.setFocus()
    hand.press(Key.Key_Z, CONTROL)
    assert (hand.active.value("value"), hand.active.value("value_as_written")) == ("2025-03", None)


def test_a_date_after_publication_is_flagged_until_the_real_one_stands(hand: Hand, qtbot: QtBot) -> None:
    tag_date(hand, LATE)
    flag = hand.stage.say("annotate.date.late", published="2025-07-03")
    assert flag in [one.text() for one in shown(hand, QLabel)]
    hand.press(Key.Key_Space)
    assert hand.said == hand.stage.say("annotate.said.after_publication", value="2025-07-04")
    value = field(hand, "2025-07-04")
    value.setText("2024-07-04")
    qtbot.keyClick(value, Key.Key_Return)
    assert hand.active.value("value_as_written") == "2025-07-04"
    assert flag not in [one.text() for one in shown(hand, QLabel)]


def test_the_life_of_an_annotation_is_told_and_unfolds(hand: Hand, qtbot: QtBot) -> None:
    hand.put_caret("طالبان")
    for key in (Key.Key_1, Key.Key_2, Key.Key_6):
        hand.press(key)
    (life,) = shown(hand, LifeRows)
    assert len(life.lines) == 3
    assert all(line.isHidden() for line in life.lines)
    qtbot.mouseClick(life.unfold, Qt.MouseButton.LeftButton)
    assert not any(line.isHidden() for line in life.lines)
    assert hand.stage.say("step.tag") in life.lines[-1].text()
    assert hand.stage.say("step.retag") in life.lines[0].text()


def choose_all(hand: Hand) -> list[Annotation]:
    for words, key in (("روسيا", Key.Key_3), ("أفغانستان", Key.Key_3), ("طالبان", Key.Key_2)):
        hand.put_caret(words)
        hand.press(key)
    view = hand.stage.list.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    for _ in range(2):
        hand.qtbot.keyClick(view, Key.Key_Down, SHIFT)
    assert len(hand.stage.targets) == 3
    return hand.annotations


def test_a_digit_labels_all_that_are_selected_in_one_step(hand: Hand, qtbot: QtBot) -> None:
    before = choose_all(hand)
    qtbot.keyClick(hand.stage.list.view, Key.Key_6)
    assert {one.label for one in hand.annotations} == {"NORP"}
    qtbot.keyClick(hand.stage.list.view, Key.Key_Z, CONTROL)
    assert hand.annotations == before


def test_all_that_are_selected_are_linked_and_unlinked_together(hand: Hand, qtbot: QtBot) -> None:
    choose_all(hand)
    view = hand.stage.list.view
    qtbot.keyClick(view, Key.Key_Space)
    (entry,) = {one.entry for one in hand.annotations}
    assert entry is not None
    qtbot.keyClick(view, Key.Key_Backspace)
    assert {one.entry for one in hand.annotations} == {None}
    qtbot.keyClick(view, Key.Key_Z, CONTROL)
    assert {one.entry for one in hand.annotations} == {entry}


def test_the_inspector_says_that_it_speaks_for_several_and_does(hand: Hand) -> None:
    choose_all(hand)
    heading = hand.stage.say("annotate.several.heading", n=3)
    assert heading in [one.text() for one in shown(hand, QLabel)]
    from annotator.ui.panels.fields import Chooser

    mention = next(one for one in shown(hand, Chooser) if one.findData("NAM") >= 0)
    mention.setCurrentIndex(mention.findData("NAM"))
    mention.activated.emit(mention.currentIndex())
    assert {one.value("mention") for one in hand.annotations} == {"NAM"}
    hand.reader.setFocus()
    hand.press(Key.Key_Z, CONTROL)
    assert {one.value("mention") for one in hand.annotations} == {None}


def test_delete_takes_all_that_are_selected_in_one_step(hand: Hand, qtbot: QtBot) -> None:
    before = choose_all(hand)
    qtbot.keyClick(hand.stage.list.view, Key.Key_Delete)
    assert hand.annotations == []
    hand.reader.setFocus()
    hand.press(Key.Key_Z, CONTROL)
    assert hand.annotations == before


def test_a_headline_grows_and_shrinks_at_once(hand: Hand) -> None:
    hand.put_caret("روسيا تعترف")
    plain = hand.reader.range_rects(hand.find("روسيا"))[0].height()
    hand.press(Key.Key_R)
    hand.take_offer("headline")
    assert hand.reader.range_rects(hand.find("روسيا"))[0].height() > plain
    hand.press(Key.Key_Z, CONTROL)
    assert hand.reader.range_rects(hand.find("روسيا"))[0].height() == plain


def test_recent_labels_lead_what_f2_offers(hand: Hand) -> None:
    hand.put_caret("طالبان")
    hand.press(Key.Key_6)
    first = hand.page.offers()[0]
    norp = hand.stage.desk.codebook.label("entity", "NORP")
    assert norp is not None
    assert first.title == hand.stage.say("annotate.offer.tag", label=norp.name.of(hand.window.session.language.code))
