"""Quotes that go on from one another or stand in one another, in the window: proposed, declined by a key, kept."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.ui.window import Window
from annotator.work.frames import Frame, read_frame
from tests.journeys.hand import SHIFT, Hand

Key = Qt.Key


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Hand:
    """A person who has begun a layer of their own, with the speaker tagged and his first quote made."""
    found = Hand(window, qtbot)
    found.start_own_layer()
    found.put_caret("فلاديمير بوتين")
    found.reader.select(found.find("فلاديمير بوتين"))
    found.press(Key.Key_1)
    found.stage.activate(None)
    found.reader.select(found.find("حركة طالبان حليفة لروسيا في الحرب ضد الإرهاب"))
    found.press(Key.Key_Q)
    found.press(Key.Key_Return)
    return found


def frame(hand: Hand) -> Frame:
    """The open frame."""
    draft = hand.stage.state.frame
    assert draft is not None
    return draft.frame


def open_second(hand: Hand) -> None:
    """Q within the marks of what the speaker goes on to say."""
    hand.stage.activate(None)
    hand.reader.set_caret(hand.find('وأضاف: "').end + 3)
    hand.press(Key.Key_Q)


def first_quote(hand: Hand) -> Annotation:
    return next(one for one in hand.annotations if one.kind == "quote")


def test_what_goes_on_is_proposed_and_accepted_with_the_frame(hand: Hand) -> None:
    first = first_quote(hand)
    open_second(hand)
    assert (frame(hand).continues, frame(hand).nested_in) == (first.id, None)
    hand.press(Key.Key_Return)
    assert read_frame(hand.stage.article, hand.active.id).continues == first.id
    hand.undo()
    assert [one.id for one in hand.annotations if one.kind == "quote"] == [first.id]


def test_a_key_declines_it_and_nothing_proposes_it_again(hand: Hand) -> None:
    first = first_quote(hand)
    open_second(hand)
    hand.press(Key.Key_5, SHIFT)
    hand.press(Key.Key_Backspace)
    assert frame(hand).continues is None
    hand.press(Key.Key_2, SHIFT)
    hand.press(Key.Key_I)
    hand.press(Key.Key_Tab)
    assert frame(hand).continues is None
    hand.press(Key.Key_Return)
    made = hand.active.id
    assert read_frame(hand.stage.article, made).continues is None
    hand.press(Key.Key_Q)
    assert frame(hand).id == made
    assert frame(hand).continues is None
    hand.press(Key.Key_5, SHIFT)
    hand.press(Key.Key_1)
    assert frame(hand).continues == first.id


def test_it_follows_the_speaker_until_a_person_has_said_what_it_is(hand: Hand) -> None:
    first = first_quote(hand)
    open_second(hand)
    hand.press(Key.Key_2, SHIFT)
    hand.press(Key.Key_Delete)
    assert frame(hand).continues is None
    hand.put_caret("فلاديمير بوتين")
    hand.press(Key.Key_Space)
    assert frame(hand).continues == first.id


def test_a_quote_within_another_says_so(hand: Hand) -> None:
    hand.stage.activate(None)
    outer = first_quote(hand)
    hand.reader.select(hand.find("الحرب ضد الإرهاب"))
    hand.press(Key.Key_Q)
    assert frame(hand).nested_in == outer.id
    hand.press(Key.Key_6, SHIFT)
    hand.press(Key.Key_Delete)
    assert frame(hand).nested_in is None
    hand.press(Key.Key_1)
    assert frame(hand).nested_in == outer.id
    hand.press(Key.Key_Return)
    assert read_frame(hand.stage.article, hand.active.id).nested_in == outer.id


@pytest.mark.parametrize("status", ["anonymous", "implicit", "inherited"])
def test_who_speaks_may_be_unnamed_implied_or_inherited(hand: Hand, status: str) -> None:
    open_second(hand)
    hand.press(Key.Key_2, SHIFT)
    if status == "inherited":
        draft = hand.stage.state.frame
        assert draft is not None
        while frame(hand).parts[-1][1].status != status:
            hand.press(Key.Key_I)
    else:
        hand.press(Key.Key_Delete)
        offered = [choice.filling.status for choice in hand.stage.offered()]
        hand.press(Key(int(Key.Key_1) + offered.index(status)))
    assert frame(hand).parts[-1][1].status == status
    hand.press(Key.Key_Return)
    ((_, filling),) = read_frame(hand.stage.article, hand.active.id).parts
    assert filling.status == status
    assert filling.target.empty == (status != "inherited")
