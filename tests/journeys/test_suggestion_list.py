"""The list of suggestions, gone through by keys in the window: walked, accepted, rejected, taken back, folded."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.model.layer import LayerKey
from annotator.model.span import Span
from annotator.settings import MEMORY, Settings
from annotator.ui.panels.suggestion_list import SuggestionList
from annotator.ui.window import Window
from tests.journeys.hand import CONTROL, SHIFT, Hand
from tests.ui.answers import MakeWindow

Key = Qt.Key


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Hand:
    """A person who has begun a layer of their own and rests until the list is filled."""
    found = Hand(window, qtbot)
    found.start_own_layer()
    qtbot.waitUntil(lambda: bool(panel(found).lines.all))
    return found


def panel(hand: Hand) -> SuggestionList:
    return hand.page.proposed.panel


def ids(hand: Hand) -> list[str]:
    return [line.id for line in panel(hand).lines.all if line.id]


def shown(hand: Hand) -> str:
    """The suggestion on the page, named as its line is."""
    found = hand.stage.state.suggestion
    return f"{found.span.start}-{found.span.end}" if found is not None else ""


def press(hand: Hand, key: Qt.Key) -> None:
    hand.qtbot.keyClick(panel(hand).view, key)


def rest(hand: Hand) -> None:
    """Let what is suggested be looked for at once."""
    hand.page.outlines.renew()


def enter(hand: Hand) -> None:
    """Go round the panes until the list has the focus."""
    for _ in range(9):
        if panel(hand).view.hasFocus():
            return
        hand.window.commands.trigger("pane.next")
    raise AssertionError("the panes were gone round without coming to the suggestions")


def test_the_list_holds_what_the_walk_comes_to_in_the_same_order(hand: Hand) -> None:
    hand.press(Key.Key_Home, CONTROL)
    walked = []
    for _ in ids(hand):
        hand.press(Key.Key_F8)
        walked.append(shown(hand))
        assert panel(hand).view.chosen == walked[-1]
    assert walked == ids(hand)
    assert hand.stage.say("annotate.suggestions.heading", n=len(walked)) == panel(hand).heading.text()


def test_going_round_the_panes_comes_to_it_and_changes_nothing(hand: Hand) -> None:
    before = hand.stage.state
    enter(hand)
    assert hand.stage.state == before
    assert panel(hand).view.chosen == ids(hand)[0]
    hand.window.commands.trigger("pane.next")
    assert hand.reader.hasFocus()
    hand.window.commands.trigger("pane.previous")
    assert panel(hand).view.hasFocus()


def test_arrows_show_enter_goes_there_and_escape_comes_back(hand: Hand) -> None:
    enter(hand)
    press(hand, Key.Key_Down)
    assert (shown(hand), hand.mode) == (ids(hand)[1], "suggestion")
    assert panel(hand).view.hasFocus()
    press(hand, Key.Key_Return)
    assert hand.reader.hasFocus()
    assert shown(hand) == ids(hand)[1]
    enter(hand)
    press(hand, Key.Key_Escape)
    assert hand.reader.hasFocus()


def test_space_accepts_and_goes_on_and_undo_comes_back_to_it(hand: Hand) -> None:
    enter(hand)
    lines = [Span(*map(int, name.split("-"))) for name in ids(hand)]
    # Within a longer name of the same thing nothing is left to be suggested.
    place = next(n for n in range(1, len(lines)) if not lines[n].overlaps(lines[n + 1]))
    for _ in range(place):
        press(hand, Key.Key_Down)
    first, second = ids(hand)[place : place + 2]
    press(hand, Key.Key_Space)
    (made,) = hand.annotations
    assert f"{made.start}-{made.end}" == first
    assert made.provenance.origin == "suggestion_accepted"
    assert first not in ids(hand)
    assert panel(hand).view.hasFocus()
    assert (panel(hand).view.chosen, shown(hand)) == (second, second)
    hand.window.commands.trigger("edit.undo")
    assert hand.annotations == []
    assert (panel(hand).view.chosen, shown(hand)) == (first, first)
    press(hand, Key.Key_Space)
    press(hand, Key.Key_Space)
    assert [f"{a.start}-{a.end}" for a in hand.annotations] == [first, second]


def test_space_accepts_the_line_on_which_the_focus_has_come(hand: Hand) -> None:
    enter(hand)
    first = ids(hand)[0]
    press(hand, Key.Key_Space)
    assert [f"{a.start}-{a.end}" for a in hand.annotations] == [first]


def test_backspace_rejects_and_goes_on_and_undo_brings_it_back(hand: Hand) -> None:
    enter(hand)
    before = ids(hand)
    press(hand, Key.Key_Backspace)
    assert hand.annotations == []
    assert before[0] not in ids(hand)
    assert panel(hand).view.hasFocus()
    assert (panel(hand).view.chosen, shown(hand)) == (before[1], before[1])
    rest(hand)
    assert before[0] not in ids(hand)
    hand.window.commands.trigger("edit.undo")
    rest(hand)
    assert ids(hand) == before
    assert panel(hand).view.chosen == before[0]


def test_a_digit_tags_the_line_otherwise(hand: Hand) -> None:
    enter(hand)
    before = ids(hand)
    press(hand, Key.Key_0)
    (made,) = hand.annotations
    assert (made.label, made.provenance.origin) == ("OTHER", "manual")
    assert panel(hand).view.chosen == before[1]


def test_the_last_line_gives_way_to_the_one_before(hand: Hand) -> None:
    enter(hand)
    press(hand, Key.Key_End)
    before = ids(hand)
    assert shown(hand) == before[-1]
    press(hand, Key.Key_Space)
    assert shown(hand) in before[:-1]
    assert panel(hand).view.chosen == shown(hand)


def test_a_click_shows_the_line(hand: Hand, qtbot: QtBot) -> None:
    view = panel(hand).view
    place = view.visualRect(panel(hand).lines.index(2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(hand) == ids(hand)[2]


def test_an_open_frame_is_written_before_a_line_is_shown(hand: Hand, qtbot: QtBot) -> None:
    hand.reader.set_caret(hand.find('"').start + 8)
    hand.press(Key.Key_F5)
    assert hand.mode == "frame"
    view = panel(hand).view
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(1, 0)).center())
    assert [a.kind for a in hand.annotations if a.kind == "quote"] == ["quote"]
    assert hand.mode == "suggestion"


def test_hidden_suggestions_have_no_list_and_the_panes_go_past_it(hand: Hand) -> None:
    hand.press(Key.Key_U, CONTROL)
    assert not panel(hand).isVisible()
    assert panel(hand) not in hand.page.panes
    hand.press(Key.Key_U, CONTROL)
    assert panel(hand).isVisible()
    assert ids(hand)


def test_a_layer_of_somebody_else_has_a_word_in_place_of_lines(hand: Hand) -> None:
    hand.page.show_layer(LayerKey(hand.stage.article.document.id, "own", "analyst-a"))
    rest(hand)
    assert ids(hand) == []
    assert panel(hand).empty_word == hand.stage.say("annotate.suggestions.none.theirs")


def test_folding_leaves_the_heading_and_is_remembered(make_window: MakeWindow, sample: Path, qtbot: QtBot) -> None:
    memory = Settings(MEMORY, None)
    window = make_window(memory=memory)
    window.projects.open(sample)
    hand = Hand(window, qtbot)
    high = panel(hand).height()
    qtbot.keyClick(panel(hand).heading, Key.Key_Space)
    assert not panel(hand).is_open
    assert not panel(hand).view.isVisible()
    qtbot.waitUntil(lambda: panel(hand).height() < high / 2)
    qtbot.waitUntil(lambda: panel(hand).geometry().bottom() == panel(hand).parentWidget().rect().bottom())
    window.close()
    window = make_window(memory=memory)
    window.projects.open(sample)
    hand = Hand(window, qtbot)
    assert not panel(hand).is_open
    qtbot.keyClick(panel(hand).heading, Key.Key_Space)
    qtbot.waitUntil(lambda: panel(hand).height() == high)
    assert panel(hand).is_open


def test_what_does_not_agree_stands_above_and_goes_once_it_is_put_right(hand: Hand) -> None:
    words = "طالبان"
    for nth, label in ((0, "ORG"), (1, "ORG"), (2, "PER")):
        span = hand.find(words, nth)
        hand.stage.desk.tag(hand.stage.article, (span,), label)
    odd = next(a for a in hand.annotations if a.label == "PER")
    rest(hand)
    enter(hand)
    press(hand, Key.Key_Home)
    assert panel(hand).view.chosen == f"label.{odd.id}"
    press(hand, Key.Key_Up)
    press(hand, Key.Key_Space)
    assert hand.said == hand.stage.say("annotate.suggestions.no_answer")
    press(hand, Key.Key_2)
    assert {a.label for a in hand.annotations} == {"ORG"}
    rest(hand)
    assert f"label.{odd.id}" not in ids(hand)


def test_shift_and_f8_walk_from_the_list_too(hand: Hand) -> None:
    enter(hand)
    press(hand, Key.Key_Down)
    hand.qtbot.keyClick(panel(hand).view, Key.Key_F8)
    assert shown(hand) == ids(hand)[2] == panel(hand).view.chosen
    hand.qtbot.keyClick(panel(hand).view, Key.Key_F8, SHIFT)
    assert shown(hand) == ids(hand)[1] == panel(hand).view.chosen


def test_a_long_article_says_that_it_is_walked_only(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.ui.pages.annotate.outlines._MOST_LETTERS", 100)
    rest(hand)
    assert ids(hand) == []
    assert panel(hand).empty_word == hand.stage.say("annotate.suggestions.none.long")
    hand.reader.select(Span(0, 1))
    hand.press(Key.Key_F8)
    assert hand.mode == "suggestion"
