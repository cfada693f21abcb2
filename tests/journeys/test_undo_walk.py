"""Every command of the table that writes on the annotate page is undone and done again exactly."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.layer import Layer
from annotator.ui.commands.table import COMMANDS
from annotator.ui.pages.annotate.everywhere_dialog import EverywhereDialog
from annotator.ui.pages.annotate.repeat_dialog import RepeatDialog
from annotator.ui.window import Window
from tests.journeys.hand import CONTROL, Hand

Key = Qt.Key
Act = Callable[[Hand], None]

ELSEWHERE = frozenset({"project", "edit", "registry", "history", "codebook", "review", "release", "team"})
"""Groups whose commands write on other pages; their own tests undo them."""


def _tagged(words: str = "طالبان", key: Qt.Key = Key.Key_2) -> Act:
    def prepare(hand: Hand) -> None:
        hand.put_caret(words)
        hand.press(key)

    return prepare


def _two_pieces(hand: Hand) -> None:
    _tagged("الحوار", Key.Key_0)(hand)
    hand.put_caret("الإرهابية")
    hand.press(Key.Key_P)


def _two_tags(hand: Hand) -> None:
    _tagged("تحالف", Key.Key_0)(hand)
    _tagged("إجابة", Key.Key_0)(hand)
    hand.stage.activate(hand.annotations[0].id)


def _linked(hand: Hand) -> None:
    _tagged()(hand)
    hand.press(Key.Key_Space)
    assert hand.active.entry is not None


def _walked(hand: Hand) -> None:
    hand.press(Key.Key_F8)


def _moved_edge(hand: Hand) -> None:
    _tagged("الحوار", Key.Key_0)(hand)
    hand.press(Key.Key_F4)
    hand.press(Key.Key_Left)


def _framed(hand: Hand) -> None:
    hand.reader.set_caret(hand.find('"').start + 8)
    hand.press(Key.Key_Q)


def _trimmed(hand: Hand) -> None:
    _tagged("لروسيا", Key.Key_3)(hand)


def _at_word(hand: Hand) -> None:
    hand.put_caret("الحوار")


def _take(words: str) -> Act:
    return lambda hand: hand.take_offer(words)


def _tag_all(hand: Hand) -> None:
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, EverywhereDialog)]
    hand.qtbot.waitUntil(lambda: dialog.view.places.rowCount() > 1)
    before = len(hand.annotations)
    hand.qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    hand.qtbot.waitUntil(lambda: len(hand.annotations) > before)


def _in_the_headline(hand: Hand) -> None:
    """An article that says its headline twice, with a tag in one of the two."""
    hand.window.hub.article_wanted.emit("001_9d01ffca6c2bf9eb", None)
    hand.start_own_layer()
    _tagged("أفغانستان", Key.Key_3)(hand)


def _carry(hand: Hand) -> None:
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, RepeatDialog)]
    hand.qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)


def _nothing(hand: Hand) -> None:
    del hand


# command: what stands before it is done, and what is answered to it
WAYS: dict[str, tuple[Act, Act]] = {
    "tag.1": (_at_word, _nothing),
    "tag_beside.1": (_tagged("الحوار", Key.Key_0), _nothing),
    "region.make": (_at_word, _take("headline")),
    "tag.repeat": (lambda hand: (_tagged()(hand), _at_word(hand))[-1], _nothing),
    "piece.add": (lambda hand: (_tagged()(hand), _at_word(hand))[-1], _nothing),
    "tag.everywhere": (_tagged(), _tag_all),
    "passage.carry": (_in_the_headline, _carry),
    "annotation.remove": (_tagged(), _nothing),
    "annotation.split": (_two_pieces, _nothing),
    "annotation.merge": (_two_tags, _nothing),
    "subtype.choose": (_tagged(), _take("ARMED")),
    "entry.accept": (_tagged(), _nothing),
    "entry.new": (_tagged(), _nothing),
    "entry.unlink": (_linked, _nothing),
    "entry.pick.2": (_tagged(), _nothing),
    "clitic.trim": (_trimmed, _nothing),
    "clitic.give_back": (_trimmed, _nothing),
    "annotation.unsure": (_tagged(), _nothing),
    "edges.accept": (_moved_edge, _nothing),
    "frame.accept": (_framed, _nothing),
    "suggestion.accept": (_walked, _nothing),
    "suggestion.accept_edit": (_walked, _nothing),
    "article.nothing": (_nothing, _nothing),
}

SAME_AS = frozenset(
    {f"{family}.{digit}" for family in ("tag", "tag_beside", "entry.pick") for digit in "1234567890"} - set(WAYS)
)
"""Members of a family that differ by their digit alone."""

NOT_OF_THE_LAYER = frozenset({"suggestion.reject", "article.submit"})
"""A rejection stands beside the layer and a submission moves on; journeys of their own undo them."""


def test_the_walk_knows_every_command_that_writes() -> None:
    writing = {one.id for one in COMMANDS if one.writes and one.group not in ELSEWHERE}
    assert writing == set(WAYS) | SAME_AS | NOT_OF_THE_LAYER


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Hand:
    found = Hand(window, qtbot)
    found.start_own_layer()
    return found


def _layer(hand: Hand) -> tuple[object, ...]:
    layer: Layer = hand.stage.desk.project.layer(hand.stage.article.key)
    entries = frozenset(hand.stage.desk.project.entries())
    assert hand.stage.article.layer().annotations == layer.annotations
    return layer.annotations, layer.relations, layer.state, layer.facts, entries


@pytest.mark.parametrize("command", sorted(WAYS))
def test_a_command_is_undone_and_done_again_exactly(hand: Hand, command: str) -> None:
    prepare, answer = WAYS[command]
    prepare(hand)
    hand.reader.setFocus()
    before = _layer(hand)
    assert hand.window.commands.trigger(command)
    answer(hand)
    after = _layer(hand)
    assert after != before
    hand.reader.setFocus()
    hand.press(Key.Key_Z, CONTROL)
    assert _layer(hand) == before
    hand.press(Key.Key_Y, CONTROL)
    assert _layer(hand) == after
    hand.press(Key.Key_Z, CONTROL)
    assert _layer(hand) == before
