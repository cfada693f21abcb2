"""The reader as a person uses it: mouse, keys, copying, signals."""

import random
from itertools import product

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.text.segmentation import word_at, words
from annotator.ui.reader.marks import Mark
from annotator.ui.reader.view import Reader
from tests.ui.reader import palettes
from tests.ui.reader.conftest import MakeReader
from tests.ui.reader.drags import Mouse, aims, random_drags
from tests.ui.reader.sample_marks import find, rich_links, rich_marks

_SHIFT, _ALT, _CTRL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
_TEXT = "قال الرئيس «بوتين»، أمس في لأفغانستان. وأضاف: لا.\nثم سكت الناس"


def _key(reader: Reader, key: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
    QApplication.sendEvent(reader, event)
    return event.isAccepted()


def _middle(reader: Reader, span: Span) -> QPointF:
    return reader.range_rects(span)[0].center()


def _across(reader: Reader, span: Span) -> tuple[QPointF, QPointF]:
    """Points just inside a right-to-left span's first and last letters."""
    rects = reader.range_rects(span)
    first, last = rects[0], rects[-1]
    return QPointF(first.right() - 1.0, first.center().y()), QPointF(last.left() + 1.0, last.center().y())


def _entity(mark_id: str, span: Span, label: str = "PER") -> Mark:
    return Mark(mark_id, "entity", label, (span,), label, label)


@pytest.mark.parametrize("number", range(5))
def test_exact_drags_select_exactly_the_letters_under_them(
    number: int, make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    reader = make_reader(list(seeds.values())[number], size=(700, 1600))
    for drag in random_drags(reader, 60, random.Random(number)):
        assert drag.got == drag.aimed


def test_exact_drags_hold_in_left_to_right_and_mixed_text(make_reader: MakeReader) -> None:
    text = "The ministry said بوتين and لافروف met in Astana, وقال Peskov إن 144 شخصا in Moscow.\n" * 4
    reader = make_reader(text, size=(420, 2000))
    for direction, width in product(("ltr", "rtl", "auto"), range(260, 460, 25)):
        reader.set_article(text, direction)
        reader.resize(width, 2000)
        assert len(aims(reader)) > 100
        for drag in random_drags(reader, 15, random.Random(7)):
            assert drag.got == drag.aimed


def test_a_drag_without_alt_is_trimmed_and_snapped_to_words(make_reader: MakeReader, qtbot: QtBot) -> None:
    reader = make_reader(_TEXT)
    raw = Span(_TEXT.index("رئيس") + 1, _TEXT.index("أمس") - 1)
    with qtbot.waitSignal(reader.selection_finished) as finished:
        Mouse(reader).drag(*_across(reader, raw), exact=False)
    assert finished.args[1] is False
    assert finished.args[0].of(_TEXT) == "الرئيس «بوتين»"
    assert reader.selection() == finished.args[0]
    assert reader.drag_span is not None
    assert reader.drag_span != reader.selection()


@pytest.mark.parametrize("by_switch", [True, False])
def test_exact_letters_part_the_lam_from_the_name(by_switch: bool, make_reader: MakeReader) -> None:
    reader = make_reader(_TEXT)
    name = find(_TEXT, "أفغانستان")
    reader.exact_letters = by_switch
    Mouse(reader).drag(*_across(reader, name), exact=not by_switch)
    assert reader.selection() == name


@pytest.mark.parametrize("number", range(5))
def test_drags_without_alt_take_the_whole_words_of_their_ends(
    make_reader: MakeReader, seeds: dict[str, str], number: int
) -> None:
    text = list(seeds.values())[number]
    reader = make_reader(text, size=(700, 1600))
    spans = words(text)
    for drag in random_drags(reader, 100, random.Random(number), exact=False):
        first, last = word_at(spans, drag.aimed[0]), word_at(spans, drag.aimed[1] - 1)
        assert first is not None
        assert last is not None
        assert drag.got == (first[0], last[1])


def test_a_drag_over_nothing_but_marks_selects_nothing(make_reader: MakeReader, qtbot: QtBot) -> None:
    reader = make_reader("قال :  ، بوتين")
    with qtbot.assertNotEmitted(reader.selection_finished):
        Mouse(reader).drag(*_across(reader, Span(4, 8)), exact=False)
    assert reader.selection() is None


def test_clicks_take_word_sentence_and_paragraph(make_reader: MakeReader) -> None:
    reader = make_reader(_TEXT)
    point = _middle(reader, find(_TEXT, "بوتين"))
    mouse = Mouse(reader)
    taken = []
    for times in (2, 3, 4):
        mouse.click(point, times=times)
        selection = reader.selection()
        assert selection is not None
        taken.append(selection.of(_TEXT))
    assert taken == ["بوتين", "قال الرئيس «بوتين»، أمس في لأفغانستان.", _TEXT.split("\n", maxsplit=1)[0]]


def test_shift_click_extends(make_reader: MakeReader) -> None:
    reader = make_reader(_TEXT)
    mouse = Mouse(reader)
    first, _ = _across(reader, find(_TEXT, "الرئيس"))
    _, last = _across(reader, find(_TEXT, "أمس"))
    mouse.click(first)
    mouse.click(last, shift=True)
    assert reader.selection() == Span(_TEXT.index("الرئيس"), _TEXT.index("أمس") + 3)


def test_a_click_opens_the_innermost_mark_and_further_ones_go_outwards(make_reader: MakeReader, qtbot: QtBot) -> None:
    outer, inner = _entity("outer", find(_TEXT, "الرئيس «بوتين»")), _entity("inner", find(_TEXT, "بوتين"))
    reader = make_reader(_TEXT, [outer, inner])
    reader.mark_activated.connect(lambda mark_id: reader.set_active((mark_id,)))
    mouse, point, opened = Mouse(reader), _middle(reader, inner.spans[0]), []
    reader.mark_activated.connect(opened.append)
    for _ in range(3):
        mouse.click(point)
    assert opened == ["inner", "outer", "inner"]
    assert reader.marks_at(inner.start) == ("inner", "outer")


def test_three_nested_spans_are_each_clickable_by_their_lanes(make_reader: MakeReader) -> None:
    spans = (find(_TEXT, "بوتين"), find(_TEXT, "الرئيس «بوتين»"), find(_TEXT, "قال الرئيس «بوتين»، أمس"))
    reader = make_reader(_TEXT, [_entity(str(n), span) for n, span in enumerate(spans)])
    row = reader.scene.row_of(spans[0].start)
    metrics = reader.scene.metrics
    x = _middle(reader, spans[0]).x()
    for level in range(3):
        y = row.baseline + metrics.lane_top(level) + metrics.lane_width / 2
        assert reader.marks_under(QPointF(x, y))[0] == str(level)


def test_an_edge_is_dragged_by_its_handle(make_reader: MakeReader, qtbot: QtBot) -> None:
    mark = _entity("m", find(_TEXT, "بوتين"))
    reader = make_reader(_TEXT, [mark])
    reader.set_active(("m",))
    ((_, _, (start, _)),) = reader.handles()
    goal = _middle(reader, find(_TEXT, "الرئيس"))
    with qtbot.waitSignal(reader.edge_dragged) as dragged:
        Mouse(reader).drag(start, goal, exact=False)
    assert dragged.args == ["m", Span(_TEXT.index("الرئيس"), mark.end)]
    assert reader.selection() is None


def test_keys_move_by_word_letter_sentence_line_and_article(make_reader: MakeReader) -> None:
    reader = make_reader(_TEXT)
    expected = (
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, _TEXT.index("الرئيس")),
        (Qt.Key.Key_Left, _ALT, _TEXT.index("الرئيس") + 1),
        (Qt.Key.Key_Right, _ALT, _TEXT.index("الرئيس")),
        (Qt.Key.Key_Left, _CTRL, _TEXT.index("وأضاف")),
        (Qt.Key.Key_Right, _CTRL, 0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, _TEXT.index("\n")),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_Down, _CTRL, _TEXT.index("ثم")),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_End, _CTRL, len(_TEXT)),
        (Qt.Key.Key_PageUp, _CTRL, 0),
    )
    for key, modifiers, position in expected:
        assert _key(reader, key, modifiers)
        assert (reader.caret(), reader.selection()) == (position, None), key


def test_in_left_to_right_text_right_goes_forward(make_reader: MakeReader) -> None:
    reader = make_reader("one two three", direction="ltr")
    _key(reader, Qt.Key.Key_Right)
    assert reader.caret() == 4


def test_shift_extends_by_whole_words(make_reader: MakeReader, qtbot: QtBot) -> None:
    reader = make_reader(_TEXT)
    reader.set_caret(_TEXT.index("بوتين"))
    with qtbot.waitSignal(reader.selection_changed):
        _key(reader, Qt.Key.Key_Left, _SHIFT)
    selection = reader.selection()
    assert selection is not None
    assert selection.of(_TEXT) == "بوتين"


def test_lines_are_walked_with_one_goal(make_reader: MakeReader, seeds: dict[str, str]) -> None:
    text = next(iter(seeds.values()))
    reader = make_reader(text)
    reader.set_caret(20)
    x = reader.scene.caret_rect(20).center().x()
    seen = [20]
    for _ in range(8):
        _key(reader, Qt.Key.Key_Down)
        seen.append(reader.caret())
    for _ in range(8):
        _key(reader, Qt.Key.Key_Up)
    assert seen == sorted(set(seen))
    assert reader.scene.caret_rect(reader.caret()).center().x() == pytest.approx(x, abs=8.0)


def test_the_caret_stays_in_sight(make_reader: MakeReader, seeds: dict[str, str]) -> None:
    reader = make_reader(list(seeds.values())[2], size=(500, 300))
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_PageUp):
        _key(reader, key)
        rect = reader.scene.caret_rect(reader.caret()).translated(0, -reader.verticalScrollBar().value())
        assert rect.top() >= 0
        assert rect.bottom() <= reader.viewport().height()
    _key(reader, Qt.Key.Key_End, _CTRL)
    assert reader.caret() == len(reader.text)
    assert reader.verticalScrollBar().value() > 0


def test_the_key_filter_is_asked_first(make_reader: MakeReader) -> None:
    reader = make_reader(_TEXT)
    asked: list[int] = []

    def take_left(event: QKeyEvent) -> bool:
        asked.append(event.key())
        return event.key() == Qt.Key.Key_Left

    reader.key_filter = take_left
    assert _key(reader, Qt.Key.Key_Left)
    assert reader.caret() == 0
    assert not _key(reader, Qt.Key.Key_F2)
    assert asked == [Qt.Key.Key_Left, Qt.Key.Key_F2]


def test_an_arabic_letter_is_left_to_others(make_reader: MakeReader) -> None:
    reader = make_reader(_TEXT)
    event = QKeyEvent(QEvent.Type.KeyPress, 0x0634, Qt.KeyboardModifier.NoModifier, "ش")
    QApplication.sendEvent(reader, event)
    assert not event.isAccepted()


def test_copying_gives_the_original_characters(make_reader: MakeReader) -> None:
    text = "قال\u00a0بوتين\u200f ثم\u2028سكت 😀\nNATO"
    reader = make_reader(text)
    _key(reader, Qt.Key.Key_A, _CTRL)
    _key(reader, Qt.Key.Key_C, _CTRL)
    assert QGuiApplication.clipboard().text() == text


def test_unusual_characters_keep_every_position(make_reader: MakeReader) -> None:
    text = "أ😀ب\u00a0ج\tد\u2028هـ\n\ufeffوز\ufffc 👨‍👩‍👧ح\n\nط"
    reader = make_reader(text)
    for position, character in enumerate(text):
        if bool(character.strip()) and character.isalpha():
            rect = reader.range_rects(Span(position, position + 1))[0]
            just_inside = QPointF(rect.right() - 0.2 * rect.width(), rect.center().y())
            assert reader.position_at(just_inside) == position, repr(character)


def test_every_paragraph_of_a_right_to_left_article_stands_right(make_reader: MakeReader) -> None:
    text = "Exit mobile version\n|\n18-11-2021 | 17:18\n\u00a0\n\nقال"
    reader = make_reader(text)
    edge = reader.scene.start_edge
    for word in ("Exit mobile version", "|", "18-11-2021 | 17:18", "قال"):
        assert max(rect.right() for rect in reader.range_rects(find(text, word))) == pytest.approx(edge, abs=1.5)
    for empty in (text.index("\u00a0"), text.index("\n\nقال") + 1):
        assert reader.scene.caret_rect(empty).center().x() == pytest.approx(edge, abs=1.5)


def test_auto_direction_goes_by_paragraph(make_reader: MakeReader) -> None:
    text = "قال بوتين\nExit mobile version\n12-3"
    reader = make_reader(text, direction="auto")
    assert [block.rtl for block in reader.scene.page.blocks] == [True, False, True]


@pytest.mark.parametrize("zoom", [80, 200, 300])
def test_zoom_keeps_the_place_and_drops_every_cache(zoom: int, make_reader: MakeReader, seeds: dict[str, str]) -> None:
    text = next(iter(seeds.values()))
    marks = rich_marks(text)
    reader = make_reader(text, marks)
    before = reader.range_rects(marks[0].spans[0])
    reader.set_zoom(zoom)
    after = reader.range_rects(marks[0].spans[0])
    assert sum(rect.width() for rect in after) == pytest.approx(
        sum(rect.width() for rect in before) * zoom / 100, rel=0.06
    )
    for drag in random_drags(reader, 10, random.Random(zoom)):
        assert drag.got == drag.aimed


def test_what_is_read_stays_where_it_is_when_the_page_is_set_anew(
    make_reader: MakeReader, seeds: dict[str, str]
) -> None:
    text = list(seeds.values())[2]
    reader = make_reader(text, size=(900, 500))
    reader.scroll_to(Span(2000, 2010))
    reader.set_caret(2000)
    before = reader.range_rects(Span(2000, 2001))[0]
    for change in (lambda: reader.set_zoom(140), lambda: reader.resize(600, 500), lambda: reader.set_compact(True)):
        change()
        reader.grab()
        assert reader.range_rects(Span(2000, 2001))[0].center().y() == pytest.approx(before.center().y(), abs=40)


def test_colours_change_without_new_lines(make_reader: MakeReader) -> None:
    reader = make_reader(_TEXT, [_entity("m", find(_TEXT, "بوتين"))])
    layouts = [block.layout for block in reader.scene.page.blocks]
    light = reader.grab().toImage()
    reader.set_palette(palettes.dark())
    dark = reader.grab().toImage()
    assert [block.layout for block in reader.scene.page.blocks] == layouts
    assert light.pixelColor(5, 5) == palettes.light().page
    assert dark.pixelColor(5, 5) == palettes.dark().page


def test_ctrl_wheel_zooms_and_says_so(make_reader: MakeReader, qtbot: QtBot) -> None:
    reader = make_reader(_TEXT)
    place = QPointF(50, 50)
    event = QWheelEvent(
        place, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, _CTRL, Qt.ScrollPhase.NoScrollPhase, False
    )
    with qtbot.waitSignal(reader.zoom_changed) as zoomed:
        QApplication.sendEvent(reader.viewport(), event)
    assert zoomed.args == [110]


def test_a_context_menu_is_asked_for_at_a_letter(make_reader: MakeReader, qtbot: QtBot) -> None:
    reader = make_reader(_TEXT)
    point = _middle(reader, find(_TEXT, "بوتين")).toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, reader.viewport().mapToGlobal(point))
    with qtbot.waitSignal(reader.context_requested) as asked:
        QApplication.sendEvent(reader.viewport(), event)
    assert asked.args[1] in range(_TEXT.index("بوتين"), _TEXT.index("بوتين") + 6)


def test_the_menu_key_asks_at_the_caret(make_reader: MakeReader, qtbot: QtBot) -> None:
    reader = make_reader(_TEXT)
    reader.set_caret(_TEXT.index("ثم"))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    with qtbot.waitSignal(reader.context_requested) as asked:
        QApplication.sendEvent(reader.viewport(), event)
    point, position = asked.args
    assert position == _TEXT.index("ثم")
    assert reader.position_at(reader.viewport().mapFromGlobal(point) - QPoint(0, 3)) == position


def test_a_fault_while_painting_leaves_no_open_painter(
    make_reader: MakeReader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = make_reader(_TEXT)
    with monkeypatch.context() as patch:
        patch.setattr(reader.scene, "decor", None)
        with pytest.raises(TypeError):
            reader.viewport().repaint()
    assert not reader.viewport().paintingActive()
    with qtbot.waitSignal(reader.painted):
        reader.viewport().repaint()


def test_a_paint_is_counted_and_knows_what_it_showed(make_reader: MakeReader, qtbot: QtBot) -> None:
    reader = make_reader(_TEXT, [_entity("m", find(_TEXT, "بوتين"))])
    serial = reader.paint_serial
    with qtbot.waitSignal(reader.painted) as painted:
        reader.patch_marks(["m"], [_entity("n", find(_TEXT, "أمس"))])
    assert painted.args[0] == reader.paint_serial > serial
    assert reader.shown_mark_ids() == {"n"}


def test_a_flash_ends_by_itself(make_reader: MakeReader, qtbot: QtBot) -> None:
    reader = make_reader(_TEXT, [_entity("m", find(_TEXT, "بوتين"))])
    plain = reader.grab().toImage()
    reader.flash(["m"])
    assert reader.grab().toImage() != plain
    qtbot.waitUntil(lambda: reader.grab().toImage() == plain, timeout=2000)


def test_a_new_article_forgets_the_old_one(make_reader: MakeReader, seeds: dict[str, str], qtbot: QtBot) -> None:
    text = next(iter(seeds.values()))
    marks = rich_marks(text)
    reader = make_reader(text, marks, rich_links(marks))
    reader.set_active((marks[0].id,))
    reader.select(Span(5, 90))
    with qtbot.waitSignal(reader.painted):
        reader.set_article("قصير", "rtl")
    assert (reader.selection(), reader.caret(), reader.shown_mark_ids()) == (None, 0, frozenset())


def test_dragging_below_the_window_scrolls_on(make_reader: MakeReader, seeds: dict[str, str], qtbot: QtBot) -> None:
    reader = make_reader(next(iter(seeds.values())), size=(700, 300))
    mouse = Mouse(reader)
    start, _ = _across(reader, Span(0, 3))
    mouse.press(start)
    mouse.move(QPointF(start.x() - 100.0, 360.0))
    qtbot.waitUntil(lambda: reader.verticalScrollBar().value() > 150, timeout=3000)
    mouse.release(QPointF(start.x() - 100.0, 299.0))
    selection = reader.selection()
    assert selection is not None
    assert selection.start == 0
    assert selection.end > 150
