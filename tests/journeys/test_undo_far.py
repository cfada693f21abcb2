"""Undo and redo over a restart and across articles, and the way back to an earlier moment of the sample."""

import itertools
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.model.layer import Layer, LayerKey
from annotator.settings import MEMORY, Settings
from annotator.ui.pages.history import HistoryPage
from annotator.ui.window import Window
from tests.journeys.hand import Hand
from tests.ui.answers import ME, Answers, MakeWindow

Key = Qt.Key


def own(window: Window, document: str) -> Layer:
    """My layer of an article, as it is on the disk, without the number of its steps."""
    assert window.projects.desk is not None
    return window.projects.desk.project.layer(LayerKey(document, "own", ME.id))


def said(window: Window, *documents: str) -> list[object]:
    return [(own(window, name).annotations, own(window, name).relations) for name in documents]


def at_work(window: Window, qtbot: QtBot, document: str) -> Hand:
    hand = Hand(window, qtbot)
    window.open_article(document)
    hand.page.show_layer(LayerKey(document, "own", ME.id))
    hand.reader.setFocus()
    return hand


def worked(window: Window, qtbot: QtBot, first: str, second: str) -> list[list[object]]:
    """Four gestures in two articles, in turn; what both layers said before each and after the last."""
    states = [said(window, first, second)]
    hand = at_work(window, qtbot, first)
    hand.reader.set_caret(0)
    hand.press(Key.Key_0)
    states.append(said(window, first, second))
    hand = at_work(window, qtbot, second)
    hand.reader.set_caret(0)
    hand.press(Key.Key_0)
    states.append(said(window, first, second))
    hand = at_work(window, qtbot, first)
    mark = next(at for at, letter in enumerate(hand.stage.text) if letter in '"“')
    hand.reader.set_caret(mark + 8)
    hand.press(Key.Key_Q)
    hand.press(Key.Key_Return)
    states.append(said(window, first, second))
    hand = at_work(window, qtbot, second)
    hand.stage.activate(hand.annotations[0].id)
    hand.press(Key.Key_Delete)
    states.append(said(window, first, second))
    assert all(a != b for a, b in itertools.pairwise(states))
    return states


def test_undo_goes_back_through_both_articles_over_a_restart(
    make_window: MakeWindow, sample: Path, qtbot: QtBot
) -> None:
    memory = Settings(MEMORY, None)
    window = make_window(memory=memory)
    window.projects.open(sample)
    first, second = window.projects.desk.project.document_ids()[:2]
    states = worked(window, qtbot, first, second)
    window.commands.trigger("edit.undo")
    assert said(window, first, second) == states[3]
    window.close()

    window = make_window(memory=memory)
    window.projects.open(sample)
    hand = Hand(window, qtbot)
    for state, place in zip(states[2::-1], (first, second, first), strict=True):
        hand.undo()
        assert said(window, first, second) == state
        assert hand.stage.article.document.id == place
    window.close()

    window = make_window(memory=memory)
    window.projects.open(sample)
    hand = Hand(window, qtbot)
    for state, place in zip(states[1:], (first, second, first, second), strict=True):
        hand.redo()
        assert said(window, first, second) == state
        assert hand.stage.article.document.id == place


def test_the_sample_goes_back_to_an_earlier_moment_and_forth_again(
    make_window: MakeWindow, sample: Path, qtbot: QtBot, answers: Answers
) -> None:
    window = make_window()
    window.projects.open(sample)
    desk = window.projects.desk
    assert desk is not None
    first, second = desk.project.document_ids()[:2]
    others = [desk.project.layer(key) for key in desk.project.layer_keys() if key.author != ME.id]
    states = worked(window, qtbot, first, second)
    window.show_section("history")
    page = window.page
    assert isinstance(page, HistoryPage)
    # The newest line is on top: the moment after the first gesture is four lines down.
    page.table.setCurrentIndex(page.table.model().index(3, 0))
    answers.choice = 0
    window.commands.trigger("history.restore")
    assert said(window, first, second) == states[1]
    window.commands.trigger("edit.undo")
    assert said(window, first, second) == states[4]
    window.commands.trigger("edit.redo")
    assert said(window, first, second) == states[1]
    assert [desk.project.layer(one.key) for one in others] == others
