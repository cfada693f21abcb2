"""From the sample to a validated export: tag, quote, event, undo over a restart, redo."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.cli.app import main
from annotator.settings import MEMORY, Settings
from annotator.ui.window import Window
from annotator.work.frames import read_frame
from tests.journeys.hand import SHIFT, Hand
from tests.ui.answers import Answers, MakeWindow

Key = Qt.Key


def test_the_sample_shows_annotated_text_at_first_sight(window: Window, qtbot: QtBot) -> None:
    hand = Hand(window, qtbot)
    assert len(hand.annotations) > 50
    assert not hand.stage.writable
    assert hand.page.layer_bar.isVisible()
    before = len(hand.annotations)
    hand.put_caret("الحوار")
    hand.press(Key.Key_1)
    assert len(hand.annotations) == before
    assert "analyst-a" in hand.said


def test_tagging_by_mouse_and_by_keys_under_two_layouts(window: Window, qtbot: QtBot) -> None:
    hand = Hand(window, qtbot)
    hand.start_own_layer()
    hand.drag("فلاديمير بوتين")
    hand.press(Key.Key_1)
    assert hand.active.surface(hand.stage.text) == "فلاديمير بوتين"
    assert (hand.active.label, hand.mode) == ("PER", "annotation")
    hand.put_caret("طالبان")
    hand.press_arabic("2")
    assert hand.active.label == "ORG"
    hand.put_caret("لروسيا")
    hand.press_arabic("3")
    assert hand.active.surface(hand.stage.text) == "روسيا"
    hand.press(Key.Key_Equal)
    assert hand.active.surface(hand.stage.text) == "لروسيا"
    hand.press(Key.Key_Minus)
    assert hand.active.surface(hand.stage.text) == "روسيا"
    assert len(hand.annotations) == 3


def test_a_second_press_arms_the_label_and_the_mouse_paints(window: Window, qtbot: QtBot) -> None:
    hand = Hand(window, qtbot)
    hand.start_own_layer()
    hand.put_caret("طالبان")
    hand.press(Key.Key_2)
    hand.press(Key.Key_2)
    assert hand.stage.state.armed == "ORG"
    assert len(hand.annotations) == 1
    hand.drag("الأمم المتحدة")
    assert [a.label for a in hand.annotations] == ["ORG", "ORG"]
    hand.press(Key.Key_Escape)
    hand.press(Key.Key_Escape)
    assert hand.stage.state.armed is None
    hand.drag("فلاديمير بوتين")
    assert len(hand.annotations) == 2


def test_a_whole_first_hour(make_window: MakeWindow, sample: Path, qtbot: QtBot, answers: Answers) -> None:
    memory = Settings(MEMORY, None)
    first = make_window(memory=memory)
    first.projects.open(sample)
    hand = Hand(first, qtbot)
    hand.start_own_layer()
    for word, key in (("بوتين", Key.Key_1), ("طالبان", Key.Key_2), ("لروسيا", Key.Key_3)):
        hand.put_caret(word)
        hand.press(key)
    hand.press(Key.Key_Minus)
    quote_id = _quote_with_speaker(hand)
    event_id = _event_with_two_roles(hand)
    counts = [len(hand.annotations)]
    for _ in range(5):
        hand.undo()
        counts.append(len(hand.annotations))
    # event; quote with its cue; proclitic; third tag; second tag
    assert counts == [6, 5, 3, 3, 2, 1]
    article = hand.stage.article.document.id
    first.close()

    second = make_window(memory=memory)
    second.projects.open(sample)
    second.open_article(article)
    again = Hand(second, qtbot)
    for _ in range(3):
        again.redo()
    assert len(again.annotations) == 3
    again.undo()
    again.undo()
    again.undo()
    assert len(again.annotations) == 1
    for _ in range(5):
        again.redo()
    assert {quote_id, event_id} <= set(again.stage.article.annotations)
    _export_and_validate(second, sample.with_name("out.jsonl"), qtbot, answers)


def _quote_with_speaker(hand: Hand) -> str:
    hand.reader.set_caret(hand.find('"').start + 8)
    hand.press_arabic("Q")
    assert hand.mode == "frame"
    draft = hand.stage.state.frame
    assert draft is not None
    cue = [s.of(hand.stage.text) for s in draft.frame.cue]
    assert cue == ["أضاف"]
    hand.press(Key.Key_2, SHIFT)
    hand.press(Key.Key_Delete)
    hand.put_caret("بوتين")
    hand.press(Key.Key_Space)
    hand.press(Key.Key_Return)
    frame = read_frame(hand.stage.article, hand.active.id)
    assert (hand.active.kind, hand.active.label, hand.mode) == ("quote", "direct", "annotation")
    [(role, filling)] = frame.parts
    speaker = hand.stage.article.annotations[filling.target.annotation or ""]
    assert (role, speaker.surface(hand.stage.text)) == ("speaker", "بوتين")
    return hand.active.id


def _event_with_two_roles(hand: Hand) -> str:
    hand.put_caret("الحوار")
    hand.press(Key.Key_E)
    hand.take_offer("CONSULT")
    hand.press(Key.Key_1)
    hand.press(Key.Key_Tab)
    hand.press(Key.Key_1)
    hand.press(Key.Key_Return)
    frame = read_frame(hand.stage.article, hand.active.id)
    assert (frame.label, sorted(role for role, _ in frame.parts)) == ("CONSULT", ["actor", "recipient"])
    return hand.active.id


def _export_and_validate(window: Window, out: Path, qtbot: QtBot, answers: Answers) -> None:
    answers.files = [out]
    window.commands.trigger("export.jsonl")
    qtbot.waitUntil(lambda: window.jobs.current is None and out.exists())
    lines = [msgspec.json.decode(line) for line in out.read_bytes().splitlines()]
    mine = [line for line in lines if line["quotes"]]
    assert mine
    assert main(["validate", str(out)]) == 0
